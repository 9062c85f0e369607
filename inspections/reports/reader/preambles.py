"""What stands above the entries of a list and only announces them."""

import re
from collections.abc import Sequence

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.headings import TIMESCALE
from inspections.reports.reader.lines import Line
from inspections.reports.reader.markers import marker_of

PREAMBLE = re.compile(
    r"\b(?:following (?:actions?|areas?|steps?)|should|must|needs? to)\s*:?\.?$", re.IGNORECASE
)


def without_preambles(lines: Sequence[Line]) -> list[Line]:
    """The lines without numbered paragraphs that only announce a list: "4. … should: Immediately:".

    A time follows such words; or a bullet, where they bear the only number.
    """
    numbers = sum(is_number(line) for line in lines)
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        after = _end_of_preamble(lines, index, alone=numbers == 1)
        if after is None:
            kept.append(lines[index])
        index = after or index + 1
    return kept


def _end_of_preamble(lines: Sequence[Line], first: int, *, alone: bool) -> int | None:
    """Where the list begins that a numbered paragraph announces, if it is one that does."""
    if not is_number(lines[first]):
        return None
    below = range(first + 1, len(lines))
    after = next((at for at in below if is_time(lines[at]) or marker_of(lines[at])), None)
    if after is None:
        return None
    announces = PREAMBLE.search(clean(" ".join(line.text for line in lines[first:after])))
    says = (announces or alone) if is_time(lines[after]) else (announces and alone)
    return after if says else None


def is_number(line: Line) -> bool:
    marker = marker_of(line)
    return marker is not None and marker.kind == "number"


def is_time(line: Line) -> bool:
    """Whether a line by itself says by when: a small heading, not the end of a sentence."""
    return line.text[:1].isupper() and bool(TIMESCALE.match(clean(line.text)))
