"""Rules that speak of a plan as a whole, or of more than the log of its actions; among them the
inspections that no plan on this site answers after the day by which the law asks for one.

Most councils do not keep their plans here, and of those nothing is said. A council is asked only
if it had a plan or a plan officer on this site on the day when the response fell due. So the rule
accuses nobody of what stands somewhere else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery

from councils.access import Role
from councils.days import day_of, end_of
from councils.models import Membership
from improvement.models import Action, Plan
from improvement.record import ActionRow
from improvement.rules.rule import Claim
from improvement.wording import ago, day_words
from inspections.models import InspectedBody, Inspection, Recommendation
from inspections.statutory import ResponseDue, response_due

ANSWERED, ASKS = "has_plan", "asks_for_plan"
FIRST_PLAN, FIRST_OFFICER = "first_plan_at", "first_officer_on"
LAST_PLAN, LAST_OFFICER = "last_plan_at", "last_officer_on"  # None: one still stands, or serves


@dataclass(frozen=True)
class TakesPart:
    """From which London day a council has used this site for its plans, and what shows it."""

    since: date
    by_plan: bool

    def in_words(self, council_name: str) -> str:
        how = "has published plans" if self.by_plan else "has had a plan officer"
        return f"{council_name} {how} on this site since {day_words(self.since)}."


@dataclass(frozen=True)
class Unanswered:
    """The finding: the day on which the response was due, and since when the council takes part."""

    due: ResponseDue
    takes_part: TakesPart

    def in_words(self, council_name: str, day: date) -> str:
        return (
            f"The response was due by {day_words(self.due.day)}, {ago(self.due.day, day)}, and no "
            f"plan on this site says that it answers this inspection. "
            f"{self.takes_part.in_words(council_name)}"
        )


def with_answers(inspections, day: date):
    """A queryset of inspections with what `unanswered` reads, as it was at the end of `day`.

    No query of its own; `day` is London's. Which inspections a plan answers is told as of today.
    """
    end = end_of(day)
    public = Q(publish_from__lt=end)
    standing = public & (Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=end))
    plans = Plan.objects.filter(standing)
    officers = Membership.objects.filter(
        council=OuterRef("council"), role=Role.PLAN_OFFICER, granted_on__lte=day
    )
    printed = InspectedBody.objects.filter(inspection=OuterRef("pk"), recommendations_printed__gt=0)
    here = Recommendation.objects.filter(inspection=OuterRef("pk"), withdrawn_at__isnull=True)
    own = Plan.objects.filter(public, council=OuterRef("council"))
    standing_last = F("withdrawn_at").desc(nulls_first=True)
    serving_last = F("ended_on").desc(nulls_first=True)
    return inspections.annotate(
        **{
            ANSWERED: Exists(plans.filter(inspections=OuterRef("pk"))),
            ASKS: Exists(printed) | Exists(here),
            FIRST_PLAN: Subquery(own.order_by("publish_from").values("publish_from")[:1]),
            LAST_PLAN: Subquery(own.order_by(standing_last).values("withdrawn_at")[:1]),
            FIRST_OFFICER: Subquery(officers.order_by("granted_on").values("granted_on")[:1]),
            LAST_OFFICER: Subquery(officers.order_by(serving_last).values("ended_on")[:1]),
        }
    )


def unanswered(inspection: Inspection, day: date) -> Unanswered | None:
    """What the rule finds at the end of the London day `day`, of one that came by `with_answers`.

    A printed date wins over the framework's working days (`inspections.statutory`). An inspection
    without recommendations asks for no plan; nor does one that was withdrawn or is not public.
    """
    response = due(inspection)
    part = _took_part(inspection, response.day) if response else None
    if part is None or not getattr(inspection, ASKS):
        return None
    if getattr(inspection, ANSWERED) or not _stood(inspection, day):
        return None
    return Unanswered(response, part) if part.since <= response.day < day else None


def due(inspection: Inspection) -> ResponseDue | None:
    """When the council's statement of action is due by law after this inspection."""
    return response_due(
        printed=inspection.response_due_printed,
        received=inspection.received_on,
        published=inspection.published_on,
        working_days=inspection.framework.response_working_days,
    )


def _took_part(inspection, on: date) -> TakesPart | None:
    """By whichever of the two came first, if it lasted beyond the London day `on`.

    That is when the response was due. Who leaves after it leaves the question behind: else ending
    a role would answer it.
    """
    plan_at, plan_gone = getattr(inspection, FIRST_PLAN), getattr(inspection, LAST_PLAN)
    officer_on, officer_gone = getattr(inspection, FIRST_OFFICER), getattr(inspection, LAST_OFFICER)
    by = []
    if plan_at and (plan_gone is None or day_of(plan_gone) > on):
        by.append((day_of(plan_at), False))
    if officer_on and (officer_gone is None or officer_gone > on):
        by.append((officer_on, True))
    if not by:
        return None
    since, by_officer = min(by)
    return TakesPart(since, not by_officer)


def _stood(inspection, day: date) -> bool:
    """Public at the end of that day, and not withdrawn by then."""
    since, until = inspection.publish_from, inspection.withdrawn_at
    end = end_of(day)
    return since is not None and since < end and (until is None or until >= end)


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
