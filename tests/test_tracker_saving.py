"""What a tracker does to a plan: drafts are built, public plans are reported on."""

from datetime import timedelta

import pytest

from councils.access import Role
from councils.models import User
from improvement import workflow
from improvement.models import Update
from improvement.trackers import TrackerRows
from improvement.wording import day_words
from inspections.intake import Refused
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.tracker_files import (
    HEADINGS,
    MANAGERS,
    VISITS,
    brought_in,
    confirm,
    csv_of,
    day,
    previewed,
    received,
    settled,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(council, officer_post):
    return factories.PlanFactory(council=council, slug="draft-plan", publish_from=None)


def effects(batch):
    return {row.values["reference"]: row for row in batch.rows.order_by("number")}


def test_a_draft_plan_is_built_from_its_tracker(draft, plan_officer, officer_post):
    batch = brought_in(
        draft,
        [*MANAGERS, "Green", "12/10/2026: Two of five are in post."],
        [*VISITS, "", ""],
        by=plan_officer,
    )
    managers, visits = draft.actions.order_by("reference")
    assert (managers.title, managers.lead) == ("Decide every contact in one day", officer_post)
    assert managers.original_due == day("2026-12-18")
    assert managers.public_at is None
    note, now = managers.updates.order_by("number")
    assert (note.effective_on, note.what_changed) == (
        day("2026-10-12"),
        "Two of five are in post.",
    )
    assert (now.effective_on, now.status, now.confidence) == (TODAY, "in-progress", "on-track")
    assert {note.source, now.source} == {Update.Source.IMPORTED}
    assert note.public_at is None
    assert not visits.updates.exists()
    assert batch.state == "confirmed"
    state = managers.states.get(audience="internal")
    assert (state.status, state.confidence) == ("in-progress", "on-track")


def test_the_same_file_again_is_all_unchanged_and_needs_no_answer(draft, plan_officer):
    rows = [*MANAGERS, "Green", "12/10/2026: Two in post.\nAll is well."], [*VISITS, "", ""]
    brought_in(draft, *rows, by=plan_officer)
    again = previewed(draft, *rows, by=plan_officer)
    assert {row.outcome for row in again.rows.all()} == {"unchanged"}
    assert [row.values["told"] for row in again.rows.all()] == [[], []]
    assert brought_in(draft, *rows, by=plan_officer).state == "confirmed"
    assert Update.objects.count() == 2  # the dated note, and the rest


def test_next_months_file_goes_straight_to_its_preview(draft, plan_officer, council):
    brought_in(draft, [*MANAGERS, "Green", ""], [*VISITS, "Green", ""], by=plan_officer)
    assert council.tracker_layouts.get().name == "Board tracker"
    batch = previewed(draft, [*VISITS, "Green", ""], [*MANAGERS, "Amber", ""], by=plan_officer)
    assert batch.layout.name == "Board tracker"
    assert {ref: row.outcome for ref, row in effects(batch).items()} == {
        "2.3": "changed",
        "2.4": "unchanged",
    }
    assert effects(batch)["2.3"].before == {"confidence": "on track"}


def test_a_new_word_in_a_known_layout_is_asked_and_remembered(draft, plan_officer, council):
    brought_in(draft, [*MANAGERS, "Green", ""], by=plan_officer)
    batch = received(draft, csv_of([*MANAGERS, "Blue", ""]), by=plan_officer)
    assert not batch.fingerprint
    settled(batch, by=plan_officer)
    kept = council.tracker_layouts.get()
    assert set(kept.layout["meanings"]["rag"]) == {"blue", "green"}
    assert kept.history.count() == 2


def test_a_public_plan_is_reported_on_and_the_publisher_still_releases(plan, action, plan_officer):
    brought_in(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    report = action.updates.get()
    assert (report.status, report.public_at, report.by) == ("complete", None, plan_officer)
    inside, public = (action.states.get(audience=one) for one in ("internal", "public"))
    assert (inside.status, inside.step, inside.evidenced) == ("complete", "", False)
    assert public.status == "not-started"


def test_a_dated_note_is_a_past_report_recorded_now(plan, action, officer, plan_officer):
    workflow.report_progress(
        action=action, by=officer, at=moment(60), status="in-progress", confidence="at-risk"
    )
    note = f"{days_ago(30):%d/%m/%Y}: Panel interviews are done."
    brought_in(plan, [*MANAGERS, "Amber", note], by=plan_officer)
    report = action.updates.last()
    assert (report.effective_on, report.recorded_at) == (days_ago(30), NOW)
    assert (report.status, report.confidence) == ("in-progress", "at-risk")  # as it stood then
    assert action.updates.count() == 2


def test_a_note_after_the_day_of_the_file_is_wrong(plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "", f"{days_ago(2):%d/%m/%Y}: Done."], as_at=days_ago(9))
    assert batch.rows.get().outcome == "wrong"
    assert "after the day of the file" in batch.rows.get().errors[0]["reason"]
    with pytest.raises(Refused, match="row 2 is wrong"):
        confirm(batch=batch, by=plan_officer, at=NOW)


def test_the_same_words_on_another_day_are_another_note_and_lines_are_known_again(
    plan, action, plan_officer
):
    notes = "05/10/2026: No change.\n05/11/2026: No change."
    headings = [*HEADINGS, "Comments"]
    row = [*MANAGERS, "Green", notes, "All is well."]
    brought_in(plan, row, by=plan_officer, headings=headings)
    said = action.updates.order_by("number").values_list("effective_on", "what_changed")
    assert list(said) == [
        (day("2026-10-05"), "No change."),
        (day("2026-11-05"), "No change."),
        (TODAY, "All is well."),
    ]
    again = previewed(plan, row, by=plan_officer, headings=headings)
    assert again.rows.get().outcome == "unchanged"


def test_a_day_of_completion_counts_where_nothing_later_says_otherwise(plan, action, plan_officer):
    headings = ["Ref", "Action", "Status", "Completed on", "Notes"]
    row = [*MANAGERS[:2], "Complete", "01/11/2026", "10/11/2026: One is still missing."]
    brought_in(plan, row, by=plan_officer, headings=headings)
    assert [one.status for one in action.updates.order_by("number")] == ["in-progress", "complete"]
    assert action.updates.last().effective_on == TODAY
    assert action.states.get(audience="internal").status == "complete"
    other = [*VISITS[:2], "Complete", "01/11/2026", ""]
    brought_in(plan, row, other, by=plan_officer, headings=headings)
    assert plan.actions.get(reference="2.4").updates.get().effective_on == day("2026-11-01")
    assert action.updates.count() == 2


# --- dates and promises ---

LATER = ["2.3", "Decide every contact in one day", "Head of Assessment", "31/01/2027"]


def test_another_date_is_asked_for_with_a_reason_and_never_moves_by_itself(
    plan, action, plan_officer
):
    batch = previewed(plan, [*LATER, "", ""], by=plan_officer)
    with pytest.raises(Refused, match="say why"):
        confirm(batch=batch, by=plan_officer, at=NOW)
    confirm(batch=batch, by=plan_officer, at=NOW, why="The panel was delayed.")
    move = action.moves.get()
    assert (move.to_date, move.outcome, move.reason) == (
        day("2027-01-31"),
        "",
        "The panel was delayed.",
    )
    assert action.states.get(audience="internal").due_on == action.original_due
    again = previewed(plan, [*LATER, "", ""], by=plan_officer)
    assert again.rows.get().outcome == "unchanged"


def test_an_earlier_date_is_told_and_changes_nothing(plan, action, plan_officer):
    row = ["2.3", MANAGERS[1], MANAGERS[2], "01/12/2026", "", ""]
    batch = previewed(plan, row, by=plan_officer)
    assert batch.rows.get().outcome == "unchanged"
    assert "an earlier date, 1 December 2026" in batch.rows.get().values["told"][0]


def test_a_date_that_was_refused_is_not_asked_for_again(plan, action, plan_officer, secretary):
    brought_in(plan, [*LATER, "", ""], by=plan_officer, why="The panel was delayed.")
    workflow.decide_later_date(
        move=action.moves.get(), outcome="refused", where="Board", by=secretary, at=NOW
    )
    batch = previewed(plan, [*LATER, "", ""], by=plan_officer)
    assert "asked for and refused" in batch.rows.get().values["told"][0]
    assert not batch.rows.get().values.get("asks")


REWORDED = ["2.3", "Decide every contact within one day", "Head of Assessment", "18/12/2026"]


def test_a_public_promise_changes_only_with_a_tick_and_in_the_open(plan, action, plan_officer):
    left = brought_in(plan, [*REWORDED, "Green", ""], by=plan_officer)
    action.refresh_from_db()
    assert action.title == MANAGERS[1]
    assert left.rows.get().values["kept"] is True
    assert action.updates.get().confidence == "on-track"  # what it reports is taken all the same
    brought_in(plan, [*REWORDED, "Green", ""], by=plan_officer, taking={1}, why="Plainer words.")
    action.refresh_from_db()
    assert action.title == REWORDED[1]
    amendment = action.amendments.get()
    assert (amendment.old, amendment.new) == (MANAGERS[1], REWORDED[1])
    assert amendment.why == "Plainer words."


def test_a_draft_that_a_person_edited_keeps_their_words(draft, plan_officer):
    brought_in(draft, [*MANAGERS, "", ""], by=plan_officer)
    action = draft.actions.get()
    brought_in(draft, [*REWORDED, "", ""], by=plan_officer)
    action.refresh_from_db()
    assert action.title == REWORDED[1]
    action.title = "Decide each contact in a day"
    action._history_user = plan_officer
    action.save()
    brought_in(draft, [*REWORDED, "", ""], by=plan_officer)
    action.refresh_from_db()
    assert action.title == "Decide each contact in a day"
    brought_in(draft, [*REWORDED, "", ""], by=plan_officer, taking={1})
    action.refresh_from_db()
    assert action.title == REWORDED[1]


def test_what_was_recorded_after_the_day_of_the_file_is_newer_and_stays(
    plan, action, officer, plan_officer
):
    workflow.report_progress(
        action=action, by=officer, at=moment(3), status="in-progress", confidence="off-track"
    )
    batch = brought_in(plan, [*MANAGERS, "Blue", "All done."], by=plan_officer, as_at=days_ago(9))
    assert action.updates.count() == 1
    assert batch.rows.get().values["newer"] is True
    assert batch.rows.get().outcome == "unchanged"


def test_what_the_file_leaves_out_is_told_and_stays(plan, action, plan_officer):
    batch = brought_in(plan, [*VISITS, "", ""], by=plan_officer)
    assert list(TrackerRows(batch).absent) == [action]
    assert plan.actions.count() == 2


def test_a_new_row_in_a_public_plan_is_a_draft_until_it_is_published(plan, action, plan_officer):
    brought_in(plan, [*MANAGERS, "", ""], [*VISITS, "Green", ""], by=plan_officer)
    new = plan.actions.get(reference="2.4")
    assert (new.public_at, new.added_on) == (None, TODAY)
    assert new.updates.get().status == "in-progress"


def test_an_action_that_was_withdrawn_here_stays_so(plan, action, plan_officer):
    workflow.report_progress(
        action=action, by=plan_officer, at=moment(20), status="withdrawn", reason="Merged in law."
    )
    batch = brought_in(plan, [*MANAGERS, "Green", "Going on."], by=plan_officer)
    assert "It is withdrawn here, and stays so." in batch.rows.get().values["told"]
    assert action.updates.count() == 1


def test_business_as_usual_is_left_where_the_file_cannot_say_enough(
    plan, action, officer, plan_officer
):
    workflow.report_progress(
        action=action,
        by=officer,
        at=moment(20),
        status="business-as-usual",
        next_check_on=TODAY,
    )
    notes = f"{days_ago(9):%d/%m/%Y}: Checked again.\nAll is well."
    batch = brought_in(plan, [*MANAGERS, "", notes], by=plan_officer)
    said = " ".join(batch.rows.get().values["told"])
    assert f"A note of {day_words(days_ago(9))} is left" in said
    assert action.updates.count() == 1


def test_withdrawn_in_the_file_needs_its_reason(plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "Grey", ""], by=plan_officer)
    assert "not why" in batch.rows.get().values["told"][0]
    brought_in(plan, [*MANAGERS, "Grey", "The service has closed."], by=plan_officer)
    assert action.updates.get().reason == "The service has closed."
    assert action.states.get(audience="internal").status == "withdrawn"


