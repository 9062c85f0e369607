"""The rows of an import go into the record, with their history.

It is the stored rows that are written, those that a person saw, a thousand at a time.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from inspections.bulk import BATCH, batches, update
from inspections.models import Import, ImportRow, Recommendation
from inspections.recommendations.reading import COMPARED


def write(batch: Import, *, by, at: datetime) -> None:
    """Save what the batch's rows say, inside the caller's transaction.

    Each row that adds a recommendation points to it afterwards.
    """
    changes = {
        row.recommendation_id: {name: row.values[name] for name in row.before if name in row.values}
        for row in batch.rows.changing()
    }
    for key, (_, place) in batch.moves.items():
        changes.setdefault(int(key), {})["order"] = place
    change(changes, by=by, at=at, why=batch.reason)
    for rows in batches(batch.rows.adding().order_by("number").iterator(BATCH)):
        made = Recommendation.objects.bulk_create(_new(row, batch) for row in rows)
        pairs = zip(rows, made, strict=True)
        update(ImportRow, ["recommendation_id"], [(row.pk, one.pk) for row, one in pairs])
        remember(made, by=by, at=at, why=batch.reason, kind="+")


def change_back(batch: Import, *, by, at: datetime, why: str) -> None:
    """Give what the batch changed or moved the values that it had before."""
    changes = {row.recommendation_id: dict(row.before) for row in batch.rows.changing()}
    for key, (place, _) in batch.moves.items():
        changes.setdefault(int(key), {})["order"] = place
    change(changes, by=by, at=at, why=why)


def change(changes: Mapping[int, Mapping], *, by, at: datetime, why: str) -> None:
    """Give the recommendations, by their keys, other values."""
    # First into a section of their own each: the unique constraints are checked row by row.
    aside = Concat(Value("moving "), Cast(F("pk"), CharField()))
    records: list[Recommendation] = []
    for keys in batches(changes):
        standing = Recommendation.objects.filter(pk__in=keys)
        records += standing.order_by("pk")
        standing.update(section=aside)
    for portion in batches(records):
        for record in portion:
            for name, value in changes[record.pk].items():
                setattr(record, name, value)
        update(
            Recommendation,
            COMPARED,
            [(one.pk, *(getattr(one, name) for name in COMPARED)) for one in portion],
        )
        remember(portion, by=by, at=at, why=why, kind="~")


def _new(row: ImportRow, batch: Import) -> Recommendation:
    values = {name: row.values[name] for name in COMPARED if row.values.get(name) is not None}
    return Recommendation(
        inspection_id=row.values["inspection"],
        body_id=row.values["body_id"],
        imported_by=batch,
        **values,
    )


def remember(records: Iterable[Recommendation], *, by, at: datetime, why: str, kind: str) -> None:
    """Write a version of each record as it stands now, its responsible bodies included."""
    versions = Recommendation.history.model
    made = versions.objects.bulk_create(
        [
            versions(
                history_type=kind,
                history_date=at,
                history_user=by,
                history_change_reason=why,
                **{field.attname: getattr(one, field.attname) for field in versions.tracked_fields},
            )
            for one in records
        ],
        batch_size=BATCH,
    )
    if kind == "~":
        remember_responsible({version.id: version for version in made})


def remember_responsible(versions: Mapping[int, object]) -> None:
    """The many-to-many rows of these new versions, by the recommendations' keys."""
    past = Recommendation.history.model.responsible.model
    for keys in batches(versions):
        links = Recommendation.responsible.through.objects.filter(recommendation__in=keys)
        past.objects.bulk_create(
            past(
                history=versions[link.recommendation_id],
                **{field.attname: getattr(link, field.attname) for field in link._meta.fields},
            )
            for link in links
        )
