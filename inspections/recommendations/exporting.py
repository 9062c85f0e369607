"""Recommendations as a file that a spreadsheet opens safely and the import takes back."""

import csv
from collections.abc import Callable, Iterable, Iterator

from inspections.recommendations.headings import IMPORTED
from inspections.recommendations.resources import EXAMPLE, RecommendationResource
from inspections.recommendations.scope import Scope
from inspections.spreadsheets import writing

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
FORMS = tuple(writing.TYPES)  # as the addresses and the files' names end
_NUMBERS = {"order", "page"}
_NUMERIC = [column.key in _NUMBERS for column in IMPORTED]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def template(form: str = "csv") -> Iterator[str | bytes]:
    """The headings that the import knows best, and an example that it does not take."""
    return _WRITERS[form]([[EXAMPLE[column.key] for column in IMPORTED]])


def export(scope: Scope, form: str = "csv") -> Iterator[str | bytes]:
    """The standing recommendations, in one of FORMS; importing them again changes nothing."""
    resource = RecommendationResource()
    return _WRITERS[form](resource.export_resource(record) for record in scope.recommendations())


def _csv(rows: Iterable[list[str]]) -> Iterator[str]:
    """Line by line."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(RecommendationResource().get_export_headers())
    for row in rows:
        yield writer.writerow(row)


def _packed(write: Callable) -> Callable[[Iterable[list[str]]], Iterator[bytes]]:
    def write_rows(rows: Iterable[list[str]]) -> Iterator[bytes]:
        headings = RecommendationResource().get_export_headers()
        yield write("Recommendations", headings, map(_with_numbers, rows))

    return write_rows


def _with_numbers(row: list[str]) -> list[str | int]:
    return [
        int(cell) if numeric and cell else cell for cell, numeric in zip(row, _NUMERIC, strict=True)
    ]


_WRITERS = {"csv": _csv, "xlsx": _packed(writing.xlsx), "ods": _packed(writing.ods)}
