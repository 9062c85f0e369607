"""Rows as a tracker file in a council's own layout, or in ours."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from itertools import product

from improvement.trackers.headings import JOINED
from improvement.trackers.layout import TABLES, Field, Layout, Meaning, Role, SheetLayout
from improvement.trackers.leads import written
from improvement.trackers.meanings import PLAIN, words_of
from improvement.trackers.notes import begins_like_a_note, divided
from improvement.trackers.own import OWN, guide
from improvement.trackers.reading import month_in
from improvement.trackers.rows import Note, TrackerRow
from improvement.wording import day_words, month_words
from inspections.imports.cells import fold, neutralise, tidy
from inspections.spreadsheets import composing
from inspections.spreadsheets.composing import Cell, Filled, Table

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
_NOBODY_YET = "TBC"
_WIDE = {Field.ACTION, Field.NOTES, Field.RECOMMENDATION, Field.SUCCESS_MEASURE, Field.EVIDENCE}


def write(rows: Iterable[TrackerRow], layout: Layout, form: str) -> bytes:
    """A file of `spreadsheets.writing.TYPES`. Reading it in that layout gives the rows again,
    as far as the layout has columns for what they say; rows under one band stand together.

    Raises ValueError, with a sentence for a person, where the layout has several sheets and the
    form only one.
    """
    tables = [sheet for sheet in layout.sheets if sheet.role in TABLES]
    placed: dict[str, list[TrackerRow]] = {sheet.name: [] for sheet in tables}
    for row in rows:
        placed[_sheet_for(row, tables).name].append(row)
    if form == "csv":
        if len(tables) > 1:
            raise ValueError("This layout has several sheets. Choose XLSX or ODS: CSV has but one.")
        return _csv(_Writer(tables[0], layout).lines(placed[tables[0].name])[0])
    written_out = [
        _key(sheet, layout)
        if sheet.role == Role.KEY
        else _Writer(sheet, layout).table(placed[sheet.name])
        for sheet in layout.sheets
        if sheet.role != Role.IGNORED
    ]
    return {"xlsx": composing.xlsx, "ods": composing.ods}[form](written_out)


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


def _key(sheet: SheetLayout, layout: Layout) -> Table:
    """The guide to ours; of a council's layout what its colours and words mean here."""
    rows: list[list[Cell]] = [list(row) for row in guide()]
    if layout != OWN:
        rows = [["Key", "Meaning"]]
        rows += [
            [Filled("", colour), words_of(meaning) or "nothing that is read"]
            for colour, meaning in layout.fills.items()
        ]
        rows += [
            [neutralise(word), words_of(meaning) or "nothing that is read"]
            for words in layout.meanings.values()
            for word, meaning in words.items()
        ]
    return Table(sheet.name or "Key", (30, 80), rows)


