"""Files of inspection outcomes for tests: sheets as official statistics have them, and CSV."""

import csv
import io
import shutil
import tempfile
from html import escape
from pathlib import Path

from django.conf import settings

from inspections.reference import load_reference
from inspections.spreadsheets import writing
from tests.spreadsheets import package

LEADERS = "The impact of leaders on social work practice with children and families"
HELP = "The experiences and progress of children who need help and protection"
CARE = "The experiences and progress of children in care"
LEAVERS = "The experiences and progress of care leavers"
GRADES = ("Overall effectiveness", LEADERS, HELP, CARE, LEAVERS)
PLACE = ("Local authority area code", "Local authority name")
HISTORY = (*PLACE, "Inspection date", "Publication date", "Inspection type", *GRADES)
LATEST = ("Web link", *PLACE, "Inspection date", "Publication date", *GRADES)
YEAR = (*PLACE, "Inspection/Visit date", "Publication date", "Inspection/Visit type", "Visit Theme")
TITLE = "Local authority inspection outcomes as at {}"

IMPROVE = "Requires improvement to be good"
WIRRAL, CUMBRIA, BARNSLEY = "E08000015", "E10000006", "E08000016"

COUNCILS = {"wirral", "croydon", "barnsley", "cumbria", "cumberland", "westmorland-and-furness"}


def load_some():
    """The reference data of COUNCILS alone: it is there in a fifth of the time."""
    with tempfile.TemporaryDirectory() as folder:
        for source in (settings.ROOT / "fixtures").glob("*.*"):
            shutil.copy(source, folder)
        for name in ("authorities", "authority_codes", "inspections"):
            path = Path(folder) / f"{name}.csv"
            head, *lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            kept = [line for line in lines if line.partition(",")[0] in COUNCILS]
            path.write_text("".join([head, *kept]), encoding="utf-8")
        load_reference(Path(folder))


def row(code, name, start, published, kind="ILACS Standard Inspection", grades=("Good",) * 5):
    """A row under HISTORY."""
    return [code, name, start, published, kind, *grades]


def wirral(grades=(IMPROVE,) * 5):
    """Wirral's inspection of September 2023, which stands in the reference data."""
    return row(WIRRAL, "Wirral", "18 September 2023", "2 February 2024", grades=grades)


def new_one(grades=("Good",) * 5):
    """An inspection of Wirral that stands nowhere yet."""
    return row(WIRRAL, "Wirral", "8 September 2025", "20 October 2025", grades=grades)


def csv_of(headings, *rows):
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


def statistics(*rows, as_at="31 March 2026", headings=HISTORY, **sheets):
    """An ODS file of official statistics: a cover, and a sheet “History” of these rows.

    More sheets are given by their names as a list of rows; a cell is words, or words and the
    address under them, or, at the start of a row, None: then the row is hidden.
    """
    cover = [[TITLE.format(as_at)], ["Published on:", "25 September 2026"]]
    history = [["Inspection history"], ["What this sheet is."], list(headings), *map(list, rows)]
    return ods({"Cover": cover, "History": history, **sheets})


def ods(sheets):
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "style")
    )
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    content = (
        f'<office:document-content {names} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return package(
        {
            "mimetype": writing.TYPES["ods"],
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def _row(cells):
    hidden = bool(cells) and cells[0] is None
    attributes = ' table:visibility="collapse"' if hidden else ""
    made = "".join(map(_cell, cells[1:] if hidden else cells))
    return f"<table:table-row{attributes}>{made}</table:table-row>"


def _cell(cell):
    if isinstance(cell, tuple):
        words, address = cell
        formula = f'of:=HYPERLINK("{address}";"{words}")'
        return (
            f'<table:table-cell office:value-type="string" table:formula="{escape(formula)}">'
            f"<text:p>{escape(words)}</text:p></table:table-cell>"
        )
    words = escape(cell)
    return (
        f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'
    )
