"""What a director might try who wants to look good without improving, and what stops it.

Each test is one attempt, made with every power that the council's own people have.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from councils.access import Role
from improvement import workflow
from improvement.models import Action, AppendOnlyError
from improvement.progress import assess, summarise
from improvement.rows import public_rows
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(person, council):
    """Dora Penn holds every role at the council that one person can hold."""
    return person("Dora Penn", council, *Role)


@pytest.fixture
def late(plan, officer_post, director):
    """An action of the director's own that is ten days late, and reported on track."""
    post = factories.PostFactory(council=plan.council, title="Director")
    factories.PostHoldingFactory(post=post, user=director)
    action = factories.ActionFactory(plan=plan, lead=post, original_due=days_ago(10))
    factories.UpdateFactory(action=action, public=True, by=director, recorded_at=moment(20))
    return action


def counts(plan):
    rows = public_rows(Action.objects.filter(plan=plan))
    return summarise(assess(rows, TODAY), started_on=plan.starts_on, day=TODAY)


def read(client, row, **query):
    return " ".join(client.get(row.get_absolute_url(), query).content.decode().split())


def report(action, by, **said):
    said = {"status": "in-progress", "confidence": "on-track", "reason": "It goes well."} | said
    return workflow.report_progress(action=action, by=by, at=NOW, **said)


def release(plan, by):
    waiting = [
        row
        for name in ("updates", "evidence", "sign_offs")
        for action in plan.actions.all()
        for row in getattr(action, name).waiting()
    ]
    workflow.release(plan=plan, rows=waiting, by=by, at=NOW)


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
    assert "It was late when it left." in read(client, plan)


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
    assert "Recorded on 18 November 2026." in read(client, late)


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
