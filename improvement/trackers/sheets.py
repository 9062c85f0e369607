"""A tracker file's bytes as sheets of cells, whichever kind of file it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from improvement.trackers.layout import (
    JOINED,
    TABLES,
    Field,
    Layout,
    Role,
    SheetLayout,
    known_in,
    masked,
)
from inspections.cells import fold, one_line, restore, tidy
from inspections.decoding import encoding_of, open_text
from inspections.intake.sources import DELIMITERS, MAX_BYTES, Csv, hint_of
from inspections.spreadsheets import (
    DateCell,
    Facts,
    Fills,
    Unreadable,
    cell_name,
    is_spreadsheet,
    open_workbook,
)

TITLE = "How this tracker is read"

BAND_REC = re.compile(
    r"(?:recommendation|rec)\s*(?:no\.?)?\s*([\w.]*\d[\w.]*?)\s*[.:)–—-]*\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)

MAX_ROWS = 20_000  # that hold anything; the longest tracker known has some hundreds
MAX_COLUMNS = 200
_BLANK: list[str] = []  # one for all blank rows: a stray cell may stand a million rows below
_LOOKED_AT = 30  # rows in which the headings of a CSV file are looked for


@dataclass(frozen=True)
class BookSheet:
    """`rows` are all of the sheet's, blank ones too: row 1 is rows[0]."""

    facts: Facts
    rows: list[list[str]]
    fills: Fills

    @property
    def name(self) -> str:
        return self.facts.name

    def cells(self, number: int) -> list[str]:
        return self.rows[number - 1] if 0 < number <= len(self.rows) else []

    @cached_property
    def fill_at(self) -> dict[tuple[int, int], str]:
        """RRGGBB by row and column, from 1, as far as the sheet's rows reach."""
        most = len(self.rows)
        return {
            (row, column): colour
            for first, last, start, end, colour in self.fills.ranges
            for row in range(first, min(last, most) + 1)
            for column in range(start, min(end, MAX_COLUMNS) + 1)
        }

    @cached_property
    def hidden_rows(self) -> set[int]:
        most = len(self.rows)
        return {
            row
            for first, last in self.facts.hidden_rows
            for row in range(first, min(last, most) + 1)
        }

    @cached_property
    def hidden_columns(self) -> set[int]:
        """From 1."""
        return {
            column
            for first, last in self.facts.hidden_columns
            for column in range(first, min(last, MAX_COLUMNS) + 1)
        }


@dataclass(frozen=True)
class Book:
    """`kind` is "csv", "xlsx" or "ods"; the one sheet of a CSV file has no name."""

    kind: str
    macros: bool
    sheets: tuple[BookSheet, ...]
    delimiter: str = ""
    encoding: str = ""

    def sheet(self, name: str) -> BookSheet | None:
        return next((one for one in self.sheets if one.name == name), None)


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


LOOKED_AT = 40  # rows in which headings are looked for
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?\b|(?:number|count|no\.?) of actions\b|% ?(?:of )?\w+"
)
CLOSED_NAME = re.compile(r"\b(?:closed|complete|completed|archived?|done|signed off)\b")


@dataclass(frozen=True)
class Example:
    """Where it was found; `cell` is named as the spreadsheet names it: C5."""

    sheet: str
    cell: str
    words: str


class LineKind(StrEnum):
    ACTION = "an action"
    BAND = "a row with one text, across the table"
    LONE = "an action's words, perhaps with its reference, and nothing else"
    CONTINUATION = "a row without an action"
    TOTAL = "a row of totals"
    AGAIN = "the headings again"
    AFTER = "a text below the table"


@dataclass(frozen=True)
class TrackerLine:
    kind: LineKind
    number: int
    cells: list[str]
    first: int  # the row in which the action's cell begins, where it is merged downwards


def text(cell: str) -> str:
    """What a cell says: white space at its ends and our own marker before a formula go."""
    return cell if type(cell) is DateCell else restore(tidy(cell))


