"""The rows of an import go into the records: in bulk, with their history.

It is the stored rows that are written, those that a person saw; they are read in portions, so
that a large file takes no more memory than a small one.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.db.models import BigIntegerField, CharField, F, Func, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from inspections.imports.bulk import batches, insert_from, update
from inspections.imports.people import reason
from inspections.imports.records import COMPARED
from inspections.models import Import, ImportRow, Recommendation

_PLACE = ["section", "order", "reference"]
Values = Callable[[dict, dict, tuple[int, int] | None], dict]


def write(batch: Import, *, by, at: datetime) -> None:
    """Save what the batch's rows say, inside the caller's transaction.

    Each row that adds a recommendation points to it afterwards.
    """
    why = reason(batch)
    change(batch, new_values, by=by, at=at, why=why)
    made = _made_by(batch)
    for rows in _portions(batch.rows.adding()):
        keys = insert_from(Recommendation, rows, made)
        pairs = zip(rows.values_list("pk", flat=True), keys, strict=True)
        update(ImportRow, ["recommendation_id"], list(pairs))
        remember(keys, by=by, at=at, why=why, kind="+")


def change(batch: Import, values_of: Values, *, by, at: datetime, why: str) -> None:
    """Give the batch's changed and moved records other values: the new ones, or those before."""
    moves = {int(key): places for key, places in batch.moves.items()}
    sections = _step_aside(_keys_that_move(batch, moves))
    for changes in _changes(batch, moves, values_of):
        for key in changes.keys() & sections.keys():
            changes[key].setdefault("section", sections[key])
        _write(changes)
        remember(changes, by=by, at=at, why=why, kind="~")


def new_values(values: dict, before: dict, places: tuple[int, int] | None) -> dict:
    """What a row changes in its record."""
    return _placed({name: values[name] for name in before}, places and places[1])


def old_values(values: dict, before: dict, places: tuple[int, int] | None) -> dict:
    """What stood in the record before the row changed it."""
    return _placed(dict(before), places and places[0])


def _placed(values: dict, place: int | None) -> dict:
    values.pop("order", None)
    return values | {"order": place} if place else values


def _portions(rows: QuerySet) -> Iterator[QuerySet]:
    """BATCH rows at a time, by their numbers."""
    rows = rows.order_by("number")
    numbers = array("L", rows.values_list("number", flat=True).iterator())
    # Between two numbers: what comes after one would be sorted anew for each portion by a
    # database that has not counted the rows yet, as PostgreSQL within a minute of the preview.
    for held in batches(numbers):
        yield rows.filter(number__gte=held[0], number__lte=held[-1])


def _changes(
    batch: Import, moves: dict[int, tuple[int, int]], values_of: Values
) -> Iterator[dict[int, dict]]:
    """Values by the records' keys: of what the rows change, then of what only moves along."""
    moves = dict(moves)
    for rows in _portions(batch.rows.changing()):
        changes = {
            key: values_of(values, before, moves.pop(key, None))
            for key, values, before in rows.values_list("recommendation", "values", "before")
        }
        yield {key: values for key, values in changes.items() if values}
    for keys in batches(moves):
        yield {key: values_of({}, {}, moves[key]) for key in keys}


def _keys_that_move(batch: Import, moves: dict) -> set[int]:
    """The records whose place or number changes, which no two may share on the way."""
    placed = batch.rows.changing().filter(before__has_any_keys=_PLACE).order_by()
    return {*moves, *placed.values_list("recommendation", flat=True)}


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
    key, field_of = BigIntegerField(), Recommendation._meta.get_field
    blanks = {name: field_of(name).get_default() for name in COMPARED}
    return {
        "inspection_id": Coalesce(Cast(_Said("inspection"), key), Value(batch.inspection_id)),
        "body_id": Cast(_Said("body_id"), key),
        "imported_by_id": Value(batch.pk, key),
        **{
            name: Cast(_Said(name), field_of(name))
            if blank is None
            else Coalesce(_Said(name), Value(blank, TextField()))
            for name, blank in blanks.items()
        },
    }


class _Said(Func):
    """What a row says under a name, as text; NULL where it says nothing."""

    template, arg_joiner = "(%(expressions)s)", " ->> "
    output_field = TextField()

    def __init__(self, name: str):
        super().__init__(F("values"), Value(name))


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
