"""Where a sheet's headings stand, and what each row below them is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from improvement.trackers.books import Book, BookSheet
from improvement.trackers.headings import JOINED
from improvement.trackers.layout import TABLES, Field, Layout, Role, SheetLayout, masked
from inspections.cells import fold, one_line, restore, tidy
from inspections.spreadsheets import DateCell, cell_name

LOOKED_AT = 40  # rows in which headings are looked for
_TOTAL = re.compile(
    r"(?:grand |sub-?)?totals?\b|(?:number|count|no\.?) of actions\b|% ?(?:of )?\w+"
)
CLOSED_NAME = re.compile(r"\b(?:closed|complete|completed|archived?|done|signed off)\b")


class Kind(StrEnum):
    ACTION = "an action"
    BAND = "a row with one text, across the table"
    LONE = "an action's words, perhaps with its reference, and nothing else"
    CONTINUATION = "a row without an action"
    TOTAL = "a row of totals"
    AGAIN = "the headings again"
    AFTER = "a text below the table"


@dataclass(frozen=True)
class Line:
    kind: Kind
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


def lines_of(sheet: BookSheet, layout: SheetLayout, headings_in: int) -> list[Line]:
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
            lines.append(Line(kind, number, cells, begins.get(number, number)))
    lines = _alone_among_fuller(lines)
    last = max((n for n, one in enumerate(lines) if one.kind == Kind.ACTION), default=-1)
    return [
        Line(Kind.AFTER, one.number, one.cells, one.first)
        if n > last and one.kind == Kind.BAND
        else one
        for n, one in enumerate(lines)
    ]


def _alone_among_fuller(lines: list[Line]) -> list[Line]:
    """Rows with no more than an action's name are odd only where most rows say more."""
    lone = sum(line.kind == Kind.LONE for line in lines)
    if lone <= sum(line.kind == Kind.ACTION for line in lines):
        return lines
    return [
        Line(Kind.ACTION, line.number, line.cells, line.first) if line.kind == Kind.LONE else line
        for line in lines
    ]


def _kind(
    cells: Sequence[str],
    action: int,
    across: bool,
    headings: list[str],
    used: set[int],
    names: set[int | None],
) -> Kind | None:
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
                return Kind.TOTAL
    if len(filled) > 1 and filled[0] < len(headings) and fold(start) == headings[filled[0]]:
        same = [fold(cell) for cell in cells]
        if same == headings:
            return Kind.AGAIN
    if len(filled) == 1:
        if across or not says_action:
            return (
                Kind.BAND if across or filled[0] < action or len(used) < 2 else _lone_cell(filled)
            )
        return Kind.LONE
    if says_action and len(used) > len(names) and names.issuperset(filled):
        return Kind.LONE
    return Kind.ACTION if says_action else Kind.CONTINUATION


def _lone_cell(filled: list[int]) -> Kind:
    """One text to the right of the action's column goes on with the action above."""
    return Kind.BAND if filled[0] == 0 else Kind.CONTINUATION


def _merged_down(sheet: BookSheet, column: int) -> dict[int, int]:
    """For rows whose cell in the column is merged with one above: the row of that one."""
    begins: dict[int, int] = {}
    reached = 0
    for first, start, last, end in sorted(sheet.facts.merged):
        if start <= column <= end and last > first > reached:
            reached = min(last, len(sheet.rows))
            begins |= dict.fromkeys(range(first + 1, reached + 1), first)
    return begins


def at(line: Line | int, place: int) -> str:
    """The name of a cell, of the column at a place from 0."""
    return cell_name(line if isinstance(line, int) else line.number, place + 1)


def groups(lines: list[Line], layout: SheetLayout) -> Iterator[tuple[Line | None, list[Line]]]:
    """Each action with the lines that belong to it, and the band that it stands under."""
    band: Line | None = None
    group: list[Line] = []
    for line in lines:
        kind = line.kind
        if kind == Kind.LONE:
            kind = Kind.BAND if layout.lone == "band" else Kind.ACTION
        if kind == Kind.BAND:
            if group:
                yield band, group
            band, group = line, []
        elif kind == Kind.ACTION:
            if group and line.first < line.number and line.first <= group[-1].number:
                group.append(line)
                continue
            if group:
                yield band, group
            group = [line]
        elif kind == Kind.CONTINUATION and layout.continuations != "leave" and group:
            group.append(line)
    if group:
        yield band, group
