"""Where an action stands: the rules of `record.snapshot`, at their edges, and who sees what."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db.migrations.loader import MigrationLoader

from councils.days import LONDON
from improvement.apps import _read_the_past
from improvement.models import Action, ActionState, Step
from improvement.record import refresh
from improvement.rules import BY_CODE
from tests import factories
from tests.factories import NOW, TODAY, moment

pytestmark = pytest.mark.django_db


def state(action, audience="public"):
    return ActionState.objects.get(action=action, audience=audience)


def holding(code, day, audience="public"):
    """The actions of which a rule holds on the day, as the database finds them."""
    states = ActionState.objects.filter(BY_CODE[code].condition(day), audience=audience)
    return Action.objects.filter(states__in=states)


def on(day):
    return holding("late", day)


def test_an_action_is_overdue_from_the_day_after_its_due_date():
    action = factories.ActionFactory(original_due=TODAY)
    assert action not in on(TODAY)
    assert action in on(TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("at", "overdue"),
    [
        (datetime(2026, 7, 1, 23, 59, tzinfo=LONDON), False),
        (datetime(2026, 7, 2, 0, 0, tzinfo=LONDON), True),
    ],
)
def test_overdue_turns_at_midnight_in_london_in_summer_too(at, overdue):
    from councils.days import day_of

    action = factories.ActionFactory(original_due=date(2026, 7, 1))
    assert (action in on(day_of(at))) is overdue


def test_an_action_without_a_known_date_is_never_overdue():
    action = factories.ActionFactory(original_due=None)
    assert action not in on(date(2099, 1, 1))


@pytest.mark.parametrize("status", ActionState.CLOSED)
def test_what_is_closed_is_not_overdue(status):
    action = factories.ActionFactory(original_due=factories.days_ago(90))
    into = factories.ActionFactory(plan=action.plan) if status in ("merged", "replaced") else None
    factories.UpdateFactory(
        action=action, public=True, status=status, confidence="", into=into, next_check_on=TODAY
    )
    assert action not in on(TODAY)


def test_silence_begins_the_day_after_the_interval_ends():
    action = factories.ActionFactory(plan__reporting_interval_days=31)
    factories.UpdateFactory(action=action, public=True, recorded_at=moment(31))
    assert action not in holding("silent", TODAY)
    assert action in holding("silent", TODAY + timedelta(days=1))


def test_an_action_never_reported_on_is_silent_an_interval_after_it_was_added():
    action = factories.ActionFactory(
        plan__reporting_interval_days=31, added_on=factories.days_ago(32)
    )
    assert action in holding("silent", TODAY, "public")


def test_a_report_that_waits_for_its_release_is_no_silence_and_tells_nothing_yet():
    action = factories.ActionFactory(added_on=factories.days_ago(60))
    assert action in holding("silent", TODAY, "public")
    factories.UpdateFactory(action=action, status="complete", confidence="")
    assert action not in holding("silent", TODAY, "public")
    assert action not in holding("silent", TODAY, "internal")
    assert (state(action).status, state(action).last_heard_on) == ("not-started", None)


def test_the_latest_in_effect_counts_not_the_latest_typed():
    action = factories.ActionFactory()
    factories.UpdateFactory(action=action, public=True, status="complete", confidence="")
    factories.UpdateFactory(
        action=action, public=True, effective_on=factories.days_ago(40), status="not-started"
    )
    assert state(action).status == "complete"


def test_an_unreleased_correction_does_not_change_what_the_public_sees():
    action = factories.ActionFactory()
    wrong = factories.UpdateFactory(action=action, public=True, status="complete", confidence="")
    factories.UpdateFactory(action=action, corrects=wrong)
    assert state(action).status == "complete"
    assert state(action, "internal").status == "in-progress"


def test_delivered_counts_from_the_first_day_without_a_break():
    action = factories.ActionFactory()
    for days, status in ((90, "complete"), (60, "in-progress"), (30, "complete"), (5, "complete")):
        factories.UpdateFactory(
            action=action,
            public=True,
            recorded_at=moment(days),
            status=status,
            confidence="on-track" if status == "in-progress" else "",
        )
    assert state(action).delivered_on == factories.days_ago(30)


def test_evidence_is_counted_for_the_public_as_a_fact_before_its_title_is_released():
    action = factories.ActionFactory()
    factories.EvidenceFactory(action=action)
    assert (state(action).evidence, state(action).evidenced) == (1, False)


def test_sign_off_of_an_unreleased_claim_is_unknown_to_the_public(secretary):
    action = factories.ActionFactory()
    claim = factories.UpdateFactory(action=action, status="complete", confidence="")
    action.sign_offs.create(
        claim=claim, step=Step.PROPOSED, effective_on=TODAY, by=secretary, recorded_at=NOW
    )
    refresh([action.pk])
    assert state(action).step == ""
    assert state(action, "internal").step == "proposed"


def test_reading_again_changes_nothing():
    action = factories.ActionFactory()
    factories.UpdateFactory(action=action, public=True)
    assert refresh([action.pk]) == 0


def test_after_a_migration_of_ours_every_state_is_read_again(action):
    ActionState.objects.filter(action=action).update(unchanged=7)
    others = SimpleNamespace(app_label="councils", name="0001_initial"), False
    [(app, last)] = MigrationLoader(None).graph.leaf_nodes("improvement")
    ours = SimpleNamespace(app_label=app, name=last)
    for plan in ([others], [others, (ours, True)]):
        _read_the_past(plan=plan)
        assert set(action.states.values_list("unchanged", flat=True)) == {7}
    _read_the_past(plan=[others, (ours, False)])
    assert set(action.states.values_list("unchanged", flat=True)) == {0}
