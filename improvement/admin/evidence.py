"""Evidence in the admin: who has looked at it, its file, and the public copy of that."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from councils.access import Can
from councils.days import day_of
from councils.scoping import ScopedAdmin, posted
from improvement import workflow
from improvement.admin.log import LogAdmin
from improvement.admin.redaction import REMOVE
from improvement.forms.copying import PublishCopyForm
from improvement.forms.deciding import CheckEvidenceForm
from improvement.models import Evidence, EvidenceCopy
from improvement.models.log import REMOVED
from improvement.workflow.guards import ever_led

TO_KEEP = {"X-Content-Type-Options": "nosniff"}


@admin.register(Evidence)
class EvidenceAdmin(LogAdmin):
    """Evidence, and who has looked at it. Files are read here, by the council's people alone."""

    acts = {
        "check": "Say that you have looked at it",
        "download": "Download the file",
        "publish-copy": "Publish a cleaned copy",
        "see-copy": "Download the cleaned copy",
    } | REMOVE
    list_display = ("about", "title", "kind", "dated", "added_by", "recorded_at", "checked")
    list_filter = ("kind", ("checked_at", admin.EmptyFieldListFilter))
    list_select_related = ("added_by", "checked_by")

    def acts_for(self, request, obj):
        acts = ["download"] if obj.file and obj.file_name != REMOVED else []
        if obj.checked_at is None and self._may_check(request, obj):
            acts.insert(0, "check")
        if self.may(request, Can.RELEASE, obj) and workflow.may_be_copied(obj, timezone.now()):
            acts += ["publish-copy", "see-copy"]
        return [*acts, *super().acts_for(request, obj)]

    def _may_check(self, request, obj):
        """Neither the uploader nor the lead."""
        involved = {obj.added_by_id} | ever_led(obj.action, day_of(timezone.now()))
        return self.may(request, Can.CHECK, obj) and request.user.pk not in involved

    def check_view(self, request, object_id):
        record = self.record_for(request, object_id, "check")
        form = CheckEvidenceForm(posted(request))
        return self.answer(request, record, "check", form, self.check_evidence)

    def check_evidence(self, record, form, **by_and_at):
        workflow.check_evidence(evidence=record, **form.cleaned_data, **by_and_at)

    # --- the file, and the copy of it ---

    @method_decorator(require_safe)
    def download_view(self, request, object_id):
        """As a file to keep, never shown in the site's own name: it was sent by somebody."""
        record = self.record_for(request, object_id, "download")
        if not record.file.storage.exists(record.file.name):
            raise Http404
        return FileResponse(
            record.file.open("rb"),
            as_attachment=True,
            filename=record.file_name,
            content_type="application/octet-stream",
            headers=TO_KEEP,
        )

    def publish_copy_view(self, request, object_id):
        record = self.record_for(request, object_id, "publish-copy")
        try:
            form = self._copy_form(request, record)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return HttpResponseRedirect(self.address(record, "change"))
        return self.answer(request, record, "publish-copy", form, self.publish_copy)

    def _copy_form(self, request, record):
        copy = workflow.cleaned_copy(record)
        return PublishCopyForm(
            posted(request),
            name=record.title,
            copy=copy,
            suspicions=workflow.screening_of_copy(record, copy),
            address=self.address(record, "see-copy"),
        )

    def publish_copy(self, record, form, **by_and_at):
        workflow.publish_copy(evidence=record, answers=form.answers(), **by_and_at)

    @method_decorator(require_safe)
    def see_copy_view(self, request, object_id):
        """What would be published, for the publisher to read first."""
        record = self.record_for(request, object_id, "see-copy")
        try:
            copy = workflow.cleaned_copy(record)
        except ValidationError as refused:
            self.message_user(request, " ".join(refused.messages), messages.ERROR)
            return HttpResponseRedirect(self.address(record, "change"))
        name = f"cleaned-copy-{record.pk}.{copy.ending}"
        return HttpResponse(
            copy.content,
            content_type="application/octet-stream",
            headers={**TO_KEEP, "Content-Disposition": f'attachment; filename="{name}"'},
        )

    @admin.display(description="checked", ordering="checked_at")
    def checked(self, obj):
        return f"by {obj.checked_by}" if obj.checked_at else "not yet"


@admin.register(EvidenceCopy)
class EvidenceCopyAdmin(ScopedAdmin):
    """Which files have a public copy, who published it, and what it lacks."""

    reach = "evidence__action__plan__council"
    names_read = ("evidence__action__plan",)
    list_display = ("evidence", "size", "lacks", "published_by", "published_at", "gone_at")
    list_display_links = None
    list_select_related = ("evidence__action", "published_by")
    ordering = ("-published_at", "-pk")

    @admin.display(description="removed from it")
    def lacks(self, obj):
        return "; ".join(obj.removed) or "nothing"
