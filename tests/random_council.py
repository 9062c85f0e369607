"""A council that nobody designed: any number of anything, in any state, from a seed.

Journeys pass on it too, so that no page leans on the demonstration's records.
"""

import random
from dataclasses import dataclass
from datetime import timedelta

from councils.models import Body, Council
from improvement.models import Action, Impact, Plan, Status
from tests import factories
from tests.factories import TODAY, moment

NAMES = ("Ø-upon-Æ & Co", "St Mary's with Longest-Name-in-the-County", "Exe", "Λονδίνο")
WORDS = [
    "children",
    "visits",
    "plans",
    "“quoted”",
    "<b>bold</b>",
    "&",
    "100%",
    "café",
    "managers’",
    "records",
]


@dataclass
class RandomCouncil:
    council: Council
    plan: Plan
    actions: list[Action]


def words(chance, most):
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))


def build(seed: int) -> RandomCouncil:
    chance = random.Random(seed)
    council = factories.CouncilFactory(
        name=chance.choice(NAMES), slug=f"random-{seed}", region="Somewhere"
    )
    inspection = factories.InspectionFactory(
        council=council, slug="it", fieldwork_start=None, fieldwork_end=None
    )
    partner = factories.BodyFactory(kind=Body.Kind.SAFEGUARDING, areas=[council])
    inspection.inspected.create(body=partner, recommendations_printed=chance.randint(0, 9))
    for number in range(chance.randint(0, 5)):
        area = factories.JudgementAreaFactory(framework=inspection.framework)
        grade = chance.choice([*inspection.framework.scale.grades.all(), None])
        factories.JudgementFactory(
            inspection=inspection, area=area, grade=grade, no_grade="" if grade else "not-known"
        )
        factories.RecommendationFactory(
            inspection=inspection,
            order=number + 1,
            reference=chance.choice(["", str(100 + number)]),
            text=words(chance, 120),
        )
    plan = factories.PlanFactory(council=council, slug="plan", title=words(chance, 12))
    plan.inspections.set([inspection])
    asked = list(inspection.recommendations.all())
    actions = [_action(chance, plan, number, asked) for number in range(chance.randint(1, 12))]
    return RandomCouncil(council, plan, actions)


def _action(chance, plan, number, asked):
    fields = {} if chance.random() < 0.7 else {"lead": None}
    action = factories.ActionFactory(
        plan=plan,
        reference=chance.choice([f"{number}.1", f"A-{number}", f"{number}"]),
        title=words(chance, 25),
        difference=chance.choice(["", words(chance, 40)]),
        success_measure=chance.choice(["", words(chance, 40)]),
        original_due=chance.choice([None, TODAY + timedelta(days=chance.randint(-500, 500))]),
        recommendations=chance.sample(asked, chance.randint(0, len(asked))),
        **fields,
    )
    for _ in range(chance.randint(0, 4)):
        _report(chance, action)
    if chance.random() < 0.4:
        factories.EvidenceFactory(action=action)
    if chance.random() < 0.4:
        agreed = chance.random() < 0.6
        factories.DueDateMoveFactory(
            action=action, agreed=agreed, to_date=TODAY + timedelta(days=chance.randint(1, 300))
        )
    return action


def _report(chance, action):
    status = chance.choice([s for s in Status if s not in (Status.MERGED, Status.REPLACED)])
    factories.UpdateFactory(
        action=action,
        public=chance.random() < 0.8,
        recorded_at=moment(chance.randint(2, 700)),
        status=status,
        confidence=chance.choice(["on-track", "at-risk", "off-track"]),
        impact=chance.choice(Impact.values),
        next_check_on=TODAY if status == Status.BUSINESS_AS_USUAL else None,
        reason=words(chance, 60),
    )
