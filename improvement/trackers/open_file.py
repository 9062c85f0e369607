"""A tracker file's bytes as sheets of cells, whichever kind of file it is."""

from improvement.trackers.layout import known_in
from improvement.trackers.sheets import MAX_COLUMNS, Book, BookSheet
from inspections.intake.sources import DELIMITERS, MAX_BYTES, Csv, encoding_of, hint_of, open_text
from inspections.spreadsheets import Facts, Fills, Unreadable, is_spreadsheet, open_workbook

_LOOKED_AT = 30  # rows in which the headings of a CSV file are looked for
_BLANK: list[str] = []  # one for all blank rows: a stray cell may stand a million rows below
MAX_ROWS = 20_000  # that hold anything; the longest tracker known has some hundreds


def open_book(content: bytes) -> Book:
    """The sheets of a CSV, XLSX or ODS file, with fills, hidden parts and comments.

    Raises Unreadable, whose message tells a person what to do.
    """
    if len(content) > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.")
    if not is_spreadsheet(content):
        return _csv(content)
    found = open_workbook(content, fills=True)
    sheets = tuple(
        BookSheet(one.facts, _bounded(one.records(), one.facts.name), one.fills)
        for one in found.sheets
    )
    return Book(found.kind, found.macros, sheets)


def _bounded(records, name: str) -> list[list[str]]:
    rows, count = [], 0
    for _, cells in records:
        del cells[MAX_COLUMNS:]
        count += any(cells)
        if count > MAX_ROWS:
            where = f"The sheet “{name}”" if name else "The file"
            raise Unreadable(
                f"{where} holds more than {MAX_ROWS:,} rows, far more than a plan does. Save the "
                "plan's rows by themselves."
            )
        rows.append(cells or _BLANK)
    return rows


def _csv(content: bytes) -> Book:
    """Read with the delimiter that brings the most headings to light."""
    encoding = encoding_of(content)
    declared = hint_of(open_text(content, encoding).readline())
    best = problem = None
    for delimiter in [declared] if declared else DELIMITERS:
        try:
            rows = _bounded(Csv(content, encoding, delimiter).records(), "")
        except Unreadable as reason:
            problem = problem or reason
            continue
        known = max((known_in(cells) for cells in rows[:_LOOKED_AT]), default=0)
        if best is None or known > best[0]:
            best = known, delimiter, rows
    if best is None:
        raise problem or Unreadable("The file is empty.")
    _, delimiter, rows = best
    sheet = BookSheet(Facts(""), rows, Fills())
    return Book("csv", False, (sheet,), delimiter, encoding)
