"""The entries of a list: numbered, lettered or bulleted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from inspections.reports.reader.cleaning import Vocabulary, clean
from inspections.reports.reader.headings import OTHERS, TIMESCALE, is_about_strengths
from inspections.reports.reader.lines import Line, moved
from inspections.reports.reader.markers import (
    MARGINS_DIFFER,
    SAME_COLUMN,
    SENTENCE_END,
    Marker,
    marker_of,
    runs_on,
)
from inspections.reports.reader.preambles import is_time, without_preambles

CLOSE = 1.5  # times the size: lines this near are of one paragraph
SMALL_HEADING = 70  # characters in a heading within a list, at most
BARE = re.compile(r"^(\d{1,3}) (?=[A-Z])")


@dataclass(slots=True)
class Item:
    """One entry: its printed number, its lines, and why its limits are in doubt, if they are."""

    reference: str
    lines: list[Line]
    under: str = ""  # the small heading above it within the list
    doubt: str = ""
    bodies: list[Line] = field(default_factory=list)  # the cell beside it, in a table

    @property
    def page(self) -> int:
        return self.lines[0].page

    def text(self, vocabulary: Vocabulary) -> str:
        """The entry's words: bullets within it on lines of their own, without their marks."""
        first, *rest = self.lines
        opening = marker_of(first)
        pieces = [clean(first.text[opening.length :] if opening else first.text)]
        before = first
        for line in rest:
            bullet = _inner_bullet(line, before, first)
            words = clean(line.text[bullet.length :] if bullet else line.text)
            returns = len(pieces) > 1 and abs(line.x0 - first.indent) < SAME_COLUMN / 2
            if bullet or (returns and not runs_on(pieces[-1], words)):
                pieces.append(words)
            else:
                pieces[-1] = vocabulary.join(pieces[-1], words, tight=before.tight)
            before = line
        return "\n".join(pieces)


def _inner_bullet(line: Line, before: Line, first: Line) -> Marker | None:
    """A bullet within an entry. A dash in the column of the text may only be a dash."""
    marker = marker_of(line)
    if marker is None or marker.kind != "bullet":
        return None
    set_off = line.indent > line.x0 + 1.1 * line.size or line.x0 > first.indent + 4
    return None if marker.weak and not set_off and not before.text.endswith(":") else marker


def read_list(lines: Sequence[Line], *, themed: bool = False) -> list[Item]:
    """The entries of a list, each opened by a number or bullet in the list's own column.

    Deeper bullets belong to their entry. What stands before the first entry, and unmarked text in
    the column of the markers after the last, is not part of the list. `themed`: small headings may
    divide a list of bullets.
    """
    lines = without_preambles(lines)
    marked = [(index, marker) for index, line in enumerate(lines) if (marker := marker_of(line))]
    if not marked:
        return []
    first, home = next(((index, marker) for index, marker in marked if not marker.weak), marked[0])
    lines = _aligned(lines, lines[first], home.kind)
    start = lines[first]
    if home.kind == "number":
        lines = [*lines[:first], *_with_stops(lines[first:])]
    hanging = _is_hanging(lines[first:], start)
    items: list[Item] = []
    strays = [line for line in lines[max(0, first - 1) : first] if _is_small_heading(line)]
    theme = strays[0] if strays else None
    for line, following in zip(lines[first:], [*lines[first + 1 :], None], strict=True):
        if items and strays and _begins_another(strays[0], home.kind):
            break
        marker = marker_of(line)
        in_column = abs(line.x0 - start.x0) < SAME_COLUMN
        alike = marker is not None and marker.kind == home.kind
        if alike and in_column and _is_next(marker, items):
            items.append(_opened(marker, line, strays, items, themed=themed, theme=theme))
            strays = []
        elif alike and not strays and _is_set_in(marker, line, items):
            items.append(_opened(marker, line, [], items, themed=themed))
            items[-1].doubt = f"Number {marker.value} does not stand below the others."
        elif strays or not items or (is_time(line) and following and marker_of(following)):
            strays.append(line)
        elif _belongs(line, items[-1].lines[-1], start, hanging=hanging):
            items[-1].lines.append(line)
        else:
            strays.append(line)
    return items


def _begins_another(stray: Line, kind: str) -> bool:
    """Whether a line between two entries is the heading of another list, as one of strengths."""
    words = clean(stray.text)
    return bool(kind == "bullet" and OTHERS.search(words) or is_about_strengths(words))


