"""What the acts refuse, and how far amending, publishing and redacting reach."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.access import Role
from improvement import workflow
from improvement.models import ActionState
from improvement.models.log import REMOVED
from tests import factories
from tests.factories import NOW, TODAY
from tests.test_workflow import LATER, report

pytestmark = pytest.mark.django_db
CHILD = "Jayden, 7, waited."


# --- on whose behalf ---


def test_a_lead_who_shares_a_post_cannot_report_in_the_others_name(
    action, officer, officer_post, person, council
):
    twin = person("Tia North", council, Role.ACTION_LEAD)
    factories.PostHoldingFactory(post=officer_post, user=twin)
    with pytest.raises(PermissionDenied):
        report(action, officer, on_behalf_of=twin)


def test_nobody_reports_in_the_name_of_somebody_who_does_not_lead_the_action(
    action, plan_officer, colleague
):
    with pytest.raises(workflow.Refused, match="does not hold the post"):
        report(action, plan_officer, on_behalf_of=colleague)


def test_a_lead_cannot_bring_a_withdrawn_action_back(action, officer, plan_officer):
    report(action, plan_officer, status="withdrawn", reason="The new service does it.")
    with pytest.raises(PermissionDenied):
        report(action, officer)
    report(action, plan_officer)
    assert action.states.get(audience="internal").status == "in-progress"


def test_nothing_is_added_to_the_actions_of_a_withdrawn_plan(
    action, officer, plan_officer, signed_in
):
    plan = action.plan
    plan.withdrawn_at, plan.withdrawn_by = factories.NOW, plan_officer
    plan.withdrawn_why = "The council has a new plan."
    plan.save()
    with pytest.raises(workflow.Refused, match="withdrawn on 18 November 2026"):
        report(action, officer)
    with pytest.raises(workflow.Refused, match="withdrawn on 18 November 2026"):
        workflow.ask_for_later_date(
            action=action, by=officer, at=LATER, to=TODAY + timedelta(days=90), reason="Late."
        )
    address = f"/admin/improvement/action/{action.pk}"
    assert signed_in(officer).get(f"{address}/report/").status_code == 403
    page = signed_in(plan_officer).get(f"{address}/change/").content.decode()
    assert "Report progress" not in page
    assert 'name="_save"' not in page


def test_sign_off_cannot_cite_evidence_of_another_action(action, officer):
    elsewhere = factories.EvidenceFactory(action=factories.ActionFactory(plan=action.plan))
    report(action, officer, status="complete")
    factories.EvidenceFactory(action=action)
    with pytest.raises(workflow.Refused, match="of this action"):
        workflow.record_sign_off(
            action=action, step="proposed", by=officer, at=LATER, evidence=[elsewhere]
        )


# --- publishing ---


def test_the_actions_of_an_embargoed_plan_are_public_from_the_end_of_the_embargo(
    council, publisher
):
    plan = factories.PlanFactory(council=council, publish_from=None)
    action = factories.ActionFactory(plan=plan, public_at=None)
    workflow.publish_plan(plan=plan, by=publisher, at=NOW, publish_from=NOW + timedelta(days=2))
    action.refresh_from_db()
    assert action.public_at == NOW + timedelta(days=2)
    assert list(plan.embargo_readers.all()) == [publisher]
    workflow.publish_plan(plan=plan, by=publisher, at=LATER)
    action.refresh_from_db()
    assert action.public_at == LATER


def test_a_plan_is_not_published_from_a_moment_that_has_passed(council, publisher):
    plan = factories.PlanFactory(council=council, publish_from=None)
    with pytest.raises(ValidationError, match="still to come"):
        workflow.publish_plan(plan=plan, by=publisher, at=NOW, publish_from=NOW - timedelta(1))


def test_publishing_a_plan_screens_its_workstreams_and_what_its_colours_mean(council, publisher):
    plan = factories.PlanFactory(
        council=council, publish_from=None, at_risk_means="Ring 0151 606 2000."
    )
    factories.WorkstreamFactory(plan=plan, title="Jayden, 7, and others")
    with pytest.raises(workflow.Unanswered) as stopped:
        workflow.publish_plan(plan=plan, by=publisher, at=NOW)
    assert len(stopped.value.suspicions) == 2


def test_actions_added_later_are_published_once_and_only_in_a_public_plan(plan, publisher):
    action = factories.ActionFactory(plan=plan, public_at=None)
    publish = {"plan": plan, "by": publisher, "at": NOW}
    workflow.publish_actions(actions=[action], **publish)
    with pytest.raises(workflow.Refused, match="changed"):
        workflow.publish_actions(actions=[action], **publish)
    draft = factories.PlanFactory(council=plan.council, publish_from=None)
    with pytest.raises(workflow.Refused, match="plan first"):
        workflow.publish_actions(plan=draft, actions=[], by=publisher, at=NOW)


def test_a_plan_taken_back_before_its_embargo_ends_is_a_draft_with_its_actions(council, publisher):
    plan = factories.PlanFactory(council=council, publish_from=None)
    action = factories.ActionFactory(plan=plan, public_at=None)
    workflow.publish_plan(plan=plan, by=publisher, at=NOW, publish_from=NOW + timedelta(days=2))
    workflow.take_back_plan(plan=plan, by=publisher, at=LATER)
    action.refresh_from_db()
    plan.refresh_from_db()
    assert (plan.publish_from, action.public_at) == (None, None)


# --- amending a plan ---


def test_what_a_public_plan_says_of_itself_is_amended_in_the_open(plan, plan_officer):
    changes = {"summary": "What we will do by summer.", "title": plan.title}
    workflow.amend_plan(plan=plan, changes=changes, why="Plainer.", by=plan_officer, at=NOW)
    amendment = plan.amendments.get()
    assert (amendment.field, amendment.new) == ("summary", "What we will do by summer.")
    assert amendment.public_at == NOW


def test_new_words_of_a_public_plan_are_screened(plan, plan_officer):
    change = {"plan": plan, "changes": {"summary": CHILD}, "why": "Plainer.", "at": NOW}
    with pytest.raises(workflow.Unanswered):
        workflow.amend_plan(by=plan_officer, **change)
    plan.refresh_from_db()
    assert "Jayden" not in plan.summary


def test_the_inspections_that_a_public_plan_answers_are_amended_too(plan, plan_officer):
    inspection = factories.InspectionFactory(council=plan.council)
    changes = {"inspections": [inspection]}
    workflow.amend_plan(plan=plan, changes=changes, why="A new visit.", by=plan_officer, at=NOW)
    assert plan.amendments.get().new == str(inspection)
    assert list(plan.inspections.all()) == [inspection]


# --- redacting ---


def test_redacting_a_report_reaches_the_answers_that_released_it(action, officer, publisher):
    update = report(action, officer, reason=CHILD)
    suspicion = workflow.screening_of([update])[0]
    batch = workflow.release(
        plan=action.plan,
        rows=[update],
        by=publisher,
        at=LATER,
        answers={suspicion.key: f"“{suspicion.words}” is invented."},
    )
    workflow.redact(row=update, fields=["reason"], why="A child.", by=publisher, at=LATER)
    batch.refresh_from_db()
    assert "Jayden" not in str(batch.answers)


def test_redacting_a_title_reaches_the_amendments_of_it(action, plan_officer, publisher):
    change = {"action": action, "by": plan_officer, "at": NOW, "why": "Clearer."}
    workflow.amend(changes={"success_measure": "No child waits."}, **change)
    action.refresh_from_db()
    workflow.redact(row=action, fields=["success_measure"], why="x", by=publisher, at=LATER)
    amendment = action.amendments.get()
    assert (amendment.old, amendment.new) == (REMOVED, REMOVED)


def test_redacting_an_amendment_reaches_the_version_it_replaced(action, plan_officer, publisher):
    old = action.success_measure
    workflow.amend(
        action=action,
        changes={"success_measure": "No child waits."},
        why="Named a child.",
        by=plan_officer,
        at=NOW,
    )
    amendment = action.amendments.get()
    workflow.redact(row=amendment, fields=["old", "why"], why="x", by=publisher, at=LATER)
    assert not action.history.filter(success_measure=old).exists()
    assert not action.history.filter(history_change_reason__contains="child").exists()
    action.refresh_from_db()
    assert action.success_measure == "No child waits."


def test_redacting_a_recommendation_reaches_the_amendments_that_name_it(
    action, plan_officer, publisher
):
    inspection = factories.InspectionFactory(council=action.plan.council)
    recommendation = factories.RecommendationFactory(inspection=inspection, text=CHILD)
    changes = {"recommendations": [recommendation]}
    workflow.amend(action=action, changes=changes, why="It fits.", by=plan_officer, at=NOW)
    workflow.redact(row=recommendation, fields=["text"], why="x", by=publisher, at=LATER)
    assert "Jayden" not in action.amendments.get().new


def test_a_redacted_file_is_gone_and_cannot_be_chosen_again(
    action, officer, publisher, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("jayden.pdf", b"%PDF-1.7 words")
    evidence = workflow.offer_evidence(
        action=action, kind="audit", title="Audit", dated=TODAY, by=officer, at=NOW, file=file
    )
    with django_capture_on_commit_callbacks(execute=True):
        workflow.redact(row=evidence, fields=["file"], why="x", by=publisher, at=LATER)
    evidence.refresh_from_db()
    assert not evidence.file.storage.exists(evidence.file.name)
    assert evidence.file_name == REMOVED
    assert "file" not in workflow.redactable(evidence)


def test_the_plans_officers_cannot_redact(action, officer, plan_officer):
    update = report(action, officer)
    with pytest.raises(PermissionDenied):
        workflow.redact(row=update, fields=["reason"], why="x", by=plan_officer, at=LATER)
    assert ActionState.objects.get(action=action, audience="internal").update == update
