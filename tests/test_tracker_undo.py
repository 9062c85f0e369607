"""A tracker's import is taken back, while the public can have seen nothing of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from improvement import workflow
from improvement.models import (
    Action,
    ActionPeriod,
    AppendOnlyError,
    DueDateMove,
    Update,
    Workstream,
)
from improvement.trackers import TrackerRows
from inspections.intake import Refused, undo
from tests import factories
from tests.factories import NOW
from tests.tracker_files import MANAGERS, VISITS, brought_in, previewed

pytestmark = pytest.mark.django_db

LATER = [*MANAGERS[:3], "31/01/2027"]


@pytest.fixture
def draft(council, officer_post):
    return factories.PlanFactory(council=council, slug="draft-plan", publish_from=None)


def told(batch):
    return [(row.outcome, row.values["title"]) for row in batch.rows.all()]


def test_a_draft_plan_is_as_it_was_before(draft, plan_officer):
    headings = ["Ref", "Theme", "Action", "Lead", "By when", "RAG", "Progress"]
    rows = [[one[0], "Front door", *one[1:], "Green", "Begun."] for one in (MANAGERS, VISITS)]
    batch = brought_in(draft, *rows, by=plan_officer, headings=headings)
    said = told(batch)
    assert (Action.objects.count(), Update.objects.count()) == (2, 2)
    undo(batch=batch, by=plan_officer, at=NOW)
    assert not Action.objects.exists()
    assert not Update.objects.exists()
    assert not Workstream.objects.exists()
    batch.refresh_from_db()
    assert (batch.state, batch.undone_by) == ("undone", plan_officer)
    assert told(batch) == said  # what the file said stays on record
    assert Action.history.filter(history_type="-").count() == 2


def test_the_same_file_comes_in_again_after_its_undoing(draft, plan_officer):
    undo(
        batch=brought_in(draft, [*MANAGERS, "Green", ""], by=plan_officer), by=plan_officer, at=NOW
    )
    brought_in(draft, [*MANAGERS, "Green", ""], by=plan_officer)
    assert draft.actions.get().updates.count() == 1


def test_changed_drafts_get_their_promises_back(draft, plan_officer):
    inspection = factories.InspectionFactory(council=draft.council)
    first, second = factories.RecommendationFactory.create_batch(2, inspection=inspection)
    draft.inspections.set([inspection])
    headings = ["Ref", "Rec no", "Action", "By when"]
    brought_in(
        draft,
        ["1", first.reference, "Do it.", "18/12/2026"],
        by=plan_officer,
        headings=headings,
    )
    action = draft.actions.get()
    batch = brought_in(
        draft,
        ["1", second.reference, "Do it well.", "19/12/2026"],
        by=plan_officer,
        headings=headings,
    )
    action.refresh_from_db()
    assert (action.title, list(action.recommendations.all())) == ("Do it well.", [second])
    undo(batch=batch, by=plan_officer, at=NOW)
    action.refresh_from_db()
    assert (action.title, list(action.recommendations.all())) == ("Do it.", [first])
    assert action.original_due.day == 18


def test_reports_on_a_public_plan_go_while_the_public_can_have_seen_nothing(
    plan, action, plan_officer
):
    before = list(action.states.order_by("audience").values())
    periods = list(ActionPeriod.objects.order_by("view", "from_day").values_list("status", "view"))
    batch = brought_in(plan, [*MANAGERS, "Blue", "Done."], by=plan_officer)
    assert action.states.get(audience="internal").status == "complete"
    undo(batch=batch, by=plan_officer, at=NOW + timedelta(days=1))
    assert not Update.objects.exists()
    for was, state in zip(before, action.states.order_by("audience").values(), strict=True):
        assert was == state
    after = ActionPeriod.objects.order_by("view", "from_day").values_list("status", "view")
    assert list(after) == periods


def test_a_released_report_is_not_taken_back(plan, action, plan_officer, publisher):
    batch = brought_in(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    workflow.release(plan=plan, rows=[action.updates.get()], by=publisher, at=NOW)
    with pytest.raises(Refused, match="is public"):
        undo(batch=batch, by=plan_officer, at=NOW)
    assert Update.objects.count() == 1


def test_a_report_that_the_public_is_told_of_is_not_taken_back(plan, action, plan_officer):
    batch = brought_in(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    with pytest.raises(Refused, match="the public is told so"):
        undo(batch=batch, by=plan_officer, at=NOW + timedelta(days=8))


def test_a_date_asked_for_in_public_is_not_taken_back(plan, action, plan_officer):
    batch = brought_in(plan, [*LATER, "Green", ""], by=plan_officer, why="The panel is late.")
    with pytest.raises(Refused, match="public at once"):
        undo(batch=batch, by=plan_officer, at=NOW)
    assert (Update.objects.count(), DueDateMove.objects.count()) == (1, 1)


def test_a_date_asked_for_in_a_draft_is(draft, plan_officer):
    brought_in(draft, [*MANAGERS, "", ""], by=plan_officer, first_date=False, why="Not known.")
    assert DueDateMove.objects.count() == 1
    undo(batch=draft.tracker_imports.get(), by=plan_officer, at=NOW)
    assert not DueDateMove.objects.exists()


def test_a_changed_public_promise_is_not_taken_back(plan, action, plan_officer):
    row = ["2.3", "Decide every contact within one day", *MANAGERS[2:], "", ""]
    batch = brought_in(plan, row, by=plan_officer, taking={1}, why="Plainer.")
    with pytest.raises(Refused, match="changed public promises"):
        undo(batch=batch, by=plan_officer, at=NOW)


def test_nothing_is_undone_once_somebody_reported_on_top(plan, action, officer, plan_officer):
    batch = brought_in(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    later = NOW + timedelta(hours=1)
    workflow.report_progress(action=action, by=officer, at=later, status="in-progress")
    with pytest.raises(Refused, match="worked on action 2.3 since"):
        undo(batch=batch, by=plan_officer, at=later)
    assert Update.objects.count() == 2


def test_nothing_is_undone_once_somebody_edited_a_draft(draft, plan_officer):
    batch = brought_in(draft, [*MANAGERS, "", ""], by=plan_officer)
    action = draft.actions.get()
    action.title = "Something else"
    action.save()
    with pytest.raises(Refused, match="changed since what this import wrote: 2.3"):
        undo(batch=batch, by=plan_officer, at=NOW)
    assert draft.actions.count() == 1


def test_a_published_draft_is_not_deleted(draft, plan_officer, publisher):
    batch = brought_in(draft, [*MANAGERS, "", ""], by=plan_officer)
    workflow.publish_plan(plan=draft, by=publisher, at=NOW)
    with pytest.raises(Refused, match="public is not deleted"):
        undo(batch=batch, by=plan_officer, at=NOW)


def test_who_may_not_build_the_plan_takes_nothing_back(draft, plan_officer, clerk):
    batch = brought_in(draft, [*MANAGERS, "", ""], by=plan_officer)
    with pytest.raises(PermissionDenied):
        undo(batch=batch, by=clerk, at=NOW)
    assert draft.actions.count() == 1


def test_a_preview_has_nothing_to_undo(draft, plan_officer):
    with pytest.raises(Refused, match="cannot be undone"):
        undo(batch=previewed(draft, [*MANAGERS, "", ""]), by=plan_officer, at=NOW)


def test_elsewhere_the_log_still_refuses_to_be_deleted(plan, action, plan_officer):
    brought_in(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    with pytest.raises(AppendOnlyError):
        Update.objects.all().delete()
    with pytest.raises(AppendOnlyError):
        action.updates.get().delete()


def test_a_persons_report_is_never_taken_back_as_if_it_were_a_files(plan, action, officer):
    report = workflow.report_progress(action=action, by=officer, at=NOW, status="in-progress")
    with pytest.raises(workflow.Refused, match="not brought in by a file"):
        workflow.take_back_imported(plan=plan, updates=[report.pk], by=officer, at=NOW)


def test_an_undone_import_is_no_provenance(draft, plan_officer):
    batch = brought_in(draft, [*MANAGERS, "", ""], by=plan_officer)
    undo(batch=batch, by=plan_officer, at=NOW)
    batch.refresh_from_db()
    assert TrackerRows(batch).counts["new"] == 1
