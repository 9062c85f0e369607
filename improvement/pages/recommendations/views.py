"""Every published recommendation: to search, and as CSV and JSON."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from councils.models import Council
from improvement.pages.columns import recommendation_columns
from improvement.pages.files import as_csv, as_json, not_a_day
from improvement.pages.frame import other_forms
from improvement.pages.look_back import DayForm, look_back_at_findings
from improvement.pages.public import public_page
from improvement.pages.recommendations.filters import RecommendationFilter
from improvement.pages.recommendations.rows import NEWEST_FIRST, everything, listed
from improvement.wording import day_words

PER_PAGE = 25
_WHAT = "The recommendations"
KNOWN = (*RecommendationFilter.base_filters, *DayForm.base_fields, "page")


@public_page(*KNOWN)
def recommendations(request):
    """The recommendations asked for, the newest report first: their keys, then a page of rows."""
    now = timezone.now()
    look, day = look_back_at_findings(request.GET, at=now, what=_WHAT)
    search = RecommendationFilter(request.GET, day)
    pks = search.qs.order_by(*NEWEST_FIRST).values_list("pk", flat=True)
    page_obj = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    names = Council.objects.visible_to(request.user, at=now)
    context = {
        "filter": search,
        "page_obj": page_obj,
        "recommendations": listed(list(page_obj), day),
        "council_names": names.values_list("name", flat=True),
        "forms": other_forms(
            request.GET, ("CSV", "recommendations-csv"), ("JSON", "recommendations-json")
        ),
        "day": day_words(day.day),
        "look": look,
    }
    return render(request, "improvement/recommendations.html", context, status=look.status)


@public_page(*KNOWN)
def recommendations_csv(request):
    """The recommendations asked for, as CSV."""
    look, day = look_back_at_findings(request.GET, at=timezone.now(), what=_WHAT)
    if not look.form.is_valid():
        return not_a_day(look)
    return as_csv(*_download(request, day), name="recommendations", look=look)


@public_page(*KNOWN)
def recommendations_json(request):
    """The recommendations asked for, as JSON."""
    look, day = look_back_at_findings(request.GET, at=timezone.now(), what=_WHAT)
    if not look.form.is_valid():
        return not_a_day(look)
    return as_json(*_download(request, day), name="recommendations", look=look, day=day)


def _download(request, day):
    """The recommendations asked for, and the columns told of them."""
    rows = everything(RecommendationFilter(request.GET, day).qs, day)
    return rows, recommendation_columns(request.build_absolute_uri("/"))
