"""A plan's page, and the same list of actions as CSV and JSON."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from improvement.models import Plan
from improvement.pages.downloads import csv_lines, plan_record, published
from improvement.pages.frame import banners, trail
from improvement.pages.plan_page import plan_page
from improvement.pages.reading import read_plan


def visible_plan(request, council: str, plan: str, at) -> Plan:
    """The plan at this address, if the person who asks may see it at the moment `at`; else 404."""
    plans = Plan.objects.visible_to(request.user, at=at).select_related("council")
    plans = plans.annotate(last_release=Max("releases__at"))
    return get_object_or_404(plans, council__slug=council, slug=plan)


def withdrawn(request, plan: Plan, at):
    """In the place of anything that a withdrawn plan held: that it was withdrawn, when, why."""
    draft = plan.is_draft(at)
    context = {
        "plan": plan,
        "banners": banners(plan.council, draft=draft, publish_from=plan.publish_from),
        "trail": trail(plan.council),
    }
    return render(request, "improvement/plan_withdrawn.html", context)


@login_not_required
@require_safe
def plan(request, council, plan):
    """What the public reads about a plan; of a withdrawn one only that, since when, and why."""
    now = timezone.now()
    found = visible_plan(request, council, plan, now)
    if found.withdrawn_at:
        return withdrawn(request, found, now)
    page = plan_page(found, user=request.user, at=now, query=request.GET)
    return render(request, "improvement/plan.html", {"page": page, "plan": found})


@login_not_required
@require_safe
def plan_csv(request, council, plan):
    """The plan's actions as CSV, narrowed by the address's query as the page is."""
    _, actions, _ = _download(request, council, plan, timezone.now())
    response = StreamingHttpResponse(csv_lines(actions), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{council}-{plan}.csv"'
    return response


@login_not_required
@require_safe
def plan_json(request, council, plan):
    """The plan and its actions as JSON, narrowed by the address's query as the page is."""
    now = timezone.now()
    return JsonResponse(plan_record(*_download(request, council, plan, now), at=now))


def _download(request, council, plan, at):
    """The plan, the actions asked for, and its full address. A withdrawn plan has no downloads."""
    found = visible_plan(request, council, plan, at)
    if found.withdrawn_at:
        raise Http404
    reading = read_plan(found, user=request.user, at=at)
    address = request.build_absolute_uri(found.get_absolute_url())
    return reading, published(reading, reading.narrowed(request.GET).chosen(), address), address
