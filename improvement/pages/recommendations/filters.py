"""The search of the recommendations: the same for the page, the CSV and the JSON."""

import django_filters
from django import forms
from django.db.models import Q
from django.forms import IntegerField

from councils.models import Body
from improvement.pages.filters import Carried
from improvement.pages.recommendations.rows import made_before, published
from improvement.wording import opened
from inspections.models import Framework, Recommendation
from inspections.past import Day

_NAMES = {"list": "council-names", "autocomplete": "off"}
MOST_WORDS = 12


class YearFilter(django_filters.Filter):
    field_class = IntegerField


class RecommendationFilter(Carried, django_filters.FilterSet):
    """Narrows the published recommendations. A wrong value is shown as an error, no more."""

    q = django_filters.CharFilter(label="Words in it", method="with_words", max_length=200)
    council = django_filters.CharFilter(
        label="Council", method="of_council", max_length=100, widget=forms.TextInput(_NAMES)
    )
    year = YearFilter(
        label="Year of the report",
        field_name="inspection__published_on__year",
        min_value=1900,
        max_value=2200,
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    kind = django_filters.CharFilter(
        label="What the report calls it",
        lookup_expr="icontains",
        max_length=80,
        help_text="For example: area for priority action",
    )
    source = django_filters.ChoiceFilter(
        label="Made in",
        field_name="inspection__framework__kind",
        choices=[(kind.value, opened(kind.label)) for kind in Framework.Kind],
        empty_label="Any",
    )
    body = django_filters.ChoiceFilter(
        label="Made to",
        field_name="body__kind",
        choices=[(kind.value, opened(kind.label)) for kind in Body.Kind],
        empty_label="Anyone",
    )
    before = django_filters.ChoiceFilter(
        label="Had been made before",
        method="had_been_made",
        choices=[("yes", "Yes, in an earlier inspection")],
        empty_label="Either",
    )

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ()

    def __init__(self, data, day: Day):
        super().__init__(data, published(day))
        self.day = day

    @property
    def is_active(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def with_words(self, queryset, name, value):
        """All of the words, anywhere in it, in any order."""
        for word in value.split()[:MOST_WORDS]:
            queryset = queryset.filter(text__icontains=word)
        return queryset

    def of_council(self, queryset, name, value):
        council = Q(inspection__council__name__icontains=value) | Q(inspection__council__slug=value)
        return queryset.filter(council)

    def had_been_made(self, queryset, name, value):
        return queryset.filter(made_before(self.day))
