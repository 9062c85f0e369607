"""The councils: all of them, as a page, CSV and JSON; and one."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.days import day_of
from councils.models import Council
from improvement.pages.council_filters import CouncilFilter
from improvement.pages.council_lines import COLUMNS, name_options, table_row
from improvement.pages.council_list import council_rows, scales_in
from improvement.pages.council_page import PUBLIC, council_page
from improvement.pages.downloads import csv_lines
from improvement.pages.findings_data import council_columns
from improvement.pages.frame import other_forms
from improvement.wording import day_words

PER_PAGE = 50


@login_not_required
@require_safe
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


@login_not_required
@require_safe
def councils_csv(request):
    """The councils asked for, as CSV."""
    rows, columns, _ = _download(request)
    lines = csv_lines(rows, columns)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="councils.csv"'
    return response


@login_not_required
@require_safe
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


@login_not_required
@require_safe
def council(request, council):
    """One council: what was found, what is promised, what is done."""
    now = timezone.now()
    found = get_object_or_404(Council.objects.visible_to(request.user, at=now), slug=council)
    page = council_page(found, user=request.user, at=now)
    trail = [("Councils", reverse("councils"))]
    return render(request, "improvement/council.html", {"page": page, "trail": trail})
