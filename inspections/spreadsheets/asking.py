"""A spreadsheet's bytes become sheets of cells, with what is hidden in them told."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, fields

from inspections.bounded import BoundedProcess, Crashed, TooSlow
from inspections.spreadsheets.facts import Facts, Fills, Unreadable

MAX_SECONDS = 20  # a table of 10,000 rows takes less than one


class DateCell(str):
    """The words of a cell that holds a date or a time, and no text."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet's rows of text, and its facts; its fills only if they were asked for."""

    facts: Facts
    lines: bytes
    fills: Fills = field(default_factory=Fills)

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The rows with their numbers, from 1, as the spreadsheet shows them; blank ones too."""
        below: dict[int, tuple[int, str]] = {}  # by column: the last row merged, and its words
        starts = {(first, column): last for first, column, last, _ in self.facts.merged}
        for number, line in enumerate(io.BytesIO(self.lines), start=1):
            cells = [_cell(value) for value in json.loads(line)]
            if starts:
                _fill(number, cells, starts, below)
            yield number, cells


@dataclass(frozen=True)
class Workbook:
    """What a spreadsheet file holds."""

    kind: str
    macros: bool
    sheets: tuple[Sheet, ...]


def open_workbook(content: bytes, *, fills: bool = False) -> Workbook:
    """The sheets of an XLSX or ODS file, with the cells' fills if wanted. Raises Unreadable."""
    with BoundedProcess("inspections.spreadsheets.worker") as process:
        try:
            said, lines = process.ask({"fills": fills}, content, seconds=MAX_SECONDS)
        except Crashed as problem:
            raise Unreadable(
                "This spreadsheet is damaged in a way that stops the reader, or unpacks to far "
                "more than a table does. Save it again, or save the sheet as CSV."
            ) from problem
        except TooSlow as problem:
            raise Unreadable(
                f"Reading this spreadsheet was stopped after {MAX_SECONDS} seconds. Save the sheet "
                "with the table by itself."
            ) from problem
    if "error" in said:
        raise Unreadable(said["error"])
    return Workbook(said["kind"], said["macros"], tuple(_sheets(said["sheets"], lines)))


def _sheets(told: list[dict], lines: bytes) -> Iterator[Sheet]:
    names = [one.name for one in fields(Facts)]
    start = 0
    for one in told:
        end = start + one["size"]
        fills = Fills(**one["fills"]) if "fills" in one else Fills()
        yield Sheet(Facts(**{name: one[name] for name in names}), lines[start:end], fills)
        start = end


def _cell(value: str | dict) -> str:
    return DateCell(value["date"]) if isinstance(value, dict) else value


def _fill(number: int, cells: list[str], starts: dict, below: dict) -> None:
    """Give cells merged downwards the words of the first one, as a person reads them."""
    for column, (last, words) in list(below.items()):
        if number > last:
            del below[column]
        else:
            cells.extend("" for _ in range(column - len(cells)))
            cells[column - 1] = words
    for column, words in enumerate(cells, start=1):
        last = starts.get((number, column), number)
        if last > number:
            below[column] = last, words
