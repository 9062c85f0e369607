"""Trackers of made-up councils, each kept in its own way, as files for tests."""

import io
from contextlib import contextmanager
from datetime import date

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from improvement.trackers.open_file import open_book
from improvement.trackers.questions import answer
from improvement.trackers.reading import read_rows
from improvement.trackers.settling import propose
from inspections.spreadsheets import asking, worker
from tests.spreadsheets import cell, ods, ods_row, saved

TODAY = date(2026, 11, 22)
RED, AMBER, GREEN, BLUE = "FF0000", "FFC000", "00B050", "0070C0"
PILED = (
    "Still in draft at Easter\n"
    "12/03/26 - Panel met for the first time.\n12 cases seen.\n"
    "[Apr 2026] Audit tool agreed\n"
    "15/05 – Trained 40 staff\n"
    "Update 3 June 2026: Dip sample shows 61%"
)


@contextmanager
def in_this_process():
    """Spreadsheets are read without a process of their own: for many small ones."""

    class Here:
        def __enter__(self):
            return self

        def __exit__(self, *problem):
            return None

        def ask(self, question, data, *, seconds):
            return worker.answer(question, data)

    before = asking.BoundedProcess
    asking.BoundedProcess = lambda module: Here()
    try:
        yield
    finally:
        asking.BoundedProcess = before


def proposed(content, known=None, **given):
    """The book and what is proposed of it."""
    book = open_book(content)
    return book, propose(book, known, today=TODAY, **given)


def settled(content, answers=(), known=None, **given):
    """The book and its layout, once these answers are given in as many rounds as it takes."""
    book, left = open_book(content), dict(answers)
    for _ in range(4):
        proposal = propose(book, known, today=TODAY, **given)
        asked = {question.key for question in proposal.questions}
        now = {key: left.pop(key) for key in list(left) if key in asked}
        known = answer(proposal.layout, proposal.questions, now)
        if not now and not proposal.blocking:
            break
    assert not left, f"never asked: {sorted(left)}"
    assert not proposal.blocking, [question.key for question in proposal.blocking]
    return book, known


def rows_of(content, answers=(), **given):
    return read_rows(*settled(content, answers, **given))


def by_reference(rows):
    return {row.reference: row for row in rows}


def fill(sheet, name, colour):
    sheet[name].fill = PatternFill("solid", fgColor=f"FF{colour}")


# --- Exampleton: banded themes, colours without words, notes piled, a Closed tab, a key ---

EXAMPLETON_HEADINGS = [
    *("Ref", "Rec", "Action", "Lead officer(s)", "By when", "Progress", "RAG"),
    *("How will we know?", "Evidence", "Who monitors?"),
]
EXAMPLETON_ANSWERS = {
    "fill:FFC000": "in-progress/at-risk",
    "date:q3": "2026-12-31",
    "lead:dcs / head of quality assurance": "DCS\nHead of Quality Assurance",
    "hidden_rows:0": "leave",
}


def exampleton(month="March 2026", more=()):
    book = Workbook()
    plan = book.active
    plan.title = f"Plan {month}"
    plan.append(["Exampleton Council: children’s services improvement plan"])
    plan.append([f"As at {month}"])
    plan.append([])
    plan.append(EXAMPLETON_HEADINGS)
    plan.append(["Leadership and governance"])
    plan.merge_cells("A5:J5")
    plan.append(
        [
            *("1.1", "Rec 1", "Publish a sufficiency strategy", "DCS / Head of Quality Assurance"),
            *(date(2026, 3, 31), PILED, None, "Nine in ten children near home", "", "Board"),
        ]
    )
    plan.append(
        [
            *("1.2", "Recs 1 & 3", "Train every manager", "Principal Social Worker\nHead of HR"),
            *("Q3", "", None, "All trained", "Register", "Board"),
        ]
    )
    plan.append(["Practice"])
    plan.merge_cells("A8:J8")
    plan.append(["2.1", "Rec 2", "Visit in time", "Head of Service", "Ongoing", "", None])
    plan.append(["2.2", "Rec 2", "A secret", "Head of Service", "TBC", "", None])
    plan.append(["Total", 4])
    for name, colour in (("G6", RED), ("G7", AMBER), ("G9", GREEN), ("G10", GREEN)):
        fill(plan, name, colour)
    plan.row_dimensions[10].hidden = True
    plan["C7"].comment = Comment("Is this still the right action?", "A. Person")
    rule = CellIsRule(
        operator="equal", formula=["1"], fill=PatternFill("solid", bgColor="FF00FF00")
    )
    plan.conditional_formatting.add("B6:B10", rule)
    for row in more:
        plan.insert_rows(11)
        for column, value in enumerate(row, start=1):
            plan.cell(11, column, value)
    closed = book.create_sheet("Closed actions")
    closed.append(EXAMPLETON_HEADINGS)
    closed.append(["0.9", "Rec 4", "Appoint a chair", "DCS", date(2025, 12, 1), "", "Complete"])
    key = book.create_sheet("Key")
    key.append(["", "Off track"])
    key.append(["", "Awaiting sign-off"])
    key.append(["", "On track"])
    for name, colour in (("A1", RED), ("A2", AMBER), ("A3", GREEN)):
        fill(key, name, colour)
    return saved(book)


# --- Sampleby: two rows of headings, words for colours with a key above, one action over rows ---


