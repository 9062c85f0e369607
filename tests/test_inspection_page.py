"""The inspection page: judgements as printed, recommendations in order, what answers them."""

import re
from datetime import date, timedelta

import pytest

from inspections.models import InspectedBody, Judgement, RecommendationLink
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment

pytestmark = pytest.mark.django_db

QUERIES = [
    "the inspection, its council and framework, and whether that has an overall judgement",
    "its judgements, the corrected ones too",
    "the plans that answer it",
    "its recommendations with the bodies responsible",
    "the bodies that were inspected",
    "the actions that answer them, with their public state",
    "links to other inspections' recommendations, with those",
    "the inspection that it follows, and those that followed it",
    "what became since it was published of its days, words and links",
]
MEASURED = [*QUERIES, "what is measured of the actions that are reported on track"]


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, slug="inspection-2024")


@pytest.fixture
def read(client, inspection):
    """A function that reads the inspection's page as the public does."""

    def html_of(of=inspection):
        response = client.get(of.get_absolute_url())
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return html_of


def item(html, recommendation):
    """The part of the page that holds one recommendation."""
    return html.split(f'id="recommendation-{recommendation.pk}"')[1].split("</li>")[0]


def withdraw(record, by):
    record.withdrawn_at, record.withdrawn_by = moment(3), by
    record.withdrawn_why = "It was entered twice."
    record.save()


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_the_same_for_one_of_each_and_for_fifty(
    client, council, inspection, plan, count, django_assert_num_queries
):
    plan.inspections.add(inspection)
    for kept_elsewhere in factories.PlanFactory.create_batch(1 + count // 10):
        kept_elsewhere.inspections.add(inspection)
    earlier = factories.InspectionFactory(council=council)
    for _ in range(count):
        one = factories.RecommendationFactory(inspection=inspection)
        one.responsible.set([council.body])
        action = factories.ActionFactory(plan=plan, recommendations=[one])
        factories.UpdateFactory(action=action, public=True, confidence="on-track")
        before = factories.RecommendationFactory(inspection=earlier)
        RecommendationLink.objects.create(earlier=before, later=one)
        factories.JudgementFactory(inspection=inspection)
        factories.InspectionFactory(council=council, parent=inspection)
    with django_assert_num_queries(len(MEASURED)):
        response = client.get(inspection.get_absolute_url())
    assert len(response.content) < 60_000


def test_recommendations_stand_in_the_reports_order_by_body_and_section(read, council, inspection):
    board = factories.BodyFactory(name="Northbridge Children Board", areas=[council])
    InspectedBody.objects.create(inspection=inspection, body=board)
    make = factories.RecommendationFactory
    make(inspection=inspection, body=board, section="", order=1, reference="124", page=50)
    make(inspection=inspection, section="Later", order=1, reference="10", page=9)
    make(inspection=inspection, section="Earlier", order=2, reference="2", page=4)
    make(inspection=inspection, section="Earlier", order=1, reference="1", page=3)
    html = read()
    assert re.findall(r"Recommendation (\d+)</strong>", html) == ["1", "2", "10", "124"]
    assert html.index("To the council") < html.index("To Northbridge Children Board")
    assert html.index("Earlier") < html.index("Later")


def test_a_number_that_the_report_does_not_print_is_said_to_be_the_councils(read, inspection):
    factories.RecommendationFactory(
        inspection=inspection, reference="", council_reference="4", order=1
    )
    factories.RecommendationFactory(inspection=inspection, reference="", order=2)
    html = read()
    assert "Recommendation: the council’s own item 4" in html
    assert "Recommendation: 2 of 2, not numbered in the report" in html


def test_each_recommendation_shows_what_answers_it_and_how_that_stands(read, inspection, plan):
    one = factories.RecommendationFactory(inspection=inspection)
    action = factories.ActionFactory(plan=plan, recommendations=[one], original_due=days_ago(30))
    html = item(read(), one)
    assert f'<a href="{action.get_absolute_url()}">Action {action.reference}' in html
    assert 'state-not-started">Not started' in html
    assert 'state-late">4 weeks late' in html


def test_no_action_is_said_only_once_a_plan_answers_the_inspection(read, inspection, plan):
    one = factories.RecommendationFactory(inspection=inspection)
    assert "No action" not in read()
    plan.inspections.add(inspection)
    html = read()
    assert "No action of the plan answers this." in item(html, one)
    assert "One recommendation has no action." in html


def test_an_action_that_was_withdrawn_answers_nothing(read, inspection, plan):
    plan.inspections.add(inspection)
    one = factories.RecommendationFactory(inspection=inspection)
    action = factories.ActionFactory(plan=plan, recommendations=[one])
    assert "No action" not in read()
    factories.UpdateFactory(action=action, status="withdrawn", confidence="", public=True)
    assert "No action of the plan answers this." in item(read(), one)


@pytest.mark.parametrize("hide", ["draft action", "draft plan", "withdrawn plan"])
def test_an_answer_that_is_not_public_is_no_answer(read, inspection, plan, publisher, hide):
    one = factories.RecommendationFactory(inspection=inspection)
    action = factories.ActionFactory(plan=plan, recommendations=[one], title="Hidden answer")
    if hide == "draft action":
        type(action).objects.filter(pk=action.pk).update(public_at=None)
    elif hide == "draft plan":
        plan.publish_from = None
        plan.save()
    else:
        withdraw(plan, publisher)
    assert "Hidden answer" not in read()


def test_the_same_problem_before_and_after_is_linked_both_ways(read, council, inspection):
    earlier = factories.InspectionFactory(council=council, published_on=date(2025, 9, 20))
    first = factories.RecommendationFactory(inspection=earlier, reference="8", text="Then.")
    again = factories.RecommendationFactory(inspection=inspection, reference="3", text="Now.")
    RecommendationLink.objects.create(earlier=first, later=again, note="Both ask for it.")
    before = item(read(), again)
    assert "Asked before" in before
    assert f"{earlier.get_absolute_url()}#recommendation-{first.pk}" in before
    assert "“Then.” Both ask for it." in before
    assert "Asked again" in item(read(earlier), first)


@pytest.mark.parametrize("publish_from", [None, NOW + timedelta(days=1)])
def test_a_link_to_an_inspection_that_is_not_public_is_not_shown(
    read, council, inspection, publish_from
):
    hidden = factories.InspectionFactory(council=council, publish_from=publish_from)
    later = factories.RecommendationFactory(inspection=hidden, text="Not for anyone yet.")
    own = factories.RecommendationFactory(inspection=inspection)
    RecommendationLink.objects.create(earlier=own, later=later, note="Not yet.")
    html = read()
    assert "Asked again" not in html
    assert "ot yet." not in html


def test_a_judgement_is_shown_as_printed_and_as_corrected(read, inspection):
    old = factories.JudgementFactory(inspection=inspection, printed_grade="Failing (grade 4)")
    Judgement.objects.filter(pk=old.pk).update(superseded_on=date(2024, 11, 2))
    scale = inspection.framework.scale
    factories.JudgementFactory(
        inspection=inspection,
        area=old.area,
        grade=scale.grades.get(rank=3),
        corrects=old,
        correction_note="The inspectorate reissued the report.",
    )
    html = read()
    assert '<span class="grade grade-poor">Wanting</span>' in html
    assert "Corrected on 2 November 2024. Before that: Failing." in html
    assert "Why: The inspectorate reissued the report." in html


def test_why_a_grade_is_missing_is_said(read, inspection):
    factories.JudgementFactory(inspection=inspection, grade=None, no_grade="not-reported")
    assert "No longer reported after the framework" in read()


def test_of_a_withdrawn_record_only_that_it_was_withdrawn_is_shown(read, inspection, publisher):
    factories.RecommendationFactory(inspection=inspection, text="Words of the report.")
    withdraw(inspection, publisher)
    html = read()
    assert "was withdrawn on 15 November 2026" in html
    assert "It was entered twice." in html
    assert "Words of the report." not in html


def test_a_withdrawn_recommendation_leaves_its_date_and_reason_behind(read, inspection, publisher):
    one = factories.RecommendationFactory(inspection=inspection, text="Words of the report.")
    withdraw(one, publisher)
    html = read()
    assert "15 November 2026: It was entered twice." in html
    assert "Words of the report." not in html


def test_visits_that_followed_are_listed_unless_they_are_drafts(read, council, inspection):
    visits = factories.FrameworkFactory(kind="monitoring-visit", short_name="Monitoring visit")
    make = factories.InspectionFactory
    shown = make(council=council, framework=visits, parent=inspection)
    hidden = make(council=council, framework=visits, parent=inspection, publish_from=None)
    html = read()
    assert shown.get_absolute_url() in html
    assert hidden.get_absolute_url() not in html
    assert f'<dt>Follows</dt><dd><a href="{inspection.get_absolute_url()}">' in read(shown)


def test_a_draft_is_read_by_its_own_people_under_a_banner(
    inspection, clerk, outsider, client, signed_in
):
    inspection.publish_from = None
    inspection.save()
    address = inspection.get_absolute_url()
    assert client.get(address).status_code == 404
    assert signed_in(outsider).get(address).status_code == 404
    assert "Draft." in signed_in(clerk).get(address).content.decode()


def test_the_statutory_day_is_told_with_what_it_rests_on(read, inspection):
    inspection.response_due_printed = TODAY
    inspection.save()
    assert "It is due by 18 November 2026. The report itself prints this date." in read()


# --- what was changed after it was public ---


def test_a_day_that_is_changed_after_publication_is_told_with_what_it_was(read, inspection):
    inspection.received_on = days_ago(40)
    inspection.save()
    page = read()
    assert "the day on which the council received the report, from not known to 9 October" in page


def test_what_a_draft_looked_like_is_not_told(read, inspection):
    inspection.fieldwork_start = date(2024, 6, 24)
    inspection.save()
    inspection.history.update(history_date=moment(5))
    inspection.publish_from = moment(3)
    inspection.save()
    assert "Changed here since" not in read()


def test_that_the_reading_of_a_recommendation_was_corrected_is_told_without_the_old_words(
    read, inspection
):
    recommendation = factories.RecommendationFactory(inspection=inspection, text="See Sam Poe.")
    recommendation.text = "See every child."
    recommendation.save()
    told = item(read(), recommendation)
    assert "The reading of these words was corrected here on" in told
    assert "Sam Poe" not in told


def test_a_link_that_is_taken_away_leaves_that_it_was_there(read, council, inspection):
    earlier = factories.InspectionFactory(council=council)
    pair = {
        "earlier": factories.RecommendationFactory(inspection=earlier),
        "later": factories.RecommendationFactory(inspection=inspection),
    }
    link = RecommendationLink.objects.create(**pair)
    assert "Asked before" in item(read(), pair["later"])
    link.delete()
    told = item(read(), pair["later"])
    assert "this record said that an earlier inspection had asked for the same" in told
    RecommendationLink.objects.create(**pair)
    assert "this record said" not in item(read(), pair["later"])


def test_that_a_link_was_taken_away_is_not_told_of_an_embargoed_inspection(
    read, council, inspection
):
    hidden = factories.InspectionFactory(council=council, publish_from=NOW + timedelta(days=1))
    link = RecommendationLink.objects.create(
        earlier=factories.RecommendationFactory(inspection=hidden),
        later=factories.RecommendationFactory(inspection=inspection),
    )
    link.delete()
    assert "this record said" not in read()


def test_a_recommendation_that_was_corrected_and_is_gone_leaves_the_page_readable(read, inspection):
    recommendation = factories.RecommendationFactory(inspection=inspection)
    recommendation.text = "See every child."
    recommendation.save()
    recommendation.delete()
    assert "See every child." not in read()


def test_a_recommendation_has_the_four_answers_of_the_actions_that_answer_it(
    read, inspection, plan
):
    recommendation = factories.RecommendationFactory(inspection=inspection)
    first, second = (
        factories.ActionFactory(plan=plan, recommendations=[recommendation]) for _ in range(2)
    )
    factories.UpdateFactory(action=first, public=True, status="complete", confidence="")
    told = item(read(), recommendation)
    assert (
        "Of two actions that answer it: one delivered, none evidenced, none verified, none "
        "sustained. A difference for children is not shown for any of them yet." in told
    )
    second.recommendations.clear()
    told = item(read(), recommendation)
    assert (
        "The action that answers it is delivered, not evidenced, not verified and not sustained. "
        "A difference for children is not shown yet." in told
    )
