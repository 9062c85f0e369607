"""Rows as a tracker file in a council's own layout, or in ours."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from improvement.trackers.cell_parts import begins_like_a_note, divided, written
from improvement.trackers.export_words import Spelling, guide_on, sheets_with_guide
from improvement.trackers.layout import (
    GROUPS,
    JOINED,
    TABLES,
    Field,
    Layout,
    Note,
    Role,
    SheetLayout,
    TrackerRow,
)
from improvement.trackers.meanings import OWN, PLAN
from improvement.trackers.reading import month_in
from improvement.wording import day_words, listed, month_words
from inspections import spreadsheets
from inspections.cells import fold, neutralise, tidy
from inspections.spreadsheets import TYPES, Cell, Filled, Table

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
_NOBODY_YET = "TBC"
_NONE = "–"  # where a blank would mean the same as above
_WIDE = {Field.ACTION, Field.NOTES, Field.RECOMMENDATION, Field.SUCCESS_MEASURE, Field.EVIDENCE}


def write(rows: Iterable[TrackerRow], layout: Layout, form: str) -> bytes:
    """A file of `spreadsheets.TYPES`. Reading it in that layout gives the rows again,
    as far as the layout has columns for what they say; rows under one band stand together.

    Raises ValueError, with a sentence for a person, where the form has no room for it: several
    sheets in CSV, or a very long text in XLSX.
    """
    if form not in forms_for(layout):
        raise ValueError(f"{why_not_csv(layout)} Choose XLSX or ODS.")
    tables = [sheet for sheet in layout.sheets if sheet.role in TABLES]
    placed: dict[str, list[TrackerRow]] = {sheet.name: [] for sheet in tables}
    for row in rows:
        placed[_sheet_for(row, tables).name].append(row)
    if form == "csv":
        return _csv(_Writer(tables[0], layout).lines(placed[tables[0].name]).cells)
    written_out = [
        guide_on(sheet, layout)
        if sheet.role == Role.KEY
        else _Writer(sheet, layout).table(placed[sheet.name])
        for sheet in sheets_with_guide(layout)
    ]
    return spreadsheets.write(form, written_out)


def forms_for(layout: Layout) -> list[str]:
    """The kinds of file that hold all of the layout's sheets of actions."""
    return [form for form in TYPES if form != "csv" or not why_not_csv(layout)]


def why_not_csv(layout: Layout) -> str:
    """A sentence for a person; empty where a CSV file does."""
    named = [f"“{sheet.name}”" for sheet in layout.sheets if sheet.role in TABLES]
    if len(named) < 2:
        return ""
    return f"A CSV file holds one sheet, and this layout has {len(named)}: {listed(named)}."


def template(form: str) -> bytes:
    """An empty tracker in our own layout (`own.OWN`), with its guide where the form has sheets."""
    return write([], OWN, form)


def _sheet_for(row: TrackerRow, tables: list[SheetLayout]) -> SheetLayout:
    """Its own sheet, while that is of its role; else the one of its workstream; else the first."""
    role = Role.CLOSED if row.closed else Role.PLAN
    likely = [sheet for sheet in tables if sheet.role == role] or tables
    named = (
        lambda sheet: sheet.tab == "workstream" and sheet.name == row.workstream,
        lambda sheet: sheet.tab != "workstream" and sheet.name == row.sheet,
    )
    return next((one for test in named for one in likely if test(one)), likely[0])


