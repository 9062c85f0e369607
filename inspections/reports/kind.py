"""A report as a kind of file: read into a draft, corrected by a clerk, saved, taken back.

A draft becomes a record: an unpublished inspection, or a new version of one that stands here. What
a person decided in the record stays unless somebody says otherwise; what the public has read is
corrected in the open, by `inspections.corrections`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from councils.models import Council
from inspections import intake
from inspections.intake import Choices, Kind, Outcome, Preview, Refused, Tally
from inspections.models import Import, Inspection, Judgement, Recommendation, Report
from inspections.recommendations.matching import InspectionRecords
from inspections.recommendations.writing import remember, write
from inspections.reports.correcting import correct, current, open_for_work
from inspections.reports.draft import Draft
from inspections.reports.plan import DraftPlan
from inspections.reports.undoing import undo, why_not
from inspections.reports.writing import Writing


@dataclass
class SavedReport:
    """What became of a request to save. Not `done`: the record moved; look at it again."""

    done: bool
    inspections: list[Inspection] = field(default_factory=list)
    tallies: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class ReportChoices(Choices):
    """What a person decided on the page, where the record and the report differ.

    `accepting` holds the keys of facts and judgements that shall be as the report says; `answers`
    and `taking` are those of recommendations, by their rows' numbers. `published` gives the day of
    publication, by place, where the report prints none. `with_doubts`: open doubts stay open.
    """

    accepting: Collection[str] = frozenset()
    published: Mapping[int, date] = field(default_factory=dict)
    with_doubts: bool = False


class Reports(Kind):
    """A PDF. Its rows are worked out from the draft for each look, and kept once it is saved."""

    kind = Import.Kind.REPORT
    model = Report
    subject = Recommendation
    title = "Inspection reports"
    one, many = "report", "reports"
    is_again_a_preview = True
    is_worked_out_anew = True

    def records(self, batch: Report, *, by, at: datetime, lock: bool = False) -> DraftPlan:
        return _locked_plan(batch, ReportChoices(), by=by, at=at) if lock else _plan(batch, by, at)

    def records_to_undo(self, batch: Report, *, by, at: datetime) -> None:
        return None  # what it did is told by the history of the records

    def preview(self, batch, records: DraftPlan, *, by, at: datetime, sheet="") -> Preview:
        return Preview(())

    def decide(self, batch, records: DraftPlan, choices: ReportChoices, *, by, at) -> None:
        _refuse_doubts(batch, choices)
        records.decided = plan = _locked_plan(batch, choices, by=by, at=at)
        if plan.problems:
            raise Refused(f"Nothing was saved. {plan.problems[0].sentence}")

    def write(self, batch, records: DraftPlan, choices: ReportChoices, *, by, at) -> SavedReport:
        return _write(batch, records.decided, choices, by=by, at=at)

    def undo(self, batch: Report, records, *, by, at: datetime) -> None:
        undo(batch, by=by, at=at)


@transaction.atomic
def save(
    *,
    report: Report,
    by,
    at: datetime,
    seen: str | None = None,
    choices: ReportChoices | None = None,
) -> SavedReport:
    """Save the whole of the draft, or nothing.

    `seen` is the fingerprint of what the person saw; None saves what stands now. Raises Refused
    while a problem, an offered row or, unless the choices say so, a doubt is open.
    """
    choices = choices or ReportChoices()
    report = open_for_work(report)
    _refuse_doubts(report, choices)
    if choices.published:
        plan = _locked_plan(report, choices, by=by, at=at)
        if seen is not None and seen != plan.fingerprint:
            return SavedReport(done=False)
        for place, day in choices.published.items():
            values = {"published": day.isoformat()}
            correct(report=report, key=str(place), values=values, by=by, at=at)
        met = [one.inspection for one in plan.inspections]
        if met != [
            one.inspection for one in _locked_plan(report, choices, by=by, at=at).inspections
        ]:
            return SavedReport(done=False)  # with its day, it is one that stands here: show that
        seen = None
    done = intake.confirm(batch=report, by=by, at=at, choices=choices, seen=seen)
    return done.made if done.saved else SavedReport(done=False)


def _refuse_doubts(report: Report, choices: ReportChoices) -> None:
    doubts = report.doubts.open().count()
    if doubts and not choices.with_doubts:
        raise Refused(f"Nothing was saved. Doubts to settle first: {doubts}.")


def take_back(*, report: Report, by, at: datetime) -> None:
    """Undo what the report did to drafts, and go back to its reading. Raises Refused.

    The history of what was deleted stays, and so does the file.
    """
    if problem := why_not(Report.objects.defer("content", "as_read").get(pk=report.pk)):
        raise Refused(f"It cannot be taken back. {problem}")
    intake.undo(batch=report, by=by, at=at)


def _plan(report: Report, by, at: datetime, choices: ReportChoices | None = None) -> DraftPlan:
    choices = choices or ReportChoices(taking=None)
    draft = current(report)
    if choices.with_doubts:
        _say_what_is_not_known(draft)
    decided = {"answers": choices.answers, "taking": choices.taking}
    return DraftPlan(report, draft, by=by, at=at, **decided)


def _locked_plan(report: Report, choices: ReportChoices, *, by, at: datetime) -> DraftPlan:
    """The plan, worked out while nobody else changes what it depends on.

    The council is held, so that two reports do not make the same inspection at once.
    """
    Council.objects.select_for_update().get(pk=report.council_id)
    for one in _plan(report, by, at, choices).inspections:
        if one.inspection:
            InspectionRecords(one.inspection, by=by, at=at, lock=True)
    return _plan(report, by, at, choices)


def _say_what_is_not_known(draft: Draft) -> None:
    """A doubted grade that was not read is not known: a blank is not a grade."""
    for inspection in draft.inspections:
        for item in inspection.kept_judgements:
            if not (item.values["grade"] or item.values["no_grade"]):
                item.values["no_grade"] = Judgement.NoGrade.NOT_KNOWN


def _write(report: Report, plan: DraftPlan, choices: ReportChoices, *, by, at) -> SavedReport:
    writings: list[Writing] = []
    for one in plan.inspections:
        parent = writings[0].inspection if writings else None
        writing = Writing(report, one, parent=parent, accepting=choices.accepting, by=by, at=at)
        writing.begin()
        report.moves |= writing.rows.moves
        writings.append(writing)
    write(report, by=by, at=at)
    rows = report.rows.filter(recommendation__isnull=False)
    keys = dict(rows.values_list("number", "recommendation_id"))
    for writing in writings:
        writing.finish(keys)
    _say_whose_reading(report, writings, keys, by=by, at=at)
    report.inspection = writings[0].inspection
    report.save(update_fields=["inspection", "moves"])
    return SavedReport(
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
