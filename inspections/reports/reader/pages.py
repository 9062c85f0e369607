"""One page of a PDF as lines of text, each with its place, size and weight.

PDFium gives a page as a stream of characters, in the order in which the page was written. That
order is kept: it runs down one column, or one cell of a table, before the next. Only where it
jumps about within a column are the lines put in order of height.

Places are in points from the bottom left corner; `y` is the line's baseline.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

import pypdfium2
from pypdfium2 import raw

from inspections.reports.reader.drawn import turn
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.lines import (
    MARKER,
    RAISED_SIZE,
    WIDE_GAP,
    Line,
    begins_column,
    in_reading_order,
)
from inspections.reports.reader.seen import unseen

BREAKS = re.compile(r"\r\n|[\r\n]|[\ufffe\x02]")
HYPHEN_BREAKS = "\ufffe\x02"  # how PDFium marks a hyphen at the end of a line
SPACE = re.compile(r"\s(?=\S)")
RAISED = re.compile(r"(?<=[^\W\d_]|[.,;:?!)’”])\d{1,2}(?!\d)|^\d{1,2}(?=\s)")
SAMPLE = 12  # characters that show which way up a page's text is
COUNTED = re.compile(r"(\d{1,4})(?:\s+|$)")
LEAST_COUNTED = 8  # lines of a page whose numbers follow one another
LINE_NUMBER = re.compile(r"(\d{1,4})\s+(?=\S)")
LOOSE = 0.47  # times the size, for each character: wider set than words alone ever are
LEADING_MARKER = re.compile(r"(?:\(?\w{1,3}[.)]|[^\w\s(‘“'\"£]|[oüØ](?=\s))\s*(?=\S)")
TIGHT_ENDS = ("-", "\u2010", "\u2011", "–", "—", "/")
LETTER_ALONE = re.compile(r"[a-zA-Z0-9§¨·]\s")
SYMBOLS = re.compile(rb"(?i)wingding|webding|symbol|dingbat")
BOLD = re.compile(rb"(?i)bold|black|heavy")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its number in the document from 1, its size in points, and its lines as seen."""

    number: int
    width: float
    height: float
    characters: int
    lines: tuple[Line, ...]
    unseen: tuple[float, ...] = ()  # the heights of words that it holds and does not show


def read_page(
    pdf: pypdfium2.PdfDocument,
    number: int,
    max_characters: int,
    *,
    column: float | None = None,
    turned: bool = False,
) -> Page:
    """Read page `number`, counted from 1. Raises Unreadable, pypdfium2.PdfiumError.

    `column` is where the second column of a table starts: what little space parts from it is
    another cell, too. A page whose text is not upright, whichever way the file shows it, is turned
    first, in the document that is open; `turned` says that it was.
    """
    page = pdf[number - 1]
    try:
        textpage = page.get_textpage()
        try:
            quarters = 0 if turned else _quarters(textpage)
            if quarters or (page.get_rotation() and not turned):
                turn(page, quarters)
                return read_page(pdf, number, max_characters, column=column, turned=True)
            characters = raw.FPDFText_CountChars(textpage)
            if characters > max_characters:
                raise Unreadable(
                    f"Page {number} holds {characters:,} characters. A page of a report has "
                    "about 4,000: the file is damaged, or made to be slow."
                )
            read = _Characters(textpage, number, characters, column)
            hidden = read.hide(unseen(page, textpage, read.text))
            lines = list(read.lines())
        finally:
            textpage.close()
        width, height = page.get_size()
    finally:
        page.close()
    in_order = tuple(in_reading_order(lines, height, column))
    return Page(number, width, height, characters, in_order, hidden)


