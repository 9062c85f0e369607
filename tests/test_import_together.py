"""Two clerks at the same moment, each with a connection of their own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from improvement.models import Reading
from improvement.readings.kind import Readings
from inspections.models import Recommendation
from tests import factories, tables
from tests import recommendations_in as saving
from tests.factories import NOW
from tests.indicator_factories import IndicatorFactory

pytestmark = pytest.mark.django_db(transaction=True)

THREE = b"Ref,Text\r\n1,Make every plan clear.\r\n2,Visit in time.\r\n3,House the homeless.\r\n"


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, publish_from=None)


def preview(inspection):
    return saving.preview(content=THREE, file_name="a.csv", inspection=inspection, by=None, at=NOW)


def together(*acts):
    """What each act returns, all begun at the same moment."""
    start = threading.Barrier(len(acts), timeout=20)

    def run(act):
        try:
            start.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_a_double_click_saves_once(inspection, clerk):
    batch = preview(inspection)
    done = together(*[lambda: saving.confirm(batch=batch, by=clerk, at=NOW)] * 2)
    assert sorted((one.saved, one.before) for one in done) == [(False, True), (True, False)]
    assert Recommendation.objects.count() == 3


def test_two_clerks_with_the_same_file_save_it_once(inspection, clerk, plan_officer):
    one, other = preview(inspection), preview(inspection)
    done = together(
        lambda: saving.confirm(batch=one, by=clerk, at=NOW),
        lambda: saving.confirm(batch=other, by=plan_officer, at=NOW),
    )
    assert sorted((one.saved, one.before) for one in done) == [(False, False), (True, False)]
    assert Recommendation.objects.count() == 3


def test_a_record_entered_by_hand_at_the_same_moment_is_not_lost(inspection, clerk):
    batch = preview(inspection)
    confirmed, entered = together(
        lambda: saving.confirm(batch=batch, by=clerk, at=NOW),
        lambda: factories.RecommendationFactory(
            inspection=inspection, section="By hand", reference="9", order=1
        ),
    )
    assert isinstance(entered, Recommendation)
    assert Recommendation.objects.count() == (4 if confirmed.saved else 1)


def test_two_officers_with_the_same_readings_save_them_once(council):
    IndicatorFactory(council=council, key="seen")
    content = b"Key,As at,Value\r\nseen,31/3/2025,20\r\n"
    one, other = (tables.preview(Readings(), council, content) for _ in range(2))
    done = together(
        lambda: tables.confirm(Readings(), one), lambda: tables.confirm(Readings(), other)
    )
    assert sorted(each.saved for each in done) == [False, True]
    assert Reading.objects.count() == 1
