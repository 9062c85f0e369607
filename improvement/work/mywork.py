"""What the admin opens on: the person's own actions, and what waits for them in their roles.

`summary` and `greeting` are pure. The queries ask what roles allow and nothing else, so a
superuser without a role has no work here. Days are London days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from councils.days import LONDON, day_of
from improvement.models import Action, ActionState
from improvement.pages.action_lines import Tag, due_note, record, reported
from improvement.record import ActionRow
from improvement.rules import is_overdue, is_silent
from improvement.wording import ago, counted_as, day_words, opened, plural, span
from improvement.work.inside import Held, held

NOON, EVENING = 12, 18  # o'clock in London


@dataclass(frozen=True)
class MyAction:
    """One of my actions, as a line with one button."""

    action: Action
    due: str
    due_note: str
    reported: list[Tag]
    record: list[Tag]
    heard: str
    waits: bool  # a report has been made and awaits release


@dataclass(frozen=True)
class MyActions:
    """The summary, the open ones worst first, and those that are reported complete."""

    summary: str
    open: tuple[MyAction, ...]
    delivered: tuple[MyAction, ...]


def greeting(at: datetime) -> str:
    """By London's clock."""
    hour = at.astimezone(LONDON).hour
    if hour < NOON:
        return "Good morning."
    return "Good afternoon." if hour < EVENING else "Good evening."


def end_of_week(on: date) -> date:
    """The Sunday of the week of `on`."""
    return on + timedelta(days=6 - on.weekday())


def summary(rows: Sequence[ActionRow], on: date) -> str:
    """My open actions in a sentence: due this week, late, silent. Right at none, one and many."""
    rows = [row for row in rows if row.is_open]
    if not rows:
        return "You lead no open action."
    due = [row for row in rows if row.due_on and on <= row.due_on <= end_of_week(on)]
    late = [row for row in rows if is_overdue(row, on)]
    silent = [row for row in rows if is_silent(row, on)]
    parts = [
        (len(due), "is due this week", "are due this week"),
        (len(late), "is late", "are late"),
        (len(silent), *_unheard(silent, on)),
    ]
    told = [(count, plural(count, one, many)) for count, one, many in parts if count]
    if not told:
        return "None of your actions is late, due this week or waiting for a report."
    first = counted_as(told[0][0], "action")
    return (
        ", ".join([f"{first} {told[0][1]}", *(f"{count} {says}" for count, says in told[1:])]) + "."
    )


def _unheard(silent: Sequence[ActionRow], on: date) -> tuple[str, str]:
    """The words for one and for many; what was never reported on is silent since it came."""
    days = [(on - (row.last_heard_on or row.added_on)).days for row in silent]
    least = span(min(days, default=0))
    how_long = least if len({span(count) for count in days}) == 1 else f"{least} or more"
    return tuple(f"{has} not been reported on for {how_long}" for has in ("has", "have"))


def my_actions(user, at: datetime) -> MyActions:
    """The actions whose lead post `user` holds on the day of `at`; two queries."""
    on = day_of(at)
    my_own = held(Action.objects.led_by(user, at=at), on)
    return MyActions(
        summary=summary([one.assessed.row for one in my_own], on),
        open=tuple(mine(one, on) for one in my_own if one.assessed.row.is_open),
        delivered=tuple(
            mine(one, on) for one in my_own if one.state.status in ActionState.DELIVERED
        ),
    )


def _next_milestone(row: ActionRow) -> str:
    return f"next milestone {day_words(row.milestone_due_on)}" if row.milestone_due_on else ""


def mine(one: Held, on: date) -> MyAction:
    row = one.assessed.row
    return MyAction(
        action=one.action,
        due=day_words(row.due_on) if row.due_on else "No date",
        due_note="; ".join(filter(None, (due_note(one.assessed), _next_milestone(row)))),
        reported=reported(one.assessed),
        record=record(one.assessed),
        heard=opened(ago(row.last_heard_on, on)) if row.last_heard_on else "Never",
        waits=row.waiting_since is not None,
    )
