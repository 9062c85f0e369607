"""A report's headings, and the lines below each."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.furniture import Body
from inspections.reports.reader.headings import is_opener, stands_alone
from inspections.reports.reader.lines import Line, by_rows
from inspections.reports.reader.markers import SENTENCE_END

LARGER = 1.08  # times the letters of the page: a heading even when it is not bold
LONGEST = 160  # characters in a line of a heading
NUMBER_ALONE = re.compile(r"^\d{1,3}$")
TITLE_AND_PAGE = re.compile(r"^(?P<title>\D.*?)(?<![\s.…])[\s.…]+(?P<page>\d{1,3})$")
CONTENTS = re.compile(r"^(?:table of )?contents$", re.IGNORECASE)
CONTENTS_ENTRIES = 4  # at least so many lines that end in a page number make a contents page
SPACED = 1.45  # times the size: heading lines further apart are two headings


@dataclass(frozen=True, slots=True)
class Section:
    """A heading as printed, in one cell or several, and the lines up to the next heading."""

    cells: tuple[Line, ...]
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        return clean(" ".join(cell.text for cell in self.cells))

    @property
    def size(self) -> float:
        return max((cell.size for cell in self.cells), default=0.0)

    @property
    def page(self) -> int:
        return (self.cells or self.lines)[0].page


def read_sections(
    body: Body, numbers: Iterable[int], *, without: Set[Line] = frozenset()
) -> Iterator[Section]:
    """The sections on these pages, in order; pages of contents are passed over."""
    cells: list[Line] = []
    lines: list[Line] = []
    for number in numbers:
        if contents_entries(body, number):
            continue
        for line in body.lines(number):
            if line in without:
                continue
            if not is_heading(line, body.size) or (lines and _goes_on(lines[-1], line)):
                lines.append(line)
                continue
            if cells and not lines and (joined := _stacked(cells[-1], line)):
                cells[-1] = joined
                continue
            if cells and not lines and _beside(cells[-1], line):
                cells.append(line)
                continue
            if cells or lines:
                yield Section(tuple(cells), tuple(lines))
            cells, lines = [line], []
    if cells or lines:
        yield Section(tuple(cells), tuple(lines))


def contents_entries(body: Body, number: int) -> list[tuple[str, int]]:
    """The titles and page numbers of a page of contents; empty for any other page."""
    entries, title = [], ""
    for line in by_rows(body.lines(number)):
        if NUMBER_ALONE.match(line.text) and title:
            entries.append((title, int(line.text)))
            title = ""
        elif found := TITLE_AND_PAGE.match(line.text):
            entries.append((f"{title} {found['title']}".strip(), int(found["page"])))
            title = ""
        else:
            title = f"{title} {clean(line.text)}".strip() if len(title) < LONGEST else ""
    if len(entries) * 3 <= len(body.lines(number)):
        return []
    is_headed = any(CONTENTS.match(clean(line.text)) for line in body.lines(number))
    disorder = sum(page > later for (_, page), (_, later) in pairwise(entries))
    if is_headed:  # a number may be wrong
        is_contents = len(entries) >= 2
    else:
        in_file = bool(entries) and entries[-1][1] <= body.page_count + 1
        is_contents = in_file and len(entries) >= CONTENTS_ENTRIES and disorder <= 1
    return entries if is_contents else []


def is_heading(line: Line, body_size: float) -> bool:
    if len(line.text) > LONGEST or not re.search(r"[^\W\d]{3}", line.text):
        return False
    if line.size > LARGER * body_size or stands_alone(line.text):
        return True
    is_entry = line.indent > line.x0  # a number or bullet opens it: bold, but of a list
    return line.bold and line.size > 0.95 * body_size and not is_entry


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line that is set as a heading is a part of the entry or sentence above it."""
    return _ends_bold_entry(before, line) or _changes_font(before, line)


def _changes_font(before: Line, line: Line) -> bool:
    """Whether only the font changes in the middle of a sentence."""
    near = before.page == line.page and 0 < before.y - line.y < SPACED * line.size
    alike = abs(before.size - line.size) < 0.2 * line.size and not stands_alone(line.text)
    under = min(abs(line.x0 - before.x0), abs(line.x0 - before.indent)) < 3
    unended = not before.text.endswith((*SENTENCE_END, ":"))
    return near and alike and under and unended and line.text[:1].islower()


def _ends_bold_entry(before: Line, line: Line) -> bool:
    """Whether a bold line goes on with an entry of a list that is bold, under its words."""
    alike = before.bold and line.bold and abs(before.size - line.size) < 0.5
    under = before.page == line.page and 0 < before.y - line.y < SPACED * line.size
    return alike and under and abs(line.x0 - before.indent) < 3


def _stacked(above: Line, line: Line) -> Line | None:
    """A heading that runs over two lines, as one; else None."""
    if stands_alone(line.text):
        return None
    drop = above.y - line.y
    if abs(above.size - line.size) > 0.5 or above.page != line.page:
        return None
    if not 0.5 * line.size < drop < SPACED * line.size or abs(above.x0 - line.x0) > 30:
        return None
    if is_opener(above.text) and line.text[:1].isupper():
        return None  # a small heading below that of a list
    return replace(above, text=f"{above.text} {clean(line.text)}", y=line.y)


def _beside(cell: Line, line: Line) -> bool:
    return cell.page == line.page and abs(cell.y - line.y) < 0.5 * line.size
