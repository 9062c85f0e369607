"""An action's history: sentences of public words only, and dates that wait for nobody."""

from datetime import date
from functools import partial

import pytest

from improvement import workflow
from tests import factories
from tests.factories import NOW, moment
from tests.reading import html_of, report, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, action):
    """A function that reads the action's page as the public does."""
    return partial(html_of, client, action)


@pytest.fixture
def told(action, officer, publisher):
    """A function that makes a report of so many days ago, and releases it."""
    return partial(report, action, by=officer, released_by=publisher)


def test_the_history_is_told_newest_first(read, action, told):
    told(40, what_changed="A third manager has started.")
    told(10, confidence="at-risk")
    assert titles(read()) == [
        "Report: in progress, at risk",
        "Report: in progress, on track",
        "Promised in the plan, due 18 December 2026",
    ]


def test_a_report_is_the_leads_and_names_nobody(read, told):
    told(40, what_changed="A third manager has started.", help_needed="Cover until January.")
    html = read()
    assert "Reported by the lead" in html
    assert "What changed: A third manager has started." in html
    assert "Help needed: Cover until January." in html
    assert "Olive" not in html


def test_a_report_that_somebody_typed_for_the_lead_says_so(
    read, action, officer, plan_officer, publisher
):
    update = workflow.report_progress(
        action=action,
        by=plan_officer,
        on_behalf_of=officer,
        at=moment(9),
        status="in-progress",
        confidence="on-track",
        reason="Four are in post.",
    )
    workflow.release(plan=action.plan, rows=[update], by=publisher, at=moment(8))
    html = read()
    assert "Entered for the lead" in html
    assert "Peter" not in html


def test_unreleased_words_and_internal_notes_stay_inside(read, told, action):
    told(9, released_by=None, reason="Words that wait.", internal_note="Inside only.")
    told(8, internal_note="Inside only.")
    type(action).objects.filter(pk=action.pk).update(internal_note="Inside only.")
    html = read()
    assert "Words that wait." not in html
    assert "Inside only." not in html
    assert len(titles(html)) == 2


def test_a_correction_is_shown_and_what_it_corrects_stays(read, told):
    wrong = told(20, reason="Five of five are in post.")
    told(9, corrects=wrong, effective_on=factories.days_ago(20), reason="Two of five are.")
    html = read()
    assert "Corrected report: in progress, on track" in titles(html)
    assert "Five of five are in post." in html
    assert "Corrected on 9 November 2026: this report no longer counts." in html


def test_dates_are_told_at_once_and_their_reason_once_released(
    read, action, officer, secretary, publisher
):
    move = workflow.ask_for_later_date(
        action=action, to=date(2027, 3, 31), reason="Hiring failed.", by=officer, at=moment(9)
    )
    html = read()
    assert "Another date asked for: 31 March 2027 in place of 18 December 2026" in html
    assert "The reason is not released yet." in html
    assert "Hiring failed." not in html
    workflow.decide_later_date(
        move=move, outcome="agreed", where="Board, minute 7", by=secretary, at=moment(8)
    )
    html = read()
    assert titles(html)[0] == "Due date moved from 18 December 2026 to 31 March 2027"
    assert "minute 7" not in html
    workflow.release(plan=action.plan, rows=[move], by=publisher, at=moment(7))
    html = read()
    assert "Hiring failed." in html
    assert "Decided: Board, minute 7" in html


def test_a_refused_date_is_told_as_refused(read, action, officer, secretary):
    move = workflow.ask_for_later_date(
        action=action, to=date(2027, 3, 31), reason="Hiring failed.", by=officer, at=moment(9)
    )
    workflow.decide_later_date(
        move=move, outcome="refused", where="Board", by=secretary, at=moment(8)
    )
    assert titles(read())[0] == "The date 31 March 2027 was refused: it stays 18 December 2026"


