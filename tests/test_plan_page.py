"""The plan page: what it says, to whom, and what it never shows."""

from datetime import date, timedelta
from functools import partial

import pytest

from improvement import workflow
from improvement.models import PlanShare
from tests import factories
from tests.factories import NOW
from tests.reading import html_of, references

pytestmark = pytest.mark.django_db

QUERIES = [
    "the plan, its council, its last release, and the councils that share it",
    "its actions with their public state, workstream and lead",
    "which action answers which recommendation",
    "the inspections, with their recommendations",
    "due dates moved of late",
    "changes to the plan itself",
    "what is measured",
    "who is in post",
]


@pytest.fixture
def read(client, plan):
    """A function that reads the plan's page, narrowed by a query, as the public does."""
    return partial(html_of, client, plan)


@pytest.fixture
def inspected(council, plan):
    """An inspection that the plan answers."""
    inspection = factories.InspectionFactory(council=council)
    plan.inspections.add(inspection)
    return inspection


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
    with django_assert_num_queries(len(QUERIES)):
        client.get(plan.get_absolute_url(), {"state": "silent", "q": "every"})
    plan.shares.create(council=factories.CouncilFactory())
    with django_assert_num_queries(len(QUERIES)):
        client.get(plan.get_absolute_url())


def test_a_plan_names_each_council_that_it_belongs_to_besides_and_why(read, plan):
    for name in ("Easton", "Weston"):
        plan.shares.create(council=factories.CouncilFactory(name=name), why=f"{name} asked to.")
    html = read()
    for name in ("Easton", "Weston"):
        assert html.count(f"<dd>{name}: {name} asked to.</dd>") == 1


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


def test_nothing_is_stale_and_green(read, action, officer):
    factories.UpdateFactory(
        action=action, by=officer, recorded_at=factories.moment(40), public=True
    )
    html = read()
    assert "Not reported since 9 October 2026" in html
    assert 'data-label="Reported"><span class="tag state-in-progress">' in html
    assert '<span class="tag state-on-track">On track</span></td>' not in html


def test_a_claim_that_was_sent_back_is_not_shown_as_complete(read, action):
    action.states.update(status="in-progress", claimed="complete", step="returned")
    html = read()
    assert '<span class="tag tone-quiet glyph-back">Complete, not accepted</span>' in html
    assert '<span class="tag state-complete">' not in html


def test_the_list_behind_the_difference_holds_what_is_not_borne_out(read, plan, officer):
    for reference, status in (("1.1", "complete"), ("1.2", "in-progress")):
        factories.UpdateFactory(
            action=factories.ActionFactory(plan=plan, reference=reference),
            by=officer,
            public=True,
            status=status,
            confidence="on-track" if status == "in-progress" else "",
        )
    behind = read().partition("What does not fit")[2].partition("</section>")[0]
    assert "Reported, not yet shown: 1 action</h4>" in behind
    assert "<strong>No evidence.</strong>" in behind
    assert '<a href="actions/1.1/">' in behind
    assert '<a href="actions/1.2/">' not in behind
    assert "The record says otherwise" not in behind


def test_each_claim_stands_on_one_of_three_lists_with_its_leads_own_line(read, plan, officer):
    """Late on track; complete without evidence; late, and a later date asked for in time."""

    def reported(reference, due, **report):
        action = factories.ActionFactory(
            plan=plan, reference=reference, original_due=factories.days_ago(due)
        )
        factories.UpdateFactory(action=action, by=officer, public=True, **report)
        return action

    on_track = {"status": "in-progress", "confidence": "on-track"}
    reported("1.1", 3, reason="Two of five are in post.", **on_track)
    reported("1.2", 3, status="complete", confidence="", reason="All are in post.")
    asked = reported("1.3", 3, reason="The supplier is late.", **on_track)
    factories.DueDateMoveFactory(action=asked, recorded_at=factories.moment(10))
    behind = " ".join(read().partition("What does not fit")[2].partition("</section>")[0].split())
    otherwise, _, rest = behind.partition("Reported, not yet shown: 1 action")
    not_shown, _, waits = rest.partition("Waits for somebody else: 1 action")
    assert "The record says otherwise: 1 action" in otherwise
    assert "actions/1.1/" in otherwise
    assert "Its lead says: “Two of five are in post.”" in otherwise
    assert "actions/1.2/" in not_shown
    assert "Its lead says: “All are in post.”" in not_shown
    assert "actions/1.3/" in waits
    assert "It waits for those who decide on later dates." in waits
    assert "nobody has decided yet" in waits


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


# --- reported, awaiting release ---


@pytest.mark.parametrize(("days", "told"), [(7, False), (8, True)])
def test_a_report_that_waits_more_than_five_working_days_is_said_to_wait(
    read, action, officer, days, told
):
    factories.UpdateFactory(
        action=action, by=officer, public=True, recorded_at=factories.moment(20)
    )
    factories.UpdateFactory(
        action=action, recorded_at=factories.moment(days), reason="Words that wait."
    )
    html = read()
    assert ('<span class="tag state-awaiting-release">' in html) is told
    assert ("awaits release by the council" in html) is told
    assert "Words that wait." not in html


def test_where_nothing_else_was_heard_a_report_that_waits_is_no_silence(read, action, officer):
    assert "Never reported on" in read()
    factories.UpdateFactory(action=action, by=officer, reason="Words that wait.")
    html = read()
    assert '<span class="tag state-awaiting-release">Reported, awaiting release</span>' in html
    assert "Never reported on" not in html
    assert "Nothing released" in html
    assert "Words that wait." not in html


# --- who sees what ---


def test_a_report_that_is_not_released_changes_nothing_that_anyone_reads(
    client, plan, action, officer, signed_in
):
    factories.UpdateFactory(action=action, by=officer, public=True)
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
