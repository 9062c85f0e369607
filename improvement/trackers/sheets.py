"""A tracker's sheets: where the headings stand, and what each row below them is."""

import re
from collections.abc import Iterator
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
    masked,
)
from inspections.cells import fold, one_line, restore, tidy
from inspections.spreadsheets import (
    DateCell,
    Facts,
    Fills,
    cell_name,
)

TITLE = "How this tracker is read"

BAND_REC = re.compile(
    r"(?:recommendation|rec)\s*(?:no\.?)?\s*([\w.]*\d[\w.]*?)\s*[.:)–—-]*\s+(.+)",
    re.IGNORECASE | re.DOTALL,
)

MAX_COLUMNS = 200
LOOKED_AT = 40  # rows in which headings are looked for
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?\b|(?:number|count|no\.?) of actions\b|% ?(?:of )?\w+"
)
_NUMBERS = re.compile(r"[\d.,% /]+")
CLOSED_NAME = re.compile(r"\b(?:closed|complete|completed|archived?|done|signed off)\b")


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
    for may_be in (_is_called_so, _is_like_it):
        for one in tables:
            taken = {sheet.name for sheet in found.values()}
            free = [sheet for sheet in book.sheets if sheet.name not in taken]
            fits = [sheet for sheet in free if may_be(sheet, one) and locate(sheet, one)]
            if one.name not in found and len(fits) == 1:
                found[one.name] = fits[0]
    return found if tables and len(found) == len(tables) else None


def _is_called_so(sheet: BookSheet, layout: SheetLayout) -> bool:
    return same_name(sheet.name, layout.name)


def _is_like_it(sheet: BookSheet, layout: SheetLayout) -> bool:
    return not sheet.facts.hidden and names_closed(sheet.name) == (layout.role == Role.CLOSED)


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
    rows = _Rows(
        action=action,
        across={
            first
            for first, column, last, end in sheet.facts.merged
            if end > column and first == last and column <= action + 1
        },
        headings=[fold(cell) for cell in sheet.cells(headings_in)],
        used={place for place, wanted in enumerate(layout.fields) if wanted},
        names={action, layout.place(Field.REFERENCE)},
    )
    begins = _merged_down(sheet, action + 1)
    lines = []
    for number in range(headings_in + 1, len(sheet.rows) + 1):
        cells = sheet.rows[number - 1]
        if kind := rows.kind(number, cells):
            lines.append(TrackerLine(kind, number, cells, begins.get(number, number)))
    return _ended(_alone_among_fuller(lines))


def _ended(lines: list[TrackerLine]) -> list[TrackerLine]:
    """With what stands below the last action as a text that is not read."""
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


@dataclass(frozen=True)
class _Rows:
    """What the rows of a sheet may be. Places count from 0, rows from 1.

    In the rows `across` the action's cell is merged with others to its right; `used` are the
    places of columns that are read, `names` those of the action and its reference.
    """

    action: int
    across: set[int]
    headings: list[str]
    used: set[int]
    names: set[int | None]

    def kind(self, number: int, cells: list[str]) -> LineKind | None:
        """None for a blank row."""
        filled = [place for place, cell in enumerate(cells) if cell and not cell.isspace()]
        if not filled:
            return None
        if self._is_total(cells, filled):
            return LineKind.TOTAL
        if self._is_headings(cells, filled):
            return LineKind.AGAIN
        if len(filled) == 1:
            return self._alone(number, filled[0])
        if self.action not in filled:
            return LineKind.CONTINUATION
        says_more = len(self.used) <= len(self.names) or not self.names.issuperset(filled)
        return LineKind.ACTION if says_more else LineKind.LONE

    def _is_total(self, cells: list[str], filled: list[int]) -> bool:
        first, *others = filled
        says_action = self.action in filled
        if says_action and (first != self.action or not others):
            return False
        words = fold(cells[first])
        if len(words) >= 60 or not _TOTAL.match(words):
            return False
        return all(_NUMBERS.fullmatch(cells[place]) for place in others)

    def _is_headings(self, cells: list[str], filled: list[int]) -> bool:
        first = filled[0]
        if len(filled) < 2 or first >= len(self.headings):
            return False
        starts_so = fold(cells[first]) == self.headings[first]
        return starts_so and [fold(cell) for cell in cells] == self.headings

    def _alone(self, number: int, place: int) -> LineKind:
        """Of a row with one text; to the right of the action it goes on with the action above."""
        if number in self.across:
            return LineKind.BAND
        if place == self.action:
            return LineKind.LONE
        is_band = place < self.action or len(self.used) < 2 or place == 0
        return LineKind.BAND if is_band else LineKind.CONTINUATION


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
        kind = _settled_kind(line, layout)
        if kind == LineKind.CONTINUATION or (kind == LineKind.ACTION and _goes_on(line, group)):
            if group:
                group.append(line)
            continue
        if kind not in (LineKind.BAND, LineKind.ACTION):
            continue
        if group:
            yield band, group
        band, group = (line, []) if kind == LineKind.BAND else (band, [line])
    if group:
        yield band, group


def _settled_kind(line: TrackerLine, layout: SheetLayout) -> LineKind | None:
    """As a person has settled it; None for what is left out."""
    if line.kind == LineKind.LONE:
        return LineKind.BAND if layout.lone == "band" else LineKind.ACTION
    left_out = line.kind == LineKind.CONTINUATION and layout.continuations == "leave"
    return None if left_out else line.kind


def _goes_on(line: TrackerLine, group: list[TrackerLine]) -> bool:
    """Whether the action's cell is merged with one of the group above."""
    return bool(group) and line.first < line.number and line.first <= group[-1].number


def is_written_here(sheet: BookSheet) -> bool:
    """Whether a sheet is a guide that an export made: it says nothing of the council's own."""
    return sheet.cells(1)[:1] == [TITLE]