def headings_at(sheet: BookSheet, number: int, rows: int) -> tuple[str, ...]:
    """The headings that end in that row; of two rows the upper's words first."""
    lower = [one_line(cell) for cell in sheet.cells(number)]
    if rows > 1:
        upper = _across(sheet, number - 1)
        width = max(len(lower), len(upper))
        lower += [""] * (width - len(lower))
        upper += [""] * (width - len(upper))
        lower = [
            below
            if above == below or not above
            else JOINED.join((above, below))
            if below
            else above
            for above, below in zip(upper, lower, strict=True)
        ]
    while lower and not lower[-1]:
        lower.pop()
    return tuple(lower)


def _across(sheet: BookSheet, number: int) -> list[str]:
    """A row's cells, those that are merged to the right with the words of the first."""
    cells = [one_line(cell) for cell in sheet.cells(number)]
    for first, column, _, last in sheet.facts.merged:
        if first == number and last > column and column <= len(cells):
            cells += [""] * (last - len(cells))
            cells[column - 1 : last] = [cells[column - 1]] * (last - column + 1)
    return cells


def locate(sheet: BookSheet, layout: SheetLayout) -> int | None:
    """The row in which the layout's headings end, in this month's sheet; None without them."""
    wanted = [masked(heading) for heading in layout.headings]
    if not any(wanted):
        return None
    for number in range(layout.heading_rows, min(LOOKED_AT, len(sheet.rows)) + 1):
        if len(sheet.cells(number)) < len(wanted) and layout.heading_rows == 1:
            continue
        if [masked(one) for one in headings_at(sheet, number, layout.heading_rows)] == wanted:
            return number
    return None


def fitted(book: Book, layout: Layout) -> dict[str, BookSheet] | None:
    """For each table of the layout, by its name there, the sheet of the book; None if one lacks.

    A sheet may have another name than last month: then its headings, and the word "closed", tell.
    """
    found: dict[str, BookSheet] = {}
    tables = [one for one in layout.sheets if one.role in TABLES]
    for by_name in (True, False):
        for one in tables:
            taken = [sheet.name for sheet in found.values()]
            free = [sheet for sheet in book.sheets if sheet.name not in taken]
            if by_name:
                free = [sheet for sheet in free if same_name(sheet.name, one.name)]
            else:
                closed = one.role == Role.CLOSED
                free = [sheet for sheet in free if not sheet.facts.hidden]
                free = [sheet for sheet in free if closed == names_closed(sheet.name)]
            fits = [sheet for sheet in free if locate(sheet, one)]
            if one.name not in found and len(fits) == 1:
                found[one.name] = fits[0]
    return found if tables and len(found) == len(tables) else None


def same_name(one: str, other: str) -> bool:
    """Of sheets; some programs allow signs in them that others do not."""
    return re.findall(r"\w+", fold(one)) == re.findall(r"\w+", fold(other))


def names_closed(name: str) -> bool:
    return bool(CLOSED_NAME.search(fold(name)))


def lines_of(sheet: BookSheet, layout: SheetLayout, headings_in: int) -> list[TrackerLine]:
    """The rows below the headings that hold anything, each with what it is."""
    action = layout.place(Field.ACTION)
    if action is None:
        return []
    begins = _merged_down(sheet, action + 1)
    across = {
        first
        for first, column, last, end in sheet.facts.merged
        if end > column and first == last and column <= action + 1
    }
    headings = [fold(cell) for cell in sheet.cells(headings_in)]
    used = {place for place, wanted in enumerate(layout.fields) if wanted}
    names = {action, layout.place(Field.REFERENCE)}
    lines = []
    for number in range(headings_in + 1, len(sheet.rows) + 1):
        cells = sheet.rows[number - 1]
        kind = _kind(cells, action, number in across, headings, used, names)
        if kind:
            lines.append(TrackerLine(kind, number, cells, begins.get(number, number)))
    lines = _alone_among_fuller(lines)
    last = max((n for n, one in enumerate(lines) if one.kind == LineKind.ACTION), default=-1)
    return [
        replace(one, kind=LineKind.AFTER) if n > last and one.kind == LineKind.BAND else one
        for n, one in enumerate(lines)
    ]


