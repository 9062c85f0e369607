"""Recommendations as a CSV file that a spreadsheet opens safely and the import takes back."""

import csv
from collections.abc import Iterable, Iterator

from inspections.imports.headings import IMPORTED
from inspections.imports.scope import Scope
from inspections.resources import EXAMPLE, RecommendationResource

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def template() -> Iterator[str]:
    """The headings that the import knows best, and an example that it does not take."""
    return _lines([[EXAMPLE[column.key] for column in IMPORTED]])


def export(scope: Scope) -> Iterator[str]:
    """The standing recommendations, line by line; importing them again changes nothing."""
    resource = RecommendationResource()
    return _lines(resource.export_resource(record) for record in scope.recommendations())


def _lines(rows: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(RecommendationResource().get_export_headers())
    for row in rows:
        yield writer.writerow(row)
