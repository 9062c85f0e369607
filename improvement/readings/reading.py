"""The rows of a table of readings: which reading each speaks of, and where it says otherwise."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.contrib.auth import get_user_model

from councils.days import day_of
from improvement.models import Indicator
from improvement.readings.columns import EXAMPLE_BEGINS
from improvement.readings.figures import ReadingFigure, WrongCell, figure_in, kept, words_in
from improvement.readings.matching import Naming, StoredReadings
from improvement.wording import day_words
from inspections.cells import fold, shorten
from inspections.intake import SURPLUS, Mistake, Outcome, PreviewRow, Table, TableLine
from inspections.intake.values import last_day_in
from inspections.intake.whose_file import other_councils
from inspections.spreadsheets import DateCell


class ReadingsReader:
    """Reads the rows of one table, and remembers which readings they speak of."""

    def __init__(self, table: Table, standing: StoredReadings, today: date):
        self.table, self.standing, self.today = table, standing, today
        self.naming = Naming(standing.indicators.values())
        self.newest = standing.newest
        self.seen: dict[tuple[int, date], int] = {}
        self.stray_notes = self.firsts = 0
        self.sources: Counter[tuple[str, str]] = Counter()
        self.councils: Counter[str] = Counter()

    def row(self, line: TableLine) -> PreviewRow:
        cells = line.cells
        row = PreviewRow(line.number, {})
        try:
            self._read(cells, row)
        except WrongCell as wrong:
            row.is_wrong(
                wrong.mistake,
                column=self.table.heading_of(wrong.column),
                value=cells.get(wrong.column, ""),
            )
        if line.surplus:
            row.is_wrong(SURPLUS, column="", value=line.surplus[0])
        return row

    def _read(self, cells: dict[str, str], row: PreviewRow) -> None:
        name = cells.get("indicator", "")
        if name.startswith(EXAMPLE_BEGINS):
            raise WrongCell(
                "indicator", Mistake("This is the template's example.", "Delete the row.")
            )
        found = self.naming.find(cells.get("key", ""), name)
        if isinstance(found, WrongCell):
            raise WrongCell(found.column, found.mistake)
        if found.withdrawn_at:
            mistake = Mistake("This indicator was withdrawn.", "Delete the row.")
            raise WrongCell("indicator" if name else "key", mistake)
        day = self._day(cells["as_at"])
        first = self.seen.setdefault((found.pk, day), row.number)
        if first != row.number:
            mistake = Mistake(
                f"Row {first} has the same indicator and day.", "Delete one of the two."
            )
            raise WrongCell("as_at", mistake)
        old = self.newest.get((found.pk, day))
        figure = figure_in(cells, found.unit, old)
        correction = words_in(cells, "correction")
        row.values = _kept(found, day, figure, correction)
        row.subject = old and old.pk
        if old:
            row.differs(figure.differences(old))
        self._note(cells, found, figure)

    def _day(self, cell: str) -> date:
        try:
            day = last_day_in(cell)
        except Mistake as mistake:
            raise WrongCell("as_at", mistake) from None
        if day > self.today:
            mistake = Mistake("A reading cannot be dated after today.", "Correct the day.")
            raise WrongCell("as_at", mistake)
        self.firsts += day.day == 1 and isinstance(cell, DateCell)
        return day

    def _note(self, cells: dict[str, str], indicator: Indicator, figure: ReadingFigure) -> None:
        self.stray_notes += bool(cells.get("note", "").strip()) and not figure.missing
        source = cells.get("source", "")
        if source and fold(source) != fold(indicator.source):
            self.sources[source, indicator.name] += 1
        if council := cells.get("council", ""):
            self.councils[council] += 1

    def note_hands(self, rows: Iterable[PreviewRow]) -> None:
        """Which of the rows would change what a person recorded here by hand."""
        by_hand = []
        for row in rows:
            if row.outcome == Outcome.CHANGED:
                day = date.fromisoformat(row.values["as_at"])
                old = self.newest[row.values["indicator_id"], day]
                if old.by_id and not old.read_from:
                    by_hand.append((row, old))
        people = get_user_model().objects.in_bulk({old.by_id for _, old in by_hand})
        for row, old in by_hand:
            on = day_words(day_of(old.recorded_at))
            row.hand = f"{people[old.by_id]} recorded it here by hand on {on}."

    def absent(self) -> Iterator[str]:
        """Of the indicators that the file names, the readings that it does not."""
        named = {key for key, _ in self.seen}
        for key, day in sorted(self.newest.keys() - self.seen.keys()):
            if key in named:
                yield f"{self.standing.indicators[key]}, {day_words(day)}"

    def notices(self) -> Iterator[str]:
        whose = f"These are {self.standing.council}'s indicators."
        yield from other_councils(self.table, self.councils, self.standing.council, whose)
        if self.firsts:
            yield (
                f"The first day of a month stands in {self.firsts:,} rows. A spreadsheet makes "
                "“Mar-25” the first of March 2025. If the month is meant, write its last day."
            )
        for (said, name), count in list(self.sources.items())[:5]:
            yield (
                f"The file says in {count:,} rows that “{shorten(name)}” comes from "
                f"“{shorten(said)}”. The indicator's own source stays."
            )
        if self.stray_notes:
            yield (
                f"A note stands beside a value in {self.stray_notes:,} rows. It is not imported: a "
                "note says why there is no value. Why a figure was corrected has its own column."
            )


def _kept(indicator: Indicator, day: date, figure: ReadingFigure, correction: str) -> dict:
    return {
        "indicator_id": indicator.pk,
        "indicator": indicator.name,
        "unit": indicator.unit,
        "as_at": day.isoformat(),
        "value": kept(figure.value),
        "numerator": kept(figure.numerator),
        "denominator": kept(figure.denominator),
        "missing": figure.missing,
        "missing_note": figure.missing_note,
        "standing": figure.standing,
        "correction_note": correction,
    }
