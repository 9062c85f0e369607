"""What stands in a tracker's cells, counted with its places, so that each is asked about once."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from improvement.trackers.cell_parts import inner_dates, units
from improvement.trackers.days import order_shown, read_day, two_digit_year
from improvement.trackers.layout import (
    DATES,
    GROUPS,
    UNANSWERED,
    Field,
    Layout,
    Role,
    SheetLayout,
)
from improvement.trackers.meanings import colour_name
from improvement.trackers.sheets import (
    Book,
    BookSheet,
    Example,
    LineKind,
    TrackerLine,
    at,
    lines_of,
    locate,
    text,
)
from inspections.cells import fold, one_line, shorten

_COLOURS = ("red", "amber", "orange", "yellow", "green", "blue", "purple", "grey", "gray", "black")
_KEY = re.compile(rf"({'|'.join(_COLOURS)})\b\s*(?:[-:=(]|means\b)\s*(.+?)\)?", re.DOTALL)

_SHOWN = 3  # examples of each


@dataclass
class Seen:
    """How often something stands there, its first words as written, and where it was first."""

    words: str
    count: int = 0
    examples: list[Example] = field(default_factory=list)

    def add(self, sheet: BookSheet, line: TrackerLine | int, place: int, words: str) -> None:
        self.count += 1
        if len(self.examples) < _SHOWN:
            said = shorten(one_line(words))
            self.examples.append(Example(sheet.name, at(line, place), said))


@dataclass
class OnSheet:
    """What was found on one sheet; `number` is its place among the layout's."""

    number: int
    sheet: BookSheet
    here: SheetLayout
    headings_in: int
    lines: list[TrackerLine]
    of_kind: dict[LineKind, list[TrackerLine]]
    blanks: dict[str, Seen] = field(default_factory=dict)
    hidden: Seen = field(default_factory=lambda: Seen("hidden rows"))
    comments: Seen = field(default_factory=lambda: Seen("comments"))
    inner_dates: Seen = field(default_factory=lambda: Seen("dates within notes"))
    fills: dict[int, Counter] = field(default_factory=dict)  # by place: colours of its own
    bare_fills: int = 0  # coloured cells of the RAG column without a word


