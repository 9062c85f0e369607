"""A fictional council: its partners, people and posts, and what was found there."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from councils.access import Role
from councils.models import Body, Council, Membership, Post, PostHolding, User
from improvement.demonstration.files import Entry, enter
from improvement.demonstration.timetable import (
    Part,
    Timetable,
    WorkingDays,
    moment,
    working_day_by,
    working_days_before,
)
from inspections.models import (
    Framework,
    Inspection,
    Intervention,
    Judgement,
    Recommendation,
    RecommendationLink,
)

OPENED, LONG_AGO = -27, -60  # months: the record is begun, people come
EMBARGO_ENDS = WorkingDays(6)
PUBLISHED_AT, TYPED_AT = time(9, 30), time(15, 20)
SOURCE = "invented for the demonstration"


@dataclass
class Place:
    """A council, and what has been entered of it by the keys of its files."""

    timetable: Timetable
    council: Council
    board: str
    site: str
    opened: datetime
    bodies: dict[str, Body]
    people: dict[str, User] = field(default_factory=dict)  # by their part, or user name
    posts: dict[str, Post] = field(default_factory=dict)
    holdings: dict[int, list[PostHolding]] = field(default_factory=dict)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    findings: dict[str, Recommendation] = field(default_factory=dict)
    partners: list[Entry] = field(default_factory=list)

    def holder(self, post: Post | None, on: date) -> User | None:
        """Who holds the post on that day; None if it is vacant."""
        for held in self.holdings.get(post.pk, ()) if post else ():
            if held.started_on <= on and (held.ended_on is None or on <= held.ended_on):
                return held.user
        return None

    def meeting(self, day: date) -> str:
        """The board's meeting of the day, as it is cited."""
        return f"{self.board}, {day:%-d %B %Y}"


# --- who works there ---


def open_council(data: Entry, slug: str, timetable: Timetable, sign_in_with: str) -> Place:
    """The council with its people and posts. Without an account nobody can sign in; with one,
    `sign_in_with` is the hash of the words that they type.
    """
    opened = moment(timetable.day_in(OPENED, Part.CHECKS), Part.CHECKS.value[1])
    council = enter(data.make(Council, slug=slug, is_demonstration=True), None, opened)
    place = Place(
        *(timetable, council, data.get("board"), data.get("website"), opened),
        bodies={"council": council.body},
    )
    place.partners = data.tables("partner")
    for partner in place.partners:
        with partner:
            body = enter(partner.make(Body), None, opened, areas=[council])
            place.bodies[partner.get("key")] = body
            partner.get("also_serves", [], list)
    for person in data.tables("person"):
        with person:
            _person(person, place, sign_in_with)
    held = {}
    for post in data.tables("post"):
        with post:
            body = post.of("partner", place.bodies, None)
            row = enter(post.make(Post, council=council, body=body), None, opened)
            place.posts[post.get("key")], held[row] = row, post.tables("held")
    for row, entries in held.items():
        place.holdings[row.pk] = [_holding(entry, row, place) for entry in entries]
    return place


def _person(person: Entry, place: Place, sign_in_with: str) -> None:
    password = sign_in_with if person.get("account", "") else make_password(None)
    user = person.make(User, password=password, is_staff=True, date_joined=place.opened)
    user.save()
    granted = place.timetable.first_day(LONG_AGO)
    role = person.of("role", {str(role.value): role for role in Role})
    membership = Membership(user=user, council=place.council, role=role, granted_on=granted)
    enter(membership, None, place.opened)
    place.people[person.get("part", user.username)] = user


def _holding(held: Entry, post: Post, place: Place) -> PostHolding:
    with held:
        started = place.timetable.first_day(held.when("from", LONG_AGO))
        ended = place.timetable.due_day(held.when("to", None))
        if ended and ended < started:
            raise held.wrong("it ends before it begins.")
        user = held.of("by", place.people)
        holding = held.make(PostHolding, post=post, user=user, started_on=started, ended_on=ended)
        return enter(holding, None, place.opened)


# --- what was found there ---


def record_findings(data: Entry, place: Place) -> None:
    """Inspections, visits and reviews, as a clerk enters them."""
    for report in data.tables("inspection"):
        with report:
            _inspection(report, place)


def published_on(report: Entry, timetable: Timetable) -> date:
    if report.get("embargoed", False, bool):
        return timetable.working_day(EMBARGO_ENDS)
    return timetable.release_day(report.when())


