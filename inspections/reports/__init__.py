"""What stands between a report that was read and the record: a draft, with a clerk's eyes on it.

    bytes ─▶ reader ─▶ receiving ─▶ draft ─▶ correcting ─▶ placing ─▶ plan ─▶ kind.save ─▶ writing
             (a PDF)                (items)  (clerk)       (which     (differences)        undoing
                                                           inspection)

The reading itself never changes: a draft is the reading with the clerk's corrections on top. What
it would do is worked out anew each time from the draft and the records as they stand, so the page
and the saving run the very same code. Matching and ordering are those of
`inspections.recommendations`; the import's life is that of `inspections.intake`.
"""
