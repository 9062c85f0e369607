"""The cells of XLSX and ODS files, and what a table of cells does not show: hidden rows, comments.

    bytes ─▶ packages ─▶ plain ─▶ xlsx (openpyxl)          in a bounded process (`worker`)
             (what kind)          ods (odfdo)     ─▶   `open_workbook` in ours

Values are as last saved: no formula is worked out, no macro run. The colours behind cells (`Fills`)
are read only for those who ask. Libraries read the files; `plain` first cuts from an XLSX file what
holds nothing, and notes what no library tells. `write` makes a file of `Table`s; `writing.xlsx` and
`writing.ods` one of a plain list.
"""

from inspections.spreadsheets.asking import DateCell, Sheet, Workbook, open_workbook
from inspections.spreadsheets.facts import Facts, Fills, Unreadable, cell_name, letters, place
from inspections.spreadsheets.packages import is_spreadsheet
from inspections.spreadsheets.writing import TYPES, Cell, Filled, Table, write

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
    "write",
]
