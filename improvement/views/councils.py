"""The councils: all of them, as a page, CSV and JSON; and one."""

from django.core.paginator import Paginator
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from councils.days import day_of
from improvement.pages.council_filters import CouncilFilter
from improvement.pages.council_lines import COLUMNS, name_options, table_row
from improvement.pages.council_list import council_rows, scales_in
from improvement.pages.council_page import PUBLIC, council_page
from improvement.pages.downloads import csv_lines
from improvement.pages.findings_data import council_columns
from improvement.pages.frame import other_forms
from improvement.views.public import public_page
from improvement.wording import day_words

PER_PAGE = 50


@public_page
def councils(request):
    """Every council, with its latest overall judgement."""
    now = timezone.now()
    rows = council_rows(reader=PUBLIC, at=now)
    narrowed = CouncilFilter(request.GET, rows)
    chosen = narrowed.chosen()
    scales = scales_in(chosen)
    page_obj = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "council_names": name_options(row.name for row in rows),
        "filter": narrowed,
        "page_obj": page_obj,
        "columns": COLUMNS,
        "rows": [table_row(row, name_scale=len(scales) > 1) for row in page_obj],
        "scales": scales,
        "forms": other_forms(request.GET, ("CSV", "councils-csv"), ("JSON", "councils-json")),
        "today": day_words(day_of(now)),
    }
    return render(request, "improvement/councils.html", context)


@public_page
def councils_csv(request):
    """The councils asked for, as CSV."""
    rows, columns, _ = _download(request)
    lines = csv_lines(rows, columns)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="councils.csv"'
    return response


@public_page
def councils_json(request):
    """The councils asked for, as JSON."""
    rows, columns, day = _download(request)
    records = [{column.name: column.of(row) for column in columns} for row in rows]
    return JsonResponse({"as_at": day, "councils": records})


def _download(request):
    """The councils asked for, the columns told of them, and the day."""
    now = timezone.now()
    rows = council_rows(reader=PUBLIC, at=now, with_codes=True)
    rows = CouncilFilter(request.GET, rows).chosen()
    return rows, council_columns(request.build_absolute_uri("/")), day_of(now)


@public_page
def council(request, council):
    """One council: what was found, what is promised, what is done."""
    page = council_page(council, user=request.user, at=timezone.now())
    if page is None:
        raise Http404
    trail = [("Councils", reverse("councils"))]
    return render(request, "improvement/council.html", {"page": page, "trail": trail})
