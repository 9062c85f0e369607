"""The page of a plan over time."""

from django.shortcuts import render
from django.utils import timezone

from improvement.pages.over_time.page import over_time_page
from improvement.pages.plan.visible import visible_plan, withdrawn
from improvement.pages.public import public_page


@public_page()
def plan_over_time(request, council, plan):
    """What was reported and what was borne out, day by day of the plan's life."""
    now = timezone.now()
    found = visible_plan(request, council, plan, now)
    if found.withdrawn_at:
        return withdrawn(request, found, now)
    page = over_time_page(found, user=request.user, at=now)
    return render(request, "improvement/over_time.html", {"page": page, "plan": found})
