"""The demonstration: two fictional councils, one with two years of work on its plan.

Everything is invented and counted from the day of loading; nothing stands under a real council's
name. What has happened since the plan was published goes through the workflow, act by act, so
that every number on the pages follows from the record as it would for a real council.
"""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from councils.days import day_of
from councils.models import Council, User
from improvement.demonstration.entering import Clerk
from improvement.demonstration.exampleton import EXAMPLETON
from improvement.demonstration.findings import REPORTS
from improvement.demonstration.measuring import measure
from improvement.demonstration.opening import open_council
from improvement.demonstration.place import Place
from improvement.demonstration.planning import Production
from improvement.demonstration.promises import NEXT_PLAN, PLAN
from improvement.demonstration.recording import Recorder
from improvement.demonstration.sampleby import INSPECTION, SAMPLEBY
from improvement.demonstration.sampleby import PLAN as SAMPLEBY_PLAN
from improvement.demonstration.timetable import Part, Timetable, moment
from improvement.models import Plan
from inspections.models import Framework, Intervention

SIGN_IN_WITH = "demonstration"
SITE_ADMINISTRATOR = ("site", "site administrator: sees and may do everything, at every council")
ACCOUNTS = [
    *(
        (person.username, SIGN_IN_WITH, person.account)
        for place in (EXAMPLETON, SAMPLEBY)
        for person in place.people
        if person.account
    ),
    (SITE_ADMINISTRATOR[0], SIGN_IN_WITH, SITE_ADMINISTRATOR[1]),
]


class CannotLoad(Exception):
    """The demonstration is not loaded; the message says why and what to do."""


@transaction.atomic
def load(*, at: datetime) -> None:
    """Load the demonstration as it stands at the aware moment `at`, all or nothing.

    Raises CannotLoad where DEBUG is off, where it stands already, and without reference data.
    """
    _refuse_what_does_not_fit()
    timetable = Timetable(day_of(at))
    sign_in_with = make_password(SIGN_IN_WITH)  # once: it is slow on purpose
    User.objects.create(
        username=SITE_ADMINISTRATOR[0],
        password=sign_in_with,
        is_staff=True,
        is_superuser=True,
    )
    exampleton = _council(EXAMPLETON, REPORTS, [PLAN, NEXT_PLAN], timetable, sign_in_with)
    plan = Plan.objects.get(council=exampleton.council, slug=PLAN.slug)
    measure(plan, exampleton.people, timetable, EXAMPLETON.board)
    exampleton.intervention(Intervention.Kind.NOTICE, -26)
    exampleton.intervention(Intervention.Kind.ADVISER, -26, "An adviser from another council")
    sampleby = _council(SAMPLEBY, [INSPECTION], [SAMPLEBY_PLAN], timetable, sign_in_with)
    exampleton.bodies["trust"].areas.add(sampleby.council)


def _refuse_what_does_not_fit() -> None:
    if not settings.DEBUG:
        raise CannotLoad(
            "The demonstration has passwords that everyone knows: it is loaded only with DEBUG on."
        )
    if Council.objects.filter(slug__in=[EXAMPLETON.slug, SAMPLEBY.slug]).exists():
        raise CannotLoad(
            "The demonstration stands here already: run manage.py demo --fresh to load it anew."
        )
    wanted = {report.framework for report in [*REPORTS, INSPECTION]}
    if Framework.objects.filter(key__in=wanted).count() < len(wanted):
        raise CannotLoad(
            "The inspection frameworks are not there yet: run manage.py load_reference first."
        )


def _council(place: Place, reports, plans, timetable: Timetable, sign_in_with: str) -> Recorder:
    """A council with its reports and plans."""
    opened = moment(timetable.day_in(-27, Part.CHECKS), Part.CHECKS.value[1])
    council, bodies, company = open_council(place, Clerk(None, opened), timetable, sign_in_with)
    clerk = Clerk(company.people["clerk"], opened)
    recorder = Recorder(council, bodies, company.people, timetable, clerk, {}, {})
    recorder.record(reports)
    for data in plans:
        plan = Plan(
            council=council,
            slug=data.slug,
            title=data.title,
            summary=data.summary,
            overseen_by=place.board,
            reporting_interval_days=data.interval,
        )
        Production(
            data, company, timetable, recorder.inspections, recorder.recommendations, plan
        ).run()
    return recorder
