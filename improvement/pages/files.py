"""Lists as files, sent as they are made: CSV and JSON, which say of which day they tell."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponseBadRequest, StreamingHttpResponse

from improvement.pages.look_back import LookBack
from inspections.cells import neutralise
from inspections.past import Day


@dataclass(frozen=True)
class FileColumn:
    """A column of the downloads, what it holds, and how it is read. Empty means not known."""

    name: str
    holds: str
    of: Callable[[Any], Any]


def as_csv(rows: Iterable, columns: Sequence[FileColumn], *, name: str, look: LookBack):
    """The rows as CSV; the file's name tells of a past day, and which answer it gives."""
    told = f"-as-at-{look.as_at.day}-{look.as_at.view}" if look.as_at else ""
    return csv_file(rows, columns, f"{name}{told}.csv")


def csv_file(
    rows: Iterable, columns: Sequence[FileColumn], file_name: str
) -> StreamingHttpResponse:
    """The rows as CSV under this name, sent line by line."""
    response = StreamingHttpResponse(
        csv_lines(rows, columns), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def as_json(rows: Iterable, columns: Sequence[FileColumn], *, name: str, look: LookBack, day: Day):
    """The rows as JSON, with the day, and of a past one which answer it is."""
    told = {"told": look.as_at.view} if look.as_at else {}
    return stream_json({"as_at": day.day, **told}, name, records(rows, columns))


def records(rows: Iterable, columns: Sequence[FileColumn]) -> Iterator[dict]:
    """The rows by the columns' names: days as days, lists as lists."""
    return ({column.name: column.of(row) for column in columns} for row in rows)


def stream_json(head: dict, name: str = "", rows: Iterable[dict] = ()) -> StreamingHttpResponse:
    """One JSON object: `head`, and with a `name` the list of the rows under it, one at a time."""
    return StreamingHttpResponse(_json(head, name, rows), content_type="application/json")


def _json(head: dict, name: str, rows: Iterable[dict]) -> Iterator[str]:
    write = DjangoJSONEncoder().encode
    opening = write(head)
    if not name:
        yield opening
        return
    yield f"{opening[:-1]}{', ' if head else ''}{write(name)}: ["
    comma = ""
    for row in rows:
        yield comma + write(row)
        comma = ", "
    yield "]}"


def not_a_day(look: LookBack):
    """In the place of a file of a day that cannot be: what is wrong, and how to ask."""
    return HttpResponseBadRequest(" ".join(look.errors), content_type="text/plain; charset=utf-8")


class _Written:
    """A file that hands back what is written to it, for `csv`."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable, columns: Sequence[FileColumn]) -> Iterator[str]:
    """The lines of a CSV, its heading first. No cell can run as a formula; an import undoes that.

    Lists are joined by semicolons, truth is yes or no, days are YYYY-MM-DD. It begins with a
    byte-order mark, without which Excel misreads UTF-8.
    """
    writer = csv.writer(_Written())
    yield "\ufeff" + writer.writerow([column.name for column in columns])
    for one in rows:
        yield writer.writerow([_cell(column.of(one)) for column in columns])


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    return neutralise(str(value))
