"""The filters and orders of the councils: the same for the page, the CSV and the JSON.

Grades are compared within one scale only. Where a list holds several scales, each is ordered by
itself.
"""

from collections.abc import Callable, Sequence
from datetime import date

import django_filters
from django import forms
from django.db.models import Q

from councils.models import Council
from improvement.pages.councils.rows import CouncilRow, scales_in
from improvement.pages.filters import Carried
from improvement.wording import opened

_NAMES = {"list": "council-names", "autocomplete": "off"}
_NO_GRADE = (2, "", 0)  # after every scale


def _by_grade(sign: int) -> Callable[[CouncilRow], tuple]:
    def key(row):
        if not row.overall:
            return (*_NO_GRADE, row.name)
        return (1, row.overall.scale, sign * row.overall.rank, row.name)

    return key


# Code in the address → what the reader chooses, and the key to sort by.
ORDERS: dict[str, tuple[str, Callable[[CouncilRow], tuple]]] = {
    "name": ("Name", lambda row: (row.name,)),
    "worst": ("Worst grade first", _by_grade(-1)),
    "best": ("Best grade first", _by_grade(1)),
    "newest": (
        "Latest inspection first",
        lambda row: (row.inspected is None, -(row.inspected or date.min).toordinal(), row.name),
    ),
    "longest": (
        "Longest ago first",
        lambda row: (row.inspected is None, row.inspected or date.min, row.name),
    ),
}
_YES_NO = [("yes", "Yes"), ("no", "No")]


class CouncilFilter(Carried, django_filters.FilterSet):
    """Narrows and orders the councils. A wrong value is shown as an error and narrows nothing."""

    name = django_filters.CharFilter(
        label="Name or part of it",
        method="with_name",
        max_length=100,
        widget=forms.TextInput(_NAMES),
    )
    region = django_filters.ChoiceFilter(label="Region", empty_label="All")
    kind = django_filters.ChoiceFilter(
        label="Type",
        choices=[(kind.value, opened(kind.label)) for kind in Council.Kind],
        empty_label="All",
    )
    grade = django_filters.ChoiceFilter(
        label="Latest overall judgement",
        method="with_grade",
        empty_label="Any",
    )
    scale = django_filters.ChoiceFilter(
        label="Scale of that judgement", method="of_scale", empty_label="Any"
    )
    which = django_filters.ChoiceFilter(
        label="Which councils",
        method="with_counted",
        choices=[("today", "Those of today, none invented")],
        empty_label="All",
    )
    intervention = django_filters.ChoiceFilter(
        label="In intervention",
        method="in_intervention",
        choices=_YES_NO,
        empty_label="Any",
    )
    plan = django_filters.ChoiceFilter(
        label="Plan published here",
        method="with_plan",
        choices=_YES_NO,
        empty_label="Any",
    )
    order = django_filters.ChoiceFilter(
        label="Order",
        method="unchanged",
        choices=[(code, label) for code, (label, _) in ORDERS.items()],
        empty_label=None,
        null_label=None,
    )

    class Meta:
        model = Council
        fields: tuple[str, ...] = ()

    def __init__(self, data, rows: Sequence[CouncilRow], *, day: date):
        super().__init__(data, Council.objects.filter(pk__in=[row.pk for row in rows]))
        self.rows, self.day = rows, day
        regions = sorted({row.region for row in rows if row.region})
        self.filters["region"].extra["choices"] = [(region, region) for region in regions]
        graded = sorted({(o.scale, o.rank, o.grade) for row in rows if (o := row.overall)})
        self.filters["grade"].extra["choices"] = [
            (grade, grade) for grade in dict.fromkeys(grade for _, _, grade in graded)
        ]
        scales = scales_in(rows)
        self.filters["scale"].extra["choices"] = [(scale, scale) for scale in scales]
        if len(scales) < 2:
            del self.filters["scale"]  # there is nothing to choose

    @property
    def is_active(self) -> bool:
        return any(self.data.get(name) for name in self.filters if name != "order")

    @property
    def ordered_by(self) -> str:
        """The code of the order asked for; without one, or with a wrong one, by name."""
        return "name" if "order" in self.errors else self.form.cleaned_data["order"] or "name"

    def chosen(self) -> list[CouncilRow]:
        """The councils asked for, in the order asked for; at most one query."""
        rows = self.rows
        if self.is_active:
            chosen = set(self.qs.order_by().values_list("pk", flat=True))
            rows = [row for row in rows if row.pk in chosen]
        return sorted(rows, key=ORDERS[self.ordered_by][1])

    def with_name(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(official_name__icontains=value))

    def with_grade(self, queryset, name, value):
        return self._only(queryset, lambda row: row.overall and row.overall.grade == value)

    def of_scale(self, queryset, name, value):
        return self._only(queryset, lambda row: row.overall and row.overall.scale == value)

    def with_counted(self, queryset, name, value):
        return self._only(queryset, lambda row: row.is_counted(self.day))

    def in_intervention(self, queryset, name, value):
        return self._only(queryset, lambda row: bool(row.intervention) == (value == "yes"))

    def with_plan(self, queryset, name, value):
        return self._only(queryset, lambda row: bool(row.plans) == (value == "yes"))

    def unchanged(self, queryset, name, value):
        return queryset

    def _only(self, queryset, test):
        return queryset.filter(pk__in=[row.pk for row in self.rows if test(row)])
