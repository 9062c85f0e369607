"""Rules that speak of a plan as a whole, or of more than the log of its actions."""

from collections.abc import Iterable
from dataclasses import dataclass

from improvement.models import Action
from improvement.record import ActionRow
from improvement.rules.rule import Claim


@dataclass(frozen=True)
class PlanRule:
    """A code that never changes, the words for it, and why it matters."""

    code: str
    label: str
    why: str


READING_OVERDUE = PlanRule(
    "reading-overdue",
    "Reading overdue",
    "What was to be measured, and is not, cannot show that anything gets better. A reading is "
    "overdue when a whole period has gone by since the last one, and the days that its indicator "
    "allows for publishing.",
)
NO_PLAN = PlanRule(
    "no-plan",
    "An inspection that no plan answers after its date",
    "The law gives a council a day by which it must say what it will do. Only a council that had a "
    "plan or a plan officer on this site on that day is asked. It goes when a plan here says that "
    "it answers the inspection.",
)
PLAN_RULES = (
    READING_OVERDUE,
    NO_PLAN,
    PlanRule(
        "only-process",
        "Only measures of process",
        "A plan can do everything that it lists, and change nothing for a child.",
    ),
    PlanRule(
        "gap",
        "A recommendation that no action answers",
        "What nobody promised to do is not late: it is missing.",
    ),
    PlanRule(
        "repeated",
        "Asked before",
        "When inspectors ask again for the same, what was done the first time did not last.",
    ),
)


def reported_on_track(assessed: Iterable, action_ids: set[int]) -> list[ActionRow]:
    """Those of these actions whose last report, not yet out of date, says on track."""
    return [
        one.row
        for one in assessed
        if one.row.pk in action_ids and one.claim is Claim.ON_TRACK and not one.stale
    ]


def only_process(rows: Iterable[ActionRow]) -> str:
    """Of a plan as a whole: that all its success measures look at what is done, none at effect.

    Croydon, 2017: plans "focused on process or structure" and not on outcomes for children.
    """
    measured = [row for row in rows if row.measures and not row.is_gone]
    if not measured or any(row.measures == Action.Measures.OUTCOME for row in measured):
        return ""
    return (
        "Every success measure in this plan looks at what the council does. None looks at what is "
        "different for children."
    )
