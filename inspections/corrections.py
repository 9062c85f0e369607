"""What changes after publication: judgements are corrected, recommendations withdrawn.

Keyword-only, one transaction each; `at` is the aware moment of the act. Each raises
`PermissionDenied` where `by` may not do it, and `ValidationError`, with a sentence for the person,
where the record does not allow it.
"""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Model

from councils import publishing
from councils.access import Can, may
from councils.days import day_of
from councils.screening import screen
from inspections.models import Inspection, Judgement, ReadingDoubt, Recommendation


@transaction.atomic
def correct_judgement(
    *, judgement, grade=None, no_grade="", printed_grade="", page=None, why, by, at
) -> Judgement:
    """Put a corrected judgement in the place of one that the public has read.

    The old one stays, superseded from today; `why` says what was corrected and on whose word.
    """
    old = Judgement.objects.select_for_update().get(pk=judgement.pk)
    inspection = Inspection.objects.get(pk=old.inspection_id)
    if not may(by, Can.EDIT_FINDINGS, inspection.council_id):
        raise PermissionDenied(f"You may not {Can.EDIT_FINDINGS.value}.")
    return _put_in_place(
        old,
        inspection,
        grade=grade,
        no_grade=no_grade,
        printed_grade=printed_grade,
        page=page,
        why=why,
        at=at,
    )


@transaction.atomic
def correct_by_statistics(*, judgement, grade, no_grade, printed_grade, why, batch, at):
    """The same on the word of official statistics, brought in by whoever keeps the server.

    `batch` is the import; `reason` of it stands in the history of both rows.
    """
    old = Judgement.objects.select_for_update().get(pk=judgement.pk)
    return _put_in_place(
        old,
        Inspection.objects.get(pk=old.inspection_id),
        grade=grade,
        no_grade=no_grade,
        printed_grade=printed_grade,
        why=why,
        at=at,
        batch=batch,
    )


def _put_in_place(old, inspection, *, why, at, batch=None, **values) -> Judgement:
    if not inspection.is_released(at) or inspection.withdrawn_at:
        raise ValidationError("Only what is public is corrected. A draft is changed in its form.")
    if old.superseded_on:
        raise ValidationError("Somebody has corrected this judgement already. Look again.")
    old.superseded_on = day_of(at)
    new = Judgement(
        inspection=inspection,
        area_id=old.area_id,
        corrects=old,
        correction_note=why.strip(),
        imported_by=batch,
        **values,
    )
    if batch:
        old._change_reason = new._change_reason = batch.reason
        old._history_date = new._history_date = at
    old.save(update_fields=["superseded_on"])
    new.full_clean()
    new.save()
    return new


@transaction.atomic
def withdraw_recommendation(*, recommendation, why, by, at) -> Recommendation:
    """Withdraw a recommendation of a published inspection. It stays on the page, and says so."""
    row = publishing.locked(recommendation)
    inspection = Inspection.objects.get(pk=row.inspection_id)
    publishing.demand_release(by, inspection.council_id)
    if not inspection.is_released(at):
        raise ValidationError("Only what is public is withdrawn. A draft can be deleted.")
    if row.withdrawn_at:
        raise ValidationError("This is withdrawn already.")
    return publishing.mark_withdrawn(row, why=why, by=by, at=at)


@transaction.atomic
def release_inspection(
    *, inspection, by, at, publish_from=None, readers=(), answers=None, seen=""
) -> Inspection:
    """Release an inspection with its judgements and recommendations, once it is screened.

    `seen` is the fingerprint of what the publisher had before them. Raises `ChangedSince`.

    `answers` maps each sentence of `doubts_about` to why the words may be published all the same;
    they are kept in the internal note.
    """
    publishing.locked(inspection)
    publishing.demand_unchanged(contents_of(inspection), seen)
    doubts = doubts_about(inspection)
    answers = {doubt: (answers or {}).get(doubt, "").strip() for doubt in doubts}
    if not all(answers.values()):
        raise ValidationError(
            "Some words look like personal data, or are in doubt. Have them corrected, or say why "
            "they may be published."
        )
    if answers:
        kept = [f"{doubt}. Published because: {answer}" for doubt, answer in answers.items()]
        day = f"Screened on {day_of(at):%-d %B %Y} by {by}."
        row = publishing.locked(inspection)
        row.internal_note = "\n".join(filter(None, [row.internal_note, day, *kept]))
        row.save(update_fields=["internal_note"])
    return publishing.release(
        record=inspection, by=by, at=at, publish_from=publish_from, readers=readers
    )


def contents_of(inspection) -> list[Model]:
    """Every row that a release of the inspection makes public."""
    recommendations = list(inspection.recommendations.standing())
    responsible = Recommendation.responsible.through.objects
    return [
        Inspection.objects.get(pk=inspection.pk),
        *inspection.inspected.all(),
        *inspection.judgements.current(),
        *recommendations,
        *responsible.filter(recommendation__in=recommendations),
    ]


@transaction.atomic
def release_together(
    *, answers: Mapping[Inspection, dict], by, at, publish_from=None, readers=(), seen=""
):
    """Release all of these inspections, or none: each is screened, and answered for, by itself.

    `seen` is the fingerprint of all of them. Raises `ChangedSince`.
    """
    contents = [row for inspection in answers for row in contents_of(inspection)]
    publishing.demand_unchanged(contents, seen)
    for inspection, answered in answers.items():
        release_inspection(
            inspection=inspection,
            by=by,
            at=at,
            publish_from=publish_from,
            readers=readers,
            answers=answered,
        )


def waiting_with(inspection, *, by, at) -> list[Inspection]:
    """What the same document holds beside this inspection, and the public cannot read yet."""
    seen = Inspection.objects.visible_to(by, at=at) if by else Inspection.objects.all()
    together = seen.published_with(inspection).order_by("pk")
    return [one for one in together if one.is_draft(at)]


def doubts_about(inspection) -> list[str]:
    """A sentence for everything of which a person must think before a release publishes it.

    That is what looks like personal data, and what the reader of the report was not sure of and
    nobody has settled.
    """
    words = [("the title", inspection.title), ("the theme", inspection.theme)]
    words += [("who led the inspection", inspection.lead_inspector)]
    words += [
        (f"the judgement on {row.area}", row.printed_grade)
        for row in inspection.judgements.current().select_related("area")
    ]
    words += [
        (f"recommendation {row.label or row.order}", f"{row.section}\n{row.text}")
        for row in inspection.recommendations.standing()
    ]
    personal = [
        f"“{found.words}” in {where} looks like {found.looks_like}"
        for where, text in words
        for found in screen(text)
    ]
    return personal + [
        f"The reader of the report was not sure of its page {doubt.page}: {doubt.why.rstrip('.')}"
        for doubt in _open_doubts(inspection)
    ]


def _open_doubts(inspection) -> list[ReadingDoubt]:
    """What is open about this inspection in the reports that were saved into it."""
    places = dict(inspection.reports.values_list("report", "place"))
    doubts = ReadingDoubt.objects.open().filter(report__in=places)
    return [doubt for doubt in doubts if doubt.place in {None, places[doubt.report_id]}]
