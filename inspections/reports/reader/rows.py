"""The rows of a table, and paragraphs that nothing but space or line ends set apart."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from inspections.reports.reader.items import Item, read_list
from inspections.reports.reader.lines import Line, moved
from inspections.reports.reader.markers import MARGINS_DIFFER, SAME_COLUMN, marker_of, runs_on

LETTER_WIDTH = 0.45  # times the size
UNFINISHED_NAME = re.compile(  # of a body, at the end of a page
    r"(?:\b(?:and|of|the|for|with|in|upon)|[,&/-]|\bNHS(?: [\w’'-]+){0,3}(?<!ICB)(?<!Trust))$"
)
FULL_PAGE = "The row above ends with a full line at the end of a page: it may go on."
PARAGRAPHS = "Rows here hold several paragraphs: this may be one of the row on the page before."


def read_rows(lines: Sequence[Line], rules: dict[int, tuple[float, ...]]) -> list[Item]:
    """The rows of a one-column table, or paragraphs set apart by space where nothing is ruled.

    `rules` gives for each page the heights of the lines drawn across it.
    """
    pitch = usual_pitch(lines)
    right = max((line.x1 for line in lines), default=0.0)
    items: list[Item] = []
    for line in lines:
        before = items[-1].lines[-1] if items else None
        if before and not _is_apart(before, line, rules, pitch, right):
            items[-1].lines.append(line)
            continue
        items.append(Item("", [line]))
        if before and before.page != line.page and _fills_its_line(before, line, right):
            items[-1].doubt = FULL_PAGE
    if any(_holds_paragraphs(item.lines) for item in items):
        for above, item in pairwise(items):
            if above.lines[-1].page != item.page:
                item.doubt = item.doubt or PARAGRAPHS
    return [entry for item in items for entry in _opened_up(item)]


def _opened_up(item: Item) -> list[Item]:
    """A row that is nothing but a list of bullets is several entries; else the row is one."""
    if not marker_of(item.lines[0]):
        return [item]
    return read_list(item.lines)


def usual_pitch(lines: Iterable[Line]) -> float:
    """The usual distance from one line to the next, in points."""
    steps = Counter()
    before = None
    for line in lines:
        if before is not None and before.page == line.page and before.y > line.y:
            steps[round(before.y - line.y, 1)] += 1
        before = line
    return steps.most_common(1)[0][0] if steps else 0.0


def _is_apart(before: Line, line: Line, rules, pitch: float, right: float) -> bool:
    """Whether a new row starts at `line`. A row may go on over the page: its words tell.

    Where nothing is ruled, a line that is not full ends a row.
    """
    if before.page == line.page and rules.get(line.page):
        return any(line.y + 0.3 * line.size < rule < before.y for rule in rules[line.page])
    if before.page == line.page and before.y - line.y < 1.1 * pitch:
        starts = line.text[:1].isupper() and not _fills_its_line(before, line, right)
        return starts and not rules
    return not (marker_of(line) or runs_on(before.text, line.text))


def _holds_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether a line of a row begins a sentence, below one that ends early, on the same page."""
    right = max(line.x1 for line in lines)
    return any(
        before.page == line.page
        and not (marker_of(line) or runs_on(before.text, line.text))
        and not _fills_its_line(before, line, right)
        for before, line in pairwise(lines)
    )


def has_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether more space than usual parts sentences among these lines."""
    pitch = usual_pitch(lines)
    return any(
        before.page == line.page
        and before.y - line.y > 1.2 * pitch
        and not (marker_of(line) or runs_on(before.text, line.text))
        for before, line in pairwise(lines)
    )


def starts_within(lines: Sequence[Line]) -> bool:
    """Whether a line among these begins with a capital after one that is not full."""
    right = max((line.x1 for line in lines), default=0.0)
    return any(
        line.text[:1].isupper() and not _fills_its_line(before, line, right)
        for before, line in pairwise(lines)
    )


def _fills_its_line(before: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would not have fitted at the end of the line before."""
    word = line.text.split()[0]
    return before.x1 + (len(word) + 1) * LETTER_WIDTH * line.size > right


def read_pairs(
    lines: Sequence[Line], rules, split: float, *, bodies_first: bool = True
) -> list[Item]:
    """The rows of a table of what is to be done and who is responsible for it.

    `split` is where the second column starts, in points from the left edge; `bodies_first` says
    that the first one names who is responsible.
    """
    items: list[Item] = []
    for line in _under_one_another(lines):
        first = line.x0 < split - SAME_COLUMN
        if not items or _opens_pair(items[-1], line, rules, first=first):
            items.append(Item("", []))
        (items[-1].bodies if first == bodies_first else items[-1].lines).append(line)
    return [item for item in items if item.lines]


def _under_one_another(lines: Sequence[Line]) -> list[Line]:
    """The lines with each page's left edge moved under that of the first: margins may differ."""
    edges: dict[int, float] = {}
    for line in lines:
        edges[line.page] = min(edges.get(line.page, line.x0), line.x0)
    home = edges[lines[0].page] if lines else 0.0
    moves = {page: home - edge for page, edge in edges.items() if abs(home - edge) < MARGINS_DIFFER}
    return [moved(line, moves.get(line.page, 0.0)) for line in lines]


def _opens_pair(item: Item, line: Line, rules, *, first: bool) -> bool:
    """Whether the line, in the first column or not, opens a new row below `item`."""
    held = [*item.bodies, *item.lines]
    before = held[-1]
    if before.page != line.page:
        cut = bool(item.bodies) and UNFINISHED_NAME.search(item.bodies[-1].text)
        return first and not cut and not runs_on(before.text, line.text.capitalize())
    if ruled := rules.get(line.page):
        top = max(each.y for each in held if each.page == line.page)
        return any(line.y + 0.3 * line.size < rule < top for rule in ruled)
    return first and bool(item.lines) and bool(item.bodies)
