"""Which sections of a report are its recommendations, and what each section holds."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.gaps import announces, doubt_beginnings, doubt_paragraphs, left_out
from inspections.reports.reader.headings import (
    OTHERS,
    TIMESCALE,
    is_about_board,
    is_aside,
    is_board,
    is_standard,
    opener,
)
from inspections.reports.reader.items import Item, read_list
from inspections.reports.reader.lines import Line
from inspections.reports.reader.markers import (
    SENTENCE_END,
    counts_on,
    goes_on,
    in_column,
    marker_of,
    opens_like,
    unmarked,
)
from inspections.reports.reader.nothing import says_none
from inspections.reports.reader.preambles import is_number
from inspections.reports.reader.rows import has_paragraphs, read_pairs, read_rows, starts_within
from inspections.reports.reader.sections import Section

RESPONSIBLE = re.compile(r"^responsible (?:body|bodies|partners?)", re.IGNORECASE)
TABLE_EDGE = 25  # points from the first and last line of a table to its frame, at most
LONGEST_SECTION = 160  # characters
LEAD_IN = 100  # characters
ROOM = 60  # points at the end of a line, in which most words have room
WORD = re.compile(r"\w")
FULL_STOP = re.compile(r"[.;!?](?:\s|$)")
GOES_ON = "Entries like those above stand below “{}” too: they may belong to the list."
MISSING = "Number {} follows number {}: a page may be missing."
EMPTY = "Below the heading “{}”, no entries were found."
UNRULED = "No line is drawn between its paragraphs: each may be an entry of its own."
UNKNOWN_END = "The list ends at the heading “{}”: what stands below it may be a part of the list."
UNMARKED = "No number, bullet or line marks where this entry begins: only the space above it does."


@dataclass(slots=True)
class Region:
    """A heading that opens recommendations, and the lines that belong under it."""

    section: str
    kind: str
    page: int
    size: float
    is_boards: bool  # stands in the part of the report about the safeguarding board
    goes_on: bool = False  # it stands right below the list before it
    split: float | None = None  # where the second column starts, in a table of who does what
    is_themed: bool = False  # small headings may divide its list
    bodies_first: bool = True  # in such a table: who is responsible stands on the left
    lines: list[Line] = field(default_factory=list)
    doubts: list[tuple[int, str]] = field(default_factory=list)  # page and reason


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry and the region it stands in."""

    item: Item
    region: Region
    timescale: str
    fills_line: bool  # its last line is as long as one that goes on

    @property
    def section(self) -> str:
        """The heading of its list, and the small one within the list that it stands under."""
        unclear = self.timescale or self.item.doubt
        theme = "" if unclear else self.item.under.rstrip(" :.")
        whole = f"{self.region.section}: {theme}"
        return whole if theme and len(whole) <= LONGEST_SECTION else self.region.section

    @property
    def is_boards(self) -> bool:
        """Whether it is for the safeguarding board: by the part of the report, or its theme."""
        return self.region.is_boards or is_board(self.item.under)


def find_regions(sections: Iterable[Section], *, themes: bool) -> list[Region]:
    """The regions of these sections. `themes`: headings of the same size may divide a list."""
    regions: list[Region] = []
    current: Region | None = None
    sections = list(sections)
    boards_part = _boards_part(sections)
    boards = False
    for section in sections:
        boards = boards or section is boards_part
        opened = _region(section, is_boards=boards)
        if opened:
            if current and _goes_on(current, opened):
                if opened.split is not None:
                    current.split, current.bodies_first = opened.split, opened.bodies_first
                current.lines.extend(section.lines)
                continue
            if current:  # a part of the list above it: what ends that, ends this
                opened.size = max(opened.size, current.size)
                opened.goes_on = True
            current = opened
            current.is_themed = themes
            regions.append(current)
        elif current and is_aside(section.heading):
            _step_over(section, current)
        elif current and _is_within(section, current, themes=themes):
            current.lines.extend(replace(cell, x0=0.0, indent=0.0) for cell in section.cells)
            current.lines.extend(in_column(current.lines, section.lines))
        else:
            if current and not current.lines:
                current.doubts.append((current.page, EMPTY.format(current.section)))
            elif current and not themes and _may_go_on(section, current):
                current.doubts.append((section.page, GOES_ON.format(section.heading)))
            elif current and themes and section.lines and not _ends(section, current):
                current.doubts.append((section.page, UNKNOWN_END.format(section.heading)))
            current = None
    _forgive_repeats(regions)
    return regions


