"""Who ever led an action, asked of the action and asked of the person: one answer."""

from datetime import timedelta

import pytest

from improvement import workflow
from improvement.models import Action
from improvement.workflow.guards import ever_led
from tests import factories
from tests.factories import NOW, TODAY, days_ago

pytestmark = pytest.mark.django_db


def test_the_two_questions_agree(plan, council, person, plan_officer):
    before, now, never = (person(name, council) for name in ("Bo Ash", "Nia Oak", "Kit Elm"))
    first, second = (factories.PostFactory(council=council) for _ in range(2))
    ended = {"started_on": days_ago(900), "ended_on": days_ago(400)}
    first.holdings.create(user=before, **ended)
    second.holdings.create(user=now, started_on=days_ago(30))
    second.holdings.create(user=never, started_on=TODAY + timedelta(days=30))
    made = {"plan": plan, "lead": first}
    handed_over = factories.ActionFactory(**made, added_on=days_ago(500))
    workflow.amend(
        action=handed_over, changes={"lead": second}, why="For now.", by=plan_officer, at=NOW
    )
    led = factories.ActionFactory(**made, added_on=days_ago(400))
    promised_later = factories.ActionFactory(**made, added_on=days_ago(399))
    expected = {before: {handed_over, led}, now: {handed_over}, never: set()}
    for user, actions in expected.items():
        assert set(Action.objects.ever_led_by(user, TODAY)) == actions
        everything = (handed_over, led, promised_later)
        assert {one for one in everything if user.pk in ever_led(one, TODAY)} == actions
