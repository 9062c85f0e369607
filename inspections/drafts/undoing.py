"""Taking back what a report was saved into, while nobody has gone on working with it."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Model, ProtectedError

from inspections.drafts.correcting import note_act
from inspections.imports.people import read_by_hand, reason
from inspections.imports.saving import Refused
from inspections.models import Import, Inspection, Report

TAKEN_BACK = "taken_back"
_IN_USE = "Something here hangs on it already."


def why_not(report: Report) -> str:
    """A sentence that says why it cannot be taken back; empty where it can."""
    if report.state != Import.State.CONFIRMED:
        return "Nothing of this report is saved."
    ours = reason(report), read_by_hand(report)
    for inspection in _inspections(report):
        if inspection.history.earliest("history_id").history_change_reason not in ours:
            return f"“{inspection}” was here before this report."
        if inspection.publish_from or inspection.withdrawn_at:
            return f"“{inspection}” is not a draft any more."
        for record in _records(inspection):
            if record.history.exclude(history_change_reason__in=ours).exists():
                return f"Somebody has worked on “{inspection}” since."
            if _is_named_elsewhere(record):
                return _IN_USE
    return ""


@transaction.atomic
def take_back(*, report: Report, by, at: datetime) -> None:
    """Delete the drafts that the report made, and go back to its reading. Raises Refused.

    The history of what was deleted stays, and so does the file.
    """
    rows = Report.objects.select_for_update(of=("self", "import_ptr"))
    report = rows.get(pk=report.pk)
    inspections = _inspections(report)
    list(Inspection.objects.filter(pk__in=[one.pk for one in inspections]).select_for_update())
    if problem := why_not(report):
        raise Refused(f"It cannot be taken back. {problem}")
    saved_at = report.confirmed_at
    report.inspection = None
    report.state = Import.State.PREVIEWED
    report.confirmed_at = report.confirmed_by = None
    report.moves = {}
    report.save()
    report.rows.all().delete()
    report.versions.all().delete()
    try:
        for inspection in reversed(inspections):
            for record in reversed(list(_records(inspection))):
                record._history_user = by
                record._change_reason = f"{reason(report)}"[:80] + ", taken back"
                record.delete()
    except ProtectedError as problem:
        raise Refused(f"It cannot be taken back. {_IN_USE}") from problem
    note_act(report, TAKEN_BACK, saved_at.isoformat(), by=by, at=at)


def _inspections(report: Report) -> list[Inspection]:
    versions = report.versions.select_related("inspection__framework", "inspection__council")
    return [version.inspection for version in versions.order_by("place")]


def _records(inspection: Inspection) -> Iterator[Model]:
    """The inspection and what was found; the inspection first."""
    yield inspection
    yield from inspection.inspected.all()
    yield from inspection.judgements.all()
    yield from inspection.recommendations.all()


def _is_named_elsewhere(record: Model) -> bool:
    """Whether another record names it in a list that would drop it without a word."""
    return any(
        getattr(record, relation.get_accessor_name()).exists()
        for relation in record._meta.related_objects
        if relation.many_to_many
    )
