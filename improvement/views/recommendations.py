"""Every published recommendation, to search."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from inspections.models import Recommendation


@login_not_required
@require_safe
def recommendations(request):
    visible = Recommendation.objects.visible_to(request.user, at=timezone.now()).standing()
    return render(request, "improvement/recommendations.html", {"recommendations": visible[:50]})
