"""A council's own tracker of its improvement plan: a spreadsheet becomes rows, and rows one again.

    bytes ─▶ books ─▶ proposing ─▶ a layout, with questions ─▶ answering ─▶ the layout settled
                          ▲ the layout that was settled last month            │
                      reading ◀───────────────────────────────────────────────┤
                          ▼ rows of plain values                              ▼
                      (matching and saving stand elsewhere)               writing ─▶ bytes

Everything here is a pure function of bytes, layouts and days passed in; nothing reads or writes
records. What a file says in two ways is asked, never guessed, and nothing hidden is taken unseen.
"""
