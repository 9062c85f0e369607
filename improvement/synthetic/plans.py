"""Synthetic plans and actions, and a log of their progress: rows as the workflow would leave them.

Written in bulk, because the workflow takes people's acts one by one. A council's plan is written
with a handful of statements; the states are read from the log afterwards, as always.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from councils.days import day_of
from councils.models import Council
from improvement.models import Action, Plan, Release, Workstream
from improvement.synthetic.log import Log, tell
from improvement.synthetic.places import Places, shares
from improvement.synthetic.words import action_title, recommendation_text
from inspections.models import Recommendation

BATCH = 1_000
LARGEST = 66  # actions in a plan; Wirral's had 103, many have 30
MONTHS = 12  # since publication, with a release in each
WORKSTREAMS = ("First contact", "Help and protection", "In care", "Workforce", "Leaders")


def plan(places: Places, *, total: int, at: datetime, brief: bool, largest: int = LARGEST) -> None:
    """Share `total` actions among the councils, in plans of at most `largest`."""
    for council, share in zip(places.councils, shares(total, len(places.councils)), strict=True):
        recommendations = list(
            Recommendation.objects.filter(inspection__council=council).values_list("pk", flat=True)
        )
        count = -(-share // largest)
        for number, size in enumerate(shares(share, count) if count else (), start=1):
            Draft(places, council, number, size, at, brief).write(recommendations)


@dataclass
class Draft:
    """One plan of one council, while it is being written."""

    places: Places
    council: Council
    number: int
    size: int
    at: datetime
    brief: bool
    random: Random = field(init=False)

    def __post_init__(self):
        self.random = self.places.random(self.council, f"plan {self.number}")

    def write(self, recommendations: list[int]) -> None:
        published = self.at - timedelta(days=31 * MONTHS)
        plan = Plan.objects.create(
            council=self.council,
            title=f"Synthetic improvement plan {self.number}",
            slug=f"plan-{self.number}",
            summary="A plan that was made up to measure with.",
            overseen_by="Synthetic board",
            starts_on=day_of(published),
            publish_from=published,
            reporting_interval_days=35,
        )
        workstreams = Workstream.objects.bulk_create(
            Workstream(plan=plan, title=title, order=order)
            for order, title in enumerate(WORKSTREAMS, start=1)
        )
        actions = Action.objects.bulk_create(
            self.actions(plan, workstreams, published), batch_size=BATCH
        )
        self.link(actions, recommendations)
        releases = Release.objects.bulk_create(
            Release(plan=plan, at=self.at - timedelta(days=31 * month), by=self.places.publisher)
            for month in range(1, 2 if self.brief else MONTHS)
        )
        log = Log()
        for action in actions:
            tell(log, action, self.random, releases, self.places, brief=self.brief)
        log.write()

    def actions(self, plan, workstreams, published) -> Iterator[Action]:
        random = self.random
        for number in range(self.size):
            workstream = workstreams[number % len(workstreams)]
            yield Action(
                plan=plan,
                workstream=workstream,
                reference=f"{workstream.order}.{number // len(workstreams) + 1}",
                title=action_title(random),
                difference=recommendation_text(random),
                success_measure=recommendation_text(random),
                measures=random.choice(Action.Measures.values),
                lead=random.choice(self.places.posts[self.council.pk]),
                original_due=day_of(self.at) + timedelta(days=random.randint(-250, 300)),
                added_on=plan.starts_on,
                public_at=published,
            )

    def link(self, actions: list[Action], recommendations: list[int]) -> None:
        """Each action answers one or two recommendations; some answer none."""
        if not recommendations:
            return
        through = Action.recommendations.through
        through.objects.bulk_create(
            through(action_id=action.pk, recommendation_id=pk)
            for action in actions
            for pk in self.random.sample(
                recommendations, min(self.random.choice((0, 1, 1, 2)), len(recommendations))
            )
        )
