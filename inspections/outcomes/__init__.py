"""Official statistics of inspection outcomes, and tables like them, become records.

    bytes ─▶ tables ─▶ reading ─▶ merging ─▶ plan ─▶ saving
             (sheets,   (rows: council, (rows of    (beside  (all or
              headings)  days, grades)   one event)  record)  nothing)

A file is understood by what it says: headings by their meaning, sheets by their headings, grades by
the scale's own wordings. What is not understood is told, with its sheet, row, column and value.
"""