def _line_numbers(runs: Sequence[str]) -> list[int]:
    """How long the number is that each line of the page opens with, where they are counted."""
    found = [COUNTED.match(run) for run in runs]
    numbers = [int(each[1]) for each in found if each]
    steps = Counter(after - before for before, after in pairwise(numbers))
    counted = max(steps[1], steps[5])
    lines = sum(not each or each.end() < len(run) for each, run in zip(found, runs, strict=True))
    if counted < LEAST_COUNTED or counted < 0.6 * lines / (1 if steps[1] >= steps[5] else 5):
        return [0] * len(runs)
    return [each.end() if each else 0 for each in found]


def _quarters(textpage: pypdfium2.PdfTextPage) -> int:
    """By how many quarters of a circle to the right the text must be turned to be upright."""
    count = raw.FPDFText_CountChars(textpage)
    places = range(0, count, max(count // SAMPLE, 1))
    angles = (raw.FPDFText_GetCharAngle(textpage, place) for place in places)
    turns = Counter(round(-angle / (math.pi / 2)) % 4 for angle in angles if angle >= 0)
    return max(turns, key=turns.get, default=0)


class _Characters:
    """The characters of one page, asked one at a time: each question costs a microsecond."""

    def __init__(self, textpage, number: int, count: int, column: float | None):
        self._textpage = textpage.raw
        self._number = number
        self._column = column
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._left, self._right = ctypes.c_double(), ctypes.c_double()
        self._bottom, self._top = ctypes.c_double(), ctypes.c_double()
        self._name, self._flags = ctypes.create_string_buffer(80), ctypes.c_int()
        self._matrix = raw.FS_MATRIX()
        self.text = self._whole_text(count)

    def _whole_text(self, count: int) -> str:
        """The page's text, one character for each of PDFium's."""
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self._textpage, 0, count, buffer)
        text = bytes(buffer)[: count * 2].decode("utf-16-le", "replace")
        if written == count + 1 and len(text) == count:
            return text
        codes = (raw.FPDFText_GetUnicode(self._textpage, index) for index in range(count))
        return "".join(chr(code) if _is_character(code) else "\ufffd" for code in codes)

    def hide(self, places: Set[int]) -> tuple[float, ...]:
        """Take out the characters at these places; the heights at which there were words."""
        if not places:
            return ()
        heights = {self._height(place) for place in places if self.text[place].isalnum()}
        self.text = "".join(
            "\n" if place in places else each for place, each in enumerate(self.text)
        )
        return tuple(sorted(heights))

    def lines(self) -> Iterator[Line]:
        runs = list(self._runs())
        numbered = _line_numbers([self.text[start:stop] for start, stop, _ in runs])
        for (start, stop, hyphen), length in zip(runs, numbered, strict=True):
            yield from self._pieces(start + length, stop, hyphen)

    def _runs(self) -> Iterator[tuple[int, int, str]]:
        """Where each run of characters begins and ends, and the hyphen that it ends in, if any."""
        start = 0
        for end in [*BREAKS.finditer(self.text), None]:
            stop = end.start() if end else len(self.text)
            hyphened = bool(end) and end.group() in HYPHEN_BREAKS
            yield start, stop, "-" if hyphened else ""
            start = end.end() if end else stop

    def _pieces(self, start: int, stop: int, hyphen: str) -> Iterator[Line]:
        """The cells of one run of characters, cut where the gap between words is wide."""
        run = self.text[start:stop]
        tight = bool(hyphen) or run.endswith(TIGHT_ENDS)
        start += len(run) - len(run.lstrip())
        stop = start + len(run.strip())
        if start == stop:
            return
        size = self._size(self._middle(start, stop))
        start = self._after_line_number(start, stop, size)
        loose = self._width(start, stop) > LOOSE * size * (stop - start)
        begin = start
        for found in SPACE.finditer(self.text, start + 1, stop):
            space = found.start()
            if self._is_apart(begin, space, WIDE_GAP * size, loose=loose):
                yield self._line(begin, space)
                begin = space + 1
        yield replace(self._line(begin, stop, hyphen), tight=tight)

    def _after_line_number(self, start: int, stop: int, size: float) -> int:
        """Where the words begin after a small number in the margin, which counts the lines."""
        number = LINE_NUMBER.match(self.text, start, stop)
        if number is None or self._size(start) > RAISED_SIZE * size:
            return start
        return number.end() if self._gap(number.end(1)) > 0.5 * size else start

    def _is_apart(self, begin: int, space: int, wide: float, *, loose: bool) -> bool:
        """Whether another cell begins after a space, in a line begun at `begin`."""
        if self._column is not None:
            before, after = self._origin(begin), self._origin(space + 1)
            if begins_column(before, after, self._column):
                return True
        if not (loose or self._is_made_up(space)) or self._gap(space) <= wide:
            return False
        return not MARKER.match(self.text[begin:space].rstrip())

    def _middle(self, start: int, stop: int) -> int:
        """A character that stands for the run: not a bullet, a raised figure or a space."""
        middle = (start + stop) // 2
        while middle > start and self.text[middle].isspace():
            middle -= 1
        return middle

    def _is_made_up(self, space: int) -> bool:
        """Whether PDFium put the space in for a gap, or it is one of several in a row."""
        beside = self.text[space - 1].isspace()
        return beside or raw.FPDFText_IsGenerated(self._textpage, space) == 1

    def _line(self, start: int, stop: int, hyphen: str = "") -> Line:
        while self.text[stop - 1].isspace():
            stop -= 1
        middle = self._middle(start, stop)
        size = self._size(middle)
        baseline = self._height(middle)
        left = self._origin(start)
        self._box(stop - 1)
        text = self._words(start, stop, size)
        return Line(
            page=self._number,
            text=text + hyphen,
            x0=left,
            x1=self._right.value,
            y=baseline,
            size=size,
            bold=self._bold(middle),
            indent=self._indent(start, stop, left),
        )

    def _origin(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._textpage, index, self._x, self._y)
        return self._x.value

    def _height(self, index: int) -> float:
        raw.FPDFText_GetCharOrigin(self._textpage, index, self._x, self._y)
        return self._y.value

    def _indent(self, start: int, stop: int, left: float) -> float:
        """Where the text begins after the bullet or number that the line opens with."""
        marker = LEADING_MARKER.match(self.text, start, stop)
        if not marker:
            return left
        return self._origin(marker.end())

    def _words(self, start: int, stop: int, size: float) -> str:
        """The text without the small raised figures that lead to footnotes; and with a plain
        bullet for the letter by which a font of symbols draws one.
        """
        text = self.text[start:stop]
        if LETTER_ALONE.match(text) and SYMBOLS.search(self._font(start)):
            text = "•" + text[1:]
        for mark in reversed(list(RAISED.finditer(text))):
            if self._size(start + mark.start()) < RAISED_SIZE * size:
                text = text[: mark.start()] + text[mark.end() :]
        return text

    def _size(self, index: int) -> float:
        size = raw.FPDFText_GetFontSize(self._textpage, index)
        if raw.FPDFText_GetMatrix(self._textpage, index, self._matrix):
            size *= (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        return size

    def _bold(self, index: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._textpage, index) >= 600:
            return True
        return bool(BOLD.search(self._font(index)))

    def _font(self, index: int) -> bytes:
        raw.FPDFText_GetFontInfo(self._textpage, index, self._name, 80, self._flags)
        return self._name.value

    def _box(self, index: int) -> None:
        raw.FPDFText_GetCharBox(
            self._textpage, index, self._left, self._right, self._bottom, self._top
        )

    def _width(self, start: int, stop: int) -> float:
        self._box(start)
        left = self._left.value
        self._box(stop - 1)
        return self._right.value - left

    def _gap(self, space: int) -> float:
        """How far apart the characters before and after a space stand."""
        last = space - 1
        while self.text[last].isspace():
            last -= 1
        self._box(last)
        right = self._right.value
        self._box(space + 1)
        return self._left.value - right


def _is_character(code: int) -> bool:
    return 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
