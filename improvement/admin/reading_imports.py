"""Readings from and to a spreadsheet, for who may record them by the form."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from councils.access import Can
from councils.models import Council
from improvement.models import ReadingImport
from improvement.readings.kind import Readings
from inspections.admin.intake import IntakeAdmin


@admin.register(ReadingImport)
class ReadingImportAdmin(IntakeAdmin):
    """Files of readings of one council's indicators."""

    kind = Readings()
    upload_route = "<int:council_id>/upload/"
    export_route = "<int:council_id>/export.<slug:form>"
    add_needs = import_needs = Can.EDIT_PLAN
    list_display = ("file_name", "council", "state", "by", "uploaded_at")
    list_filter = ("state", "council")

    def add_view(self, request, form_url="", extra_context=None):
        """The council's page; where there are several, a page to choose one."""
        if not self.may(request, Can.EDIT_PLAN):
            raise Http404
        councils = Council.objects.within_reach_of(request.user, Can.EDIT_PLAN).order_by("name")
        places = [(council, self.at("upload", council_id=council.pk)) for council in councils]
        if len(places) == 1:
            return self.upload_view(request, council_id=councils[0].pk)
        return self.page(
            request,
            "choose",
            "Readings of which council?",
            {"places": places, "trail": self.trail(None)},
        )

    def whose(self, request, council_id):
        seen = Council.objects.within_reach_of(request.user)
        council = get_object_or_404(seen, pk=council_id)
        if not Council.objects.within_reach_of(request.user, Can.EDIT_PLAN).contains(council):
            raise PermissionDenied
        return council

    def upload_address(self, batch):
        return self.at("upload", council_id=batch.council_id)