def _inspection(report: Entry, place: Place) -> None:
    timetable, clerk = place.timetable, place.people["clerk"]
    published = published_on(report, timetable)
    # Typed on the working day before publication; all that is older, when the record was begun.
    latest = min(published, timetable.today)
    eve = moment(working_days_before(latest - timedelta(days=1), 0), TYPED_AT)
    at = max(place.opened, eve)
    days = report.get("days", kind=int)
    started = _began(published, report.get("weeks_before", kind=int), days)
    body = report.of("of", place.bodies, place.council.body)
    frameworks = {one.key: one for one in Framework.objects.all()}
    findings = report.tables("finding")
    inspection = report.make(
        Inspection,
        council=place.council,
        framework=report.of("framework", frameworks),
        slug=f"{started:%Y-%m}-{report.get('address')}",
        parent=report.of("follows", place.inspections, None),
        fieldwork_start=started,
        fieldwork_end=working_day_by(started + timedelta(days=days - 1)),
        published_on=published,
        received_on=working_days_before(published, 3),
        publish_from=moment(published, PUBLISHED_AT),
        source=SOURCE,
    )
    enter(inspection, clerk, at)
    inspection.inspected.create(body=body, recommendations_printed=len(findings) or None)
    if report.get("embargoed", False, bool):
        inspection.embargo_readers.set([place.people["publisher"], place.people["officer"]])
    place.inspections[report.get("key")] = inspection
    for judgement in report.tables("judgement"):
        with judgement:
            _judgement(judgement, inspection, place, at)
    shared = {name: report.get(name, "") for name in ("section", "kind")}
    for order, finding in enumerate(findings, start=1):
        with finding:
            given = {name: finding.get(name, words) for name, words in shared.items()}
            given |= {"inspection": inspection, "body": body, "order": order}
            _finding(finding, given, place, at)


def _began(published: date, weeks_before: int, days: int) -> date:
    """The first day of fieldwork: a Monday, or for a visit of a few days a Tuesday. Inspectors
    stay away at Christmas.
    """
    day = published - timedelta(weeks=weeks_before)
    day -= timedelta(days=day.weekday())
    if (day.month, day.day) > (12, 12) or (day.month, day.day) < (1, 4):
        day -= timedelta(weeks=4)
    return working_day_by(day + timedelta(days=days < 5))


def _judgement(entry: Entry, inspection: Inspection, place: Place, at: datetime) -> None:
    """A grade, by its rank on the area's own scale; if it was put right later, what stood first."""
    areas = {area.key: area for area in inspection.framework.areas.all()}
    area = entry.of("area", areas)
    scale = area.own_scale or inspection.framework.scale
    grades = {str(grade.rank): grade for grade in scale.grades.all()}
    first = None
    for key in ("printed_first", "grade"):
        if key not in entry.values:
            continue
        grade = entry.among(key, grades, entry.get(key, kind=int))
        row = Judgement(inspection=inspection, area=area, grade=grade, printed_grade=grade.label)
        if key == "printed_first":
            row.superseded_on = place.timetable.release_day(entry.when("corrected"))
        elif first:
            row.corrects, row.correction_note = first, entry.get("why")
        first = enter(row, place.people["clerk"], at)
    if not first:
        given = {"inspection": inspection, "area": area, "no_grade": entry.get("no_grade")}
        enter(entry.make(Judgement, **given), place.people["clerk"], at)


def _finding(finding: Entry, given: dict[str, Any], place: Place, at: datetime) -> None:
    clerk, responsible = place.people["clerk"], finding.all_of("responsible", place.bodies)
    row = enter(finding.make(Recommendation, **given), clerk, at, responsible=responsible)
    for link in finding.tables("returns"):
        with link:
            earlier, note = link.of("from", place.findings), link.get("note", "")
            RecommendationLink.objects.create(earlier=earlier, later=row, note=note, by=clerk)
    place.findings[finding.get("key")] = row


def intervene(data: Entry, place: Place) -> None:
    """What the government did about it."""
    for entry in data.tables("intervention"):
        with entry:
            issued = place.timetable.release_day(entry.when())
            public = moment(issued, PUBLISHED_AT)
            given = {"council": place.council, "issued_on": issued, "publish_from": public}
            row = entry.make(Intervention, source=SOURCE, **given)
            enter(row, place.people["clerk"], place.opened)