@dataclass
class Survey:
    """All sheets together, by folded words."""

    sheets: list[OnSheet] = field(default_factory=list)
    words: dict[tuple[str, str], Seen] = field(default_factory=dict)
    fills: dict[str, Seen] = field(default_factory=dict)
    dates: dict[str, Seen] = field(default_factory=dict)
    orders: dict[str, dict[str, Seen]] = field(default_factory=dict)
    leads: dict[str, Seen] = field(default_factory=dict)
    short_years: int = 0

    def _seen(self, where: dict, key, words: str) -> Seen:
        return where.setdefault(key, Seen(words))

    def add(self, one: OnSheet, layout: Layout) -> None:
        """Count what stands in the sheet's actions."""
        self.sheets.append(one)
        actions = [
            line
            for line in one.lines
            if line.kind in (LineKind.ACTION, LineKind.LONE, LineKind.CONTINUATION)
        ]
        unseen = one.sheet.hidden_rows if one.here.hidden_rows == "leave" else set()
        shown = [line for line in actions if line.number not in unseen]
        left_out = one.sheet.hidden_columns if one.here.hidden_columns == "leave" else set()
        for place, wanted in enumerate(one.here.fields):
            if place + 1 not in left_out:
                self._column(one, shown, place, wanted, layout)
        _hidden(one, actions)
        _comments(one)
        _own_fills(one, shown)

    def _column(
        self, one: OnSheet, shown: list[TrackerLine], place: int, wanted: str, layout: Layout
    ) -> None:
        if wanted in (Field.STATUS, Field.RAG):
            self._words(one, shown, place, wanted)
        elif wanted in DATES:
            self._dates(one, shown, place, layout.day_order.get(wanted, ""))
        elif wanted == Field.LEADS:
            self._leads(one, shown, place, layout)
        elif wanted in GROUPS:
            _blanks(one, place, wanted)
        elif wanted == Field.NOTES:
            _inner_dates(one, shown, place)

    def _words(self, one: OnSheet, lines: list[TrackerLine], place: int, wanted: str) -> None:
        for line, said in _said(lines, place):
            self._seen(self.words, (wanted, fold(said)), said).add(one.sheet, line, place, said)

    def _dates(self, one: OnSheet, lines: list[TrackerLine], place: int, order: str) -> None:
        orders = self.orders.setdefault(one.here.fields[place], {})
        for line, said in _said(lines, place):
            self.short_years += two_digit_year(said)
            shown = order_shown(said)
            if shown:
                self._seen(orders, shown, said).add(one.sheet, line, place, said)
            if (order == UNANSWERED and shown) or (not order and shown == "mdy"):
                continue  # asked about the whole column
            if read_day(said, order or "dmy") is None:
                self._seen(self.dates, fold(said), said).add(one.sheet, line, place, said)

    def _leads(self, one: OnSheet, lines: list[TrackerLine], place: int, layout: Layout) -> None:
        for line, said in _said(lines, place):
            for unit in units(said, layout):
                self._seen(self.leads, fold(unit), unit).add(one.sheet, line, place, said)

    def add_fills(self, one: OnSheet) -> None:
        """Count the colours of the column that is read by colour, where no word says it."""
        place = one.here.coloured
        words = place is not None and one.here.fields[place] == Field.RAG
        for line in one.of_kind.get(LineKind.ACTION, ()) if place is not None else ():
            colour = one.sheet.fill_at.get((line.number, place + 1))
            if colour and not (words and said_in(line, place)):
                said = said_in(line, place)
                self._seen(self.fills, colour, said).add(one.sheet, line, place, said)


def survey(book, layout: Layout) -> Survey:
    """Of the sheets that hold a table; `layout.sheets` are in the book's order."""
    found = Survey()
    for number, (sheet, here) in enumerate(zip(book.sheets, layout.sheets, strict=True)):
        if here.role not in (Role.PLAN, Role.CLOSED) or Field.ACTION not in here.fields:
            continue
        headings_in = locate(sheet, here)
        lines = lines_of(sheet, here, headings_in)
        of_kind: dict[LineKind, list[TrackerLine]] = {}
        for line in lines:
            of_kind.setdefault(line.kind, []).append(line)
        found.add(OnSheet(number, sheet, here, headings_in, lines, of_kind), layout)
    return found


def said_in(line: TrackerLine, place: int) -> str:
    """What stands there, and nothing where the row ends before."""
    return text(line.cells[place]) if place < len(line.cells) else ""


def _said(lines: list[TrackerLine], place: int):
    for line in lines:
        if said := said_in(line, place):
            yield line, said


def _blanks(one: OnSheet, place: int, wanted: str) -> None:
    """Actions without the words of a column of groups, below one that has them."""
    above = ""
    for line in one.lines:
        if line.kind == LineKind.BAND:
            above = ""
        elif line.kind == LineKind.ACTION:
            said = said_in(line, place)
            if not said and above:
                one.blanks.setdefault(wanted, Seen(above)).add(one.sheet, line, place, above)
            above = said or above


def _inner_dates(one: OnSheet, lines: list[TrackerLine], place: int) -> None:
    """Whole dates that stand after other words on a line of notes, before any other date."""
    for line, said in _said(lines, place):
        for words in inner_dates(said):
            one.inner_dates.add(one.sheet, line, place, words)


def _hidden(one: OnSheet, actions: list[TrackerLine]) -> None:
    place = one.here.place(Field.ACTION)
    for line in actions:
        if line.number in one.sheet.hidden_rows:
            one.hidden.add(one.sheet, line, place, said_in(line, place))


