"""What is measured of one council, as a page, CSV and JSON."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from councils.models import Council
from improvement.indicators.measures import of_council
from improvement.indicators.words import lede
from improvement.pages.files import as_csv, not_a_day, records, stream_json
from improvement.pages.frame import banners, other_forms, trail
from improvement.pages.indicators.columns import INDICATOR_COLUMNS, readings_of
from improvement.pages.indicators.links import say_what_they_tell_of
from improvement.pages.look_back import DayForm, look_back_at_measures
from improvement.pages.public import PUBLIC, public_page
from improvement.wording import day_words


@public_page(*DayForm.base_fields)
def indicators(request, council):
    """Everything that is measured of a council, each with its chart, readings and source."""
    found, groups, look, day = _measured(request, council)
    say_what_they_tell_of(groups, reader=PUBLIC, at=day.moment)
    context = {
        "council": found,
        "groups": groups,
        "lede": lede(groups),
        "banners": banners(found, draft=False),
        "trail": trail(found),
        "forms": other_forms(
            request.GET, ("CSV", "indicators-csv"), ("JSON", "indicators-json"), where=[council]
        ),
        "day": day_words(day.day),
        "look": look,
    }
    return render(request, "improvement/indicators.html", context, status=look.status)


@public_page(*DayForm.base_fields)
def indicators_csv(request, council):
    """Every public reading of the council's indicators."""
    _, groups, look, _ = _measured(request, council)
    if not look.form.is_valid():
        return not_a_day(look)
    return as_csv(readings_of(groups), INDICATOR_COLUMNS, name=f"{council}-indicators", look=look)


@public_page(*DayForm.base_fields)
def indicators_json(request, council):
    """The same as records."""
    found, groups, look, day = _measured(request, council)
    if not look.form.is_valid():
        return not_a_day(look)
    told = {"council": found.name, "demonstration": found.is_demonstration, "as_at": day.day}
    told |= {"told": look.as_at.view} if look.as_at else {}
    return stream_json(told, "readings", records(readings_of(groups), INDICATOR_COLUMNS))


def _measured(request, council):
    """The council, everything that is measured of it, and of which day that is told."""
    now = timezone.now()
    found = get_object_or_404(Council.objects.visible_to(request.user, at=now), slug=council)
    look, day = look_back_at_measures(request.GET, at=now)
    return found, of_council(found, reader=PUBLIC, at=now, as_at=look.as_at), look, day
