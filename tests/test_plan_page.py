"""The plan page: what it says, to whom, and what it never shows."""

import re
from datetime import date, timedelta

import pytest

from improvement import workflow
from improvement.models import ActionState, PlanShare
from improvement.plan_page import PER_PAGE
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db

# Narrowing the list asks once more.
QUERIES = [
    "the plan, its council and its last release",
    "its actions with their public state, workstream and lead",
    "which action answers which recommendation",
    "the inspections",
    "the recommendations",
    "due dates moved of late",
    "councils that share the plan",
    "changes to the plan itself",
]


@pytest.fixture
def read(client, plan):
    """A function that reads the plan's page, narrowed by a query, as the public does."""

    def html_of(**query):
        response = client.get(plan.get_absolute_url(), query)
        assert response.status_code == 200
        return response.content.decode()

    return html_of


@pytest.fixture
def inspected(council, plan):
    """An inspection that the plan answers."""
    inspection = factories.InspectionFactory(council=council)
    plan.inspections.add(inspection)
    return inspection


def references(html):
    """The references of the list's rows, in their order."""
    return re.findall(r'role="rowheader"><a href="actions/([^/]+)/"', html)


def withdraw(record, by):
    record.withdrawn_at, record.withdrawn_by = factories.moment(2), by
    record.withdrawn_why = "It was superseded by another plan."
    record.save()


# --- what it costs ---


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_the_same_for_one_action_and_for_fifty(
    client, plan, inspected, count, django_assert_num_queries
):
    made = factories.RecommendationFactory.create_batch(3, inspection=inspected)
    for _ in range(count):
        factories.ActionFactory(plan=plan, recommendations=made[:2])
    with django_assert_num_queries(len(QUERIES)):
        client.get(plan.get_absolute_url())
    with django_assert_num_queries(len(QUERIES) + 1):
        client.get(plan.get_absolute_url(), {"state": "silent"})


def test_fifty_actions_weigh_less_than_60_kb(read, plan, inspected):
    made = factories.RecommendationFactory.create_batch(26, inspection=inspected)
    for number in range(70):
        factories.ActionFactory(
            plan=plan,
            title="Offer a return home interview to every child within 72 hours of coming back",
            difference="A child who comes back is listened to by somebody independent, and what "
            "they say changes the plan for their safety.",
            recommendations=made[number % 20 : number % 20 + 2],
        )
    assert len(read().encode()) < 60_000


# --- what it says ---


def test_a_plan_without_actions_has_a_page_without_empty_sections(read):
    html = read()
    assert "No action of this plan has been published yet." in html
    assert "Questions worth asking" not in html
    assert "Progress against the promised course" not in html


def test_the_lede_the_list_and_the_lead_by_post(read, action):
    html = read()
    assert "This plan holds one action." in html
    assert references(html) == ["2.3"]
    assert "Head of Assessment" in html
    assert "Olive" not in html


def test_a_lead_that_is_shown_by_service_is_named_by_service_alone(read, plan, council):
    post = factories.PostFactory(
        council=council, title="Team manager 7", service="Early help", shown="service"
    )
    factories.ActionFactory(plan=plan, lead=post)
    html = read()
    assert "Early help" in html
    assert "Team manager 7" not in html


def test_two_posts_of_one_service_are_one_choice(read, plan, council):
    for number in (1, 2):
        post = factories.PostFactory(
            council=council, title=f"Manager {number}", service="Early help", shown="service"
        )
        factories.ActionFactory(plan=plan, reference=f"1.{number}", lead=post)
    html = read(lead="Early help")
    assert html.count('<option value="Early help"') == 1
    assert references(html) == ["1.1", "1.2"]


def test_nothing_is_stale_and_green(read, action, officer):
    factories.UpdateFactory(
        action=action, by=officer, recorded_at=factories.moment(40), public=True
    )
    html = read()
    assert "Not reported since 9 October 2026" in html
    assert 'data-label="Reported"><span class="tag state-in-progress">' in html
    assert '<span class="tag state-on-track">On track</span></td>' not in html


def test_the_original_date_stands_beside_todays(read, action):
    factories.DueDateMoveFactory(action=action, agreed=True, recorded_at=factories.moment(10))
    html = read()
    assert "16 February 2027" in html
    assert "moved from 18 December 2026" in html


def test_a_date_that_is_asked_for_is_told_at_once(read, action):
    factories.DueDateMoveFactory(action=action, reason="A secret reason.")
    html = read()
    assert "16 February 2027 asked for, not yet decided" in html
    assert "secret" not in html


def test_the_councils_own_meaning_of_on_track_is_stated(read, plan, action):
    plan.on_track_means = "The board saw proof this month."
    plan.save()
    assert "The board saw proof this month." in read()


def test_a_recommendation_without_an_action_is_shown_in_its_own_words(read, inspected, action):
    answered = factories.RecommendationFactory(inspection=inspected, text="Answer this one.")
    factories.RecommendationFactory(inspection=inspected, text="Nobody answers this one.")
    action.recommendations.add(answered)
    html = read()
    assert "1 recommendation without an action" in html
    gap = html.partition('id="gaps"')[2]
    assert "Nobody answers this one." in gap
    assert "Answer this one." not in gap


def test_a_recommendation_of_an_inspection_in_draft_is_not_told(read, council, plan, action):
    draft = factories.InspectionFactory(council=council, publish_from=None)
    hidden = factories.RecommendationFactory(inspection=draft, text="Not yet published words.")
    plan.inspections.add(draft)
    action.recommendations.add(hidden)
    html = read()
    assert "Not yet published words" not in html
    assert "without an action" not in html
    assert f'<option value="{hidden.pk}"' not in html


