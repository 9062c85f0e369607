"""An action's page, and the same as JSON."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from councils.days import day_of
from improvement.models import Action, EvidenceCopy
from improvement.pages.action.files import action_history
from improvement.pages.action.page import action_page
from improvement.pages.files import not_a_day, stream_json
from improvement.pages.look_back import LookBackForm, look_back
from improvement.pages.plan.visible import withdrawn
from improvement.pages.public import first_or_404, public_page
from improvement.record import AsAt, with_public_row


def visible_action(request, council: str, plan: str, reference: str, at) -> Action:
    """The action at this address, if the person who asks may see it at `at`; else 404.

    With its row as it stands, or as it stood on the day that the address asks for.
    """
    as_at = look_back(request.GET, today=day_of(at)).as_at
    view, day = (as_at.view, {"day": as_at.day}) if as_at else (None, {})
    asked = {"council": council, "plan": plan, "reference": reference, "at": at} | day
    return first_or_404(_actions_at(view, reader=request.user, **asked))


def _actions_at(view, *, reader, council, plan, reference, at, day=None):
    actions = Action.objects.visible_to(reader, at=at).filter(
        plan__council__slug=council, plan__slug=plan, reference=reference
    )
    as_at = AsAt(day, view) if view else None
    return with_public_row(actions.select_related("plan__council"), as_at)


@public_page(*LookBackForm.base_fields)
def action(request, council, plan, reference):
    """What the public reads about one action; of a withdrawn plan only that it was withdrawn."""
    now = timezone.now()
    found = visible_action(request, council, plan, reference, now)
    if found.plan.withdrawn_at:
        return withdrawn(request, found.plan, now)
    page = action_page(found, user=request.user, at=now, query=request.GET)
    if page is None:
        look = look_back(request.GET, today=day_of(now))
        return render(request, "improvement/action/not_then.html", {"look": look, "action": found})
    context = {"page": page, "action": found}
    return render(request, "improvement/action.html", context, status=page.look.status)


@public_page()
def evidence_copy(request, council, plan, reference, evidence):
    """The public copy of an evidence file, to keep: it is not shown in the site's own name."""
    now = timezone.now()
    found = visible_action(request, council, plan, reference, now)
    copies = EvidenceCopy.objects.visible_to(request.user, at=now)
    pieces = found.evidence.filter(pk=evidence)  # by its own key: any number may be asked for
    copy = get_object_or_404(copies, evidence__in=pieces.values("pk"))
    if found.plan.withdrawn_at or not copy.file.storage.exists(copy.file.name):
        raise Http404
    return FileResponse(
        copy.file.open("rb"),
        as_attachment=True,
        filename=f"{council}-{reference}-evidence-{evidence}.{copy.ending}",
        content_type=copy.MEDIA[copy.ending],
        headers={"X-Content-Type-Options": "nosniff"},
    )


@public_page(*LookBackForm.base_fields)
def action_json(request, council, plan, reference):
    """One action as JSON: its facts, what it answers, what the record shows, its history."""
    now = timezone.now()
    found = visible_action(request, council, plan, reference, now)
    look = look_back(request.GET, today=day_of(now))
    if not look.form.is_valid():
        return not_a_day(look)
    page = action_page(found, user=request.user, at=now, query=request.GET)
    if found.plan.withdrawn_at or page is None:
        raise Http404
    address = request.build_absolute_uri(found.get_absolute_url())
    return stream_json(action_history(page, address))
