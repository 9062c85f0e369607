"""Opens a fictional council: its partners, its people with their roles, its posts."""

from datetime import date, timedelta

from django.contrib.auth.hashers import make_password

from councils.models import Body, Council, Membership, Post, PostHolding, User
from improvement.demonstration.entering import Clerk
from improvement.demonstration.place import Held, Job, Place
from improvement.demonstration.stage import Company
from improvement.demonstration.timetable import Timetable


def open_council(place: Place, clerk: Clerk, timetable: Timetable, sign_in_with: str):
    """The council, its bodies by key, and its company of people. Without an account nobody can
    sign in; with one, `sign_in_with` is the hash of the words that they type.
    """
    council = clerk.enter(
        Council(
            name=place.name,
            official_name=place.official_name,
            slug=place.slug,
            kind=place.kind,
            region=place.region,
            is_demonstration=True,
        )
    )
    bodies = {"council": council.body}
    for key, partner in place.partners.items():
        bodies[key] = clerk.enter(Body(kind=partner.kind, name=partner.name), areas=[council])
    people = _people(place, council, clerk, timetable, sign_in_with)
    posts = {key: _post(job, council, bodies, clerk) for key, job in place.posts.items()}
    holdings = {
        posts[key].pk: [_holding(held, posts[key], people, clerk, timetable) for held in job.held]
        for key, job in place.posts.items()
    }
    company = Company(people, posts, holdings, place.site, place.board)
    return council, bodies, company


def _people(place: Place, council, clerk, timetable, sign_in_with) -> dict[str, User]:
    people = {}
    for person in place.people:
        user = User(
            username=person.username,
            first_name=person.first,
            last_name=person.last,
            password=sign_in_with if person.account else make_password(None),
            is_staff=True,
            date_joined=clerk.at,
        )
        user.save()
        granted = first_day(timetable, -60)
        clerk.enter(Membership(user=user, council=council, role=person.role, granted_on=granted))
        people[person.part or person.username] = user
    return people


def _post(job: Job, council, bodies, clerk) -> Post:
    body = bodies[job.body] if job.body else None
    return clerk.enter(
        Post(council=council, body=body, title=job.title, service=job.service, shown=job.shown)
    )


def _holding(held: Held, post, people, clerk, timetable) -> PostHolding:
    return clerk.enter(
        PostHolding(
            post=post,
            user=people[held.username],
            terms=held.terms,
            started_on=first_day(timetable, held.first_month),
            ended_on=timetable.due_day(held.last_month),
        )
    )


def first_day(timetable: Timetable, month: int) -> date:
    """The first day of a calendar month, counted from the month of loading."""
    return timetable.due_day(month - 1) + timedelta(days=1)
