"""What words and colours say of delivery and of confidence, where they can say only one thing.

A colour by itself says nothing: councils' keys differ, and amber may mean "awaiting sign-off".
The key in the file, where there is one, speaks for its colours.
"""

import re
from collections.abc import Iterator, Mapping

from improvement.models import Confidence, Status
from improvement.trackers.books import Book, BookSheet
from improvement.trackers.colours import colour_name
from improvement.trackers.layout import NOT_USED, Meaning
from inspections.cells import fold, one_line

IGNORE = "ignore"
_ALONE = (Status.NOT_STARTED, Status.COMPLETE, Status.BUSINESS_AS_USUAL, Status.WITHDRAWN)


def value_of(meaning: Meaning) -> str:
    """How an answer names a meaning: in-progress/on-track, /at-risk, complete/, ignore."""
    return f"{meaning.status}/{meaning.confidence}" if meaning != Meaning() else IGNORE


def words_of(meaning: Meaning) -> str:
    """As our own trackers and pages write it: in progress, at risk."""
    said = [Status(meaning.status).label] if meaning.status else []
    return ", ".join(
        [*said, *([Confidence(meaning.confidence).label] if meaning.confidence else [])]
    )


CHOICES: Mapping[str, Meaning] = {
    value_of(meaning): meaning
    for meaning in (
        *(Meaning("", confidence.value) for confidence in Confidence),
        Meaning(Status.IN_PROGRESS.value),
        *(Meaning(Status.IN_PROGRESS.value, confidence.value) for confidence in Confidence),
        *(Meaning(status.value) for status in _ALONE),
        Meaning(),
    )
}


def meaning_of(value: str) -> Meaning:
    """What `value_of` named."""
    return Meaning() if value == IGNORE else Meaning(*value.split("/"))


def label_of(value: str) -> str:
    meaning = meaning_of(value)
    if meaning == Meaning():
        return "nothing that is read here"
    only = "" if meaning.status else " (confidence only)"
    return words_of(meaning) + only


_SYNONYMS = {
    Meaning("not-started"): ("not yet started", "yet to start", "to start", "not begun"),
    Meaning("in-progress"): ("started", "underway", "under way", "in-progress", "work in progress"),
    Meaning("complete"): ("completed", "delivered", "done", "implemented", "action complete"),
    Meaning("business-as-usual"): ("business as usual", "bau", "moved to bau"),
    Meaning("", "on-track"): ("on target", "on schedule"),
    Meaning("", "off-track"): ("not on track",),
}
PLAIN: dict[str, Meaning] = {
    fold(words_of(Meaning(status, confidence))): Meaning(status, confidence)
    for status in (NOT_USED, *Status.values)
    for confidence in (NOT_USED, *Confidence.values)
    if status or confidence
} | {words: meaning for meaning, synonyms in _SYNONYMS.items() for words in synonyms}

# What a sentence in a key, or after a colour's name, speaks of. One of them alone is a meaning.
_SPEAKS_OF = (
    (Meaning("not-started"), r"\bnot (?:yet )?(?:started|begun|due to start)\b|\byet to start\b"),
    (Meaning("complete"), r"(?<!not )(?<!not yet )\b(?:completed?|delivered|implemented)\b"),
    (Meaning("business-as-usual"), r"\bbusiness as usual\b|\bbau\b"),
    (Meaning("withdrawn"), r"\bwithdrawn\b"),
    (Meaning("", "on-track"), r"(?<!not )\bon (?:track|target|schedule)\b"),
    (Meaning("", "at-risk"), r"\bat risk\b|\bsome (?:risk|concern|slippage)"),
    (Meaning("", "off-track"), r"\boff[ -](?:track|target)\b|\bnot on (?:track|target)\b"),
    (None, r"\bsign(?:ed)?[ -]?off\b|\bawaiting\b|\bincomplete\b|\bnot (?:yet )?complete"),
)
_COLOURS = ("red", "amber", "orange", "yellow", "green", "blue", "purple", "grey", "gray", "black")
_KEY = re.compile(rf"({'|'.join(_COLOURS)})\b\s*(?:[-:=(]|means\b)\s*(.+?)\)?", re.DOTALL)


def spoken_of(words: str) -> Meaning | None:
    """The one meaning that a sentence speaks of, if it is one."""
    folded = fold(words).strip(" .")
    if folded in PLAIN:
        return PLAIN[folded]
    found = [meaning for meaning, pattern in _SPEAKS_OF if re.search(pattern, folded)]
    return found[0] if len(found) == 1 else None


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
