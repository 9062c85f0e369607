"""The bytes of a CSV file become a table; what is no such file gets a sentence.

Nothing is guessed in silence: the encoding follows from the bytes, the delimiter from the
headings that it brings to light, and the preview shows both. The rows are read one by one.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from inspections.imports.cells import restore, tidy
from inspections.imports.decoding import Unreadable, decode
from inspections.imports.headings import Recognised, column, listed, recognise

MAX_ROWS = 20_000
MAX_COLUMNS = 200
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True)
class Line:
    """One row of the file: `number` counts from the heading, 1, as a spreadsheet shows it."""

    number: int
    cells: dict[str, str]
    surplus: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file understood: how it is written, and which of its columns is which of ours."""

    text: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    columns: dict[str, int]
    unused: tuple[int, ...]

    def heading_of(self, key: str) -> str:
        """What the file calls our column; our own name for one that it does not have."""
        if key in self.columns:
            return tidy(self.headings[self.columns[key]])
        return column(key).heading

    @property
    def not_used(self) -> list[str]:
        """The headings of the columns that are not imported."""
        return [
            tidy(self.headings[place]) or f"column {place + 1}, which has no heading"
            for place in self.unused
        ]

    def rows(self) -> Iterator[Line]:
        """The rows below the headings that hold anything. Raises Unreadable."""
        heading_seen = False
        count = 0
        for number, cells in _records(self.text, self.delimiter):
            if not any(cell.strip() for cell in cells):
                continue
            if not heading_seen:
                heading_seen = True
                continue
            count += 1
            if count > MAX_ROWS:
                raise Unreadable(f"The file holds more than {MAX_ROWS:,} rows. Split it.")
            yield Line(
                number,
                {
                    key: restore(tidy(cells[place])) if place < len(cells) else ""
                    for key, place in self.columns.items()
                },
                tuple(cell for cell in cells[len(self.headings) :] if cell.strip()),
            )


def read(content: bytes) -> Table:
    """Understand the file's bytes as a table. Raises Unreadable."""
    text, encoding = decode(content)
    text, declared = _without_hint(text)
    delimiter, headings, found = _understand_headings(text, [declared] if declared else DELIMITERS)
    if found.clashes:
        raise Unreadable(_clash(headings, found))
    if "text" not in found.columns:
        raise Unreadable(
            "No column holds the recommendations' words. Call it “Recommendation” or “Text”. "
            f"The headings found are: {listed(headings[:20]) or 'none'}."
        )
    return Table(text, encoding, delimiter, tuple(headings), found.columns, found.unused)


def _without_hint(text: str) -> tuple[str, str]:
    """`text` without the first line `sep=;` that Excel may write, and what that line says."""
    hint = re.match(r"sep=([,;\t])\r?\n", text)
    return (text[hint.end() :], hint[1]) if hint else (text, "")


def _understand_headings(text, delimiters) -> tuple[str, list[str], Recognised]:
    """The delimiter under which the first row shows the most headings that we know."""
    best = None
    for delimiter in delimiters:
        try:
            headings = next(row for _, row in _records(text, delimiter) if any(map(str.strip, row)))
        except Unreadable as reason:
            problem = reason
            continue
        except StopIteration:
            raise Unreadable("The file is empty.") from None
        headings = _without_trailing_blanks(headings)
        if len(headings) > MAX_COLUMNS:
            raise Unreadable(f"The first row holds more than {MAX_COLUMNS} headings.")
        found = recognise(headings)
        evidence = (found.evidence, len(headings))
        if best is None or evidence > best[0]:
            best = evidence, (delimiter, headings, found)
    if best is None:
        raise problem
    return best[1]


def _without_trailing_blanks(headings: list[str]) -> list[str]:
    while headings and not headings[-1].strip():
        headings = headings[:-1]
    return headings


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The file's rows, numbered from 1, blank ones too. Raises Unreadable."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as problem:
        if "field larger" in str(problem):
            why = "a cell is too long: probably its quotation mark is never closed"
        elif "end of data" in str(problem):
            why = "a quotation mark is opened and never closed"
        else:
            why = "a quotation mark stands where none may: inside quotes write it twice"
        raise Unreadable(f"Row {number + 1} cannot be read: {why}.") from problem


def _clash(headings: list[str], found: Recognised) -> str:
    sentences = [
        f"{listed([headings[place] for place in places])} all claim to be "
        f"“{column(key).heading}” ({column(key).meaning})."
        if len(places) > 2
        else f"{listed([headings[place] for place in places])} both claim to be "
        f"“{column(key).heading}” ({column(key).meaning})."
        for key, places in found.clashes.items()
    ]
    return " ".join(["Two columns mean the same.", *sentences, "Rename or remove all but one."])
