"""What a page prints that is not its text: running heads, page numbers and footnotes."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, cached_property

from inspections.reports.reader.cleaning import LIGATURES
from inspections.reports.reader.lines import Line, begins_column
from inspections.reports.reader.opening import Document
from inspections.reports.reader.pages import Page

SAMPLE = 3, 8  # pages, at least and at most, that show what size of letters a document is set in
ENOUGH = 4_000  # characters in one size: more than a cover, contents and small print have
EDGE = 0.12  # of the page's height, at the top and at the bottom, where running heads stand
NUMBER_EDGE = 0.085  # likewise, where a page number stands
PAGE_NUMBER = re.compile(r"^(page\s+)?\d{1,3}(\s+of\s+\d{1,3})?$", re.IGNORECASE)
NUMERAL = re.compile(r"\d+")
SAME_PLACE = 4  # points
STRUCK = 0.12, 0.6  # times the size, above the baseline: where a line goes through words
FOOTNOTE_SIZE = 0.9  # of the letters that the page is set in


class Body:
    """The text proper of a document, page by page."""

    def __init__(self, document: Document):
        self._document = document
        self.page_count = document.page_count
        self.lines = cache(self._lines)
        self.sides = document.sides

    @cached_property
    def size(self) -> float:
        """The size of the letters that most of the document is set in, in points."""
        sizes = Counter()
        least, most = SAMPLE
        for number in range(1, min(most, self.page_count) + 1):
            if number > least and max(sizes.values(), default=0) >= ENOUGH:
                break
            for line in self._document.page(number).lines:
                sizes[round(line.size, 1)] += len(line.text)
        return max(sizes, key=sizes.get, default=0.0)

    def rules(self, number: int) -> tuple[float, ...]:
        """The heights, from the top, of lines drawn across the page, such as a table's.

        Those at the edge that another page has too belong to its furniture.
        """
        page = self._document.page(number)
        other = self._document.rules(number - 1 if number > 1 else min(2, self.page_count))
        return tuple(
            height
            for height in self._document.rules(number)
            if EDGE < height / page.height < 1 - EDGE or height not in other
        )

    def in_columns(self, lines: Sequence[Line], column: float) -> list[Line]:
        """The lines of a table of two columns, those that run over both as two: where the second
        column starts, little space may part the cells.
        """
        return [cell for line in lines for cell in self._cells(line, column)]

    def _cells(self, line: Line, column: float) -> list[Line]:
        if not begins_column(line.x0, line.x1 - line.size, column):
            return [line]
        level = [
            plain(other)
            for other in self._document.page(line.page, column).lines
            if other.y == line.y and line.x0 <= other.x0 and other.x1 <= line.x1
        ]
        return level or [line]

    def lacks_text(self, number: int) -> bool:
        """Whether the page shows something, but no text: a blank page lacks none."""
        return not self.lines(number) and self._document.is_pictured(number)

    def has_unseen(self, number: int) -> bool:
        """Whether the page holds words that nobody sees on it."""
        return bool(self._document.page(number).unseen)

    def lacks_words(self, line: Line) -> bool:
        """Whether words at the height of a line are not seen on the page."""
        heights = self._document.page(line.page).unseen
        return any(abs(height - line.y) < SAME_PLACE for height in heights)

    def is_struck(self, line: Line) -> bool:
        """Whether something is drawn through words of the line: not below them, as an underline."""
        low, high = line.y + STRUCK[0] * line.size, line.y + STRUCK[1] * line.size
        return any(
            low < strike.y < high and min(strike.right, line.x1) - max(strike.left, line.x0) > 5
            for strike in self._document.strikes(line.page)
        )

    def _lines(self, number: int) -> tuple[Line, ...]:
        page = self._document.page(number)
        beside = self._neighbours(number)
        kept = [
            plain(line)
            for line in page.lines
            if not (_is_furniture(line, page, beside) or self._is_small_head(line, page))
        ]
        return tuple(_without_footnotes(kept, self.size))

    def foot(self, number: int) -> tuple[Line, ...]:
        """What stands in smaller letters at the foot of a page: notes, or the facts of a cover."""
        page = self._document.page(number)
        held = set(self.lines(number))
        return tuple(
            line
            for line in map(plain, page.lines)
            if line not in held and not _is_page_number(line, page)
        )

    def _is_small_head(self, line: Line, page: Page) -> bool:
        """Whether a line in small letters stands above the text, on another page than the first."""
        at_top = page.number > 1 and line.y / page.height > 1 - NUMBER_EDGE
        return at_top and line.size < FOOTNOTE_SIZE * self.size

    def _neighbours(self, number: int) -> list[Page]:
        """The pages next to this one: what stands on both in one place is furniture."""
        wanted = (number - 1, number + 1) if number > 2 else (number + 1, number + 2)
        return [self._document.page(each) for each in wanted if 1 <= each <= self.page_count]


def printed_number(page: Page) -> int | None:
    """The number that the page bears at its head or foot."""
    for line in page.lines:
        if _is_page_number(line, page):
            return int(NUMERAL.search(line.text).group())
    return None


def _is_page_number(line: Line, page: Page) -> bool:
    at_edge = not NUMBER_EDGE < line.y / page.height < 1 - NUMBER_EDGE
    return at_edge and bool(PAGE_NUMBER.match(line.text))


def plain(line: Line) -> Line:
    """The line in plain letters: rules compare words, and a word may be set with a ligature."""
    text = line.text.translate(LIGATURES)
    return line if text == line.text else replace(line, text=text)


def _is_furniture(line: Line, page: Page, beside: list[Page]) -> bool:
    height = line.y / page.height
    if EDGE < height < 1 - EDGE:
        return False
    if _is_page_number(line, page):
        return True
    folded = _folded(line.text)
    return any(
        abs(other.y - line.y) < SAME_PLACE and _folded(other.text) == folded
        for neighbour in beside
        for other in neighbour.lines
    )


def _folded(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", "", text)).casefold()


def _without_footnotes(lines: list[Line], size: float) -> list[Line]:
    """Leave out the block of smaller letters at the foot of the page."""
    full = [line.y for line in lines if line.size >= FOOTNOTE_SIZE * size]
    foot = min(full, default=0)
    return [line for line in lines if line.size >= FOOTNOTE_SIZE * size or line.y > foot]
