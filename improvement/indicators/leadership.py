"""Who is in post among those who lead a plan: read from the posts' dated holders.

Only posts that lead a public action and that the public sees by title or name; of a post that no
holder was ever entered for, nothing is known.
"""

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from councils.models import Post, PostHolding
from improvement.wording import counted, listed, opened, plural


def with_leadership(plans, *, at, day):
    """Each plan with `leaders`, `vacant` and `interim`: posts on the London day `day`."""
    held = PostHolding.objects.filter(post=OuterRef("pk"))
    today = PostHolding.objects.on(day).filter(post=OuterRef("pk"))
    permanent = today.filter(terms=PostHolding.Terms.PERMANENT)
    leading = Post.objects.filter(
        Exists(held),
        leads__plan=OuterRef("pk"),
        leads__public_at__lte=at,
        shown__in=[Post.Shown.TITLE, Post.Shown.NAME],
    )
    return plans.annotate(
        leaders=_count(leading),
        vacant=_count(leading.filter(~Exists(today))),
        interim=_count(leading.filter(~Exists(permanent), Exists(today))),
    )


def leadership_in_words(plan) -> str:
    """Of nine posts that lead actions, one is vacant and two are held by interims. Or nothing."""
    if not plan.leaders:
        return ""
    posts = counted(plan.leaders, "post leads", "posts lead")
    found = []
    if plan.vacant:
        found.append(counted(plan.vacant, "is vacant", "are vacant"))
    if plan.interim:
        verb = plural(plan.interim, "is held by somebody", "are held by people")
        found.append(f"{counted(plan.interim, verb, verb)} interim or acting")
    told = opened(listed(found)) if found else "None is vacant, and none is held by an interim"
    return f"{opened(posts)} actions of this plan. {told}."


def _count(posts):
    counted_posts = (
        posts.order_by().values("leads__plan").annotate(n=Count("pk", distinct=True)).values("n")
    )
    return Coalesce(Subquery(counted_posts, output_field=IntegerField()), 0)
