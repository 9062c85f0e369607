"""A confirmed import is undone as a whole, while nobody has touched what it did."""

import pytest
from django.urls import reverse

from inspections.by_hand import last_by_hand
from inspections.intake import Refused, undo
from inspections.models import Recommendation, RecommendationLink
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW

pytestmark = pytest.mark.django_db

THREE = (
    "Ref,Section,Page,Recommendation\r\n"
    "1,Now,3,Make every plan say what will change for the child.\r\n"
    "2,Now,3,Visit every child in private fostering in time.\r\n"
    "3,Later,4,Give homeless 16-year-olds a joint response.\r\n"
)
# One is new and at the top, one corrected, one moved to another section and renumbered.
OTHERWISE = (
    "Ref,Section,Page,Recommendation\r\n"
    "0,Now,2,Appoint a permanent head of service.\r\n"
    "1,Now,3,Make each plan say what will change for the child.\r\n"
    "2,Now,3,Visit every child in private fostering in time.\r\n"
    "9,Now,,Give homeless 16-year-olds a joint response.\r\n"
)


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, publish_from=None)


@pytest.fixture
def bring_in(inspection, clerk):
    def bring_in(text, **given):
        batch = saving.preview(
            content=text.encode(), file_name="a.csv", inspection=inspection, by=clerk, at=NOW
        )
        return saving.confirm(batch=batch, by=clerk, at=NOW, **given).batch

    return bring_in


def standing(inspection):
    rows = inspection.recommendations.order_by("section", "order")
    return list(rows.values_list("pk", "section", "order", "reference", "page", "text"))


