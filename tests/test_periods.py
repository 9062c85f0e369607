"""Any past day can be told, in two answers; both equal a second reading of the whole log."""

import os
from datetime import timedelta

import pytest

from councils.days import day_of
from improvement.models import Action, ActionPeriod
from improvement.record import Snapshot, refresh_all
from tests import factories
from tests.random_history import Life
from tests.replay import stood

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def stored(action, view, day):
    found = Action.objects.filter(pk=action.pk).as_at(view, day)
    names = [f"state__{name}" for name in Snapshot.__dataclass_fields__]
    rows = [
        dict(zip(Snapshot.__dataclass_fields__, row, strict=True))
        for row in found.values_list(*names)
    ]
    return rows[0] if rows else None


LIVES = 12 if os.environ.get("CI") else 4  # each takes more than a second


@pytest.mark.parametrize("seed", range(LIVES))
def test_any_day_of_any_life_is_told_as_a_second_reading_of_the_log_tells_it(seed):
    life = Life(seed)
    action = life.live(acts=20)
    # The days with something on them, those about them, and those that reports speak of.
    said = action.updates.values_list("effective_on", flat=True)
    reached = action.reached.values_list("reached_on", flat=True)
    days = {day + ONE_DAY * n for day in life.days | {*said, *reached} for n in (-1, 0, 1)}
    known = {}
    for view in ActionPeriod.View.values:
        for day in days:
            assert stored(action, view, day) == stood(action, view, day, known), (view, day)


def test_the_last_day_seen_is_the_state_of_today():
    life = Life(99)
    action = life.live(acts=30)
    now = action.states.get(audience="public")
    names = Snapshot.__dataclass_fields__
    assert stored(action, "seen", day_of(life.now)) == {name: getattr(now, name) for name in names}


def test_rebuilding_changes_nothing_and_mends_what_was_spoilt():
    action = Life(7).live(acts=20)
    told = list(action.periods.values_list())
    refresh_all()
    assert list(action.periods.values_list()) == told
    action.periods.filter(to_day=None).update(status="complete")
    action.periods.exclude(to_day=None).delete()
    refresh_all()
    columns = [field.attname for field in ActionPeriod._meta.fields if field.name != "id"]
    told_again = list(action.periods.values_list(*columns))
    assert told_again == [row[1:] for row in told]


def test_a_draft_has_no_past():
    draft = factories.ActionFactory(public_at=None)
    factories.UpdateFactory(action=draft)
    assert not draft.periods.exists()


def test_what_was_released_late_was_not_seen_then_and_is_known_now(action):
    factories.UpdateFactory(
        action=action,
        status="complete",
        confidence="",
        recorded_at=factories.moment(20),
        effective_on=factories.days_ago(25),
        public_at=factories.moment(5),
        release=factories.UpdateFactory(public=True).release,
    )
    day = factories.days_ago(10)
    assert stored(action, "seen", day)["status"] == "not-started"
    assert stored(action, "known", day)["status"] == "complete"


def test_what_was_corrected_stays_as_it_was_seen_and_is_gone_from_what_is_known(action):
    wrong = factories.UpdateFactory(
        action=action,
        status="complete",
        confidence="",
        public=True,
        recorded_at=factories.moment(30),
    )
    factories.UpdateFactory(
        action=action,
        status="in-progress",
        public=True,
        corrects=wrong,
        recorded_at=factories.moment(10),
        effective_on=wrong.effective_on,
    )
    day = factories.days_ago(20)
    assert stored(action, "seen", day)["status"] == "complete"
    assert stored(action, "known", day)["status"] == "in-progress"
