"""Words about a person are removed everywhere; the row, its dates and its numbers remain."""

from functools import partial

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import CharField, TextField

from councils.access import Can
from improvement.models import (
    Action,
    Amendment,
    Evidence,
    EvidenceCopy,
    Milestone,
    Plan,
    Reading,
    Redaction,
)
from improvement.models.log import REMOVED, REMOVED_ADDRESS, LogRow
from improvement.workflow.guards import Refused, demand
from inspections.intake import forget as forget_in_imports
from inspections.models import Import, ImportRow, Recommendation
from inspections.reports.correcting import forget

_NUMBERS_AND_DAYS = ("reporting_interval_days", "ends_on")
_OF_OTHERS = {
    Action: ("title", "difference", "success_measure", "internal_note"),
    Milestone: ("title",),
    Plan: ("title", "summary", "overseen_by"),
    Recommendation: ("text",),
}


@transaction.atomic
def redact(*, row, fields, why, by, at) -> Redaction:
    """Replace these fields' words by a marker, in the row and wherever they are repeated.

    `row` is a row of the log, a `Reading`, an `Action`, a `Milestone`, a `Plan` or a
    `Recommendation`. Repeated are words in the row's history, in amendments, in other readings, in
    the answers to a screening, and in an import. The stored bytes of an import that held them are
    removed too: a file cannot be edited in place without becoming another file, and its rows still
    say what it did.
    """
    plan_or_inspection = _owner(row)
    demand(by, Can.RELEASE, plan_or_inspection)
    if not why.strip():
        raise Refused("Say why the words were removed, without repeating them.")
    if not fields or set(fields) - set(redactable(row)):
        raise Refused("Choose which words to remove.")
    gone = {field: str(getattr(row, field)) for field in fields}
    _remove(row, fields, at)
    if "file" in fields:
        _remove_copy(row, at)
    _remove_echoes(row, gone, at)
    return Redaction.objects.create(
        model=row._meta.label_lower,
        row_id=row.pk,
        fields=list(fields),
        council_id=plan_or_inspection.council_id,
        why=why,
        at=at,
        by=by,
    )


def redactable(row) -> list[str]:
    """The fields of this row that hold words which can be removed.

    What an amendment changed is not among them where it is a number or a day: it is about nobody,
    and without it the silence of the past could not be told.
    """
    names = row.WORDS if isinstance(row, LogRow) else _OF_OTHERS[type(row)]
    if isinstance(row, Amendment) and row.field in _NUMBERS_AND_DAYS:
        names = ("why", "agreed_by")
    if isinstance(row, Evidence) and row.file_name != REMOVED:
        names = (*names, "file")
    removed = {REMOVED, REMOVED_ADDRESS}
    return [name for name in names if getattr(row, name) and getattr(row, name) not in removed]


def _owner(row):
    """The plan, inspection or indicator whose council the words belong to."""
    if isinstance(row, Plan):
        return row
    if isinstance(row, Reading):
        return row.indicator
    if isinstance(row, Recommendation):
        return row.inspection
    if isinstance(row, Action | Amendment):
        return row.plan
    return row.action.plan


def _remove(row, fields, at) -> None:
    removed = _replacements(row, fields)
    stamp = {"redacted_at": at} if isinstance(row, LogRow) else {}
    type(row)._base_manager.filter(pk=row.pk).update(**removed, **stamp)
    if hasattr(type(row), "history"):
        type(row).history.filter(id=row.pk).update(**removed)
    _remove_from_the_admins_log(row)


def _replacements(row, fields) -> dict[str, str]:
    """What stands in each field afterwards. A file's bytes go; its hash remains."""
    removed = dict.fromkeys(fields, REMOVED)
    if "url" in removed:
        removed["url"] = REMOVED_ADDRESS
    if removed.pop("file", None):
        storage, name = row.file.storage, row.file.name
        transaction.on_commit(lambda: storage.delete(name))
        removed["file_name"] = REMOVED
    return removed


def _remove_copy(evidence, at) -> None:
    """The public copy of the file goes with it; that there was one remains."""
    for copy in EvidenceCopy.objects.filter(evidence=evidence, gone_at=None):
        storage, name = copy.file.storage, copy.file.name
        transaction.on_commit(partial(storage.delete, name))
        EvidenceCopy.objects.filter(pk=copy.pk).update(gone_at=at, answers=[])


