"""An import in the admin: template, export, upload, preview, confirm, result, undo.

One class for every kind of table; a kind's own class says whose the file is and who may.
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
from inspections.admin.import_forms import TableForm, choices_in
from inspections.intake import Confirmation, Kind, Outcome, Refused
from inspections.intake.exporting import FORMS, export, template
from inspections.intake.showing import SHOWN, ImportRows
from inspections.intake.sources import DELIMITERS, ENCODINGS, KINDS
from inspections.models import Import
from inspections.spreadsheets import TYPES, Unreadable

ACTS = ("confirm", "sheet", "undo", "discard")


class IntakeAdmin(ScopedAdmin):
    """Imports of one kind; nothing here is edited by a form of Django's, or deleted.

    `import_needs` says who may import; the routes name whose file it is in an address.
    """

    kind: Kind
    import_needs = None
    upload_route = "upload/"
    export_route = "export.<slug:form>"
    reach = "council"
    list_display = ("file_name", "state", "by", "uploaded_at")
    list_display_links = ("file_name",)
    list_filter = ("state",)
    change_list_template = "admin/inspections/intake/list.html"
    names_read = ("council", "by", "confirmed_by", "undone_by")

    def get_urls(self):
        pages = {
            "upload": (self.upload_route, self.upload_view, {}),
            "export": (self.export_route, self.export_view, {}),
            "template": ("template.<slug:form>", self.template_view, {}),
            "rows": ("<int:batch_id>/rows/<slug:outcome>/", self.rows_view, {}),
            **{act: (f"<int:batch_id>/{act}/", self.act_view, {"act": act}) for act in ACTS},
        }
        own = [
            path(address, self.admin_site.admin_view(view), named, self._name(page))
            for page, (address, view, named) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("content")

    # --- what a kind's own class says ---

    def whose(self, request, **named):
        """Whose file an address names, to import it: 404 out of reach, 403 without the power."""
        raise NotImplementedError

    def whose_to_read(self, request, **named):
        """The same for taking a file away."""
        return self.whose(request, **named)

    def upload_address(self, batch) -> str:
        """Where another file of the same is uploaded."""
        return self.at("upload")

    def trail(self, whose) -> list[tuple[str, str]]:
        """The addresses and names of the pages above."""
        return [(self.at("changelist"), self.opts.verbose_name_plural.capitalize())]

    def before_upload(self, request, whose) -> dict:
        """What the page of the upload shows beside: `warnings`, `instead`."""
        return {}

    def beside(self, request, batch) -> dict:
        """What the page of an import shows beside: `warnings`, `links`."""
        return {}

    # --- files to take away ---

    @method_decorator(require_safe)
    def template_view(self, request, form):
        if not self.may(request, self.import_needs):
            raise Http404
        return _download(template(self.kind, _known(form)), f"{self.kind.many}-template", form)

    @method_decorator(require_safe)
    def export_view(self, request, form, **named):
        whose = self.whose_to_read(request, **named)
        pieces = export(self.kind, whose, by=request.user, at=timezone.now(), form=_known(form))
        return _download(pieces, self.export_name(whose), form)

    def export_name(self, whose) -> str:
        """What the file of an export is called."""
        return f"{whose.slug}-{self.kind.many}" if whose else self.kind.many

    # --- the journey ---

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def upload_view(self, request, **named):
        whose = self.whose(request, **named)
        form = TableForm(posted(request), request.FILES or None, many=self.kind.many)
        if form.is_valid() and (batch := self._preview(request, form, whose)):
            return redirect(self.at("change", batch.pk))
        context = {
            "form": form,
            "trail": self.trail(whose),
            "templates": [(one, self.at("template", one)) for one in FORMS],
            "exports": [(one, self.at("export", form=one, **named)) for one in FORMS],
            **self.before_upload(request, whose),
        }
        title = f"{self.kind.title}: {whose}" if whose else self.kind.title
        return self.page(request, "upload", title, context)

    def _preview(self, request, form, whose) -> Import | None:
        """The import of the file; None, and a sentence in the form, if it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            return intake.preview(
                self.kind,
                content=file.read(),
                file_name=file.name,
                whose=whose,
                by=request.user,
                at=timezone.now(),
            )
        except (Unreadable, Refused) as problem:
            form.add_error("file", str(problem))
            return None

    @method_decorator(require_safe)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self._batch(request, object_id)
        shown = ImportRows(batch, self.kind)
        is_open = batch.state == Import.State.PREVIEWED
        is_emptied = Import.objects.emptied().filter(pk=batch.pk).exists()
        absent, absent_in_all = shown.absent
        context = {
            "shown": shown,
            "more": [
                (self.at("rows", batch.pk, name), label, count) for name, label, count in shown.more
            ],
            "may_import": not is_emptied and self.may(request, self.import_needs, batch),
            "is_emptied": is_emptied,
            "asks_why": is_open and self.kind.asks_why(batch),
            "spreadsheet": KINDS.get(batch.encoding, ""),
            "encoding": ENCODINGS.get(batch.encoding, ""),
            "delimiter": DELIMITERS.get(batch.delimiter, ""),
            **batch.reading,
            "absent": absent,
            "absent_in_all": absent_in_all,
        }
        if is_open and not is_emptied or batch.state == Import.State.CONFIRMED:
            context |= self.beside(request, batch)
        name = "sheets" if batch.reading.get("sheets") and is_open else batch.state
        return self._page_of(request, name, f"Import of “{batch.file_name}”", batch, context)

    @method_decorator(require_safe)
    def rows_view(self, request, batch_id, outcome):
        batch = self._batch(request, batch_id)
        if outcome not in Outcome:
            raise Http404
        shown = ImportRows(batch, self.kind)
        page = Paginator(shown.rows.filter(outcome=outcome), SHOWN).get_page(request.GET.get("p"))
        context = {"page": page, "rows": shown.show(page.object_list), "outcome": Outcome(outcome)}
        title = f"Import of “{batch.file_name}”: rows"
        return self._page_of(request, "rows", title, batch, context)

    @method_decorator(require_POST)
    def act_view(self, request, batch_id, act):
        """Confirm, choose a sheet, undo or discard; then back to the import, with a sentence."""
        batch = self._batch(request, batch_id)
        if not self.may(request, self.import_needs, batch):
            raise PermissionDenied
        try:
            told, level = getattr(self, f"_{act}")(request, batch)
        except (Refused, Unreadable) as problem:
            told, level = str(problem), messages.ERROR
        self.message_user(request, told, level)
        return redirect(self.at("change", batch.pk))

    def _confirm(self, request, batch):
        choices = choices_in(request.POST)
        intake.note(batch=batch, choices=choices)
        done = intake.confirm(batch=batch, by=request.user, at=timezone.now(), choices=choices)
        return _told(done)

    def _sheet(self, request, batch):
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
        if self.kind.is_hidden_from(batch, request.user, at=timezone.now()):
            raise Http404
        return batch

    def _page_of(self, request, name, title, batch, context):
        whose = self.kind.whose(batch)
        addresses = {act: self.at(act, batch.pk) for act in ACTS}
        addresses |= {"upload": self.upload_address(batch), "page": self.at("change", batch.pk)}
        context |= {"object": batch, "whose": whose, "trail": self.trail(whose), "at": addresses}
        return self.page(request, name, title, context)

    def _name(self, page) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def at(self, page, *args, **named) -> str:
        """The address of a page of this class."""
        return reverse(f"{self.admin_site.name}:{self._name(page)}", args=args, kwargs=named)

    def page(self, request, name, title, context):
        request.current_app = self.admin_site.name
        context |= {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        context["kind"] = self.kind
        return TemplateResponse(request, f"admin/inspections/intake/{name}.html", context)


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
