"""Sheets as one XLSX or ODS file, with dates that are dates, and colours behind cells.

Every text is a cell of text: none of it can become a formula. XLSX is written by openpyxl. ODS is
written here, as it passes by: odfdo takes 25 seconds for 10,000 rows, where this takes half a one.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.cell.cell import Cell as XlsxCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.cell_range import CellRange

from inspections.spreadsheets.facts import letters

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
_DATE = "dd/mm/yyyy"
_NARROW, _WIDE = 18, 80  # characters
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


Cell = str | int | Decimal | date | Filled


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

    def is_bold(self, number: int) -> bool:
        return number <= self.headed or number in self.bands

    @cached_property
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


def write(form: str, tables: Sequence[Table]) -> bytes:
    """A file of several sheets, "xlsx" or "ods".

    Raises ValueError, with a sentence, for a text that is longer than Excel's cells hold.
    """
    texts = (_text(value) for table in tables for row in table.rows for value in row)
    if form == "xlsx" and (longest := max(map(len, texts), default=0)) > _LONGEST_TEXT:
        raise ValueError(
            f"A text here has {longest:,} characters, and a cell of Excel holds at most "
            f"{_LONGEST_TEXT:,}. Choose ODS."
        )
    return {"xlsx": _xlsx, "ods": _ods}[form](tables)


def xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet of that name, its headings in bold and kept in view."""
    return _xlsx([_plain(name, headings, rows)])


def ods(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet of that name, its headings in bold."""
    return _ods([_plain(name, headings, rows)])


def _plain(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
    wide = "Recommendation" if "Recommendation" in headings else headings[0]
    widths = [_WIDE if heading == wide else _NARROW for heading in headings]
    return Table(name, widths, [headings, *rows])


def _text(value: Cell) -> str:
    value = value.value if isinstance(value, Filled) else value
    return value if isinstance(value, str) else ""


# --- XLSX ---


def _xlsx(tables: Sequence[Table]) -> bytes:
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
            if (lines := _lines(table, number, row)) > 1:
                # As a height that is worked out: it still grows when somebody types more.
                sheet.row_dimensions[number] = {"ht": str(min(lines * _POINTS, _HIGHEST))}
            bold = table.is_bold(number)
            sheet.append(
                None if (number, column) in table.covered else styles.cell(sheet, value, bold=bold)
                for column, value in enumerate(row, start=1)
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


class _Styles:
    """Made once: a style of its own for each cell takes most of the time."""

    def __init__(self):
        self.top = Alignment(wrap_text=True, vertical="top")
        self.strong = Font(name="Calibri", size=11, bold=True)  # the rest of the sheet is in it
        self.fills: dict[str, PatternFill] = {}

    def cell(self, sheet, value: Cell, *, bold: bool) -> XlsxCell | int | Decimal | None:
        colour = value.fill if isinstance(value, Filled) else ""
        value = value.value if isinstance(value, Filled) else value
        if isinstance(value, int | Decimal):
            return value
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
            cell.fill = self.fills.setdefault(colour, PatternFill("solid", fgColor=f"FF{colour}"))
        return cell


# --- ODS ---

_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        *((name, name) for name in ("office", "table", "text", "style", "manifest")),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
    )
)
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest {_NAMES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3"
    manifest:media-type="{TYPES["ods"]}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_DMY = (
    '<number:date-style style:name="dmy"><number:day number:style="long"/><number:text>/'
    '</number:text><number:month number:style="long"/><number:text>/</number:text>'
    '<number:year number:style="long"/></number:date-style>'
)


def _ods(tables: Sequence[Table]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        # By this part, first and not packed, a file is known for what it is.
        package.writestr(_part("mimetype"), TYPES["ods"], zipfile.ZIP_STORED)
        with package.open(_part("content.xml"), "w") as content:
            for piece in _content(tables):
                content.write(piece.encode())
        package.writestr(_part("META-INF/manifest.xml"), MANIFEST)
    return out.getvalue()


def _part(name: str) -> zipfile.ZipInfo:
    """Without a time: equal tables make equal files."""
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _content(tables: Sequence[Table]) -> Iterator[str]:
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} '
        f'office:version="1.3">{_styles(tables)}<office:body><office:spreadsheet>'
    )
    for table in tables:
        yield f"<table:table table:name={quoteattr(table.name)}>"
        for width in table.widths:
            yield f'<table:table-column table:style-name="w{width}"/>'
        spans = {
            (first, start): f' table:number-rows-spanned="{last - first + 1}" '
            f'table:number-columns-spanned="{end - start + 1}"'
            for first, start, last, end in table.all_merged
        }
        for number, row in enumerate(table.rows, start=1):
            style = "bold" if table.is_bold(number) else "wrap"
            cells = (
                "<table:covered-table-cell/>"
                if (number, column) in table.covered
                else _ods_cell(value, style, spans.get((number, column), ""))
                for column, value in enumerate(row, start=1)
            )
            yield f"<table:table-row>{''.join(cells)}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _styles(tables: Sequence[Table]) -> str:
    values = (value for table in tables for row in table.rows for value in row)
    colours = sorted({value.fill for value in values if isinstance(value, Filled)})
    cells = [
        _style("bold", text='<style:text-properties fo:font-weight="bold"/>'),
        _style("wrap"),
        _style("day", dated=True),
        *(_style(f"f{one}", colour=one) for one in colours),
        *(_style(f"d{one}", colour=one, dated=True) for one in colours),
    ]
    columns = [
        f'<style:style style:name="w{width}" style:family="table-column"><style:table-column-'
        f'properties style:column-width="{width * _CM_A_CHARACTER:.1f}cm"/></style:style>'
        for width in sorted({width for table in tables for width in table.widths})
    ]
    styles = "".join([_DMY, *cells, *columns])
    return f"<office:automatic-styles>{styles}</office:automatic-styles>"


def _style(name: str, *, colour: str = "", dated: bool = False, text: str = "") -> str:
    data = ' style:data-style-name="dmy"' if dated else ""
    behind = f' fo:background-color="#{colour}"' if colour else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell"{data}>'
        f'<style:table-cell-properties style:vertical-align="top" fo:wrap-option="wrap"{behind}/>'
        f"{text}</style:style>"
    )


def _ods_cell(value: Cell, style: str, spans: str) -> str:
    day = "day"
    if isinstance(value, Filled):
        style, day, value = f"f{value.fill}", f"d{value.fill}", value.value
    if isinstance(value, date):
        style, kind = day, f'office:value-type="date" office:date-value="{value.isoformat()}"'
        inside = f"<text:p>{value:%d/%m/%Y}</text:p>"
    elif isinstance(value, int | Decimal):
        kind = f'office:value-type="float" office:value="{value}"'
        inside = f"<text:p>{value}</text:p>"
    elif value:
        kind = 'office:value-type="string"'
        lines = ILLEGAL_CHARACTERS_RE.sub("", value).split("\n")
        inside = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in lines)
    else:
        return f'<table:table-cell table:style-name="{style}"{spans}/>'
    return f'<table:table-cell table:style-name="{style}"{spans} {kind}>{inside}</table:table-cell>'


def _spaced(line: str) -> str:
    """Tabs, and spaces that XML would fold, as OpenDocument writes them."""
    spaced = re.sub("^ +|(?<= ) +", lambda found: f'<text:s text:c="{len(found[0])}"/>', line)
    return spaced.replace("\t", "<text:tab/>")
