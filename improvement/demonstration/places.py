"""A fictional council: its partners, people and posts, and what was found there."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password

from councils.access import Role
from councils.models import Body, Council, Membership, Post, PostHolding, User
from improvement.demonstration.files import FileEntry, enter
from improvement.demonstration.timetable import (
    PartOfRound,
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
    bodies: dict[str, Body] = field(default_factory=dict)
    shared: list[tuple[FileEntry, Body]] = field(
        default_factory=list
    )  # perhaps with other councils
    people: dict[str, User] = field(default_factory=dict)  # by their part, or user name
    posts: dict[str, Post] = field(default_factory=dict)
    holdings: list[PostHolding] = field(default_factory=list)
    inspections: dict[str, Inspection] = field(default_factory=dict)
    findings: dict[str, Recommendation] = field(default_factory=dict)

    def holder(self, post: Post | None, on: date) -> User | None:
        """Who holds the post on that day; None if it is vacant."""
        for held in self.holdings:
            over = held.ended_on and held.ended_on < on
            if post and held.post_id == post.pk and held.started_on <= on and not over:
                return held.user
        return None

    def meeting(self, day: date) -> str:
        """The board's meeting of the day, as it is cited."""
        return f"{self.board}, {day:%-d %B %Y}"


def open_council(data: FileEntry, timetable: Timetable, sign_in_with: str) -> Place:
    """The council with its people and posts. Without an account nobody can sign in; with one,
    `sign_in_with` is the hash of the words that they type.
    """
    opened, slug = timetable.at(OPENED, PartOfRound.CHECKS), data.file.split("/")[0]
    council = enter(data.make(Council, slug=slug, is_demonstration=True), None, opened)
    place = Place(timetable, council, data.get("board"), data.get("website"), opened)
    place.bodies["council"] = council.body
    for partner in data.tables("partner"):
        with partner:
            body = enter(partner.make(Body), None, opened, areas=[council])
            place.bodies[partner.get("key")] = body
            partner.get("also_serves", [], list)
            place.shared.append((partner, body))
    for person in data.tables("person"):
        with person:
            password = sign_in_with if person.get("account", "") else make_password(None)
            user = person.make(User, password=password, is_staff=True, date_joined=opened)
            user.save()
            given = {"role": person.of("role", {str(role.value): role for role in Role})}
            given["granted_on"] = timetable.first_day(LONG_AGO)
            enter(Membership(user=user, council=council, **given), None, opened)
            place.people[person.get("part", user.username)] = user
    held = []
    for entry in data.tables("post"):
        with entry:
            body = entry.of("partner", place.bodies, None)
            post = enter(entry.make(Post, council=council, body=body), None, opened)
            place.posts[entry.get("key")] = post
            held += [(one, post) for one in entry.tables("held")]
    for entry, post in held:
        with entry:
            given = {"post": post, "user": entry.of("by", place.people)}
            given["started_on"] = timetable.first_day(entry.when("from", LONG_AGO))
            given["ended_on"] = timetable.due_day(entry.when("to", None))
            if given["ended_on"] and given["ended_on"] < given["started_on"]:
                raise entry.wrong("it ends before it begins.")
            place.holdings.append(enter(entry.make(PostHolding, **given), None, opened))
    return place


def record_inspection(report: FileEntry, place: Place) -> None:
    """An inspection, visit or review, as a clerk enters it: on the working day before its
    publication, or, if it is older, when the record was begun.
    """
    timetable, embargoed = place.timetable, report.get("embargoed", False, bool)
    published = (
        timetable.working_day(EMBARGO_ENDS) if embargoed else timetable.release_day(report.when())
    )
    latest = min(published, timetable.today)
    eve = moment(working_days_before(latest - timedelta(days=1), 0), TYPED_AT)
    clerk = {"by": place.people["clerk"], "at": max(place.opened, eve)}
    days = report.get("days", kind=int)
    started = _began(published, report.get("weeks_before", kind=int), days)
    inspection = report.make(
        Inspection,
        council=place.council,
        framework=report.of("framework", {one.key: one for one in Framework.objects.all()}),
        slug=f"{started:%Y-%m}-{report.get('address')}",
        parent=report.of("follows", place.inspections, None),
        fieldwork_start=started,
        fieldwork_end=working_day_by(started + timedelta(days=days - 1)),
        published_on=published,
        received_on=working_days_before(published, 3),
        publish_from=moment(published, PUBLISHED_AT),
        source=SOURCE,
    )
    place.inspections[report.get("key")] = enter(inspection, **clerk)
    body = report.of("of", place.bodies, place.council.body)
    findings = report.tables("finding")
    inspection.inspected.create(body=body, recommendations_printed=len(findings) or None)
    if embargoed:
        inspection.embargo_readers.set([place.people["publisher"], place.people["officer"]])
    for judgement in report.tables("judgement"):
        with judgement:
            _judge(judgement, inspection, place, clerk)
    shared = {name: report.get(name, "") for name in ("section", "kind")}
    for order, finding in enumerate(findings, start=1):
        with finding:
            given = {name: finding.get(name, words) for name, words in shared.items()}
            given |= {"inspection": inspection, "body": body, "order": order}
            _find(finding, given, place, clerk)


def _began(published: date, weeks_before: int, days: int) -> date:
    """The first day of fieldwork: a Monday, or for a visit of a few days a Tuesday. Inspectors
    stay away at Christmas.
    """
    day = published - timedelta(weeks=weeks_before)
    day -= timedelta(days=day.weekday())
    if (day.month, day.day) > (12, 12) or (day.month, day.day) < (1, 4):
        day -= timedelta(weeks=4)
    return working_day_by(day + timedelta(days=days < 5))


def _judge(entry: FileEntry, inspection: Inspection, place: Place, clerk: dict[str, Any]) -> None:
    """A grade, by its rank on the area's own scale; if it was put right later, what stood first."""
    area = entry.of("area", {area.key: area for area in inspection.framework.areas.all()})
    scale = area.own_scale or inspection.framework.scale
    grades = {str(grade.rank): grade for grade in scale.grades.all()}
    first = None
    for key in ("printed_first", "grade", "no_grade"):
        if key in entry.values:
            row = entry.make(Judgement, inspection=inspection, area=area)
            if key != "no_grade":
                row.grade = entry.among(key, grades, entry.get(key, kind=int))
                row.printed_grade = row.grade.label
            if key == "printed_first":
                row.superseded_on = place.timetable.release_day(entry.when("corrected"))
            elif first:
                row.corrects, row.correction_note = first, entry.get("why")
            first = enter(row, **clerk)


def _find(finding: FileEntry, given: dict[str, Any], place: Place, clerk: dict[str, Any]) -> None:
    responsible = finding.all_of("responsible", place.bodies)
    row = enter(finding.make(Recommendation, **given), **clerk, responsible=responsible)
    place.findings[finding.get("key")] = row
    for link in finding.tables("returns"):
        with link:
            earlier = link.of("from", place.findings)
            given = {"note": link.get("note", ""), "by": clerk["by"]}
            RecommendationLink.objects.create(earlier=earlier, later=row, **given)


def intervene(entry: FileEntry, place: Place) -> None:
    """What the government did about it."""
    issued = place.timetable.release_day(entry.when())
    given = {"issued_on": issued, "publish_from": moment(issued, PUBLISHED_AT), "source": SOURCE}
    row = entry.make(Intervention, council=place.council, **given)
    enter(row, place.people["clerk"], place.opened)
