"""The boxes in which letters tell of one case, wherever on the page they stand.

A letter sets such a box between two entries of a list, or in the middle of one that goes on below
it or on the next page. What stands in the box is no part of the list.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from inspections.reports.cleaning import clean
from inspections.reports.drawn import Side
from inspections.reports.furniture import Body
from inspections.reports.headings import is_aside
from inspections.reports.lines import Line
from inspections.reports.markers import MARGINS_DIFFER

SAME_LINE = 4  # points
NEAR = 3  # points by which letters may reach over the side of their box


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
                found.update(_lines_in(body, number, box))
            elif below and is_aside(words) and (box := _begun_at(below, body)):
                found.update([line, *_lines_in(body, number, box)])
    return frozenset(found)


def _begun_at(line: Line, body: Body) -> Side | None:
    """The side of the box that a line is the first of, with others below it.

    What a box holds above the line shows that it is another: a whole page's background, say.
    """
    if not (box := _frame(line, body.sides(line.page))):
        return None
    heights = [each.y - line.y for each in body.lines(line.page) if _holds(box, each)]
    return box if max(heights) < SAME_LINE and min(heights) < -SAME_LINE else None


def _lines_in(body: Body, number: int, box: Side) -> Iterator[Line]:
    """What stands in a box, on its page and on those that it goes on over."""
    lines = body.lines(number)
    held = [line for line in lines if _holds(box, line)]
    yield from held
    reached = held and held[-1].y == min(line.y for line in lines)
    if reached and number < body.page_count and (following := body.lines(number + 1)):
        below = _frame(following[0], body.sides(number + 1))
        if below and abs(below.x - box.x) < MARGINS_DIFFER:
            yield from _lines_in(body, number + 1, below)


def _frame(line: Line, sides: Sequence[Side]) -> Side | None:
    """The left side of the box around a line, as far as the right side stands beside it."""
    beside = [side for side in sides if _holds(side, line)]
    left = max((each for each in beside if each.x < line.x0 + NEAR), default=None)
    right = min((each for each in beside if each.x > line.x1 - NEAR), default=None)
    if not (left and right):
        return None
    return Side(left.x, max(left.bottom, right.bottom), min(left.top, right.top))


def _holds(side: Side, line: Line) -> bool:
    return side.bottom < line.y < side.top
