"""The cells of XLSX and ODS files, and what a table of cells does not show: hidden rows, comments.

The colours behind cells (`fills`) are read only for those who ask. `writing` makes one plain sheet;
`composing` several, with dates and colours.

    bytes ─▶ packages ─▶ cells (values as last saved)      in a bounded process (`worker`)
             (what kind)  xlsx, ods (what is hidden)  ─▶   `open_workbook` in ours

Nothing in a file is ever run: formulas give the values that were saved with them, macros nothing.
"""

from inspections.spreadsheets.asking import DateCell, Sheet, Workbook, open_workbook
from inspections.spreadsheets.composing import Cell, Filled, Table
from inspections.spreadsheets.errors import Unreadable
from inspections.spreadsheets.facts import Facts, Fills, cell_name, letters, place
from inspections.spreadsheets.packages import is_spreadsheet
from inspections.spreadsheets.writing import TYPES

__all__ = [
    "TYPES",
    "Cell",
    "DateCell",
    "Facts",
    "Filled",
    "Fills",
    "Sheet",
    "Table",
    "Unreadable",
    "Workbook",
    "cell_name",
    "is_spreadsheet",
    "letters",
    "open_workbook",
    "place",
]
