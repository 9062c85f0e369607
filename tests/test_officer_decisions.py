"""What is decided about an action in the admin: dates, evidence, sign-off, leaving the plan."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from improvement import workflow
from improvement.models import DueDateMove, Evidence
from tests import factories
from tests.factories import NOW, TODAY
from tests.test_workflow import LATER, offer, report

pytestmark = pytest.mark.django_db
ACTIONS = "/admin/improvement/action/"


def page(action):
    return f"{ACTIONS}{action.pk}/change/"


@pytest.fixture
def keeps(signed_in, plan_officer):
    return signed_in(plan_officer)


# --- dates ---


@pytest.fixture
def move(action, officer):
    return workflow.ask_for_later_date(
        action=action,
        to=action.original_due + timedelta(days=60),
        reason="No managers.",
        by=officer,
        at=NOW,
    )


DECISION = {"outcome": "agreed", "where": "Improvement Board, 18 November 2026"}


def test_the_secretary_decides_on_a_date_and_says_where(signed_in, secretary, action, move):
    client, address = signed_in(secretary), f"/admin/improvement/duedatemove/{move.pk}/decide/"
    assert address in client.get(page(action)).content.decode()
    assert client.post(address, DECISION | {"where": ""}).status_code == 200
    assert client.post(address, DECISION).url == page(action)
    assert action.states.get(audience="public").due_on == move.to_date
    assert client.post(address, DECISION).status_code == 403


@pytest.mark.parametrize("who", ["officer", "plan_officer", "publisher", "reader"])
def test_nobody_else_decides_on_a_date(request, signed_in, move, who):
    client = signed_in(request.getfixturevalue(who))
    answer = client.post(f"/admin/improvement/duedatemove/{move.pk}/decide/", DECISION)
    assert answer.status_code == 403
    assert DueDateMove.objects.get().outcome == ""


def test_another_councils_secretary_finds_no_such_date(signed_in, outsider, move):
    address = f"/admin/improvement/duedatemove/{move.pk}/decide/"
    assert signed_in(outsider).post(address, DECISION).status_code == 404


# --- evidence ---


def test_evidence_is_added_from_the_actions_page_as_a_file(
    signed_in, officer, action, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client, address = signed_in(officer), f"{ACTIONS}{action.pk}/evidence/"
    assert 'enctype="multipart/form-data"' in client.get(address).content.decode()
    said = {
        "kind": "audit",
        "title": "Audit",
        "dated": TODAY.isoformat(),
        "file": SimpleUploadedFile("audit.pdf", b"%PDF-1.7 words"),
    }
    assert client.post(address, said).status_code == 302
    assert Evidence.objects.get().file_name == "audit.pdf"


def test_a_file_is_read_by_insiders_alone_and_never_shown_in_the_sites_name(
    signed_in, reader, outsider, officer, action, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("audit.pdf", b"%PDF-1.7 words")
    piece = offer(action, officer, url="", file=file)
    address = f"/admin/improvement/evidence/{piece.pk}/download/"
    response = signed_in(reader).get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 words"
    assert response.headers["Content-Disposition"] == 'attachment; filename="audit.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert signed_in(outsider).get(address).status_code == 404
    assert client.get(address).status_code == 302


def test_evidence_is_checked_by_whoever_may_and_neither_lead_nor_uploader(
    signed_in, officer, plan_officer, secretary, action
):
    piece = offer(action, plan_officer)
    address = f"/admin/improvement/evidence/{piece.pk}/check/"
    for involved in (officer, plan_officer):
        assert signed_in(involved).post(address, {"note": ""}).status_code == 403
    assert signed_in(secretary).post(address, {"note": "It fits."}).status_code == 302
    piece.refresh_from_db()
    assert (piece.checked_by, piece.check_note) == (secretary, "It fits.")


# --- sign-off ---


def test_only_the_steps_that_may_follow_are_offered_each_to_whom_it_belongs(
    signed_in, officer, plan_officer, secretary, action
):
    lead, board = signed_in(officer), signed_in(secretary)
    step = f"{ACTIONS}{action.pk}/sign-off/?step="
    assert f"{step}proposed" not in lead.get(page(action)).content.decode()
    report(action, officer, status="complete")
    workflow.check_evidence(evidence=offer(action, officer), by=plan_officer, at=LATER)
    assert f"{step}proposed" in lead.get(page(action)).content.decode()
    assert lead.post(f"{step}verified", {}).status_code == 403
    assert lead.post(f"{step}proposed", {"note": ""}).status_code == 302
    shown = board.get(page(action)).content.decode()
    assert f"{step}verified" in shown
    assert f"{step}returned" in shown
    assert f"{step}sustained" not in shown
    said = {"where": "Improvement Board, 18 November 2026", "checked_by": officer.pk}
    assert "Somebody other than the lead" in (board.post(f"{step}verified", said).content.decode())
    assert board.post(f"{step}verified", said | {"checked_by": plan_officer.pk}).status_code == 302
    assert action.states.get(audience="internal").step == "verified"


def test_what_is_sent_back_says_why(signed_in, officer, secretary, action):
    report(action, officer, status="complete")
    offer(action, officer)
    workflow.record_sign_off(action=action, step="proposed", by=officer, at=NOW)
    client, address = signed_in(secretary), f"{ACTIONS}{action.pk}/sign-off/?step=returned"
    assert client.post(address, {"where": "Board"}).status_code == 200
    client.post(address, {"where": "Board", "note": "Too early."})
    assert action.states.get(audience="internal").step == "returned"


# --- leaving the plan ---


def test_an_action_is_withdrawn_or_merged_by_the_plans_officers_with_a_reason(keeps, action, plan):
    other = factories.ActionFactory(plan=plan)
    address = f"{ACTIONS}{action.pk}/close/"
    assert "Name the action" in (
        keeps.post(address, {"status": "merged", "reason": "The same."}).content.decode()
    )
    assert keeps.post(address, {"status": "withdrawn"}).status_code == 200
    said = {"status": "merged", "into": other.pk, "reason": "The same work."}
    assert keeps.post(address, said).status_code == 302
    assert action.states.get(audience="internal").status == "merged"
    assert action.updates.get().into == other
    assert keeps.get(address).status_code == 403
