"""Who is in post among those who lead a plan: read from the posts' dated holders.

Only posts that lead a public action and that the public sees by title or name; of a post that no
holder was ever entered for, nothing is known.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper

from councils import prepared
from councils.days import day_of
from councils.models import Post, PostHolding
from councils.models.posts import held_on
from improvement.models import Action
from improvement.wording import counted, listed, opened, plural


@dataclass(frozen=True)
class Leadership:
    """How many posts lead actions of a plan, and of those how many nobody holds for good."""

    posts: int
    vacant: int
    interim: int


def leadership_of(plan, *, at: datetime) -> Leadership:
    """As the public may know at the moment `at`, on its London day; one query."""
    return leadership(prepared.rows(_holdings, plan=plan.pk, at=at, day=day_of(at)))


def leadership(holdings: Iterable[tuple[int, str, bool]]) -> Leadership:
    """From every holding of the posts: the post, on what terms, and whether it is of the day."""
    terms_today: dict[int, set[str]] = defaultdict(set)
    for post_id, terms, is_today in holdings:
        terms_today[post_id] |= {terms} if is_today else set()
    held = [terms for terms in terms_today.values() if terms]
    return Leadership(
        posts=len(terms_today),
        vacant=len(terms_today) - len(held),
        interim=sum(PostHolding.Terms.PERMANENT not in terms for terms in held),
    )


def _holdings(*, plan, at, day):
    leads = Action.objects.filter(plan=plan, public_at__lte=at).values("lead_id")
    holdings = PostHolding.objects.filter(
        post__in=leads, post__shown__in=[Post.Shown.TITLE, Post.Shown.NAME]
    )
    today = ExpressionWrapper(held_on(day), BooleanField())
    return holdings.order_by().values_list("post_id", "terms", today)


def leadership_in_words(found: Leadership) -> str:
    """Of nine posts that lead actions, one is vacant and two are held by interims. Or nothing."""
    if not found.posts:
        return ""
    posts = counted(found.posts, "post leads", "posts lead")
    lacking = []
    if found.vacant:
        lacking.append(counted(found.vacant, "is vacant", "are vacant"))
    if found.interim:
        verb = plural(found.interim, "is held by somebody", "are held by people")
        lacking.append(f"{counted(found.interim, verb, verb)} interim or acting")
    told = opened(listed(lacking)) if lacking else "None is vacant, and none is held by an interim"
    return f"{opened(posts)} actions of this plan. {told}."
