"""A status and a confidence in the words and the colours of a council's tracker."""

from functools import cached_property
from itertools import product

from improvement.trackers.layout import Field, Layout, Meaning, SheetLayout
from improvement.trackers.meanings import PLAIN, words_of
from improvement.trackers.rows import TrackerRow
from inspections.cells import fold
from inspections.spreadsheets import Cell

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
        meanings = []
        for wanted, word in ((Field.STATUS, status), (Field.RAG, rag)):
            if word and wanted in self.columns:
                folded = fold(word)
                meaning = self.layout.meanings.get(wanted, {}).get(folded) or PLAIN.get(folded)
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