def test_recommendations_are_linked_by_the_reports_own_references(draft, council, plan_officer):
    inspection = factories.InspectionFactory(council=council)
    first, second = factories.RecommendationFactory.create_batch(2, inspection=inspection)
    draft.inspections.set([inspection])
    headings = ["Ref", "Rec no", "Action"]
    row = ["1", f"{first.reference}, {second.reference}, 99", "Do it."]
    batch = brought_in(draft, row, by=plan_officer, headings=headings)
    action = draft.actions.get()
    assert set(action.recommendations.all()) == {first, second}
    assert "99" in batch.rows.get().values["told"][0]
    assert set(action.history.first().recommendations.values_list("recommendation", flat=True)) == {
        first.pk,
        second.pk,
    }


def test_a_workstream_is_made_once(draft, plan_officer):
    headings = ["Ref", "Workstream", "Action"]
    rows = ["1", "Front door", "Do it."], ["2", "Front  Door", "Do that."]
    brought_in(draft, *rows, by=plan_officer, headings=headings)
    assert draft.workstreams.get().actions.count() == 2


# --- who may ---


def test_what_a_clerk_may_not_do_is_left_for_the_plan_officer(plan, action, clerk, plan_officer):
    rows = [*MANAGERS, "Green", ""], [*VISITS, "", ""]
    batch = previewed(plan, *rows, by=clerk)
    assert TrackerRows(batch).left_for_others(workflow.Powers.of(clerk, plan, TODAY)) == 2
    confirm(batch=batch, by=clerk, at=NOW)
    assert {row.values.get("left") for row in batch.rows.all()} == {True}
    assert not Update.objects.exists()
    assert plan.actions.count() == 1
    brought_in(plan, *rows, by=plan_officer)
    assert Update.objects.count() == 1
    assert plan.actions.count() == 2


