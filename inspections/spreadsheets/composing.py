"""Several sheets as one XLSX or ODS file, with dates that are dates, and colours behind cells.

As in `writing`, every text is a cell of text: none of it can become a formula.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.cell_range import CellRange

from inspections.spreadsheets import writing
from inspections.spreadsheets.facts import letters

_DATE = "dd/mm/yyyy"
_CM_A_CHARACTER = 0.2
# Excel's own limits.
_LONGEST_TEXT = 32_767
_LONGEST_NAME = 31
_HIGHEST = 409  # points
_POINTS = 15  # a line of text
_NO_NAME = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Filled:
    """A cell with a colour behind it (RRGGBB)."""

    value: str | date
    fill: str


Cell = str | date | Filled


@dataclass(frozen=True)
class Table:
    """One sheet. `widths` are in characters; `headed` rows at the top are bold and kept in view.

    In a row of one text that is among `bands` (numbered from 1), it goes across all columns.
    `merged` holds first row, first column, last row, last column: only the first cell is written.
    """

    name: str
    widths: Sequence[int]
    rows: Sequence[Sequence[Cell]]
    headed: int = 1
    bands: frozenset[int] = field(default_factory=frozenset)
    merged: Sequence[tuple[int, int, int, int]] = ()

    @property
    def all_merged(self) -> list[tuple[int, int, int, int]]:
        """The bands' rows among them."""
        last = len(self.widths)
        across = [(number, 1, number, last) for number in self.bands if last > 1]
        return [*self.merged, *across]

    @cached_property
    def cells_merged(self) -> frozenset[tuple[int, int]]:
        """Row and column of each cell that is part of a larger one."""
        return frozenset(
            (row, column)
            for first, start, last, end in self.all_merged
            for row in range(first, last + 1)
            for column in range(start, end + 1)
        )

    @cached_property
    def covered(self) -> frozenset[tuple[int, int]]:
        """Those of them that are not the first: they hold nothing."""
        return self.cells_merged - {(first, start) for first, start, _, _ in self.all_merged}


