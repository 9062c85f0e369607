"""A tracker and its settled layout become rows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from improvement.trackers.cell_parts import gathered, known_titles, notes_of, titles, units
from improvement.trackers.days import NO_DATE, month_of, order_shown, read_day
from improvement.trackers.layout import (
    GROUPS,
    TABLES,
    UNANSWERED,
    Field,
    Layout,
    Meaning,
    Mistake,
    Note,
    Role,
    SheetLayout,
    TrackerRow,
)
from improvement.trackers.meanings import PLAIN, colour_words
from improvement.trackers.sheets import (
    BAND_REC,
    Book,
    BookSheet,
    LineKind,
    TrackerLine,
    fitted,
    groups,
    lines_of,
    locate,
    text,
)
from inspections.cells import fold, one_line
from inspections.spreadsheets import DateCell, Unreadable
from inspections.spreadsheets import place as place_of

_REFERENCES = re.compile(r"\s{0,9}(?:[,;\n&/+]|\band\b)\s{0,9}", re.IGNORECASE)
_REC = re.compile(
    r"(?:recommendations?|recs?)\b\.?\s*(?:no\.?|number)?\s*:?\s*(?=\w)", re.IGNORECASE
)
_MONTH_IN = re.compile(r"[A-Za-z]{3,9}\.?[ ,-]+(?:'\d{2}|\d{4})")


def read_rows(book: Book, layout: Layout) -> list[TrackerRow]:
    """The actions of `open_book(content)`, in the order of the file.

    What the layout leaves open is a mistake of its row, never a guess. Raises Unreadable where
    the file has no sheet with the layout's headings, or too many rows.
    """
    sheets = fitted(book, layout)
    if sheets is None:
        raise Unreadable(
            "This file's sheets or headings are not those that were settled for this tracker. "
            "Look at its layout again."
        )
    return [
        row
        for one in layout.sheets
        if one.role in TABLES
        for row in _SheetReader(sheets[one.name], one, layout).rows()
    ]


@dataclass
class _Cells:
    """One action's cells: of each field what stands in its lines, as far as it may be read."""

    lines: list[TrackerLine]
    values: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    mistakes: list[Mistake] = field(default_factory=list)


