"""Records of indicators and their readings for tests: the plainest valid ones."""

from datetime import timedelta

import factory
from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from improvement.models import Indicator, Reading
from tests.factories import LONG_AGO, NOW, CouncilFactory, UserFactory, days_ago


class IndicatorFactory(DjangoModelFactory):
    """A public indicator in per cent, lower is better; `publish_from=None` makes it a draft."""

    class Meta:
        model = Indicator
        skip_postgeneration_save = True

    council = SubFactory(CouncilFactory)
    key = Sequence(lambda n: f"measure-{n}")
    name = Sequence(lambda n: f"Measure {n}")
    for_children = "Children tell their story once."
    unit = "percent"
    polarity = "lower"
    frequency = "yearly"
    source = "The council's own count"
    small_numbers = "not-children"
    publish_from = LONG_AGO

    @factory.post_generation
    def plans(self, create, extracted, **kwargs):
        if create and extracted:
            self.plans.set(extracted)

    @factory.post_generation
    def actions(self, create, extracted, **kwargs):
        if create and extracted:
            self.actions.set(extracted)


class ReadingFactory(DjangoModelFactory):
    """A public reading of last month; `public_at=None` makes it wait for release."""

    class Meta:
        model = Reading

    indicator = SubFactory(IndicatorFactory)
    as_at = LazyAttribute(lambda reading: days_ago(30))
    unit = SelfAttribute("indicator.unit")
    value = "23.5"
    recorded_at = NOW - timedelta(days=7)
    public_at = SelfAttribute("recorded_at")
    by = SubFactory(UserFactory)
