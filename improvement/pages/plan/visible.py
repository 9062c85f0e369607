"""The plan at an address, past the gate; and the page of one that was withdrawn."""

from django.db.models import F, OuterRef, Subquery
from django.shortcuts import render

from improvement.models import Plan, Release
from improvement.pages.frame import banners, trail
from improvement.pages.public import first_or_404


def visible_plan(request, council: str, plan: str, at) -> Plan:
    """The plan at this address, if the person who asks may see it at the moment `at`; else 404.

    With `shared_with`: the names of the councils that it belongs to besides, and why. One query.
    """
    asked = {"council": council, "plan": plan, "at": at}
    rows = list(_plans_at(reader=request.user, **asked))
    found = first_or_404(iter(rows))
    found.shared_with = [(row.shared_name, row.shared_why) for row in rows if row.shared_name]
    return found


def _plans_at(*, reader, council, plan, at):
    releases = Release.objects.filter(plan=OuterRef("pk")).order_by("-at").values("at")
    return (
        Plan.objects.visible_to(reader, at=at)
        .filter(council__slug=council, slug=plan)
        .select_related("council")
        .annotate(
            last_release=Subquery(releases[:1]),
            shared_name=F("shares__council__name"),
            shared_why=F("shares__why"),
        )
        .order_by("shares__pk")
    )


def withdrawn(request, plan: Plan, at):
    """In the place of anything that a withdrawn plan held: that it was withdrawn, when, why."""
    draft = plan.is_draft(at)
    context = {
        "plan": plan,
        "banners": banners(plan.council, draft=draft, publish_from=plan.publish_from),
        "trail": trail(plan.council),
    }
    return render(request, "improvement/plan/withdrawn.html", context)
