"""Files of recommendations and of councils, as imports of their own kinds."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from councils.access import Can, within_reach
from councils.scoping import Only
from inspections.admin.intake import IntakeAdmin
from inspections.authorities import Councils
from inspections.intake.showing import SHOWN
from inspections.models import CouncilImport, Import, Inspection
from inspections.recommendations import Recommendations, wording


@admin.register(Import)
class ImportAdmin(IntakeAdmin):
    """Files of recommendations, which begin at the page of an inspection."""

    kind = Recommendations()
    import_needs = Can.IMPORT
    upload_route = "upload/<int:inspection_id>/"
    export_route = "export/<int:inspection_id>/recommendations.<slug:form>"
    list_display = ("file_name", "inspection", "state", "by", "uploaded_at")
    names_read = ("inspection__framework", "inspection__council", "by", "confirmed_by")
    change_list_template = "admin/inspections/recommendations/list.html"

    def get_urls(self):
        choose = self.admin_site.admin_view(self.choose_view)
        return [path("choose/", choose, name="inspections_import_choose"), *super().get_urls()]

    def readable(self, request):
        """Not what belongs to an inspection under an embargo that does not name the reader."""
        seen = Inspection.objects.visible_to(request.user, at=timezone.now())
        # Other kinds have lists of their own.
        rows = super().readable(request).filter(kind=Import.Kind.RECOMMENDATIONS)
        return rows.filter(inspection__in=seen.values("pk")).defer("content")

    @method_decorator(require_safe)
    def choose_view(self, request):
        """To which inspection the recommendations belong: where this person may import."""
        if not self.may(request, Can.IMPORT):
            raise PermissionDenied
        rows = within_reach(Inspection.objects.all(), request.user, Can.IMPORT, "council")
        rows = rows.visible_to(request.user, at=timezone.now())
        rows = rows.select_related("council", "framework").annotate(
            entered=Count("recommendations")
        )
        newest = F("published_on").desc(nulls_first=True)
        page = Paginator(rows.order_by(newest, "-pk"), SHOWN).get_page(request.GET.get("p"))
        context = {**self.admin_site.each_context(request), "page": page, "opts": self.opts}
        context["title"] = "Import the recommendations of which inspection?"
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/inspections/recommendations/choose.html", context)

    def whose(self, request, inspection_id):
        inspection = self.whose_to_read(request, inspection_id)
        if not self.may(request, Can.IMPORT, inspection):
            raise PermissionDenied
        return inspection

    def whose_to_read(self, request, inspection_id):
        rows = self.admin_site.get_model_admin(Inspection).rows(request).standing()
        return get_object_or_404(rows, pk=inspection_id)

    def export_name(self, whose):
        return f"{whose.council.slug}-{whose.slug}-recommendations"

    def upload_address(self, batch):
        return self.at("upload", inspection_id=batch.inspection_id)

    def trail(self, whose):
        return [
            (reverse("admin:inspections_inspection_changelist"), "Inspections"),
            (reverse("admin:inspections_inspection_change", args=[whose.pk]), str(whose)),
        ]

    def before_upload(self, request, whose):
        warning = wording.release_warning(whose, by=request.user, at=timezone.now())
        return {
            "warnings": [warning] if warning else [],
            "instead": (
                reverse("admin:inspections_report_add"),
                "If you have the report itself as a PDF,",
                "bring in the report",
                "instead: its recommendations are read from it.",
            ),
        }

    def beside(self, request, batch):
        asked = {"by": request.user, "at": timezone.now()}
        if batch.state == Import.State.PREVIEWED:
            return {"warnings": list(wording.before_it_is_public(batch, **asked))}
        listed = reverse("admin:inspections_recommendation_changelist")
        key = batch.inspection_id
        links = [
            (f"{listed}?inspection__id__exact={key}", "See the inspection's recommendations"),
            (
                reverse("admin:inspections_inspection_seen_before", args=[key]),
                "Were they asked before?",
            ),
        ]
        if not self.may(request, Can.IMPORT, batch):
            del links[1]
        return {"warnings": list(wording.printed_and_standing(batch, **asked)), "links": links}


@admin.register(CouncilImport)
class CouncilImportAdmin(IntakeAdmin):
    """Files of councils, for superusers; to everybody else there is no such thing."""

    kind = Councils()
    view_needs = add_needs = import_needs = Only.SUPERUSERS

    def add_view(self, request, form_url="", extra_context=None):
        """The upload, by the address under which Django would add a row."""
        return self.upload_view(request)

    def whose(self, request):
        if not self.may(request, Only.SUPERUSERS):
            raise Http404
        return

    def upload_address(self, batch):
        return self.at("add")
