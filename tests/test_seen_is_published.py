"""What was seen is published: what changed after the page was made does not go out unseen."""

import re

import pytest
from django.urls import reverse

from improvement.models import Action, Release, Update
from inspections.models import Inspection
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

CHANGED = "has changed since the page was made"


@pytest.fixture
def desk(publisher, signed_in):
    return signed_in(publisher)


def hidden(html, name="seen"):
    return re.search(rf'name="{name}" value="([0-9a-f]{{64}})"', html)[1]


@pytest.fixture
def draft(council):
    plan = factories.PlanFactory(council=council, publish_from=None, starts_on=TODAY)
    factories.ActionFactory(
        plan=plan, reference="1.1", title="Answer calls", public_at=None, added_on=TODAY
    )
    return plan


def released(desk, plan, seen):
    address = reverse("admin:improvement_plan_release", args=[plan.pk])
    answer = desk.post(address, {"when": "now", "seen": seen}, follow=True)
    plan.refresh_from_db()
    return answer.content.decode()


def test_the_page_shows_everything_that_would_go_out(desk, draft):
    page = desk.get(reverse("admin:improvement_plan_release", args=[draft.pk])).content.decode()
    assert "Answer calls" in page
    assert draft.summary in page
    assert "Due: " in page


@pytest.mark.parametrize("change", ["changed", "added", "removed", "milestone", "plan"])
def test_a_plan_that_changed_meanwhile_is_not_published(desk, draft, change):
    address = reverse("admin:improvement_plan_release", args=[draft.pk])
    seen = hidden(desk.get(address).content.decode())
    action = draft.actions.get()
    if change == "changed":
        Action.objects.filter(pk=action.pk).update(title="Answer some calls")
    elif change == "added":
        factories.ActionFactory(plan=draft, public_at=None, added_on=TODAY)
    elif change == "removed":
        action.delete()
    elif change == "milestone":
        factories.MilestoneFactory(action=action, title="Half of it")
    else:
        type(draft).objects.filter(pk=draft.pk).update(summary="Another summary")
    page = released(desk, draft, seen)
    assert CHANGED in page
    assert draft.publish_from is None
    assert hidden(page) != seen
    released(desk, draft, hidden(page))
    assert draft.publish_from is not None


def test_what_was_seen_is_published_and_its_fingerprint_is_kept(desk, draft):
    address = reverse("admin:improvement_plan_release", args=[draft.pk])
    seen = hidden(desk.get(address).content.decode())
    released(desk, draft, seen)
    assert Release.objects.get(plan=draft).fingerprint == seen


def test_without_the_fingerprint_of_a_page_nothing_is_published(desk, draft):
    assert CHANGED in released(desk, draft, "")
    assert draft.publish_from is None


def test_an_inspection_that_changed_meanwhile_is_not_released(desk, council):
    inspection = factories.InspectionFactory(council=council, publish_from=None)
    asked = factories.RecommendationFactory(inspection=inspection, text="Answer calls.")
    address = reverse("admin:inspections_inspection_release", args=[inspection.pk])
    page = desk.get(address).content.decode()
    assert "Answer calls." in page
    asked.text = "Answer no calls."
    asked.save()
    answer = desk.post(address, {"when": "now", "seen": hidden(page)}).content.decode()
    assert CHANGED in answer
    assert Inspection.objects.get(pk=inspection.pk).publish_from is None
    desk.post(address, {"when": "now", "seen": hidden(answer)})
    assert Inspection.objects.get(pk=inspection.pk).publish_from is not None


def test_a_report_whose_words_were_taken_out_meanwhile_is_not_released(desk, action, officer):
    update = factories.UpdateFactory(action=action, by=officer, what_changed="All of it.")
    address = reverse("admin:improvement_plan_release-reports", args=[action.plan_id])
    page = desk.get(address).content.decode()
    key = f"update-{update.pk}"
    Update.objects.filter(pk=update.pk).update(what_changed="Some of it.")
    data = {"kind": "release-reports", key: "on", f"seen-{key}": hidden(page, f"seen-{key}")}
    assert CHANGED in desk.post(address, data).content.decode()
    update.refresh_from_db()
    assert update.public_at is None


def test_an_added_action_that_changed_meanwhile_is_not_published(desk, plan):
    extra = factories.ActionFactory(plan=plan, public_at=None, added_on=TODAY)
    address = reverse("admin:improvement_plan_publish-actions", args=[plan.pk])
    page = desk.get(address).content.decode()
    key = f"action-{extra.pk}"
    Action.objects.filter(pk=extra.pk).update(title="Something else")
    data = {"kind": "publish-actions", key: "on", f"seen-{key}": hidden(page, f"seen-{key}")}
    assert CHANGED in desk.post(address, data).content.decode()
    extra.refresh_from_db()
    assert extra.public_at is None
