"""An import is previewed, then confirmed: all or nothing, never twice, never over a person."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError

from inspections.models import Import, ImportRow, Recommendation
from inspections.recommendations import writing
from inspections.recommendations.wording import absent_from
from inspections.spreadsheets import Unreadable
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW

pytestmark = pytest.mark.django_db

THREE = (
    "Ref,Section,Recommendation\r\n"
    "1,Recommendations,Make every plan say what will change for the child.\r\n"
    "2,Recommendations,“Visit” children in private fostering – on time.\r\n"
    '3,Recommendations,"Give homeless 16-year-olds a joint response,\nfrom housing and care."\r\n'
)


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, publish_from=None)


@pytest.fixture
def bring_in(inspection, clerk):
    """`bring_in(text)`: preview and confirm it; the confirmation."""

    def bring_in(text, *, by=clerk, answers=None, taking=(), at=NOW, into=inspection):
        batch = preview(text, into, by=by, at=at)
        saving.answer(batch=batch, answers=answers or {})
        return saving.confirm(batch=batch, by=by, at=at, taking=taking)

    return bring_in


def preview(text, inspection, *, by=None, at=NOW, name="file.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return saving.preview(content=content, file_name=name, inspection=inspection, by=by, at=at)


def standing(inspection):
    rows = inspection.recommendations.standing().order_by("section", "order")
    return [(row.reference, row.order, row.text) for row in rows]


def outcomes(batch):
    return list(batch.rows.values_list("number", "outcome"))


def edit_by_hand(record, person, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record._history_user = person
    record.save()


# --- what an import leaves ---


def test_a_preview_saves_the_file_and_no_recommendation(inspection, clerk):
    batch = preview(THREE, inspection, by=clerk, name="plan.csv")
    batch.refresh_from_db()
    assert bytes(batch.content) == THREE.encode()
    assert batch.sha256 == hashlib.sha256(THREE.encode()).hexdigest()
    assert (batch.state, batch.by, batch.encoding, batch.delimiter) == (
        "previewed",
        clerk,
        "utf-8",
        ",",
    )
    assert batch.columns == {"reference": "Ref", "section": "Section", "text": "Recommendation"}
    assert outcomes(batch) == [(2, "new"), (3, "new"), (4, "new")]
    assert not Recommendation.objects.exists()


def test_a_confirmation_saves_every_row_with_its_provenance(bring_in, inspection, clerk):
    done = bring_in(THREE)
    assert (done.saved, str(done.tally)) == (True, "3 new, 0 changed, 0 unchanged, 0 wrong")
    first, second, third = inspection.recommendations.order_by("order")
    assert (first.reference, first.order, first.section) == ("1", 1, "Recommendations")
    assert second.text == "“Visit” children in private fostering – on time."
    assert third.text == "Give homeless 16-year-olds a joint response,\nfrom housing and care."
    assert {first.imported_by, second.imported_by, third.imported_by} == {done.batch}
    assert first.body == inspection.council.body
    batch = Import.objects.get()
    assert (batch.confirmed_at, batch.confirmed_by) == (NOW, clerk)
    assert [row.recommendation for row in batch.rows.all()] == [first, second, third]
    version = first.history.get()
    assert (version.history_type, version.history_user) == ("+", clerk)
    assert version.history_change_reason == f"Import {batch.pk}: file.csv"


def test_the_same_file_again_changes_nothing(bring_in, inspection):
    bring_in(THREE)
    versions = Recommendation.history.count()
    done = bring_in(THREE)
    assert str(done.tally) == "0 new, 0 changed, 3 unchanged, 0 wrong"
    assert Recommendation.history.count() == versions


def test_one_row_inserted_at_the_top_is_one_new_row(bring_in, inspection):
    bring_in(THREE)
    heading, *rows = THREE.split("\r\n", 1)
    top = f"{heading}\r\n0,Recommendations,Something that was overlooked.\r\n{rows[0]}"
    done = bring_in(top)
    assert str(done.tally) == "1 new, 0 changed, 3 unchanged, 0 wrong"
    assert [row[:2] for row in standing(inspection)] == [("0", 1), ("1", 2), ("2", 3), ("3", 4)]


def test_renumbered_rows_keep_their_records(bring_in, inspection):
    bring_in(THREE)
    keys = dict(inspection.recommendations.values_list("text", "pk"))
    moved = (
        THREE.replace("\r\n3,", "\r\n4,").replace("\r\n2,", "\r\n3,").replace("\r\n1,", "\r\n2,")
    )
    done = bring_in(
        moved.replace("Recommendation\r\n", "Recommendation\r\n1,Recommendations,New.\r\n")
    )
    assert str(done.tally) == "1 new, 3 changed, 0 unchanged, 0 wrong"
    now = dict(inspection.recommendations.values_list("text", "pk"))
    assert {text: now[text] for text in keys} == keys
    assert [row[0] for row in standing(inspection)] == ["1", "2", "3", "4"]


def test_rows_that_swap_places_and_numbers_are_saved(bring_in, inspection):
    bring_in("Ref,Order,Text\r\n1,1,First words here\r\n2,2,Second matter altogether\r\n")
    done = bring_in("Ref,Order,Text\r\n2,1,First words here\r\n1,2,Second matter altogether\r\n")
    assert done.tally.changed == 2
    assert standing(inspection) == [
        ("2", 1, "First words here"),
        ("1", 2, "Second matter altogether"),
    ]


def test_a_changed_row_keeps_what_stood_before_in_both_records(bring_in, inspection, clerk):
    bring_in(THREE)
    done = bring_in(THREE.replace("every plan", "each plan"))
    assert str(done.tally) == "0 new, 1 changed, 2 unchanged, 0 wrong"
    row = done.batch.rows.get(outcome="changed")
    assert row.before == {"text": "Make every plan say what will change for the child."}
    newest, oldest = row.recommendation.history.all()
    assert (newest.history_type, newest.history_user) == ("~", clerk)
    assert oldest.text == row.before["text"]


def test_a_change_keeps_the_responsible_bodies_in_the_history(bring_in, inspection):
    bring_in(THREE)
    record = inspection.recommendations.get(reference="1")
    record.responsible.add(inspection.council.body)
    record.history.update(history_user=None)
    bring_in(THREE.replace("every plan", "each plan"))
    newest = record.history.first()
    assert [link.body for link in newest.responsible.all()] == [inspection.council.body]


def test_columns_that_the_file_lacks_are_left_as_they_stand(bring_in, inspection):
    bring_in(THREE)
    bring_in("Ref,Text,Page\r\n1,Make every plan say what will change for the child.,7\r\n")
    record = inspection.recommendations.get(reference="1")
    assert (record.page, record.section) == (7, "Recommendations")


def test_what_the_file_lacks_is_reported_and_not_deleted(bring_in, inspection):
    bring_in(THREE)
    done = bring_in("\r\n".join(THREE.split("\r\n")[:3]))
    assert [record.reference for record in absent_from(done.batch)] == ["3"]
    assert inspection.recommendations.count() == 3


def test_what_came_later_is_not_missing_from_an_old_file(bring_in, inspection):
    done = bring_in(THREE)
    factories.RecommendationFactory(inspection=inspection, order=9, reference="9")
    assert not absent_from(done.batch).filter(reference="1").exists()
    later = preview(THREE, inspection)
    assert [record.reference for record in absent_from(later)] == ["9"]
    Recommendation.history.filter(reference="9").update(history_date=NOW + timedelta(hours=1))
    assert not absent_from(Import.objects.get(pk=done.batch.pk)).exists()


# --- what somebody must decide ---


def test_a_row_that_is_nearly_the_same_must_be_decided_on(bring_in, inspection):
    bring_in("Text\r\nVisit every child in private fostering within six weeks.\r\n")
    nearly = "Text\r\nVisit all children in private fostering within six weeks.\r\n"
    with pytest.raises(saving.Refused, match="1 offered rows are not answered"):
        bring_in(nearly)
    assert inspection.recommendations.count() == 1
    done = bring_in(nearly, answers={2: "same"})
    assert str(done.tally) == "0 new, 1 changed, 0 unchanged, 0 wrong"
    assert standing(inspection)[0][2].startswith("Visit all children")


def test_a_row_decided_to_be_another_is_added_beside_it(bring_in, inspection):
    bring_in("Text\r\nVisit every child in private fostering within six weeks.\r\n")
    done = bring_in(
        "Text\r\nVisit all children in private fostering within six weeks.\r\n",
        answers={2: "new"},
    )
    assert str(done.tally) == "1 new, 0 changed, 0 unchanged, 0 wrong"
    assert [row[1] for row in standing(inspection)] == [1, 2]


def test_other_words_under_a_number_are_never_taken_unasked(bring_in, inspection):
    bring_in(THREE)
    other = "Ref,Section,Text\r\n1,Recommendations,Recruit a permanent head of service.\r\n"
    with pytest.raises(saving.Refused, match="not answered"):
        bring_in(other)
    with pytest.raises(saving.Refused, match="This reference stands here already"):
        bring_in(other, answers={2: "new"})
    assert bring_in(other, answers={2: "same"}).tally.changed == 1


def test_what_a_person_edited_stays_unless_it_is_ticked(bring_in, inspection, plan_officer):
    bring_in(THREE)
    record = inspection.recommendations.get(reference="2")
    edit_by_hand(record, plan_officer, text="“Visit” children in private fostering early.")
    done = bring_in(THREE)
    assert str(done.tally) == "0 new, 0 changed, 3 unchanged, 0 wrong"
    assert done.tally.kept == 1
    record.refresh_from_db()
    assert record.text.endswith("early.")
    bring_in(THREE, taking={3})
    record.refresh_from_db()
    assert record.text.endswith("on time.")


def test_an_order_that_a_person_chose_stays_unless_it_is_ticked(bring_in, inspection, clerk):
    bring_in(THREE)
    record = inspection.recommendations.get(reference="1")
    edit_by_hand(record, clerk, order=9)
    bring_in(THREE)
    assert [row[:2] for row in standing(inspection)] == [("2", 2), ("3", 3), ("1", 9)]


def test_an_import_after_an_import_needs_no_tick(bring_in, inspection):
    bring_in(THREE)
    bring_in(THREE.replace("every plan", "each plan"))
    assert bring_in(THREE).tally.changed == 1


def test_a_withdrawn_recommendation_is_not_revived(bring_in, inspection, publisher):
    bring_in(THREE)
    gone = inspection.recommendations.get(reference="2")
    gone.withdrawn_at, gone.withdrawn_by, gone.withdrawn_why = NOW, publisher, "Printed by mistake."
    gone.save()
    done = bring_in(THREE)
    assert str(done.tally) == "0 new, 0 changed, 3 unchanged, 0 wrong"
    gone.refresh_from_db()
    assert gone.withdrawn_at == NOW
    assert inspection.recommendations.standing().count() == 2


# --- all or nothing, once ---


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("1,,,", "Recommendation", "no words"),
        ("1,x,abc,", "Page", "not a whole number"),
        ("1,x,0,", "Page", "not between 1"),
        ("1,x,,Croydon", "Body", "No body of this name"),
        ("123456789012345678901,x,,", "Ref", "21 characters long"),
        (f"1,{'x' * 4001},,", "Recommendation", "4,001 characters long"),
        ("1,x,,,and more", "", "more cells than there are headings"),
    ],
)
def test_a_wrong_row_says_where_and_why_and_stops_the_whole_file(
    inspection, clerk, row, column, reason
):
    text = f"Ref,Recommendation,Page,Body\r\n7,Quite right.,,\r\n{row}\r\n"
    batch = preview(text, inspection)
    (error,) = batch.rows.get(outcome=ImportRow.Outcome.WRONG).errors
    assert error["column"] == column
    assert reason in error["reason"]
    assert error["mend"]
    with pytest.raises(saving.Refused, match=r"Nothing was saved\. Row 3 is wrong"):
        saving.confirm(batch=batch, by=clerk, at=NOW)
    assert not Recommendation.objects.exists()


def test_a_reference_or_words_that_stand_twice_in_the_file_are_wrong(inspection):
    batch = preview("Ref,Text\r\n1,One thing\r\n1.,Another\r\n3,Third\r\n,THIRD\r\n", inspection)
    wrong = batch.rows.filter(outcome="wrong")
    assert [(row.number, row.errors[0]["reason"]) for row in wrong] == [
        (3, "Row 2 has the same reference."),
        (5, "Row 4 has the same words."),
    ]


def test_a_file_without_rows_stores_nothing(inspection):
    with pytest.raises(Unreadable, match="headings and no rows"):
        preview("Ref,Text\r\n", inspection)
    assert not Import.objects.exists()


def test_confirming_twice_saves_once(inspection, clerk):
    batch = preview(THREE, inspection)
    first = saving.confirm(batch=batch, by=clerk, at=NOW)
    again = saving.confirm(batch=batch, by=clerk, at=NOW)
    assert (first.saved, again.saved, again.before) == (True, False, True)
    assert inspection.recommendations.count() == 3


def test_the_second_of_two_clerks_gets_a_new_preview(inspection, clerk, plan_officer):
    one, other = preview(THREE, inspection), preview(THREE, inspection)
    saving.confirm(batch=one, by=clerk, at=NOW)
    done = saving.confirm(batch=other, by=plan_officer, at=NOW)
    assert (done.saved, done.before) == (False, False)
    other.refresh_from_db()
    assert other.state == "previewed"
    assert outcomes(other) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]
    assert saving.confirm(batch=other, by=plan_officer, at=NOW).saved
    assert inspection.recommendations.count() == 3


def test_a_record_edited_after_the_preview_makes_a_new_preview(bring_in, inspection, clerk):
    bring_in(THREE)
    batch = preview(THREE.replace("every plan", "each plan"), inspection)
    record = inspection.recommendations.get(reference="1")
    edit_by_hand(record, clerk, text="Make every single plan say it.")
    assert not saving.confirm(batch=batch, by=clerk, at=NOW).saved
    record.refresh_from_db()
    assert record.text == "Make every single plan say it."


def test_a_release_after_the_preview_makes_a_new_preview(inspection, clerk):
    batch = preview(THREE, inspection)
    inspection.publish_from = NOW - timedelta(minutes=1)
    inspection.save()
    assert not saving.confirm(batch=batch, by=clerk, at=NOW).saved
    assert not Recommendation.objects.exists()


def test_an_answer_does_not_outlive_the_preview_it_was_given_to(bring_in, inspection, clerk):
    bring_in("Text\r\nVisit every child in private fostering within six weeks.\r\n")
    batch = preview("Text\r\nVisit all children in private fostering in six weeks.\r\n", inspection)
    saving.answer(batch=batch, answers={2: "same"})
    factories.RecommendationFactory(inspection=inspection, order=9, reference="9")
    saving.confirm(batch=batch, by=clerk, at=NOW)
    assert batch.rows.get().decision == ""


def test_a_confirmation_that_dies_half_way_leaves_nothing(inspection, clerk, monkeypatch):
    batch = preview(THREE, inspection)

    def die(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(writing, "remember", die)
    with pytest.raises(DatabaseError):
        saving.confirm(batch=batch, by=clerk, at=NOW)
    batch.refresh_from_db()
    assert batch.state == "previewed"
    assert not Recommendation.objects.exists()
    monkeypatch.undo()
    assert saving.confirm(batch=batch, by=clerk, at=NOW).saved


def test_a_discarded_import_can_no_longer_be_confirmed(inspection, clerk):
    batch = preview(THREE, inspection)
    saving.discard(batch=batch)
    with pytest.raises(saving.Refused, match="discarded"):
        saving.confirm(batch=batch, by=clerk, at=NOW)


def test_a_confirmed_import_cannot_be_discarded(inspection, clerk):
    batch = preview(THREE, inspection)
    saving.confirm(batch=batch, by=clerk, at=NOW)
    with pytest.raises(saving.Refused, match="confirmed"):
        saving.discard(batch=batch)


def test_nothing_goes_into_a_withdrawn_inspection(inspection, publisher):
    inspection.withdrawn_at, inspection.withdrawn_by = NOW, publisher
    inspection.withdrawn_why = "Published by mistake."
    inspection.save()
    with pytest.raises(saving.Refused, match="withdrawn"):
        preview(THREE, inspection)
