"""The national list of councils from and to a spreadsheet, for superusers."""

from django.contrib import admin
from django.http import Http404

from councils.scoping import Only
from inspections.admin.batches import TableImportAdmin
from inspections.authorities.kind import Councils
from inspections.models import CouncilImport


@admin.register(CouncilImport)
class CouncilImportAdmin(TableImportAdmin):
    """Files of councils; to everybody but superusers there is no such thing."""

    table = Councils()
    view_needs = add_needs = Only.SUPERUSERS

    def add_view(self, request, form_url="", extra_context=None):
        """The upload, by the address under which Django would add a row."""
        return self.upload_view(request)

    def whose(self, request):
        if not self.may(request, Only.SUPERUSERS):
            raise Http404
        return

    def upload_address(self, batch):
        return self.at("add")
