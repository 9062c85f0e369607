"""An action's page, and the same as JSON."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from improvement.models import Action
from improvement.pages.action_page import action_page
from improvement.pages.downloads import action_history
from improvement.views.plans import withdrawn


def visible_action(request, council: str, plan: str, reference: str, at) -> Action:
    """The action at this address, if the person who asks may see it at `at`; else 404."""
    actions = Action.objects.visible_to(request.user, at=at).select_related("plan__council")
    return get_object_or_404(
        actions, plan__council__slug=council, plan__slug=plan, reference=reference
    )


@login_not_required
@require_safe
def action(request, council, plan, reference):
    """What the public reads about one action; of a withdrawn plan only that it was withdrawn."""
    now = timezone.now()
    found = visible_action(request, council, plan, reference, now)
    if found.plan.withdrawn_at:
        return withdrawn(request, found.plan, now)
    page = action_page(found, user=request.user, at=now)
    return render(request, "improvement/action.html", {"page": page, "action": found})


@login_not_required
@require_safe
def action_json(request, council, plan, reference):
    """One action as JSON: its facts, what it answers, what the record shows, its history."""
    now = timezone.now()
    found = visible_action(request, council, plan, reference, now)
    if found.plan.withdrawn_at:
        raise Http404
    address = request.build_absolute_uri(found.get_absolute_url())
    return JsonResponse(action_history(action_page(found, user=request.user, at=now), address))