def _csv(lines: list[list[Cell]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(
        [cell.isoformat() if isinstance(cell, date) else cell for cell in map(_bare, line)]
        for line in lines
    )
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def _bare(cell: Cell) -> str | date:
    return cell.value if isinstance(cell, Filled) else cell


@dataclass
class _Lines:
    """A sheet's rows of cells; which are bands, by number from 1; the actions, with theirs."""

    cells: list[list[Cell]]
    bands: list[int] = field(default_factory=list)
    actions: list[tuple[int, TrackerRow]] = field(default_factory=list)


class _Writer:
    """One sheet of a layout."""

    def __init__(self, sheet: SheetLayout, layout: Layout):
        self.sheet, self.layout = sheet, layout
        self.columns = {wanted for wanted in sheet.fields if wanted}
        self.band = band_of(sheet)
        self.spelling = Spelling(sheet, layout)
        self.months = {
            place: month_in(sheet.headings[place]) for place in sheet.places(Field.NOTES)
        }

    def table(self, rows: list[TrackerRow]) -> Table:
        lines = self.lines(rows)
        merged = merged_cells(lines.actions, self.sheet)
        if self.sheet.heading_rows == 2:
            merged += merged_headings(lines.cells)
        return Table(
            self.sheet.name or PLAN,
            tuple(60 if one in _WIDE else 18 for one in self.sheet.fields),
            lines.cells,
            self.sheet.heading_rows,
            frozenset(lines.bands),
            merged,
        )

    def lines(self, rows: list[TrackerRow]) -> _Lines:
        lines = _Lines(self._headings())
        under = ""
        above: set[str] = set()
        for row in together(rows, self.sheet):
            if self.band and (said := self.band(row)) != under:
                under, above = said, set()
                lines.cells.append([neutralise(said), *[""] * (len(self.sheet.fields) - 1)])
                lines.bands.append(len(lines.cells))
            lines.cells.append(self._cells(row, above))
            lines.actions.append((len(lines.cells), row))
        return lines

    def _headings(self) -> list[list[Cell]]:
        headings = [neutralise(heading) for heading in self.sheet.headings]
        if self.sheet.heading_rows == 1:
            return [headings]
        parted = [heading.rpartition(JOINED) for heading in headings]
        return [[upper for upper, _, _ in parted], [lower for _, _, lower in parted]]

    def _cells(self, row: TrackerRow, above: set[str]) -> list[Cell]:
        """`above` holds the columns in which a blank would mean what a row above says."""
        status, rag, colour = self.spelling.said(row)
        plain = self._plain(row) | {Field.STATUS: status, Field.RAG: rag}
        notes = self._notes(row.notes) if self.months else {}
        if self.sheet.lone != "action" and not self._says_more(plain, notes):
            # Or a reader may take it for the heading of a part.
            plain[Field.LEADS if Field.LEADS in self.columns else Field.DUE] = _NOBODY_YET
        cells: list[Cell] = []
        for place, wanted in enumerate(self.sheet.fields):
            value = notes.get(place, "") if wanted == Field.NOTES else plain.get(wanted, "")
            if self.sheet.down.get(wanted) == "above":
                value = value or (_NONE if wanted in above else "")
                above |= {wanted} if value else set()
            cells.append(self._coloured(place, value, colour))
        return cells

    def _plain(self, row: TrackerRow) -> dict[str, Cell]:
        """What the row says, by field."""
        return {
            Field.REFERENCE: row.reference,
            Field.RECOMMENDATIONS: ", ".join(row.recommendations),
            Field.RECOMMENDATION: row.recommendation,
            Field.ACTION: row.action,
            Field.WORKSTREAM: row.workstream,
            Field.LEADS: written(row.leads, self.layout),
            Field.ORIGINAL_DUE: self._day(row.original_due, row.original_due_words),
            Field.DUE: "" if self._is_the_first(row) else self._day(row.due, row.due_words),
            Field.REASON: row.reason,
            Field.SUCCESS_MEASURE: row.success_measure,
            Field.EVIDENCE: row.evidence,
            Field.MONITOR: row.monitor,
            Field.COMPLETED: self._day(row.completed, row.completed_words),
        }

    def _says_more(self, plain: dict[str, Cell], notes: dict[int, str]) -> bool:
        """Whether it says more than what the action is, and its reference."""
        others = self.columns - {Field.ACTION, Field.REFERENCE}
        return any(plain.get(wanted) for wanted in others) or any(notes.values())

    def _coloured(self, place: int, value: Cell, colour: str) -> Cell:
        """A cell with the colour behind it; `colour` is the one that says how the action stands."""
        value = neutralise(tidy(value)) if isinstance(value, str) else value
        coloured = self.sheet.coloured
        if coloured is None:
            coloured = self.sheet.place(Field.RAG)
        has_colour = place == coloured or self.sheet.whole_rows
        fill = self.spelling.shade(place, value) or (colour if has_colour else "")
        return Filled(value, fill) if fill else value

    def _is_the_first(self, row: TrackerRow) -> bool:
        """Whether the date goes without saying, where the council leaves that cell blank."""
        if not self.sheet.only_moved:
            return False
        if row.due or row.original_due:
            return row.due == row.original_due
        return row.due_words == row.original_due_words

    def _day(self, day: date | None, words: str) -> Cell:
        """The words, while they still mean that day here; else the day itself."""
        if words and (day is None or self.layout.dates.get(fold(words)) == day.isoformat()):
            return words
        return day or ""

    def _notes(self, notes: Iterable[Note]) -> dict[int, str]:
        """By the places of the columns: a month's own column has its notes, the first the rest.

        There the first note without a day needs no date before it, and stands above the others.
        """
        place_of = {month: place for place, month in self.months.items()}
        others = next((n for n, month in self.months.items() if month is None), None)
        others = next(iter(self.months)) if others is None else others
        bare: dict[int, str] = {}
        piles: dict[int, list[str]] = {place: [] for place in self.months}
        for note in notes:
            place = place_of.get(note.on.replace(day=1)) if note.on else None
            if note.whole_month and place is not None and place not in bare:
                bare[place] = _kept_together(note.words)
            else:
                piles[others if place is None else place].append(_dated(note))
        for place, words in bare.items():
            piles[place].insert(0, words)
        return {place: "\n".join(pile) for place, pile in piles.items()}


def _dated(note: Note) -> str:
    words = _kept_together(note.words)
    if note.on is None:
        return words
    head = f"{(month_words if note.whole_month else day_words)(note.on)}:"
    first, *_ = words.split("\n")
    return f"{head}\n{words}" if len(divided(f"{head} {first}")) > 1 else f"{head} {words}"


def _kept_together(words: str) -> str:
    """Without a line that would be read as the beginning of another note."""
    first, *others = words.split("\n")
    for line in others:
        first += (" " if begins_like_a_note(line) else "\n") + line
    return first


Says = Callable[[TrackerRow], str]
_SAYS: dict[Field, Says] = {
    Field.WORKSTREAM: lambda row: row.workstream,
    Field.RECOMMENDATION: lambda row: row.recommendation,
    Field.RECOMMENDATIONS: lambda row: ", ".join(row.recommendations),
}


def band_of(sheet: SheetLayout) -> Says | None:
    """What stands in a row of its own above an action; None where the layout has no such rows."""
    if sheet.bands == "workstream" and not sheet.places(Field.WORKSTREAM):
        return _SAYS[Field.WORKSTREAM]
    if sheet.bands == "recommendation" and not sheet.places(Field.RECOMMENDATION):
        return _numbered
    return None


def _numbered(row: TrackerRow) -> str:
    """A recommendation as a band names it."""
    if row.recommendation and len(row.recommendations) == 1:
        return f"Recommendation {row.recommendations[0]}: {row.recommendation}"
    return row.recommendation


def merged_in(sheet: SheetLayout) -> list[tuple[int, Says]]:
    """The places, from 0, of the columns whose cells go over several actions, the outer first."""
    found = [(sheet.place(wanted), _SAYS[wanted]) for wanted in GROUPS if wanted in sheet.merged]
    return sorted((pair for pair in found if pair[0] is not None), key=lambda pair: pair[0])


def together(rows: Iterable[TrackerRow], sheet: SheetLayout) -> list[TrackerRow]:
    """The rows of one group together, in the order of their first.

    Those without a band come before: below one, nothing would end it.
    """
    band = band_of(sheet)
    if band:
        rows = sorted(_by_first(rows, band), key=lambda row: bool(band(row)))
    return _nested(list(rows), [*([band] if band else []), *(says for _, says in merged_in(sheet))])


def _nested(rows: list[TrackerRow], levels: Sequence[Says]) -> list[TrackerRow]:
    if not levels:
        return rows
    outer, *inner = levels
    return [
        row
        for _, group in groupby(_by_first(rows, outer), outer)
        for row in _nested(list(group), inner)
    ]


def _by_first(rows: Iterable[TrackerRow], says: Says) -> list[TrackerRow]:
    rows = list(rows)
    order = {said: place for place, said in enumerate(dict.fromkeys(map(says, rows)))}
    return sorted(rows, key=lambda row: order[says(row)])


def merged_cells(
    numbered: Iterable[tuple[int, TrackerRow]], sheet: SheetLayout
) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of each; rows come with their numbers."""
    found, runs = [], [list(numbered)]
    for place, says in merged_in(sheet):
        runs = [part for run in runs for part in _runs(run, says)]
        found += [
            (run[0][0], place + 1, run[-1][0], place + 1)
            for run in runs
            if len(run) > 1 and says(run[0][1])
        ]
    return found


def _runs(numbered: list[tuple[int, TrackerRow]], says: Says) -> list[list[tuple[int, TrackerRow]]]:
    """Parts of rows that follow each other and say the same; a band between them parts them."""
    parts: list[list[tuple[int, TrackerRow]]] = []
    for number, row in numbered:
        if parts and parts[-1][-1][0] == number - 1 and says(parts[-1][-1][1]) == says(row):
            parts[-1].append((number, row))
        else:
            parts.append([(number, row)])
    return parts


def merged_headings(lines: list[list[Cell]]) -> list[tuple[int, int, int, int]]:
    """Of two rows of headings: one over several columns, and one over both rows, as people do it.

    The words of the latter go up into the first row.
    """
    upper, lower = lines[:2]
    found, start = [], 0
    for said, columns in groupby(list(upper)):
        end = start + len(list(columns))
        if said and end - start > 1:
            found.append((1, start + 1, 1, end))
        elif not said:
            for place in filter(lambda place: lower[place], range(start, end)):
                upper[place] = lower[place]
                found.append((1, place + 1, 2, place + 1))
        start = end
    return found
