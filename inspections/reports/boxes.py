"""The boxes in which letters tell of one case, wherever on the page they stand.

A letter sets such a box between two entries of a list, or in the middle of one that goes on below
it or on the next page. What stands in the box is no part of the list.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from inspections.reports.cleaning import clean
from inspections.reports.drawn import Side
from inspections.reports.furniture import Body
from inspections.reports.headings import is_aside, opener
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
                found |= box
            elif below and is_aside(words) and (box := _begun_at(below, body)):
                found |= {line, *box}
    return frozenset(found)


def _begun_at(line: Line, body: Body) -> set[Line]:
    """The lines of the box that a line is the first of, if there are others below it.

    What a box holds above the line shows that it is another: a whole page's background, say.
    """
    side = _frame(line, body.sides(line.page))
    held = set(_lines_in(body, line.page, side)) if side else set()
    here = [each.y - line.y for each in held if each.page == line.page]
    is_first = max(here, default=0) < SAME_LINE
    goes_on = len(here) < len(held) or min(here, default=0) < -SAME_LINE
    return held if is_first and goes_on else set()


def _lines_in(body: Body, number: int, box: Side) -> Iterator[Line]:
    """What stands in a box, on its page and on those that it goes on over."""
    lines = body.lines(number)
    held = [line for line in lines if _holds(box, line)]
    yield from held
    reached = held and held[-1].y == min(line.y for line in lines)
    if reached and number < body.page_count and (following := body.lines(number + 1)):
        below = _frame(following[0], body.sides(number + 1))
        goes_on = below and abs(below.x - box.x) < MARGINS_DIFFER
        if goes_on and not opener(following[0].text):
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
