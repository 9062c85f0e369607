"""A table's import in the admin: template, export, upload, preview, confirm, result, undo.

One class for every kind of table; a kind's own class says whose the table is and who may.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.scoping import ScopedAdmin, posted
from inspections import intake
from inspections.admin.import_forms import TableForm, answers_in, taken_in, why_in
from inspections.intake import Choices, Confirmation, Kind, Outcome, Refused
from inspections.intake.exporting import FORMS, export, template
from inspections.intake.showing import SHOWN, ImportRows
from inspections.intake.sources import DELIMITERS, ENCODINGS, KINDS
from inspections.models import Import
from inspections.spreadsheets import TYPES, Unreadable

WHY_MAX = 200  # characters


class TableImportAdmin(ScopedAdmin):
    """Imports of one kind of table; nothing here is edited by a form of Django's, or deleted.

    `add_needs` says who may import; `whose_route` names whose table it is in an address.
    """

    table: Kind
    whose_route = ""
    reach = "council"
    list_display = ("file_name", "state", "by", "uploaded_at")
    list_display_links = ("file_name",)
    list_filter = ("state",)
    change_list_template = "admin/inspections/batches/list.html"
    names_read = ("council", "by", "confirmed_by", "undone_by")

    def get_urls(self):
        whose = self.whose_route
        pages = {
            f"{whose}upload/": ("upload", self.upload_view),
            f"{whose}export.<slug:form>": ("export", self.export_view),
            "template.<slug:form>": ("template", self.template_view),
            "<int:batch_id>/rows/<slug:outcome>/": ("rows", self.rows_view),
            "<int:batch_id>/<slug:act>/act/": ("act", self.act_view),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=self._name(page))
            for address, (page, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    def whose(self, request, **named):
        """Whose table an address names: 404 out of reach, 403 without the power."""
        raise NotImplementedError

    # --- files to take away ---

    @method_decorator(require_safe)
    def template_view(self, request, form):
        if not self.may(request, self.add_needs):
            raise Http404
        return _download(template(self.table, _known(form)), f"{self.table.many}-template", form)

    @method_decorator(require_safe)
    def export_view(self, request, form, **named):
        whose = self.whose(request, **named)
        pieces = export(self.table, whose, by=request.user, at=timezone.now(), form=_known(form))
        return _download(pieces, f"{whose.slug}-{self.table.many}" if whose else "councils", form)

    # --- the journey ---

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def upload_view(self, request, **named):
        whose = self.whose(request, **named)
        form = TableForm(posted(request), request.FILES or None)
        if form.is_valid() and (batch := self._preview(request, form, whose)):
            return redirect(self.at("change", batch.pk))
        context = {
            "form": form,
            "whose": whose,
            "table": self.table,
            "templates": [(one, self.at("template", one)) for one in FORMS],
            "exports": [(one, self.at("export", form=one, **named)) for one in FORMS],
        }
        title = f"{self.table.title}: {whose}" if whose else self.table.title
        return self.page(request, "upload", title, context)

    def _preview(self, request, form, whose) -> Import | None:
        """The import of the file; None, and a sentence in the form, if it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            return intake.preview(
                self.table,
                content=file.read(),
                file_name=file.name,
                whose=whose,
                by=request.user,
                at=timezone.now(),
            )
        except Unreadable as problem:
            form.add_error("file", str(problem))
            return None

    @method_decorator(require_safe)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self._batch(request, object_id)
        context = {
            "shown": ImportRows(batch, self.table),
            "may_import": self.may(request, self.add_needs, batch),
            "asks_why": batch.state == Import.State.PREVIEWED and self.table.asks_why(batch),
            "kind": KINDS.get(batch.encoding, ""),
            "encoding": ENCODINGS.get(batch.encoding, ""),
            "delimiter": DELIMITERS.get(batch.delimiter, ""),
            **batch.reading,
        }
        name = "sheets" if batch.reading.get("sheets") else batch.state
        return self.page(
            request, name, f"Import of “{batch.file_name}”", self._about(batch, context)
        )

    @method_decorator(require_safe)
    def rows_view(self, request, batch_id, outcome):
        batch = self._batch(request, batch_id)
        if outcome not in Outcome:
            raise Http404
        shown = ImportRows(batch, self.table)
        page = Paginator(shown.rows.filter(outcome=outcome), SHOWN).get_page(request.GET.get("p"))
        context = {"page": page, "rows": shown.show(page.object_list), "outcome": Outcome(outcome)}
        title = f"Import of “{batch.file_name}”: rows"
        return self.page(request, "rows", title, self._about(batch, context))

    @method_decorator(require_POST)
    def act_view(self, request, batch_id, act):
        """Confirm, choose a sheet, undo or discard; then back to the import, with a sentence."""
        batch = self._batch(request, batch_id)
        do = {
            "confirm": self._confirm,
            "sheet": self._choose,
            "undo": self._undo,
            "discard": self._discard,
        }.get(act)
        if do is None:
            raise Http404
        if not self.may(request, self.add_needs, batch):
            raise PermissionDenied
        try:
            told, level = do(request, batch)
        except (Refused, Unreadable) as problem:
            told, level = str(problem), messages.ERROR
        self.message_user(request, told, level)
        return redirect(self.at("change", batch.pk))

    def _confirm(self, request, batch):
        done = intake.confirm(
            batch=batch,
            by=request.user,
            at=timezone.now(),
            choices=Choices(
                answers=answers_in(request.POST),
                taking=taken_in(request.POST),
                why=why_in(request.POST, WHY_MAX),
                hidden_seen="hidden-seen" in request.POST,
            ),
        )
        return _told(done)

    def _choose(self, request, batch):
        sheet = request.POST.get("sheet", "")
        intake.choose(batch=batch, sheet=sheet, by=request.user, at=timezone.now())
        return f"Read is the sheet “{sheet}”.", messages.INFO

    def _undo(self, request, batch):
        intake.undo(batch=batch, by=request.user, at=timezone.now())
        return "The import is undone: everything is as it was before.", messages.SUCCESS

    def _discard(self, request, batch):
        intake.discard(batch=batch)
        return "The import is discarded. Nothing was saved.", messages.SUCCESS

    # --- what the pages have in common ---

    def _batch(self, request, object_id) -> Import:
        """The import, if this person may read all that it speaks of."""
        batch = self.get_object(request, str(object_id))
        if self.table.is_hidden_from(batch, request.user, at=timezone.now()):
            raise Http404
        return batch

    def upload_address(self, batch) -> str:
        """Where another file of the same is uploaded."""
        return self.at("upload")

    def _about(self, batch, context) -> dict:
        addresses = {act: self.at("act", batch.pk, act) for act in ("confirm", "sheet", "undo")}
        addresses |= {"discard": self.at("act", batch.pk, "discard")}
        addresses |= {"upload": self.upload_address(batch), "page": self.at("change", batch.pk)}
        rows = {outcome.value: self.at("rows", batch.pk, outcome.value) for outcome in Outcome}
        return {"object": batch, "table": self.table, "at": addresses, "rows_at": rows} | context

    def _name(self, page) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def at(self, page, *args, **named) -> str:
        """The address of a page of this class."""
        return reverse(f"{self.admin_site.name}:{self._name(page)}", args=args, kwargs=named)

    def page(self, request, name, title, context):
        request.current_app = self.admin_site.name
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/inspections/batches/{name}.html", context)


def _known(form: str) -> str:
    if form not in FORMS:
        raise Http404
    return form


def _download(pieces, name: str, form: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )


def _told(done: Confirmation) -> tuple[str, int]:
    if done.saved:
        return f"Saved: {done.tally}.", messages.SUCCESS
    if done.before:
        return "This import was confirmed already. Nothing was saved twice.", messages.INFO
    return (
        "The records have changed since this preview was made. Nothing was saved. Here is a new "
        "preview.",
        messages.WARNING,
    )
