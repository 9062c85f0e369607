"""Tables for tests: as text, and through the life of an import."""

import csv
import io

from inspections import intake
from inspections.intake import Choices
from inspections.intake.exporting import export
from inspections.recommendations.columns import FORM
from tests.factories import NOW


def as_csv(*rows, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def exported(kind, whose, form="csv", by=None):
    pieces = export(kind, whose, by=by, at=NOW, form=form)
    return b"".join(one.encode() if isinstance(one, str) else one for one in pieces)


def preview(kind, whose, content, *, by=None, at=NOW, name="file.csv", sheet=""):
    return intake.preview(
        kind, content=content, file_name=name, whose=whose, by=by, at=at, sheet=sheet
    )


def confirm(kind, batch, *, by=None, at=NOW, **choices):
    return intake.confirm(batch=batch, by=by, at=at, choices=Choices(**choices))


def outcomes(batch):
    return list(batch.rows.order_by("number").values_list("outcome", flat=True))


def mistakes(batch):
    """Row, column, value and reason of each mistake."""
    return [
        (row.number, error["column"], error["value"], error["reason"])
        for row in batch.rows.wrong().order_by("number")
        for error in row.errors
    ]


def read(content, sheet=""):
    """A file of recommendations, understood as a table."""
    return intake.read(content, FORM, sheet)