def sampleby(change=None):
    book = Workbook()
    sheet = book.active
    sheet.title = "Tracker"
    sheet.append(["BRAG: Blue = complete and evidenced"])
    sheet.append(["Green – on track", "Amber – at risk of missing its date", "Red – off track"])
    sheet.append(
        [
            "Theme",
            "No.",
            "Recommendation",
            "What we will do",
            "Owner",
            "Due date",
            "",
            "",
            "Position",
        ]
    )
    sheet.append(["", "", "", "", "", "Original", "Revised", "", "BRAG", "Update", "Helper"])
    for name in ("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "F3:G3", "I3:J3"):
        sheet.merge_cells(name)
    first = ["Front door", "1", "Improve decisions at the front door", "Rewrite thresholds"]
    sheet.append(
        [
            *first,
            "Head of Service; Director of Practice",
            date(2026, 1, 31),
            date(2026, 6, 30),
        ]
        + [None, "Amber", "01/02/2026 – Draft out", "=1+1"]
    )
    sheet.append([None] * 9 + ["01/03/2026 – Agreed"])
    sheet.append([None, "2", None, "Audit forty cases", "Head of Service", date(2026, 2, 28)])
    sheet["I7"] = "B"
    sheet.append(["Care", "3", "Find homes near by", "Recruit carers", "Head of Fostering"])
    sheet["F8"], sheet["I8"] = "Sept 26", "Red"
    for name in ("A5:A7", "B5:B6", "C5:C7", "D5:D6", "E5:E6", "F5:F6", "G5:G6", "I5:I6"):
        sheet.merge_cells(name)
    if change:
        change(sheet)
    return saved(book)


SAMPLEBY_ANSWERS = {"word:rag:b": "complete/", "date:sept 26": "2026-09-30"}


# --- Madeupshire: ODS, a theme written once, a row without an action, a hidden column ---

_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties '
    f'fo:background-color="#{colour}" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:'
    'xsl-fo-compatible:1.0"/></style:style>'
    for name, colour in (("red", "ff0000"), ("green", "92d050"))
)


def day(iso):
    return f'<table:table-cell office:value-type="date" office:date-value="{iso}"/>'


def coloured(style):
    return f'<table:table-cell table:style-name="{style}"/>'


def madeupshire():
    headings = ("Priority", "Action", "Lead", "Deadline", "Status", "RAG", "Notes")
    rows = [
        ods_row(*(cell(heading) for heading in headings)),
        ods_row(
            "Leaders", "Hold a weekly meeting", "DCS", day("2026-05-01"), "In progress"
        ).replace("</table:table-row>", coloured("green") + cell("Held") + "</table:table-row>"),
        ods_row(
            "", "Share the rota", "DCS", cell("end of March 2026"), "Not started", coloured("red")
        ),
        ods_row("", "", "", "", "", "", "Rota went out late"),
    ]
    hidden = (
        '<table:table-column table:number-columns-repeated="6"/>'
        '<table:table-column table:visibility="collapse"/>'
    )
    return ods(rows, styles=_STYLES, columns=hidden)


MADEUPSHIRE_ANSWERS = {
    "down:0:workstream": "above",
    "continuations:0": "above",
    "hidden_columns:0": "take",
    "fill:FF0000": "/off-track",
    "fill:92D050": "/on-track",
}


# --- Old Borough: a CSV file of Windows, semicolons, recommendations as rows across ---


def old_borough(dates=("03/04/2026", "25/12/2026"), encoding="cp1252"):
    lines = [
        "Action ref;Action;Responsible officer;Target date;Current status;Commentary",
        "Recommendation 1: Make every child’s plan clear;;;;;",
        f"1a;Write plans – in plain English;Head of Service;{dates[0]};On track;'=SUM(A1)",
        "Recommendation 2: See every child;;;;;",
        f"2a;“Door-step” visits;Service Manager, North;{dates[1]};Delayed;Seen by £5 a head",
    ]
    return "\r\n".join(lines).encode(encoding)


OLD_BOROUGH_ANSWERS = {
    "word:status:delayed": "in-progress/off-track",
    "lead:service manager, north": "Service Manager, North",
}


# --- Newtown: a sheet for each theme, whole rows coloured, a column of notes for each month ---


def newtown(months=("January 2026", "February 2026")):
    book = Workbook()
    book.remove(book.active)
    headings = ["ID", "Action", "Lead", "Due", *(f"Update ({month})" for month in months)]
    for theme, actions in (
        ("Leadership", [("L1", "Meet weekly", GREEN), ("L2", "Appoint a chair", BLUE)]),
        ("Practice", [("P1", "Visit in time", RED)]),
    ):
        sheet = book.create_sheet(theme)
        sheet.append(headings)
        for reference, action, colour in actions:
            sheet.append([reference, action, "DCS", date(2026, 7, 1), "Begun", "12/02/2026: Done"])
            for column in "ABCDEF":
                fill(sheet, f"{column}{sheet.max_row}", colour)
    return saved(book)


NEWTOWN_ANSWERS = {
    "role:0": "plan",
    "role:1": "plan",
    "tab": "workstream",
    "coloured:0": "1",
    "coloured:1": "1",
    "fill:00B050": "in-progress/on-track",
    "fill:0070C0": "complete/",
    "fill:FF0000": "in-progress/off-track",
}


def themed_fills():
    """Colours by the theme, by their number, and with a tint."""
    book = Workbook()
    sheet = book.active
    sheet.append(["a", "b", "c", "d"])
    for name, colour in (
        ("A1", Color(theme=4)),
        ("B1", Color(theme=4, tint=0.5)),
        ("C1", Color(indexed=10)),
        ("D1", Color(rgb="FFFFFFFF")),
    ):
        sheet[name].fill = PatternFill("solid", fgColor=colour)
    return saved(book)


def edited(content, **cells):
    """As a person saves it in Excel after typing into cells of the first sheet."""
    book = load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        book.worksheets[0][name] = value
    return saved(book)


def workbook_of(*rows, change=None):
    """One sheet of these rows; `change` is called with it."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(book)
