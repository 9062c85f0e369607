"""An action as the public reads it: one light row, so that a whole plan is held at once.

Every page, file and count of a plan is worked out from these rows. They hold the public state
whoever looks: what the council's people know besides stands in the admin.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from councils.models import Post
from improvement.models import ActionState


@dataclass(frozen=True, slots=True)
class ActionRow:
    """What is promised, and where it stands by the public record. Days are London days."""

    pk: int
    plan_id: int
    reference: str
    title: str
    difference: str
    success_measure: str
    measures: str
    workstream_id: int | None
    workstream: str | None
    lead_id: int | None
    added_on: date
    original_due: date | None
    status: str
    claimed: str
    confidence: str
    impact: str
    update_id: int | None
    last_heard_on: date | None
    report_due_on: date
    due_on: date | None
    moves: int
    asked_for: date | None
    delivered_on: date | None
    evidence: int
    evidenced: bool
    step: str
    waiting_since: datetime | None
    lead: str = ""

    @property
    def is_open(self) -> bool:
        return self.status in ActionState.OPEN

    @property
    def is_delivered(self) -> bool:
        """Reported complete, or moved to business as usual; and not sent back since."""
        return self.status in ActionState.DELIVERED

    @property
    def is_gone(self) -> bool:
        """Withdrawn, merged or replaced: it still counts among what was promised."""
        return self.status in ActionState.GONE

    @property
    def date_moved(self) -> bool:
        return self.due_on != self.original_due

    @property
    def natural_order(self) -> tuple:
        """2.9 before 2.10."""
        parts = re.split(r"(\d+)", self.reference)
        return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts)


_OF_ACTION = (
    "pk",
    "plan_id",
    "reference",
    "title",
    "difference",
    "success_measure",
    "measures",
    "workstream_id",
    "workstream__title",
    "lead_id",
    "added_on",
    "original_due",
)
_OF_STATE = (
    "status",
    "claimed",
    "confidence",
    "impact",
    "update_id",
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


_OF_LEAD = ("title", "service", "shown")


def public_rows(actions) -> list[ActionRow]:
    """The rows of a queryset of actions that has passed `visible_to`; one query."""
    state = (f"state__{name}" for name in _OF_STATE)
    lead = (f"lead__{name}" for name in _OF_LEAD)
    found = actions.stated(ActionState.Audience.PUBLIC).order_by()
    return [
        ActionRow(*values[: -len(_OF_LEAD)], _public_name(*values[-len(_OF_LEAD) :]))
        for values in found.values_list(*_OF_ACTION, *state, *lead)
    ]


@lru_cache(maxsize=1000)  # the same dozen posts lead a whole plan
def _public_name(title, service, shown) -> str:
    return Post(title=title, service=service, shown=shown).public_name if title else ""