class _SheetReader:
    def __init__(self, sheet: BookSheet, here: SheetLayout, layout: Layout):
        self.sheet, self.here, self.layout = sheet, here, layout
        self.headings_in = locate(sheet, here)
        unseen = sheet.hidden_columns if here.hidden_columns != "take" else set()
        self.places = [
            (wanted, place)
            for place, wanted in enumerate(here.fields)
            if wanted not in ("", UNANSWERED) and place + 1 not in unseen
        ]
        self.columns = {wanted for wanted, _ in self.places}
        self.known_leads = known_titles(layout)
        self.months = {place: month_in(here.headings[place]) for place in here.places(Field.NOTES)}
        self.comments: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for cell, words in sheet.facts.comments:
            self.comments[place_of(cell)[0]].append((cell, words))
        self.above: dict[str, str] = {}

    def rows(self) -> Iterator[TrackerRow]:
        lines = lines_of(self.sheet, self.here, self.headings_in)
        hidden = self.sheet.hidden_rows
        if hidden and self.here.hidden_rows != "take":
            lines = [line for line in lines if line.number not in hidden]
        under = None
        for band, group in groups(lines, self.here):
            if band is not under:
                under, self.above = band, {}
            yield self._row(band, group, hidden)

    def _row(
        self, band: TrackerLine | None, group: list[TrackerLine], hidden: set[int]
    ) -> TrackerRow:
        cells = self._cells(group)
        self._open_rows(cells)
        one, many = (lambda f: self._one(cells, f)), (lambda f: self._many(cells, f))
        original, original_words = self._day(cells, Field.ORIGINAL_DUE)
        due, due_words = self._day(cells, Field.DUE)
        if not due and not due_words and Field.DUE in self.columns:
            due, due_words = original, original_words  # nothing later was agreed
        completed, completed_words = self._day(cells, Field.COMPLETED)
        fill = self._fill(group[0])
        status, confidence = self._status_and_confidence(cells, fill)
        workstream, recommendation = self._banded(band, cells)
        comments = tuple(said for line in group for said in self.comments.get(line.number, ()))
        return TrackerRow(
            action="\n".join(dict.fromkeys(cells.values[Field.ACTION])),
            reference=self._reference(cells),
            recommendations=self._references(cells, recommendation),
            recommendation=_unnumbered(recommendation) or many(Field.RECOMMENDATION),
            workstream=workstream,
            leads=self._leads(cells),
            original_due=original,
            original_due_words=original_words,
            due=due,
            due_words=due_words,
            status=status,
            confidence=confidence,
            reason=many(Field.REASON),
            notes=self._notes(group, comments),
            success_measure=many(Field.SUCCESS_MEASURE),
            evidence=many(Field.EVIDENCE),
            monitor=many(Field.MONITOR),
            completed=completed,
            completed_words=completed_words,
            closed=self.here.role == Role.CLOSED,
            status_words=one(Field.STATUS),
            rag_words=one(Field.RAG),
            fill=fill,
            mistakes=tuple(cells.mistakes),
            sheet=self.sheet.name,
            row=group[0].number,
            last_row=group[-1].number,
            hidden=any(line.number in hidden for line in group),
            comments=comments,
        )

    def _cells(self, group: list[TrackerLine]) -> _Cells:
        cells = _Cells(group)
        for line in group:
            for wanted, place in self.places:
                if place < len(line.cells) and (said := text(line.cells[place])):
                    cells.values[wanted].append(said)
        for wanted, rule in self.here.down.items():
            if rule == "above":
                self._fill_down(cells.values[wanted], wanted)
        for wanted in GROUPS:  # a lone dash says that there is none, and ends what is above
            if all(fold(said) == "-" for said in cells.values[wanted]):
                cells.values[wanted] = []
        return cells

    def _fill_down(self, values: list[str], wanted: str) -> None:
        """A blank cell says what the one above it says."""
        if values:
            self.above[wanted] = values[0]
        elif wanted in self.above:
            values.append(self.above[wanted])

    def _open_rows(self, cells: _Cells) -> None:
        """Rows of which nobody has said what they are."""
        wanted = Field.ACTION
        if not cells.values.get(wanted):
            reason = "The column with the actions is hidden, and was left out."
            self._wrong(cells, wanted, "", reason, "Say that it is to be read.")
        for line in cells.lines:
            said = " ".join(filter(None, line.cells))
            if line.kind == LineKind.LONE and self.here.lone not in ("action", "band"):
                reason = "Only words and nothing else: an action, or the heading of a part?"
                self._wrong(cells, wanted, said, reason, "Say what such rows are.")
            elif line.kind == LineKind.CONTINUATION and self.here.continuations != "above":
                reason = f"Row {line.number} has words, but no action."
                self._wrong(cells, wanted, said, reason, "Say what such rows are.")

    def _heading(self, wanted: str) -> str:
        place = self.here.place(wanted)
        return self.here.headings[place] if place is not None else ""

    def _wrong(self, cells: _Cells, wanted: str, value: str, reason: str, remedy: str) -> None:
        cells.mistakes.append(Mistake(self._heading(wanted), one_line(value), reason, remedy))

    def _one(self, cells: _Cells, wanted: str) -> str:
        """The one value of a field that can have only one."""
        values = cells.values.get(wanted)
        if not values:
            return ""
        if len(values) > 1 and len({fold(value) for value in values}) > 1:
            self._wrong_once(cells, wanted, values)
        return values[0]

    def _wrong_once(self, cells: _Cells, wanted: str, values: Sequence[str]) -> None:
        said = " and ".join(f"“{one_line(value)}”" for value in dict.fromkeys(values))
        reason = f"One action, whose cell goes over several rows, has {said} here."
        remedy = "Leave one of them in the file, or give each row its own action."
        mistake = Mistake(self._heading(wanted), one_line(values[0]), reason, remedy)
        if mistake not in cells.mistakes:
            cells.mistakes.append(mistake)

    def _many(self, cells: _Cells, wanted: str) -> str:
        values = cells.values.get(wanted)
        if not values:
            return ""
        return values[0] if len(values) == 1 else "\n".join(dict.fromkeys(values))

    def _reference(self, cells: _Cells) -> str:
        said = self._one(cells, Field.REFERENCE)
        if type(said) is DateCell:
            self._spoilt(cells, Field.REFERENCE, said)
        return one_line(said)

    def _spoilt(self, cells: _Cells, wanted: str, said: str) -> None:
        reason = "The spreadsheet has made a date of this reference."
        self._wrong(cells, wanted, said, reason, "Make it a cell of text, and type it again.")

    def _references(self, cells: _Cells, band: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for said in cells.values.get(Field.RECOMMENDATIONS, ()):
            if type(said) is DateCell:
                self._spoilt(cells, Field.RECOMMENDATIONS, said)
            parts = (part.strip() for part in _REFERENCES.split(_REC.sub("", said)))
            found |= dict.fromkeys(filter(None, parts))
        if not found and (numbered := BAND_REC.fullmatch(band)):
            return (numbered[1],)
        return tuple(found)

    def _banded(self, band: TrackerLine | None, cells: _Cells) -> tuple[str, str]:
        """The workstream, and the recommendation of a band where the row itself names none."""
        workstream = one_line(self._one(cells, Field.WORKSTREAM))
        said = " ".join(text(cell) for cell in band.cells if cell.strip()) if band else ""
        if not workstream and self.here.bands == "workstream":
            workstream = one_line(said)
        if not workstream and self.here.tab == "workstream":
            workstream = one_line(self.sheet.name)
        own = cells.values.get(Field.RECOMMENDATION)
        return workstream, said if self.here.bands == "recommendation" and not own else ""

    def _leads(self, cells: _Cells) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for said in cells.values.get(Field.LEADS, ()):
            for unit in units(said, self.layout):
                posts = titles(unit, self.layout, self.known_leads)
                if posts is None:
                    reason = "This may be one lead or several."
                    self._wrong(cells, Field.LEADS, unit, reason, "Say which posts these are.")
                else:
                    found |= dict.fromkeys(posts)
        return tuple(found)

    def _day(self, cells: _Cells, wanted: Field) -> tuple[date | None, str]:
        """A date, else the words that stand for none."""
        said = self._one(cells, wanted)
        if not said:
            return None, ""
        order = self.layout.day_order.get(wanted, "dmy")
        if order == UNANSWERED and order_shown(said):
            reason = "The day and the month may be either way round."
            self._wrong(cells, wanted, said, reason, "Say how this column writes its dates.")
            return None, ""
        if day := read_day(said, order):
            return day, ""
        words = fold(said)
        if words in self.layout.dates:
            kept = self.layout.dates[words]
            return (date.fromisoformat(kept) if kept else None), one_line(said)
        if words.strip(" .") in NO_DATE:
            return None, one_line(said)
        reason = "This is no date that can be read."
        self._wrong(cells, wanted, said, reason, "Say what it means, or write 31 March 2026.")
        return None, ""

    def _fill(self, line: TrackerLine) -> str:
        if self.here.coloured is None:
            return ""
        column = self.here.coloured + 1
        if column in self.sheet.hidden_columns and self.here.hidden_columns != "take":
            return ""
        return self.sheet.fill_at.get((line.number, column), "")

    def _status_and_confidence(self, cells: _Cells, fill: str) -> tuple[str, str]:
        """The status and the confidence that the words and the colour say together."""
        said: list[tuple[str, Meaning]] = []
        for wanted in (Field.STATUS, Field.RAG):
            words = self._one(cells, wanted)
            if not words:
                continue
            folded = fold(words)
            meaning = self.layout.meanings.get(wanted, {}).get(folded) or PLAIN.get(folded)
            if meaning is None:
                reason = "Nobody has said what this means."
                self._wrong(cells, wanted, words, reason, "Say what it means.")
            else:
                said.append((f"“{one_line(words)}”", meaning))
        if fill in self.layout.fills:
            said.append((f"the colour {colour_words(fill)}", self.layout.fills[fill]))
        elif fill and not cells.values.get(Field.RAG):
            where = self.here.headings[self.here.coloured]
            reason = "Nobody has said what this colour means."
            mistake = Mistake(where, colour_words(fill), reason, "Say what it means.")
            cells.mistakes.append(mistake)
        return self._agreed(cells, said, "status"), self._agreed(cells, said, "confidence")

    def _agreed(self, cells: _Cells, said: list[tuple[str, Meaning]], what: str) -> str:
        values: dict[str, str] = {}
        for words, meaning in said:
            if value := getattr(meaning, what):
                values.setdefault(value, words)
        if len(values) > 1:
            named = " and ".join(
                f"{words} says {value.replace('-', ' ')}" for value, words in values.items()
            )
            wanted = Field.STATUS if Field.STATUS in self.columns else Field.RAG
            remedy = "ShownChange one of them in the file, so that they agree."
            self._wrong(cells, wanted, "", f"{named[0].upper()}{named[1:]}.", remedy)
            return ""
        return next(iter(values), "")

    def _notes(
        self, group: list[TrackerLine], comments: Iterable[tuple[str, str]]
    ) -> tuple[Note, ...]:
        order = self.layout.day_order.get(Field.NOTES, "dmy")
        inner = self.here.inner_dates == "note"
        found: list[Note] = []
        for line in group:
            for wanted, place in self.places:
                if wanted == Field.NOTES and place < len(line.cells) and line.cells[place]:
                    said = text(line.cells[place])
                    found += notes_of(said, order=order, month=self.months[place], inner=inner)
        if self.here.comments == "take":
            found += [Note(f"Comment on {cell}: {words}") for cell, words in comments]
        return gathered(found) if len(found) > 1 else tuple(found)


def _unnumbered(band: str) -> str:
    """The words of a recommendation, without “Recommendation 2:” before them."""
    found = BAND_REC.fullmatch(band)
    return found[2] if found else band


def month_in(heading: str) -> date | None:
    """The month that a heading names: Update (March 2026)."""
    months = [month_of(found[0]) for found in _MONTH_IN.finditer(heading)]
    return next(filter(None, months), None)
