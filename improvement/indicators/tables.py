"""Reading the department's tables as it publishes them. Every complaint names the cell.

UTF-8 with or without a byte-order mark, any line ends, line breaks within quoted cells.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from improvement.models import Reading

_NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,12})?")
_SHORTEST = 40  # characters of a wrong value that are repeated
MARKERS = frozenset(Reading.Missing.values) - {Reading.Missing.OTHER}


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot be read. `row` counts the rows of the table, its heading being 1."""

    file: str
    row: int
    column: str
    value: str
    mend: str

    def __str__(self):
        cut = self.value if len(self.value) <= _SHORTEST else f"{self.value[:_SHORTEST]}…"
        return f"{self.file}, row {self.row}, column {self.column}, “{cut}”: {self.mend}"


class WrongFile(ValueError):
    """A file that cannot be read at all, or lacks what is needed; the text is a sentence."""


class WrongCell(ValueError):
    """Raised for one cell, and gathered: a person wants to see all of them at once."""

    def __init__(self, wrong: Wrong):
        super().__init__(str(wrong))
        self.wrong = wrong


@dataclass(frozen=True)
class Row:
    """One row of a table: its cells by column, and where it stands."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column].strip()

    def wrong(self, column: str, mend: str) -> WrongCell:
        return WrongCell(Wrong(self.file, self.number, column, self.cells[column], mend))

    def has(self, wanted: dict[str, str]) -> bool:
        return all(self[column] == value for column, value in wanted.items())

    def figure(self, column: str) -> tuple[Decimal | None, str]:
        """The number, or the marker in its place. Raises WrongCell."""
        cell = self[column]
        if cell in MARKERS:
            return None, cell
        if not _NUMBER.fullmatch(cell) or not cell.isascii():
            known = ", ".join(sorted(MARKERS))
            raise self.wrong(
                column,
                f"write a number in digits, such as 23.5, or one of the markers {known}.",
            )
        return Decimal(cell).quantize(Decimal("0.0001")), ""


def find(folder: Path, begins: str) -> Path:
    """The newest file of this name; their names end with the years. Raises WrongFile."""
    found = sorted(folder.glob(f"{begins}*.csv"))
    if not found:
        raise WrongFile(f"There is no file {begins}….csv in {folder}.")
    return found[-1]


def read(path: Path, columns: Iterable[str]) -> list[Row]:
    """The rows of a table that has at least these columns. Raises WrongFile."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise WrongFile(f"{path} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise WrongFile(f"{path.name} is not UTF-8 text. Save it as CSV UTF-8.") from problem
    try:
        table = list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as problem:
        raise WrongFile(f"{path.name} is not a CSV table: {problem}.") from problem
    heading = table[0] if table else []
    if lacking := [column for column in columns if column not in heading]:
        raise WrongFile(f"{path.name} has no column {', '.join(lacking)}.")
    rows = []
    for number, cells in enumerate(table[1:], start=2):
        if not cells:
            continue
        if len(cells) != len(heading):
            raise WrongFile(
                f"{path.name}, row {number}: it has {len(cells)} cells, not {len(heading)}."
            )
        rows.append(Row(path.name, number, dict(zip(heading, cells, strict=True))))
    return rows
