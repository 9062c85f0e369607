"""Who works at the fictional councils. Nobody here exists.

Months are counted from the day of loading; a holder without a last month holds the post today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from councils.access import Role
from councils.models import Body, Post, PostHolding

SERVICE, TITLE, NAME = Post.Shown.SERVICE, Post.Shown.TITLE, Post.Shown.NAME
INTERIM = PostHolding.Terms.INTERIM


@dataclass(frozen=True)
class Person:
    """`account` says in a sentence what they show when they sign in; without it they cannot.

    `part` is what the plan's rounds call them, where that is not their user name.
    """

    username: str
    first: str
    last: str
    role: Role
    account: str = ""
    part: str = ""


@dataclass(frozen=True)
class Held:
    """Who holds a post: from the first day of a month to the last day of another."""

    username: str
    first_month: int = -60
    last_month: int | None = None
    terms: PostHolding.Terms = PostHolding.Terms.PERMANENT


@dataclass(frozen=True)
class Job:
    title: str
    shown: Post.Shown = TITLE
    service: str = ""
    body: str = ""
    held: Sequence[Held] = ()


@dataclass(frozen=True)
class Partner:
    kind: Body.Kind
    name: str


@dataclass(frozen=True)
class Place:
    """A fictional council: its people, its posts and its partners, by key."""

    slug: str
    name: str
    official_name: str
    kind: str
    region: str
    site: str
    board: str
    people: Sequence[Person]
    posts: Mapping[str, Job]
    partners: Mapping[str, Partner]
