"""Actions: their list, their form, their log, and everything that is done with them."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from councils.access import Can
from councils.days import day_of
from councils.scoping import ActsAdmin, ScopedAdmin
from improvement import workflow
from improvement.admin.action_list import ActionList
from improvement.admin.deciding import AnswersHelp, SignsOff
from improvement.admin.milestones import ChangesMilestones, MilestoneInline, as_lines
from improvement.admin.redaction import REMOVE, WordsRemovable
from improvement.admin.reporting import Reporting
from improvement.admin.sections import sections
from improvement.forms.deciding import STEPS
from improvement.forms.promises import ActionForm
from improvement.models import Action, ActionState, Workstream
from improvement.pages.action_lines import record, reported
from improvement.record import refresh
from improvement.trackers.describe import provenance
from improvement.work.inside import INTERNAL, held_one


@admin.register(Action)
class ActionAdmin(
    ActionList,
    Reporting,
    SignsOff,
    AnswersHelp,
    ChangesMilestones,
    WordsRemovable,
    ActsAdmin,
):
    """What was promised. Its progress is reported, never typed into the form."""

    reach = "plan__council"
    add_needs = change_needs = delete_needs = Can.EDIT_PLAN
    acts = {
        "report": "Report progress",
        "evidence": "Add evidence",
        "sign-off": "Sign-off",
        "help": "Answer the request for help",
        "add-milestone": "Add a milestone",
        "change-milestone": "Move or drop a milestone",
        "close": "Withdraw, merge or replace",
    } | REMOVE
    form = ActionForm
    change_form_template = "admin/improvement/action/change_form.html"
    actions = ("report_on_selected",)
    names_read = ("plan__council", "lead", "workstream")
    radio_fields = {"measures": admin.VERTICAL}
    fixed_once_public = ("plan", "reference", "original_due", "added_on")
    fieldsets = (
        (
            "What the public sees",
            {
                "fields": (
                    "plan",
                    "workstream",
                    "reference",
                    "title",
                    "difference",
                    "success_measure",
                    "measures",
                    "recommendations",
                    "lead",
                )
            },
        ),
        ("Dates", {"fields": (("original_due", "added_on"),)}),
        ("Inside the council only", {"fields": ("internal_note",)}),
    )
    amending = (
        "If you change what was promised",
        {
            "fields": ActionForm.AMENDING,
            "description": "This action is public. A change to what was promised is shown with "
            "its old words, the new ones, and what you say here.",
        },
    )

    # --- what may be done ---

    def acts_for(self, request, obj):
        if obj.plan.withdrawn_at:
            return super().acts_for(request, obj)
        gone = obj.states.filter(audience=INTERNAL, status__in=ActionState.GONE).exists()
        edits = self.may(request, Can.EDIT_PLAN, obj)
        acts = []
        if self.may_report(request, obj) and (edits or not gone):
            acts += ["report", "evidence"]
        if self.may_answer(request, obj):
            acts.append("help")
        if self.steps_for(request, obj):
            acts.append("sign-off")
        if edits and not gone:
            acts += [*self.milestone_acts(obj), "close"]
        return [*acts, *super().acts_for(request, obj)]

    def has_change_permission(self, request, obj=None):
        """Not in a plan that was withdrawn: it stands as it was."""
        if obj is not None and obj.plan.withdrawn_at:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        """A draft that nobody has reported on. What was public leaves the plan in the open."""
        if obj is not None and (obj.public_at or obj.updates.exists() or obj.evidence.exists()):
            return False
        return super().has_delete_permission(request, obj)

    def get_actions(self, request):
        """Not deleting several at once: what left a plan is withdrawn, one by one, with why."""
        return {
            name: found
            for name, found in super().get_actions(request).items()
            if name != "delete_selected"
        }

    # --- the form ---

    def add_view(self, request, form_url="", extra_context=None):
        """An action is added to a plan, which decides what can be chosen: so the plan is first."""
        if (
            request.method == "POST"
            or "plan" in request.GET
            or not self.has_add_permission(request)
        ):
            return super().add_view(request, form_url, extra_context)
        field = self.opts.get_field("plan")
        plans = list(self.get_field_queryset(None, field, request)[:2])
        if len(plans) == 1:
            return HttpResponseRedirect(f"?plan={plans[0].pk}")
        self.message_user(request, "Choose the plan, then add the action there.", messages.INFO)
        return HttpResponseRedirect(reverse("admin:improvement_plan_changelist"))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        """Milestones of a draft, once it is saved; of a public action they change by an act."""
        return (MilestoneInline,) if obj is not None and obj.public_at is None else ()

    def get_readonly_fields(self, request, obj=None):
        fixed = self.fixed_once_public if obj is not None and obj.public_at else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_fieldsets(self, request, obj=None):
        amends = obj is not None and obj.public_at and self.has_change_permission(request, obj)
        return (*self.fieldsets, self.amending) if amends else self.fieldsets

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        initial.setdefault("added_on", day_of(timezone.now()))
        return initial

    def save_model(self, request, obj, form, change):
        """A published action changes by an amendment; only its internal note is simply saved."""
        if not (change and obj.public_at):
            super().save_model(request, obj, form, change)
            return
        if form.is_amending:
            workflow.amend(action=obj, by=request.user, at=timezone.now(), **form.amendment())
        if "internal_note" in form.changed_data:
            obj.save(update_fields=["internal_note"])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        refresh([form.instance.pk])

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            context |= self._on_record(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _on_record(self, request, action):
        """Where the action stands, its log, and the steps of sign-off that may follow."""
        state = action.states.get(audience=INTERNAL)
        today = day_of(timezone.now())
        one = held_one(action, state, today)
        may_report = self.may_report(request, action)
        address = self.address(action, "sign-off")
        return {
            "internal": state,
            "reported": reported(one),
            "record": record(one),
            "log": sections(action, site=self.admin_site, request=request, may_report=may_report),
            "files": list(provenance(action)),
            "milestones": as_lines(action, today),
            "steps": [
                (STEPS[step], f"{address}?step={step}") for step in self.steps_for(request, action)
            ],
        }


@admin.register(Workstream)
class WorkstreamAdmin(ScopedAdmin):
    """Only for looking up: workstreams are kept in the form of their plan."""

    reach = "plan__council"
    names_read = ("plan",)
    search_fields = ("title", "plan__title")

    def has_module_permission(self, request):
        return False
