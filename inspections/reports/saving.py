"""A draft becomes a record: an unpublished inspection, or a new version of one that stands here.

All of it or nothing. What a person decided in the record stays unless somebody says otherwise;
what the public has read is corrected in the open, by `inspections.corrections`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from councils.models import Council
from inspections.intake import Outcome, Refused, Tally
from inspections.models import Import, Inspection, Judgement, Recommendation, Report
from inspections.recommendations.matching import InspectionRecords
from inspections.recommendations.writing import remember, write
from inspections.reports.correcting import correct, current, open_for_work
from inspections.reports.draft import Draft
from inspections.reports.plan import DraftPlan
from inspections.reports.writing import Writing


@dataclass
class Saved:
    """What became of a request to save. Not `done`: the record moved; look at it again."""

    done: bool
    inspections: list[Inspection] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """What a person decided on the page, where the record and the report differ.

    `accepting` holds the keys of facts and judgements that shall be as the report says; `answers`
    and `taking` are those of `inspections.recommendations`, by their rows' numbers.
    `published` gives the day of publication, by place, where the report prints none.
    """

    accepting: Collection[str] = frozenset()
    answers: Mapping[int, str] = field(default_factory=dict)
    taking: Collection[int] = frozenset()
    published: Mapping[int, date] = field(default_factory=dict)


@transaction.atomic
def save(
    *,
    report: Report,
    by,
    at: datetime,
    seen: str | None = None,
    choices: Choices | None = None,
    with_doubts: bool = False,
) -> Saved:
    """Save the whole of the draft, or nothing.

    `seen` is the fingerprint of what the person saw; None saves what stands now. Raises Refused
    while a problem, an offered row or, unless `with_doubts`, a doubt is open.
    """
    choices = choices or Choices()
    report = open_for_work(report)
    doubts = report.doubts.open().count()
    if doubts and not with_doubts:
        raise Refused(f"Nothing was saved. Doubts to settle first: {doubts}.")
    plan = _locked_plan(report, choices, by=by, at=at, with_doubts=with_doubts)
    if seen is not None and seen != plan.fingerprint:
        return Saved(done=False)
    if choices.published:
        met = [one.inspection for one in plan.inspections]
        for place, day in choices.published.items():
            values = {"published": day.isoformat()}
            correct(report=report, key=str(place), values=values, by=by, at=at)
        plan = _locked_plan(report, choices, by=by, at=at, with_doubts=with_doubts)
        if met != [one.inspection for one in plan.inspections]:
            return Saved(done=False)  # with its day, it is one that stands here: show that first
    if plan.problems:
        raise Refused(f"Nothing was saved. {plan.problems[0].sentence}")
    return _save(report, plan, choices, by=by, at=at)


@transaction.atomic
def discard(*, report: Report) -> None:
    """Put a draft away. It stays on record that the file was looked at. Raises Refused."""
    report = open_for_work(report)
    report.state = Import.State.DISCARDED
    report.save(update_fields=["state"])


def _locked_plan(report, choices: Choices, *, by, at, with_doubts: bool) -> DraftPlan:
    """The plan, worked out while nobody else changes what it depends on.

    The council is held, so that two reports do not make the same inspection at once.
    """
    Council.objects.select_for_update().get(pk=report.council_id)
    draft = current(report)
    if with_doubts:
        _say_what_is_not_known(draft)
    decided = {"answers": choices.answers, "taking": choices.taking}
    for one in DraftPlan(report, draft, by=by, at=at, **decided).inspections:
        if one.inspection:
            InspectionRecords(one.inspection, by=by, at=at, lock=True)
    return DraftPlan(report, draft, by=by, at=at, **decided)


def _say_what_is_not_known(draft: Draft) -> None:
    """A doubted grade that was not read is not known: a blank is not a grade."""
    for inspection in draft.inspections:
        for item in inspection.kept_judgements:
            if not (item.values["grade"] or item.values["no_grade"]):
                item.values["no_grade"] = Judgement.NoGrade.NOT_KNOWN


def _save(report: Report, plan: DraftPlan, choices: Choices, *, by, at) -> Saved:
    writings: list[Writing] = []
    for one in plan.inspections:
        parent = writings[0].inspection if writings else None
        writing = Writing(report, one, parent=parent, accepting=choices.accepting, by=by, at=at)
        writing.begin()
        writings.append(writing)
    keys = _write_rows(report, writings, by=by, at=at)
    for writing in writings:
        writing.finish(keys)
    _say_whose_reading(report, writings, keys, by=by, at=at)
    report.inspection = writings[0].inspection
    report.state = Import.State.CONFIRMED
    report.confirmed_at, report.confirmed_by = at, by
    report.save()
    return Saved(
        done=True,
        inspections=[writing.inspection for writing in writings],
        tallies=[writing.rows.tally for writing in writings],
    )


def _say_whose_reading(report: Report, writings: list[Writing], keys, *, by, at) -> None:
    """Words that a person corrected are that person's: no file replaces them without a tick."""
    written = {Outcome.NEW, Outcome.CHANGED, Outcome.SAME_AS}
    corrected = [
        keys[row.number]
        for writing in writings
        for row in writing.rows.rows
        if row.outcome in written and writing.plan.item_of(row.number).is_corrected
    ]
    if corrected:
        records = Recommendation.objects.filter(pk__in=corrected)
        remember(records, by=by, at=at, why=report.reason_corrected, kind="~")


def _write_rows(report: Report, writings: list[Writing], *, by, at) -> dict[int, int]:
    """The recommendations go into the record; their keys, by the numbers of their rows."""
    for writing in writings:
        report.moves |= writing.rows.moves
    write(report, by=by, at=at)
    rows = report.rows.filter(recommendation__isnull=False)
    return dict(rows.values_list("number", "recommendation_id"))
