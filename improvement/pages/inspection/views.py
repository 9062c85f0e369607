"""One inspection, visit or review, as its report has it."""

from django.db.models import Exists, OuterRef
from django.shortcuts import render
from django.utils import timezone

from councils.days import day_of
from improvement.pages.frame import banners, trail
from improvement.pages.inspection.page import inspection_page
from improvement.pages.public import first_or_404, public_page
from improvement.rules import with_answers
from inspections.models import Inspection, JudgementArea


@public_page()
def inspection(request, council, inspection):
    """What was found, and what answers it; of a withdrawn record only that, since when, and why."""
    now = timezone.now()
    found = first_or_404(_visible(request.user, council, inspection, at=now))
    if found.withdrawn_at:
        context = {
            "inspection": found,
            "banners": banners(found.council, draft=found.is_draft(now)),
            "trail": trail(found.council),
        }
        return render(request, "improvement/inspection/withdrawn.html", context)
    page = inspection_page(found, user=request.user, at=now)
    return render(request, "improvement/inspection.html", {"page": page, "inspection": found})


def _visible(reader, council: str, inspection: str, *, at):
    visible = Inspection.objects.visible_to(reader, at=at).filter(
        council__slug=council, slug=inspection
    )
    overall = JudgementArea.objects.filter(framework=OuterRef("framework"), is_overall=True)
    return (
        with_answers(visible, day_of(at))
        .select_related("council", "framework")
        .defer("internal_note")
        .annotate(gives_overall=Exists(overall))
    )
