"""The councils: all of them, and one."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councils.models import Council


@login_not_required
@require_safe
def councils(request):
    visible = Council.objects.visible_to(request.user, at=timezone.now())
    return render(request, "improvement/councils.html", {"councils": visible})


@login_not_required
@require_safe
def council(request, council):
    at = timezone.now()
    found = get_object_or_404(Council.objects.visible_to(request.user, at=at), slug=council)
    return render(request, "improvement/council.html", {"council": found})