def _comments(one: OnSheet) -> None:
    for cell, words in one.sheet.facts.comments:
        one.comments.count += 1
        if len(one.comments.examples) < _SHOWN:
            said = shorten(one_line(words))
            one.comments.examples.append(Example(one.sheet.name, cell, said))


def _own_fills(one: OnSheet, lines: list[TrackerLine]) -> None:
    """Colours that a cell has for itself; of the action's column, those of whole rows."""
    action, rag = one.here.place(Field.ACTION), one.here.place(Field.RAG)
    fill_at = one.sheet.fill_at
    if not fill_at:
        return
    for line in lines:
        behind = fill_at.get((line.number, action + 1), "")
        for place in range(len(one.here.headings)):
            colour = fill_at.get((line.number, place + 1), "")
            if colour and (_has_hue(colour) if place == action else colour != behind):
                one.fills.setdefault(place, Counter())[colour] += 1
                one.bare_fills += place == rag and not said_in(line, place)


def _has_hue(colour: str) -> bool:
    return not colour_name(colour).endswith(("grey", "white", "black"))


def said_after_colour(words: str) -> str:
    """What stands after a colour's name: on track, of “Green – on track”."""
    found = _KEY.fullmatch(fold(words))
    return found[2] if found else ""


class Key:
    """What the file itself says that its colours mean, in the words that stand there."""

    def __init__(self):
        self.named: dict[str, str] = {}  # by a colour's name
        self.filled: dict[str, str] = {}  # by RRGGBB

    def add_sheet(self, sheet: BookSheet, until: int) -> None:
        """Look at the rows up to that one."""
        for number, column, cell in _cells(sheet, until):
            if found := _KEY.fullmatch(fold(cell)):
                self.named.setdefault(_spelled(found[1]), found[2])
                beside = found[2]
            elif fold(cell) in _COLOURS:
                beside = self._beside(sheet, number, column)
                if beside:
                    self.named.setdefault(_spelled(fold(cell)), beside)
            else:
                beside = cell
            if (colour := sheet.fill_at.get((number, column))) and beside:
                self.filled.setdefault(colour, one_line(beside))
        for (number, column), colour in sheet.fill_at.items():
            bare = number <= until and not _cell(sheet, number, column)
            if bare and (beside := self._beside(sheet, number, column)):
                self.filled.setdefault(colour, beside)

    def of_word(self, word: str) -> str:
        return self.named.get(_spelled(fold(word)), "")

    def of_fill(self, colour: str) -> str:
        name = colour_name(colour).rpartition(" ")[2]
        return self.filled.get(colour) or self.named.get(name, "")

    def _beside(self, sheet: BookSheet, number: int, column: int) -> str:
        return one_line(_cell(sheet, number, column + 1))


def _spelled(colour: str) -> str:
    return {"orange": "amber", "gray": "grey"}.get(colour, colour)


def _cell(sheet: BookSheet, number: int, column: int) -> str:
    cells = sheet.cells(number)
    return cells[column - 1] if column <= len(cells) else ""


def _cells(sheet: BookSheet, until: int) -> Iterator[tuple[int, int, str]]:
    for number, cells in enumerate(sheet.rows[:until], start=1):
        for column, cell in enumerate(cells, start=1):
            if cell.strip() and len(cell) < 200:
                yield number, column, cell


def key_of(book: Book, headings_in: Mapping[str, int]) -> Key:
    """From the sheets without a plan, and from above the headings of those that have one."""
    key = Key()
    for sheet in book.sheets:
        key.add_sheet(sheet, headings_in.get(sheet.name, 61) - 1)
    return key


@dataclass(frozen=True)
class Shape:
    """The layout with its sheets in the book's order; `before`: what was said of them earlier.

    `fits`: an earlier layout has all of it.
    """

    layout: Layout
    before: dict[str, SheetLayout]
    fits: bool
