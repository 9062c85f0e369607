"""The list of actions: what matters at a glance, and filters that scale."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join

from councils.days import day_of
from improvement.models import ActionState, Confidence, Evidence, Status, Step
from improvement.pages import lines
from improvement.progress import assess
from improvement.wording import day_words
from improvement.work.inside import INTERNAL, row_of


class QuickPaginator(Paginator):
    """As quick over 100,000 rows as over 1,000."""

    MOST = (
        5_000  # counted no further: nobody leafs so far, and a whole count costs more than a page
    )

    @cached_property
    def count(self):
        return self.object_list.order_by()[: self.MOST].count()

    def page(self, number):
        """The keys of the page's rows are found first, by the index of the order alone.

        With the joins of the columns in the same query, SQLite sorts every row after `ANALYZE`.
        """
        page = super().page(number)
        keys = page.object_list.values("pk")
        page.object_list = self.object_list.filter(pk__in=keys)
        return page


class _StateFilter(admin.SimpleListFilter):
    """A filter on the internal state, which is joined once."""

    def stated(self, queryset, **conditions):
        states = ActionState.objects.filter(audience=INTERNAL, action=OuterRef("pk"), **conditions)
        return queryset.filter(Exists(states))


class AttentionFilter(_StateFilter):
    """What wants somebody to do something."""

    title = "needs attention"
    parameter_name = "attention"

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
        today, asked = day_of(timezone.now()), self.value()
        is_open = {"status__in": ActionState.OPEN}
        conditions = {
            "late": is_open | {"due_on__lt": today},
            "silent": is_open | {"report_due_on__lt": today},
            "release": {"waiting_since__isnull": False},
            "asked": {"asked_for__isnull": False},
            "proposed": {"step": Step.PROPOSED},
            "returned": {"step__in": (Step.RETURNED, Step.REOPENED)},
            "unproved": {"status__in": ActionState.DELIVERED, "evidence": 0},
        }
        if asked in conditions:
            return self.stated(queryset, **conditions[asked])
        if asked == "unchecked":
            unseen = Evidence.objects.filter(checked_at__isnull=True, superseded_by__isnull=True)
            return queryset.filter(Exists(unseen.filter(action=OuterRef("pk"))))
        if asked == "draft":
            return queryset.filter(public_at__isnull=True)
        return queryset.filter(lead__isnull=True) if asked == "leaderless" else queryset


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
                widget=AutocompleteSelect(field, model_admin.admin_site),
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


class ActionList:
    """The columns, filters and speed of the list."""

    list_display = ("action", "plan_title", "leader", "due", "stands", "shows")
    list_display_links = ("action",)
    list_filter = (AttentionFilter, StatusFilter, ConfidenceFilter, LookUpFilter)
    list_select_related = ("plan", "lead", "workstream")
    search_fields = ("reference", "title", "lead__title", "workstream__title", "plan__title")
    search_help_text = "Reference, words of the title, lead, workstream or plan"
    # The very order of the unique constraint, whose index then serves it.
    ordering = ("plan_id", "reference")
    paginator = QuickPaginator
    show_facets = admin.ShowFacets.NEVER

    @property
    def media(self):
        """With what the look-ups beside the list, and the tags in it, need."""
        field = self.opts.get_field("plan")
        looks_up = AutocompleteSelect(field, self.admin_site).media
        return super().media + looks_up + forms.Media(css={"all": ["admin-work.css"]})

    def lookup_allowed(self, lookup, value, request):
        return lookup in LookUpFilter.FIELDS or super().lookup_allowed(lookup, value, request)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Actions"} | (extra_context or {}))

    def get_queryset(self, request):
        states = ActionState.objects.filter(audience=INTERNAL)
        internal = Prefetch("states", queryset=states, to_attr="internal")
        return super().get_queryset(request).prefetch_related(internal)

    @admin.display(description="action", ordering="reference")
    def action(self, obj):
        return f"{obj.reference} {obj.title}"

    @admin.display(description="plan", ordering="plan_id")
    def plan_title(self, obj):
        return obj.plan.title

    @admin.display(description="lead", ordering="lead__title")
    def leader(self, obj):
        return obj.lead.title if obj.lead else "Nobody yet"

    @admin.display(description="due", ordering="original_due")
    def due(self, obj):
        """As agreed now; under it where it moved from."""
        one = assessed(obj)
        due = day_words(one.row.due_on) if one.row.due_on else "No date"
        note = lines.due_note(one)
        return format_html("{}<br>{}", due, note) if note else due

    @admin.display(description="reported")
    def stands(self, obj):
        return lines.reported(assessed(obj))

    @admin.display(description="the record shows")
    def shows(self, obj):
        """What the public page says, and what only insiders know: drafts, and what waits."""
        one, own = assessed(obj), []
        if obj.public_at is None:
            own.append("Draft")
        elif one.row.waiting_since and not one.awaits_release:
            own.append("Waits for release")
        tags = format_html_join(" ", '<span class="tag">{}</span>', ((word,) for word in own))
        return format_html("{} {}", lines.record(one), tags)


def assessed(action):
    """The action held against the record as of today, once a row of the list."""
    if not hasattr(action, "_assessed"):
        row = row_of(action, action.internal[0])
        action._assessed = assess([row], day_of(timezone.now()))[0]
    return action._assessed
