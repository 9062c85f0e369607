"""The bytes of a file become a table; what is no such file gets a sentence.

Nothing is guessed in silence: the encoding follows from the bytes, the delimiter, the sheet and
the row of headings from the headings that they bring to light, and the preview shows all of them.
The rows are read one by one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from inspections.cells import restore, tidy
from inspections.intake.headings import FileForm, Recognised, listed, recognise
from inspections.intake.sources import Source, sources_of
from inspections.spreadsheets import DateCell, Unreadable

MAX_ROWS = 100_000
MAX_COLUMNS = 200
_LOOKED_AT = 20  # rows, above which nobody puts titles
_LONG = 80  # characters; no heading of ours is so long


class TableLine(NamedTuple):
    """One row of the file: `number` counts from 1, as a spreadsheet shows it."""

    number: int
    cells: dict[str, str]
    surplus: tuple[str, ...]


@dataclass(frozen=True)
class SheetChoice:
    """A sheet that may be meant, for a person to choose."""

    name: str
    rows: int  # that hold anything, below the headings
    hidden: bool


class SeveralSheets(Unreadable):
    """More than one sheet of the file may be meant, or only one that is hidden."""

    def __init__(self, choices: list[SheetChoice]):
        names = listed([choice.name for choice in choices])
        super().__init__(f"Choose one of the sheets: {names}.")
        self.choices = choices


@dataclass(frozen=True)
class Table:
    """A file understood: how it is written, and which of its columns is which of ours."""

    source: Source
    headings: tuple[str, ...]
    headings_in: int  # the number of their row
    columns: dict[str, int]
    unused: tuple[int, ...]
    form: FileForm

    @property
    def encoding(self) -> str:
        return self.source.encoding

    @property
    def delimiter(self) -> str:
        return self.source.delimiter

    def heading_of(self, key: str) -> str:
        """What the file calls our column; our own name for one that it does not have."""
        if key in self.columns:
            return tidy(self.headings[self.columns[key]])
        return self.form.column(key).heading

    @property
    def not_used(self) -> list[str]:
        """The headings of the columns that are not imported."""
        return [
            tidy(self.headings[place]) or f"column {place + 1}, which has no heading"
            for place in self.unused
        ]

    def rows(self) -> Iterator[TableLine]:
        """The rows below the headings that hold anything. Raises Unreadable."""
        count = 0
        width, places = len(self.headings), self.columns.items()
        for number, cells in self.source.records():
            if number <= self.headings_in or not any(map(str.strip, cells)):
                continue
            count += 1
            if count > MAX_ROWS:
                raise Unreadable(f"The file holds more than {MAX_ROWS:,} rows. Split it.")
            if self._are_headings(cells):
                raise Unreadable(
                    f"Row {number} holds headings again: {listed(cells[:20])}. One table is read. "
                    "If another one begins there, put it on a sheet or in a file of its own; if "
                    "this one goes on, delete the row."
                )
            yield TableLine(
                number,
                {key: _read(cells[at]) if at < len(cells) else "" for key, at in places},
                tuple(cell for cell in cells[width:] if cell.strip()),
            )

    def _are_headings(self, cells: list[str]) -> bool:
        """Whether a row below the headings looks like headings: another table may begin there.

        Not one with words of its own in a column that is needed: a recommendation's kind is often
        "Recommendation", and what it was made to a "Local authority".
        """
        if any(self._own_words(cells, key) for key in self._needed):
            return False
        known = self._names
        if sum(len(cell) < _LONG and cell.strip().casefold() in known for cell in cells) < 2:
            return False
        found = recognise(cells[:MAX_COLUMNS], self.form)
        return self.form.is_met(found) and found.evidence > 1

    def _own_words(self, cells: list[str], key: str) -> bool:
        at = self.columns[key]
        cell = cells[at].strip().casefold() if at < len(cells) else ""
        return bool(cell) and cell not in self._names

    @cached_property
    def _needed(self) -> list[str]:
        """The columns of the file in which each row must hold something."""
        return [key for group in self.form.needed for key in group if key in self.columns]

    @cached_property
    def _names(self) -> frozenset[str]:
        """What headings are likely to say: looked at first, as there may be 100,000 rows."""
        ours = (
            name
            for column in self.form.columns
            for name in (column.heading, *column.names, *column.weak)
        )
        return frozenset(name.strip().casefold() for name in (*ours, *self.headings)) - {""}


def _read(cell: str) -> str:
    return cell if type(cell) is DateCell else restore(tidy(cell))


class _HeadingRow(NamedTuple):
    """A row that may be the one of the headings."""

    source: Source
    number: int
    cells: list[str]
    found: Recognised
    width: int  # cells, with the empty ones at the end
    is_met: bool  # it names what the form needs


def read(content: bytes, form: FileForm, sheet: str = "") -> Table:
    """Understand the file's bytes as a table; `sheet` names the one to read, where there are more.

    Raises Unreadable, and SeveralSheets where a person must say which.
    """
    ways = sources_of(content)
    if sheet:
        ways = [one for one in ways if one[0].name == sheet]
        if not ways:
            raise Unreadable(f"The file has no sheet “{sheet}”.")
    best = _headings(ways, form) if len(ways) == 1 else _choose(ways, form)
    if best.found.clashes:
        raise Unreadable(_clash(best.cells, best.found, form))
    if not best.is_met:
        raise Unreadable(
            f"{form.lacking} The headings found are: {listed(best.cells[:20]) or 'none'}."
        )
    found = best.found
    return Table(best.source, tuple(best.cells), best.number, found.columns, found.unused, form)


def _choose(ways: list[list[Source]], form: FileForm) -> _HeadingRow:
    """The only sheet that may be meant. Raises Unreadable, SeveralSheets among it."""
    likely = []
    for sources in ways:
        try:
            headings = _headings([sources], form)
        except Unreadable:  # an empty sheet, or one with hundreds of columns, is not meant
            continue
        if headings.is_met:
            likely.append(headings)
    if not likely:
        names = listed([sources[0].name for sources in ways])
        raise Unreadable(f"{form.in_no_sheet} The sheets are: {names or 'none'}.")
    if len(likely) > 1 or likely[0].source.facts.hidden:
        raise SeveralSheets([_choice(one) for one in likely])
    return likely[0]


def _choice(headings: _HeadingRow) -> SheetChoice:
    rows = sum(
        any(map(str.strip, cells))
        for number, cells in headings.source.records()
        if number > headings.number
    )
    return SheetChoice(headings.source.name, rows, headings.source.facts.hidden)


def _headings(ways: list[list[Source]], form: FileForm) -> _HeadingRow:
    """The row, and the delimiter, that show the most headings that we know."""
    best = problem = None
    for source in ways[0] if ways else ():
        try:
            headings = _headings_in(source, form)
        except Unreadable as reason:
            problem = reason
            continue
        evidence = (headings.is_met, headings.found.evidence, headings.width)
        if best is None or evidence > best[0]:
            best = evidence, headings
    if best is None:
        raise problem or Unreadable("The file is empty.")
    return best[1]


def _headings_in(source: Source, form: FileForm) -> _HeadingRow:
    """The first row with two headings that we know; else the one with the most. There may be titles
    above it, but what cannot be read below the first row is told when the rows are read.
    """
    rows: list[_HeadingRow] = []
    try:
        filled = (row for row in source.records() if any(map(str.strip, row[1])))
        for number, cells in islice(filled, _LOOKED_AT):
            width, cells = len(cells), _without_trailing_blanks(cells)
            found = recognise(cells[:MAX_COLUMNS], form)
            row = _HeadingRow(source, number, cells, found, width, form.is_met(found))
            rows.append(row)
            if row.is_met and row.found.evidence > 1:
                break
    except Unreadable:
        if not rows:
            raise
    if not rows:
        raise Unreadable("The file is empty." if not source.name else "The sheet is empty.")
    likeliest = max(rows, key=lambda row: (row.is_met, row.found.evidence, -row.number))
    if len(likeliest.cells) > MAX_COLUMNS:
        raise Unreadable(f"The first row holds more than {MAX_COLUMNS} headings.")
    return likeliest


def _without_trailing_blanks(headings: Iterable[str]) -> list[str]:
    headings = list(headings)
    while headings and not headings[-1].strip():
        headings.pop()
    return headings


def _clash(headings: list[str], found: Recognised, form: FileForm) -> str:
    sentences = [
        f"{listed([headings[place] for place in places])} all claim to be "
        f"“{form.column(key).heading}” ({form.column(key).meaning})."
        if len(places) > 2
        else f"{listed([headings[place] for place in places])} both claim to be "
        f"“{form.column(key).heading}” ({form.column(key).meaning})."
        for key, places in found.clashes.items()
    ]
    return " ".join(["Two columns mean the same.", *sentences, "Rename or remove all but one."])
