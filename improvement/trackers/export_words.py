"""A status and a confidence in the words and the colours of a council's tracker."""

from collections.abc import Iterator
from functools import cached_property
from itertools import product

from improvement.trackers.layout import (
    BY_FIELD,
    TABLES,
    Field,
    Layout,
    Meaning,
    Role,
    SheetLayout,
    TrackerRow,
)
from improvement.trackers.meanings import GUIDE, OWN, PLAIN, colour_words, guide, words_of
from improvement.trackers.sheets import TITLE
from inspections.cells import fold, neutralise, one_line, shorten
from inspections.spreadsheets import Cell, Filled, Table

_NAMED = {
    "red": "FF7C80",
    "amber": "FFC000",
    "green": "92D050",
    "blue": "9DC3E6",
    "grey": "BFBFBF",
}  # behind a rating that is a colour's name, where no file showed how its council colours it


class Spelling:
    """How one sheet of a layout says where an action stands."""

    def __init__(self, sheet: SheetLayout, layout: Layout):
        self.sheet, self.layout = sheet, layout
        self.columns = {wanted for wanted in sheet.fields if wanted}

    def said(self, row: TrackerRow) -> tuple[str, str, str]:
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
        meanings = [
            self._meaning(wanted, word)
            for wanted, word in ((Field.STATUS, status), (Field.RAG, rag))
            if word
        ]
        if colour:
            is_read = self.sheet.coloured is not None
            meanings.append(self.layout.fills.get(colour) if is_read else None)
        if None in meanings:
            return None
        statuses = {one.status for one in meanings} - {""}
        confidences = {one.confidence for one in meanings} - {""}
        if len(statuses) > 1 or len(confidences) > 1:
            return None
        return next(iter(statuses), ""), next(iter(confidences), "")

    def _meaning(self, wanted: Field, word: str) -> Meaning | None:
        """What the word means in that column, if there is one."""
        if wanted not in self.columns:
            return None
        folded = fold(word)
        return self.layout.meanings.get(wanted, {}).get(folded) or PLAIN.get(folded)

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
        spelled = self.layout.spelled
        return ["", *(spelled.get(word, word) for word, meaning in words if meaning != Meaning())]

    def _plainly(self, status: str, confidence: str) -> tuple[str, str]:
        """In our own words, which every layout reads."""
        if Field.STATUS in self.columns and Field.RAG in self.columns:
            return words_of(Meaning(status)), words_of(Meaning("", confidence))
        said = words_of(Meaning(status, confidence))
        return (said, "") if Field.STATUS in self.columns else ("", said)

    def shade(self, place: int, value: Cell) -> str:
        """The colour that stands behind a word of a status or a rating, and is not read."""
        wanted = self.sheet.fields[place]
        is_read = place == self.sheet.coloured
        if is_read or wanted not in (Field.STATUS, Field.RAG) or not isinstance(value, str):
            return ""
        word = fold(value)
        named = _NAMED.get(word, "") if wanted == Field.RAG else ""
        return self.layout.shades.get(word) or named


_WIDTHS = (30, 80, 24)
_NOT_READ = "nothing that is read"
_LONGEST = 60  # characters: what is longer is no word of a status, and may name somebody
_MOST = 60  # words


def sheets_with_guide(layout: Layout) -> tuple[SheetLayout, ...]:
    """The sheets that go out, in their order: with a guide at the end where the layout has none."""
    sheets = tuple(one for one in layout.sheets if one.role != Role.IGNORED)
    if any(one.role == Role.KEY for one in sheets):
        return sheets
    names = {one.name.casefold() for one in layout.sheets}
    name = next(one for one in (GUIDE, TITLE) if one.casefold() not in names)
    return (*sheets, SheetLayout(name, Role.KEY))


def guide_on(sheet: SheetLayout, layout: Layout) -> Table:
    """What stands on a sheet of guidance; of several the first one tells all."""
    if layout == OWN:
        return Table(sheet.name, _WIDTHS[:2], [list(row) for row in guide()])
    first = next((one for one in layout.sheets if one.role == Role.KEY), sheet)
    rows: list[list[Cell]] = [[TITLE]]
    if first.name == sheet.name:
        rows += _columns(layout)
        rows += _key(layout)
        rows += _left_out(layout)
    else:
        rows.append([f"See the sheet “{first.name}”."])
    return Table(sheet.name, _WIDTHS, rows)


def _columns(layout: Layout) -> Iterator[list[Cell]]:
    """Each heading once, with what the column holds."""
    yield []
    yield ["Column", "What it holds"]
    told = set()
    for sheet in layout.sheets:
        if sheet.role not in TABLES:
            continue
        for place, (heading, wanted) in enumerate(zip(sheet.headings, sheet.fields, strict=True)):
            if heading and (heading, wanted) not in told:
                told.add((heading, wanted))
                yield [neutralise(heading), _held(wanted, coloured=place == sheet.coloured)]


def _held(wanted: str, *, coloured: bool) -> str:
    said = BY_FIELD[wanted].meaning if wanted else "not kept here: this column comes out empty"
    if coloured:
        said += "; the colour behind the cell is read"
    return said


def _key(layout: Layout) -> Iterator[list[Cell]]:
    if layout.fills and any(sheet.coloured is not None for sheet in layout.sheets):
        yield []
        yield ["Colour", "What it means", "Its name"]
        for colour, meaning in layout.fills.items():
            yield [Filled("", colour), words_of(meaning) or _NOT_READ, colour_words(colour)]
    words = {
        word: meaning
        for wanted in (Field.STATUS, Field.RAG)
        for word, meaning in layout.meanings.get(wanted, {}).items()
        if len(word) <= _LONGEST
    }
    if words:
        yield []
        yield ["Word", "What it means"]
    for word, meaning in list(words.items())[:_MOST]:
        written = neutralise(layout.spelled.get(word, word))
        shade = layout.shades.get(word)
        yield [Filled(written, shade) if shade else written, words_of(meaning) or _NOT_READ]


def _left_out(layout: Layout) -> Iterator[list[Cell]]:
    named = [shorten(one_line(one.name)) for one in layout.sheets if one.role == Role.IGNORED]
    if named:
        yield []
        yield ["Not in this file", f"Left out when the tracker came in: {', '.join(named)}"]
