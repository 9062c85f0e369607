"""A plan's page, and the same list of actions as CSV and JSON."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from councils.days import day_of
from improvement.indicators.leadership import leadership_in_words, leadership_of
from improvement.indicators.measures import of_plan
from improvement.indicators.on_rows import against_reports
from improvement.opendata import COLUMNS
from improvement.pages.files import csv_file, not_a_day, records, stream_json
from improvement.pages.look_back import LookBackForm, look_back
from improvement.pages.plan.files import plan_record, published
from improvement.pages.plan.filters import ActionFilter
from improvement.pages.plan.page import plan_page
from improvement.pages.plan.reading import read_plan
from improvement.pages.plan.visible import visible_plan, withdrawn
from improvement.pages.public import public_page

KNOWN = (*ActionFilter.base_filters, *LookBackForm.base_fields, "page")


@public_page(*KNOWN)
def plan(request, council, plan):
    """What the public reads about a plan; of a withdrawn one only that, since when, and why."""
    now = timezone.now()
    found = visible_plan(request, council, plan, now)
    if found.withdrawn_at:
        return withdrawn(request, found, now)
    page = plan_page(found, user=request.user, at=now, query=request.GET)
    context = {"page": page, "plan": found} | indicators_of(found, page, at=now)
    return render(request, "improvement/plan.html", context, status=page.look.status)


def indicators_of(plan, page, *, at):
    """What the page says of measures, and of who is in post."""
    as_at = page.look.as_at
    past = as_at.day if as_at else None
    gated = [one.row.pk for one in page.reading.assessed]
    measured = of_plan(page.reading.measured, gated)
    leads = {one.row.lead_id for one in page.reading.assessed} - {None}
    leading = leadership_of(plan, at=at, day=past, leading=0 if past else len(leads))
    return {
        "indicators": measured,
        "against": against_reports(measured, page.reading.assessed),
        "leadership": leadership_in_words(leading, past),
    }


@public_page(*KNOWN)
def plan_csv(request, council, plan):
    """The plan's actions as CSV, narrowed by the address's query as the page is."""
    now = timezone.now()
    found, look = _to_download(request, council, plan, now)
    if not look.form.is_valid():
        return not_a_day(look)
    _, actions, _ = _download(request, found, now, look)
    ending = f"-as-at-{look.as_at.day}" if look.as_at else ""
    return csv_file(actions, COLUMNS, f"{council}-{plan}{ending}.csv")


@public_page(*KNOWN)
def plan_json(request, council, plan):
    """The plan and its actions as JSON, narrowed by the address's query as the page is."""
    now = timezone.now()
    found, look = _to_download(request, council, plan, now)
    if not look.form.is_valid():
        return not_a_day(look)
    reading, actions, address = _download(request, found, now, look)
    head = plan_record(reading, address, at=now)
    return stream_json(head, "actions", records(actions, COLUMNS))


def _to_download(request, council, plan, at):
    """The plan, and what is asked of its past. A withdrawn plan has no downloads."""
    found = visible_plan(request, council, plan, at)
    if found.withdrawn_at:
        raise Http404
    return found, look_back(request.GET, today=day_of(at))


def _download(request, plan, at, look):
    """The plan's reading, the actions asked for, and its full address."""
    reading = read_plan(plan, user=request.user, at=at, as_at=look.as_at)
    address = request.build_absolute_uri(plan.get_absolute_url())
    return reading, published(reading, reading.narrowed(request.GET).chosen(), address), address
