"""A plan as the public reads it at a moment: fetched once, for its page and its other forms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from councils.days import day_of
from improvement.indicators.measure import Measure
from improvement.indicators.measures import measures_and_earlier, on_plan
from improvement.indicators.on_rows import last_days, with_measures
from improvement.models import Plan
from improvement.pages.answers import Answers, answers
from improvement.pages.plan.filters import ActionFilter
from improvement.pages.public import reader_of
from improvement.record import (
    ActionRow,
    AsAt,
    amended_in,
    as_promised,
    rows_of_plan,
    rows_of_plan_on,
)
from improvement.rules import Assessed, Summary, assess, summarise


@dataclass(frozen=True)
class PlanReading:
    """A plan's actions held against the record on the London day `day`, the worst first.

    `as_at` is that day where it is past; None where the plan is read as it stands.
    """

    plan: Plan
    day: date
    assessed: tuple[Assessed, ...]
    summary: Summary
    answers: Answers
    measured: tuple[Measure, ...]  # of the plan and its actions, also of such as are not public
    as_at: AsAt | None = None
    before: list[ActionRow] | None = None  # as the day began since which changes are asked for

    def narrowed(self, data) -> ActionFilter:
        """The filters with what the reader asked for in `data`, the address's query."""
        return ActionFilter(
            data,
            assessed=self.assessed,
            answers=self.answers,
            day=self.day,
        )


def read_plan(
    plan: Plan, *, user, at: datetime, as_at: AsAt | None = None, since: date | None = None
) -> PlanReading:
    """Read a plan that `user` may see at the moment `at`, as it stands or stood `as_at`.

    With how it stood as the day `since` began, told in the same way, if one is given.
    Five queries, and one more for a past day, and for what was before.
    """
    reader, day = reader_of(plan, user, at), as_at.day if as_at else day_of(at)
    rows, before = _rows(plan, as_at, since, reader=reader, at=at)
    rows, links = as_promised(rows, as_at, amended_in(plan)) if as_at else (rows, {})
    asked = {"reader": reader, "at": at, "as_at": as_at, "days": last_days(rows)}
    measured, earlier = measures_and_earlier(on_plan, plan.pk, **asked)
    rows = with_measures(rows, measured, earlier)
    assessed = assess(rows, day)
    return PlanReading(
        plan=plan,
        day=day,
        assessed=tuple(assessed),
        summary=summarise(assessed, started_on=plan.promised_until, day=day),
        answers=answers(plan, rows, reader=reader, at=at, links=links),
        measured=tuple(measured),
        as_at=as_at,
        before=before,
    )


def _rows(plan, as_at, since, **asked) -> tuple[list[ActionRow], list[ActionRow] | None]:
    """The rows, and those of the evening before `since`."""
    if since is None:
        return rows_of_plan(plan, as_at=as_at, **asked), None
    eve = since - timedelta(days=1)
    if as_at is None:
        before = rows_of_plan(plan, as_at=AsAt(eve), **asked)
        return rows_of_plan(plan, **asked), before
    by_day = rows_of_plan_on(plan, as_at.view, (eve, as_at.day), **asked)
    return by_day[as_at.day], by_day[eve]
