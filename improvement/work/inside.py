"""An action as the council's own people see it: unreleased reports count, posts have titles.

The rules are those of the public page (`improvement.rules`), read over the internal state.
Nothing here may feed a public page, file or count.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser

from councils.days import end_of
from improvement.indicators.measures import measures_of_actions
from improvement.indicators.on_rows import says_on_track, with_measures
from improvement.models import Action, ActionState
from improvement.record import A_MOMENT, ActionRow, internal_row
from improvement.rules import Assessed, assess

INTERNAL = ActionState.Audience.INTERNAL


@dataclass(frozen=True)
class Held:
    """An action, its internal state, and what the rules say of it on a day."""

    action: Action
    state: ActionState
    assessed: Assessed


def measured(rows: list[ActionRow], on: date) -> list[ActionRow]:
    """With what the public reads of their measures at the end of the London day `on`; one query,
    and none where nothing is reported on track."""
    if not says_on_track(rows):
        return rows
    keys = [row.pk for row in rows]
    moment = end_of(on) - A_MOMENT
    return with_measures(rows, measures_of_actions(keys, reader=AnonymousUser(), at=moment))


def held_one(action: Action, state: ActionState, on: date) -> Assessed:
    """One action held against the record on the London day `on`, by one of its states."""
    return assess(measured([internal_row(action, state)], on), on)[0]


def held(actions, on: date) -> list[Held]:
    """A queryset of actions held against the record on the London day `on`, the worst first.

    Two queries, whose rows are few: one person's actions, or one page of a list.
    """
    states = ActionState.objects.filter(audience=INTERNAL, action__in=actions.order_by())
    states = states.select_related(
        "action__plan__council", "action__lead", "action__workstream", "help_from"
    )
    found = {state.action_id: state for state in states}
    rows = [internal_row(state.action, state) for state in found.values()]
    rows = measured(rows, on)
    return [Held(found[one.row.pk].action, found[one.row.pk], one) for one in assess(rows, on)]
