"""Councils: what a table of them says, and what it would do. Only superusers bring one in."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from councils.days import day_of
from councils.models import Council
from councils.scoping import Only, holds
from inspections.authorities import undoing
from inspections.authorities.columns import EXAMPLE, FORM
from inspections.authorities.matching import CouncilRecords
from inspections.authorities.preview import CouncilRows
from inspections.authorities.reading import DAYS, TEXTS
from inspections.authorities.writing import write
from inspections.by_hand import last_by_hand
from inspections.intake import (
    FileCell,
    Kind,
    Outcome,
    Preview,
    RowChange,
    RowDescription,
    Table,
)
from inspections.models import Import, ImportRow


class Councils(Kind):
    """Matched by slug, code or name. A slug never changes, and no council is deleted by a file."""

    kind = Import.Kind.COUNCILS
    subject = Council
    form = FORM
    title = "Councils"
    one, many = "council", "councils"
    once_written = "Councils are public at once."

    def records(self, batch, *, by, at: datetime, lock: bool = False) -> CouncilRecords:
        if by is not None and not holds(by, Only.SUPERUSERS):
            raise PermissionDenied("Only superusers keep the national list of councils.")
        return CouncilRecords(lock=lock)

    def read(self, table: Table, records: CouncilRecords, *, at: datetime) -> Preview:
        councils = CouncilRows(table, records)
        rows = councils.rows()
        changed = [row for row in rows if row.outcome == Outcome.CHANGED]
        hands = last_by_hand([row.subject for row in changed], Council)
        for row in changed:
            if hand := hands.get(row.subject):
                on = day_of(hand.at)
                row.hand = f"{hand.who} entered it here by hand on {on.day} {on:%B %Y}."
        return Preview(rows, list(councils.absent()), list(councils.notices()), table)

    def write(self, batch: Import, records, choices, *, by, at: datetime) -> None:
        write(batch, by=by, at=at)

    def undo(self, batch: Import, records, *, by, at: datetime) -> None:
        undoing.undo(batch, by=by, at=at)

    def describe(self, row: ImportRow) -> RowDescription:
        values = row.values
        if not (values.get("name") or values.get("slug")):
            return RowDescription("", "")
        about = f"{values.get('name') or values['slug']} ({values.get('slug', '')})"
        said = [
            f"{FORM.column(name).heading}: {values[name]}"
            for name in (*TEXTS[1:], *DAYS, "codes", "succeeded_by")
            if values.get(name)
        ]
        changes = [
            RowChange(FORM.column(name).heading, old, values[name])
            for name, old in row.before.items()
        ]
        offered = values.get("offered", "")
        return RowDescription(about, "; ".join(said), changes, offered=offered)

    def example(self) -> Sequence[FileCell]:
        return [EXAMPLE[column.key] for column in FORM.columns]

    def export(self, whose, *, by, at: datetime) -> Iterator[Sequence[FileCell]]:
        records = self.records(None, by=by, at=at)
        labels = dict(Council.Kind.choices)
        for one in records.all():
            if one.slug not in records.demonstrations:
                said = one.as_row()
                said["kind"] = labels[said["kind"]]
                yield [
                    date.fromisoformat(said[column.key])
                    if column.key in DAYS and said[column.key]
                    else said[column.key]
                    for column in FORM.columns
                ]