def xlsx(tables: Iterable[Table]) -> bytes:
    """Raises ValueError, with a sentence, for a text that is longer than Excel's cells hold."""
    tables = list(tables)
    texts = (_text(value) for table in tables for row in table.rows for value in row)
    if (longest := max(map(len, texts), default=0)) > _LONGEST_TEXT:
        raise ValueError(
            f"A text here has {longest:,} characters, and a cell of Excel holds at most "
            f"{_LONGEST_TEXT:,}. Choose ODS."
        )
    book = Workbook(write_only=True)
    styles = _Styles()
    for table in tables:
        sheet = book.create_sheet(_NO_NAME.sub(" ", table.name)[:_LONGEST_NAME])
        sheet.freeze_panes = f"A{table.headed + 1}"
        for place, width in enumerate(table.widths, start=1):
            sheet.column_dimensions[letters(place)].width = width
        for first, start, last, end in table.all_merged:
            sheet.merged_cells.add(CellRange(None, start, first, end, last))
        for number, row in enumerate(table.rows, start=1):
            bold = number <= table.headed or number in table.bands
            if (lines := _lines(table, number, row)) > 1:
                # As a height that is worked out: it still grows when somebody types more.
                sheet.row_dimensions[number] = {"ht": str(min(lines * _POINTS, _HIGHEST))}
            sheet.append(
                [
                    None
                    if (number, column) in table.covered
                    else styles.cell(sheet, value, bold=bold)
                    for column, value in enumerate(row, start=1)
                ]
            )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(table: Table, number: int, row: Sequence[Cell]) -> int:
    """About how many lines of text the row's fullest cell has, as wide as its column is.

    LibreOffice shows one where the file does not say.
    """
    most = 1
    for column, (value, width) in enumerate(zip(row, table.widths, strict=False), start=1):
        words = _text(value)
        if (len(words) > width or "\n" in words) and (number, column) not in table.cells_merged:
            most = max(most, sum(-(-len(line) // width) or 1 for line in words.split("\n")))
    return most


def _text(value: Cell) -> str:
    value = value.value if isinstance(value, Filled) else value
    return "" if isinstance(value, date) else value


class _Styles:
    """Made once: a style of its own for each cell takes most of the time."""

    def __init__(self):
        self.top = Alignment(wrap_text=True, vertical="top")
        self.strong = Font(name="Calibri", size=11, bold=True)  # the rest of the sheet is in it
        self.fills: dict[str, PatternFill] = {}

    def cell(self, sheet, value: Cell, *, bold: bool) -> XlsxCell | None:
        colour = value.fill if isinstance(value, Filled) else ""
        value = value.value if isinstance(value, Filled) else value
        if not value and not colour:
            return None
        cell = WriteOnlyCell(sheet)
        if isinstance(value, date):
            cell.value = value
            cell.number_format = _DATE
        elif value:
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
            cell.data_type = "s"  # also where the text begins like a formula
            cell.number_format = "@"
        cell.alignment = self.top
        if bold:
            cell.font = self.strong
        if colour:
            if colour not in self.fills:
                self.fills[colour] = PatternFill("solid", fgColor=f"FF{colour}")
            cell.fill = self.fills[colour]
        return cell


def ods(tables: Iterable[Table]) -> bytes:
    tables = list(tables)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(writing.part("mimetype"), writing.TYPES["ods"], zipfile.ZIP_STORED)
        with package.open(writing.part("content.xml"), "w") as content:
            for piece in _content(tables):
                content.write(piece.encode())
        package.writestr(writing.part("META-INF/manifest.xml"), writing.MANIFEST)
    return out.getvalue()


def _content(tables: list[Table]):
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {writing.NAMES} '
        f'office:version="1.3">{_styles(tables)}<office:body><office:spreadsheet>'
    )
    for table in tables:
        yield f'<table:table table:name="{escape(table.name, {chr(34): "&quot;"})}">'
        for width in table.widths:
            yield f'<table:table-column table:style-name="w{width}"/>'
        spans = {
            (first, start): f' table:number-rows-spanned="{last - first + 1}" '
            f'table:number-columns-spanned="{end - start + 1}"'
            for first, start, last, end in table.all_merged
        }
        for number, row in enumerate(table.rows, start=1):
            yield "<table:table-row>"
            style = "bold" if number <= table.headed or number in table.bands else "wrap"
            for column, value in enumerate(row, start=1):
                if (number, column) in table.covered:
                    yield "<table:covered-table-cell/>"
                else:
                    yield _ods_cell(value, style, spans.get((number, column), ""))
            yield "</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _styles(tables: list[Table]) -> str:
    widths = sorted({width for table in tables for width in table.widths})
    colours = {
        value.fill
        for table in tables
        for row in table.rows
        for value in row
        if isinstance(value, Filled)
    }
    properties = 'style:vertical-align="top" fo:wrap-option="wrap"'
    named = [
        f'<style:style style:name="{name}" style:family="table-cell"{data}>'
        f"<style:table-cell-properties {properties}{more}/>{text}</style:style>"
        for name, data, more, text in (
            ("bold", "", "", '<style:text-properties fo:font-weight="bold"/>'),
            ("wrap", "", "", ""),
            ("day", ' style:data-style-name="dmy"', "", ""),
            *((f"f{one}", "", f' fo:background-color="#{one}"', "") for one in sorted(colours)),
            *(
                (f"d{one}", ' style:data-style-name="dmy"', f' fo:background-color="#{one}"', "")
                for one in sorted(colours)
            ),
        )
    ]
    named += [
        f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-'
        f'properties style:column-width="{width * _CM_A_CHARACTER:.1f}cm"/></style:style>'
        for width in widths
    ]
    return f"<office:automatic-styles>{_DMY}{''.join(named)}</office:automatic-styles>"


_DMY = (
    '<number:date-style style:name="dmy"><number:day number:style="long"/><number:text>/'
    '</number:text><number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>'
)


def _ods_cell(value: Cell, style: str, more: str = "") -> str:
    day = "day"
    if isinstance(value, Filled):
        style, day, value = f"f{value.fill}", f"d{value.fill}", value.value
    if isinstance(value, date):
        return (
            f'<table:table-cell table:style-name="{day}"{more} office:value-type="date" '
            f'office:date-value="{value.isoformat()}"><text:p>{value:%d/%m/%Y}</text:p>'
            "</table:table-cell>"
        )
    return writing.ods_text(value, style, more)
