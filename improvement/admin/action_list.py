"""The list of actions: what matters at a glance, and filters that scale."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html

from councils.days import day_of
from improvement.admin.action_filters import (
    AttentionFilter,
    ConfidenceFilter,
    LookUpFilter,
    StatusFilter,
)
from improvement.models import ActionState
from improvement.pages.action_lines import Tag, due_note, record, reported
from improvement.record import internal_row
from improvement.rules import assess
from improvement.wording import day_words
from improvement.work.inside import INTERNAL, measured


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


class ActionList:
    """The columns, filters and speed of the list."""

    list_display = ("action", "plan_title", "leader", "due", "stands", "shows")
    list_display_links = ("action",)
    list_filter = (AttentionFilter, StatusFilter, ConfidenceFilter, LookUpFilter)
    list_select_related = ("plan", "lead", "workstream")
    search_fields = ("reference", "title", "lead__title", "workstream__title", "plan__title")
    search_help_text = "Reference, words of the title, lead, workstream or plan"
    # The very order of an index, which then serves it.
    ordering = ("plan_id", "sorts_as")
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

    def get_changelist_instance(self, request):
        changes = super().get_changelist_instance(request)
        changes.result_list = list(changes.result_list)
        assess_each(changes.result_list, day_of(timezone.now()))
        return changes

    def get_queryset(self, request):
        states = ActionState.objects.filter(audience=INTERNAL).select_related("help_from")
        internal = Prefetch("states", queryset=states, to_attr="internal")
        return super().get_queryset(request).prefetch_related(internal)

    @admin.display(description="action", ordering="sorts_as")
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
        one = obj.assessed
        due = day_words(one.row.due_on) if one.row.due_on else "No date"
        note = due_note(one)
        return format_html("{}<br>{}", due, note) if note else due

    @admin.display(description="reported")
    def stands(self, obj):
        return render_to_string("components/tags.html", {"tags": reported(obj.assessed)})

    @admin.display(description="the record shows")
    def shows(self, obj):
        """What the public page says, and what only insiders know: drafts, and what waits."""
        one, own = obj.assessed, []
        if obj.public_at is None:
            own.append("Draft")
        elif one.row.waiting_since and not one.awaits_release:
            own.append("Waits for release")
        tags = [*record(one), *(Tag("", word) for word in own)]
        return render_to_string("components/tags.html", {"tags": tags})


def assess_each(actions, on) -> None:
    """Hold the actions of one page of the list against the record on the London day `on`."""
    rows = [internal_row(action, action.internal[0]) for action in actions]
    found = assess(measured(rows, on), on)
    by_pk = {one.row.pk: one for one in found}
    for action in actions:
        action.assessed = by_pk[action.pk]
