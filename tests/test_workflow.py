"""The acts: who may, what they leave in the log, and what the record refuses."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from improvement import workflow
from improvement.forms.deciding import CloseForm
from improvement.models import ActionState, AppendOnlyError, DueDateMove, Evidence
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)
LATER = NOW + timedelta(hours=2)


def report(action, by, at=NOW, status="in-progress", **fields):
    fields.setdefault("confidence", "on-track" if status == "in-progress" else "")
    fields.setdefault("reason", "Two of five managers are in post.")
    return workflow.report_progress(action=action, by=by, at=at, status=status, **fields)


def state(action, audience="public"):
    return ActionState.objects.get(action=action, audience=audience)


# --- reporting ---


def test_a_report_waits_for_release_and_the_public_state_does_not_move(action, officer):
    report(action, officer)
    assert state(action, "internal").status == "in-progress"
    assert state(action).status == "not-started"
    assert state(action).last_heard_on is None
    assert state(action).waiting_since == NOW


def test_a_released_report_is_what_the_public_sees(action, officer, publisher):
    update = report(action, officer)
    workflow.release(plan=action.plan, rows=[update], by=publisher, at=LATER)
    assert state(action).status == "in-progress"
    assert state(action).last_heard_on == TODAY
    assert state(action).waiting_since is None


def test_a_colleague_cannot_report_on_somebody_elses_action(action, colleague):
    with pytest.raises(PermissionDenied):
        report(action, colleague)


def test_an_outsider_cannot_report_even_with_every_role_elsewhere(action, outsider):
    with pytest.raises(PermissionDenied):
        report(action, outsider)


def test_who_has_left_the_post_can_no_longer_report(action, officer, officer_post):
    officer_post.holdings.update(ended_on=factories.days_ago(1))
    with pytest.raises(PermissionDenied):
        report(action, officer)


def test_the_plan_officer_reports_on_behalf_and_the_log_says_so(action, officer, plan_officer):
    update = report(action, plan_officer, on_behalf_of=officer)
    assert update.on_behalf
    assert (update.by, update.entered_by) == (officer, plan_officer)


def test_a_report_cannot_be_dated_tomorrow(action, officer):
    with pytest.raises(workflow.Refused.__base__, match="after today"):
        report(action, officer, effective_on=TODAY + timedelta(days=1))


def test_the_database_itself_refuses_a_report_from_the_future(action):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.UpdateFactory(action=action, effective_on=TODAY + timedelta(days=1))


def test_the_day_of_a_report_turns_at_midnight_in_london_not_in_utc(action):
    """23:30 UTC in summer is already the next day in London."""
    from datetime import UTC, datetime

    factories.UpdateFactory(
        action=action,
        recorded_at=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
        effective_on=date(2026, 7, 2),
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.UpdateFactory(
            action=action,
            recorded_at=datetime(2026, 7, 1, 22, 30, tzinfo=UTC),
            effective_on=date(2026, 7, 2),
        )


def test_two_people_at_once_the_second_is_told_what_came_in_between(action, officer, plan_officer):
    first = report(action, officer)
    report(action, plan_officer, seen=first.number)
    with pytest.raises(workflow.Refused, match="while you were writing"):
        report(action, officer, seen=first.number)
    assert action.updates.count() == 2


def test_a_correction_names_what_it_corrects_and_replaces_it_in_the_state(action, officer):
    wrong = report(action, officer, status="complete")
    report(action, officer, corrects=wrong)
    assert state(action, "internal").status == "in-progress"
    assert action.updates.count() == 2


def test_a_report_is_corrected_once(action, officer):
    wrong = report(action, officer)
    report(action, officer, corrects=wrong)
    with pytest.raises(workflow.Refused, match="corrected already"):
        report(action, officer, corrects=wrong)


def test_a_lead_cannot_withdraw_an_action_the_plan_officer_can_and_says_why(
    action, officer, plan_officer
):
    with pytest.raises(PermissionDenied):
        report(action, officer, status="withdrawn")
    report(action, plan_officer, status="withdrawn", reason="Replaced by the new service.")
    assert state(action, "internal").status == "withdrawn"


def test_a_withdrawal_without_a_reason_is_refused(action, plan_officer):
    with pytest.raises(workflow.Refused.__base__, match="Say why"):
        report(action, plan_officer, status="withdrawn", reason="")


def test_a_merged_action_goes_into_another_of_the_same_plan(action, plan_officer):
    elsewhere = factories.ActionFactory(plan=factories.PlanFactory(council=action.plan.council))
    with pytest.raises(workflow.Refused, match="same plan"):
        report(action, plan_officer, status="merged", into=elsewhere)
    with pytest.raises(workflow.Refused, match="into itself"):
        report(action, plan_officer, status="merged", into=action)


def test_no_action_goes_into_one_that_has_left_nor_round_in_a_circle(action, plan_officer):
    heir, other = (
        factories.ActionFactory(plan=action.plan, reference=f"9.{number}") for number in (1, 2)
    )
    report(action, plan_officer, status="merged", into=heir)
    for status in ("merged", "replaced"):
        with pytest.raises(workflow.Refused, match="2.3 has left the plan itself"):
            report(heir, plan_officer, status=status, into=action)
    report(heir, plan_officer, status="replaced", into=other)
    for back in (action, heir):
        with pytest.raises(workflow.Refused, match="has left the plan itself"):
            report(other, plan_officer, status="merged", into=back)


def test_what_has_left_is_not_offered_to_go_into(action, plan_officer):
    gone, stands = (
        factories.ActionFactory(plan=action.plan, reference=f"9.{number}") for number in (1, 2)
    )
    report(gone, plan_officer, status="withdrawn")
    assert list(CloseForm(action=action).fields["into"].queryset) == [stands]


def test_a_row_of_the_log_can_be_neither_edited_nor_deleted(action, officer):
    update = report(action, officer)
    update.reason = "Something nicer."
    with pytest.raises(AppendOnlyError):
        update.save()
    with pytest.raises(AppendOnlyError):
        update.delete()
    with pytest.raises(AppendOnlyError):
        action.updates.all().delete()


# --- dates ---


def test_a_date_that_is_asked_for_does_not_move_until_it_is_agreed(action, officer, secretary):
    due = action.original_due
    move = workflow.ask_for_later_date(
        action=action, to=due + MONTH, reason="No managers yet.", by=officer, at=NOW
    )
    assert (state(action).due_on, state(action).asked_for) == (due, due + MONTH)
    workflow.decide_later_date(
        move=move, outcome="agreed", where="Board, 18 November 2026", by=secretary, at=LATER
    )
    assert (state(action).due_on, state(action).asked_for) == (due + MONTH, None)
    action.refresh_from_db()
    assert action.original_due == due


def test_a_refused_date_leaves_the_old_one(action, officer, secretary):
    move = workflow.ask_for_later_date(
        action=action, to=action.original_due + MONTH, reason="Late.", by=officer, at=NOW
    )
    workflow.decide_later_date(move=move, outcome="refused", where="Board", by=secretary, at=LATER)
    assert state(action).due_on == action.original_due
    assert state(action).moves == 0


def test_nobody_decides_on_their_own_request(action, secretary):
    move = workflow.ask_for_later_date(
        action=action, to=action.original_due + MONTH, reason="Late.", by=secretary, at=NOW
    )
    with pytest.raises(workflow.Refused, match="Somebody else"):
        workflow.decide_later_date(
            move=move, outcome="agreed", where="Board", by=secretary, at=LATER
        )


def test_a_lead_cannot_decide(action, officer, colleague):
    move = workflow.ask_for_later_date(
        action=action, to=action.original_due + MONTH, reason="Late.", by=officer, at=NOW
    )
    with pytest.raises(PermissionDenied):
        workflow.decide_later_date(
            move=move, outcome="agreed", where="Board", by=colleague, at=LATER
        )


def test_only_one_request_is_open_at_a_time(action, officer):
    ask = {"action": action, "reason": "Late.", "by": officer, "at": NOW}
    workflow.ask_for_later_date(to=action.original_due + MONTH, **ask)
    with pytest.raises(workflow.Refused, match="already asked"):
        workflow.ask_for_later_date(to=action.original_due + 2 * MONTH, **ask)


def test_a_decision_is_made_once(action, officer, secretary):
    move = workflow.ask_for_later_date(
        action=action, to=action.original_due + MONTH, reason="Late.", by=officer, at=NOW
    )
    decide = {"move": move, "where": "Board", "by": secretary, "at": LATER}
    workflow.decide_later_date(outcome="refused", **decide)
    with pytest.raises(workflow.Refused, match="decided already"):
        workflow.decide_later_date(outcome="agreed", **decide)
    assert DueDateMove.objects.get().outcome == "refused"


# --- proof ---


def offer(action, by, **fields):
    return workflow.offer_evidence(
        action=action,
        by=by,
        at=NOW,
        **{
            "kind": "audit",
            "title": "Audit of forty cases",
            "dated": TODAY,
            "url": "https://www.example.org/audit",
            **fields,
        },
    )


def sign_off(action, by, step, **fields):
    return workflow.record_sign_off(
        action=action, by=by, step=step, at=LATER, where="Board, 18 November 2026", **fields
    )


def test_sign_off_wants_a_claim_then_evidence_then_somebody_who_looked(
    action, officer, plan_officer, secretary
):
    with pytest.raises(workflow.Refused, match="reported complete"):
        sign_off(action, officer, "proposed")
    report(action, officer, status="complete")
    with pytest.raises(workflow.Refused, match="Add evidence"):
        sign_off(action, officer, "proposed")
    evidence = offer(action, officer)
    sign_off(action, officer, "proposed")
    with pytest.raises(workflow.Refused, match="check the evidence"):
        sign_off(action, secretary, "verified", checked_by=secretary)
    workflow.check_evidence(evidence=evidence, by=plan_officer, at=LATER)
    sign_off(action, secretary, "verified", checked_by=plan_officer)
    assert state(action, "internal").step == "verified"
    assert state(action, "internal").evidenced


def test_the_lead_cannot_be_named_as_the_one_who_checked(action, officer, secretary, plan_officer):
    report(action, officer, status="complete")
    workflow.check_evidence(evidence=offer(action, officer), by=plan_officer, at=LATER)
    sign_off(action, officer, "proposed")
    with pytest.raises(workflow.Refused, match="other than the lead"):
        sign_off(action, secretary, "verified", checked_by=officer)


def test_evidence_is_not_checked_by_its_uploader_nor_by_the_lead(action, officer, plan_officer):
    evidence = offer(action, plan_officer)
    with pytest.raises(workflow.Refused, match="other than the lead"):
        workflow.check_evidence(evidence=evidence, by=plan_officer, at=LATER)
    with pytest.raises(PermissionDenied):
        workflow.check_evidence(evidence=evidence, by=officer, at=LATER)


def test_a_returned_claim_is_in_progress_on_record_and_complete_as_claimed(
    action, officer, secretary, plan_officer
):
    report(action, officer, status="complete")
    offer(action, officer)
    sign_off(action, officer, "proposed")
    sign_off(action, secretary, "returned", note="The audit is older than the change.")
    now = state(action, "internal")
    assert (now.status, now.claimed, now.step) == ("in-progress", "complete", "returned")


def test_steps_follow_one_another(action, officer, secretary):
    report(action, officer, status="complete")
    offer(action, officer)
    with pytest.raises(workflow.Refused, match="cannot follow"):
        sign_off(action, secretary, "sustained", checked_by=secretary)


def test_superseded_evidence_stays_and_no_longer_counts(action, officer, plan_officer):
    old = offer(action, officer)
    workflow.check_evidence(evidence=old, by=plan_officer, at=LATER)
    offer(action, officer, supersedes=old)
    assert Evidence.objects.count() == 2
    assert not state(action, "internal").evidenced


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("macro.xlsm", b"PK\x03\x04", "not accepted"),
        ("page.html", b"<script>", "not accepted"),
        ("report.pdf", b"<html><script>", "does not fit"),
        ("no-ending", b"text", "not accepted"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(action, officer, name, content, says):
    with pytest.raises(workflow.Refused, match=says):
        offer(action, officer, url="", file=SimpleUploadedFile(name, content))


def test_a_file_is_kept_under_its_hash_not_under_the_uploaders_name(
    action, officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("../../audit.pdf", b"%PDF-1.7 words")
    evidence = offer(action, officer, url="", file=file)
    assert evidence.file.name.startswith(f"evidence/{evidence.sha256[:2]}/{evidence.sha256}")
    assert evidence.file_name == "audit.pdf"
