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
from math import isfinite

import python_calamine as calamine

from inspections.bounded import serve
from inspections.spreadsheets import ods, xlsx
from inspections.spreadsheets.errors import Unreadable
from inspections.spreadsheets.facts import Facts, per_cent, place
from inspections.spreadsheets.fills import fills_of
from inspections.spreadsheets.packages import Package

MAX_MEMORY = 1_200_000_000  # bytes of address space; a large table takes a third
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
    sheets = _ods(package) if package.kind == "ods" else _xlsx(package, content)
    lines = io.BytesIO()
    told = []
    for facts, rows in sheets:
        start = lines.tell()
        for cells in rows:
            lines.write(json.dumps([*_as_text(cells)]).encode() + b"\n")
        told.append(asdict(facts) | {"size": lines.tell() - start})
    if fills:
        for one, found in zip(told, fills_of(package), strict=True):
            one["fills"] = asdict(found)
    return {"kind": package.kind, "macros": package.has_macros, "sheets": told}, lines.getvalue()


def _ods(package: Package) -> Iterator[tuple[Facts, list[list]]]:
    for sheet in ods.sheets_of(package):
        yield sheet.facts, sheet.rows


def _xlsx(package: Package, content: bytes) -> Iterator[tuple[Facts, list[list]]]:
    """Calamine reads the cells eight times as fast as openpyxl, and tells nothing of the rest."""
    known = xlsx.sheets_of(package)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        for one in known:
            sheet = workbook.get_sheet_by_name(one.facts.name)
            rows = sheet.to_python(skip_empty_area=False)
            _show_percentages(rows, one.percentages)
            yield one.facts, rows
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise Unreadable(
            "This spreadsheet cannot be opened: it is damaged. Open it in your spreadsheet "
            "program, save it again, and upload that file."
        ) from problem


def _show_percentages(rows: list[list], names: list[str]) -> None:
    """Give these cells the words that the spreadsheet shows. Raises ValueError."""
    for name in names:
        row, column = place(name)
        if row <= len(rows) and column <= len(rows[row - 1]):
            value = rows[row - 1][column - 1]
            if isinstance(value, float) and isfinite(value):
                rows[row - 1][column - 1] = per_cent(value)


def _as_text(cells: list) -> Iterator[str | dict]:
    """Without the empty cells at the end."""
    last = len(cells)
    while last and cells[last - 1] == "":
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


def _written(value: date | datetime | time | timedelta) -> str:
    if not isinstance(value, date):
        return str(value)
    day = f"{value.day} {value:%B %Y}"
    clock = value.time() if isinstance(value, datetime) else time()
    return f"{day} {clock:%H:%M}" if clock != time() else day


if __name__ == "__main__":
    serve(sys.argv[1], answer, memory=MAX_MEMORY)