def _alone_among_fuller(lines: list[TrackerLine]) -> list[TrackerLine]:
    """Rows with no more than an action's name are odd only where most rows say more."""
    lone = sum(line.kind == LineKind.LONE for line in lines)
    if lone <= sum(line.kind == LineKind.ACTION for line in lines):
        return lines
    return [
        TrackerLine(LineKind.ACTION, line.number, line.cells, line.first)
        if line.kind == LineKind.LONE
        else line
        for line in lines
    ]


def _kind(
    cells: Sequence[str],
    action: int,
    across: bool,
    headings: list[str],
    used: set[int],
    names: set[int | None],
) -> LineKind | None:
    filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
    if not filled:
        return None
    says_action = action in filled
    start = cells[filled[0]]
    if not says_action or filled[0] == action:
        words = fold(start)
        if len(words) < 60 and _TOTAL.match(words) and (not says_action or len(filled) > 1):
            numbers = [cells[place] for place in filled if place != filled[0]]
            if all(re.fullmatch(r"[\d.,% /]+", one) for one in numbers):
                return LineKind.TOTAL
    if len(filled) > 1 and filled[0] < len(headings) and fold(start) == headings[filled[0]]:
        same = [fold(cell) for cell in cells]
        if same == headings:
            return LineKind.AGAIN
    if len(filled) == 1:
        if across or not says_action:
            return (
                LineKind.BAND
                if across or filled[0] < action or len(used) < 2
                else _lone_cell(filled)
            )
        return LineKind.LONE
    if says_action and len(used) > len(names) and names.issuperset(filled):
        return LineKind.LONE
    return LineKind.ACTION if says_action else LineKind.CONTINUATION


def _lone_cell(filled: list[int]) -> LineKind:
    """One text to the right of the action's column goes on with the action above."""
    return LineKind.BAND if filled[0] == 0 else LineKind.CONTINUATION


def _merged_down(sheet: BookSheet, column: int) -> dict[int, int]:
    """For rows whose cell in the column is merged with one above: the row of that one."""
    begins: dict[int, int] = {}
    reached = 0
    for first, start, last, end in sorted(sheet.facts.merged):
        if start <= column <= end and last > first > reached:
            reached = min(last, len(sheet.rows))
            begins |= dict.fromkeys(range(first + 1, reached + 1), first)
    return begins


def at(line: TrackerLine | int, place: int) -> str:
    """The name of a cell, of the column at a place from 0."""
    return cell_name(line if isinstance(line, int) else line.number, place + 1)


def groups(
    lines: list[TrackerLine], layout: SheetLayout
) -> Iterator[tuple[TrackerLine | None, list[TrackerLine]]]:
    """Each action with the lines that belong to it, and the band that it stands under."""
    band: TrackerLine | None = None
    group: list[TrackerLine] = []
    for line in lines:
        kind = line.kind
        if kind == LineKind.LONE:
            kind = LineKind.BAND if layout.lone == "band" else LineKind.ACTION
        if kind == LineKind.BAND:
            if group:
                yield band, group
            band, group = line, []
        elif kind == LineKind.ACTION:
            if group and line.first < line.number and line.first <= group[-1].number:
                group.append(line)
                continue
            if group:
                yield band, group
            group = [line]
        elif kind == LineKind.CONTINUATION and layout.continuations != "leave" and group:
            group.append(line)
    if group:
        yield band, group


def is_written_here(sheet: BookSheet) -> bool:
    """Whether a sheet is a guide that an export made: it says nothing of the council's own."""
    return sheet.cells(1)[:1] == [TITLE]
