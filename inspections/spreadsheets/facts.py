"""What is told of a sheet besides its cells, as a person should know before its rows are taken."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

MAX_CELLS = 5_000_000  # of all sheets: a count of repeats may stand for any number
MOST = 1_000  # of each kind of fact that is kept; a sheet made by people has fewer
MOST_RANGES = 100_000  # hidden or merged: a filter on a long table may make as many as rows
MOST_LINKS = 20_000  # a list of inspections has one a row
_ADDRESS = re.compile(r"https?://[^\s\"<>]{1,490}", re.IGNORECASE)
_LINKING = re.compile(r'HYPERLINK\(\s*"([^"]{1,500})"', re.IGNORECASE)


class Unreadable(Exception):
    """The file cannot be taken for a table; the message tells a person why, and what to do."""


def too_many_cells() -> Unreadable:
    return Unreadable(
        f"This spreadsheet has more than {MAX_CELLS:,} cells: far more than a table does. "
        "Save the sheet with the table by itself."
    )


@dataclass
class Facts:
    """Rows and columns are numbered from 1; ranges are of the first and the last.

    Of the rows, only those that hold something are told to be hidden.

    `merged` holds first row, first column, last row, last column. `formulas` counts the cells
    whose saved value is read; `unsaved` names those that were saved without one. `links` holds row,
    column and web address of what a click on a cell opens.
    """

    name: str
    hidden: bool = False
    hidden_rows: list[tuple[int, int]] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    comments: list[tuple[str, str]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)
    formulas: int = 0
    links: list[tuple[int, int, str]] = field(default_factory=list)

    def bounded(self) -> "Facts":
        """With no more than MOST facts of each kind; ranges that touch are joined."""
        self.hidden_rows = _joined(self.hidden_rows)[:MOST_RANGES]
        self.hidden_columns = _joined(self.hidden_columns)[:MOST]
        del self.merged[MOST_RANGES:]
        for facts in (self.comments, self.errors, self.unsaved):
            del facts[MOST:]
        del self.links[MOST_LINKS:]
        return self

    def link(self, row: int, column: int, address: str) -> None:
        """Keep what a cell links to, if it is an address on the web."""
        if _ADDRESS.fullmatch(address.strip()):
            self.links.append((row, column, address.strip()))


def linked_by(formula: str) -> str:
    """The address that a formula such as =HYPERLINK("https://…";"words") opens; else nothing."""
    found = _LINKING.search(formula)
    return found[1] if found else ""


def per_cent(value: float) -> str:
    """A number as its cell shows it: 0.235 is 23.5%. Raises ValueError for what is no number."""
    if not isfinite(value):
        raise ValueError(value)
    return f"{Decimal(repr(value)).scaleb(2).normalize():f}%"


@dataclass
class Fills:
    """The colours behind cells.

    `ranges` hold first row, last row, first column, last column, and RRGGBB; numbered from 1.
    `rules` are the ranges that conditional formatting colours, as the file writes them.
    """

    ranges: list[tuple[int, int, int, int, str]] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)

    def add(self, first_row: int, last_row: int, column: int, last: int, colour: str) -> None:
        """Joined with the range to its left, where that has the same rows and colour."""
        if self.ranges and self.ranges[-1][:2] == (first_row, last_row):
            _, _, start, end, before = self.ranges[-1]
            if before == colour and end + 1 == column:
                self.ranges[-1] = first_row, last_row, start, last, colour
                return
        self.ranges.append((first_row, last_row, column, last, colour))


@dataclass
class ReadSheet:
    """A sheet as it is read from a file.

    `rows` hold a row's number, how many equal ones it stands for, and the values of its cells.
    """

    facts: Facts
    rows: list[tuple[int, int, list]] = field(default_factory=list)
    fills: Fills = field(default_factory=Fills)


def letters(column: int) -> str:
    """A column's name as a spreadsheet writes it: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def cell_name(row: int, column: int) -> str:
    return f"{letters(column)}{row}"


def place(name: str) -> tuple[int, int]:
    """Row and column of a cell named like B5. Raises ValueError."""
    written = re.fullmatch(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})", name)
    if not written:
        raise ValueError(name)
    column = 0
    for letter in written[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(written[2]), column


def _joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(last, joined[-1][1])
        else:
            joined.append((first, last))
    return joined
