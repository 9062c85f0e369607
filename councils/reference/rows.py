"""Bringing rows into line with reference data, without ever overriding a person.

What the reference data writes stands in the history under the reason `REASON`. A row whose
history holds anything else was made or changed by a person, and is left as it is.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from councils.reference.files import ReferenceDataError

REASON = "Reference data"
BATCH = 500  # rows a statement


@dataclass
class Tally:
    """What became of the rows of one kind."""

    label: str
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0

    def __str__(self):
        counts = f"{self.created} new, {self.changed} changed, {self.unchanged} unchanged"
        kept = f", {self.kept} left as people have changed them" if self.kept else ""
        return f"{self.label}: {counts}{kept}"


@dataclass(frozen=True)
class Wanted:
    """What a row should hold, by field name, and where the reference data says so."""

    where: str
    values: Mapping[str, Any]


def touched_by_people(model: type[models.Model], rows: Iterable[models.Model]) -> set[int]:
    """The keys of those rows that a person made or changed; none for models without history."""
    if not hasattr(model, "history"):
        return set()
    entries = model.history.filter(id__in=[row.pk for row in rows])
    return set(entries.exclude(history_change_reason=REASON).values_list("id", flat=True))


def made_here(model: type[models.Model], rows: Iterable[models.Model]) -> set[int]:
    """The keys of those rows that the reference data made."""
    entries = model.history.filter(id__in=[row.pk for row in rows], history_type="+")
    return set(entries.filter(history_change_reason=REASON).values_list("id", flat=True))


def save_each(rows: Iterable[models.Model]) -> None:
    """Save one by one, for models whose `save` does more than save."""
    for row in rows:
        row._change_reason = REASON
        row.save()


def bring_into_line(
    model: type[models.Model],
    wanted: Mapping[Hashable, Wanted],
    existing: Mapping[Hashable, models.Model],
    tally: Tally,
    create: Callable[[list], None] | None = None,
) -> dict[Hashable, models.Model]:
    """Create what is missing, change what differs, count the rest; return the rows by key.

    Fields that `wanted` does not name are never looked at. Nothing is deleted. Raises
    ReferenceDataError where a value does not suit its field or the model's own rules.
    """
    touched = touched_by_people(model, existing.values())
    rows, new, changed, names = {}, [], [], set()
    for key, want in wanted.items():
        row = existing.get(key)
        if row is None:
            row = model(**want.values)
            new.append((row, want))
        elif not (different := _different(row, want.values)):
            tally.unchanged += 1
        elif row.pk in touched:
            tally.kept += 1
        else:
            for name in different:
                setattr(row, name, want.values[name])
            names.update(different)
            changed.append((row, want))
        rows[key] = row
    for row, want in new + changed:
        _check(row, want.where)
    # Changes first: what they end (a code in force) may make room for what is new.
    _update(model, [row for row, _ in changed], sorted(names))
    (create or create_with_history)([row for row, _ in new])
    tally.created += len(new)
    tally.changed += len(changed)
    return rows


def _different(row, values) -> list[str]:
    """The names of the fields where the row does not hold what is wanted."""
    return [
        name
        for name, value in values.items()
        if getattr(row, row._meta.get_field(name).attname)
        != (value.pk if isinstance(value, models.Model) else value)
    ]


def _check(row, where: str) -> None:
    """Raise ReferenceDataError unless the row passes its model's own checks.

    Relations and constraints are left to the database: asking about each would be a query.
    """
    relations = {field.name for field in row._meta.fields if field.is_relation}
    try:
        row.full_clean(exclude=relations, validate_unique=False, validate_constraints=False)
    except ValidationError as problem:
        field, complaints = next(iter(problem.message_dict.items()))
        raise ReferenceDataError(f"{where}: {field}: {complaints[0]}") from problem


def create_with_history(rows: list) -> None:
    if not rows:
        return
    model = type(rows[0])
    if hasattr(model, "history"):
        bulk_create_with_history(rows, model, batch_size=BATCH, default_change_reason=REASON)
    else:
        model.objects.bulk_create(rows, batch_size=BATCH)


def _update(model, rows: list, names: list[str]) -> None:
    if not rows:
        return
    if hasattr(model, "history"):
        bulk_update_with_history(rows, model, names, batch_size=BATCH, default_change_reason=REASON)
    else:
        model.objects.bulk_update(rows, names, batch_size=BATCH)
