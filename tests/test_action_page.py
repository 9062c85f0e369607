"""The action page: the claim and the fact, the four answers, and a history of public words only."""

import re
from datetime import date, timedelta

import pytest

from improvement import workflow
from inspections.models import RecommendationLink
from tests import factories
from tests.factories import NOW, TODAY, moment

pytestmark = pytest.mark.django_db

QUERIES = [
    "the action, its plan and its council",
    "its public state, workstream and lead",
    "the recommendations that it answers",
    "which report corrects which",
    "sign-offs",
    "released reports",
    "due dates asked for",
    "evidence",
    "released amendments",
]


@pytest.fixture
def read(client, action):
    """A function that reads the action's page as the public does."""

    def html_of():
        response = client.get(action.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode()

    return html_of


@pytest.fixture
def report(action, officer, publisher):
    """A function that makes a report and, unless told otherwise, releases it."""

    def make(days_before, release=True, **fields):
        fields = {"status": "in-progress", "confidence": "on-track"} | fields
        fields.setdefault("reason", "Two of five managers are in post.")
        update = workflow.report_progress(
            action=action, by=officer, at=moment(days_before), **fields
        )
        if release:
            at = moment(days_before, hour=12)
            workflow.release(plan=action.plan, rows=[update], by=publisher, at=at)
        return update

    return make


def titles(html):
    """The titles in the history, newest first."""
    return re.findall(r"<h3>(.*?)</h3>", html.partition('id="history"')[2], re.DOTALL)


# --- what it costs, and who sees it ---


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_database_the_same_for_a_short_and_a_long_history(
    client, action, officer, count, django_assert_num_queries
):
    for number in range(count):
        factories.UpdateFactory(
            action=action,
            by=officer,
            recorded_at=moment(60 - number),
            public=True,
            help_needed="Cover until January.",
            help_from=action.lead,
        )
        factories.EvidenceFactory(action=action)
    inspection = factories.InspectionFactory(council=action.plan.council)
    action.recommendations.set(
        factories.RecommendationFactory.create_batch(count, inspection=inspection)
    )
    with django_assert_num_queries(len(QUERIES)):
        client.get(action.get_absolute_url())


def test_an_action_in_draft_is_for_its_own_people_and_says_so(
    client, plan, reader, outsider, signed_in
):
    draft = factories.ActionFactory(plan=plan, public_at=None)
    address = draft.get_absolute_url()
    assert client.get(address).status_code == 404
    assert signed_in(outsider).get(address).status_code == 404
    html = signed_in(reader).get(address).content.decode()
    assert "<strong>Draft.</strong> The public cannot see this." in html


@pytest.mark.parametrize(
    "address",
    [
        "/councils/northbridge/plans/improvement-plan/actions/9.9/",
        "/councils/northbridge/plans/another-plan/actions/2.3/",
        "/councils/southmoor/plans/improvement-plan/actions/2.3/",
        "/councils/northbridge/plans/improvement-plan/actions/2.3%00/",
        "/councils/northbridge/plans/improvement-plan/actions/../",
        "/councils/northbridge/plans/improvement-plan/actions/9.9.json",
    ],
)
def test_what_is_not_there_is_not_found(client, action, other_council, address):
    assert client.get(address).status_code == 404


def test_an_action_of_a_withdrawn_plan_shows_only_the_notice(client, action, publisher):
    plan = action.plan
    plan.withdrawn_at, plan.withdrawn_by, plan.withdrawn_why = moment(2), publisher, "Superseded."
    plan.save()
    html = client.get(action.get_absolute_url()).content.decode()
    assert "This plan was withdrawn on 16 November 2026." in html
    assert action.title not in html
    assert client.get(f"{action.get_absolute_url()[:-1]}.json").status_code == 404


# --- what it says ---


def test_the_claim_and_the_fact_stand_in_one_line(read, action, report):
    type(action).objects.filter(pk=action.pk).update(original_due=TODAY - timedelta(days=42))
    report(9)
    assert (
        "Reported in progress, on track. It was due on 7 October 2026: it is 6 weeks late. "
        "Last heard 9 days ago."
    ) in read()


def test_what_is_different_for_children_and_how_we_would_know(read):
    html = read()
    assert "Children are seen sooner." in html
    assert "Nine in ten visits are on time." in html
    assert "Head of Assessment" in html


def test_what_the_plan_does_not_say_is_said_to_be_missing(client, plan):
    bare = factories.ActionFactory(
        plan=plan, difference="", success_measure="", measures="", lead=None, original_due=None
    )
    html = client.get(bare.get_absolute_url()).content.decode()
    assert html.count("The plan does not say.") == 2
    assert "Nobody yet" in html
    assert "It has no due date." in html


def test_the_recommendations_stand_in_the_reports_words_with_their_place(read, action, council):
    inspection = factories.InspectionFactory(council=council, slug="july-2024")
    asked = factories.RecommendationFactory(inspection=inspection, text="See every child.")
    earlier = factories.RecommendationFactory(
        inspection=factories.InspectionFactory(council=council)
    )
    RecommendationLink.objects.create(earlier=earlier, later=asked)
    action.recommendations.add(asked)
    html = read()
    assert "See every child." in html
    assert f'/councils/northbridge/inspections/july-2024/#recommendation-{asked.pk}"' in html
    assert "An earlier inspection had asked for the same." in html


@pytest.mark.parametrize(
    ("printed", "named"),
    [
        ({"reference": "14"}, "Recommendation 14"),
        ({"reference": "", "council_reference": "4"}, "Recommendation: the council’s own item 4"),
        ({"reference": ""}, "Recommendation “See every child.”"),
        ({"reference": "1", "kind": "area for improvement"}, "Area for improvement 1"),
    ],
)
def test_a_recommendation_has_the_reports_number_or_says_whose_it_is(
    read, action, council, printed, named
):
    made = {"inspection__council": council, "text": "See every child."} | printed
    action.recommendations.add(factories.RecommendationFactory(**made))
    assert f"{named}, Framework" in read()


def test_an_earlier_inspection_in_draft_is_not_told_of(read, action, council):
    asked = factories.RecommendationFactory(inspection__council=council)
    draft = factories.InspectionFactory(council=council, publish_from=None)
    earlier = factories.RecommendationFactory(inspection=draft)
    RecommendationLink.objects.create(earlier=earlier, later=asked)
    action.recommendations.set([asked, earlier])
    html = read()
    assert "An earlier inspection" not in html
    assert earlier.text not in html


def test_the_four_answers_differ(read, action, report, officer, secretary, plan_officer, colleague):
    report(20, status="complete", confidence="")
    html = read()
    assert "Yes, since 29 October 2026" in html
    assert "No evidence on record" in html
    evidence = workflow.offer_evidence(
        action=action,
        kind="audit",
        title="Forty cases",
        dated=factories.days_ago(9),
        url="https://example.org/a",
        by=officer,
        at=moment(9),
    )
    assert "One piece of evidence, not looked at yet" in read()
    workflow.check_evidence(evidence=evidence, by=plan_officer, at=moment(8))
    assert "One piece of evidence, looked at by somebody independent" in read()
    sign = {"action": action, "where": "Board, 3 October 2026"}
    workflow.record_sign_off(action=action, step="proposed", by=officer, at=moment(7))
    workflow.record_sign_off(
        step="verified", by=secretary, checked_by=colleague, at=moment(6), **sign
    )
    html = read()
    assert "<dt>Verified</dt><dd>Yes</dd>" in html
    assert "<dt>Sustained</dt><dd>No</dd>" in html


def test_each_finding_comes_with_its_reason(read, action):
    type(action).objects.filter(pk=action.pk).update(added_on=TODAY)
    action.states.update(due_on=date(2026, 10, 7))
    html = read()
    assert "It was due on 7 October 2026 and is not complete." in html
    assert "A date is a promise to children." in html


# --- the history ---


def test_the_history_is_told_newest_first(read, action, report):
    report(40, what_changed="A third manager has started.")
    report(10, confidence="at-risk")
    assert titles(read()) == [
        "Report: in progress, at risk",
        "Report: in progress, on track",
        "Promised in the plan, due 18 December 2026",
    ]


def test_a_report_is_the_leads_and_names_nobody(read, report):
    report(40, what_changed="A third manager has started.", help_needed="Cover until January.")
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


def test_unreleased_words_and_internal_notes_stay_inside(read, report, action):
    report(9, release=False, reason="Words that wait.", internal_note="Inside only.")
    report(8, internal_note="Inside only.")
    type(action).objects.filter(pk=action.pk).update(internal_note="Inside only.")
    html = read()
    assert "Words that wait." not in html
    assert "Inside only." not in html
    assert len(titles(html)) == 2


def test_a_correction_is_shown_and_what_it_corrects_stays(read, report):
    wrong = report(20, reason="Five of five are in post.")
    report(9, corrects=wrong, effective_on=factories.days_ago(20), reason="Two of five are.")
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
    read, action, report, officer, secretary, publisher
):
    claim = report(9, release=False, status="complete", confidence="")
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
    read, action, report, officer, secretary
):
    claim = report(9, release=False, status="complete", confidence="")
    factories.EvidenceFactory(action=action, recorded_at=moment(8))
    workflow.record_sign_off(action=action, step="proposed", by=officer, at=moment(7))
    report(6, status="complete", confidence="", corrects=claim, reason="All five are.")
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


