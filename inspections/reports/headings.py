"""What the headings of reports say: which open recommendations, and which never do."""

import re

from inspections.reports.cleaning import clean

# What the heading says, and the kind of entry that stands below it.
OPENERS = (
    (r"(?:key )?recommendations?", "recommendation"),
    (r"priority and immediate actions?", "priority and immediate action"),
    (r"immediate and priority actions?", "priority and immediate action"),
    (r"(?:areas? for )?priority actions?", "area for priority action"),
    (r"(?:key )?areas? for (?:further )?improvement", "area for improvement"),
    (r"areas? of significant weakness(?:es)?", "area of significant weakness"),
    (r"what needs to improve", "what needs to improve"),
    (r"what (?:do|does) the .{3,60} need to improve", "area for improvement"),
)
PATTERNS = [
    (re.compile(rf"^(?:{words})\s*[?:.]?$", re.IGNORECASE), kind) for words, kind in OPENERS
]
BOARD = re.compile(r"safeguarding children(?:['’]s)? board|\bLSCB\b", re.IGNORECASE)
# Headings of letters that are never a theme within a list of things to improve.
OTHERS = re.compile(
    r"^(?:key |areas? of )?strengths?\b|case study|practice study|next steps|"
    r"(?:key|main|headline) findings|^context|^summary|^conclusions?|yours sincerely|"
    r"about (?:this|the) inspection",
    re.IGNORECASE,
)
TIMESCALE = re.compile(
    r"^(?:immediately|urgently|within .{2,40}|as soon as .{2,40}|by .{2,40} 20\d\d)\s*:?$",
    re.IGNORECASE,
)


def opener(text: str) -> str | None:
    """The kind of entry that a heading opens, if it opens any."""
    words = clean(text)
    return next((kind for pattern, kind in PATTERNS if pattern.match(words)), None)


def stands_as_opener(text: str) -> bool:
    """Whether a line is such a heading by its words alone, however it is set."""
    return text[:1].isupper() and not text.endswith(".") and opener(text) is not None


def is_about_board(heading: str) -> bool:
    """Whether a heading names a local safeguarding children board."""
    return bool(BOARD.search(heading))
