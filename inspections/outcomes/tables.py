"""The bytes of a file become tables of outcomes; what is none is named, never passed over."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from inspections.cells import fold, one_line, restore, shorten, tidy
from inspections.intake.headings import listed
from inspections.intake.sources import Csv, Source, sources_of
from inspections.outcomes.cells import AS_AT, day_in
from inspections.outcomes.columns import MEANINGS, Headings, OutcomeColumns
from inspections.spreadsheets import Unreadable, letters

MAX_ROWS = 50_000
_LOOKED_AT = 20  # rows, above which nobody puts titles


@dataclass(frozen=True)
class OutcomeTable:
    """A sheet with outcomes, and which of its columns is which."""

    source: Source
    headings: tuple[str, ...]
    headings_in: int
    columns: OutcomeColumns

    @property
    def sheet(self) -> str:
        return self.source.name

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the headings that hold anything. Raises Unreadable."""
        count = 0
        width = len(self.headings)
        for number, cells in self.source.records():
            if number <= self.headings_in or not any(map(str.strip, cells)):
                continue
            count += 1
            if count > MAX_ROWS:
                raise Unreadable(f"The file holds more than {MAX_ROWS:,} rows. Split it.")
            read = [restore(tidy(cell)) for cell in cells[:width]]
            yield number, read + [""] * (width - len(read))

    def heading(self, place: int) -> str:
        return one_line(self.headings[place]) or f"column {letters(place + 1)}"


@dataclass
class OutcomeFile:
    """What a file of outcomes holds, and what it says of itself.

    `as_at` is the day up to which official statistics count; None for any other table.
    """

    tables: list[OutcomeTable] = field(default_factory=list)
    title: str = ""
    as_at: date | None = None
    published: date | None = None
    address: str = ""
    notices: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def read(content: bytes, headings: Headings) -> OutcomeFile:
    """Understand the file's bytes. Raises Unreadable if there is no table of outcomes in it."""
    book = OutcomeFile()
    others = []
    for ways in sources_of(content):
        table = _best(ways, headings)
        if table is None:
            others.append(ways[0])
        elif table.source.facts.hidden:
            book.notices.append(
                f"The sheet “{table.sheet}” is hidden in the file. It was not read. Show it in "
                "your spreadsheet program if it belongs to the statistics."
            )
            continue
        else:
            _demand_clear(table)
            book.tables.append(table)
        _look_about(book, ways[0], table)
    if not book.tables:
        raise Unreadable(
            "No sheet holds inspection outcomes. One row of headings must name the council (“Local "
            "authority area code”) and a day (“Inspection date” or “Publication date”)."
        )
    if others:
        names = listed([_with_rows(one) for one in others])
        book.notices.append(f"No inspections are listed in {names}. Nothing there was imported.")
    for table in book.tables:
        book.notices += _told_of(table, headings)
        book.hidden += _hidden_in(table)
    return book


def _best(ways: list[Source], headings: Headings) -> OutcomeTable | None:
    """The likeliest row of headings, under the likeliest delimiter; None where none is likely."""
    found = []
    for source in ways:
        filled = (row for row in source.records() if any(map(str.strip, row[1])))
        try:
            rows = list(islice(filled, _LOOKED_AT))
        except Unreadable:
            if source is ways[-1] and not found:
                raise
            continue
        for number, cells in rows:
            while cells and not cells[-1].strip():
                cells = cells[:-1]
            table = OutcomeTable(source, tuple(cells), number, headings.recognise(cells))
            if table.columns.is_of_outcomes and table.columns.evidence > 1:
                found.append(table)
    return max(found, key=lambda one: one.columns.evidence, default=None)


def _demand_clear(table: OutcomeTable) -> None:
    for key, places in table.columns.clashes.items():
        names = listed([table.headings[place] for place in places])
        where = f"In the sheet “{table.sheet}” the" if table.sheet else "The"
        meaning = f" ({MEANINGS[key]})" if key in MEANINGS else ""
        raise Unreadable(
            f"{where} columns {names} seem to mean the same{meaning}. Rename or remove all but one."
        )


def _look_about(book: OutcomeFile, source: Source, table: OutcomeTable | None) -> None:
    """Titles, the day of publication and the address of the statistics, from above the tables."""
    if isinstance(source, Csv):
        return
    last = table.headings_in if table else _LOOKED_AT + 1
    addresses = {row: address for row, _, address in source.facts.links}
    for number, cells in islice(source.records(), last - 1):
        filled = [one_line(cell) for cell in cells if cell.strip()]
        if not filled:
            continue
        if (said := AS_AT.search(filled[0])) and len(filled[0]) <= 150:
            book.title = book.title or filled[0]
            book.as_at = max(filter(None, [book.as_at, _day(said[1])]), default=None)
        if fold(filled[0]).startswith("published") and len(filled) > 1:
            book.published = book.published or _day(filled[1])
        if not book.address and "statistics" in fold(addresses.get(number, "")):
            book.address = addresses[number]


def _day(words: str) -> date | None:
    try:
        return day_in(words)
    except ValueError:
        return None


def _with_rows(source: Source) -> str:
    return source.name or "the file"


def _told_of(table: OutcomeTable, headings: Headings) -> Iterator[str]:
    where = f"In the sheet “{table.sheet}” " if table.sheet else ""
    unknown = [table.heading(place) for place in table.columns.unused if _filled(table, place)]
    if unknown:
        verb = "columns are" if len(unknown) > 1 else "column is"
        told = f"{where}{len(unknown)} {verb} not known and not read: {listed(unknown)}."
        yield told[:1].upper() + told[1:]
    for key in ("start", "published"):
        if key not in table.columns.places:
            told = f"{where}no column says {MEANINGS[key]}."
            yield told[:1].upper() + told[1:]
    missing = [label for key, label in headings.themes.items() if key not in table.columns.judged]
    if table.columns.judged and missing:
        told = f"{where}no column gives grades for {listed(missing)}."
        yield told[:1].upper() + told[1:]


def _filled(table: OutcomeTable, place: int) -> bool:
    return bool(table.headings[place].strip()) or any(cells[place] for _, cells in table.rows())


def _hidden_in(table: OutcomeTable) -> Iterator[str]:
    facts = table.source.facts
    rows = [(first, last) for first, last in facts.hidden_rows if last > table.headings_in]
    if rows:
        names = ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in rows[:20])
        yield f"In the sheet “{table.sheet}” these rows are hidden: {names}."
    read = {*table.columns.places.values(), *table.columns.judged.values()}
    columns = [
        table.heading(place - 1)
        for first, last in facts.hidden_columns
        for place in range(first, min(last, len(table.headings)) + 1)
        if place - 1 in read
    ]
    if columns:
        names = listed([shorten(one) for one in columns])
        yield f"In the sheet “{table.sheet}” these columns are hidden: {names}."
