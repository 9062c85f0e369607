"""What a list left out of the lines given to it, where that may have been an entry of it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.headings import TIMESCALE
from inspections.reports.reader.items import SMALL_HEADING, Item
from inspections.reports.reader.lines import Line
from inspections.reports.reader.markers import SENTENCE_END, marker_of, runs_on, unmarked
from inspections.reports.reader.preambles import PREAMBLE
from inspections.reports.reader.rows import usual_pitch

SMALL_LETTER = "It begins with a small letter, unlike the others: its beginning may be missing."
MAY_BE_OWN = "it may be an entry of its own."
APART = 1.25  # times the usual distance between lines
# "These are the areas for improvement that all share." says no more than the heading does.
SAYS_AGAIN = re.compile(
    r"^(?:this|these|the following) (?:is|are) [^.]{0,60}areas? for (?:priority action|improvement)"
    r"\b[^.]{0,60}\.$",
    re.IGNORECASE,
)
SHOWN = 60  # characters of a line quoted in a doubt


def left_out(lines: Sequence[Line], items: Sequence[Item]) -> tuple[int, str] | None:
    """The page and the words of text left out that looks like a part of the list.

    Before the first entry that is prose which does not announce a list; after the last, a line
    that goes on in the middle of a sentence, or that a number or bullet opens.
    """
    if not items:
        return None
    places = {_place(line) for item in items for line in item.lines}
    first = next(index for index, line in enumerate(lines) if _place(line) in places)
    before = [line for line in lines[:first] if not _is_heading(line)]
    if _is_prose(before) and not announces(before):
        return _doubt(before[0], "before the first entry")
    last = max(index for index, line in enumerate(lines) if _place(line) in places)
    after = lines[last + 1 :]
    if after and _is_part(lines[last], after[0]):
        return _doubt(after[0], "after the last entry")
    return None


def doubt_beginnings(items: Sequence[Item]) -> None:
    """Doubt an entry that begins with a small letter where most others do not."""
    small = [item for item in items if unmarked(item.lines[0])[:1].islower()]
    if len(small) * 4 > len(items):
        return
    for item in small:
        item.doubt = item.doubt or SMALL_LETTER


def doubt_paragraphs(items: Sequence[Item]) -> None:
    """Doubt an entry within which a new sentence stands apart: its own mark may be missing."""
    pitch = usual_pitch(line for item in items for line in item.lines)
    for item in items:
        for before, line in pairwise(item.lines):
            apart = before.page == line.page and before.y - line.y > APART * pitch
            if apart and not (marker_of(line) or runs_on(before.text, line.text)):
                words = clean(line.text)[:SHOWN]
                item.doubt = item.doubt or f"“{words}” stands apart within it: {MAY_BE_OWN}"


def _place(line: Line) -> tuple[int, float, str]:
    return line.page, line.y, line.text


def _is_heading(line: Line) -> bool:
    words = clean(line.text)
    short = len(words) < SMALL_HEADING and not words.endswith(SENTENCE_END)
    return line.x0 == 0 or (short and words[:1].isupper()) or bool(TIMESCALE.match(words))


def _is_prose(lines: Sequence[Line]) -> bool:
    return len(lines) > 1 or any(line.text.endswith(SENTENCE_END) for line in lines)


def announces(lines: Sequence[Line]) -> bool:
    """Whether these words say only that a list follows."""
    words = clean(" ".join(line.text for line in lines))
    return words.endswith(":") or bool(PREAMBLE.search(words) or SAYS_AGAIN.match(words))


def _is_part(last: Line, line: Line) -> bool:
    marker = marker_of(line)
    small = line.text[:1].islower() or not _is_heading(line)
    goes_on = small and not last.text.endswith(SENTENCE_END)
    return goes_on or bool(marker and not marker.weak)


def _doubt(line: Line, where: str) -> tuple[int, str]:
    words = clean(line.text)
    return line.page, f"“{words[:SHOWN]}” stands {where}, and was left out."
