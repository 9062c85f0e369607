"""A plan in time: on several days of its life as each was seen then; lately; and the course that
was promised, against what was delivered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from councils.days import end_of_month
from improvement.record import ActionRow
from improvement.rules.progress import Assessed, Summary, held_against, summarise

RECENT = timedelta(days=28)
MONTHLY = 25  # months of a plan; a longer one is told by quarters
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
            NOT_REPORTED if one.stale or not one.row.confidence else one.row.confidence
            for one in still_open
        ),
        moved=sum(one.row.moves for one in assessed),
    )


@dataclass(frozen=True)
class Recent:
    """What happened from the London day `since` to the day of the page."""

    since: date
    delivered: int
    moved: int
    asked: int
    unheard: int
    gone: int = 0  # taken out of the plan


def recent(rows: Sequence[ActionRow], *, moved: int, since: date) -> Recent:
    """What has happened since `since`; `moved` is how many due dates were agreed to move."""
    return Recent(
        since=since,
        delivered=sum(bool(row.delivered_on and row.delivered_on >= since) for row in rows),
        moved=moved,
        asked=sum(row.is_open and row.asked_for is not None for row in rows),
        unheard=sum(
            row.is_open and (row.last_heard_on is None or row.last_heard_on < since) for row in rows
        ),
        gone=sum(bool(row.left_on and row.left_on >= since) for row in rows),
    )


@dataclass(frozen=True)
class Milestone:
    """By the end of `day`: how many were promised, at first and now; how many were delivered."""

    day: date
    promised: int
    agreed: int  # by the dates that are agreed now
    delivered: int | None  # None: that day is still to come


@dataclass(frozen=True)
class Course:
    """The promised course by the original due dates, against what was delivered so far."""

    milestones: tuple[Milestone, ...]
    promised_by_now: int
    delivered: int
    total: int
    undated: int  # actions without an original due date: they stand on no promised course


def course(rows: Sequence[ActionRow], *, started_on: date, day: date) -> Course:
    """Month by month (quarter by quarter in a long plan), and on the day itself."""
    promised = sorted(row.original_due for row in rows if row.original_due)
    agreed = sorted(row.due_on for row in rows if row.due_on)
    delivered = sorted(row.delivered_on for row in rows if row.is_delivered and row.delivered_on)
    last = max([day, *promised, *agreed])
    first = min([started_on, day, *promised, *delivered])
    days = sorted({*_month_ends(first, last), day})
    return Course(
        milestones=tuple(
            Milestone(
                day=end,
                promised=sum(due <= end for due in promised),
                agreed=sum(due <= end for due in agreed),
                delivered=sum(done <= end for done in delivered) if end <= day else None,
            )
            for end in days
        ),
        promised_by_now=sum(due <= day for due in promised),
        delivered=len(delivered),
        total=len(rows),
        undated=sum(row.original_due is None for row in rows),
    )


def _month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from the one before `first` to the one of `last`."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    step = 1 if len(months) <= MONTHLY else 3
    return [date(m // 12, m % 12 + 1, 1) - timedelta(days=1) for m in months[::step]] + (
        [] if (len(months) - 1) % step == 0 else [end_of_month(last)]
    )