def test_evidence_is_told_at_once_and_its_title_once_released(read, action, publisher):
    evidence = factories.EvidenceFactory(action=action, title="Forty cases, by hand")
    html = read()
    assert "Evidence added: an audit, dated 11 November 2026" in titles(html)
    assert "Forty cases" not in html
    assert "example.org" not in html
    workflow.release(plan=action.plan, rows=[evidence], by=publisher, at=moment(1))
    html = read()
    assert "Forty cases, by hand" in html
    assert 'href="https://www.example.org/audit"' in html


def test_a_sign_off_is_told_with_its_claim_and_its_note_once_released(
    read, action, told, officer, secretary, publisher
):
    claim = told(9, released_by=None, status="complete", confidence="")
    factories.EvidenceFactory(action=action, recorded_at=moment(8))
    workflow.record_sign_off(action=action, step="proposed", by=officer, at=moment(7))
    returned = workflow.record_sign_off(
        action=action, step="returned", by=secretary, at=moment(6), note="Too early."
    )
    assert not any("Sent back" in title for title in titles(read()))
    workflow.release(plan=action.plan, rows=[claim], by=publisher, at=moment(5))
    html = read()
    assert "Sent back: not accepted as complete" in titles(html)
    assert "Reported complete, which was not accepted." in html
    assert "Too early." not in html
    workflow.release(plan=action.plan, rows=[returned], by=publisher, at=moment(4))
    assert "Too early." in read()


def test_a_sign_off_stays_told_when_its_claim_is_corrected_before_release(
    read, action, told, officer, secretary
):
    claim = told(9, released_by=None, status="complete", confidence="")
    factories.EvidenceFactory(action=action, recorded_at=moment(8))
    workflow.record_sign_off(action=action, step="proposed", by=officer, at=moment(7))
    told(6, status="complete", confidence="", corrects=claim, reason="All five are.")
    assert "Sign-off proposed" in titles(read())


def test_a_change_of_the_promise_is_told_with_both_wordings(read, action, plan_officer):
    workflow.amend(
        action=action,
        changes={"success_measure": "Six in ten visits are on time."},
        why="The first measure was out of reach.",
        agreed_by="The board, 3 October 2026",
        by=plan_officer,
        at=NOW,
    )
    html = read()
    assert "Changed after publication: how we would know" in titles(html)
    assert "Was: Nine in ten visits are on time." in html
    assert "Now: Six in ten visits are on time." in html
    assert "Agreed by: The board, 3 October 2026" in html


def test_a_change_of_lead_names_no_post_that_the_public_reads_as_a_service(
    read, action, council, plan_officer
):
    hidden = factories.PostFactory(
        council=council, title="Team manager 7", service="Early help", shown="service"
    )
    workflow.amend(
        action=action, changes={"lead": hidden}, why="A new team.", by=plan_officer, at=NOW
    )
    html = read()
    assert "Changed after publication: who leads it" in titles(html)
    assert "Team manager 7" not in html


def test_removed_words_are_marked_with_the_day_of_their_removal(read, action, told, publisher):
    update = told(9, reason="Little Sam was seen.")
    workflow.redact(
        row=update, fields=["reason"], why="It named a child.", by=publisher, at=moment(1)
    )
    html = read()
    assert "[words about a person removed on 17 November 2026]" in html
    assert "Little Sam" not in html


def test_a_merger_names_the_other_action_only_if_that_is_public(read, action, plan):
    """The workflow refuses such a release now; a record from before it was refused may hold it."""
    other = factories.ActionFactory(plan=plan, reference="3.4", public_at=None)
    factories.UpdateFactory(
        action=action,
        recorded_at=moment(9),
        public=True,
        status="merged",
        into=other,
        confidence="",
        reason="Both teams do it.",
    )
    assert "Report: merged into another action" in titles(read())
    type(other).objects.filter(pk=other.pk).update(public_at=moment(7))
    assert "Report: merged into action 3.4" in titles(read())