class _Writer:
    """One sheet of a layout."""

    def __init__(self, sheet: SheetLayout, layout: Layout):
        self.sheet, self.layout = sheet, layout
        self.columns = {wanted for wanted in sheet.fields if wanted}
        self.band = self._band_of()
        self.months = {
            place: month_in(sheet.headings[place]) for place in sheet.places(Field.NOTES)
        }

    def table(self, rows: list[TrackerRow]) -> Table:
        lines, bands = self.lines(rows)
        widths = tuple(60 if one in _WIDE else 18 for one in self.sheet.fields)
        return Table(self.sheet.name, widths, lines, self.sheet.heading_rows, frozenset(bands))

    def lines(self, rows: list[TrackerRow]) -> tuple[list[list[Cell]], list[int]]:
        """The cells of all rows, and the numbers of the bands' rows."""
        lines, bands = self._headings(), []
        under = ""
        for row in self._in_bands(rows):
            if self.band and (said := self.band(row)) != under:
                under = said
                lines.append([neutralise(said), *[""] * (len(self.sheet.fields) - 1)])
                bands.append(len(lines))
            lines.append(self._cells(row))
        return lines, bands

    def _headings(self) -> list[list[Cell]]:
        headings = [neutralise(heading) for heading in self.sheet.headings]
        if self.sheet.heading_rows == 1:
            return [headings]
        parted = [heading.rpartition(JOINED) for heading in headings]
        return [[upper for upper, _, _ in parted], [lower for _, _, lower in parted]]

    def _band_of(self) -> Callable[[TrackerRow], str] | None:
        if self.sheet.bands == "workstream" and Field.WORKSTREAM not in self.columns:
            return lambda row: row.workstream
        if self.sheet.bands == "recommendation" and Field.RECOMMENDATION not in self.columns:
            return _numbered
        return None

    def _in_bands(self, rows: list[TrackerRow]) -> list[TrackerRow]:
        """Those of one band together, in the order of their first; those without one before."""
        if not self.band:
            return rows
        order = {said: place for place, said in enumerate(dict.fromkeys(map(self.band, rows)))}
        return sorted(rows, key=lambda row: order[self.band(row)] if self.band(row) else -1)

    def _cells(self, row: TrackerRow) -> list[Cell]:
        status, rag, colour = self._spelled(row)
        plain: dict[str, Cell] = {
            Field.REFERENCE: row.reference,
            Field.RECOMMENDATIONS: ", ".join(row.recommendations),
            Field.RECOMMENDATION: row.recommendation,
            Field.ACTION: row.action,
            Field.WORKSTREAM: row.workstream,
            Field.LEADS: written(row.leads, self.layout),
            Field.ORIGINAL_DUE: self._day(row.original_due, row.original_due_words),
            Field.DUE: self._day(row.due, row.due_words),
            Field.STATUS: status,
            Field.RAG: rag,
            Field.REASON: row.reason,
            Field.SUCCESS_MEASURE: row.success_measure,
            Field.EVIDENCE: row.evidence,
            Field.MONITOR: row.monitor,
            Field.COMPLETED: self._day(row.completed, row.completed_words),
        }
        notes = self._notes(row.notes) if self.months else {}
        coloured = self.sheet.coloured
        if coloured is None:
            coloured = self.sheet.place(Field.RAG)
        named = {Field.ACTION, Field.REFERENCE}
        if self.sheet.lone != "action" and not (
            any(value for wanted, value in plain.items() if wanted in self.columns - named)
            or any(notes.values())
        ):
            # Or a reader may take it for the heading of a part.
            plain[Field.LEADS if Field.LEADS in self.columns else Field.DUE] = _NOBODY_YET
        cells: list[Cell] = []
        for place, wanted in enumerate(self.sheet.fields):
            value = notes.get(place, "") if wanted == Field.NOTES else plain.get(wanted, "")
            value = neutralise(tidy(value)) if isinstance(value, str) else value
            cells.append(Filled(value, colour) if colour and place == coloured else value)
        return cells

    def _day(self, day: date | None, words: str) -> Cell:
        """The words, while they still mean that day here; else the day itself."""
        if words and (day is None or self.layout.dates.get(fold(words)) == day.isoformat()):
            return words
        return day or ""

    def _notes(self, notes: Iterable[Note]) -> dict[int, str]:
        """By the places of the columns: a month's own column has its notes, the first the rest."""
        plain = [place for place, month in self.months.items() if month is None]
        others = plain[0] if plain else next(iter(self.months))
        by_month = {month: place for place, month in self.months.items() if month}
        piles: dict[int, list[str]] = {}
        for note in notes:
            place = by_month.get(note.on) if note.whole_month else None
            if place is None or place in piles:
                piles.setdefault(others, []).append(_dated(note))
            else:
                piles[place] = [_kept_together(note.words)]
        return {place: "\n".join(pile) for place, pile in piles.items()}

    def _spelled(self, row: TrackerRow) -> tuple[str, str, str]:
        """The word for the status, the word for the rating and the colour that say it here."""
        wanted = row.status, row.confidence
        before = row.status_words, row.rag_words, row.fill
        if self._means(*before) == wanted and (row.rag_words or row.fill or row.status_words):
            has_rag = Field.RAG in self.columns
            return before[0], before[1] if has_rag else "", before[2] or self._decoration(row)
        if wanted in self._ways:
            status, rag, colour = self._ways[wanted]
            return status, rag, colour or self._decoration(row)
        return (*self._plainly(*wanted), self._decoration(row))

    def _decoration(self, row: TrackerRow) -> str:
        """A colour behind the words, where the words are what is read."""
        if self.sheet.coloured is not None or not row.confidence:
            return ""
        said = Meaning("", row.confidence)
        return next((one for one, meaning in self.layout.fills.items() if meaning == said), "")

    def _means(self, status: str, rag: str, colour: str) -> tuple[str, str] | None:
        """What a reader would take from these; None where they do not agree, or say nothing."""
        meanings = []
        for field, word in ((Field.STATUS, status), (Field.RAG, rag)):
            if word and field in self.columns:
                folded = fold(word)
                meaning = self.layout.meanings.get(field, {}).get(folded) or PLAIN.get(folded)
                if meaning is None:
                    return None
                meanings.append(meaning)
            elif word:
                return None
        if colour:
            if self.sheet.coloured is None or colour not in self.layout.fills:
                return None
            meanings.append(self.layout.fills[colour])
        statuses = {one.status for one in meanings} - {""}
        confidences = {one.confidence for one in meanings} - {""}
        if len(statuses) > 1 or len(confidences) > 1:
            return None
        return next(iter(statuses), ""), next(iter(confidences), "")

    @cached_property
    def _ways(self) -> dict[tuple[str, str], tuple[str, str, str]]:
        """For each status and confidence the fullest way in which this layout says it."""
        colours = [""]
        if self.sheet.coloured is not None:
            colours += [one for one, meaning in self.layout.fills.items() if meaning != Meaning()]
        ways: dict[tuple[str, str], tuple[str, str, str]] = {("", ""): ("", "", "")}
        for way in product(self._words(Field.STATUS), self._words(Field.RAG), colours):
            said = self._means(*way)
            if (
                said
                and said != ("", "")
                and sum(map(bool, way)) > sum(map(bool, ways.get(said, ())))
            ):
                ways[said] = way
        return ways

    def _words(self, wanted: Field) -> list[str]:
        if wanted not in self.columns:
            return [""]
        words = self.layout.meanings.get(wanted, {}).items()
        return ["", *(word for word, meaning in words if meaning != Meaning())]

    def _plainly(self, status: str, confidence: str) -> tuple[str, str]:
        """In our own words, which every layout reads."""
        if Field.STATUS in self.columns and Field.RAG in self.columns:
            return words_of(Meaning(status)), words_of(Meaning("", confidence))
        said = words_of(Meaning(status, confidence))
        return (said, "") if Field.STATUS in self.columns else ("", said)


def _numbered(row: TrackerRow) -> str:
    """A recommendation as a band names it."""
    if row.recommendation and len(row.recommendations) == 1:
        return f"Recommendation {row.recommendations[0]}: {row.recommendation}"
    return row.recommendation


def _dated(note: Note) -> str:
    words = _kept_together(note.words)
    if note.on is None:
        return words
    if note.whole_month:
        return f"[{month_words(note.on)}] {words}"
    head = f"{day_words(note.on)}:"
    first, *_ = words.split("\n")
    return f"{head}\n{words}" if len(divided(f"{head} {first}")) > 1 else f"{head} {words}"


def _kept_together(words: str) -> str:
    """Without a line that would be read as the beginning of another note."""
    first, *others = words.split("\n")
    for line in others:
        first += (" " if begins_like_a_note(line) else "\n") + line
    return first
