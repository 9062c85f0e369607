"""Recommendations, and the links between those that return."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from councils.access import Can
from councils.scoping import CheckedForm, ScopedAdmin, WithdrawableAdmin
from inspections.corrections import withdraw_recommendation
from inspections.models import Recommendation, RecommendationLink, Report
from inspections.recommendations.wording import provenance


class FindingStateFilter(admin.SimpleListFilter):
    """As public as its inspection, unless withdrawn."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("draft", "draft"), ("public", "public"), ("withdrawn", "withdrawn")]

    def queryset(self, request, queryset):
        withdrawn = Q(withdrawn_at__isnull=False) | Q(inspection__withdrawn_at__isnull=False)
        released = Q(inspection__publish_from__lte=timezone.now())
        return {
            "draft": queryset.exclude(withdrawn).exclude(released),
            "public": queryset.exclude(withdrawn).filter(released),
            "withdrawn": queryset.filter(withdrawn),
        }.get(self.value(), queryset)


@admin.register(Recommendation)
class RecommendationAdmin(WithdrawableAdmin):
    """Recommendations in the report's own words, by inspection."""

    reach = "inspection__council"
    add_needs = change_needs = delete_needs = Can.EDIT_FINDINGS
    list_display = ("number", "words", "inspection", "body", "state")
    list_display_links = ("number", "words")
    list_filter = (FindingStateFilter, "inspection")
    names_read = ("inspection__framework", "inspection__council", "body")
    search_fields = ("text", "section", "reference", "council_reference")
    search_help_text = "Words, section or reference"
    autocomplete_fields = ("inspection", "body", "responsible")
    readonly_fields = ("state", "withdrawn_why", "came_from")
    fieldsets = (
        (None, {"fields": ("state", "withdrawn_why", "inspection", "body", "came_from")}),
        (
            "As the report prints it",
            {
                "description": "These words are the inspectorate's. Correct them only where they "
                "were read or typed wrongly: you correct the reading, the words stay theirs. The "
                "public sees the correction at once, and the history keeps what stood before.",
                "fields": ("section", "order", "reference", "kind", "text", "timescale", "page"),
            },
        ),
        ("The council's own", {"fields": ("council_reference", "responsible")}),
    )

    def get_readonly_fields(self, request, obj=None):
        moves = ("inspection",) if obj else ()
        return (*super().get_readonly_fields(request, obj), *moves)

    def was_public(self, obj):
        return obj.inspection.publish_from is not None

    def is_withdrawn(self, obj):
        return super().is_withdrawn(obj) or obj.inspection.withdrawn_at is not None

    def acts_for(self, request, obj):
        public = obj.inspection.is_released(timezone.now())
        return super().acts_for(request, obj) if public else []

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(request, context, add, change, form_url, obj)
        if obj is not None and obj.imported_by_id:
            response.context_data["record_tools"] += self._where_from(request, obj)
        return response

    def _where_from(self, request, obj):
        """The page of the report that it was read from, for who may see that report here."""
        seen = Report.objects.visible_to(request.user, at=timezone.now())
        if not seen.filter(pk=obj.imported_by_id).exists():
            return []
        address = reverse("admin:inspections_report_file", args=[obj.imported_by_id])
        page = f"#page={obj.page}" if obj.page else ""
        words = f"Page {obj.page} of the report" if obj.page else "The report"
        return [(f"{words} it was read from", f"{address}{page}")]

    def withdraw(self, record, form, **by_and_at):
        withdraw_recommendation(recommendation=record, why=form.cleaned_data["why"], **by_and_at)

    @admin.display(description="number", ordering="order")
    def number(self, obj):
        return obj.label or f"no number, {obj.order} in its section"

    @admin.display(description="recommendation")
    def words(self, obj):
        return Truncator(obj.text).words(20)

    @admin.display(description="came from")
    def came_from(self, obj):
        """The file, sheet and row that made it; nothing where a person typed it."""
        return provenance(obj) if obj.imported_by_id else "typed in by hand"

    @admin.display(description="state")
    def state(self, obj):
        """As public as its inspection, and withdrawn with it."""
        if self.is_withdrawn(obj):
            return "withdrawn"
        return "public" if obj.inspection.is_released(timezone.now()) else "draft"


class LinkForm(CheckedForm):
    """Both recommendations were made to bodies of one council."""

    def clean(self):
        cleaned = super().clean()
        earlier, later = cleaned.get("earlier"), cleaned.get("later")
        if earlier and later and earlier.inspection.council_id != later.inspection.council_id:
            raise ValidationError("These two belong to different councils.")
        return cleaned


@admin.register(RecommendationLink)
class RecommendationLinkAdmin(ScopedAdmin):
    """ "We have been here before": a later recommendation that repeats an earlier one."""

    reach = "later__inspection__council"
    add_needs = change_needs = delete_needs = Can.EDIT_FINDINGS
    form = LinkForm
    list_display = ("later_words", "earlier_words", "note", "by")
    list_select_related = ("by",)
    names_read = ("later__inspection", "earlier__inspection")
    search_fields = ("note", "later__text", "earlier__text")
    search_help_text = "Words of the note or of either recommendation"
    autocomplete_fields = ("later", "earlier")
    fields = ("later", "earlier", "note")

    def get_readonly_fields(self, request, obj=None):
        """Which two it joins stays: the public is told when a link goes."""
        both = ("later", "earlier") if obj else ()
        return (*super().get_readonly_fields(request, obj), *both)

    def where(self, request, rows, needs):
        """Both ends must lie within reach, so that no link shows another council's draft."""
        rows = super().where(request, rows, needs)
        seen = self.admin_site.get_model_admin(Recommendation).rows(request)
        return rows.filter(earlier__in=seen.values("pk"), later__in=seen.values("pk"))

    def save_model(self, request, obj, form, change):
        obj.by = obj.by or request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="the later recommendation", ordering="later")
    def later_words(self, obj):
        return Truncator(obj.later.text).words(15)

    @admin.display(description="the earlier one")
    def earlier_words(self, obj):
        return Truncator(obj.earlier.text).words(15)
