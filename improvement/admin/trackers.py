"""A council's tracker comes in: upload, settle what its columns mean, look, confirm, undo."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councils.access import Can
from councils.days import day_of
from councils.scoping import ScopedAdmin, posted
from improvement.forms.trackers import LayoutForm
from improvement.models import TrackerImport
from improvement.trackers import (
    SHOWN,
    BadAnswer,
    TrackerRows,
    ask_about,
    columns_of,
    describe_rows,
    layout_of,
    make_posts,
    note,
    posts_titled,
    settle,
    unknown_posts,
)
from improvement.workflow import Powers
from inspections import intake
from inspections.admin.import_forms import answers_in, taken_in, why_in
from inspections.intake import Choices, Refused
from inspections.models import Import
from inspections.spreadsheets import Unreadable

WHY_MAX = 1_000  # characters


@admin.register(TrackerImport)
class TrackerImportAdmin(ScopedAdmin):
    """Trackers that were brought in. They begin at a plan's page; nothing is edited here."""

    reach = "council"
    list_display = ("file_name", "plan", "as_at", "state", "by", "uploaded_at")
    list_display_links = ("file_name",)
    list_filter = ("state",)
    names_read = ("plan__council", "council", "layout", "by", "confirmed_by", "undone_by")

    def get_urls(self):
        pages = {
            "<int:batch_id>/layout/": ("layout", self.layout_view),
            "<int:batch_id>/again/": ("again", self.again_view),
            "<int:batch_id>/posts/": ("posts", self.posts_view),
            "<int:batch_id>/rows/<slug:kind>/": ("rows", self.rows_view),
            "<int:batch_id>/confirm/": ("confirm", self.confirm_view),
            "<int:batch_id>/undo/": ("undo", self.undo_view),
            "<int:batch_id>/discard/": ("discard", self.discard_view),
        }
        own = [
            path(at, self.admin_site.admin_view(view), name=f"improvement_trackerimport_{name}")
            for at, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def readable(self, request):
        return super().readable(request).defer("content")

    # --- the clerk's journey; its first page is the plan's ---

    @method_decorator(require_safe)
    def change_view(self, request, object_id, form_url="", extra_context=None):
        batch = self.get_object(request, object_id)
        may_import = bool(batch.content) and self.may(request, Can.IMPORT, batch)
        is_read = batch.fingerprint and batch.layout
        if batch.state == Import.State.PREVIEWED and not is_read:
            page = "admin:improvement_trackerimport_layout"
            if may_import:
                return redirect(page, batch.pk)
            return self._page(request, batch, "waiting")
        powers = Powers.of(request.user, batch.plan, day_of(timezone.now()))
        shown = TrackerRows(batch)
        context = {
            "shown": shown,
            "may_import": may_import,
            "columns": columns_of(layout_of(batch)) if batch.layout else [],
            "unknown_posts": unknown_posts(batch),
            "may_name_posts": self.may(request, Can.MANAGE_PEOPLE, batch),
        }
        if batch.state == Import.State.PREVIEWED:
            context["left"] = shown.left_for_others(powers)
            context["acts"] = max(0, shown.tally.acts - context["left"])
        return self._page(request, batch, batch.state, **context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def layout_view(self, request, batch_id):
        batch = self._open(request, batch_id)
        if batch.state != Import.State.PREVIEWED or not batch.content:
            return redirect("admin:improvement_trackerimport_change", batch.pk)
        asked = ask_about(batch, at=timezone.now())
        known = batch.layout or asked.is_ours
        name = "" if known else batch.file_name.rpartition(".")[0] or batch.file_name
        form = LayoutForm(posted(request), asked=asked, name=name)
        if form.is_valid() and self._settled(request, batch, form):
            return redirect("admin:improvement_trackerimport_change", batch.pk)
        context = {"form": form, "told": asked.proposal.told, "posts": posts_titled(batch.council)}
        return self._page(request, batch, "layout", **context)

    def _settled(self, request, batch, form) -> bool:
        """Whether the answers were kept; what is wrong with them stands in the form."""
        try:
            settle(
                batch=batch,
                answers=form.answers(),
                first_date=form.cleaned_data.get("first_date"),
                name=form.cleaned_data.get("name", ""),
                by=request.user,
                at=timezone.now(),
            )
        except (BadAnswer, Refused, Unreadable) as problem:
            form.add_error(None, str(problem))
            return False
        return True

    @method_decorator(require_POST)
    def again_view(self, request, batch_id):
        batch = self._open(request, batch_id)
        again = {"batch": batch, "sheet": "", "by": request.user, "at": timezone.now()}
        self._act(request, lambda: intake.choose(**again))
        return redirect("admin:improvement_trackerimport_change", batch.pk)

    @method_decorator(require_POST)
    def posts_view(self, request, batch_id):
        """Name the posts that the file's leads hold: for who names posts at this council."""
        batch = self._open(request, batch_id)
        if not self.may(request, Can.MANAGE_PEOPLE, batch):
            raise PermissionDenied
        titles = request.POST.getlist("post")
        self._act(
            request,
            lambda: make_posts(batch=batch, titles=titles, by=request.user, at=timezone.now()),
        )
        return redirect("admin:improvement_trackerimport_change", batch.pk)

    @method_decorator(require_safe)
    def rows_view(self, request, batch_id, kind):
        batch = self.get_object(request, str(batch_id))
        kinds = TrackerRows(batch).kinds
        if kind not in kinds:
            raise Http404
        page = Paginator(kinds[kind], SHOWN).get_page(request.GET.get("p"))
        rows = describe_rows(page.object_list, batch)
        return self._page(request, batch, "rows", page=page, rows=rows, kind=kind)

    @method_decorator(require_POST)
    def confirm_view(self, request, batch_id):
        batch = self._open(request, batch_id)
        said = {
            "answers": answers_in(request.POST),
            "taking": taken_in(request.POST),
            "why": why_in(request.POST, WHY_MAX),
        }
        note(batch=batch, **said)

        def confirm():
            choices = Choices(**said, hidden_seen="hidden-seen" in request.POST)
            done = intake.confirm(batch=batch, by=request.user, at=timezone.now(), choices=choices)
            self.message_user(request, *_told(done))

        self._act(request, confirm)
        return redirect("admin:improvement_trackerimport_change", batch.pk)

    @method_decorator(require_POST)
    def undo_view(self, request, batch_id):
        batch = self._open(request, batch_id)

        def take_back():
            intake.undo(batch=batch, by=request.user, at=timezone.now())
            told = "The import is undone: everything is as it was before."
            self.message_user(request, told, messages.SUCCESS)

        self._act(request, take_back)
        return redirect("admin:improvement_trackerimport_change", batch.pk)

    @method_decorator(require_POST)
    def discard_view(self, request, batch_id):
        batch = self._open(request, batch_id)

        def discard():
            intake.discard(batch=batch)
            told = "The import is discarded. Nothing was saved."
            self.message_user(request, told, messages.SUCCESS)

        self._act(request, discard)
        return redirect("admin:improvement_trackerimport_change", batch.pk)

    # --- who may, and how it is told ---

    def _open(self, request, batch_id) -> TrackerImport:
        """The import, for somebody who may import there: 404 out of reach, else 403."""
        batch = self.get_object(request, str(batch_id))
        if not self.may(request, Can.IMPORT, batch):
            raise PermissionDenied
        return batch

    def _act(self, request, act) -> None:
        try:
            act()
        except (Refused, Unreadable) as problem:
            self.message_user(request, str(problem), messages.ERROR)

    def _page(self, request, batch, name, **context):
        request.current_app = self.admin_site.name
        context |= {
            **self.admin_site.each_context(request),
            "title": f"Tracker “{batch.file_name}”",
            "object": batch,
            "plan": batch.plan,
            "opts": self.opts,
        }
        return TemplateResponse(request, f"admin/improvement/trackers/{name}.html", context)


def _told(done: intake.Confirmation) -> tuple[str, int]:
    if done.saved:
        return "Saved. What each row did is told below.", messages.SUCCESS
    if done.before:
        return "This import was confirmed already. Nothing was saved twice.", messages.INFO
    return (
        "The plan has changed since this preview was made. Nothing was saved. Here is a new "
        "preview.",
        messages.WARNING,
    )
