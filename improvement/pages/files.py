"""Lists as files: CSV and JSON, which say of which day they tell."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponseBadRequest, JsonResponse, StreamingHttpResponse

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
    records = [{column.name: column.of(row) for column in columns} for row in rows]
    told = {"told": look.then.view} if look.then else {}
    return JsonResponse({"as_at": day.day, **told, name: records})


def not_a_day(look: LookBack):
    """In the place of a file of a day that cannot be: what is wrong, and how to ask."""
    errors = [str(error) for found in look.form.errors.values() for error in found]
    return HttpResponseBadRequest(" ".join(errors), content_type="text/plain; charset=utf-8")
