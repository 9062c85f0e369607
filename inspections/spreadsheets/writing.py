"""A table as an XLSX or ODS file. Every text is a cell of text: none of it can become a formula."""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font

_WIDTH = 18  # characters; of the widest column _WIDE
_WIDE = 80

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


Value = str | int | Decimal | date


def xlsx(name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet of that name, its headings in bold and kept in view."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings):
        width = _WIDE if heading == _widest(headings) else _WIDTH
        sheet.column_dimensions[chr(ord("A") + place)].width = width
    sheet.append([_cell(sheet, heading, bold=True) for heading in headings])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _widest(headings: Sequence[str]) -> str:
    return "Recommendation" if "Recommendation" in headings else headings[0]


def _cell(sheet, value: Value, *, bold: bool = False) -> Cell | int | Decimal | None:
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "dd/mm/yyyy"
        return cell
    if not value:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"  # also where the text begins like a formula
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("number", "datastyle"),
        ("manifest", "manifest"),
    )
)
MANIFEST = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest:manifest {NAMES} manifest:version="1.3">
<manifest:file-entry manifest:full-path="/" manifest:version="1.3"
    manifest:media-type="{TYPES["ods"]}"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""
_STYLES = """<office:automatic-styles>
<style:style style:name="bold" style:family="table-cell">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="wrap" style:family="table-cell">
<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>
<number:date-style style:name="uk"><number:day number:style="long"/><number:text>/</number:text>
<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>
</number:date-style>
<style:style style:name="day" style:family="table-cell" style:data-style-name="uk"/>
<style:style style:name="narrow" style:family="table-column">
<style:table-column-properties style:column-width="3.5cm"/></style:style>
<style:style style:name="wide" style:family="table-column">
<style:table-column-properties style:column-width="15cm"/></style:style>
</office:automatic-styles>"""


def ods(name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """One sheet of that name, its headings in bold."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        # By this part, first and not packed, a file is known for what it is.
        package.writestr(part("mimetype"), TYPES["ods"], zipfile.ZIP_STORED)
        with package.open(part("content.xml"), "w") as content:
            for piece in _content(name, headings, rows):
                content.write(piece.encode())
        package.writestr(part("META-INF/manifest.xml"), MANIFEST)
    return out.getvalue()


def part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _content(name: str, headings: Sequence[str], rows: Iterable[Sequence[Value]]):
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES} '
        f'office:version="1.3">{_STYLES}<office:body><office:spreadsheet>'
        f'<table:table table:name="{escape(name, {chr(34): "&quot;"})}">'
    )
    for heading in headings:
        style = "wide" if heading == _widest(headings) else "narrow"
        yield f'<table:table-column table:style-name="{style}"/>'
    yield _row(headings, "bold")
    for row in rows:
        yield _row(row, "wrap")
    yield "</table:table></office:spreadsheet></office:body></office:document-content>"


def _row(cells: Sequence[Value], style: str) -> str:
    return f"<table:table-row>{''.join(_ods_cell(cell, style) for cell in cells)}</table:table-row>"


def _ods_cell(value: Value, style: str) -> str:
    said = f'<table:table-cell table:style-name="{style}" office:value-type='
    if isinstance(value, date):
        said = said.replace(f'"{style}"', '"day"')
        shown = f"<text:p>{value:%d/%m/%Y}</text:p></table:table-cell>"
        return f'{said}"date" office:date-value="{value.isoformat()}">{shown}'
    if isinstance(value, int | Decimal):
        return f'{said}"float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
    return ods_text(value, style)


def ods_text(value: str, style: str, more: str = "") -> str:
    """A cell of text; `more` are attributes."""
    if not value:
        return f'<table:table-cell table:style-name="{style}"{more}/>'
    said = f'<table:table-cell table:style-name="{style}"{more} office:value-type='
    lines = ILLEGAL_CHARACTERS_RE.sub("", value).split("\n")
    paragraphs = "".join(f"<text:p>{_spaced(escape(line))}</text:p>" for line in lines)
    return f'{said}"string">{paragraphs}</table:table-cell>'


def _spaced(line: str) -> str:
    """Tabs, and spaces that XML would fold, as OpenDocument writes them."""
    spaced = re.sub("^ +|(?<= ) +", lambda found: f'<text:s text:c="{len(found[0])}"/>', line)
    return spaced.replace("\t", "<text:tab/>")
