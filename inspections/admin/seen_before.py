"""The page that asks whether recommendations repeat what an earlier inspection asked for."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from councils.access import Can
from inspections.seen_before import answer, offers

SHOWN = 50
_ANSWERS = {"same": True, "other": False}


class AsksSeenBefore:
    """For the admin of inspections."""

    def get_urls(self):
        page = path(
            "<int:inspection_id>/seen-before/",
            self.admin_site.admin_view(self.seen_before_view),
            name="inspections_inspection_seen_before",
        )
        return [page, *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def seen_before_view(self, request, inspection_id):
        inspection = self.get_object(request, str(inspection_id))
        if not self.may(request, Can.EDIT_FINDINGS, inspection) or self.is_withdrawn(inspection):
            raise PermissionDenied
        found = offers(inspection, self.rows(request))
        if request.method == "POST":
            self._keep(request, found)
            return redirect(self.address(inspection, "seen_before"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Seen before?",
            "object": inspection,
            "opts": self.opts,
            "offers": found[:SHOWN],
            "more": max(len(found) - SHOWN, 0),
            "public": inspection.is_released(timezone.now()),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/inspections/seen_before.html", context)

    def _keep(self, request, found) -> None:
        """Only what is offered to this person can be answered."""
        linked = apart = 0
        for offer in found:
            same = _ANSWERS.get(request.POST.get(offer.key))
            if same is None:
                continue
            pair = {"later": offer.later, "earlier": offer.earlier}
            answer(**pair, same=same, by=request.user, at=timezone.now())
            linked, apart = linked + same, apart + (not same)
        told = f"Linked: {linked}. Told apart, and not offered again: {apart}."
        self.message_user(request, told, messages.SUCCESS)

    def way_to_seen_before(self, request, inspection):
        """The page's name and address, for who may answer there and where there is what to ask."""
        if not self.may(request, Can.EDIT_FINDINGS, inspection) or self.is_withdrawn(inspection):
            return
        if inspection.recommendations.standing().exists():
            yield (
                "Seen before?",
                reverse("admin:inspections_inspection_seen_before", args=[inspection.pk]),
            )
