"""Taking back what a report was saved into, while nobody has gone on working with it.

What the report made is deleted, and what it changed in a draft that stood here is as before. What
was public stays: that is corrected in the open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, ProtectedError

from inspections.intake import Refused
from inspections.models import Import, Inspection, Recommendation, Report
from inspections.recommendations.writing import change_back
from inspections.reports.correcting import note_act
from inspections.reports.draft import TAKEN_BACK

_IN_USE = "Something here hangs on it already."


@dataclass(frozen=True)
class _Touch:
    """What the report has to do with a record, by the record's history."""

    record: Model
    made: bool
    changed: bool  # it stood here before
    others_since: bool


def why_not(report: Report) -> str:
    """A sentence that says why it cannot be taken back; empty where it can."""
    if report.state != Import.State.CONFIRMED:
        return "Nothing of this report is saved."
    for version in report.versions.select_related("inspection__framework", "inspection__council"):
        inspection = version.inspection
        if inspection.publish_from or inspection.withdrawn_at:
            return f"“{inspection}” is not a draft: what was public is corrected in the open."
        if inspection.reports.filter(number__gt=version.number).exists():
            return f"Another version of the report on “{inspection}” came in since."
        for touch in _touches(report, inspection):
            if touch.others_since:
                return f"Somebody has worked on “{inspection}” since."
            if touch.made and _is_named_elsewhere(touch.record):
                return _IN_USE
    return ""


def undo(report: Report, *, by, at: datetime) -> None:
    """Undo what the report did to drafts, inside the caller's transaction. Raises Refused.

    The history of what was deleted stays, and so does the file.
    """
    inspections = _inspections(report)
    list(Inspection.objects.filter(pk__in=[one.pk for one in inspections]).select_for_update())
    if problem := why_not(report):
        raise Refused(f"It cannot be taken back. {problem}")
    touches = [touch for one in inspections for touch in _touches(report, one)]
    why = f"{report.reason}"[:80] + ", taken back"
    saved_at = report.confirmed_at
    report.inspection = None
    report.save(update_fields=["inspection"])
    report.versions.all().delete()
    try:
        _undo(report, touches, by=by, at=at, why=why)
    except ProtectedError as problem:
        raise Refused(f"It cannot be taken back. {_IN_USE}") from problem
    report.moves = {}
    report.save(update_fields=["moves"])
    report.rows.all().delete()
    note_act(report, TAKEN_BACK, saved_at.isoformat(), by=by, at=at)


def _undo(report: Report, touches: list[_Touch], *, by, at: datetime, why: str) -> None:
    """The last made goes first, as what is found hangs on the inspection."""
    for touch in reversed(touches):
        touch.record._history_user = by
        touch.record._change_reason = why
        if touch.made:
            touch.record.delete()
    _take_off_responsible(report)
    change_back(report, by=by, at=at, why=why)
    for touch in touches:
        if touch.changed and not isinstance(touch.record, Recommendation):
            _put_back(touch.record, _ours(report))


def _take_off_responsible(report: Report) -> None:
    """Bodies that the report named for recommendations that stood here and had none."""
    links = Recommendation.responsible.through.objects
    for key in report.rows.filter(recommendation__isnull=False).values_list("recommendation"):
        versions = Recommendation.history.filter(id__in=key)
        versions = versions.exclude(history_change_reason__in=_ours(report))
        before = versions.order_by("history_id").last()
        if not (before and before.responsible.exists()):
            links.filter(recommendation__in=key).delete()


def _put_back(record: Model, ours: tuple[str, ...]) -> None:
    """Give the record the values that it had before the report came."""
    before = record.history.exclude(history_change_reason__in=ours).latest("history_id")
    for field in before.tracked_fields:
        setattr(record, field.attname, getattr(before, field.attname))
    record.save()


def _ours(report: Report) -> tuple[str, ...]:
    """What the report's own changes bear in the history."""
    return report.reason, report.reason_corrected


def _touches(report: Report, inspection: Inspection) -> Iterator[_Touch]:
    """The inspection and what was found, the inspection first.

    Of an inspection that the report made, everything must be its own; of one that stood here, what
    it did not touch may have gone on as it will.
    """
    ours, made_all = _ours(report), None
    for record in _records(inspection):
        said = record.history.order_by("history_id").values_list("history_change_reason", flat=True)
        own = [words in ours for words in said]
        made = own[:1] == [True]
        made_all = made if made_all is None else made_all
        changed = not made and any(own)
        since = not all(own) if made_all or made else changed and not own[-1]
        yield _Touch(record, made=made, changed=changed, others_since=since)


def _inspections(report: Report) -> list[Inspection]:
    versions = report.versions.select_related("inspection__framework", "inspection__council")
    return [version.inspection for version in versions.order_by("place")]


def _records(inspection: Inspection) -> Iterator[Model]:
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
