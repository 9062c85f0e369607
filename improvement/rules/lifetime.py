"""A plan on several days of its life, as each was seen then: what was claimed, and what held."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from improvement.models import Confidence
from improvement.record import ActionRow
from improvement.rules.progress import Assessed, Summary, held_against, summarise

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


def over_time(by_day: Mapping[date, Sequence[ActionRow]], *, started_on: date) -> list[OnDay]:
    """The rows of a plan on these days, as each was seen then, held against the record."""
    return [_on(day, held_against(rows, day), started_on) for day, rows in by_day.items()]


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
