"""An import of outcomes is undone: all of it, and only while it is no draft of anybody else's.

What the public has read is not deleted: a later issue of the statistics corrects it in the open.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import models
from django.db.models import ProtectedError

from inspections.intake import Refused
from inspections.models import Import, InspectedBody, Inspection, Judgement

_PUBLIC = (
    "Nothing was undone. What this import did to “{}” is public, and what was public is not "
    "deleted. Import the statistics that are right, or correct it in the admin."
)


def undo(batch: Import, *, by, at: datetime) -> None:
    """Take back what a confirmed import of outcomes did, inside the caller's transaction.

    Raises Refused if anything that it did is public, was touched since, or is in use.
    """
    work = _OutcomeUndoing(batch, by, at)
    work.refuse()
    work.take_back()


class _OutcomeUndoing:
    def __init__(self, batch: Import, by, at: datetime):
        self.batch, self.by, self.at = batch, by, at
        self.why = batch.reason
        created = Inspection.history.filter(history_type="+", history_change_reason=self.why)
        rows = Inspection.objects.select_related("council", "framework").select_for_update(
            of=("self",)
        )
        self.made = list(rows.filter(pk__in=created.values("id")).order_by("pk"))
        self.keys = [one.pk for one in self.made]
        self.judged = list(
            Judgement.objects.filter(imported_by=batch).select_related(
                "inspection__council", "inspection__framework"
            )
        )
        self.changed = list(batch.rows.exclude(before={}).order_by("number"))
        keys = [row.subject_id for row in self.changed]
        self.standing = {one.pk: one for one in rows.filter(pk__in=keys)}
        kept = [key for row in self.changed for key in row.before.get("judgements", {})]
        self.in_place = Judgement.objects.in_bulk([int(key) for key in kept])

    def refuse(self) -> None:
        """Raise Refused unless nobody has seen or touched what was done."""
        for inspection in self._inspections():
            if inspection.is_released(self.at):
                raise Refused(_PUBLIC.format(inspection))
        for record in self._records():
            last = record.history.order_by("-history_id").first()
            if last is None or last.history_change_reason != self.why:
                raise Refused(f"Nothing was undone. Somebody has changed since: “{record}”.")
        for inspection in self.made:
            _refuse_named_elsewhere(inspection)
            others = inspection.judgements.exclude(imported_by=self.batch)
            if others.exists():
                raise Refused(f"Nothing was undone. Somebody has worked on “{inspection}” since.")

    def take_back(self) -> None:
        try:
            for record in self.judged:
                self._delete(record)
            for record in InspectedBody.objects.filter(inspection__in=self.made):
                self._delete(record)
            # What follows another inspection goes before it.
            for record in sorted(self.made, key=lambda one: one.parent_id is None):
                self._delete(record)
        except ProtectedError as problem:
            raise Refused("Nothing was undone. Something hangs on it already.") from problem
        self.batch.rows.filter(subject_id__in=self.keys).update(subject_type=None, subject_id=None)
        for row in self.changed:
            if facts := row.before.get("facts"):
                self._restore(self.standing[row.subject_id], facts)
            for key, values in row.before.get("judgements", {}).items():
                self._restore(self.in_place[int(key)], values)

    def _inspections(self) -> Iterator[Inspection]:
        yield from self.made
        yield from self.standing.values()
        yield from (row.inspection for row in self.judged)

    def _records(self) -> Iterator[models.Model]:
        yield from self.made
        yield from self.judged
        yield from InspectedBody.objects.filter(inspection__in=self.made)
        yield from self.in_place.values()
        for row in self.changed:
            if row.before.get("facts"):
                yield self.standing[row.subject_id]

    def _delete(self, record: models.Model) -> None:
        self._sign(record)
        record.delete()

    def _restore(self, record: models.Model, values: dict) -> None:
        for name, value in values.items():
            is_day = isinstance(record._meta.get_field(name.removesuffix("_id")), models.DateField)
            setattr(record, name, date.fromisoformat(value) if value and is_day else value)
        self._sign(record)
        record.save(update_fields=[name.removesuffix("_id") for name in values])

    def _sign(self, record: models.Model) -> None:
        record._change_reason = self.batch.reason_undone
        record._history_date = self.at
        if self.by:
            record._history_user = self.by


def _refuse_named_elsewhere(inspection: Inspection) -> None:
    """Unless no list would drop it without a word."""
    for relation in inspection._meta.related_objects:
        if relation.many_to_many and getattr(inspection, relation.get_accessor_name()).exists():
            what = relation.related_model._meta.verbose_name_plural
            raise Refused(f"Nothing was undone. There are {what} for “{inspection}” by now.")
