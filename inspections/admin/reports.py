"""A report comes in as a PDF: upload, look at the draft beside its pages, save it as a draft."""

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.access import Can
from councils.models import Council
from councils.scoping import ScopedAdmin, posted
from inspections import intake
from inspections.admin.import_forms import answers_in, taken_in
from inspections.admin.report_files import ReportFiles
from inspections.admin.report_forms import UploadForm, published_in
from inspections.admin.report_items import ReportItems
from inspections.intake import Refused
from inspections.intake.showing import DescribedRow
from inspections.models import Import, Report
from inspections.recommendations import Recommendations
from inspections.reports.correcting import current
from inspections.reports.kind import ReportChoices, SavedReport, save, take_back
from inspections.reports.plan import DraftPlan
from inspections.reports.reader.bounded import BoundedReader
from inspections.reports.reader.errors import Unreadable
from inspections.reports.receiving import receive
from inspections.reports.showing import ShownDraft
from inspections.reports.telling import saved_in_words
from inspections.reports.undoing import why_not
from inspections.reports.words import corrections_in_words


@admin.register(Report)
class ReportAdmin(ReportItems, ReportFiles, ScopedAdmin):
    """Reports that were brought in; nothing here is edited by a form of Django's, or deleted."""

    reach = "council"
    add_needs = Can.IMPORT
    list_display = ("file_name", "council", "state", "by", "uploaded_at")
    list_display_links = ("file_name",)
    list_filter = ("state", "council")
    names_read = ("council", "by", "confirmed_by")

    def get_urls(self):
        pages = {
            "save": ("<int:report_id>/save/", self.save_view),
            "discard": ("<int:report_id>/discard/", self.discard_view),
            "take_back": ("<int:report_id>/take-back/", self.take_back_view),
            **self.item_pages(),
            **self.file_pages(),
        }
        own = [
            path(
                address,
                self.admin_site.admin_view(view, cacheable=name == "picture"),
                name=f"inspections_report_{name}",
            )
            for name, (address, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content", "as_read")

    # --- the clerk's journey ---

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def add_view(self, request, form_url="", extra_context=None):
        """Upload a report. Only for who may import somewhere."""
        if not self.may(request, Can.IMPORT):
            raise Http404
        councils = self.councils_for(request)
        form = UploadForm(posted(request), request.FILES or None, councils=councils)
        if form.is_valid() and (report := self._receive(request, form, councils)):
            return redirect("admin:inspections_report_change", report.pk)
        return self.page(request, "upload", "Bring in a report", {"form": form})

    def _receive(self, request, form, councils) -> Report | None:
        """The report, new or known; None, and a sentence in the form, if it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            with BoundedReader(settings.ROOT / "fixtures") as reader:
                report, is_new = receive(
                    content=file.read(),
                    file_name=file.name,
                    reader=reader,
                    councils=list(councils),
                    chosen=form.cleaned_data.get("council"),
                    by=request.user,
                    at=timezone.now(),
                )
        except Unreadable as problem:
            form.add_error("file", str(problem))
            return None
        if not is_new:
            told = "This very file is here already. Nothing was read or saved again."
            self.message_user(request, told, messages.INFO)
            if not self.rows(request).filter(pk=report.pk).exists():
                form.add_error("file", f"{told} You may not see what it was saved into.")
                return None
        return report

    @method_decorator(require_safe)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        report = self.report(request, object_id)
        show = {
            Import.State.PREVIEWED: self._show_draft,
            Import.State.CONFIRMED: self._show_saved,
        }.get(report.state, self._show_discarded)
        return show(request, report)

    def _show_draft(self, request, report):
        if not report.content:
            return self.page(request, "removed", f"Report “{report.file_name}”", {"object": report})
        plan = DraftPlan(report, current(report), by=request.user, at=timezone.now())
        context = {
            "object": report,
            "plan": plan,
            "shown": ShownDraft(plan),
            "may_work": self.may(request, Can.IMPORT, report),
            "several_councils": self.councils_for(request).count() > 1,
        }
        return self.page(request, "draft", f"Report “{report.file_name}”", context)

    def _show_saved(self, request, report):
        versions = report.versions.select_related(
            "inspection__framework", "inspection__council"
        ).order_by("place")
        rows = report.rows.select_related("recommendation")
        context = {
            "object": report,
            "versions": [
                (version, _described(rows.filter(values__inspection=inspection)))
                for version in versions
                if (inspection := version.inspection_id)
            ],
            "now": timezone.now(),
            "doubts": report.doubts.select_related("settled_by"),
            "corrections": list(corrections_in_words(report)),
            "may_work": self.may(request, Can.IMPORT, report),
            "may_release": self.may(request, Can.RELEASE, report),
            "why_not_back": why_not(report),
        }
        return self.page(request, "saved", f"Report “{report.file_name}”", context)

    def _show_discarded(self, request, report):
        title = f"Report “{report.file_name}”"
        return self.page(request, "discarded", title, {"object": report})

    @method_decorator(require_POST)
    def save_view(self, request, report_id):
        report = self.working_on(request, report_id)
        if not self.may(request, Can.EDIT_FINDINGS, report):
            raise PermissionDenied
        seen = request.POST.get("seen", "")
        try:
            choices = ReportChoices(
                accepting=set(request.POST.getlist("accept")),
                answers=answers_in(request.POST),
                taking=taken_in(request.POST),
                published=published_in(request.POST),
            )
            saved = save(
                report=report, by=request.user, at=timezone.now(), seen=seen, choices=choices
            )
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, *_told(saved))
        return redirect("admin:inspections_report_change", report.pk)

    @method_decorator(require_POST)
    def discard_view(self, request, report_id):
        report = self.working_on(request, report_id)
        try:
            intake.discard(batch=report)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return redirect("admin:inspections_report_change", report.pk)
        self.message_user(request, "The report is discarded. Nothing was saved.", messages.SUCCESS)
        return redirect("admin:inspections_report_add")

    @method_decorator(require_POST)
    def take_back_view(self, request, report_id):
        report = self.working_on(request, report_id)
        try:
            take_back(report=report, by=request.user, at=timezone.now())
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            told = "Taken back. Nothing of this report is saved now."
            self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:inspections_report_change", report.pk)

    # --- who sees what ---

    def councils_for(self, request):
        """The councils whose reports this person may bring in."""
        rows = Council.objects.within_reach_of(request.user, Can.IMPORT)
        return rows.select_related("body").order_by("name")

    def report(self, request, object_id) -> Report:
        """The whole report, content and all, if this person may read it."""
        report = self.get_object(request, str(object_id))
        report.refresh_from_db(fields=["content", "as_read"])
        return report

    def working_on(self, request, object_id) -> Report:
        """The report, if this person may bring it in; 404 out of sight, 403 without the power."""
        report = self.report(request, object_id)
        if not self.may(request, Can.IMPORT, report):
            raise PermissionDenied
        return report

    def page(self, request, name, title, context):
        request.current_app = self.admin_site.name
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "list_address": reverse("admin:inspections_report_changelist"),
        }
        return TemplateResponse(request, f"admin/inspections/reports/{name}.html", context)


def _told(saved: SavedReport) -> tuple[str, int]:
    if not saved.done:
        return (
            "The records have changed since you opened this page. Nothing was saved. Look at it "
            "again, and save.",
            messages.WARNING,
        )
    told = "; ".join(saved_in_words(saved))
    return f"Saved. {told}.", messages.SUCCESS


def _described(rows) -> list[DescribedRow]:
    kind = Recommendations()
    return [DescribedRow(row, kind.describe(row)) for row in rows]
