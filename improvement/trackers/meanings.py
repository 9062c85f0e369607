"""What words and colours say of delivery and of confidence, where they can say only one thing.

A colour by itself says nothing: councils' keys differ, and amber may mean "awaiting sign-off".
The key in the file, where there is one, speaks for its colours.
"""

import colorsys
import re
from collections.abc import Mapping

from improvement.models import Confidence, Status
from improvement.trackers.layout import (
    COLUMNS,
    GROUPS,
    NOT_USED,
    Field,
    Layout,
    Meaning,
    Role,
    SheetLayout,
)
from inspections.cells import fold

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
    status, _, confidence = value.partition("/")
    return Meaning() if value == IGNORE else Meaning(status, confidence)


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


def spoken_of(words: str) -> Meaning | None:
    """The one meaning that a sentence speaks of, if it is one."""
    folded = fold(words).strip(" .")
    if folded in PLAIN:
        return PLAIN[folded]
    found = [meaning for meaning, pattern in _SPEAKS_OF if re.search(pattern, folded)]
    return found[0] if len(found) == 1 else None


# From each hue, in degrees round the wheel, up to the next one.
_HUES = (
    (0, "red"),
    (16, "amber"),
    (50, "yellow"),
    (66, "green"),
    (170, "turquoise"),
    (195, "blue"),
    (255, "purple"),
    (315, "pink"),
    (345, "red"),
)
_GREY = 0.12  # of saturation: below it nobody sees a hue
_DARK, _LIGHT = 0.3, 0.75


def colour_name(colour: str) -> str:
    """A word or two for RRGGBB: amber, light green, grey."""
    red, green, blue = (part / 255 for part in bytes.fromhex(colour))
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    if light < 0.1:
        return "black"
    if light > 0.97:
        return "white"
    name = "grey"
    if saturation >= _GREY and max(red, green, blue) - min(red, green, blue) >= 0.06:
        name = [word for start, word in _HUES if hue * 360 >= start][-1]
    return f"dark {name}" if light < _DARK else f"light {name}" if light > _LIGHT else name


def colour_words(colour: str) -> str:
    """amber (#FFC000)."""
    return f"{colour_name(colour)} (#{colour})"


PLAN = "Plan"
GUIDE = "Guide"
COLOURS = {
    Confidence.ON_TRACK.value: "A9D08E",
    Confidence.AT_RISK.value: "FFD966",
    Confidence.OFF_TRACK.value: "F4B084",
}  # behind the words, never in their place

OWN = Layout(
    sheets=(
        SheetLayout(
            PLAN,
            Role.PLAN,
            headings=tuple(column.heading for column in COLUMNS),
            fields=tuple(column.key for column in COLUMNS),
            lone="action",
            continuations="above",
            down=dict.fromkeys(GROUPS, "blank"),
        ),
        SheetLayout(GUIDE, Role.KEY),
    ),
    meanings={
        Field.STATUS: {words_of(one): one for one in map(Meaning, Status.values)},
        Field.RAG: {words_of(one): one for one in (Meaning("", said) for said in COLOURS)},
    },
    dates={"ongoing": "", "tbc": ""},
    fills={colour: Meaning("", confidence) for confidence, colour in COLOURS.items()},
    leads_on_lines=True,
)

_RULES = (
    ("Dates", "As real dates, or like 31 March 2026. “ongoing” and “TBC” say that there is none."),
    ("Lead", "The title of a post, never a name. Several: one a line (Alt and Enter)."),
    ("Progress notes", "Each on a line of its own that begins with its date: 12 March 2026: …"),
    ("Status", "One of: " + "; ".join(words_of(Meaning(one)) for one in Status.values) + "."),
    (
        "Confidence",
        "One of: "
        + "; ".join(words_of(Meaning("", one)) for one in Confidence.values)
        + ". The colours behind the words are not read.",
    ),
)


def guide() -> list[tuple[str, str]]:
    """The rows of the sheet that tells how ours is filled in."""
    meanings = [(column.heading, column.meaning) for column in COLUMNS]
    return [("Column", "What it holds"), *meanings, ("", ""), ("To know", ""), *_RULES]
