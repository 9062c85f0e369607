"""What a measure tells of stands beside it: actions and recommendations that are public."""

import pytest

from tests import factories
from tests.indicator_factories import IndicatorFactory

pytestmark = pytest.mark.django_db


def test_each_names_the_actions_and_recommendations_it_tells_of_that_are_public(
    client, council, plan, action
):
    inspection = factories.InspectionFactory(council=council, slug="of-2024")
    draft = factories.InspectionFactory(council=council, slug="draft", publish_from=None)
    asked = factories.RecommendationFactory(inspection=inspection, reference="7")
    hidden = factories.RecommendationFactory(inspection=draft, reference="8")
    secret = factories.ActionFactory(plan=plan, title="Not public yet", public_at=None)
    indicator = IndicatorFactory(council=council)
    indicator.actions.set([action, secret])
    indicator.recommendations.set([asked, hidden])
    html = client.get(f"{council.get_absolute_url()}indicators/").content.decode()
    assert f'It tells of: <a href="{action.get_absolute_url()}">Action 2.3' in html
    assert f"/inspections/of-2024/#recommendation-{asked.pk}" in html
    assert "Not public yet" not in html
    assert f"#recommendation-{hidden.pk}" not in html
