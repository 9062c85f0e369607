"""The rows of an import go into the records: in bulk, with their history.

It is the stored rows that are written, those that a person saw; they are read in portions, so
that a large file takes no more memory than a small one.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    F,
    Func,
    IntegerField,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from inspections.bulk import batches, insert_from, update, update_from
from inspections.models import Import, ImportRow, Recommendation
from inspections.recommendations.records import COMPARED

_PLACE = ["section", "reference"]  # may stand once; and so may the order, which `moves` holds


class Side(NamedTuple):
    """Which of a row's columns, and of the two places of a move, a change takes its values from."""

    column: str
    place: int


NEW, OLD = Side("values", 1), Side("before", 0)


def write(batch: Import, *, by, at: datetime) -> None:
    """Save what the batch's rows say, inside the caller's transaction.

    Each row that adds a recommendation points to it afterwards.
    """
    why = batch.reason
    change(batch, NEW, by=by, at=at, why=why)
    made = _made_by(batch)
    for rows in _portions(batch.rows.adding()):
        keys = insert_from(Recommendation, rows, made)
        pairs = zip(rows.values_list("pk", flat=True), keys, strict=True)
        update(ImportRow, ["recommendation_id"], list(pairs))
        remember(keys, by=by, at=at, why=why, kind="+")


def change(batch: Import, side: Side, *, by, at: datetime, why: str) -> None:
    """Give the batch's changed and moved records other values: the new ones, or those before."""
    changed = set(_move(batch, side))
    words = _words(side)
    for rows in _portions(batch.rows.changing().filter(before__has_any_keys=[*words])):
        changed.update(update_from(Recommendation, rows, "recommendation_id", words))
    for keys in batches(sorted(changed)):
        remember(keys, by=by, at=at, why=why, kind="~")


def _portions(rows: QuerySet) -> Iterator[QuerySet]:
    """BATCH rows at a time, by their numbers."""
    rows = rows.order_by("number")
    numbers = array("L", rows.values_list("number", flat=True).iterator())
    # Between two numbers: what comes after one would be sorted anew for each portion by a
    # database that has not counted the rows yet, as PostgreSQL within a minute of the preview.
    for held in batches(numbers):
        yield rows.filter(number__gte=held[0], number__lte=held[-1])


def _move(batch: Import, side: Side) -> Iterable[int]:
    """Change sections, places and references; returns the records' keys."""
    moves = {int(key): places[side.place] for key, places in batch.moves.items()}
    placed = batch.rows.changing().filter(before__has_any_keys=_PLACE)
    keys = placed.order_by().values_list("recommendation", flat=True)
    sections = _step_aside({*moves, *keys})
    for changes in _places(placed, moves, side):
        for key, values in changes.items():
            values.setdefault("section", sections[key])
        _write(changes)
    return sections


def _places(
    placed: QuerySet, moves: dict[int, int], side: Side
) -> Iterator[dict[int, dict[str, str | int]]]:
    """Values by the records' keys: of the rows that say them, then of what only moves along."""
    for rows in _portions(placed):
        changes = {}
        for key, said, before in rows.values_list("recommendation", side.column, "before"):
            changes[key] = {name: said[name] for name in _PLACE if name in before}
            if key in moves:
                changes[key]["order"] = moves.pop(key)
        yield changes
    for keys in batches(moves):
        yield {key: {"order": moves[key]} for key in keys}


def _step_aside(moving: set[int]) -> dict[int, str]:
    """Into a section of their own each, as the unique constraints are checked row by row.

    Returns the sections that they stood in, by the records' keys.
    """
    sections: dict[int, str] = {}
    for keys in batches(moving):
        records = Recommendation.objects.filter(pk__in=keys)
        sections |= records.values_list("pk", "section")
        records.update(section=Concat(Value("moving "), Cast(F("pk"), CharField())))
    return sections


def _write(changes: dict[int, dict]) -> None:
    """Write the values, by the records' keys: one statement for all that change alike."""
    alike = defaultdict(list)
    for key, values in changes.items():
        names = tuple(sorted(values))
        alike[names].append((key, *(values[name] for name in names)))
    for names, rows in alike.items():
        update(Recommendation, names, rows)


def _made_by(batch: Import) -> dict:
    """What a new recommendation has, as expressions over the row that makes it."""
    key = BigIntegerField()
    elsewhere, body = (KeyText(F("values"), Value(name)) for name in ("inspection", "body_id"))
    made = {
        "inspection_id": Coalesce(Cast(elsewhere, key), Value(batch.inspection_id)),
        "body_id": Cast(body, key),
        "imported_by_id": Value(batch.pk, key),
    }
    for name in COMPARED:
        field = Recommendation._meta.get_field(name)
        blank = Value(field.get_default(), field)
        made[name] = Coalesce(_said("values", name), blank, output_field=field)
    return made


def _words(side: Side) -> dict:
    """What a record has after a change, its place apart, as expressions over the row."""
    return {
        name: Case(
            When(before__has_key=name, then=_said(side.column, name)),
            default=F(f"recommendation__{name}"),
            output_field=Recommendation._meta.get_field(name),
        )
        for name in COMPARED
        if name not in ("order", *_PLACE)
    }


def _said(column: str, name: str):
    """What a row says of a recommendation under that name; NULL where it says nothing."""
    field = Recommendation._meta.get_field(name)
    said = KeyText(F(column), Value(name))
    return Cast(said, field) if isinstance(field, IntegerField) else said


class KeyText(Func):
    """What JSON holds under a key, as text. Django's own gives SQLite's null as a word."""

    template, arg_joiner = "(%(expressions)s)", " ->> "
    output_field = TextField()


def remember(records: Iterable[int], *, by, at: datetime, why: str, kind: str) -> None:
    """Write a version of each record as it stands now, its responsible bodies included."""
    versions = Recommendation.history.model
    names = [field.attname for field in versions.tracked_fields]
    about = {
        "history_type": kind,
        "history_date": at,
        "history_user_id": by and by.pk,
        "history_change_reason": why,
    }
    given = {name: Value(value, versions._meta.get_field(name)) for name, value in about.items()}
    records = Recommendation.objects.filter(pk__in=list(records)).order_by("pk")
    insert_from(versions, records, {name: F(name) for name in names} | given)
    if kind == "~":
        _remember_responsible(records, about)


def _remember_responsible(records, about: dict) -> None:
    """A version's many-to-many rows: seldom any, so looked for first."""
    links = list(Recommendation.responsible.through.objects.filter(recommendation__in=records))
    if not links:
        return
    made = Recommendation.history.filter(
        history_date=about["history_date"],
        history_change_reason=about["history_change_reason"],
        id__in={link.recommendation_id for link in links},
    )
    versions = {version.id: version for version in made.order_by("history_id")}
    past = Recommendation.history.model.responsible.model
    past.objects.bulk_create(
        past(
            history=versions[link.recommendation_id],
            **{field.attname: getattr(link, field.attname) for field in link._meta.fields},
        )
        for link in links
    )
