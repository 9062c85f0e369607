"""One inspection, visit or review, as its report has it."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from inspections.models import Inspection


@login_not_required
@require_safe
def inspection(request, council, inspection):
    found = get_object_or_404(
        Inspection.objects.visible_to(request.user, at=timezone.now()).select_related(
            "council", "framework"
        ),
        council__slug=council,
        slug=inspection,
    )
    return render(request, "improvement/inspection.html", {"inspection": found})
