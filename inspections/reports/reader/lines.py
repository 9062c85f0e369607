"""Lines of text with their places on the page, put in the order in which they are read.

Places are in points from the bottom left corner; `y` is the line's baseline.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

WIDE_GAP = 1.9  # times the size of the letters: the next cell of a table, not the next word
RAISED_SIZE = 0.8  # of the line's letters: smaller is a footnote's mark
MARKER = re.compile(r"^\W?\(?\w{1,3}[.)]?$|^\W{1,2}$")  # a bullet or number, with its own gap
LONE_MARK = re.compile(r"^(\d{1,2}|[*†‡])$")
LIST_MARK = re.compile(r"^(?:\d{1,3}[.)]|[^\w\s‘“'\"(])$")  # alone on its line
MOST_MARKS = 200  # alone on their lines of one page; a real page has about 30
WIDEST_GAP = 45  # points between a mark and its entry
SAME_ROW = 0.4  # of the size: baselines this near are at one height
COLUMN_EDGE = 3  # points by which the letters of a column may stand before where it starts
EDGE = 0.09  # of the page's height: where running heads and page numbers stand


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text on one baseline. In a table each cell's lines are lines of their own."""

    page: int
    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    tight: bool = False  # ends in a hyphen, dash or stroke with no space after it
    indent: float = 0.0  # where the text starts after a bullet or number; else x0


def in_reading_order(lines: list[Line], height: float, column: float | None = None) -> list[Line]:
    """Join what stands on one baseline, unless a second column starts there; sort by height where
    the page was written out of order.
    """
    merged = _merged(_without_lone_marks(lines), column)
    inside = [line for line in merged if EDGE < line.y / height < 1 - EDGE]
    if any(_goes_back(before, after) for before, after in pairwise(inside)):
        merged = _merged(by_rows(merged), column)
    return _with_marks_beside(merged)


def _merged(lines: Sequence[Line], column: float | None) -> list[Line]:
    merged: list[Line] = []
    for line in lines:
        parted = merged and column is not None and begins_column(merged[-1].x0, line.x0, column)
        if merged and not parted and (joined := _joined(merged[-1], line)):
            merged[-1] = joined
        else:
            merged.append(line)
    return merged


def _with_marks_beside(lines: list[Line]) -> list[Line]:
    """The lines with the bullets and numbers that the page was given after its text."""
    marks = (line for line in lines if LIST_MARK.match(line.text))
    for mark in list(islice(marks, MOST_MARKS)):
        beside = [
            line
            for line in lines
            if abs(line.y - mark.y) < SAME_ROW * line.size and 0 < line.x0 - mark.x1 < WIDEST_GAP
        ]
        if beside:
            line = min(beside, key=lambda line: line.x0)
            whole = replace(line, text=f"{mark.text} {line.text}", x0=mark.x0, indent=line.x0)
            lines = [whole if each is line else each for each in lines if each is not mark]
    return lines


def by_rows(lines: Sequence[Line]) -> list[Line]:
    """The lines from the top of the page down, those at one height from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if rows and rows[-1][0].y - line.y < SAME_ROW * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda line: line.x0)]


def begins_column(before: float, after: float, column: float) -> bool:
    """Whether what starts at `after` is the first of a column, and what starts before is not."""
    return before < column - COLUMN_EDGE <= after


def moved(line: Line, by: float) -> Line:
    """The line so many points to the right."""
    if not by:
        return line
    return replace(line, x0=line.x0 + by, x1=line.x1 + by, indent=line.indent + by)


def _without_lone_marks(lines: list[Line]) -> list[Line]:
    """Leave out a footnote's raised figure where PDFium gives it as a run of its own."""
    return [
        line
        for index, line in enumerate(lines)
        if not LONE_MARK.match(line.text)
        or not any(_is_raised(line, beside) for beside in lines[max(0, index - 1) : index + 2])
    ]


def _is_raised(mark: Line, beside: Line) -> bool:
    near = abs(mark.x0 - beside.x1) < 6 or abs(beside.x0 - mark.x1) < 6
    return (
        near
        and mark.size < RAISED_SIZE * beside.size
        and 0.1 < (mark.y - beside.y) / beside.size < 0.7
    )


def _joined(before: Line, after: Line) -> Line | None:
    """Two runs on one baseline with no more than a word's gap, as one line; else None."""
    gap = after.x0 - before.x1
    near = -1 <= gap <= WIDE_GAP * before.size or (gap >= -1 and MARKER.match(before.text))
    if before.tight or not near or abs(before.y - after.y) > 0.25 * before.size:
        return None
    return replace(
        before,
        text=f"{before.text}{'' if gap < 0.12 * before.size else ' '}{after.text}",
        x1=after.x1,
        size=max(before.size, after.size),
        bold=before.bold and after.bold,
        tight=after.tight,
        indent=after.x0 if MARKER.match(before.text) else before.indent,
    )


def _goes_back(before: Line, after: Line) -> bool:
    """Whether the later line stands above the earlier one in the same column."""
    overlap = min(before.x1, after.x1) - max(before.x0, after.x0)
    return after.y > before.y + 0.5 * before.size and overlap > 0
