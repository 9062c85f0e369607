"""Where rows of cells come from: a CSV file, or the sheets of a spreadsheet.

Each source can be read again and again, row by row; none holds its rows as objects. What holds no
text and is no spreadsheet gets a sentence.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inspections.spreadsheets import Facts, Sheet, Unreadable, is_spreadsheet, open_workbook

MAX_BYTES = 40 * 1024 * 1024
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte-order mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western European)",
}
_SAVE_AS = "In your spreadsheet choose “Save as” and the type “CSV UTF-8”, and upload that file."
_NOT_TEXT = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a word-processing file (RTF)"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_PORTION = 64 * 1024  # bytes looked at together
# Dashes and curly quotes in UTF-8: in a file that is not UTF-8 they show two encodings mixed.
_UTF8_PUNCTUATION = re.compile(rb"\xe2\x80[\x90-\xa6]")
KINDS = {"xlsx": "an Excel workbook (XLSX)", "ods": "an OpenDocument spreadsheet (ODS)"}
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


class Csv:
    """Text whose cells are parted by one of DELIMITERS."""

    name = ""
    kind = "csv"
    macros = False

    def __init__(self, content: bytes, encoding: str, delimiter: str):
        self.content, self.encoding, self.delimiter = content, encoding, delimiter
        self.facts = Facts("")

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows, numbered from 1, blank ones too. Raises Unreadable."""
        text = open_text(self.content, self.encoding)
        if hint_of(text.readline()) is None:
            text = open_text(self.content, self.encoding)
        number = 0
        try:
            for number, cells in enumerate(self._reader(text), start=1):
                yield number, cells
        except csv.Error as problem:
            if "field larger" in str(problem):
                why = "a cell is too long: probably its quotation mark is never closed"
            elif "end of data" in str(problem):
                why = "a quotation mark is opened and never closed"
            else:
                why = "a quotation mark stands where none may: inside quotes write it twice"
            raise Unreadable(f"Row {number + 1} cannot be read: {why}.") from problem

    def _reader(self, text):
        return csv.reader(text, delimiter=self.delimiter, strict=True)


@dataclass(frozen=True)
class SpreadsheetSheet:
    """One sheet of a workbook. `kind` is "xlsx" or "ods"."""

    sheet: Sheet
    kind: str
    macros: bool
    encoding = delimiter = ""

    @property
    def name(self) -> str:
        return self.sheet.facts.name

    @property
    def facts(self) -> Facts:
        return self.sheet.facts

    @cached_property
    def records(self):
        return self.sheet.records


Source = Csv | SpreadsheetSheet


def sources_of(content: bytes) -> list[list[Source]]:
    """The sheets of the file, each as the ways in which it may be read. Raises Unreadable."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.")
    if is_spreadsheet(content):
        book = open_workbook(content)
        return [[SpreadsheetSheet(sheet, book.kind, book.macros)] for sheet in book.sheets]
    encoding = encoding_of(content)
    declared = hint_of(open_text(content, encoding).readline())
    return [[Csv(content, encoding, one) for one in ([declared] if declared else DELIMITERS)]]


def hint_of(line: str) -> str | None:
    """The delimiter in a first line `sep=;`, which Excel may write; None for any other line."""
    hint = re.fullmatch(r"sep=([,;\t])\r?\n", line)
    return hint[1] if hint else None


def encoding_of(content: bytes) -> str:
    """The name of the encoding that the bytes are text in. Raises Unreadable."""
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not start:
        raise Unreadable("The file is empty.")
    for magic, what in _NOT_TEXT:
        if start.startswith(magic.lower()):
            raise Unreadable(f"This is {what}, not a table. {_SAVE_AS}")
    for encoding in _encodings(content):
        try:
            if _holds_text(content, encoding):
                return encoding
        except UnicodeDecodeError:
            continue
        break
    raise Unreadable(f"The file holds bytes that stand for no text. {_SAVE_AS}")


def open_text(content: bytes, encoding: str) -> io.TextIOWrapper:
    """The text, decoded as it is read; its line breaks are as they stand."""
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def _holds_text(content: bytes, encoding: str) -> bool:
    """Whether there is no character that no text has. Raises UnicodeDecodeError."""
    decoder = codecs.getincrementaldecoder(encoding)()
    for start in range(0, len(content), _PORTION):
        portion = content[start : start + _PORTION]
        if "\0" in decoder.decode(portion, final=start + _PORTION >= len(content)):
            return False
    return True


def _encodings(content: bytes) -> list[str]:
    """The encodings that the bytes may be in, the likeliest first."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    if content.startswith(b"\xef\xbb\xbf"):
        return ["utf-8-sig"]
    return ["utf-8"] if _UTF8_PUNCTUATION.search(content) else ["utf-8", "cp1252"]
