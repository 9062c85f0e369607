"""The front door: find your council, and the national picture."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from councils.days import day_of
from improvement.pages.councils.rows import council_rows
from improvement.pages.home.national import left_out, picture, published_here
from improvement.pages.public import PUBLIC, public_page
from improvement.wording import day_words
from inspections.models import Inspection
from inspections.past import Day


@public_page("council")
def home(request):
    """Find a council, by its name or a part of it; and what stands in England today."""
    now = timezone.now()
    rows = council_rows(reader=PUBLIC, day=Day.of(now))
    if wanted := request.GET.get("council", "").strip():
        return redirect(_found(wanted, rows))
    found = picture(rows, day_of(now))
    newest = Inspection.objects.visible_to(PUBLIC, at=now).standing()
    context = {
        "council_names": [row.name for row in rows],
        "demonstrations": [row for row in rows if row.is_demonstration][:3],
        "picture": found,
        "left_out": left_out(found),
        "published_here": published_here(found),
        "newest": newest.filter(council__is_demonstration=False)
        .select_related("council", "framework")
        .newest_first()[:5],
        "today": day_words(day_of(now)),
    }
    return render(request, "improvement/home.html", context)


def _found(wanted: str, rows) -> str:
    """The council's page, if the name is one council's or only one holds it; else the list."""
    names = {row.name.casefold(): row for row in rows}
    holding = [row for name, row in names.items() if wanted.casefold() in name]
    exact = names.get(wanted.casefold())
    if exact or len(holding) == 1:
        return (exact or holding[0]).address
    return f"{reverse('councils')}?{urlencode({'name': wanted})}"
