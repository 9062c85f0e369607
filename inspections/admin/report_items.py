"""The clerk's work on single items of a draft: correct, leave out, add, settle a doubt."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from councils.access import Can
from councils.scoping import posted
from inspections.admin.report_forms import CouncilForm, RecommendationForm, form_for
from inspections.cells import shorten
from inspections.intake import Refused
from inspections.models import Import, Report
from inspections.reports import correcting
from inspections.reports.bodies import Bodies
from inspections.reports.draft import Item
from inspections.reports.plan import InspectionPlan
from inspections.reports.showing import anchor

_form = method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
_post = method_decorator(require_POST)


class ReportItems:
    """Part of the admin of reports. Every page goes back to the item's place on the draft."""

    def item_pages(self) -> dict:
        item = "<int:report_id>/items/<str:key>/"
        return {
            "item": (item, self.item_view),
            "leave_out": (f"{item}out/", self.leave_out_view),
            "add_item": (f"{item}add/", self.add_item_view),
            "council": ("<int:report_id>/council/", self.council_view),
            "settle": ("<int:report_id>/doubts/<int:number>/", self.settle_view),
        }

    @_form
    def item_view(self, request, report_id, key):
        """Correct one thing that was read, with its page beside it."""
        report, plan, item = self._item(request, report_id, key)
        form = form_for(item)(posted(request), item=item, plan=plan)
        if form.is_valid():
            return self._done(
                request,
                report,
                key,
                lambda act: correcting.correct(key=key, values=form.values, **act),
            )
        doubts = [doubt for doubt in report.doubts.open() if doubt.item == key]
        context = {"form": form, "item": item, "doubts": doubts, "act": "Keep this reading"}
        return self._item_page(request, report, _title(item), context)

    @_form
    def add_item_view(self, request, report_id, key):
        """Add a recommendation that the reader missed, behind the item `key`; "0": the first."""
        place = key.partition(".")[0]
        report, plan, item = self._item(request, report_id, key)
        group = f"{place}.recommendations"
        behind = item if item.key.startswith(group) else None
        given = {name: behind.values[name] for name in ("section", "kind")} if behind else {}
        page = behind.page if behind else 1
        blank = Item("", page, {"text": "", "reference": "", "timescale": "", "bodies": []} | given)
        form = RecommendationForm(posted(request), item=blank, plan=plan)
        if form.is_valid():
            return self._done(
                request,
                report,
                group,
                lambda act: correcting.add(group=group, after=key, values=form.values, **act),
            )
        title = "Add a recommendation that was not read"
        context = {"form": form, "item": blank, "act": "Add it"}
        return self._item_page(request, report, title, context)

    @_post
    def leave_out_view(self, request, report_id, key):
        report = self.working_on(request, report_id)
        out = request.POST.get("out") != "no"
        return self._done(
            request, report, key, lambda act: correcting.leave_out(key=key, out=out, **act)
        )

    @_form
    def council_view(self, request, report_id):
        """The report is another council's: one where this person may import, too."""
        report = self.working_on(request, report_id)
        councils = self.councils_for(request)
        form = CouncilForm(posted(request), councils=councils, initial={"council": report.council})
        if form.is_valid():
            council = form.cleaned_data["council"]
            return self._done(
                request,
                report,
                correcting.COUNCIL,
                lambda act: correcting.move_to_council(council=council, **act),
            )
        context = {"form": form, "item": Item("council", 1, {}), "act": "Keep this council"}
        return self._item_page(request, report, "Correct the council", context)

    @_post
    def settle_view(self, request, report_id, number):
        report = self.working_on(request, report_id)
        doubt = report.doubts.filter(number=number).first()
        if doubt is None:
            raise Http404
        return self._done(
            request, report, doubt.item, lambda act: correcting.settle(number=number, **act)
        )

    def _item(self, request, report_id, key) -> tuple[Report, InspectionPlan, Item]:
        """One item of a report that is still a draft, with the plan of its inspection."""
        report = self.working_on(request, report_id)
        draft = correcting.current(report)
        item = draft.item(key)
        if item is None or report.state != Import.State.PREVIEWED or not report.content:
            raise Http404
        place = int(key.partition(".")[0])
        plan = InspectionPlan(
            draft.inspections[place],
            Bodies(report.council),
            first_row=1,
            by=request.user,
            at=timezone.now(),
        )
        return report, plan, item

    def _done(self, request, report, key, do):
        """Do it, and go back to the place on the draft; say so where it was refused."""
        if not self.may(request, Can.IMPORT, report):
            raise PermissionDenied
        try:
            do({"report": report, "by": request.user, "at": timezone.now()})
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        address = reverse("admin:inspections_report_change", args=[report.pk])
        return redirect(f"{address}#{anchor(key)}")

    def _item_page(self, request, report, title, context):
        place = anchor(context["item"].key)
        context |= {"object": report, "anchor": place, "here": title}
        return self.page(request, "item", title, context)


def _title(item: Item) -> str:
    group = item.key.partition(".")[2].partition(".")[0]
    if group == "recommendations":
        words = item.values["reference"] or f"“{shorten(item.values['text'], 40)}”"
        return f"Correct the reading of recommendation {words}"
    return "Correct the reading of a judgement" if group else "Correct what was read of the cover"