def test_removed_words_are_marked_with_the_day_of_their_removal(read, action, report, publisher):
    update = report(9, reason="Little Sam was seen.")
    workflow.redact(
        row=update, fields=["reason"], why="It named a child.", by=publisher, at=moment(1)
    )
    html = read()
    assert "[words about a person removed on 17 November 2026]" in html
    assert "Little Sam" not in html


def test_a_merger_names_the_other_action_only_if_that_is_public(
    read, action, plan, plan_officer, publisher
):
    other = factories.ActionFactory(plan=plan, reference="3.4", public_at=None)
    update = workflow.report_progress(
        action=action,
        by=plan_officer,
        at=moment(9),
        status="merged",
        into=other,
        reason="Both teams do it.",
    )
    workflow.release(plan=plan, rows=[update], by=publisher, at=moment(8))
    assert "Report: merged into another action" in titles(read())
    type(other).objects.filter(pk=other.pk).update(public_at=moment(7))
    assert "Report: merged into action 3.4" in titles(read())


# --- as JSON ---


def test_the_json_tells_the_same(client, action, report):
    report(9, what_changed="A third manager has started.")
    told = client.get(f"{action.get_absolute_url()[:-1]}.json").json()
    assert told["reference"] == "2.3"
    assert told["status"] == "in-progress"
    assert [event["title"] for event in told["history"]] == [
        "Report: in progress, on track",
        "Promised in the plan, due 18 December 2026",
    ]
    assert "Olive" not in str(told)
