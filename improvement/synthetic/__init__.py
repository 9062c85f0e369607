"""Synthetic national data, for measuring: as much as England's councils would hold.

Nothing stands under a real council's name: the 153 councils are numbered, fictional and marked so.
The same size gives the same records. Days are counted back from the moment that is passed in.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from councils.models import Council, User
from councils.reference.rows import made_here
from improvement.models import ActionState, Plan, Update
from improvement.record import refresh_all
from improvement.synthetic.findings import find
from improvement.synthetic.places import COUNCILS, MARK, found
from improvement.synthetic.plans import LARGEST, plan
from inspections.models import Framework, Inspection, Recommendation

RECOMMENDATIONS = 5_000  # at scale 1
ACTIONS = 10_000


class CannotSeed(Exception):
    """Nothing was seeded; the message says why and what to do."""


@transaction.atomic
def seed(
    *,
    at: datetime,
    scale: int = 1,
    actions: int | None = None,
    councils: int = COUNCILS,
    largest: int = LARGEST,
    say: Callable[[str], None] = lambda step: None,
) -> dict[str, int]:
    """Fill an empty database, all or nothing; returns how many rows of each kind there are.

    All is shared among so many `councils`. With `actions` there are only so many actions, with one
    report each, and no findings: enough for lists of actions; `largest` is the size of a plan at
    most. Raises CannotSeed where anything but reference data is in the way.
    """
    refuse_what_is_not_ours()
    places = found(at, councils)
    if actions is None:
        say("Inspections and recommendations")
        find(places, total=RECOMMENDATIONS * scale, at=at)
    say("Plans, actions and their progress")
    total = ACTIONS * scale if actions is None else actions
    plan(places, total=total, at=at, brief=bool(actions), largest=largest)
    say("States")
    refresh_all()
    return {
        "councils": len(places.councils),
        "recommendations": Recommendation.objects.count(),
        "plans": Plan.objects.count(),
        "actions": ActionState.objects.count() // len(ActionState.Audience),
        "reports": Update.objects.count(),
    }


def refuse_what_is_not_ours() -> None:
    """Raise CannotSeed unless the database holds reference data alone."""
    if Council.objects.filter(slug__startswith=MARK).exists():
        raise CannotSeed("The synthetic data stands here already: use another, empty database.")
    inspections = Inspection.objects.all()
    entered = inspections.count() - len(made_here(Inspection, inspections))
    if User.objects.exists() or Plan.objects.exists() or entered:
        raise CannotSeed(
            "This database holds records that people entered: use another, empty database."
        )
    if not Framework.objects.exists():
        raise CannotSeed(
            "The inspection frameworks are not there yet: run manage.py load_reference first."
        )
