"""Lists as files, sent as they are made: CSV and JSON, which say of which day they tell."""

from collections.abc import Iterable, Iterator, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponseBadRequest, StreamingHttpResponse

from improvement.opendata import Column
from improvement.pages.downloads import csv_lines
from improvement.pages.look_back import LookBack
from inspections.past import Day


def as_csv(rows: Iterable, columns: Sequence[Column], *, name: str, look: LookBack):
    """The rows as CSV; the file's name tells of a past day, and which answer it gives."""
    told = f"-as-at-{look.then.day}-{look.then.view}" if look.then else ""
    response = StreamingHttpResponse(
        csv_lines(rows, columns), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}{told}.csv"'
    return response


def as_json(rows: Iterable, columns: Sequence[Column], *, name: str, look: LookBack, day: Day):
    """The rows as JSON, with the day, and of a past one which answer it is."""
    told = {"told": look.then.view} if look.then else {}
    return stream_json({"as_at": day.day, **told}, name, records(rows, columns))


def records(rows: Iterable, columns: Sequence[Column]) -> Iterator[dict]:
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
    errors = [str(error) for found in look.form.errors.values() for error in found]
    return HttpResponseBadRequest(" ".join(errors), content_type="text/plain; charset=utf-8")
