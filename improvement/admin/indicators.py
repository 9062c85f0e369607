"""Indicators and their readings: an officer of the council measures, a publisher releases."""

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from councils.access import Can
from councils.publishing import State, state_of
from councils.scoping import (
    ActsAdmin,
    Only,
    PublishableAdmin,
    ScopedTabularInline,
    StateFilter,
    posted,
)
from improvement.admin.redaction import REMOVE, WordsRemovable
from improvement.forms.indicators import (
    ChangeTargetForm,
    IndicatorForm,
    ReadingForm,
    ReleaseReadingsForm,
)
from improvement.indicators import recording
from improvement.models import Indicator, IndicatorAmendment, Reading


class IndicatorAmendmentInline(ScopedTabularInline):
    """What was promised and then changed. Written by the act, never here."""

    model = IndicatorAmendment
    reach = "indicator__council"
    add_needs = change_needs = delete_needs = Only.NOBODY
    fields = ("field", "old", "new", "why", "agreed_by", "recorded_at")
    readonly_fields = fields
    verbose_name_plural = "changes to what was promised"


@admin.register(Indicator)
class IndicatorAdmin(PublishableAdmin):
    """What is measured, and what is promised of it."""

    reach = "council"
    add_needs = change_needs = delete_needs = Can.EDIT_PLAN
    form = IndicatorForm
    acts = {
        "reading": "Record a reading",
        "release-readings": "Release readings",
        "change-target": "Change what is promised",
    } | PublishableAdmin.acts
    fixed_once_public = (
        # What is measured stays what it was: under another name old figures tell another story.
        *("council", "key", "name", "subject", "unit", "of_what", "decimals", "polarity"),
        *("small_numbers", "baseline", "baseline_on"),
        *Indicator.PROMISED,
    )
    list_display = ("name", "council", "subject", "polarity", "target", "state", "its_readings")
    list_filter = (StateFilter, "subject", "polarity", "council")
    names_read = ("council",)
    search_fields = ("name", "key", "council__name")
    search_help_text = "Name, key or council"
    autocomplete_fields = ("plans", "actions", "recommendations")
    radio_fields = {
        "polarity": admin.VERTICAL,
        "subject": admin.VERTICAL,
        "small_numbers": admin.VERTICAL,
    }
    readonly_fields = ("state", "withdrawn_why", "its_readings")
    inlines = (IndicatorAmendmentInline,)
    fieldsets = (
        (None, {"fields": ("state", "withdrawn_why", "its_readings")}),
        (
            "What the public sees",
            {
                "fields": (
                    *("council", "name", "key", "for_children", "subject"),
                    ("unit", "of_what", "decimals"),
                    *("polarity", ("frequency", "lag_days"), "source", "source_url"),
                )
            },
        ),
        ("Small numbers", {"fields": ("small_numbers",)}),
        (
            "What is promised",
            {
                "fields": (("baseline", "baseline_on"), ("target", "target_on"), "tolerance"),
                "description": "Public. Once released, target and tolerance change only with a "
                "reason that the public reads.",
            },
        ),
        ("Where it stands", {"fields": ("plans", "actions", "recommendations")}),
    )

    def get_inlines(self, request, obj):
        return self.inlines if obj is not None else ()

    def acts_for(self, request, obj):
        state, acts = state_of(obj, timezone.now()), []
        if state is not State.WITHDRAWN and self.may(request, Can.EDIT_PLAN, obj):
            acts.append("reading")
            if self.was_public(obj):
                acts.append("change-target")
        waits = state is State.PUBLIC and obj.readings.waiting().exists()
        if waits and self.may(request, Can.RELEASE, obj):
            acts.append("release-readings")
        return [*acts, *super().acts_for(request, obj)]

    def reading_view(self, request, object_id):
        record = self.record_for(request, object_id, "reading")
        form = ReadingForm(posted(request), indicator=record)
        return self.answer(request, record, "reading", form, self.record_reading)

    def record_reading(self, record, form, **by_and_at):
        recording.record_reading(indicator=record, **form.cleaned_data, **by_and_at)

    def change_target_view(self, request, object_id):
        record = self.record_for(request, object_id, "change-target")
        form = ChangeTargetForm(posted(request), instance=record)
        return self.answer(request, record, "change-target", form, self.change_target)

    def change_target(self, record, form, **by_and_at):
        recording.change_target(
            indicator=record,
            changes=form.changes(),
            why=form.cleaned_data["why"],
            agreed_by=form.cleaned_data["agreed_by"],
            **by_and_at,
        )

    def release_readings_view(self, request, object_id):
        record = self.record_for(request, object_id, "release-readings")
        form = ReleaseReadingsForm(posted(request))
        return self.answer(request, record, "release-readings", form, self.release_readings)

    def release_readings(self, record, form, **by_and_at):
        recording.release_readings(indicator=record, **by_and_at)

    def contents(self, record):
        return [record, *record.readings.waiting()]

    def release(self, record, form, **by_and_at):
        """With the readings that were recorded while it was a draft."""
        super().release(record, form, **by_and_at)
        if form.moment is None and record.readings.waiting().exists():
            recording.release_readings(indicator=record, **by_and_at)

    @admin.display(description="readings")
    def its_readings(self, obj):
        if obj.pk is None:
            return "Save the indicator first, then record readings."
        listed = reverse("admin:improvement_reading_changelist")
        return format_html('<a href="{}?indicator={}">See its readings</a>', listed, obj.pk)


@admin.register(Reading)
class ReadingAdmin(WordsRemovable, ActsAdmin):
    """Readings as they were recorded. A correction is a further one, by the indicator's page."""

    reach = "indicator__council"
    acts = REMOVE
    names_read = ("indicator",)
    list_display = (
        *("about", "as_at", "version", "value", "missing", "standing", "is_public"),
        "notes",
    )
    list_display_links = None
    list_filter = (
        "standing",
        "missing",
        ("public_at", admin.EmptyFieldListFilter),
        "indicator",
    )
    list_select_related = ("indicator",)
    ordering = ("-as_at", "-pk")
    search_fields = ("indicator__name", "indicator__key")
    search_help_text = "Name or key of the indicator"

    @admin.display(description="indicator", ordering="indicator__name")
    def about(self, obj):
        address = reverse("admin:improvement_indicator_change", args=[obj.indicator_id])
        return format_html('<a href="{}">{}</a>', address, obj.indicator)

    @admin.display(description="public", boolean=True)
    def is_public(self, obj):
        return obj.public_at is not None

    @admin.display(description="notes")
    def notes(self, obj):
        """The words of it; its own page offers to remove those about a person."""
        said = " ".join(filter(None, (obj.missing_note, obj.correction_note)))
        return format_html('<a href="{}">{}</a>', self.address(obj, "change"), said) if said else ""