def _boards_part(sections: Sequence[Section]) -> Section | None:
    """Where the part about the safeguarding board begins: at a heading that names it and is as
    large as those of lists; if none is, at the first between lists that says no more.
    """
    named = [each for each in sections if is_about_board(each.heading)]
    lists = [each for each in sections if _opens(each)]
    size = max((each.size for each in lists), default=0.0)
    large = next((each for each in named if each.size > size - 0.5), None)
    if large or not lists:
        return large
    between = sections[sections.index(lists[0]) : sections.index(lists[-1])]
    return next((each for each in between if is_board(each.heading)), None)


def _forgive_repeats(regions: Sequence[Region]) -> None:
    """No entries below a heading is no fault where it stands again above some, as in contents."""
    named = {(region.is_boards, region.section.casefold()) for region in regions if region.lines}
    for region in regions:
        if not region.lines and (region.is_boards, region.section.casefold()) in named:
            region.doubts.clear()


def _opens(section: Section) -> bool:
    return any(opener(cell.text) for cell in section.cells)


def _region(section: Section, *, is_boards: bool) -> Region | None:
    for cell in section.cells:
        kind = opener(cell.text)
        if kind:
            beside = [other.x0 for other in section.cells if RESPONSIBLE.match(other.text)]
            return Region(
                section=re.sub(r"(?<=[a-z?:])\d$", "", clean(cell.text)).rstrip(" :."),
                kind=kind,
                page=cell.page,
                size=cell.size,
                is_boards=is_boards,
                split=max(cell.x0, *beside) if beside else None,
                bodies_first=not beside or beside[0] < cell.x0,
                lines=list(section.lines),
            )
    return None


def _goes_on(current: Region, opened: Region) -> bool:
    """Whether a heading repeats the one above it: as the head of a table, or on its next page."""
    same = current.kind == opened.kind and current.section.casefold() == opened.section.casefold()
    repeated_head = opened.size < current.size - 0.5 or (
        opened.page > current.page and current.split is not None
    )
    return same and (not current.lines or repeated_head)


def _step_over(aside: Section, current: Region) -> None:
    """Go on with the list below a box that stands among its entries, and say so."""
    below = next(
        (index for index, line in enumerate(aside.lines) if opens_like(current.lines, line)), None
    )
    if below is not None:
        why = f"The list goes on below “{aside.heading}”: where that ends is not marked."
        current.doubts.append((aside.lines[below].page, why))
        current.lines.extend(aside.lines[below:])
    elif current.lines and not current.lines[-1].text.endswith(SENTENCE_END):
        why = f"The last entry above “{aside.heading}” ends without a full stop: it may go on."
        current.doubts.append((aside.page, why))


def _is_within(section: Section, current: Region, *, themes: bool) -> bool:
    if not section.cells:
        return True
    if is_standard(section.heading) and not RESPONSIBLE.match(section.heading):
        return False
    if section.size < current.size - 0.5 or TIMESCALE.match(section.heading):
        return True
    if _ends(section, current):
        return False
    first = section.lines[:1]
    if not current.lines and any(opens_like((), line) for line in first):
        return True  # it stands between the list's heading and the first entry
    if themes:
        below = in_column(current.lines, section.lines)
        listed = any(opens_like(current.lines, line) for line in below)
        return listed or _is_in_paragraphs(current.lines)
    return goes_on(current.lines, section.lines)


def _may_go_on(section: Section, current: Region) -> bool:
    """Whether entries like the list's stand below a heading that may only divide it."""
    if is_standard(section.heading) or OTHERS.search(section.heading):
        return False
    first = section.lines[:1]
    if any(opens_like(current.lines, line) and not is_number(line) for line in first):
        return True
    larger = section.size > current.size + 0.5
    return (goes_on if larger else counts_on)(current.lines, section.lines)


def _ends(section: Section, current: Region) -> bool:
    """Whether a heading is surely none of those that divide a list."""
    words = section.heading
    larger = section.size > current.size + 0.5
    return larger or is_standard(words) or bool(OTHERS.search(words))


def _is_in_paragraphs(lines: Sequence[Line]) -> bool:
    """Whether a list is so far nothing, or small headings with unmarked paragraphs below them."""
    return not lines or (lines[0].x0 == 0 and not any(map(marker_of, lines)))