def _aligned(lines: Sequence[Line], start: Line, kind: str) -> list[Line]:
    """The lines with each page's markers moved under those of the first: margins may differ."""
    columns: dict[int, float] = {}
    for line in lines:
        marker = marker_of(line)
        if marker and marker.kind == kind and abs(line.x0 - start.x0) < MARGINS_DIFFER:
            columns[line.page] = min(columns.get(line.page, line.x0), line.x0)
    return [moved(line, start.x0 - columns.get(line.page, start.x0)) for line in lines]


def _is_next(marker: Marker, items: list[Item]) -> bool:
    """A number that breaks the order within a sentence is a number of that sentence.

    The number 1 begins anew, below a small heading.
    """
    if marker.kind != "number" or not items or marker.value == "1":
        return True
    in_order = int(marker.value) == int(items[-1].reference) + 1
    return in_order or items[-1].lines[-1].text.endswith(SENTENCE_END)


def _is_set_in(marker: Marker, line: Line, items: list[Item]) -> bool:
    """Whether a number out of the list's column is its next one, not that of a list within."""
    if marker.kind != "number" or not items or not items[-1].lines[-1].text.endswith(SENTENCE_END):
        return False
    within = any(known.kind == "number" for known in map(marker_of, items[-1].lines[1:]) if known)
    return not within and int(marker.value) == int(items[-1].reference) + 1


def _with_stops(lines: Sequence[Line]) -> list[Line]:
    """The lines of a numbered list, with the stop that one of its numbers may lack."""
    made: list[Line] = []
    last = None
    for line in lines:
        marker = marker_of(line)
        if marker and marker.kind == "number":
            last = int(marker.value)
        elif (bare := BARE.match(line.text)) and int(bare[1]) - 1 == last:
            ended = made[-1].text.endswith(SENTENCE_END)
            if ended and abs(line.x0 - lines[0].x0) < SAME_COLUMN:
                line = replace(line, text=f"{bare[1]}. {line.text[bare.end() :]}")
                last += 1
        made.append(line)
    return made


def _is_small_heading(line: Line) -> bool:
    return len(line.text) < SMALL_HEADING and not line.text.endswith(SENTENCE_END)


def _is_hanging(lines: Sequence[Line], start: Line) -> bool:
    """Whether an entry's second line stands under the first one's words, not under its mark."""
    return start.indent > start.x0 + 4 and any(
        not marker_of(line) and abs(line.x0 - start.indent) < SAME_COLUMN for line in lines
    )


def _belongs(line: Line, before: Line, start: Line, *, hanging: bool) -> bool:
    """Whether an unmarked or deeper line continues the entry that the line before is part of."""
    if line.page == before.page and abs(line.y - before.y) < 0.4 * line.size:
        return True
    if hanging:
        return line.x0 > (start.x0 + start.indent) / 2
    close = line.page == before.page and 0 < before.y - line.y < CLOSE * line.size
    deeper = line.x0 > start.x0 + SAME_COLUMN / 2
    return deeper or (line.x0 > 0 and (close or runs_on(before.text, line.text)))


def _opened(
    marker: Marker,
    line: Line,
    strays: list[Line],
    items: list[Item],
    *,
    themed: bool,
    theme: Line | None = None,
) -> Item:
    """The entry that a line opens. `theme`: the small heading above the first entry, if any."""
    item = Item(reference=marker.value if marker.kind == "number" else "", lines=[line])
    if strays:
        item.under = " ".join(clean(stray.text) for stray in strays)
        small = themed and len(strays) == 1 and _is_small_heading(strays[0])
        small = small or (len(strays) == 1 and _is_set_like(strays[0], theme, line))
        may_end = not small and _may_end_the_list(marker, strays)
        small_letter = item.under[:1].islower()  # it may be the end of the entry above
        if items and (small_letter or item.under.endswith(SENTENCE_END) or may_end):
            item.doubt = f"“{item.under}” stands before it: it may belong to another list."
    elif items:
        item.under = items[-1].under
    begins_anew = themed and strays and item.reference == "1"
    is_next = not (items and item.reference) or int(item.reference) == int(items[-1].reference) + 1
    if not (is_next or begins_anew):
        item.doubt = f"Number {item.reference} follows number {items[-1].reference}."
    return item


def _is_set_like(stray: Line, theme: Line | None, entry: Line) -> bool:
    """Whether a line is set as the small heading above the first entry is, and not as entries."""
    if theme is None or (theme.size, theme.bold) == (entry.size, entry.bold):
        return False
    return abs(stray.size - theme.size) < 0.1 and stray.bold == theme.bold


def _may_end_the_list(marker: Marker, strays: Sequence[Line]) -> bool:
    """Numbers run on across small headings; bullets do not show whether their list does."""
    styled = strays[0].x0 == 0  # a heading by its size, put here by `recommendations`
    return marker.kind == "bullet" and not styled and not TIMESCALE.match(strays[0].text)
