"""The filters above a plan's actions: what they find, and what they bear."""

from datetime import timedelta
from functools import partial

import pytest

from improvement.pages.plan.page import PER_PAGE
from tests import factories
from tests.factories import TODAY
from tests.reading import html_of, references

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, plan):
    """A function that reads the plan's page, narrowed by a query, as the public does."""
    return partial(html_of, client, plan)


@pytest.fixture
def several(plan, council, officer):
    """Actions 1.1 late, 1.2 complete without evidence, 1.3 without a date or a lead."""
    stream = factories.WorkstreamFactory(plan=plan, title="Workforce")
    late = factories.ActionFactory(
        plan=plan, reference="1.1", original_due=factories.days_ago(3), workstream=stream
    )
    complete = factories.ActionFactory(plan=plan, reference="1.2", title="Train every manager")
    factories.ActionFactory(plan=plan, reference="1.3", original_due=None, lead=None)
    for action, status in ((late, "in-progress"), (complete, "complete")):
        confidence = "on-track" if status == "in-progress" else ""
        factories.UpdateFactory(
            action=action, status=status, confidence=confidence, by=officer, public=True
        )
    return stream


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["1.1", "1.3", "1.2"]),
        ({"state": "late"}, ["1.1"]),
        ({"state": "on-track", "due": "overdue"}, ["1.1"]),
        ({"state": "delivered"}, ["1.2"]),
        ({"state": "unevidenced"}, ["1.2"]),
        ({"state": "not-borne-out"}, ["1.1", "1.2"]),
        ({"state": "verified"}, []),
        ({"due": "overdue"}, ["1.1"]),
        ({"due": "soon"}, []),
        ({"due": "no-date"}, ["1.3"]),
        ({"lead": "nobody"}, ["1.3"]),
        ({"q": "MANAGER"}, ["1.2"]),
        ({"q": "1.3"}, ["1.3"]),
        ({"q": "%"}, []),
    ],
)
def test_the_list_is_narrowed(read, several, query, found):
    assert references(read(**query)) == found


def test_the_list_is_narrowed_by_workstream_and_by_recommendation(read, plan, several):
    made = factories.RecommendationFactory(inspection__council=plan.council)
    plan.actions.get(reference="1.2").recommendations.add(made)
    assert references(read(workstream=several.pk)) == ["1.1"]
    assert references(read(recommendation=made.pk)) == ["1.2"]


def test_a_list_that_holds_nothing_says_so_and_offers_the_whole(read, several):
    html = read(state="verified")
    assert "No action fits what you chose." in html
    assert "0 of 3 actions, worst first" in html


@pytest.mark.parametrize("due", [TODAY, TODAY + timedelta(days=30)])
def test_the_next_30_days_begin_today_and_end_on_the_thirtieth(read, plan, due):
    factories.ActionFactory(plan=plan, reference="1.1", original_due=due)
    factories.ActionFactory(plan=plan, reference="1.2", original_due=TODAY + timedelta(days=31))
    assert references(read(due="soon")) == ["1.1"]
    assert references(read(due="later")) == ["1.2"]


@pytest.mark.parametrize(
    "query",
    [
        {"state": "nonsense"},
        {"workstream": "-1"},
        {"workstream": "x" * 5000},
        {"recommendation": "99999999999999999999"},
        {"due": "<script>"},
        {"lead": "\x00"},
        {"q": "\x00"},
        {"q": "x" * 5000},
        {"page": "nonsense"},
        {"page": "-3"},
        {"page": "999"},
        {"unknown": "thing"},
    ],
)
def test_a_wrong_value_narrows_nothing_and_breaks_nothing(read, several, query):
    html = read(**query)
    assert references(html) == ["1.1", "1.3", "1.2"]
    assert "<script>" not in html


def test_a_wrong_value_is_said_to_be_wrong(read, several):
    assert "Select a valid choice" in read(state="nonsense")


def test_the_filters_stay_from_page_to_page(read, plan):
    for _ in range(PER_PAGE + 1):
        factories.ActionFactory(plan=plan)
    first, second = read(state="silent"), read(state="silent", page="2")
    assert len(references(first)) == PER_PAGE
    assert 'href="?state=silent&amp;page=2"' in first
    assert len(references(second)) == 1
    assert f"actions {PER_PAGE + 1} to {PER_PAGE + 1} of {PER_PAGE + 1}" in second


def test_two_posts_of_one_service_are_one_choice(read, plan, council):
    for number in (1, 2):
        post = factories.PostFactory(
            council=council, title=f"Manager {number}", service="Early help", shown="service"
        )
        factories.ActionFactory(plan=plan, reference=f"1.{number}", lead=post)
    html = read(lead="Early help")
    assert html.count('<option value="Early help"') == 1
    assert references(html) == ["1.1", "1.2"]


def test_the_other_forms_keep_the_filters(read, action):
    html = read(state="silent", page="1")
    assert 'href="/councils/northbridge/plans/improvement-plan/actions.csv?state=silent"' in html
