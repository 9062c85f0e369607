"""From bytes to a document whose pages are read when asked for; or a sentence saying why not."""

import re
import time
from functools import cache

import pypdfium2

from inspections.reports.reader.drawn import (
    Side,
    Strike,
    is_pictured,
    read_rules,
    read_sides,
    read_strikes,
)
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.pages import Page, read_page

MAX_BYTES = 50_000_000  # the largest real report is under 2 MB
MAX_PAGES = 300  # the longest real report has 60
MAX_SECONDS = 6  # a real report takes a twentieth of a second
MAX_CHARACTERS = 40_000  # on a page; a full one has about 4,000
MIN_CHARACTERS = 400  # in the first three pages; fewer is a scan

END_MARK = b"%%EOF"
PADDING = b"\0 \t\r\n"  # what servers fill up the last block with
LINEAR_LENGTH = re.compile(rb"/Linearized\b.{0,80}?/L\s+(\d{1,12})", re.DOTALL)
PASSWORD = pypdfium2.raw.FPDF_ERR_PASSWORD
LOCKED = "This PDF is locked with a password. Save a copy without the password, and read that."
DAMAGED = "This PDF is damaged and cannot be opened. Download the report again."
NOT_PDF = (
    (b"PK\x03\x04", "a zip, Word, Excel or OpenDocument file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich-text file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


class Document:
    """An opened PDF. Pages are counted from 1, and each is read once.

    `page(number)` is its text, `page(number, column)` the same with a table's second column apart
    from where it starts, `rules(number)` the heights of the lines drawn across it,
    `sides(number)` the sides of the boxes on it, and `strikes(number)` what may go through words.
    """

    def __init__(self, pdf: pypdfium2.PdfDocument):
        self._pdf = pdf
        self._deadline = time.monotonic() + MAX_SECONDS
        self.page_count = len(pdf)
        self.page = cache(self._read)
        self.rules = cache(self._rules)
        self.sides = cache(self._sides)
        self.strikes = cache(self._strikes)

    def __enter__(self) -> "Document":
        return self

    def __exit__(self, *problem):
        self._pdf.close()

    def _rules(self, number: int) -> tuple[float, ...]:
        self._check_time()
        return read_rules(self._pdf, number)

    def is_pictured(self, number: int) -> bool:
        """Whether the page may show words that are no text."""
        self._check_time()
        return is_pictured(self._pdf, number)

    def _sides(self, number: int) -> tuple[Side, ...]:
        self._check_time()
        return read_sides(self._pdf, number)

    def _strikes(self, number: int) -> tuple[Strike, ...]:
        self._check_time()
        return read_strikes(self._pdf, number)

    def _read(self, number: int, column: float | None = None) -> Page:
        self._check_time()
        try:
            return read_page(self._pdf, number, MAX_CHARACTERS, column=column)
        except pypdfium2.PdfiumError as problem:
            raise Unreadable(
                f"Page {number} of this PDF is damaged and cannot be read. "
                "Download the report again."
            ) from problem

    def _check_time(self) -> None:
        if time.monotonic() > self._deadline:
            raise Unreadable(
                f"Reading this file was stopped after {MAX_SECONDS} seconds. A report takes less "
                "than one: the file is damaged, or made to be slow."
            )


def open_document(data: bytes) -> Document:
    """Open the bytes of a PDF. Raises Unreadable."""
    _check_kind(data)
    _check_whole(data)
    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
    except pypdfium2.PdfiumError as problem:
        raise Unreadable(LOCKED if problem.err_code == PASSWORD else DAMAGED) from problem
    if not 1 <= pages <= MAX_PAGES:
        pdf.close()
        raise Unreadable(
            f"This PDF has {pages:,} pages. The longest report has about 60, and no more than "
            f"{MAX_PAGES} are read."
        )
    document = Document(pdf)
    first = range(1, min(3, pages) + 1)
    if sum(document.page(number).characters for number in first) < MIN_CHARACTERS:
        pdf.close()
        raise Unreadable(
            "This PDF has almost no text on its first pages: it is a scan or a picture. Ask the "
            "inspectorate's site for the original, or have the text recognised first."
        )
    return document


def _check_kind(data: bytes) -> None:
    if not data.strip():
        raise Unreadable("The file is empty.")
    if len(data) > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1_000_000} MB. No report is.")
    start = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.match(rb"(?i)<(!doctype|html|\?xml|head|body|!--)", start):
        raise Unreadable(
            "This is a web page, not a PDF, whatever its name says: the link has probably "
            "expired. Download the report again."
        )
    if b"%PDF-" in data[:1024]:
        return
    for mark, kind in NOT_PDF:
        if start.startswith(mark):
            raise Unreadable(f"This is {kind}, not a PDF.")
    raise Unreadable("This is not a PDF.")


def _check_whole(data: bytes) -> None:
    """A download that stopped lacks its end; PDFium would read what is left without a word."""
    cut_off = "The file is cut off: its end is missing. Download the report again."
    if END_MARK not in data.rstrip(PADDING)[-2048:]:
        raise Unreadable(cut_off)
    if (linear := LINEAR_LENGTH.search(data[:2048])) and int(linear.group(1)) > len(data):
        raise Unreadable(cut_off)
