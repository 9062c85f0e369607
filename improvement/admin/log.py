"""The log in the admin: read on its action's page, searched here, and never edited.

What is decided about a row has a page of its own: a later date, a piece of evidence, words about
a person. Each goes through the workflow.
"""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from councils.access import Can
from councils.days import day_of
from councils.scoping import ActsAdmin, ScopedAdmin, posted
from improvement import workflow
from improvement.admin.redaction import REMOVE, WordsRemovable
from improvement.forms.deciding import DecideDateForm
from improvement.models import (
    Amendment,
    DueDateMove,
    HelpAnswer,
    MilestoneChange,
    Redaction,
    Release,
    SignOff,
    Update,
)
from improvement.workflow.guards import ever_led


class LogAdmin(WordsRemovable, ActsAdmin):
    """Rows of the log of actions. Nobody adds, edits or deletes them here."""

    reach = "action__plan__council"
    acts = REMOVE
    names_read = ("action__plan",)
    ordering = ("-recorded_at", "-pk")
    list_display_links = None
    search_fields = ("action__reference", "action__title")
    search_help_text = "Reference or title of the action"

    def address(self, obj, page):
        """A row is read on the page of its action; an act on it ends there."""
        if page == "change":
            return reverse("admin:improvement_action_change", args=[obj.action_id])
        return super().address(obj, page)

    @admin.display(description="action", ordering="action__reference")
    def about(self, obj):
        return format_html('<a href="{}">{}</a>', self.address(obj, "change"), obj.action)

    @admin.display(description="public", boolean=True)
    def is_public(self, obj):
        return obj.public_at is not None


@admin.register(Update)
class UpdateAdmin(LogAdmin):
    """Reports, as they were made."""

    list_display = ("about", "number", "day", "recorded_at", "who", "says", "is_public")
    list_filter = ("status", "confidence", "source", ("public_at", admin.EmptyFieldListFilter))
    list_select_related = ("by", "entered_by")

    @admin.display(description="as at", ordering="effective_on")
    def day(self, obj):
        return obj.as_at

    @admin.display(description="whose report")
    def who(self, obj):
        return f"{obj.by}, entered by {obj.entered_by}" if obj.on_behalf else str(obj.by)

    @admin.display(description="report")
    def says(self, obj):
        sure = f", {obj.get_confidence_display()}" if obj.confidence else ""
        words = Truncator(obj.what_changed or obj.reason).words(20)
        return f"{obj.get_status_display()}{sure}. {words}"


@admin.register(DueDateMove)
class DueDateMoveAdmin(LogAdmin):
    """Later dates asked for, and what was decided."""

    acts = {"decide": "Decide on this date"} | REMOVE
    list_display = ("about", "from_date", "to_date", "reason", "asked_by", "recorded_at", "decided")
    list_filter = ("outcome",)
    list_select_related = ("asked_by",)

    def acts_for(self, request, obj):
        decide = ["decide"] if not obj.outcome and self._may_decide(request, obj) else []
        return [*decide, *super().acts_for(request, obj)]

    def _may_decide(self, request, obj):
        """Neither who asked nor the lead."""
        if not self.may(request, Can.DECIDE, obj):
            return False
        involved = {obj.asked_by_id} | ever_led(obj.action, day_of(timezone.now()))
        return request.user.pk not in involved

    def decide_view(self, request, object_id):
        move = self.record_for(request, object_id, "decide")
        return self.answer(request, move, "decide", DecideDateForm(posted(request)), self.decide)

    def decide(self, move, form, **by_and_at):
        workflow.decide_later_date(move=move, **form.cleaned_data, **by_and_at)

    @admin.display(description="decided", ordering="outcome")
    def decided(self, obj):
        if obj.outcome:
            return f"{obj.get_outcome_display()}: {obj.decided_where}"
        return format_html('<a href="{}">Decide</a>', self.address(obj, "decide"))


@admin.register(SignOff)
class SignOffAdmin(LogAdmin):
    """The steps of sign-off."""

    list_display = ("about", "step", "effective_on", "by", "checked_by", "where", "is_public")
    list_filter = ("step",)
    list_select_related = ("by", "checked_by")


@admin.register(HelpAnswer)
class HelpAnswerAdmin(LogAdmin):
    """Answers to requests for help."""

    list_display = ("about", "words", "by", "recorded_at", "is_public")
    list_select_related = ("by",)


@admin.register(MilestoneChange)
class MilestoneChangeAdmin(LogAdmin):
    """Milestones that were added, moved or dropped after the action was public."""

    list_display = ("about", "milestone", "kind", "from_date", "to_date", "why", "agreed_by")
    list_filter = ("kind",)
    list_select_related = ("milestone__action",)


@admin.register(Amendment)
class AmendmentAdmin(LogAdmin):
    """Changes to what was promised: of a plan, or of one of its actions."""

    reach = "plan__council"
    names_read = ("action__plan", "plan__council")
    list_display = ("about", "field", "old", "new", "why", "agreed_by", "recorded_at")
    list_filter = ("field",)

    def address(self, obj, page):
        if page == "change" and obj.action_id is None:
            return reverse("admin:improvement_plan_change", args=[obj.plan_id])
        return super().address(obj, page)

    @admin.display(description="of")
    def about(self, obj):
        name = obj.action or obj.plan.title
        return format_html('<a href="{}">{}</a>', self.address(obj, "change"), name)


@admin.register(Release)
class ReleaseAdmin(ScopedAdmin):
    """Each publisher's act, with what the screening found and why it was published."""

    reach = "plan__council"
    list_display = ("plan", "at", "by", "answered")
    list_select_related = ("plan__council", "by")
    ordering = ("-at", "-pk")

    @admin.display(description="screening")
    def answered(self, obj):
        return f"{len(obj.answers)} answered" if obj.answers else "nothing found"


@admin.register(Redaction)
class RedactionAdmin(ScopedAdmin):
    """That words about a person were removed: from which row, by whom, when, why."""

    reach = "council"
    list_display = ("model", "row_id", "fields", "at", "by", "why")
    list_select_related = ("by",)
    ordering = ("-at", "-pk")
