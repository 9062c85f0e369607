"""Plans: built as drafts, published, then amended in the open."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from councils.access import Can
from councils.scoping import PublishableAdmin, ScopedStackedInline, StateFilter
from improvement import workflow
from improvement.admin.redaction import REMOVE, WordsRemovable
from improvement.admin.releasing import Releasing
from improvement.admin.sections import plan_amendments
from improvement.admin.tracked import TRACKED, Tracked
from improvement.forms.promises import PlanForm, WorkstreamForm
from improvement.models import Plan, PlanShare, Workstream
from improvement.record import refresh
from improvement.workflow.publishing import contents_of_plan, what_goes_out


class WorkstreamInline(ScopedStackedInline):
    """Parts of the plan. Once public they are not deleted."""

    model = Workstream
    form = WorkstreamForm
    reach = "plan__council"
    fields = (("order", "title", "sponsor"),)
    names_read = ("sponsor",)

    def has_delete_permission(self, request, obj=None):
        return _is_draft(obj) and super().has_delete_permission(request, obj)


class PlanShareInline(ScopedStackedInline):
    """Other councils that the plan also belongs to. Public."""

    model = PlanShare
    reach = "plan__council"
    fields = (("council", "why"),)
    autocomplete_fields = ("council",)
    open_choices = ("council",)
    verbose_name_plural = "shared with other councils"


def _is_draft(plan) -> bool:
    return plan is None or plan.publish_from is None


@admin.register(Plan)
class PlanAdmin(Releasing, Tracked, WordsRemovable, PublishableAdmin):
    """Improvement plans, and statements of action."""

    reach = "council"
    add_needs = change_needs = delete_needs = Can.EDIT_PLAN
    acts = (
        PublishableAdmin.acts
        | {
            "release": "Publish the plan",
            "release-reports": "Release reports",
            "publish-actions": "Publish added actions",
        }
        | TRACKED
        | REMOVE
    )
    form = PlanForm
    change_form_template = "admin/improvement/plan/change_form.html"
    fixed_once_public = ("council", "slug", "starts_on")
    list_display = ("title", "council", "starts_on", "ends_on", "state", "its_actions")
    list_filter = (StateFilter, "council")
    names_read = ("council",)
    search_fields = ("title", "council__name")
    search_help_text = "Title or council"
    readonly_fields = ("state", "withdrawn_why", "its_actions")
    inlines = (WorkstreamInline, PlanShareInline)
    fieldsets = (
        (None, {"fields": ("state", "withdrawn_why", "its_actions")}),
        (
            "What the public sees",
            {
                "fields": (
                    "council",
                    "title",
                    "slug",
                    "inspections",
                    "summary",
                    "overseen_by",
                    ("starts_on", "ends_on"),
                )
            },
        ),
        ("Reporting", {"fields": ("reporting_interval_days",)}),
        (
            "How sure are you? What the three answers mean in this plan",
            {
                "fields": ("on_track_means", "at_risk_means", "off_track_means"),
                "description": "The leads read these beside the choices, the public beside the "
                "reports.",
            },
        ),
    )
    amending = (
        "If you change what was promised",
        {
            "fields": PlanForm.AMENDING,
            "description": "This plan is public. A change is shown with its old words, the new "
            "ones, and what you say here.",
        },
    )

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_inlines(self, request, obj):
        """Parts and shares once the plan is saved: then it is known whose posts they may name."""
        return self.inlines if obj is not None else ()

    def acts_for(self, request, obj):
        acts = [*self.releasing_acts(request, obj), *self.tracker_acts(request, obj)]
        return [*acts, *super().acts_for(request, obj)]

    def get_fieldsets(self, request, obj=None):
        """Why it was withdrawn, once it was; and once it is public, what an amendment asks."""
        _, *rest = self.fieldsets
        stands = ("state", "withdrawn_why") if obj and obj.withdrawn_at else ("state",)
        amends = obj is not None and self.was_public(obj)
        if amends and self.has_change_permission(request, obj):
            rest.append(self.amending)
        return ((None, {"fields": (*stands, "its_actions")}), *rest)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            found = plan_amendments(obj, site=self.admin_site, request=request)
            context["amendments"] = found
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_model(self, request, obj, form, change):
        """A published plan changes by an amendment."""
        if not (change and self.was_public(obj)):
            super().save_model(request, obj, form, change)
        elif form.is_amending:
            workflow.amend_plan(plan=obj, by=request.user, at=timezone.now(), **form.amendment())

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if "reporting_interval_days" in form.changed_data:
            refresh(list(form.instance.actions.values_list("pk", flat=True)))

    # --- publishing ---

    def doubts(self, record):
        return [_told(found) for found in self._suspicions(record)]

    def _suspicions(self, record):
        return workflow.screening_of_plan(record, record.actions.all())

    def contents(self, record):
        return contents_of_plan(record)

    def going_out(self, record):
        return what_goes_out(record)

    def release_view(self, request, object_id):
        page = super().release_view(request, object_id)
        if hasattr(page, "context_data"):
            page.template_name = "admin/improvement/plan/publish.html"
            plan = page.context_data["object"]
            page.context_data["drafts"] = plan.actions.order_by("sorts_as")
        return page

    def release(self, record, form, **by_and_at):
        answers = {found.key: form.answers[_told(found)] for found in self._suspicions(record)}
        workflow.publish_plan(
            plan=record,
            publish_from=form.moment,
            readers=form.cleaned_data["readers"],
            answers=answers,
            seen=form.fingerprint,
            **by_and_at,
        )

    def take_back(self, record, form, **by_and_at):
        workflow.take_back_plan(plan=record, **by_and_at)

    @admin.display(description="actions")
    def its_actions(self, obj):
        if obj.pk is None:
            return "Save the plan first, then add its actions."
        listed = reverse("admin:improvement_action_changelist")
        add = reverse("admin:improvement_action_add")
        return format_html(
            '<a href="{0}?plan={2}">See its actions</a> · <a href="{1}?plan={2}">Add one</a>',
            listed,
            add,
            obj.pk,
        )


def _told(found) -> str:
    return f"“{found.words}” ({found.where}) looks like {found.looks_like}"
