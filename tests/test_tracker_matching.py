"""Which action a row of a tracker speaks of: by its reference, its words, or a person's answer."""

import pytest

from inspections.intake import Refused, undo
from tests import factories
from tests.factories import NOW
from tests.tracker_files import MANAGERS, brought_in, confirm, previewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(council, officer_post):
    return factories.PlanFactory(council=council, slug="draft-plan", publish_from=None)


def test_a_row_is_matched_by_its_words_where_it_has_no_reference(plan, action, plan_officer):
    batch = previewed(plan, ["", MANAGERS[1], "", "", "Green", ""], by=plan_officer)
    assert batch.rows.get().subject == action
    assert batch.rows.get().outcome == "changed"


def test_nearly_the_same_words_are_offered_and_answered(plan, action, plan_officer):
    row = ["7", "Decide every new contact in one day", "", "", "Green", ""]
    batch = previewed(plan, row, by=plan_officer)
    assert (batch.rows.get().outcome, batch.rows.get().subject) == ("same-as", action)
    with pytest.raises(Refused, match="not answered"):
        confirm(batch=batch, by=plan_officer, at=NOW)
    confirm(batch=batch, by=plan_officer, at=NOW, answers={1: "same"})
    assert action.updates.get().confidence == "on-track"
    assert plan.actions.count() == 1


def test_nearly_the_same_words_may_be_another_action(plan, action, plan_officer):
    row = ["7", "Decide every new contact in one day", "", "", "Green", ""]
    brought_in(plan, row, by=plan_officer, answers={1: "new"})
    assert plan.actions.get(reference="7").updates.count() == 1
    assert not action.updates.exists()


def test_the_same_reference_with_quite_other_words_is_asked_about(plan, action, plan_officer):
    batch = previewed(plan, ["2.3", "Open a new family hub", "", "", "", ""], by=plan_officer)
    assert batch.rows.get().outcome == "same-as"
    with pytest.raises(Refused, match="reference of another action"):
        confirm(batch=batch, by=plan_officer, at=NOW, answers={1: "new"})


def test_what_a_person_said_is_the_same_is_not_asked_again_next_month(plan, action, plan_officer):
    row = ["2.3", "Open a new family hub", "", "", "Green", ""]
    brought_in(plan, row, by=plan_officer, answers={1: "same"})
    batch = previewed(plan, [*row[:4], "Amber", ""], by=plan_officer)
    again = batch.rows.get()
    assert (again.outcome, again.subject) == ("changed", action)
    assert "The same action, as was decided for an earlier file." in again.values["told"]
    other = previewed(plan, ["2.3", "Close two family hubs", "", "", "", ""], by=plan_officer)
    assert other.rows.get().outcome == "same-as"


def test_what_was_said_with_an_import_that_is_undone_is_asked_again(plan, action, plan_officer):
    row = ["2.3", "Open a new family hub", "", "", "Green", ""]
    batch = brought_in(plan, row, by=plan_officer, answers={1: "same"})
    undo(batch=batch, by=plan_officer, at=NOW)
    assert previewed(plan, row, by=plan_officer).rows.get().outcome == "same-as"


def test_the_same_reference_twice_in_a_file_is_wrong(plan, plan_officer):
    batch = previewed(plan, [*MANAGERS, "", ""], [*MANAGERS, "", ""], by=plan_officer)
    assert [row.outcome for row in batch.rows.all()] == ["new", "wrong"]


def test_an_action_without_a_reference_gets_the_next_number(draft, plan_officer):
    rows = ["4", "Do it.", "", "", "", ""], ["", "Do that.", "", "", "", ""]
    batch = brought_in(draft, *rows, by=plan_officer)
    assert draft.actions.get(title="Do that.").reference == "5"
    assert "gets 5" in batch.rows.last().values["told"][0]
