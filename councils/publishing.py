"""Releasing a record to the public, holding it under embargo, taking it back, withdrawing it.

Keyword-only, one transaction each; `at` is the aware moment of the act. Each raises
`PermissionDenied` where `by` may not do it, and `ValidationError`, with a sentence for the person,
where the record does not allow it. What was once public is never deleted, only withdrawn.
"""

from collections.abc import Iterable
from enum import StrEnum
from hashlib import sha256

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model, Q

from councils.access import Can, may
from councils.days import LONDON


class State(StrEnum):
    """Where a publishable record stands, in a word."""

    DRAFT = "draft"
    EMBARGOED = "embargoed"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


def state_of(record, at) -> State:
    """The state of a `Publishable` record at the moment `at`; `in_state` is the same in SQL."""
    if record.withdrawn_at:
        return State.WITHDRAWN
    if record.publish_from is None:
        return State.DRAFT
    return State.PUBLIC if record.is_released(at) else State.EMBARGOED


def in_state(state: State, at) -> Q:
    """The condition for rows in this state at the moment `at`."""
    standing = Q(withdrawn_at__isnull=True)
    return {
        State.DRAFT: standing & Q(publish_from__isnull=True),
        State.EMBARGOED: standing & Q(publish_from__gt=at),
        State.PUBLIC: standing & Q(publish_from__lte=at),
        State.WITHDRAWN: ~standing,
    }[state]


class ChangedSince(ValidationError):
    """What would be published is not what the publisher had before them."""

    def __init__(self):
        super().__init__(
            "Something of this has changed since the page was made. Nothing was published. Look at "
            "what would go out now, then publish it again."
        )


def fingerprint(rows: Iterable[Model]) -> str:
    """All that these rows say, as 64 characters that are equal only while nothing has changed.

    A page that publishes carries it, and the act compares it: what was seen is what goes out.
    """
    said = sorted(
        [row._meta.label, row.pk, *((f.attname, f.value_from_object(row)) for f in _fields(row))]
        for row in rows
    )
    return sha256(repr(said).encode()).hexdigest()


def _fields(row: Model):
    """Those that hold a value in the row itself, files by their names."""
    return sorted(row._meta.concrete_fields, key=lambda field: field.attname)


def demand_unchanged(rows: Iterable[Model], seen: str) -> str:
    """The fingerprint of these rows. Raises `ChangedSince` where another one was `seen`.

    `seen` is empty where no page was: a command, say.
    """
    now = fingerprint(rows)
    if seen and seen != now:
        raise ChangedSince
    return now


@transaction.atomic
def release(*, record, by, at, publish_from=None, readers=()):
    """Make the record public: at once, or from the moment `publish_from` (an embargo).

    Until then only `readers` and `by` can read it. An embargo can be changed until it ends.
    """
    record = locked(record)
    demand_release(by, record.council_id)
    if record.withdrawn_at or record.is_released(at):
        raise ValidationError("This is public already, or withdrawn.")
    if publish_from and publish_from <= at:
        raise ValidationError("An embargo ends at a moment still to come.")
    readers = {*readers, by} if publish_from else set()
    record.publish_from = publish_from or at
    record._change_reason = "Released"
    if publish_from:
        ends = f"{publish_from.astimezone(LONDON):%-d %B %Y, %H:%M}"
        record._change_reason = f"Embargo until {ends}, for {len(readers)} readers"
    record.save(update_fields=["publish_from"])
    record.embargo_readers.set(readers)
    return record


@transaction.atomic
def take_back(*, record, by, at):
    """Make an embargoed record a draft again, before the public has seen it."""
    record = locked(record)
    demand_release(by, record.council_id)
    if state_of(record, at) is not State.EMBARGOED:
        raise ValidationError("Only what is under embargo can be taken back.")
    record.publish_from = None
    record._change_reason = "Taken back before publication"
    record.save(update_fields=["publish_from"])
    record.embargo_readers.clear()
    return record


@transaction.atomic
def withdraw(*, record, why, by, at):
    """Withdraw a public record. Its page stays, and says that it was withdrawn, when and why."""
    record = locked(record)
    demand_release(by, record.council_id)
    if state_of(record, at) is not State.PUBLIC:
        raise ValidationError("Only what is public can be withdrawn. A draft can be deleted.")
    return mark_withdrawn(record, why=why, by=by, at=at)


def mark_withdrawn(record, *, why, by, at):
    """Write the withdrawal on a row that has the three `withdrawn_…` fields."""
    if not why.strip():
        raise ValidationError("Say why it is withdrawn: the public will read it.")
    record.withdrawn_at, record.withdrawn_by, record.withdrawn_why = at, by, why.strip()
    record._change_reason = "Withdrawn"
    record.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return record


def locked(record):
    """The row as it stands in the database, locked until the transaction ends."""
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def demand_release(by, council_id) -> None:
    """Raise `PermissionDenied` unless `by` may release and withdraw at this council."""
    if not may(by, Can.RELEASE, council_id):
        raise PermissionDenied(f"You may not {Can.RELEASE.value}.")
