"""Numbered councils, their posts, and three people who report, check and release."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from django.contrib.auth.hashers import make_password

from councils.models import Body, Council, Post, User

MARK = "synthetic-"
COUNCILS = 153  # as many as have duties for children's services in England
REGIONS = ("Synthetic north", "Synthetic south", "Synthetic east", "Synthetic west")
POSTS = (
    "Director of children's services",
    "Head of help and protection",
    "Head of children in care",
    "Head of quality",
    "Principal social worker",
    "Head of workforce",
)


@dataclass(frozen=True)
class Places:
    """What everything else hangs on; posts by the council's id."""

    councils: list[Council]
    bodies: dict[int, Body]
    posts: dict[int, list[Post]]
    reporter: User
    checker: User
    publisher: User

    def random(self, council: Council, what: str) -> Random:
        """The same chances for the same council every time."""
        return Random(f"{council.slug} {what}")


def found(at: datetime, count: int) -> Places:
    """Create so many councils, their bodies and posts, and people who cannot sign in."""
    kinds = Council.Kind.values
    councils = Council.objects.bulk_create(
        Council(
            name=f"Synthetic council {number:03}",
            official_name=f"Synthetic council {number:03} (fictional)",
            slug=f"{MARK}council-{number:03}",
            kind=kinds[number % len(kinds)],
            region=REGIONS[number % len(REGIONS)],
            is_demonstration=True,
        )
        for number in range(1, count + 1)
    )
    bodies = Body.objects.bulk_create(
        Body(kind=Body.Kind.COUNCIL, name=council.name, council=council) for council in councils
    )
    posts = Post.objects.bulk_create(
        Post(council=council, title=title) for council in councils for title in POSTS
    )
    people = {
        part: User(username=f"{MARK}{part}", password=make_password(None), date_joined=at)
        for part in ("reporter", "checker", "publisher")
    }
    User.objects.bulk_create(people.values())
    by_council: dict[int, list[Post]] = {}
    for post in posts:
        by_council.setdefault(post.council_id, []).append(post)
    by_body = {body.council_id: body for body in bodies}
    return Places(councils=councils, bodies=by_body, posts=by_council, **people)


def shares(total: int, parts: int) -> list[int]:
    """`total` in `parts` whole numbers that differ by one at most."""
    least, more = divmod(total, parts)
    return [least + (part < more) for part in range(parts)]
