"""The boxes in which letters tell of one case, wherever on the page they stand.

A letter sets such a box between two entries of a list, or in the middle of one that goes on below
it or on the next page. What stands in the box is no part of the list.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.drawn import Side
from inspections.reports.reader.furniture import Body
from inspections.reports.reader.headings import is_aside, opener
from inspections.reports.reader.lines import Line
from inspections.reports.reader.markers import MARGINS_DIFFER

MOST_SIDES = 40  # of boxes at one height of a page; a real page has about six
SAME_LINE = 4  # points
ALIKE = 0.8  # of the taller side's height, at least, for two to be those of one box
NEAR = 3  # points by which letters may reach over the left side of their box


class Box(NamedTuple):
    """What two sides enclose, as far down the page as both stand."""

    left: float
    right: float
    bottom: float
    top: float

    def holds(self, line: Line) -> bool:
        return self.left - NEAR < line.x0 < self.right and self.bottom < line.y < self.top


def boxed_asides(body: Body, numbers: Iterable[int]) -> frozenset[Line]:
    """The lines of every box that a heading such as "Case study" opens, at its head or above it."""
    found: set[Line] = set()
    for number in numbers:
        lines = body.lines(number)
        for line, below in zip_longest(lines, lines[1:]):
            words = clean(line.text)
            if line in found or not is_aside(words, boxed=True):
                continue
            if box := _begun_at(line, body):
                found |= box
            elif below and is_aside(words) and (box := _begun_at(below, body)):
                found |= {line, *box}
    return frozenset(found)


def _begun_at(line: Line, body: Body) -> set[Line]:
    """The lines of the widest box that a line is the first of, if there are others below it.

    What a box holds above the line shows that it is another: a whole page's background, say.
    """
    for box in _boxes_around(line, body.sides(line.page)):
        held = set(_lines_in(body, line.page, box))
        here = [each.y - line.y for each in held if each.page == line.page]
        goes_on = len(here) < len(held) or min(here) < -SAME_LINE
        if goes_on and max(here) < SAME_LINE:
            return held
    return set()


def _lines_in(body: Body, number: int, box: Box) -> Iterator[Line]:
    """What stands in a box, on its page and on those that it goes on over."""
    lines = body.lines(number)
    held = [line for line in lines if box.holds(line)]
    yield from held
    reached = held and min(line.y for line in held) == min(line.y for line in lines)
    if reached and number < body.page_count and (following := body.lines(number + 1)):
        for below in _boxes_around(following[0], body.sides(number + 1)):
            if abs(below.left - box.left) < MARGINS_DIFFER and not opener(following[0].text):
                yield from _lines_in(body, number + 1, below)
                return


def _boxes_around(line: Line, sides: Sequence[Side]) -> list[Box]:
    """The boxes that a line stands in, the widest first: their sides are about as tall."""
    beside = [side for side in sides if side.bottom < line.y < side.top][:MOST_SIDES]
    pairs = (
        Box(left.x, right.x, max(left.bottom, right.bottom), min(left.top, right.top))
        for left in beside
        for right in beside
        if left.x < right.x
        and min(map(_height, (left, right))) > ALIKE * max(map(_height, (left, right)))
    )
    return sorted((box for box in pairs if box.holds(line)), key=lambda box: box.left - box.right)


def _height(side: Side) -> float:
    return side.top - side.bottom