def entries(region: Region, rules: dict[int, tuple[float, ...]]) -> list[Entry]:
    """The entries of a region, those that only say "there are none" left out."""
    rules = {page: _near(heights, region, page) for page, heights in rules.items()}
    if region.split is not None:
        items = read_pairs(region.lines, rules, region.split, bodies_first=region.bodies_first)
    elif any(rules.values()):
        items = read_rows(_in_table(region.lines, rules), rules)
        if len(items) == 1 and has_paragraphs(items[0].lines):
            items[0].doubt = items[0].doubt or UNRULED
    else:
        items = read_list(region.lines, themed=region.is_themed)
        doubt_paragraphs(items)
        if gap := left_out(region.lines, items):
            region.doubts.append(gap)
        _keep_lead_in(region.lines, items)
        items = items or _unmarked(region.lines, themed=region.is_themed)
    doubt_beginnings(items)
    right = max((line.x1 for line in region.lines), default=0.0)
    return [
        Entry(item, region, timescale(item), item.lines[-1].x1 > right - ROOM)
        for item in items
        if not (says_none(_words(item)) or _is_bare(item))
    ]


def _keep_lead_in(lines: Sequence[Line], items: Sequence[Item]) -> None:
    """Keep the words that announce a list, such as "The council should:", with its entries."""
    if not items:
        return
    first = items[0].lines[0]
    start = next(
        (at for at, line in enumerate(lines) if (line.page, line.y) == (first.page, first.y)), 0
    )
    words = clean(" ".join(line.text for line in lines[:start] if line.x0))
    if words.endswith(":") and len(words) <= LEAD_IN:
        for item in takewhile(lambda item: not item.under or item.under == words, items):
            item.under = words


def doubt_gaps(lists: Iterable[tuple[Region, Sequence[Entry]]]) -> None:
    """Doubt a list whose numbers do not go on where those of the list right above it end."""
    last = 0
    for region, held in lists:
        numbers = [int(entry.item.reference) for entry in held if entry.item.reference]
        if region.goes_on and last and numbers and numbers[0] > last + 1:
            why = MISSING.format(numbers[0], last)
            region.doubts.append((region.page, why))
        last = numbers[-1] if numbers else 0


def _near(heights: Iterable[float], region: Region, page: int) -> tuple[float, ...]:
    """Those of the lines drawn across a page that are among the region's text or at its edge."""
    places = [line.y for line in region.lines if line.page == page]
    top, bottom = max(places) + TABLE_EDGE, min(places) - TABLE_EDGE
    return tuple(height for height in heights if bottom < height < top)


def _in_table(lines: Sequence[Line], rules: dict[int, tuple[float, ...]]) -> Sequence[Line]:
    """The lines without those above the table that only announce it."""
    top = (place for place, line in enumerate(lines) if max(rules[line.page], default=0) > line.y)
    above = lines[: next(top, 0)]
    return lines[len(above) :] if announces(above) else lines


def _unmarked(lines: Sequence[Line], *, themed: bool) -> list[Item]:
    """The paragraphs below each small heading; in doubt, as only space sets them apart.

    Where headings may divide the list, it is one of a letter, which has prose in places: there a
    single paragraph whose lines are all full is one entry, of however many sentences.
    """
    items: list[Item] = []
    under = ""
    for is_heading, group in groupby(lines, key=lambda line: line.x0 == 0):
        if is_heading:
            under = clean(" ".join(line.text for line in group))
            continue
        found = read_rows(list(group), {})
        for item in found:
            item.under = under
        items.extend(found)
    unclear = len(items) == 1 and _may_be_other(items[0].lines, themed=themed)
    for item in items if unclear else items[1:]:
        item.doubt = item.doubt or UNMARKED
    return items


def _may_be_other(lines: Sequence[Line], *, themed: bool) -> bool:
    """Whether a row that nothing marks is more than one sentence, one with early line ends, or
    a small heading. Below a theme it is a paragraph.
    """
    if themed:
        return starts_within(lines)
    ends = [line for line in lines[:-1] if FULL_STOP.search(line.text)]
    unended = not lines[-1].text.endswith(SENTENCE_END)
    return unended or bool(ends) or starts_within(lines)


def states_none(regions: Sequence[Region]) -> bool:
    """Whether the report says in words that there are no such entries."""
    return any(
        says_none(
            clean(" ".join([unmarked(line), *(each.text for each in region.lines[at + 1 :][:2])]))
        )
        or says_none(clean(unmarked(line)))
        for region in regions
        for at, line in enumerate(region.lines)
    )


def _is_bare(item: Item) -> bool:
    """Whether a bullet has nothing behind it."""
    return not item.reference and not WORD.search(_words(item))


def _words(item: Item) -> str:
    """An entry's words in one line, for rules that compare them."""
    return clean(" ".join([unmarked(item.lines[0]), *(line.text for line in item.lines[1:])]))


def timescale(item: Item) -> str:
    """The time that the report gives for the entry, where a small heading above it says so."""
    return item.under.rstrip(" :") if TIMESCALE.match(item.under) else ""
