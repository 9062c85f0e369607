"""A kind's records, or its template, as a file that a spreadsheet opens safely."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from inspections.cells import neutralise
from inspections.intake.kinds import FileCell, Kind
from inspections.spreadsheets import writing

BYTE_ORDER_MARK = "\ufeff"  # by which Excel knows UTF-8
FORMS = tuple(writing.TYPES)  # as the addresses and the files' names end


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def template(kind: Kind, form: str = "csv") -> Iterator[str | bytes]:
    """The headings that the import knows best, and an example that it does not take."""
    return _write(kind, [kind.example()], form)


def export(kind: Kind, whose, *, by, at: datetime, form: str = "csv") -> Iterator[str | bytes]:
    """What stands here, in one of FORMS; importing it again changes nothing."""
    return _write(kind, kind.export(whose, by=by, at=at), form)


def _write(kind: Kind, rows: Iterable[Sequence[FileCell]], form: str) -> Iterator[str | bytes]:
    headings = [column.heading for column in kind.columns()]
    if form == "csv":
        writer = csv.writer(_Echo())
        yield BYTE_ORDER_MARK + writer.writerow(headings)
        for row in rows:
            yield writer.writerow([_in_text(cell) for cell in row])
        return
    write = {"xlsx": writing.xlsx, "ods": writing.ods}[form]
    yield write(kind.title[:31], headings, ([_safe(cell) for cell in row] for row in rows))


def _safe(cell: FileCell) -> FileCell:
    """Numbers and days as such; of words none that a spreadsheet would run."""
    if isinstance(cell, Decimal):
        return cell.normalize() + 0
    return neutralise(cell) if isinstance(cell, str) else cell


def _in_text(cell: FileCell) -> str:
    """Days as ISO 8601 writes them, which no spreadsheet takes for another day."""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    return cell.isoformat() if isinstance(cell, date) else str(_safe(cell))
