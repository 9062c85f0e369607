"""Who is in post among those who lead a plan: read from the posts' dated holders.

Only posts that lead a public action and that the public sees by title or name; of a post that no
holder was ever entered for, nothing is known. What was known of holders on a past day is not kept:
so a past day is told by the holders, and by the posts, that are on record now, and says so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import BooleanField, ExpressionWrapper

from councils.days import day_of
from councils.models import Post, PostHolding
from councils.models.posts import held_on
from improvement.models import Action
from improvement.wording import counted, day_words, listed, number, opened, plural


@dataclass(frozen=True)
class Leadership:
    """How many posts lead actions of a plan, and of those how many nobody holds for good.

    `unknown`: those beside them of whose holders on that day nothing is on record. `leading`: all
    posts that lead actions, those too whose holders are not public or were never entered.
    """

    posts: int
    vacant: int
    interim: int
    unknown: int = 0
    leading: int = 0


def leadership_of(plan, *, at: datetime, day: date | None = None, leading: int = 0) -> Leadership:
    """On the London day of the moment `at`, or on a past `day`, as is known at `at`; one query."""
    today = day_of(at)
    found = _holdings(plan=plan.pk, at=at, day=day or today)
    found = leadership(found, day if day and day < today else None)
    return replace(found, leading=max(leading, found.posts + found.unknown))


def leadership(
    holdings: Iterable[tuple[int, str, date, bool]], past: date | None = None
) -> Leadership:
    """From every holding of the posts: the post, on what terms, from when, and whether it is of
    the day.

    On a `past` day nothing is known of a post whose first holder on record came later: there may
    have been one whom nobody entered.
    """
    terms_then: dict[int, set[str]] = defaultdict(set)
    known = set()
    for post_id, terms, started_on, is_then in holdings:
        terms_then[post_id] |= {terms} if is_then else set()
        if past is None or started_on <= past:
            known.add(post_id)
    held = [terms_then[post_id] for post_id in known if terms_then[post_id]]
    return Leadership(
        posts=len(known),
        vacant=len(known) - len(held),
        interim=sum(PostHolding.Terms.PERMANENT not in terms for terms in held),
        unknown=len(terms_then) - len(known),
    )


def _holdings(*, plan, at, day):
    leads = Action.objects.filter(plan=plan, public_at__lte=at).values("lead_id")
    holdings = PostHolding.objects.filter(
        post__in=leads, post__shown__in=[Post.Shown.TITLE, Post.Shown.NAME]
    )
    then = ExpressionWrapper(held_on(day), BooleanField())
    return holdings.order_by().values_list("post_id", "terms", "started_on", then)


def leadership_in_words(found: Leadership, past: date | None = None) -> str:
    """Of nine posts that lead actions, one is vacant and two are held by interims. Or nothing.

    Of a `past` day, as is now known, and of the posts that lead actions today.
    """
    if past:
        return _in_words_of(past, found) if found.posts or found.unknown else ""
    if not found.posts:
        return ""
    told = listed(_lacking(found, ("is", "are")))
    told = opened(told or "None is vacant, and none is held by an interim")
    posts = opened(counted(max(found.posts, found.leading), "post leads", "posts lead"))
    if found.leading > found.posts:
        whose = f"Of {number(found.posts)} the holders are public here"
        told = f"{whose}: {told[:1].lower()}{told[1:]}"
    return f"{posts} actions of this plan. {told}."


def _in_words_of(past, found) -> str:
    total = found.posts + found.unknown
    posts = counted(total, "post leads", "posts lead")
    told = _lacking(found, ("was", "were"))
    told = told or ["none was vacant, and none was held by an interim"]
    if found.unknown:
        told.append(f"of {number(found.unknown)} no holder of then is on record")
    then = f"On {day_words(past)}, by the holders that are on record now, {listed(told)}."
    if not found.posts:
        then = f"Who held {plural(total, 'it', 'them')} on {day_words(past)} is not on record."
    if found.leading > total:
        every = counted(found.leading, "post leads", "posts lead")
        whose = f"Of {number(total)} of them the holders are public here."
        return f"{opened(every)} actions of this plan today. {whose} {then}"
    return f"{opened(posts)} actions of this plan today. {then}"


def _lacking(found, verbs) -> list[str]:
    lacking = []
    if found.vacant:
        lacking.append(f"{number(found.vacant)} {plural(found.vacant, *verbs)} vacant")
    if found.interim:
        people = plural(found.interim, "somebody", "people")
        held = f"{plural(found.interim, *verbs)} held by {people} interim or acting"
        lacking.append(f"{number(found.interim)} {held}")
    return lacking
