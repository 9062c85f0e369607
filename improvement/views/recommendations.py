"""Every published recommendation: to search, and as CSV and JSON."""

from django.core.paginator import Paginator
from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from councils.days import day_of
from councils.models import Council
from improvement.pages.council_lines import name_options
from improvement.pages.downloads import csv_lines
from improvement.pages.findings_data import recommendation_columns
from improvement.pages.frame import other_forms
from improvement.pages.recommendation_filters import RecommendationFilter
from improvement.pages.recommendation_list import NEWEST_FIRST, everything, listed
from improvement.views.public import public_page
from improvement.wording import day_words

PER_PAGE = 25


@public_page
def recommendations(request):
    """The recommendations asked for, the newest report first: their keys, then a page of rows."""
    now = timezone.now()
    search = RecommendationFilter(request.GET, now)
    pks = search.qs.order_by(*NEWEST_FIRST).values_list("pk", flat=True)
    page_obj = Paginator(pks, PER_PAGE).get_page(request.GET.get("page"))
    names = Council.objects.visible_to(request.user, at=now)
    context = {
        "filter": search,
        "page_obj": page_obj,
        "recommendations": listed(list(page_obj), now),
        "council_names": name_options(names.values_list("name", flat=True)),
        "forms": other_forms(
            request.GET, ("CSV", "recommendations-csv"), ("JSON", "recommendations-json")
        ),
        "today": day_words(day_of(now)),
    }
    return render(request, "improvement/recommendations.html", context)


@public_page
def recommendations_csv(request):
    """The recommendations asked for, as CSV."""
    rows, columns, _ = _download(request)
    lines = csv_lines(rows, columns)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="recommendations.csv"'
    return response


@public_page
def recommendations_json(request):
    """The recommendations asked for, as JSON."""
    rows, columns, day = _download(request)
    records = [{column.name: column.of(row) for column in columns} for row in rows]
    return JsonResponse({"as_at": day, "recommendations": records})


def _download(request):
    """The recommendations asked for, the columns told of them, and the day."""
    now = timezone.now()
    rows = everything(RecommendationFilter(request.GET, now).qs, now)
    return rows, recommendation_columns(request.build_absolute_uri("/")), day_of(now)
