"""A draft is deleted with all that hangs on it; nothing public goes with it."""

import pytest
from django.core.exceptions import ValidationError

from councils import drafts
from improvement.models import Action, Plan, Update, Workstream
from inspections.models import Import, Inspection, Recommendation, RecommendationLink, ReportVersion
from tests import factories
from tests.cast import sign_in
from tests.intruder import rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(council, colleague):
    """A draft of every kind, with a report, evidence, an import and a PDF behind them."""
    return {type(row): row for row in rows_of(council, colleague)}


def delete(client, kind, row):
    address = f"/admin/{kind}/{row.pk}/delete/"
    page = client.get(address)
    return page, client.post(address, {"post": "yes"})


def test_a_draft_plan_goes_with_its_workstreams_actions_and_reports(draft, plan_officer):
    page, answer = delete(sign_in(plan_officer), "improvement/plan", draft[Plan])
    assert "Workstream: " in page.text
    assert answer.status_code == 302
    for model in (Plan, Workstream, Action, Update):
        assert not model.objects.exists(), model
    assert Inspection.objects.exists()


def test_a_draft_inspection_goes_with_what_was_read_into_it(draft, clerk):
    _, answer = delete(sign_in(clerk), "inspections/inspection", draft[Inspection])
    assert answer.status_code == 302
    for model in (Inspection, Recommendation, RecommendationLink, ReportVersion):
        assert not model.objects.exists(), model
    assert not Import.objects.filter(kind__in=["recommendations", "report"]).exists()


def test_what_a_public_record_rests_on_stands(draft, clerk, action):
    action.recommendations.add(draft[Recommendation])
    with pytest.raises(ValidationError, match="is public, or will be, and rests on it"):
        drafts.delete_with_all(draft[Inspection])
    page, answer = delete(sign_in(clerk), "inspections/inspection", draft[Inspection])
    assert "rests on it" in page.text
    assert Inspection.objects.filter(pk=draft[Inspection].pk).exists()
    assert action.recommendations.exists()


def test_what_is_public_is_withdrawn_and_never_deleted(action, plan_officer):
    _, answer = delete(sign_in(plan_officer), "improvement/plan", action.plan)
    assert answer.status_code == 403
    with pytest.raises(ValidationError):
        drafts.delete_with_all(action.plan)


def test_a_draft_that_returns_from_a_public_recommendation_takes_its_link_along(council, clerk):
    public = factories.RecommendationFactory(
        inspection=factories.InspectionFactory(council=council)
    )
    inspection = factories.InspectionFactory(council=council, publish_from=None)
    later = factories.RecommendationFactory(inspection=inspection)
    RecommendationLink.objects.create(earlier=public, later=later, by=clerk)
    assert delete(sign_in(clerk), "inspections/inspection", inspection)[1].status_code == 302
    assert list(Recommendation.objects.all()) == [public]
