"""The process that opens spreadsheets for `asking`: a file's bytes come in, its cells go out.

python -m inspections.spreadsheets.worker FILE-DESCRIPTOR

The answer tells of each sheet its facts (and its fills, if asked for), and how many of the bytes
that follow are its rows: a line of JSON for each, its cells as text. A date is {"date": …} in
words, as a person writes it.
"""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime, time, timedelta
from importlib import import_module

from inspections.bounded import serve
from inspections.spreadsheets.facts import (
    MAX_CELLS,
    ReadSheet,
    Unreadable,
    cell_name,
    too_many_cells,
)
from inspections.spreadsheets.packages import Package

MAX_MEMORY = 1_200_000_000  # bytes of address space; a large table takes a third
MAX_RANGES = 500_000  # of coloured cells
MAX_REACH = 1_000_000_000  # a row's number times its cells: a lone cell may stand very far out
_TOO_MUCH = "This spreadsheet needs far more memory than a table does. It was not read."

# A cell can write them as _x0008_; no database or XML file takes all of them.
_NO_TEXT = dict.fromkeys(set(range(32)) - {*b"\t\n\r"})


def answer(question: dict, content: bytes) -> tuple[dict, bytes]:
    """Its sheets, or the sentence why there are none."""
    try:
        return read(content, fills=question.get("fills", False))
    except Unreadable as problem:
        return {"error": str(problem)}, b""
    except MemoryError:
        return {"error": _TOO_MUCH}, b""


def read(content: bytes, *, fills: bool = False) -> tuple[dict, bytes]:
    """The workbook's facts, and the rows of all its sheets; fills if wanted. Raises Unreadable."""
    package = Package(content)
    reader = import_module(f"inspections.spreadsheets.{package.kind}")  # the other takes its time
    lines, told, count = io.BytesIO(), [], 0
    for sheet in reader.sheets_of(package, fills=fills):
        start = lines.tell()
        for line, times in _lines(sheet):
            if (count := count + times * (line.count(b",") + 1)) > MAX_CELLS:
                raise too_many_cells()
            lines.write(line * times)
        one = asdict(sheet.facts.bounded()) | {"size": lines.tell() - start}
        told.append(one | {"fills": asdict(sheet.fills)} if fills else one)
    if sum(len(one["fills"]["ranges"]) + len(one["fills"]["rules"]) for one in told if fills) > (
        MAX_RANGES
    ):
        raise Unreadable(
            "This spreadsheet has far more coloured cells than a table does. Save the sheet with "
            "the table by itself."
        )
    return {"kind": package.kind, "macros": package.has_macros, "sheets": told}, lines.getvalue()


def _lines(sheet: ReadSheet) -> Iterator[tuple[bytes, int]]:
    """The lines of JSON, and how often each stands; those of blank rows only between others."""
    before = 0
    for number, times, values in sheet.rows:
        if cells := [*_as_text(values)]:
            if number * len(cells) > MAX_REACH:
                raise Unreadable(
                    f"The sheet “{sheet.facts.name}” reaches to the cell "
                    f"{cell_name(number, len(cells))}: far more than a table does. Delete what "
                    "stands there, or save the table by itself."
                )
            yield b"[]\n", number - 1 - before
            yield json.dumps(cells).encode() + b"\n", times
            before = number + times - 1


def _as_text(cells: list) -> Iterator[str | dict]:
    """Without the empty cells at the end."""
    last = len(cells)
    while last and _is_blank(cells[last - 1]):
        last -= 1
    for value in cells[:last]:
        if isinstance(value, str):
            yield value.translate(_NO_TEXT)
        elif isinstance(value, bool):
            yield "yes" if value else "no"
        elif isinstance(value, float):
            yield str(int(value)) if value.is_integer() else repr(value)
        elif isinstance(value, date | datetime | time | timedelta):
            yield {"date": _written(value)}
        else:
            yield str(value)


def _is_blank(value) -> bool:
    return isinstance(value, str) and not value.strip()


def _written(value: date | datetime | time | timedelta) -> str:
    if not isinstance(value, date):
        return str(value)
    day = f"{value.day} {value:%B %Y}"
    clock = value.time() if isinstance(value, datetime) else time()
    return f"{day} {clock:%H:%M}" if clock != time() else day


if __name__ == "__main__":
    serve(sys.argv[1], answer, memory=MAX_MEMORY)
