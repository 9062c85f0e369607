"""Reading reference data. Every complaint names the file and the line, in a sentence."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")


class ReferenceDataError(ValueError):
    """The reference data cannot be loaded; the text is a sentence for a person."""


@dataclass(frozen=True)
class Line:
    """One line of a table: its cells by column, and where it stands."""

    where: str
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(self, why: str) -> ReferenceDataError:
        """The complaint that `why`, with this line's place; for the caller to raise."""
        return ReferenceDataError(f"{self.where}: {why}.")

    def day(self, column: str) -> date | None:
        """The cell as a day, None where it is empty. Raises ReferenceDataError."""
        try:
            return date.fromisoformat(self[column]) if self[column] else None
        except ValueError:
            raise self.wrong(
                f"“{self[column]}” in {column} is not a date such as 2016-09-20"
            ) from None

    def number(self, column: str) -> int | None:
        """The cell as a whole number, None where it is empty. Raises ReferenceDataError."""
        if not self[column]:
            return None
        if not self[column].isdecimal():
            raise self.wrong(f"“{self[column]}” in {column} is not a number")
        return int(self[column])

    def find(self, key: str, table: Mapping[str, Found], kind: str) -> Found:
        """What `table` holds under `key`. Raises ReferenceDataError."""
        if key not in table:
            raise self.wrong(f"there is no {kind} “{key}”")
        return table[key]


def read_text(path: Path) -> str:
    """What the UTF-8 file holds. Raises ReferenceDataError."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as problem:
        raise ReferenceDataError(f"{path} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise ReferenceDataError(f"{path} is not UTF-8 text.") from problem


def read_lines(path: Path, columns: Sequence[str]) -> list[Line]:
    """The lines of a CSV file that has exactly these columns.

    Raises ReferenceDataError where the file is missing, or a line has too few or too many cells.
    """
    rows = csv.reader(StringIO(read_text(path), newline=""), strict=True)
    try:
        table = [(rows.line_num, row) for row in rows]
    except csv.Error as problem:
        raise ReferenceDataError(f"{path.name} is not a CSV table: {problem}.") from problem
    if not table or table[0][1] != list(columns):
        raise ReferenceDataError(f"{path.name} must have the columns {', '.join(columns)}.")
    lines = []
    for number, row in table[1:]:
        where = f"{path.name}, line {number}"
        if len(row) != len(columns):
            raise ReferenceDataError(f"{where}: it has {len(row)} cells, not {len(columns)}.")
        lines.append(Line(where, dict(zip(columns, row, strict=True))))
    return lines
