"""A clerk's import: upload a file, see what was understood and what would change, confirm."""

from itertools import islice

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.access import Can, within_reach
from councils.scoping import ScopedAdmin, posted
from inspections.admin.import_forms import UploadForm, answers_in, taken_in
from inspections.intake import Outcome
from inspections.intake.sources import DELIMITERS, ENCODINGS, KINDS
from inspections.models import Import, Inspection
from inspections.recommendations import saving, wording
from inspections.recommendations.exporting import FORMS, export, template
from inspections.recommendations.headings import IMPORTED
from inspections.recommendations.scope import Scope
from inspections.recommendations.showing import SHOWN, Shown, absent_from, touched_by
from inspections.recommendations.undoing import undo
from inspections.spreadsheets import TYPES, Unreadable


@admin.register(Import)
class ImportAdmin(ScopedAdmin):
    """Imports, which begin at the page of an inspection; nothing here is edited or deleted."""

    reach = "council"
    list_display = ("file_name", "inspection", "state", "by", "uploaded_at")
    list_display_links = ("file_name",)
    list_filter = ("state",)
    names_read = ("inspection__framework", "inspection__council", "by", "confirmed_by")
    change_list_template = "admin/inspections/imports/list.html"

    def get_urls(self):
        pages = {
            "template.<slug:form>": ("template", self.template_view),
            "choose/": ("choose", self.choose_view),
            "upload/<int:inspection_id>/": ("upload", self.upload_view),
            "export/<int:inspection_id>/recommendations.<slug:form>": ("export", self.export_view),
            "<int:batch_id>/rows/<slug:outcome>/": ("rows", self.rows_view),
            "<int:batch_id>/sheet/": ("sheet", self.sheet_view),
            "<int:batch_id>/confirm/": ("confirm", self.confirm_view),
            "<int:batch_id>/undo/": ("undo", self.undo_view),
            "<int:batch_id>/discard/": ("discard", self.discard_view),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"inspections_import_{name}")
            for address, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def readable(self, request):
        """Not what belongs to an inspection under an embargo that does not name the reader."""
        seen = Inspection.objects.visible_to(request.user, at=timezone.now())
        # Other kinds have lists of their own.
        rows = super().readable(request).filter(kind=Import.Kind.RECOMMENDATIONS)
        return rows.filter(inspection__in=seen.values("pk")).defer("content")

    # --- files to take away ---

    @method_decorator(require_safe)
    def template_view(self, request, form):
        _demand_form(form)
        return _download(template(form), "recommendations-template", form)

    @method_decorator(require_safe)
    def export_view(self, request, inspection_id, form):
        _demand_form(form)
        inspection = self._inspection(request, inspection_id)
        scope = Scope(inspection, by=request.user, at=timezone.now())
        name = f"{inspection.council.slug}-{inspection.slug}-recommendations"
        return _download(export(scope, form), name, form)

    # --- the clerk's journey ---

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
        title = "Import the recommendations of which inspection?"
        return self._page(request, "choose", title, {"page": page, "opts": self.opts})

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def upload_view(self, request, inspection_id):
        inspection = self._inspection(request, inspection_id)
        self._demand_import(request, inspection)
        form = UploadForm(posted(request), request.FILES or None)
        if form.is_valid() and (batch := self._preview(request, form, inspection)):
            return redirect("admin:inspections_import_change", batch.pk)
        scope = Scope(inspection, by=request.user, at=timezone.now())
        context = {
            "form": form,
            "object": inspection,
            "opts": Inspection._meta,
            "columns": IMPORTED,
            "forms": FORMS,
            "warning": wording.release_warning(scope),
        }
        return self._page(request, "upload", f"Import recommendations: {inspection}", context)

    def _preview(self, request, form, inspection) -> Import | None:
        """The import of the file; None, and a sentence in the form, if it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            batch, _ = saving.preview(
                content=file.read(),
                file_name=file.name,
                inspection=inspection,
                by=request.user,
                at=timezone.now(),
            )
        except (Unreadable, saving.Refused) as problem:
            form.add_error("file", str(problem))
            return None
        return batch

    @method_decorator(require_safe)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self._batch(request, object_id)
        scope = Scope(batch.inspection, by=request.user, at=timezone.now())
        context = {
            "object": batch,
            "opts": self.opts,
            "shown": Shown(batch),
            "absent": absent_from(batch).select_related("body"),
            "most": SHOWN,
            "may_import": bool(batch.content) and self.may(request, Can.IMPORT, batch),
        }
        if batch.state == Import.State.PREVIEWED and batch.content:
            context |= _understood(batch)
            if context["sheets"]:
                return self._page(request, "sheets", f"Import of “{batch.file_name}”", context)
            if warning := wording.release_warning(scope):
                doubts = wording.looks_personal(context["shown"].texts.iterator())
                context |= {"warning": warning, "doubts": list(islice(doubts, SHOWN))}
        elif batch.state == Import.State.CONFIRMED:
            context["notices"] = list(wording.printed_and_standing(scope))
        return self._page(request, batch.state, f"Import of “{batch.file_name}”", context)

    @method_decorator(require_safe)
    def rows_view(self, request, batch_id, outcome):
        batch = self._batch(request, batch_id)
        if outcome not in Outcome:
            raise Http404
        shown = Shown(batch)
        pages = Paginator(shown.rows.filter(outcome=outcome), SHOWN)
        page = pages.get_page(request.GET.get("p"))
        context = {
            "object": batch,
            "opts": self.opts,
            "page": page,
            "rows": shown.show(page.object_list),
            "label": Outcome(outcome).label,
        }
        return self._page(request, "rows", f"Import of “{batch.file_name}”: rows", context)

    @method_decorator(require_POST)
    def confirm_view(self, request, batch_id):
        batch = self._batch(request, batch_id)
        self._demand_import(request, batch)
        try:
            saving.answer(batch=batch, answers=answers_in(request.POST))
            done = saving.confirm(
                batch=batch,
                by=request.user,
                at=timezone.now(),
                taking=taken_in(request.POST),
                hidden_seen="hidden-seen" in request.POST,
            )
        except saving.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.message_user(request, *_told(done))
        return redirect("admin:inspections_import_change", batch.pk)

    @method_decorator(require_POST)
    def sheet_view(self, request, batch_id):
        batch = self._batch(request, batch_id)
        self._demand_import(request, batch)
        sheet = request.POST.get("sheet", "")
        try:
            saving.choose(batch=batch, sheet=sheet, by=request.user, at=timezone.now())
        except (Unreadable, saving.Refused) as problem:
            self.message_user(request, str(problem), messages.ERROR)
        return redirect("admin:inspections_import_change", batch.pk)

    @method_decorator(require_POST)
    def undo_view(self, request, batch_id):
        batch = self._batch(request, batch_id)
        self._demand_import(request, batch)
        try:
            undo(batch=batch, by=request.user, at=timezone.now())
        except saving.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            told = "The import is undone: everything is as it was before."
            self.message_user(request, told, messages.SUCCESS)
        return redirect("admin:inspections_import_change", batch.pk)

    @method_decorator(require_POST)
    def discard_view(self, request, batch_id):
        batch = self._batch(request, batch_id)
        self._demand_import(request, batch)
        try:
            saving.discard(batch=batch)
        except saving.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return redirect("admin:inspections_import_change", batch.pk)
        self.message_user(request, "The import is discarded. Nothing was saved.", messages.SUCCESS)
        return redirect("admin:inspections_import_upload", batch.inspection_id)

    # --- who sees what ---

    def _inspection(self, request, inspection_id) -> Inspection:
        rows = self.admin_site.get_model_admin(Inspection).rows(request).standing()
        return get_object_or_404(rows, pk=inspection_id)

    def _batch(self, request, object_id) -> Import:
        """The import, if this person may read every inspection that it touches."""
        batch = self.get_object(request, str(object_id))
        touched = touched_by(batch)
        seen = Inspection.objects.visible_to(request.user, at=timezone.now())
        if seen.filter(pk__in=touched).count() < len(touched):
            raise Http404
        return batch

    def _demand_import(self, request, of) -> None:
        """An inspection's council, or an import's, must let this person import."""
        if not self.may(request, Can.IMPORT, of):
            raise PermissionDenied

    def _page(self, request, name, title, context):
        request.current_app = self.admin_site.name
        context |= {**self.admin_site.each_context(request), "title": title}
        return TemplateResponse(request, f"admin/inspections/imports/{name}.html", context)


def _demand_form(form: str) -> None:
    if form not in FORMS:
        raise Http404


def _download(pieces, name: str, form: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _understood(batch: Import) -> dict:
    """How the file was read, for the page of the preview."""
    return {
        "kind": KINDS.get(batch.encoding, ""),
        "encoding": ENCODINGS.get(batch.encoding, ""),
        "delimiter": DELIMITERS.get(batch.delimiter, ""),
        **{
            name: batch.reading.get(name, ())
            for name in ("understood", "not_used", "notices", "hidden", "sheets")
        },
    }


def _told(done: saving.Confirmation) -> tuple[str, int]:
    if done.saved:
        return f"Saved: {done.tally}.", messages.SUCCESS
    if done.before:
        return "This import was confirmed already. Nothing was saved twice.", messages.INFO
    return (
        "The records have changed since this preview was made. Nothing was saved. Here is a new "
        "preview.",
        messages.WARNING,
    )
