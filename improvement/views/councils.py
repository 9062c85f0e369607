"""The councils: all of them, and one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.models import Council
from improvement.council_page import council_page


@login_not_required
@require_safe
def councils(request):
    visible = Council.objects.visible_to(request.user, at=timezone.now())
    return render(request, "improvement/councils.html", {"councils": visible})


@login_not_required
@require_safe
def council(request, council):
    """One council: what was found, what is promised, what is done."""
    now = timezone.now()
    found = get_object_or_404(Council.objects.visible_to(request.user, at=now), slug=council)
    page = council_page(found, user=request.user, at=now)
    trail = [("Councils", reverse("councils"))]
    return render(request, "improvement/council.html", {"page": page, "trail": trail})
