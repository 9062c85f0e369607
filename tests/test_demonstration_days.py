"""The demonstration tells the same story on whatever day it is loaded."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from hypothesis import given, settings
from hypothesis import strategies as st

from councils.days import LONDON, day_of, is_working_day, working_days_between
from improvement import demonstration
from improvement.demonstration.files import FileEntry
from improvement.demonstration.plans import Production
from improvement.demonstration.timetable import Timetable, months_from
from improvement.models import ActionState, Evidence, SignOff, Update
from improvement.record import refresh_all
from inspections.models import Inspection
from inspections.reference.frameworks import load_frameworks

DAYS = st.dates(date(2026, 1, 1), date(2035, 12, 31))
# A new year; a leap day; the night on which the clocks change.
ODD_MOMENTS = [
    datetime(2027, 1, 1, 0, 5, tzinfo=LONDON),
    datetime(2028, 2, 29, 23, 50, tzinfo=LONDON),
    datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
]


@pytest.fixture(scope="module")
def plans():
    """The plans that are published; nothing of them is played."""
    names = ("exampleton/improvement-plan", "sampleby/care-leavers")
    return [Production.read(demonstration.FOLDER, name, Timetable(date.min)) for name in names]


@given(today=DAYS)
@settings(max_examples=60, deadline=None)
def test_everything_happens_on_working_days_in_office_hours_and_before_today(plans, today):
    for plan in plans:
        for at, _, _ in replace(plan, timetable=Timetable(today)).events():
            assert is_working_day(at.date()), at
            assert time(9) <= at.time() <= time(18), at
            assert at.date() < today


@given(today=DAYS)
@settings(max_examples=60, deadline=None)
def test_every_story_is_told_in_the_order_in_which_it_happened(plans, today):
    for plan in plans:
        on_this_day = replace(plan, timetable=Timetable(today))
        for place, (promise, _) in enumerate(on_this_day.promises()):
            moments = [at for _, at in on_this_day.story(promise, place)]
            assert moments == sorted(moments), promise.name


@given(today=DAYS)
@settings(max_examples=60, deadline=None)
def test_the_plan_answers_the_report_within_seventy_working_days(plans, today):
    timetable = Timetable(today)
    found = FileEntry.read(demonstration.FOLDER, "exampleton/findings.toml").tables("inspection")
    report = next(one for one in found if one.get("key") == "inspection")
    received = timetable.release_day(report.when())
    answered = timetable.release_day(plans[0].data.when("published"))
    assert working_days_between(received, answered) <= 67


def test_months_are_counted_as_people_count_them():
    assert months_from(date(2028, 2, 29), -12) == date(2027, 2, 28)
    assert months_from(date(2027, 1, 1), -1) == date(2026, 12, 1)
    assert months_from(date(2026, 12, 31), 2) == date(2027, 2, 28)


def told(today):
    """What the public can see of each action, as far as it does not name a day."""
    return {
        (state.action.plan.slug, state.action.reference): (
            *(state.status, state.claimed, state.confidence, state.step, state.impact),
            *(state.moves, state.evidence, state.evidenced, bool(state.waiting_since)),
            state.status in ActionState.OPEN and state.due_on < today,
            state.status in ActionState.OPEN and state.report_due_on < today,
            state.asked_for is not None and state.asked_for > today,
        )
        for state in ActionState.objects.filter(
            audience=ActionState.Audience.PUBLIC
        ).select_related("action__plan")
    }


@pytest.fixture(scope="module")
def told_on_a_usual_day():
    return {}


@pytest.mark.skipif(not os.environ.get("CI"), reason="it loads it again: only with CI set")
@pytest.mark.parametrize("at", ODD_MOMENTS, ids=str)
def test_it_loads_on_an_odd_day_and_tells_the_same_story(db, settings, told_on_a_usual_day, at):
    settings.DEBUG = True
    load_frameworks(Path(site.ROOT) / "fixtures")
    demonstration.load(at=at)
    today = day_of(at)
    assert told(today) == told_on_a_usual_day.setdefault("story", told(today))
    assert refresh_all() == 0
    visits = Inspection.objects.filter(council__slug="exampleton")
    assert all(is_working_day(visit.fieldwork_start) for visit in visits)
    assert all(is_working_day(visit.published_on) for visit in visits)
    assert all(is_working_day(piece.dated) for piece in Evidence.objects.all())
    assert Update.objects.latest("recorded_at").recorded_at < at - timedelta(days=1)
    assert SignOff.objects.count() > 25


def test_it_is_refused_where_debug_is_off(db):
    with pytest.raises(demonstration.CannotLoad, match="DEBUG"):
        demonstration.load(at=ODD_MOMENTS[0])


def test_it_is_refused_without_reference_data(db, settings):
    settings.DEBUG = True
    with pytest.raises(demonstration.CannotLoad, match="load_reference"):
        demonstration.load(at=ODD_MOMENTS[0])