def test_a_clerk_who_leads_reports_on_their_own_actions_only(
    plan, action, officer, council, plan_officer
):
    factories.MembershipFactory(user=officer, council=council, role=Role.CLERK)
    other = factories.ActionFactory(plan=plan, reference="2.4", title=VISITS[1])
    titles = [MANAGERS[2], other.lead.title]
    rows = [
        [*MANAGERS[:2], titles[0], MANAGERS[3], "Green", ""],
        [*VISITS[:2], titles[1], "", "Red", ""],
    ]
    batch = brought_in(plan, *rows, by=User.objects.get(pk=officer.pk))
    assert [one.action for one in Update.objects.all()] == [action]
    assert [row.values.get("left", False) for row in batch.rows.all()] == [False, True]


# --- the plan moves meanwhile ---


def test_a_plan_that_moved_since_the_preview_is_previewed_again(
    plan, action, officer, plan_officer
):
    batch = previewed(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    workflow.report_progress(action=action, by=officer, at=NOW, status="in-progress")
    done = confirm(batch=batch, by=plan_officer, at=NOW)
    assert (done.saved, done.before) == (False, False)
    assert action.updates.count() == 1
    assert confirm(batch=batch, by=plan_officer, at=NOW).saved


def test_confirming_twice_saves_once(plan, action, plan_officer):
    batch = previewed(plan, [*MANAGERS, "Blue", ""], by=plan_officer)
    assert confirm(batch=batch, by=plan_officer, at=NOW).saved
    assert confirm(batch=batch, by=plan_officer, at=NOW).before
    assert action.updates.count() == 1


def test_a_file_of_a_day_to_come_is_refused(plan):
    with pytest.raises(Refused, match="still to come"):
        received(plan, csv_of([*MANAGERS, "", ""]), as_at=TODAY + timedelta(days=1))


def test_words_that_are_redacted_are_gone_from_the_file_and_its_rows(
    plan, action, plan_officer, publisher
):
    words = "Jane told us of her son."
    batch = brought_in(plan, [*MANAGERS, "Green", words], by=plan_officer)
    report = action.updates.get()
    act = {"why": "A parent is named.", "by": publisher, "at": NOW}
    workflow.redact(row=report, fields=["what_changed"], **act)
    batch.refresh_from_db()
    assert bytes(batch.content) == b""
    row = batch.rows.get()
    assert words not in str((row.values, row.before))
    assert "[words about a person removed]" in row.values["notes"]
    assert row.values["updates"] == [report.pk]  # what the row did stays
    dated = f"{TODAY:%d/%m/%Y}: {words}"
    again = previewed(plan, [*MANAGERS, "Green", dated], by=plan_officer)
    assert "words of that day were removed here" in again.rows.get().values["told"][0]
