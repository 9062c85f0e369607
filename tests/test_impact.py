"""A difference for children is claimed apart from delivery, and rests on evidence of its own."""

import pytest
from django.core.exceptions import PermissionDenied

from councils.access import Role
from improvement import workflow
from improvement.models import Action
from improvement.pages.sentences import impact_in_words
from improvement.record import AsAt
from improvement.rules import assess, findings
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.reading import html_of, public_rows
from tests.rows import done, gone, row, summary

CODE = "impact-unproved"
SHOWN = {"impact": "embedded", "impact_evidence": 1, "impact_evidenced": True}


def found_of(one, day=TODAY):
    return [found for found in findings(one, day) if found.rule.code == CODE]


@pytest.mark.parametrize("impact", ["none-yet", "emerging"])
def test_what_only_begins_needs_no_proof_yet(impact):
    assert found_of(done(impact=impact)) == []


@pytest.mark.parametrize("impact", ["evidenced", "embedded"])
def test_a_claimed_difference_without_evidence_of_it_is_told_whatever_proves_delivery(impact):
    [found] = found_of(done(step="sustained", impact=impact))
    assert found.label == "Impact claimed, no evidence for it yet"
    assert f"reported as {impact}. No evidence of that is on record." in found.words


def test_evidence_that_nobody_independent_looked_at_is_not_enough():
    [found] = found_of(row(impact="evidenced", impact_evidence=2))
    assert found.label == "Impact claimed, evidence not checked"
    assert found_of(done(**SHOWN)) == []
    assert found_of(gone()) == []


def test_it_is_no_verdict_on_delivery():
    [one] = assess([done(step="verified", impact="evidenced")], TODAY)
    assert one.against == ()
    assert one.verified
    assert summary(done(impact="evidenced")).borne_out == 1


def test_a_plan_says_of_how_many_it_is_claimed_and_of_how_many_shown():
    assert impact_in_words(summary(done("1"))) == (
        "For no action the difference for children is reported as evidenced yet."
    )
    assert impact_in_words(summary(done("1", impact="evidenced"))).endswith(
        "Impact is claimed, and nobody independent has looked at evidence of it."
    )
    both = summary(done("1", impact="evidenced"), row("2", **SHOWN))
    assert impact_in_words(both) == (
        "For two actions the difference for children is reported as evidenced or embedded. For "
        "one of them impact is claimed, and nobody independent has looked at evidence of it."
    )
    assert impact_in_words(summary(row("2", **SHOWN))).endswith(
        "Somebody independent has looked at evidence of that itself."
    )


# --- on the record ---


@pytest.fixture
def claimed(action, officer):
    """Complete for a month by a public report, with a difference that is said to be evidenced."""
    factories.UpdateFactory(
        action=action,
        by=officer,
        status="complete",
        confidence="",
        impact="evidenced",
        public=True,
        recorded_at=moment(30),
    )
    piece = factories.EvidenceFactory(action=action, recorded_at=moment(30))
    checked(piece, moment(29))
    return action


def checked(piece, at):
    type(piece).objects.filter(pk=piece.pk).update(
        checked_at=at, checked_by=factories.UserFactory()
    )
    factories.refresh([piece.action_id])


def says(action, day=None, view="seen"):
    actions = Action.objects.filter(pk=action.pk)
    [one] = public_rows(actions, AsAt(day, view) if day else None)
    return [found.label for found in found_of(one, day or TODAY)]


def offered(action, by, at=NOW, **more):
    said = {"kind": "children", "title": "What 50 parents say", "shows": "impact"}
    said |= {"url": "https://example.gov.uk/parents", "dated": days_ago(12)}
    return workflow.offer_evidence(action=action, by=by, at=at, **(said | more))


@pytest.mark.django_db
def test_it_goes_when_evidence_of_it_was_offered_and_looked_at_and_the_past_stays(
    claimed, officer, plan_officer
):
    assert says(claimed) == ["Impact claimed, no evidence for it yet"]
    piece = offered(claimed, officer, at=moment(10))
    assert says(claimed) == ["Impact claimed, evidence not checked"]
    workflow.check_evidence(evidence=piece, by=plan_officer, at=moment(5))
    assert says(claimed) == []
    for view in ("seen", "known"):
        assert [says(claimed, days_ago(n), view) for n in (11, 10, 6, 5)] == [
            ["Impact claimed, no evidence for it yet"],
            ["Impact claimed, evidence not checked"],
            ["Impact claimed, evidence not checked"],
            [],
        ]


@pytest.mark.django_db
def test_the_lead_and_the_uploader_cannot_look_at_their_own(
    claimed, officer, plan_officer, colleague
):
    factories.PostHoldingFactory(post=claimed.lead, user=colleague)
    factories.MembershipFactory(user=colleague, council=claimed.plan.council, role=Role.READER)
    own, anothers = offered(claimed, plan_officer), offered(claimed, officer)
    with pytest.raises(workflow.Refused, match="other than the lead and the uploader"):
        workflow.check_evidence(evidence=own, by=plan_officer, at=NOW)
    with pytest.raises((workflow.Refused, PermissionDenied)):
        workflow.check_evidence(evidence=anothers, by=colleague, at=NOW)
    assert says(claimed) == ["Impact claimed, evidence not checked"]


@pytest.mark.django_db
def test_a_paper_from_before_the_promise_shows_no_difference_that_it_made(
    claimed, officer, plan_officer
):
    old = offered(claimed, officer, dated=claimed.added_on.replace(day=1, month=1))
    workflow.check_evidence(evidence=old, by=plan_officer, at=NOW)
    assert says(claimed) == ["Impact claimed, no evidence for it yet"]


@pytest.mark.django_db
def test_the_page_tells_it_apart_from_the_four_answers(client, claimed, officer):
    html = html_of(client, claimed)
    assert "<dd>Evidenced<p>Impact claimed, no evidence for it yet.</p></dd>" in html
    assert "looked at by somebody independent</dd>" in html  # that it was done
    offered(claimed, officer)
    assert "One piece of evidence of it offered, not looked at" in html_of(client, claimed)
    listed = html_of(client, claimed.plan, state=CODE)
    assert "1 of 1 action" in listed
    assert "Impact is claimed, and nobody independent has looked at evidence of it." in listed


@pytest.mark.django_db
def test_a_lead_says_in_the_form_what_the_evidence_shows(claimed, officer, signed_in):
    client, here = signed_in(officer), f"/admin/improvement/action/{claimed.pk}"
    assert "What is different for children" in client.get(f"{here}/evidence/").content.decode()
    said = {"kind": "children", "title": "Parents", "dated": TODAY.isoformat(), "shows": "impact"}
    said["url"] = "https://example.gov.uk/parents"
    assert client.post(f"{here}/evidence/", said).status_code == 302
    assert claimed.evidence.filter(shows="impact").count() == 1
    assert claimed.states.get(audience="internal").impact_evidence == 1
