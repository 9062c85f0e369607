"""A plan on several days of its life, as each was seen then: what was claimed, and what held."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from improvement.models import ActionPeriod, Confidence, Plan
from improvement.progress import Assessed, Summary, assess, summarise
from improvement.rows import rows_of_plan_on

MOST = 9  # days of a plan's life that are compared
NOT_REPORTED = "not-reported"


@dataclass(frozen=True)
class OnDay:
    """The plan at the end of a London day, by what the public could read then."""

    day: date
    summary: Summary
    sure: Counter[str]  # of the open ones: by confidence, or not reported
    moved: int  # due dates agreed to move until then


def days_of_life(first: date, last: date) -> list[date]:
    """The last day, and before it the ends of months back to `first`: at most `MOST` in all."""
    ends, end = [], last.replace(day=1) - timedelta(days=1)
    while end >= first:
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    step = -(-len(ends) // (MOST - 1)) or 1
    return [*reversed(ends[::step]), last]


def over_time(plan: Plan, *, days: Sequence[date], reader, at: datetime) -> list[OnDay]:
    """The plan's actions that `reader` may know at the moment `at`, on these days; one query."""
    by_day = rows_of_plan_on(plan, ActionPeriod.View.SEEN, days, reader=reader, at=at)
    return [_on(day, assess(by_day[day], day), plan.starts_on) for day in days]


def _on(day, assessed: Sequence[Assessed], started_on) -> OnDay:
    still_open = [one for one in assessed if one.row.is_open]
    return OnDay(
        day=day,
        summary=summarise(assessed, started_on=started_on, day=day),
        sure=Counter(
            NOT_REPORTED if one.silent or not one.row.confidence else one.row.confidence
            for one in still_open
        ),
        moved=sum(one.row.moves for one in assessed),
    )


def confidences() -> list[str]:
    """The order in which they are told."""
    return [*Confidence.values, NOT_REPORTED]
