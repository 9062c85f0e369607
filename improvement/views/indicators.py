"""What is measured of one council, as a page, CSV and JSON."""

from django.http import JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from councils.days import day_of
from councils.models import Council
from improvement.pages.council_page import PUBLIC
from improvement.pages.downloads import csv_lines
from improvement.pages.frame import banners, other_forms, trail
from improvement.pages.indicator_data import INDICATOR_COLUMNS, readings_of
from improvement.pages.indicator_words import lede
from improvement.pages.indicators import of_council, say_what_they_tell_of
from improvement.views.public import public_page
from improvement.wording import day_words


@public_page
def indicators(request, council):
    """Everything that is measured of a council, each with its chart, readings and source."""
    found, groups, day = _measured(request, council)
    say_what_they_tell_of(groups, reader=PUBLIC, at=timezone.now())
    context = {
        "council": found,
        "groups": groups,
        "lede": lede(groups),
        "banners": banners(found, draft=False),
        "trail": trail(found),
        "forms": other_forms(
            request.GET, ("CSV", "indicators-csv"), ("JSON", "indicators-json"), where=[council]
        ),
        "today": day_words(day),
    }
    return render(request, "improvement/indicators_page.html", context)


@public_page
def indicators_csv(request, council):
    """Every public reading of the council's indicators."""
    _, groups, _ = _measured(request, council)
    lines = csv_lines(readings_of(groups), INDICATOR_COLUMNS)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{council}-indicators.csv"'
    return response


@public_page
def indicators_json(request, council):
    """The same as records."""
    found, groups, day = _measured(request, council)
    records = [
        {column.name: column.of(row) for column in INDICATOR_COLUMNS} for row in readings_of(groups)
    ]
    told = {"council": found.name, "demonstration": found.is_demonstration, "as_at": day}
    return JsonResponse(told | {"readings": records})


def _measured(request, council):
    """The council, everything that is measured of it, and the day."""
    now = timezone.now()
    found = get_object_or_404(Council.objects.visible_to(request.user, at=now), slug=council)
    return found, of_council(found, reader=PUBLIC, at=now), day_of(now)
