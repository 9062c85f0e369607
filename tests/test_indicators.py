"""Indicators and their readings: what can never be false, who may do what, what is public when."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from improvement.indicators.recording import change_target, record_reading, release_readings
from improvement.models import AppendOnlyError, Indicator, Reading
from tests.factories import NOW, days_ago, moment
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(council):
    return IndicatorFactory(council=council, target=20, tolerance=25)


def refused(constraint, make, **fields):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make(**fields)


# --- what the database refuses ---

WRONG_INDICATORS = [
    ("indicator_number_says_of_what", {"unit": "number"}),
    ("indicator_baseline_has_its_date", {"baseline": 20}),
    ("indicator_target_date_has_a_target", {"target_on": days_ago(0)}),
    ("indicator_without_direction_has_no_target", {"polarity": "neither", "target": 20}),
    ("indicator_tolerance_is_on_the_worse_side", {"target": 20, "tolerance": 19}),
    (
        "indicator_tolerance_is_on_the_worse_side",
        {"polarity": "higher", "target": 20, "tolerance": 21},
    ),
    ("indicator_tolerance_is_on_the_worse_side", {"tolerance": 21}),
    ("indicator_polarity_is_known", {"polarity": "up"}),
]


@pytest.mark.parametrize(("constraint", "fields"), WRONG_INDICATORS)
def test_an_indicator_cannot_be(constraint, fields):
    refused(constraint, IndicatorFactory, **fields)


WRONG_READINGS = [
    ("reading_has_a_value_or_a_reason", {"value": None}),
    ("reading_has_a_value_or_a_reason", {"missing": "c"}),
    ("reading_numbers_come_together", {"numerator": 3}),
    ("reading_numbers_come_together", {"numerator": 3, "denominator": 0}),
    ("reading_numbers_come_together", {"numerator": -1, "denominator": 3}),
    ("reading_part_is_within_its_whole", {"numerator": 4, "denominator": 3}),
    ("reading_other_reason_is_given", {"value": None, "missing": "other"}),
    ("reading_hides_only_a_value", {"value": None, "missing": "c", "suppressed": True}),
    ("reading_is_not_from_the_future", {"as_at": days_ago(6)}),
    ("reading_correction_says_why", {"version": 2}),
    ("reading_says_where_it_came_from", {"by": None}),
    ("reading_public_after_it_was_recorded", {"public_at": NOW - timedelta(days=8)}),
]


@pytest.mark.parametrize(("constraint", "fields"), WRONG_READINGS)
def test_a_reading_cannot_be(constraint, fields):
    refused(constraint, ReadingFactory, **fields)


def test_of_one_day_there_is_one_reading_of_each_version(indicator):
    ReadingFactory(indicator=indicator)
    refused("reading_version_of_its_day|UNIQUE", ReadingFactory, indicator=indicator)


def test_a_rate_that_is_no_share_may_have_more_above_than_below(council):
    cases = IndicatorFactory(council=council, unit="number", of_what="cases each")
    ReadingFactory(indicator=cases, value=17, numerator=340, denominator=20)


def test_a_reading_is_neither_edited_nor_deleted(indicator):
    reading = ReadingFactory(indicator=indicator)
    with pytest.raises(AppendOnlyError):
        reading.save()
    with pytest.raises(AppendOnlyError):
        reading.delete()
    with pytest.raises(AppendOnlyError):
        Reading.objects.all().delete()


# --- recording and releasing ---


def test_the_value_is_worked_out_of_the_two_numbers(indicator, plan_officer):
    reading = record_reading(
        indicator=indicator,
        as_at=days_ago(20),
        numerator=Decimal(61),
        denominator=Decimal(300),
        by=plan_officer,
        at=NOW,
    )
    assert (reading.value, reading.version, reading.public_at) == (Decimal("20.3333"), 1, None)


def test_a_reading_waits_for_the_publisher(indicator, plan_officer, publisher, client):
    record = {"indicator": indicator, "as_at": days_ago(20), "by": plan_officer, "at": moment(2)}
    record_reading(value=Decimal(30), **record)
    assert not Reading.objects.in_force(NOW).exists()
    with pytest.raises(PermissionDenied):
        release_readings(indicator=indicator, by=plan_officer, at=NOW)
    assert release_readings(indicator=indicator, by=publisher, at=moment(1)) == 1
    assert Reading.objects.in_force(moment(1)).count() == 1
    assert not Reading.objects.in_force(moment(2)).exists()
    with pytest.raises(ValidationError, match="No reading waits"):
        release_readings(indicator=indicator, by=publisher, at=NOW)


def test_a_correction_stands_in_the_place_of_the_reading_once_it_is_released(
    indicator, plan_officer, publisher
):
    record = {"indicator": indicator, "as_at": days_ago(20), "by": plan_officer}
    record_reading(value=Decimal(30), at=moment(9), **record)
    release_readings(indicator=indicator, by=publisher, at=moment(8))
    with pytest.raises(ValidationError, match="Say why it is corrected"):
        record_reading(value=Decimal(31), at=moment(7), **record)
    record_reading(value=Decimal(31), correction_note="Counted again.", at=moment(7), **record)
    assert [one.value for one in Reading.objects.in_force(NOW)] == [30]
    release_readings(indicator=indicator, by=publisher, at=moment(6))
    assert [one.value for one in Reading.objects.in_force(NOW)] == [31]
    assert [one.value for one in Reading.objects.in_force(moment(7))] == [30]


@pytest.mark.parametrize("who", ["officer", "publisher", "outsider", "clerk"])
def test_only_who_builds_the_plan_records_readings(indicator, who, request):
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        record_reading(indicator=indicator, as_at=days_ago(9), value=Decimal(1), by=by, at=NOW)


def test_words_that_look_like_personal_data_are_refused(indicator, plan_officer):
    with pytest.raises(ValidationError, match="looks like personal data"):
        record_reading(
            indicator=indicator,
            as_at=days_ago(9),
            missing="other",
            missing_note="Ask j.smith@example.org",
            by=plan_officer,
            at=NOW,
        )


def test_what_an_outsider_and_the_public_see_is_what_was_released(
    indicator, reader, outsider, council
):
    ReadingFactory(indicator=indicator)
    ReadingFactory(indicator=indicator, as_at=days_ago(60), public_at=None)
    draft = IndicatorFactory(council=council, publish_from=None)
    ReadingFactory(indicator=draft)
    for user, readings, indicators in [
        (AnonymousUser(), 1, 1),
        (outsider, 1, 1),
        (reader, 3, 2),
    ]:
        assert Reading.objects.visible_to(user, at=NOW).count() == readings
        assert Indicator.objects.visible_to(user, at=NOW).count() == indicators


# --- a target does not move in silence ---


def test_a_changed_target_keeps_the_old_one_and_says_why(indicator, plan_officer):
    changes = {"target": Decimal(22), "tolerance": Decimal(25)}
    [change] = change_target(
        indicator=indicator, changes=changes, why="Demand rose.", by=plan_officer, at=NOW
    )
    assert (change.field, change.old, change.new) == ("target", "20", "22")
    assert change.public_at == NOW
    indicator.refresh_from_db()
    assert indicator.target == 22


def test_a_target_is_not_changed_without_a_reason_or_to_nonsense(indicator, plan_officer):
    act = {"indicator": indicator, "by": plan_officer, "at": NOW}
    with pytest.raises(ValidationError, match="Say why"):
        change_target(changes={"target": Decimal(22)}, why=" ", **act)
    with pytest.raises(ValidationError, match="worse side"):
        change_target(changes={"target": Decimal(30)}, why="It rose.", **act)
    with pytest.raises(ValidationError, match="Only the target"):
        change_target(changes={"polarity": "higher"}, why="It looks better.", **act)
    indicator.refresh_from_db()
    assert (indicator.target, indicator.amendments.count()) == (20, 0)
