"""Release, amendment and redaction: what becomes public, and how it stays honest."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied

from improvement import workflow
from improvement.models import Redaction
from inspections.models import Import
from tests import factories
from tests.factories import NOW, TODAY
from tests.test_workflow import LATER, MONTH, report, state

pytestmark = pytest.mark.django_db


# --- releasing ---


def test_words_that_look_like_personal_data_stop_a_release_until_answered(
    action, officer, publisher
):
    update = report(action, officer, reason="Ring Jayden, 7, on 0151 606 2000.")
    with pytest.raises(workflow.Unanswered) as stopped:
        workflow.release(plan=action.plan, rows=[update], by=publisher, at=LATER)
    found = {suspicion.looks_like for suspicion in stopped.value.suspicions}
    assert found == {"a name with an age", "a telephone number"}
    assert state(action).status == "not-started"
    answers = {suspicion.key: "An invented child." for suspicion in stopped.value.suspicions}
    batch = workflow.release(
        plan=action.plan, rows=[update], by=publisher, at=LATER, answers=answers
    )
    assert {answer["answer"] for answer in batch.answers} == {"An invented child."}


def test_who_reports_cannot_release(action, plan_officer):
    update = report(action, plan_officer)
    with pytest.raises(PermissionDenied):
        workflow.release(plan=action.plan, rows=[update], by=plan_officer, at=LATER)


def test_another_plans_rows_are_not_released_with_this_ones(action, officer, publisher):
    elsewhere = factories.UpdateFactory()
    with pytest.raises(workflow.Refused, match="changed"):
        workflow.release(plan=action.plan, rows=[elsewhere], by=publisher, at=LATER)
    elsewhere.refresh_from_db()
    assert elsewhere.public_at is None


def test_a_draft_plan_is_published_with_its_actions(council, publisher):
    plan = factories.PlanFactory(council=council, publish_from=None)
    action = factories.ActionFactory(plan=plan, public_at=None)
    workflow.publish_plan(plan=plan, by=publisher, at=NOW)
    action.refresh_from_db()
    assert plan.is_released(NOW)
    assert action.public_at == NOW


# --- amending and redacting ---


def test_a_promise_is_amended_in_the_open(action, plan_officer):
    workflow.amend(
        action=action,
        changes={"success_measure": "Half of visits are on time.", "title": action.title},
        why="The board lowered the aim.",
        by=plan_officer,
        at=NOW,
    )
    amendment = action.amendments.get()
    assert amendment.old == "Nine in ten visits are on time."
    assert amendment.new == "Half of visits are on time."
    assert amendment.public_at == NOW


def test_the_original_due_date_cannot_be_amended(action, plan_officer):
    with pytest.raises(workflow.Refused, match="do not change"):
        workflow.amend(
            action=action,
            changes={"original_due": TODAY + MONTH},
            why="We would rather.",
            by=plan_officer,
            at=NOW,
        )


def test_a_longer_interval_is_an_amendment_and_never_longer_than_a_quarter(action, plan_officer):
    change = {"plan": action.plan, "why": "Fewer meetings.", "by": plan_officer, "at": NOW}
    amendment = workflow.change_interval(days=92, **change)
    assert (amendment.old, amendment.new) == ("31", "92")
    with pytest.raises(workflow.Refused.__base__, match="92 days"):
        workflow.change_interval(days=93, **change)


def test_a_longer_interval_excuses_no_silence_and_counts_from_the_next_report(
    action, officer, plan_officer
):
    silent_from = action.added_on + timedelta(days=31)
    assert state(action, "internal").report_due_on == silent_from
    change = {"plan": action.plan, "why": "Fewer meetings.", "by": plan_officer}
    workflow.change_interval(days=92, at=NOW, **change)
    assert state(action, "internal").report_due_on == silent_from
    report(action, officer)
    assert state(action, "internal").report_due_on == TODAY + timedelta(days=92)


def test_a_shorter_interval_counts_at_once(action, officer, plan_officer):
    report(action, officer)
    change = {"plan": action.plan, "why": "More meetings.", "by": plan_officer}
    workflow.change_interval(days=14, at=LATER, **change)
    assert state(action, "internal").report_due_on == TODAY + timedelta(days=14)


def test_redaction_removes_the_words_everywhere_and_keeps_the_row(action, officer, publisher):
    update = report(action, officer, reason="Jayden, 7, has moved.")
    workflow.redact(row=update, fields=["reason"], why="Named a child.", by=publisher, at=LATER)
    update.refresh_from_db()
    assert "Jayden" not in update.reason
    assert update.redacted_at == LATER
    assert update.status == "in-progress"
    assert Redaction.objects.get().by == publisher


def test_redacting_a_title_reaches_its_history(action, plan_officer, publisher):
    action.title = "See Jayden, 7"
    action.save()
    workflow.redact(row=action, fields=["title"], why="Named a child.", by=publisher, at=LATER)
    titles = set(action.history.values_list("title", flat=True))
    assert not any("Jayden" in title for title in titles)


@pytest.mark.parametrize("words", [{"why": "For Jayden, 7."}, {"agreed_by": "ring 0151 606 2000"}])
def test_the_reason_of_an_amendment_is_screened_for_it_is_public_at_once(
    action, plan_officer, words
):
    with pytest.raises(workflow.Refused, match="personal data"):
        workflow.amend(
            action=action,
            changes={"success_measure": "Half are on time."},
            by=plan_officer,
            at=NOW,
            **{"why": "The board agreed.", **words},
        )
    assert not action.amendments.exists()


def test_an_amended_lead_stands_in_the_amendment_as_the_public_sees_the_post(action, plan_officer):
    post = factories.PostFactory(
        council=action.plan.council, title="Sole clerk", service="Front door", shown="service"
    )
    workflow.amend(
        action=action, changes={"lead": post}, why="Reorganised.", by=plan_officer, at=NOW
    )
    assert action.amendments.get().new == "Front door"


def test_redacting_a_recommendation_reaches_every_file_that_brought_it_and_the_admins_log(
    council, publisher, clerk
):
    words = "See that Jayden, 7, is visited."
    recommendation = factories.RecommendationFactory(inspection__council=council, text=words)
    batch = Import.objects.create(
        kind=Import.Kind.RECOMMENDATIONS,
        council=council,
        inspection=recommendation.inspection,
        by=clerk,
        uploaded_at=NOW,
        file_name="report.csv",
        sha256="0" * 64,
        content=words.encode(),
    )
    row = batch.rows.create(number=2, outcome="new", values={"reference": "1", "text": words})
    LogEntry.objects.log_actions(clerk.pk, [recommendation], ADDITION, single_object=True)

    workflow.redact(row=recommendation, fields=["text"], why="A child.", by=publisher, at=LATER)

    batch.refresh_from_db()
    row.refresh_from_db()
    assert bytes(batch.content) == b""
    assert row.values == {"reference": "1", "text": "[words about a person removed]"}
    assert "Jayden" not in LogEntry.objects.get().object_repr


def test_a_recommendation_that_a_file_brought_can_leave_a_draft(council):
    recommendation = factories.RecommendationFactory(inspection__council=council)
    batch = Import.objects.create(
        kind=Import.Kind.RECOMMENDATIONS,
        council=council,
        uploaded_at=NOW,
        file_name="report.csv",
        sha256="0" * 64,
        content=b"",
    )
    row = batch.rows.create(number=2, outcome="new", recommendation=recommendation)
    recommendation.delete()
    row.refresh_from_db()
    assert row.recommendation is None
