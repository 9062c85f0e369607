"""The words of a decided plan go into the records: in bulk, with their history."""

from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from inspections.imports.people import reason
from inspections.imports.plan import Plan
from inspections.imports.rows import Row
from inspections.imports.scope import COMPARED
from inspections.models import Import, Recommendation

BATCH = 500  # rows a statement
_PLACE = {"section", "order", "reference"}


def write(plan: Plan, batch: Import, *, by, at: datetime) -> dict[int, int]:
    """Save what the plan says, inside the caller's transaction.

    Returns the keys of the records that the rows now speak of, by the rows' numbers.
    """
    changed = _change(_changes(plan) if plan.tally.acts else {})
    rows = [row for row in plan.rows if row.takes_place and not row.record]
    new = Recommendation.objects.bulk_create(
        [_made_from(row, batch) for row in rows], batch_size=BATCH
    )
    for records, exist in ((changed, True), (new, False)):
        _remember(records, batch, by=by, at=at, update=exist)
    keys = {row.number: row.record.pk for row in plan.rows if row.record}
    return keys | {row.number: record.pk for row, record in zip(rows, new, strict=True)}


def _changes(plan: Plan) -> dict[int, dict]:
    """What changes in standing records, by their keys: the words, and the places that follow."""
    said = {row.record.pk: row for row in plan.rows if row.takes_place and row.record}
    changes = {}
    for record in plan.scope.records:
        order = plan.places.get(record.pk, record.order)
        values = {}
        if row := said.get(record.pk):
            values = {name: row.said[name] for name in row.before if name != "order"}
            order = row.order
        if order != record.order:
            values["order"] = order
        if values:
            changes[record.pk] = values
    return changes


def _change(changes: dict[int, dict]) -> list[Recommendation]:
    """Write the changes in two steps, so that no two records share a place on the way.

    The unique constraints are checked row by row: those that change places first step aside into
    a section of their own each.
    """
    moving = [key for key, values in changes.items() if not _PLACE.isdisjoint(values)]
    records = list(Recommendation.objects.filter(pk__in=changes.keys()).order_by("pk"))
    for start in range(0, len(moving), BATCH):
        Recommendation.objects.filter(pk__in=moving[start : start + BATCH]).update(
            section=Concat(Value("moving "), Cast(F("pk"), CharField()))
        )
    for record in records:
        for name, value in changes[record.pk].items():
            setattr(record, name, value)
    # An upsert by key is several times as fast as bulk_update.
    Recommendation.objects.bulk_create(
        records,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=COMPARED,
    )
    return records


def _made_from(row: Row, batch: Import) -> Recommendation:
    values = {name: row.said[name] for name in COMPARED if name in row.said and name != "order"}
    return Recommendation(
        inspection_id=row.to.inspection.pk,
        body_id=row.to.body.pk,
        order=row.order,
        imported_by=batch,
        **values,
    )


def _remember(records: list[Recommendation], batch: Import, *, by, at, update: bool) -> None:
    """Write the history of the records, their responsible bodies included."""
    versions = Recommendation.history.bulk_history_create(
        records,
        batch_size=BATCH,
        update=update,
        default_user=by,
        default_change_reason=reason(batch),
        default_date=at,
    )
    if update:
        _remember_responsible({version.id: version for version in versions or ()})


def _remember_responsible(versions: dict) -> None:
    """What django-simple-history's bulk helper leaves out: a version's many-to-many rows."""
    links = Recommendation.responsible.through.objects.filter(recommendation__in=versions)
    past = Recommendation.history.model.responsible.model
    past.objects.bulk_create(
        past(
            history=versions[link.recommendation_id],
            **{field.attname: getattr(link, field.attname) for field in link._meta.fields},
        )
        for link in links
    )
