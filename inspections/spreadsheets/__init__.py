"""The cells of XLSX and ODS files, and what a table of cells does not show: hidden rows, comments.

The colours behind cells (`fills`) are read only for those who ask. `writing` makes one plain sheet;
`composing` several, with dates and colours.

    bytes ─▶ packages ─▶ cells (values as last saved)      in a bounded process (`worker`)
             (what kind)  xlsx, ods (what is hidden)  ─▶   `asking.open_workbook` in ours

Nothing in a file is ever run: formulas give the values that were saved with them, macros nothing.
"""
