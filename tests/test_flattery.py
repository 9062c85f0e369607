"""What a director might try who wants to look good without improving, and what stops it.

Each test is one attempt, made with every power that the council's own people have.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from improvement import workflow
from improvement.indicators.recording import change_target
from improvement.models import Action, AppendOnlyError
from improvement.rules import assess
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.flatterer import counts, read, release, report
from tests.indicator_factories import IndicatorFactory
from tests.reading import public_rows

pytestmark = pytest.mark.django_db


def test_saying_on_track_again_leaves_the_action_late(plan, late, director):
    report(late, director)
    release(plan, director)
    assert (counts(plan).claimed, counts(plan).borne_out, counts(plan).late) == (1, 0, 1)


def test_giving_oneself_a_later_date_is_refused(late, director):
    move = workflow.ask_for_later_date(
        action=late, to=TODAY + timedelta(days=90), reason="More time.", by=director, at=NOW
    )
    with pytest.raises(ValidationError, match="Somebody else"):
        workflow.decide_later_date(
            move=move, outcome="agreed", where="My office", by=director, at=NOW
        )
    assert counts(late.plan).late == 1


def test_writing_another_original_date_is_refused(late, director):
    with pytest.raises(workflow.Refused, match="do not change once promised"):
        workflow.amend(
            action=late, changes={"original_due": TODAY}, why="A slip.", by=director, at=NOW
        )


def test_withdrawing_what_is_late_changes_no_total_and_is_told(client, plan, late, director):
    report(late, director, status="withdrawn", confidence="", reason="It is no longer needed.")
    release(plan, director)
    found = counts(plan)
    assert (found.total, found.withdrawn, found.gone_late) == (1, 1, 1)
    told = read(client, plan)
    assert "The one action taken out of the plan was late and not borne out when it left." in told
    assert "It was late when it left. Its last report was not borne out." in told


def test_splitting_an_action_into_easy_ones_only_adds_to_the_total(plan, late, director):
    easy = factories.ActionFactory(plan=plan)
    reason = {"reason": "It is two actions now.", "confidence": ""}
    report(late, director, status="replaced", into=easy, **reason)
    release(plan, director)
    assert (counts(plan).total, counts(plan).delivered, counts(plan).replaced) == (2, 0, 1)


def test_complete_without_proof_is_claimed_and_not_borne_out(client, plan, late, director):
    report(late, director, status="complete", confidence="")
    release(plan, director)
    assert (counts(plan).claimed, counts(plan).borne_out, counts(plan).evidenced) == (1, 0, 0)
    assert "No evidence" in read(client, late)


def test_an_old_paper_is_no_proof_and_ones_own_look_at_it_is_refused(plan, late, director):
    report(late, director, status="complete", confidence="")
    piece = workflow.offer_evidence(
        action=late,
        kind="document",
        title="The strategy of last year",
        dated=days_ago(200),
        url="https://example.gov.uk/strategy",
        by=director,
        at=NOW,
    )
    with pytest.raises(workflow.Refused, match="other than the lead and the uploader"):
        workflow.check_evidence(evidence=piece, by=director, at=NOW)
    release(plan, director)
    assert counts(plan).borne_out == 0


def test_verifying_ones_own_work_is_refused(late, director, plan_officer):
    report(late, director, status="complete", confidence="")
    piece = factories.EvidenceFactory(action=late, added_by=director)
    workflow.check_evidence(evidence=piece, by=plan_officer, at=NOW)
    workflow.record_sign_off(action=late, step="proposed", by=director, at=NOW)
    with pytest.raises(workflow.Refused, match="Somebody other than the lead"):
        workflow.record_sign_off(
            action=late, step="verified", where="Board", checked_by=director, by=director, at=NOW
        )


def test_not_releasing_bad_news_shows_that_a_report_waits(client, plan, late, director):
    factories.UpdateFactory(action=late, by=director, confidence="off-track", recorded_at=moment(9))
    assert "awaits release" in read(client, plan)
    assert "off track" not in read(client, late).lower().split("what the council means")[0]
    assert counts(plan).late == 1


def test_asking_for_reports_less_often_excuses_no_silence(plan, director):
    factories.ActionFactory(plan=plan, added_on=days_ago(60))
    assert counts(plan).silent == 1
    workflow.change_interval(plan=plan, days=92, why="Fewer meetings.", by=director, at=NOW)
    assert counts(plan).silent == 1


def test_rewording_the_promise_is_shown_with_what_it_was(client, late, director):
    workflow.amend(
        action=late,
        changes={"success_measure": "Some visits are on time."},
        why="It was too hard.",
        by=director,
        at=NOW,
    )
    page = read(client, late)
    assert "Was: Nine in ten visits are on time." in page
    assert "Why: It was too hard." in page


def test_dating_a_report_back_does_not_change_what_was_seen(client, plan, late, director):
    report(late, director, status="complete", confidence="", effective_on=days_ago(15))
    release(plan, director)
    seen = read(client, late, as_at=days_ago(1))
    assert "Reported in progress" in seen
    page = read(client, late)
    assert "Yes, since 3 November 2026, as reported on 18 November 2026" in page
    assert "Recorded on 18 November 2026." in page


def test_correcting_the_past_leaves_what_was_said(client, plan, late, director):
    wrong = late.updates.get()
    report(late, director, status="complete", confidence="", corrects=wrong)
    release(plan, director)
    assert "this report no longer counts" in read(client, late)


def test_the_log_is_neither_edited_nor_deleted(late):
    said = late.updates.get()
    said.confidence = "off-track"
    for attempt in (said.save, said.delete, late.updates.all().delete):
        with pytest.raises(AppendOnlyError):
            attempt()


def test_withdrawing_the_whole_plan_leaves_its_page_with_the_reason(client, plan, director):
    plan.withdrawn_at, plan.withdrawn_by = NOW, director
    plan.withdrawn_why = "We would rather not."
    plan.save()
    assert "We would rather not." in read(client, plan)
    assert "withdrawn" in read(client, plan.council)


def test_naming_nobody_is_told_and_an_outsider_cannot_help(plan, late, director, outsider):
    workflow.amend(action=late, changes={"lead": None}, why="We are looking.", by=director, at=NOW)
    [one] = assess(public_rows(Action.objects.filter(pk=late.pk)), TODAY)
    assert "no-lead" in one.codes
    with pytest.raises(PermissionDenied):
        report(late, outsider)


# --- milestones, impact and what is measured ---


def test_dropping_a_missed_milestone_is_listed_with_who_agreed(client, plan, late, director):
    milestone = factories.MilestoneFactory(action=late, original_due=days_ago(40))
    with pytest.raises(ValidationError, match="Say who agreed"):
        workflow.drop_milestone(milestone=milestone, why="Old.", agreed_by="", by=director, at=NOW)
    agreed = {"why": "It is not needed.", "agreed_by": "My office"}
    workflow.drop_milestone(milestone=milestone, by=director, at=NOW, **agreed)
    assert counts(plan).borne_out == 0
    page = read(client, late)
    assert "One milestone: none reported reached, one dropped." in page
    assert "Agreed by: My office" in page
    assert "A milestone moved or dropped: 1" in read(client, plan, since=days_ago(1))


def test_easy_milestones_change_no_count(plan, late, director):
    before = counts(plan)
    for _ in range(3):
        easy = workflow.add_milestone(
            action=late, title="Hold a meeting", due=TODAY, why="Good.", by=director, at=NOW
        )
        report(late, director, reached={easy: TODAY})
    release(plan, director)
    after = counts(plan)
    assert (after.total, after.borne_out, after.late) == (before.total, 0, 1)


def test_a_milestone_reached_in_an_unreleased_report_is_missed_for_the_public(
    client, late, director
):
    milestone = factories.MilestoneFactory(action=late, original_due=days_ago(3))
    report(late, director, reached={milestone: days_ago(4)})
    assert "Milestone missed" in read(client, late)


def test_claiming_impact_on_the_proof_of_delivery_is_told(client, plan, late, director):
    report(late, director, status="complete", confidence="", impact="embedded")
    factories.EvidenceFactory(
        action=late, added_by=director, checked_at=NOW, checked_by=factories.UserFactory()
    )
    release(plan, director)
    assert (counts(plan).evidenced, counts(plan).impact_evidenced) == (1, 0)
    assert "Impact claimed, no evidence for it yet." in read(client, late)


def test_withdrawing_every_plan_does_not_end_that_an_inspection_is_unanswered(
    client, plan, council, director
):
    inspection = factories.InspectionFactory(
        council=council, response_due_printed=days_ago(30), publish_from=moment(90)
    )
    factories.RecommendationFactory(inspection=inspection)
    plan.withdrawn_at, plan.withdrawn_by, plan.withdrawn_why = NOW, director, "It is over."
    plan.save()
    assert "no plan on this site says that it answers" in read(client, inspection)


def test_counting_less_often_is_told_and_the_past_stays_overdue(client, plan, late, director):
    measured = IndicatorFactory(council=plan.council, plans=[plan], frequency="monthly")
    change = {"frequency": "yearly"}
    change_target(indicator=measured, changes=change, why="Costs.", by=director, at=NOW)
    assert "changed on 18 November 2026 from every month to once a year" in read(client, plan)
    assert "Reading overdue" in read(client, plan, as_at=days_ago(1))
