"""A document holds two inspections: a publisher releases them together, or one of them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inspections.models import Inspection
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
NAMED = "Jayden, 7, waits."
OFFER = "Release with it:"


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, published_on=TODAY, publish_from=None)


@pytest.fixture
def review(council, inspection):
    """Of the board, in the same document."""
    return factories.InspectionFactory(
        council=council,
        title="Review of the board",
        parent=inspection,
        published_on=TODAY,
        publish_from=None,
    )


@pytest.fixture
def publishes(signed_in, publisher):
    return signed_in(publisher)


def address(inspection):
    return reverse("admin:inspections_inspection_release", args=[inspection.pk])


def ticked(inspection):
    return {f"with-{inspection.pk}": "on"}


def public():
    return set(Inspection.objects.released(NOW))


@pytest.mark.parametrize("first", ["inspection", "review"])
def test_what_one_document_holds_is_offered_and_released_together(
    publishes, inspection, review, first
):
    one, other = (inspection, review) if first == "inspection" else (review, inspection)
    form = publishes.get(address(one)).context["form"]
    assert form.fields[f"with-{other.pk}"].initial is True
    page = publishes.press(address(one), {"when": "now"} | ticked(other), follow=True)
    assert f"Done: release to the public. With it: {other}." in page.content.decode()
    assert public() == {inspection, review}


def test_without_its_tick_the_other_stays_a_draft(publishes, inspection, review):
    page = publishes.press(address(inspection), {"when": "now"}, follow=True)
    assert "With it" not in page.content.decode()
    assert public() == {inspection}


def test_each_is_screened_and_neither_goes_out_while_one_is_not_answered_for(
    publishes, inspection, review
):
    factories.RecommendationFactory(inspection=review, text=NAMED)
    assert "In that one, “Jayden, 7”" in publishes.get(address(inspection)).content.decode()
    refused = publishes.press(address(inspection), {"when": "now"} | ticked(review))
    assert "Say why it may be published, or take the tick away." in refused.content.decode()
    assert public() == set()
    answer = {f"with-{review.pk}-answer-0": "An invented child."}
    publishes.press(address(inspection), {"when": "now"} | ticked(review) | answer)
    assert public() == {inspection, review}
    review.refresh_from_db()
    inspection.refresh_from_db()
    assert "Published because: An invented child." in review.internal_note
    assert inspection.internal_note == ""


def test_what_is_left_out_needs_no_answer(publishes, inspection, review):
    factories.RecommendationFactory(inspection=review, text=NAMED)
    publishes.press(address(inspection), {"when": "now"})
    assert public() == {inspection}


def test_an_embargo_holds_both_until_the_same_moment(publishes, publisher, inspection, review):
    later = {"when": "later", "publish_from": f"{NOW + timedelta(days=2):%Y-%m-%dT%H:%M}"}
    publishes.press(address(inspection), later | ticked(review))
    inspection.refresh_from_db()
    review.refresh_from_db()
    assert inspection.publish_from == review.publish_from > NOW
    assert set(review.embargo_readers.all()) == {publisher}


def test_only_drafts_of_the_same_document_that_one_may_see_are_offered(
    publishes, inspection, review
):
    def offered():
        return OFFER in publishes.get(address(inspection)).content.decode()

    assert offered()
    unlike = [
        {"published_on": TODAY - timedelta(days=30)},
        {"publish_from": NOW - timedelta(days=1)},
        {"publish_from": NOW + timedelta(days=1)},  # an embargo that does not name this person
    ]
    for values in unlike:
        Inspection.objects.filter(pk=review.pk).update(**values)
        assert not offered()
        Inspection.objects.filter(pk=review.pk).update(published_on=TODAY, publish_from=None)


def test_no_other_inspection_goes_out_by_a_posted_key(publishes, inspection):
    stranger = factories.InspectionFactory(council=inspection.council, publish_from=None)
    elsewhere = factories.InspectionFactory(publish_from=None)
    sent = {"when": "now"} | ticked(stranger) | ticked(elsewhere)
    publishes.press(address(inspection), sent)
    assert public() == {inspection}