def by_hand(record, person, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record._history_user = person
    record.save()


def test_what_an_import_made_is_gone_and_its_history_stays(bring_in, inspection, clerk):
    batch = bring_in(THREE)
    undo(batch=batch, by=clerk, at=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.undone_at, batch.undone_by) == ("undone", NOW, clerk)
    assert not inspection.recommendations.exists()
    kinds = Recommendation.history.values_list("history_type", flat=True)
    assert sorted(kinds) == ["+", "+", "+", "-", "-", "-"]
    assert batch.rows.count() == 3


def test_what_an_import_changed_and_moved_stands_as_before(bring_in, inspection, clerk):
    bring_in(THREE)
    before = standing(inspection)
    batch = bring_in(OTHERWISE)
    assert batch.moves
    assert standing(inspection) != before
    undo(batch=batch, by=clerk, at=NOW)
    assert standing(inspection) == before


def test_the_file_can_be_brought_in_once_more(bring_in, inspection, clerk):
    undo(batch=bring_in(THREE), by=clerk, at=NOW)
    again = bring_in(THREE)
    assert again.recommendations.count() == 3


def test_an_import_is_undone_once(bring_in, clerk):
    batch = bring_in(THREE)
    undo(batch=batch, by=clerk, at=NOW)
    with pytest.raises(Refused, match="cannot be undone"):
        undo(batch=batch, by=clerk, at=NOW)


def test_a_preview_has_nothing_to_undo(inspection, clerk):
    batch = saving.preview(
        content=THREE.encode(), file_name="a.csv", inspection=inspection, by=clerk, at=NOW
    )
    with pytest.raises(Refused, match="previewed"):
        undo(batch=batch, by=clerk, at=NOW)


def test_what_somebody_edited_since_is_not_taken_back(bring_in, inspection, clerk):
    batch = bring_in(THREE)
    by_hand(inspection.recommendations.get(reference="2"), clerk, text="Visit each child.")
    before = standing(inspection)
    with pytest.raises(Refused, match="changed since .* “2 Visit each child.”"):
        undo(batch=batch, by=clerk, at=NOW)
    assert standing(inspection) == before


def test_what_a_later_import_changed_is_not_taken_back(bring_in, inspection, clerk):
    first = bring_in(THREE)
    second = bring_in(OTHERWISE)
    with pytest.raises(Refused, match="changed since"):
        undo(batch=first, by=clerk, at=NOW)
    undo(batch=second, by=clerk, at=NOW)
    with pytest.raises(Refused, match="changed since"):
        undo(batch=first, by=clerk, at=NOW)


def test_what_an_action_answers_is_not_taken_away(bring_in, inspection, clerk):
    batch = bring_in(THREE)
    action = factories.ActionFactory(plan__council=inspection.council)
    action.recommendations.add(inspection.recommendations.get(reference="1"))
    with pytest.raises(Refused, match="There are actions by now .* “1 Make every plan"):
        undo(batch=batch, by=clerk, at=NOW)


def test_what_returned_from_an_earlier_one_is_not_taken_away(bring_in, inspection, clerk):
    batch = bring_in(THREE)
    first, second, _ = inspection.recommendations.order_by("pk")
    RecommendationLink.objects.create(earlier=first, later=second)
    with pytest.raises(Refused, match="recommendation links"):
        undo(batch=batch, by=clerk, at=NOW)


def test_what_is_public_is_withdrawn_and_not_undone(bring_in, inspection, clerk):
    batch = bring_in(THREE)
    inspection.publish_from = NOW
    inspection.save()
    with pytest.raises(Refused, match="are public"):
        undo(batch=batch, by=clerk, at=NOW)
    assert inspection.recommendations.count() == 3


def test_responsible_bodies_that_were_noted_since_count_as_touched(bring_in, inspection, clerk):
    batch = bring_in(THREE)
    record = inspection.recommendations.get(reference="1")
    record.responsible.add(inspection.council.body)
    with pytest.raises(Refused, match="changed since"):
        undo(batch=batch, by=clerk, at=NOW)


def test_an_undone_import_leaves_a_hand_edit_a_hand_edit(bring_in, inspection, clerk):
    bring_in(THREE)
    record = inspection.recommendations.get(reference="1")
    by_hand(record, clerk, text="Make every plan say plainly what will change for the child.")
    taken = bring_in(THREE, taking={2})
    assert not last_by_hand([record.pk])
    undo(batch=taken, by=clerk, at=NOW)
    assert list(last_by_hand([record.pk])) == [record.pk]


# --- in the admin ---


def address(page, *args):
    return reverse(f"admin:inspections_import_{page}", args=args)


def test_a_clerk_undoes_an_import_at_its_page(signed_in, clerk, bring_in, inspection):
    client = signed_in(clerk)
    batch = bring_in(THREE)
    assert b'value="Undo this import"' in client.get(address("change", batch.pk)).content
    page = client.post(address("undo", batch.pk), follow=True)
    assert b"The import is undone: everything is as it was before." in page.content
    assert b"Undo this import" not in page.content
    assert not inspection.recommendations.exists()


def test_a_refusal_to_undo_is_told_at_the_page(signed_in, clerk, bring_in, inspection):
    batch = bring_in(THREE)
    by_hand(inspection.recommendations.get(reference="1"), clerk, page=9)
    page = signed_in(clerk).post(address("undo", batch.pk), follow=True)
    assert b"Nothing was undone." in page.content


def test_only_who_may_import_undoes(signed_in, outsider, person, council, bring_in, inspection):
    batch = bring_in(THREE)
    assert signed_in(outsider).post(address("undo", batch.pk)).status_code == 404
    reader = signed_in(person("Nina Kerr", council, "reader"))
    assert reader.post(address("undo", batch.pk)).status_code == 403
    assert reader.get(address("undo", batch.pk)).status_code == 405
    assert inspection.recommendations.count() == 3


def test_a_recommendation_says_which_file_and_row_it_came_from(
    signed_in, clerk, bring_in, inspection
):
    bring_in(THREE)
    record = inspection.recommendations.get(reference="2")
    page = signed_in(clerk).get(
        reverse("admin:inspections_recommendation_change", args=[record.pk])
    )
    assert "“a.csv”, row 3, imported on" in page.content.decode()
