"""The boxes in which letters tell of one case, wherever on the page they stand.

A letter sets such a box between two entries of a list, or in the middle of one that goes on below
it or on the next page. What stands in the box is no part of the list.
"""

from collections.abc import Iterable, Iterator, Sequence

from inspections.reports.cleaning import clean
from inspections.reports.drawn import Side
from inspections.reports.furniture import Body
from inspections.reports.headings import is_aside
from inspections.reports.lines import Line
from inspections.reports.markers import MARGINS_DIFFER

NEAR = 3  # points by which letters may reach over the side of their box


def boxed_asides(body: Body, numbers: Iterable[int]) -> frozenset[Line]:
    """The lines of every box that a heading such as "Case study" opens, at its head or above it."""
    found: set[Line] = set()
    for number in numbers:
        lines = body.lines(number)
        for place, line in enumerate(lines):
            if line not in found and is_aside(clean(line.text)):
                found |= _box(body, lines[place : place + 2])
    return frozenset(found)


def _box(body: Body, heading: Sequence[Line]) -> set[Line]:
    """The heading's line and those of the box that it opens; nothing where no box begins there.

    What a box holds above the heading shows that it is another: a whole page's background, say.
    """
    for first in heading:
        box = _frame(first, body.sides(first.page))
        if box and not any(
            line.y > first.y and _holds(box, line) for line in body.lines(first.page)
        ):
            return {heading[0], *_lines_in(body, first.page, box)}
    return set()


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
