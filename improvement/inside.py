"""An action as the council's own people see it: unreleased reports count, posts have titles.

The rules are those of the public page (`assurance`), read over the internal state. Nothing here
may feed a public page, file or count.
"""

from dataclasses import dataclass
from datetime import date

from improvement.models import Action, ActionState
from improvement.progress import Assessed, assess
from improvement.rows import ActionRow

INTERNAL = ActionState.Audience.INTERNAL


@dataclass(frozen=True)
class Held:
    """An action, its internal state, and what the rules say of it on a day."""

    action: Action
    state: ActionState
    assessed: Assessed


def row_of(action: Action, state: ActionState) -> ActionRow:
    """The row that the rules read. Needs the action's lead and workstream."""
    return ActionRow(
        pk=action.pk,
        plan_id=action.plan_id,
        reference=action.reference,
        title=action.title,
        difference=action.difference,
        success_measure=action.success_measure,
        measures=action.measures,
        workstream_id=action.workstream_id,
        workstream=action.workstream.title if action.workstream else None,
        lead_id=action.lead_id,
        added_on=action.added_on,
        original_due=action.original_due,
        lead=action.lead.title if action.lead else "",
        **{name: getattr(state, name) for name in _OF_STATE},
    )


_OF_STATE = (
    "status",
    "claimed",
    "confidence",
    "impact",
    "last_heard_on",
    "report_due_on",
    "due_on",
    "moves",
    "asked_for",
    "delivered_on",
    "evidence",
    "evidenced",
    "step",
    "waiting_since",
)


def held(actions, on: date) -> list[Held]:
    """A queryset of actions held against the record on the London day `on`, the worst first.

    One query, whose rows are few: one person's actions, or one page of a list.
    """
    states = ActionState.objects.filter(audience=INTERNAL, action__in=actions.order_by())
    states = states.select_related("action__plan__council", "action__lead", "action__workstream")
    found = {state.action_id: state for state in states}
    rows = [row_of(state.action, state) for state in found.values()]
    return [Held(found[one.row.pk].action, found[one.row.pk], one) for one in assess(rows, on)]
