"""What the rows of a table would do is kept with its import."""

import json
from datetime import datetime

from django.contrib.contenttypes.models import ContentType

from inspections.intake.beside import told_of
from inspections.intake.bulk import batches, insert
from inspections.intake.kinds import Found, Standing, TableKind
from inspections.intake.reading import Table, read
from inspections.intake.rows import Row
from inspections.models import Import, ImportRow
from inspections.recommendations.storing import DESCRIBED, Hidden, describe

MOST_ABSENT = 100  # that are named
_KEPT = (
    *("batch_id", "number", "outcome", "decision", "subject_type_id", "subject_id"),
    *("values", "before", "errors"),
)


def plan(kind: TableKind, batch: Import, standing: Standing, *, sheet: str, at: datetime) -> Found:
    """Read the batch's bytes and keep what they would do. Raises Unreadable, SeveralSheets too."""
    table = read(bytes(batch.content), sheet, kind.form)
    found = kind.read(table, standing, at=at)
    describe(batch, table, [*told_of(table), *found.notices])
    batch.reading |= {
        "absent": list(found.absent[:MOST_ABSENT]),
        "absent_in_all": len(found.absent),
    }
    batch.fingerprint = standing.fingerprint
    batch.save(update_fields=DESCRIBED)
    _keep(kind, batch, table, found.rows)
    return found


def _keep(kind: TableKind, batch: Import, table: Table, rows: list[Row]) -> None:
    batch.rows.all().delete()
    hidden = Hidden(table)
    subject_type = ContentType.objects.get_for_model(kind.subject).pk
    for portion in batches(rows):
        kept = [_kept(row, batch, subject_type, row.number in hidden) for row in portion]
        insert(ImportRow, _KEPT, kept)


def _kept(row: Row, batch: Import, subject_type: int, is_hidden: bool) -> tuple:
    values = row.said | ({"hand": row.hand} if row.hand else {})
    if is_hidden:
        values = values | {"hidden": True}
    return (
        *(batch.pk, row.number, str(row.outcome), str(row.decision)),
        *((subject_type, row.subject) if row.subject else (None, None)),
        *(json.dumps(values), json.dumps(row.before), json.dumps(row.errors)),
    )
