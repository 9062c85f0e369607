"""Reporting in the admin: one action, its correction, several actions, evidence."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from councils.access import Can, may_somewhere
from councils.days import day_of
from councils.models.posts import may_report_on
from councils.scoping import posted
from councils.screening import screen
from improvement import workflow
from improvement.forms.deciding import EvidenceForm
from improvement.forms.reporting import CorrectionForm, ReportForm
from improvement.forms.several import SeveralReports, reportable
from improvement.models import Action, ActionState, Update
from improvement.pages.action_lines import Tag, due_note, record, reported
from improvement.wording import day_words
from improvement.work.inside import held, held_one
from improvement.work.mywork import mine
from improvement.workflow.publishing import PUBLIC_WORDS

MOST_AT_ONCE = 50


class Reporting:
    """The pages on which a lead, or an officer for them, reports progress."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path(
                "report-several/",
                wrap(self.several_view),
                name="improvement_action_report-several",
            ),
            path(
                "<int:object_id>/correct/<int:number>/",
                wrap(self.correct_view),
                name="improvement_action_correct",
            ),
        ]
        return [*own, *super().get_urls()]

    def may_report(self, request, action) -> bool:
        """As the workflow will ask: the lead of today, or who acts for leads; the plan stands."""
        return action.plan.withdrawn_at is None and may_report_on(
            request.user,
            post=action.lead,
            council_id=action.plan.council_id,
            on=day_of(timezone.now()),
        )

    # --- one action ---

    def report_view(self, request, object_id):
        action = self.record_for(request, object_id, "report")
        last = _last(action)
        form = ReportForm(
            posted(request), request.FILES or None, **self._asks(request, action, last)
        )
        if form.is_valid():
            if form.is_saved_already():
                self.message_user(request, "This report was saved already.", messages.INFO)
                return HttpResponseRedirect(reverse("admin:index"))
            if update := form.send(at=timezone.now()):
                self._say_what_happens_next(request, update)
                return HttpResponseRedirect(reverse("admin:index"))
        return self._report_page(request, action, form, "report", last)

    def correct_view(self, request, object_id, number):
        """The whole report again, put right; the old one stays on record."""
        action = self.get_object(request, str(object_id))
        update = action.updates.filter(number=number).first()
        if update is None:
            raise Http404
        if not self.may_report(request, action) or update.corrections.exists():
            raise PermissionDenied
        asks = self._asks(request, action, _last(action)) | {"corrects": update}
        form = CorrectionForm(posted(request), **asks)
        if form.is_valid() and (new := form.send(at=timezone.now(), corrects=update)):
            self._say_what_happens_next(request, new)
            return HttpResponseRedirect(self.address(action, "change"))
        return self._report_page(request, action, form, "correct", update)

    def _asks(self, request, action, last):
        today = day_of(timezone.now())
        return {"action": action, "by": request.user, "on": today, "last": last}

    def _report_page(self, request, action, form, act, last):
        """The form, and beside it the last report and what the public sees now."""
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {
            "title": f"{_TITLES[act]}: {action}",
            "act": _TITLES[act],
            "opts": self.opts,
            "object": action,
            "form": form,
            "seen": form.last.number if form.last else 0,
            "beside": beside(action, last, day_of(timezone.now()), corrects=act == "correct"),
        }
        return TemplateResponse(request, "admin/improvement/action/report.html", context)

    def _say_what_happens_next(self, request, update):
        action = update.action
        self.message_user(
            request,
            f"Saved: report {update.number} on {action.reference}. It is with the publisher, and "
            "becomes public when it is released.",
            messages.SUCCESS,
        )
        found = [one for name in PUBLIC_WORDS[Update] for one in screen(getattr(update, name))]
        for one in found:
            self.message_user(
                request,
                f"“{one.words}” in report {update.number} on {action.reference} looks like "
                f"{one.looks_like}. If it is about a person, correct the report now: open the "
                "action and choose “Correct this report”.",
                messages.WARNING,
            )
        if update.status in ActionState.DELIVERED and not action.evidence.exists():
            self.message_user(
                request,
                f"{action.reference} has no evidence yet. Nothing counts as complete without it.",
                messages.WARNING,
            )

    # --- several ---

    def several_view(self, request):
        """All of my actions; or those that were chosen in the list, by `?ids=1,2,3`."""
        if not may_report_somewhere(request.user):
            raise PermissionDenied
        now = timezone.now()
        actions = reportable(held(self._several(request), day_of(now)))
        actions = [one for one in actions if self.may_report(request, one.action)]
        form = SeveralReports(posted(request), actions=actions, by=request.user, on=day_of(now))
        if form.is_valid():
            updates = form.send(at=now)
            if updates is not None:
                for update in updates:
                    self._say_what_happens_next(request, update)
                return HttpResponseRedirect(reverse("admin:index"))
        request.current_app = self.admin_site.name
        context = self.admin_site.each_context(request) | {
            "title": "Report on several actions",
            "opts": self.opts,
            "form": form,
            "lines": [
                (row, mine(one, day_of(now))) for row, one in zip(form.rows, actions, strict=True)
            ],
        }
        return TemplateResponse(request, "admin/improvement/action/report_several.html", context)

    def _several(self, request):
        ids = request.GET.get("ids")
        if ids is None:
            mine = Action.objects.led_by(request.user, at=timezone.now())
            return mine.stated(ActionState.Audience.INTERNAL).open()
        chosen = [int(pk) for pk in ids.split(",") if pk.isdecimal()]
        return self.rows(request).filter(pk__in=chosen[:MOST_AT_ONCE])

    def has_report_permission(self, request):
        return may_report_somewhere(request.user)

    @admin.action(description="Report on the selected actions", permissions=["report"])
    def report_on_selected(self, request, queryset):
        """On one screen; each report is a row of the log like any other."""
        ids = list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if len(ids) > MOST_AT_ONCE:
            self.message_user(
                request, f"Choose at most {MOST_AT_ONCE} actions at once.", messages.WARNING
            )
            return None
        address = reverse("admin:improvement_action_report-several")
        return HttpResponseRedirect(f"{address}?ids={','.join(map(str, ids))}")

    # --- evidence ---

    def evidence_view(self, request, object_id):
        action = self.record_for(request, object_id, "evidence")
        form = EvidenceForm(posted(request), request.FILES or None, action=action)
        return self.answer(request, action, "evidence", form, self.offer_evidence)

    def offer_evidence(self, action, form, **by_and_at):
        workflow.offer_evidence(action=action, **form.cleaned_data, **by_and_at)


_TITLES = {"report": "Report progress", "correct": "Correct the report"}


def may_report_somewhere(user) -> bool:
    return may_somewhere(user, Can.REPORT_OWN) or may_somewhere(user, Can.REPORT_ANY)


def _last(action):
    updates = action.updates.select_related("by", "entered_by", "help_from")
    return updates.order_by("number").last()


@dataclass(frozen=True)
class Beside:
    """What is on record, shown beside the form of a report."""

    due: str
    due_note: str
    public_reported: list[Tag]
    public_record: list[Tag]
    last: Update | None
    corrects: bool


def beside(action, last, today, *, corrects):
    """The date and the public's view, by the rules of the public page."""
    public = action.states.get(audience=ActionState.Audience.PUBLIC)
    one = held_one(action, public, today)
    return Beside(
        due=day_words(one.row.due_on) if one.row.due_on else "No date",
        due_note=due_note(one),
        public_reported=reported(one),
        public_record=record(one),
        last=last,
        corrects=corrects,
    )
