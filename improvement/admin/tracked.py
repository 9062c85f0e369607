"""What a plan's page offers for trackers: bring one in, and take the plan away as one."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from councils.access import Can
from councils.days import day_of
from councils.scoping import posted
from improvement.forms.trackers import TrackerUploadForm
from improvement.trackers import (
    OWN,
    Layout,
    Trackers,
    forms_for,
    rows_of,
    template,
    why_not_csv,
    write,
)
from inspections import intake
from inspections.intake import Refused
from inspections.models import Recommendation
from inspections.spreadsheets import TYPES, Unreadable

TRACKED = {"import-tracker": "Import a tracker", "export-tracker": "Export as a tracker"}


class Tracked:
    """For the admin of plans: the first page of an import, and the exports."""

    def tracker_acts(self, request, plan) -> list[str]:
        if plan.withdrawn_at:
            return ["export-tracker"]
        may_import = self.may(request, Can.IMPORT, plan)
        return [*(["import-tracker"] if may_import else []), "export-tracker"]

    def import_tracker_view(self, request, object_id):
        plan = self.record_for(request, object_id, "import-tracker")
        today = day_of(timezone.now())
        form = TrackerUploadForm(posted(request), request.FILES or None, today=today)
        if form.is_valid() and (batch := self._received(request, plan, form)):
            return redirect("admin:improvement_trackerimport_change", batch.pk)
        return self._tracker_page(request, plan, "import-tracker", form=form)

    def _received(self, request, plan, form):
        """The import of the file; None, and a sentence in the form, if it cannot be read."""
        file = form.cleaned_data["file"]
        try:
            return intake.preview(
                Trackers(),
                content=file.read(),
                file_name=file.name,
                whose=plan,
                as_at=form.cleaned_data["as_at"],
                by=request.user,
                at=timezone.now(),
            )
        except (Unreadable, Refused) as problem:
            form.add_error("file", str(problem))
            return None

    @method_decorator(require_safe)
    def export_tracker_view(self, request, object_id):
        """The choice of layouts; with `form`, the file itself, in `layout` or in our own."""
        plan = self.record_for(request, object_id, "export-tracker")
        form = request.GET.get("form")
        if form is None:
            return self._tracker_page(request, plan, "export-tracker")
        if form not in TYPES:
            raise Http404
        if "template" in request.GET:
            return _file(template(form), "tracker-template", form)
        layout = self._layout(plan, request.GET.get("layout"))
        name = f"{plan.council.slug}-{plan.slug}-tracker"
        seen = Recommendation.objects.visible_to(request.user, at=timezone.now())
        try:
            return _file(write(rows_of(plan, layout, seen=seen), layout, form), name, form)
        except ValueError as problem:  # that kind of file has no room for it
            refused = f"{form.upper()} was not made. {problem}"
            at = request.GET.get("layout", "")
            return self._tracker_page(request, plan, "export-tracker", refused=refused, at=at)

    def _layout(self, plan, key) -> Layout:
        if not key:
            return OWN
        if not key.isdecimal():
            raise Http404
        kept = get_object_or_404(plan.council.tracker_layouts, pk=key)
        return Layout.from_json(kept.layout)

    def _tracker_page(self, request, plan, act, **context):
        request.current_app = self.admin_site.name
        context |= self.admin_site.each_context(request) | {
            "title": f"{TRACKED[act]}: {plan.title}",
            "act": TRACKED[act],
            "opts": self.opts,
            "object": plan,
            "forms": list(TYPES),
            "offers": _offers(plan),
            "imports": plan.tracker_imports.defer("content", "reading").select_related("by")[:10],
        }
        page = act.replace("-", "_")
        return TemplateResponse(request, f"admin/improvement/trackers/{page}.html", context)


@dataclass(frozen=True)
class ExportOffer:
    """A layout in which a plan goes out; `key` is empty for ours. `why_not` tells of CSV."""

    name: str
    forms: list[str]
    key: str = ""
    why_not: str = ""


def _offers(plan) -> list[ExportOffer]:
    kept = plan.council.tracker_layouts.exclude(fingerprint=OWN.fingerprint)
    pairs = [(one, Layout.from_json(one.layout)) for one in kept]
    return [
        ExportOffer("Ours, the same for every council", forms_for(OWN)),
        *(
            ExportOffer(one.name, forms_for(said), str(one.pk), why_not_csv(said))
            for one, said in pairs
        ),
    ]


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'},
    )
