"""The filters beside the list of actions. None of them reads a list of choices."""

from django import forms
from django.contrib import admin
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councils.days import day_of
from councils.scoping import LookUp
from improvement.models import ActionState, Confidence, Evidence, Status, Step
from improvement.rules import BY_CODE
from improvement.work.inside import INTERNAL


class _StateFilter(admin.SimpleListFilter):
    """A filter on the internal state, which is joined once."""

    def stated(self, queryset, *conditions, **values):
        states = ActionState.objects.filter(audience=INTERNAL, action=OuterRef("pk"))
        return queryset.filter(Exists(states.filter(*conditions, **values)))


class AttentionFilter(_StateFilter):
    """What wants somebody to do something."""

    title = "needs attention"
    parameter_name = "attention"
    BY_RULE = {
        "late": "late",
        "silent": "silent",
        "returned": "returned",
        "unproved": "unevidenced",
        "leaderless": "no-lead",
    }
    BY_STATE = {
        "release": Q(waiting_since__isnull=False),
        "asked": Q(asked_for__isnull=False),
        "proposed": Q(step=Step.PROPOSED),
    }

    def lookups(self, request, model_admin):
        return [
            ("late", "Late"),
            ("silent", "Not reported on"),
            ("release", "Waits for release"),
            ("asked", "A later date asked for"),
            ("proposed", "Proposed for sign-off"),
            ("returned", "Sent back or reopened"),
            ("unproved", "Complete without evidence"),
            ("unchecked", "Evidence to check"),
            ("draft", "Not public yet"),
            ("leaderless", "Nobody leads it"),
        ]

    def queryset(self, request, queryset):
        asked = self.value()
        if asked in self.BY_RULE:
            rule = BY_CODE[self.BY_RULE[asked]]
            return self.stated(queryset, rule.condition(day_of(timezone.now())))
        if asked in self.BY_STATE:
            return self.stated(queryset, self.BY_STATE[asked])
        if asked == "unchecked":
            unseen = Evidence.objects.filter(checked_at__isnull=True, superseded_by__isnull=True)
            return queryset.filter(Exists(unseen.filter(action=OuterRef("pk"))))
        return queryset.filter(public_at__isnull=True) if asked == "draft" else queryset


class StatusFilter(_StateFilter):
    """Where delivery stands on record."""

    title = "state"
    parameter_name = "status"

    def lookups(self, request, model_admin):
        return [(value, label.capitalize()) for value, label in Status.choices]

    def queryset(self, request, queryset):
        return self.stated(queryset, status=self.value()) if self.value() else queryset


class ConfidenceFilter(_StateFilter):
    """How sure the lead was in the last report."""

    title = "confidence, as last reported"
    parameter_name = "confidence"

    def lookups(self, request, model_admin):
        return [(value, label.capitalize()) for value, label in Confidence.choices]

    def queryset(self, request, queryset):
        return self.stated(queryset, confidence=self.value()) if self.value() else queryset


class LookUpFilter(admin.ListFilter):
    """Plan, workstream and lead, found by typing: lists of every choice would be long.

    What can be found is what this person may see, as in any field of the form.
    """

    title = "plan, workstream or lead"
    template = "admin/improvement/action/look_up_filter.html"
    FIELDS = ("plan", "workstream", "lead")

    def __init__(self, request, params, model, model_admin):
        super().__init__(request, params, model, model_admin)
        for name in self.FIELDS:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]
        self.form = forms.Form(self.used_parameters)
        for name in self.FIELDS:
            field = model._meta.get_field(name)
            self.form.fields[name] = forms.ModelChoiceField(
                label=field.verbose_name.capitalize(),
                queryset=model_admin.get_field_queryset(None, field, request),
                widget=LookUp(field, model_admin.admin_site),
                required=False,
            )

    def expected_parameters(self):
        return list(self.FIELDS)

    def has_output(self):
        return True

    def choices(self, changelist):
        """What else the address asks for: kept while this filter is changed."""
        asked = {name: values[-1] for name, values in changelist.filter_params.items()}
        asked |= changelist.params
        return [
            {"name": name, "value": value}
            for name, value in asked.items()
            if name not in {*self.FIELDS, "p"}
        ]

    def queryset(self, request, queryset):
        self.form.is_valid()  # a choice out of reach is no choice, and filters nothing
        return queryset.filter(**{name: row for name, row in self.form.cleaned_data.items() if row})
