"""Indicators in the admin: kept by the council's officers, released by its publisher."""

from decimal import Decimal

import pytest
from django.urls import reverse

from improvement.models import Indicator
from tests.factories import days_ago
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db


def address(page, *args):
    return reverse(f"admin:improvement_indicator_{page}", args=args)


@pytest.fixture
def indicator(council):
    return IndicatorFactory(council=council, target=20, tolerance=25)


@pytest.fixture
def officers(signed_in, plan_officer):
    return signed_in(plan_officer)


@pytest.fixture
def publishers(signed_in, publisher):
    return signed_in(publisher)


def filled_in(council, **fields):
    return {
        "council": council.pk,
        "name": "Children seen in time",
        "key": "seen-in-time",
        "subject": "children",
        "unit": "percent",
        "decimals": 1,
        "polarity": "higher",
        "frequency": "quarterly",
        "lag_days": 45,
        "source": "Our own count",
        "small_numbers": "children",
        "target": "95",
        "tolerance": "90",
    } | fields


def test_an_officer_adds_an_indicator_as_a_draft(officers, council, plan):
    page = officers.get(address("add"))
    assert "Decides what the public sees." in page.content.decode()
    officers.post(address("add"), filled_in(council, plans=[plan.pk]))
    made = Indicator.objects.get()
    assert (made.publish_from, list(made.plans.all())) == (None, [plan])


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"tolerance": "96"}, "The tolerance lies on the worse side of the target"),
        ({"polarity": "neither"}, "there is no target to reach"),
        ({"baseline": "5"}, "Give the baseline and its date, or neither."),
        ({"name": "Ask j.smith@example.org"}, "looks like an e-mail address"),
        ({"unit": "number"}, "Say what is counted"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(officers, council, fields, sentence):
    answer = officers.post(address("add"), filled_in(council, **fields))
    assert sentence in answer.content.decode()
    assert not Indicator.objects.exists()


def test_the_way_to_a_file_of_readings_is_offered_to_who_may_record_them(
    officers, signed_in, clerk, indicator
):
    words = b"Readings from or to a spreadsheet"
    assert words in officers.get(address("changelist")).content
    assert words not in signed_in(clerk).get(address("changelist")).content


def test_nobody_adds_one_for_another_council(officers, other_council):
    answer = officers.post(address("add"), filled_in(other_council))
    assert "Select a valid choice" in answer.content.decode()
    assert not Indicator.objects.exists()


def test_a_reading_is_recorded_corrected_and_released(officers, publishers, indicator):
    page = address("reading", indicator.pk)
    sent = {"as_at": days_ago(20), "numerator": 61, "denominator": 300, "standing": "final"}
    assert "A reading is never edited" in officers.get(page).content.decode()
    officers.post(page, sent)
    assert "Say why it is corrected" in officers.post(page, sent).content.decode()
    officers.post(page, sent | {"numerator": 60, "correction_note": "Counted again."})
    assert list(indicator.readings.values_list("version", "value", "public_at")) == [
        (2, Decimal("20.0000"), None),
        (1, Decimal("20.3333"), None),
    ]
    assert officers.get(address("release-readings", indicator.pk)).status_code == 403
    publishers.post(address("release-readings", indicator.pk))
    assert indicator.readings.waiting().count() == 0


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Give a value, or the reason why there is none"),
        ({"numerator": 4, "denominator": 3}, "cannot be more than"),
        ({"value": 4, "missing": "x"}, "not both"),
        ({"missing": "other"}, "Say why there is no value"),
        ({"value": 4, "as_at": days_ago(-1)}, "cannot be dated after today"),
        ({"value": 4, "as_at": "soon"}, "Enter a valid date"),
    ],
)
def test_a_reading_that_cannot_be_is_refused_in_a_sentence(officers, indicator, sent, sentence):
    page = address("reading", indicator.pk)
    answer = officers.post(page, {"as_at": days_ago(20), "standing": "final"} | sent)
    assert sentence in answer.content.decode()
    assert not indicator.readings.exists()


def test_a_public_target_changes_only_by_its_act_and_with_a_reason(officers, indicator, council):
    assert 'name="target"' not in officers.get(address("change", indicator.pk)).content.decode()
    page = address("change-target", indicator.pk)
    sent = {"target": "22", "tolerance": "25", "target_on": ""}
    sent |= {"frequency": "yearly", "lag_days": 60}
    assert "This field is required" in officers.post(page, sent).content.decode()
    wrong = sent | {"target": "30", "why": "It rose."}
    assert "worse side of the target" in officers.post(page, wrong).content.decode()
    officers.post(page, sent | {"why": "Demand rose."})
    assert [one.new for one in indicator.amendments.all()] == ["22"]
    assert "Demand rose." in officers.get(address("change", indicator.pk)).content.decode()


def test_the_publisher_is_told_that_readings_wait_and_nobody_else_is(
    officers, publishers, indicator, signed_in, outsider
):
    ReadingFactory(indicator=indicator, public_at=None)
    ReadingFactory(indicator=indicator, public_at=None, as_at=days_ago(9))
    told = f"2 readings of “{indicator.name}” wait for release."
    assert told in publishers.get("/admin/").content.decode()
    assert told not in officers.get("/admin/").content.decode()
    assert told not in signed_in(outsider).get("/admin/").content.decode()
    publishers.post(address("release-readings", indicator.pk))
    assert "wait for release" not in publishers.get("/admin/").content.decode()


def test_what_is_public_does_not_leave_a_plan_in_silence(officers, indicator, plan):
    indicator.plans.add(plan)
    sent = {"name": "Seen", "subject": "children", "frequency": "yearly", "decimals": 1}
    sent |= {"source": "We", "amendments-TOTAL_FORMS": 0, "amendments-INITIAL_FORMS": 0}
    answer = officers.post(address("change", indicator.pk), sent)
    assert "The public reads it there already" in answer.content.decode()
    officers.post(address("change", indicator.pk), sent | {"plans": [plan.pk]})
    indicator.refresh_from_db()
    assert indicator.source == "We"
    assert indicator.name != "Seen"  # what its figures were read under stays


def test_a_draft_has_no_target_to_change_in_the_open(officers, council):
    draft = IndicatorFactory(council=council, publish_from=None)
    assert officers.get(address("change-target", draft.pk)).status_code == 403
    assert 'name="target"' in officers.get(address("change", draft.pk)).content.decode()


def test_releasing_a_draft_releases_what_was_recorded_meanwhile(publishers, council):
    draft = IndicatorFactory(council=council, publish_from=None)
    ReadingFactory(indicator=draft, public_at=None)
    publishers.press(address("release", draft.pk), {"when": "now"})
    assert draft.readings.waiting().count() == 0
    assert Indicator.objects.get().publish_from


def test_the_readings_of_one_indicator_are_listed(officers, indicator):
    ReadingFactory(indicator=indicator)
    ReadingFactory(indicator=IndicatorFactory(council=indicator.council))
    listed = reverse("admin:improvement_reading_changelist")
    found = officers.get(listed, {"indicator": indicator.pk}).context["cl"]
    assert found.result_count == 1


def test_a_withdrawn_indicator_takes_no_reading(officers, publishers, indicator):
    publishers.post(address("withdraw", indicator.pk), {"why": "It measured nothing."})
    assert officers.get(address("reading", indicator.pk)).status_code == 403
