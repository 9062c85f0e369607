"""The same problem, found again: offered to the clerk, linked or told apart, never merged."""

import csv
from datetime import date

import pytest
from django.urls import reverse

from inspections.intake import undo
from inspections.likeness import seen_before
from inspections.models import (
    Inspection,
    Recommendation,
    RecommendationApart,
    RecommendationLink,
)
from inspections.seen_before import answer, offers
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW

pytestmark = pytest.mark.django_db

THEN = "Ensure that homeless 16- and 17-year-olds receive a coordinated response from housing."
NOW_SAID = "The response to homeless 16- and 17-year-old children, so that they know their rights."
PLANS = "Make written plans for children in need clear and measurable."
FOSTERING = "Visit every child in private fostering within the time that the rules allow."


def inspected(council, year, *texts, **fields):
    fields = {"publish_from": None, "slug": f"in-{year}"} | fields
    days = {"fieldwork_start": date(year, 7, 1), "fieldwork_end": date(year, 7, 12)}
    days["published_on"] = date(year, 9, 20)
    inspection = factories.InspectionFactory(council=council, **days, **fields)
    for text in texts:
        factories.RecommendationFactory(inspection=inspection, text=text)
    return inspection


def offered(inspection):
    found = offers(inspection, Inspection.objects.all())
    return [(offer.later.text, offer.earlier.text) for offer in found]


def page(inspection):
    return reverse("admin:inspections_inspection_seen_before", args=[inspection.pk])


@pytest.fixture
def before(council):
    return inspected(council, 2016, THEN, PLANS)


@pytest.fixture
def after(council, before):
    return inspected(council, 2024, NOW_SAID, FOSTERING)


def pair_of(inspection):
    (offer,) = offers(inspection, Inspection.objects.all())
    return offer


def test_what_shares_rare_words_with_an_earlier_recommendation_is_offered(after):
    assert offered(after) == [(NOW_SAID, THEN)]


def test_only_earlier_inspections_of_the_same_council_count(council, other_council, before, after):
    inspected(other_council, 2014, NOW_SAID)
    inspected(council, 2025, NOW_SAID)
    assert offered(before) == []
    assert offered(after) == [(NOW_SAID, THEN)]


def test_what_was_withdrawn_or_may_not_be_read_is_not_offered(before, after):
    none = Inspection.objects.exclude(pk=before.pk)
    assert offers(after, none) == []
    before.recommendations.filter(text=THEN).update(
        withdrawn_at=NOW, withdrawn_by=factories.UserFactory(), withdrawn_why="Twice here."
    )
    assert offered(after) == []


def test_yes_makes_a_link_and_merges_nothing(after, clerk):
    offer = pair_of(after)
    answer(later=offer.later, earlier=offer.earlier, same=True, by=clerk, at=NOW)
    link = RecommendationLink.objects.get()
    assert (link.later.text, link.earlier.text, link.by) == (NOW_SAID, THEN, clerk)
    assert Recommendation.objects.count() == 4
    assert offered(after) == []


def test_no_is_remembered_and_it_is_not_asked_again(after, clerk):
    offer = pair_of(after)
    pair = {"later": offer.later, "earlier": offer.earlier}
    answer(**pair, same=False, by=clerk, at=NOW)
    answer(**pair, same=False, by=clerk, at=NOW)
    assert RecommendationApart.objects.get().by == clerk
    assert offered(after) == []
    assert not RecommendationLink.objects.exists()
    answer(**pair, same=True, by=clerk, at=NOW)
    assert RecommendationLink.objects.exists()
    assert not RecommendationApart.objects.exists()


def test_an_import_that_was_answered_about_can_still_be_undone(council, before, clerk):
    after = inspected(council, 2024)
    content = f"Ref,Recommendation\r\n1,{NOW_SAID.replace(',', ';')}\r\n".encode()
    batch = saving.preview(content=content, file_name="a.csv", inspection=after, by=clerk, at=NOW)
    saving.confirm(batch=batch, by=clerk, at=NOW)
    offer = pair_of(after)
    answer(later=offer.later, earlier=offer.earlier, same=False, by=clerk, at=NOW)
    undo(batch=batch, by=clerk, at=NOW)
    assert not after.recommendations.exists()
    assert not RecommendationApart.objects.exists()


# --- the page ---


def test_the_clerk_finds_the_page_from_the_inspection_and_answers_there(signed_in, clerk, after):
    client = signed_in(clerk)
    change = client.get(reverse("admin:inspections_inspection_change", args=[after.pk]))
    assert page(after) in change.content.decode()
    shown = client.get(page(after)).content.decode()
    assert NOW_SAID in shown
    assert THEN in shown
    assert PLANS not in shown
    offer = pair_of(after)
    done = client.post(page(after), {offer.key: "same"}, follow=True).content.decode()
    assert "Linked: 1. Told apart, and not offered again: 0." in done
    assert "Nothing is left to ask." in done
    assert RecommendationLink.objects.get().by == clerk


def test_a_pair_that_was_not_offered_cannot_be_linked(signed_in, clerk, before, after):
    plans = before.recommendations.get(text=PLANS)
    other = after.recommendations.get(text=FOSTERING)
    signed_in(clerk).post(page(after), {f"{other.pk}-{plans.pk}": "same"})
    assert not RecommendationLink.objects.exists()


def test_nobody_else_answers_and_an_outsider_learns_nothing(signed_in, reader, outsider, after):
    assert signed_in(outsider).get(page(after)).status_code == 404
    assert signed_in(outsider).post(page(after), {}).status_code == 404
    assert signed_in(reader).get(page(after)).status_code == 403


def test_an_embargoed_inspection_s_words_are_not_shown_to_who_may_not_read_it(
    signed_in, clerk, before, after
):
    later = factories.NOW.replace(year=2027)
    Inspection.objects.filter(pk=before.pk).update(publish_from=later)
    assert THEN not in signed_in(clerk).get(page(after)).content.decode()


# --- the comparing ---


def test_the_likest_come_first_and_no_more_than_asked_for_of_each():
    later = {1: "Visit every child in private fostering in time."}
    earlier = {
        10: "Visit every child in private fostering in time.",
        11: "Visit each child in private fostering promptly and in time.",
        12: "Children in private fostering: visit in time.",
        13: "Recruit more managers to the service.",
    }
    found = seen_before(later, earlier, each=2)
    assert [(one, other) for _, one, other in found] == [(1, 10), (1, 12)]
    assert found[0][0] == 1.0


def test_texts_without_words_are_like_nothing():
    assert seen_before({1: "", 2: "?!"}, {3: "", 4: "words"}, each=3) == []
    assert seen_before({}, {1: "a"}, each=3) == seen_before({1: "a"}, {}, each=3) == []


def test_wirral_s_returning_problems_are_found_among_the_real_words(shared_data):
    """Homeless 16- and 17-year-olds and private fostering stand in 2016 and again in 2024."""
    texts = {"2016": {}, "2024": {}}
    with (shared_data / "gold/recommendations_all_visible.csv").open(encoding="utf-8-sig") as file:
        for number, row in enumerate(csv.DictReader(file)):
            year = next((one for one in texts if one in row["published"]), None)
            if year and row["local_authority"].lower() == "wirral":
                texts[year][number] = row["text"]
    then, now = texts.values()
    assert min(len(then), len(now)) > 5
    found = [(now[later], then[earlier]) for _, later, earlier in seen_before(now, then, each=3)]
    assert any("homeless" in one and "homeless" in other for one, other in found)
    assert any("private fostering" in one and "private fost" in other for one, other in found)
    assert len(found) <= 5
