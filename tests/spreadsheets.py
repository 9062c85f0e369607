"""XLSX and ODS files for tests."""

import io
import zipfile

from openpyxl import Workbook

from inspections.spreadsheets import writing

HEADINGS = ["Ref", "Section", "Recommendation", "Page"]
FIRST = ["1", "Now", "Make every plan clear.", 5]
SECOND = ["2", "Now", "Visit every child in time.", 6]


def workbook(*rows, title="Sheet", change=None):
    """An XLSX file of these rows; `change` is called with the workbook and the sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    return saved(book)


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows, *, styles="", table="", columns=""):
    """An ODS file whose rows are given as XML."""
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    content = (
        f"<office:document-content {names}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="S" {table}>{columns}{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return package(
        {
            "mimetype": writing.TYPES["ods"],
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def cell(text, attributes="", inside=""):
    return (
        f'<table:table-cell office:value-type="string" {attributes}>{inside}'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_row(*cells, attributes=""):
    made = "".join(one if one.startswith("<") else cell(one) for one in cells)
    return f"<table:table-row {attributes}>{made}</table:table-row>"


def package(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def repacked(content, **changed):
    """A packed file with some parts put in others' place; `a__b` names a.b."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return package(parts | {name.replace("__", "."): part for name, part in changed.items()})


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
