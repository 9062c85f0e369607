"""Where rows of cells come from: a CSV file, or the sheets of a spreadsheet.

Each source can be read again and again, row by row; none holds its rows as objects. What holds no
text and is no spreadsheet gets a sentence.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inspections.decoding import encoding_of, open_text
from inspections.spreadsheets import Facts, Sheet, Unreadable, is_spreadsheet, open_workbook

MAX_BYTES = 40 * 1024 * 1024
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte-order mark",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252 (Western European)",
}
KINDS = {"xlsx": "an Excel workbook (XLSX)", "ods": "an OpenDocument spreadsheet (ODS)"}
MAX_ROWS = 1_048_576  # as many as a sheet has, blank ones too
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
                if number > MAX_ROWS:
                    raise Unreadable(
                        f"The file has more than {MAX_ROWS:,} rows, blank ones too: more than any "
                        "spreadsheet. Save the rows of the table by themselves."
                    )
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