# --- where the same words stand besides ---


def _remove_echoes(row, gone, at) -> None:
    forget_in_imports(council=_owner(row).council, words=gone.values(), marker=REMOVED)
    if isinstance(row, Recommendation):
        _remove_from_imports(row.inspection.council, gone)
        _remove_from_links(row, at)
        return
    if isinstance(row, Reading):
        _remove_from_readings(row, gone, at)
        _remove_from_imports(row.indicator.council, gone)
        return
    if isinstance(row, Action | Plan):
        _remove_from_amendments(row, gone, at)
    if isinstance(row, Amendment):
        _remove_from_history(row, gone)
    _remove_from_answers(_owner(row), gone)


def _remove_from_readings(reading, gone, at) -> None:
    """Other versions of the same indicator may say the same."""
    alike = Reading.objects.filter(indicator=reading.indicator_id)
    for text in gone.values():
        for name in Reading.WORDS:
            alike.filter(**{name: text}).update(**{name: REMOVED, "redacted_at": at})


def _remove_from_amendments(row, gone, at) -> None:
    about = {"plan": row, "action": None} if isinstance(row, Plan) else {"action": row}
    amendments = Amendment.objects.filter(**about, field__in=gone)
    amendments.update(redacted_at=at)
    for name in ("old", "new"):  # that there were no words is about nobody, and stays
        amendments.exclude(**{name: ""}).update(**{name: REMOVED})


def _remove_from_history(amendment, gone) -> None:
    """The version that an amendment replaced, and the reason kept with it."""
    about = amendment.action or amendment.plan
    history, name = about.history, amendment.field
    if isinstance(about._meta.get_field(name), CharField | TextField):
        for text in {gone.get("old"), gone.get("new")} - {None}:
            history.filter(**{name: text}).update(**{name: REMOVED})
    if "why" in gone:
        reason = gone["why"][:100]
        history.filter(history_change_reason=reason).update(history_change_reason=REMOVED)


def _remove_from_links(recommendation, at) -> None:
    """Amendments of an action's links name each recommendation by its first words."""
    name = str(recommendation)
    amendments = Amendment.objects.filter(
        field="recommendations", plan__council=recommendation.inspection.council
    )
    for one in amendments:
        if name in one.old or name in one.new:
            Amendment.objects.filter(pk=one.pk).update(
                old=one.old.replace(name, REMOVED),
                new=one.new.replace(name, REMOVED),
                redacted_at=at,
            )


def _remove_from_answers(plan, gone) -> None:
    """A release keeps what the screening found and why it was published all the same."""
    removed = "\n".join(gone.values())
    for release in plan.releases.exclude(answers=[]):
        for answer in release.answers:
            words = answer["words"]
            if words in removed:
                answer["answer"] = answer["answer"].replace(words, REMOVED)
                answer["words"] = REMOVED
        release.save(update_fields=["answers"])


def _remove_from_imports(council, gone) -> None:
    """Every file that brought these words: confirmed or not, its bytes go and its rows are marked.

    Found by the words themselves: the row of a preview points at no record yet.
    """
    batches = Import.objects.filter(council=council)
    holding = forget(council=council, words=gone.values(), marker=REMOVED)
    for row in ImportRow.objects.filter(batch__in=batches.values("pk")).iterator():
        values, before = _without(row.values, gone), _without(row.before, gone)
        if (values, before) != (row.values, row.before):
            ImportRow.objects.filter(pk=row.pk).update(values=values, before=before)
            holding.add(row.batch_id)
    Import.objects.filter(pk__in=holding).update(content=b"", reading={})


def _without(cells, gone) -> dict:
    """The cells of a row, with a marker in the place of the removed words."""
    return {
        name: REMOVED if words and words in gone.values() else words
        for name, words in cells.items()
    }


def _remove_from_the_admins_log(row) -> None:
    """Django's log of the admin names a record by its first words."""
    about = ContentType.objects.get_for_model(type(row))
    LogEntry.objects.filter(content_type=about, object_id=str(row.pk)).update(object_repr=REMOVED)
