"""The action page: the claim and the fact, the four answers, and a history of public words only."""

from datetime import date, timedelta
from functools import partial

import pytest

from improvement import workflow
from inspections.models import RecommendationLink
from tests import factories
from tests.factories import TODAY, moment
from tests.reading import html_of, report

pytestmark = pytest.mark.django_db

QUERIES = [
    "the action, its plan and council, its public state, workstream and lead",
    "the recommendations that it answers",
    "what measures it",
    "released reports, with the answers to the help that they asked for",
    "sign-offs",
    "due dates asked for",
    "evidence",
    "released amendments",
]


@pytest.fixture
def read(client, action):
    """A function that reads the action's page as the public does."""
    return partial(html_of, client, action)


@pytest.fixture
def told(action, officer, publisher):
    """A function that makes a report of so many days ago, and releases it."""
    return partial(report, action, by=officer, released_by=publisher)


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


def test_the_claim_and_the_fact_stand_in_one_line(read, action, told):
    type(action).objects.filter(pk=action.pk).update(original_due=TODAY - timedelta(days=42))
    told(9)
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


def test_the_four_answers_differ(read, action, told, officer, secretary, plan_officer, colleague):
    told(20, status="complete", confidence="")
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


# --- as JSON ---


def test_the_json_tells_the_same(client, action, told):
    told(9, what_changed="A third manager has started.")
    told = client.get(f"{action.get_absolute_url()[:-1]}.json").json()
    assert told["reference"] == "2.3"
    assert told["status"] == "in-progress"
    assert [event["title"] for event in told["history"]] == [
        "Report: in progress, on track",
        "Promised in the plan, due 18 December 2026",
    ]
    assert "Olive" not in str(told)