def test_a_sharing_council_is_named_with_the_reason(read, plan, other_council):
    PlanShare.objects.create(plan=plan, council=other_council, why="One trust serves both.")
    assert "Southmoor: One trust serves both." in read()


def test_a_change_of_the_reporting_interval_is_told(read, plan, plan_officer):
    workflow.change_interval(
        plan=plan, days=60, why="The board meets less often.", by=plan_officer, at=NOW
    )
    html = read()
    assert "Changed after publication: the days between reports" in html
    assert "The board meets less often." in html


def test_the_demonstration_says_so(read, council):
    council.is_demonstration = True
    council.save()
    assert "Northbridge is not a real council; everything here is invented." in read()


def test_the_other_forms_keep_the_filters(read, action):
    html = read(state="silent", page="1")
    assert 'href="/councils/northbridge/plans/improvement-plan/actions.csv?state=silent"' in html


# --- reported, awaiting release ---


@pytest.mark.parametrize(("days", "told"), [(7, False), (8, True)])
def test_a_report_that_waits_more_than_five_working_days_is_said_to_wait(read, action, days, told):
    factories.UpdateFactory(
        action=action, recorded_at=factories.moment(days), reason="Words that wait."
    )
    html = read()
    assert ('<span class="tag state-awaiting-release">' in html) is told
    assert ("awaits release by the council" in html) is told
    assert "Words that wait." not in html


# --- filters ---


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
    ],
)
def test_the_list_is_narrowed(read, several, query, found):
    assert references(read(**query)) == found


def test_the_list_is_narrowed_by_workstream_and_by_recommendation(read, plan, several, inspected):
    made = factories.RecommendationFactory(inspection=inspected)
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
    assert "actions 51 to 51 of 51" in second


def test_sql_and_the_rules_agree_on_what_is_late_and_silent(plan, officer):
    """The querysets are for places that count thousands; the rules are for these pages."""
    from improvement.assurance import is_overdue, is_silent
    from improvement.models import Action
    from improvement.rows import public_rows

    for days in (-1, 0, 1, None):
        for status in ("not-started", "in-progress", "complete", "withdrawn"):
            due = None if days is None else TODAY + timedelta(days=days)
            action = factories.ActionFactory(plan=plan, original_due=due, added_on=TODAY)
            action.states.update(status=status, report_due_on=TODAY + timedelta(days=days or 0))
    actions = Action.objects.filter(plan=plan)
    rows, stated = public_rows(actions), actions.stated(ActionState.Audience.PUBLIC)
    late = {row.pk for row in rows if is_overdue(row, TODAY)}
    unheard = {row.pk for row in rows if is_silent(row, TODAY)}
    assert len(late) == len(unheard) == 2
    assert set(stated.overdue(TODAY).values_list("pk", flat=True)) == late
    assert set(stated.silent(TODAY).values_list("pk", flat=True)) == unheard


# --- who sees what ---


def test_a_report_that_is_not_released_changes_nothing_that_anyone_reads(
    client, plan, action, officer, signed_in
):
    before = client.get(plan.get_absolute_url()).content
    workflow.report_progress(
        action=action, by=officer, at=NOW, status="complete", reason="All five are in post."
    )
    assert client.get(plan.get_absolute_url()).content == before
    assert b"All five" not in signed_in(officer).get(plan.get_absolute_url()).content


def test_an_action_in_draft_is_neither_listed_nor_counted_whoever_looks(
    client, plan, action, plan_officer, signed_in
):
    factories.ActionFactory(plan=plan, reference="9.9", public_at=None)
    for reading in (client, signed_in(plan_officer)):
        html = reading.get(plan.get_absolute_url()).content.decode()
        assert references(html) == ["2.3"]
        assert "This plan holds one action." in html


def test_a_draft_plan_is_for_its_own_people_and_says_so(
    client, council, reader, outsider, signed_in
):
    draft = factories.PlanFactory(council=council, publish_from=None)
    factories.ActionFactory(plan=draft, reference="9.9", public_at=None)
    address = draft.get_absolute_url()
    assert client.get(address).status_code == 404
    assert signed_in(outsider).get(address).status_code == 404
    html = signed_in(reader).get(address).content.decode()
    assert "<strong>Draft.</strong> The public cannot see this." in html
    assert references(html) == ["9.9"]


def test_an_embargoed_plan_is_for_the_people_named_on_it(client, council, reader, signed_in):
    embargoed = factories.PlanFactory(council=council, publish_from=NOW + timedelta(days=1))
    address = embargoed.get_absolute_url()
    assert client.get(address).status_code == 404
    assert signed_in(reader).get(address).status_code == 404
    embargoed.embargo_readers.add(reader)
    html = signed_in(reader).get(address).content.decode()
    assert "The public cannot see this before 19 November 2026 at 10:00." in html


def test_a_withdrawn_plan_shows_only_that_it_was_withdrawn_and_why(client, plan, action, publisher):
    withdraw(plan, publisher)
    html = client.get(plan.get_absolute_url()).content.decode()
    assert "This plan was withdrawn on 16 November 2026." in html
    assert "It was superseded by another plan." in html
    assert action.title not in html
    assert "Paula" not in html


def test_a_plan_is_not_found_under_another_council(client, plan, other_council):
    assert client.get(f"/councils/{other_council.slug}/plans/{plan.slug}/").status_code == 404


def test_the_page_only_reads(client, plan):
    assert client.post(plan.get_absolute_url()).status_code == 405
    assert client.head(plan.get_absolute_url()).status_code == 200


def test_words_with_markup_are_shown_as_words(read, plan):
    factories.ActionFactory(plan=plan, title="<b>Bold</b> & late", original_due=date(2026, 1, 1))
    html = read()
    assert "<b>Bold</b>" not in html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; late" in html
