"""A plan's page, and the same list of actions as CSV and JSON."""

from django.db.models import F, OuterRef, Subquery
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from councils.days import day_of
from improvement.indicators.leadership import leadership_in_words, leadership_of
from improvement.indicators.measures import against_reports, of_plan
from improvement.models import Plan, Release
from improvement.pages.downloads import action_record, csv_lines, plan_record, published
from improvement.pages.files import not_a_day, stream_json
from improvement.pages.frame import banners, trail
from improvement.pages.look_back import LookBackForm, look_back
from improvement.pages.plan.filters import ActionFilter
from improvement.pages.plan.page import plan_page
from improvement.pages.plan.reading import read_plan
from improvement.pages.public import first_or_404, public_page

KNOWN = (*ActionFilter.base_filters, *LookBackForm.base_fields, "page")


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


@public_page(*KNOWN)
def plan(request, council, plan):
    """What the public reads about a plan; of a withdrawn one only that, since when, and why."""
    now = timezone.now()
    found = visible_plan(request, council, plan, now)
    if found.withdrawn_at:
        return withdrawn(request, found, now)
    page = plan_page(found, user=request.user, at=now, query=request.GET)
    context = {"page": page, "plan": found} | indicators_of(found, page, at=now)
    return render(request, "improvement/plan.html", context)


def indicators_of(plan, page, *, at):
    """What the page says of measures, and of who is in post."""
    then = page.look.then
    past = then.day if then else None
    gated = [one.row.pk for one in page.reading.assessed]
    measured = of_plan(page.reading.measured, gated)
    return {
        "indicators": measured,
        "against": against_reports(measured, page.reading.assessed),
        "leadership": leadership_in_words(leadership_of(plan, at=at, day=past), past),
    }


@public_page(*KNOWN)
def plan_csv(request, council, plan):
    """The plan's actions as CSV, narrowed by the address's query as the page is."""
    now = timezone.now()
    found, look = _to_download(request, council, plan, now)
    if not look.form.is_valid():
        return not_a_day(look)
    _, actions, _ = _download(request, found, now, look)
    response = StreamingHttpResponse(csv_lines(actions), content_type="text/csv; charset=utf-8")
    as_at = f"-as-at-{look.then.day}" if look.then else ""
    response["Content-Disposition"] = f'attachment; filename="{council}-{plan}{as_at}.csv"'
    return response


@public_page(*KNOWN)
def plan_json(request, council, plan):
    """The plan and its actions as JSON, narrowed by the address's query as the page is."""
    now = timezone.now()
    found, look = _to_download(request, council, plan, now)
    if not look.form.is_valid():
        return not_a_day(look)
    reading, actions, address = _download(request, found, now, look)
    head = plan_record(reading, address, at=now)
    return stream_json(head, "actions", map(action_record, actions))


def _to_download(request, council, plan, at):
    """The plan, and what is asked of its past. A withdrawn plan has no downloads."""
    found = visible_plan(request, council, plan, at)
    if found.withdrawn_at:
        raise Http404
    return found, look_back(request.GET, today=day_of(at))


def _download(request, plan, at, look):
    """The plan's reading, the actions asked for, and its full address."""
    reading = read_plan(plan, user=request.user, at=at, then=look.then)
    address = request.build_absolute_uri(plan.get_absolute_url())
    return reading, published(reading, reading.narrowed(request.GET).chosen(), address), address
