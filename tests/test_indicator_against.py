"""A report of on track is held against what is measured."""

import pytest

from tests import factories
from tests.factories import days_ago, moment
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db
WORSE = "Getting worse, though reported on track"


@pytest.mark.parametrize(
    ("values", "said", "told"),
    [
        ((20, 30), {}, True),  # beyond 25, and up from 20, where lower is better
        ((20, 25), {}, False),  # worse, and within what is tolerated
        ((40, 30), {}, False),  # beyond, and getting better
        ((20, 30), {"confidence": "at-risk"}, False),
        ((20, 30), {"status": "complete", "confidence": ""}, False),
        ((20, 30), {"recorded_at": moment(90)}, False),  # an old report is no report
    ],
)
def test_on_track_does_not_fit_a_measure_that_is_beyond_its_tolerance_and_getting_worse(
    client, action, values, said, told
):
    indicator = IndicatorFactory(
        council=action.plan.council, target=20, tolerance=25, plans=[action.plan]
    )
    indicator.actions.add(action)
    for value, days in zip(values, (120, 30), strict=True):
        ReadingFactory(indicator=indicator, as_at=days_ago(days), value=value)
    factories.UpdateFactory(action=action, public=True, **said)
    for row in (action.plan, action):
        html = client.get(row.get_absolute_url()).content.decode()
        assert (WORSE in html) is told
        assert (f'href="#indicator-{indicator.key}"' in html) is told
