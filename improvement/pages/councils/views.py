"""All councils, as a page, CSV and JSON."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from improvement.pages.columns import council_columns
from improvement.pages.councils.filters import CouncilFilter
from improvement.pages.councils.rows import council_rows, scales_in
from improvement.pages.files import as_csv, as_json, not_a_day
from improvement.pages.frame import other_forms
from improvement.pages.look_back import DayForm, look_back_at_findings
from improvement.pages.public import PUBLIC, public_page
from improvement.wording import day_words

PER_PAGE = 50
_WHAT = "The list of councils"
KNOWN = (*CouncilFilter.base_filters, *DayForm.base_fields, "page")


@public_page(*KNOWN)
def councils(request):
    """Every council, with its latest overall judgement, today or on a past day."""
    look, day = look_back_at_findings(request.GET, at=timezone.now(), what=_WHAT)
    rows = council_rows(reader=PUBLIC, day=day)
    narrowed = CouncilFilter(request.GET, rows, day=day.day)
    chosen = narrowed.chosen()
    scales = scales_in(chosen)
    page_obj = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "council_names": [row.name for row in rows],
        "filter": narrowed,
        "page_obj": page_obj,
        "scales": scales,
        "forms": other_forms(request.GET, ("CSV", "councils-csv"), ("JSON", "councils-json")),
        "day": day_words(day.day),
        "look": look,
    }
    return render(request, "improvement/councils.html", context, status=look.status)


@public_page(*KNOWN)
def councils_csv(request):
    """The councils asked for, as CSV."""
    look, day = look_back_at_findings(request.GET, at=timezone.now(), what=_WHAT)
    if not look.form.is_valid():
        return not_a_day(look)
    return as_csv(*_download(request, day), name="councils", look=look)


@public_page(*KNOWN)
def councils_json(request):
    """The councils asked for, as JSON."""
    look, day = look_back_at_findings(request.GET, at=timezone.now(), what=_WHAT)
    if not look.form.is_valid():
        return not_a_day(look)
    return as_json(*_download(request, day), name="councils", look=look, day=day)


def _download(request, day):
    """The councils asked for, and the columns told of them."""
    rows = council_rows(reader=PUBLIC, day=day, with_codes=True)
    rows = CouncilFilter(request.GET, rows, day=day.day).chosen()
    return rows, council_columns(request.build_absolute_uri("/"))
