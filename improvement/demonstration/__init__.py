"""The demonstration: two fictional councils, one with two years of work on its plan.

Everything is invented, written in fixtures/demonstration/ and counted from the day of loading;
nothing stands under a real council's name. What has happened since the plan was published goes
through the workflow, act by act, so that every number on the pages follows from the record as it
would for a real council.

`files` reads the tables and says what is wrong in them; `timetable` counts days; `places` enters
a council and what was found there; `plans` makes a plan, and plays the stories of its actions act
by act (`acts`); `measuring` records its indicators.
"""

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from councils.days import day_of
from councils.models import Council, User
from improvement.demonstration.files import CannotLoad, FileEntry
from improvement.demonstration.measuring import measure
from improvement.demonstration.places import Place, intervene, open_council, record_inspection
from improvement.demonstration.plans import Production
from improvement.demonstration.timetable import Timetable
from inspections.models import Framework

FOLDER = settings.ROOT / "fixtures" / "demonstration"
SIGN_IN_WITH = "demonstration"
SITE_ADMINISTRATOR = ("site", "site administrator: sees and may do everything, at every council")

__all__ = ["CannotLoad", "accounts", "load"]


def accounts() -> list[tuple[str, str, str]]:
    """The user name, the password and what one sees of everybody who can sign in."""
    people = [
        (person.get("username"), SIGN_IN_WITH, person.get("account"))
        for slug in _councils(FOLDER)
        for person in FileEntry.read(FOLDER, f"{slug}/council.toml").tables("person")
        if "account" in person.values
    ]
    return [*people, (SITE_ADMINISTRATOR[0], SIGN_IN_WITH, SITE_ADMINISTRATOR[1])]


@transaction.atomic
def load(*, at: datetime, folder: Path = FOLDER) -> None:
    """Load the demonstration as it stands at the aware moment `at`, all or nothing.

    Raises CannotLoad where DEBUG is off, where it stands already, without reference data, and
    where a file is wrong: with the file and the entry.
    """
    slugs = _councils(folder)
    if not settings.DEBUG:
        raise CannotLoad(
            "The demonstration has passwords that everyone knows: it is loaded only with DEBUG on."
        )
    if Council.objects.filter(slug__in=slugs).exists():
        raise CannotLoad(
            "The demonstration stands here already: run manage.py demo --fresh to load it anew."
        )
    if not Framework.objects.exists():
        raise CannotLoad(
            "The inspection frameworks are not there yet: run manage.py load_reference first."
        )
    sign_in_with = make_password(SIGN_IN_WITH)  # once: it is slow on purpose
    site = {"username": SITE_ADMINISTRATOR[0], "is_staff": True, "is_superuser": True}
    User.objects.create(password=sign_in_with, **site)
    timetable = Timetable(day_of(at))
    places = {slug: _council(folder, slug, timetable, sign_in_with) for slug in slugs}
    councils = {slug: place.council for slug, place in places.items()}
    for place in places.values():
        for partner, body in place.shared:
            body.areas.add(*partner.all_of("also_serves", councils))


def _councils(folder: Path) -> list[str]:
    return sorted(file.parent.name for file in folder.glob("*/council.toml"))


def _council(folder: Path, slug: str, timetable: Timetable, sign_in_with: str) -> Place:
    """A council with its reports and plans."""
    with FileEntry.read(folder, f"{slug}/council.toml") as data:
        place = open_council(data, timetable, sign_in_with)
        plans = data.get("plans", kind=list)
    with FileEntry.read(folder, f"{slug}/findings.toml") as found:
        for report in found.tables("inspection"):
            with report:
                record_inspection(report, place)
        interventions = found.tables("intervention")
    for plan in plans:
        Production.read(folder, f"{slug}/{plan}", timetable, place).run()
    if (folder / slug / "indicators.toml").exists():
        with FileEntry.read(folder, f"{slug}/indicators.toml") as indicators:
            measure(indicators, place)
    for entry in interventions:
        with entry:
            intervene(entry, place)
    return place
