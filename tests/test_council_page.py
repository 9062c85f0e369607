"""The council page: what was found, what is promised, who oversees it."""

from datetime import date, timedelta

import pytest

from improvement.models import PlanShare
from inspections.models import InspectedBody, Judgement, RecommendationLink, Theme
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment

pytestmark = pytest.mark.django_db

QUERIES = [
    "the council, its codes, the councils that it took over from, and those that followed it",
    "its inspections with their frameworks, and how many recommendations of each return",
    "the areas of those frameworks, with the judgements in force",
    "the inspected bodies, with how many recommendations stand here",
    "the plans",
    "their actions with their public state",
    "interventions",
    "what is measured",
]
MEASURED = [*QUERIES, "what is measured of the actions that are reported on track"]


@pytest.fixture
def read(client, council):
    """A function that reads the council's page as the public does."""

    def html_of(of=council):
        response = client.get(of.get_absolute_url())
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return html_of


@pytest.fixture
def framework():
    return factories.FrameworkFactory(short_name="Single inspection")


@pytest.fixture
def overall(framework):
    theme = Theme.objects.create(key="overall", label="Overall", order=1)
    return factories.JudgementAreaFactory(framework=framework, theme=theme, is_overall=True)


@pytest.fixture
def inspected(council, framework, overall):
    """`inspected(year)`: an inspection of July that year, judged overall."""

    def make(year=2024, rank=4, **fields):
        inspection = factories.InspectionFactory(
            council=council,
            framework=framework,
            fieldwork_start=date(year, 7, 1),
            fieldwork_end=date(year, 7, 12),
            published_on=date(year, 9, 20),
            **fields,
        )
        factories.JudgementFactory(
            inspection=inspection, area=overall, grade=framework.scale.grades.get(rank=rank)
        )
        return inspection

    return make


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_the_same_for_one_of_each_and_for_fifty(
    client, council, inspected, plan, count, django_assert_num_queries
):
    earlier = factories.RecommendationFactory(inspection=inspected(2016))
    for year in range(2017, 2018 + count // 5):
        later = factories.RecommendationFactory(inspection=inspected(year))
        RecommendationLink.objects.create(earlier=earlier, later=later)
    for _ in range(count):
        action = factories.ActionFactory(plan=plan)
        factories.UpdateFactory(action=action, public=True, confidence="on-track")
        factories.InterventionFactory(council=council)
    factories.PlanFactory.create_batch(count // 10, council=council)
    for kept_elsewhere in factories.PlanFactory.create_batch(1 + count // 10):
        kept_elsewhere.shares.create(council=council, why="One trust serves both.")
    factories.CouncilCodeFactory(council=council)
    with django_assert_num_queries(len(MEASURED)):
        response = client.get(council.get_absolute_url())
    assert len(response.content) < 60_000


def test_a_council_of_which_nothing_is_known_says_so(read):
    html = read()
    assert "No graded inspection of this council is on record here." in html
    assert "No improvement plan of this council is published here." in html
    assert "No inspection of this council is on record here." in html
    assert "What to look at" not in html


def test_the_page_leads_with_the_latest_inspection_the_plan_and_what_is_late(read, inspected, plan):
    inspected(2016, rank=1)
    inspected(2024, rank=4)
    factories.ActionFactory(plan=plan, original_due=days_ago(30))
    factories.ActionFactory(plan=plan)
    html = read()
    assert (
        "Inspected in July 2024, published 20 September 2024: <strong>failing</strong> overall."
    ) in html
    assert "Of 2 actions promised, none is reported complete. One is late." in html
    assert "One action is past the date last agreed, by 4 weeks." in html
    assert f"{plan.get_absolute_url()}?state=late#actions" in html


def test_the_report_and_the_review_published_with_it_are_counted_together(read, council, inspected):
    main = inspected(2016)
    main.inspected.update(recommendations_printed=19)
    board = factories.BodyFactory(name="Northbridge Children Board", areas=[council])
    review = factories.InspectionFactory(
        council=council,
        framework=factories.FrameworkFactory(kind="review", scale=None),
        parent=main,
        fieldwork_start=main.fieldwork_start,
        fieldwork_end=main.fieldwork_end,
        published_on=main.published_on,
        bodies=[board],
    )
    InspectedBody.objects.filter(inspection=review).update(recommendations_printed=7)
    assert (
        "The report makes 19 recommendations to the council and seven to Northbridge Children "
        "Board. Their text is not yet imported here."
    ) in read()


def test_what_was_asked_before_stands_among_what_to_look_at(read, inspected):
    earlier = factories.RecommendationFactory(inspection=inspected(2016))
    later = factories.RecommendationFactory(inspection=inspected(2024))
    assert "Asked before" not in read()
    RecommendationLink.objects.create(earlier=earlier, later=later)
    assert "One recommendation of July 2024 had been made before." in read()


@pytest.mark.parametrize("hide", ["draft", "withdrawn"])
def test_a_link_to_what_is_not_public_does_not_count(read, publisher, inspected, hide):
    hidden = inspected(2016)
    earlier = factories.RecommendationFactory(inspection=hidden)
    later = factories.RecommendationFactory(inspection=inspected(2024))
    RecommendationLink.objects.create(earlier=earlier, later=later)
    if hide == "draft":
        hidden.publish_from = None
    else:
        hidden.withdrawn_at, hidden.withdrawn_by = NOW, publisher
        hidden.withdrawn_why = "It was entered twice."
    hidden.save()
    assert "had been made before" not in read()


@pytest.mark.parametrize("publish_from", [None, NOW + timedelta(hours=1)])
def test_a_draft_and_an_embargoed_inspection_change_nothing(
    read, council, framework, overall, inspected, publish_from
):
    inspected(2016)
    before = read()
    inspected(2024, publish_from=publish_from, title="Not yet for anyone")
    factories.PlanFactory(council=council, publish_from=publish_from, title="Not yet either")
    factories.InterventionFactory(council=council, publish_from=publish_from, who="Nobody yet")
    assert read() == before


def test_a_councils_own_people_find_their_drafts_below_and_nobody_else_does(
    council, inspected, clerk, outsider, signed_in
):
    draft = inspected(2024, publish_from=None, title="Not yet for anyone")
    own = signed_in(clerk).get(council.get_absolute_url()).content.decode()
    assert f'<a href="{draft.get_absolute_url()}">Not yet for anyone</a>' in own
    assert "No graded inspection of this council is on record here." in own
    others = signed_in(outsider).get(council.get_absolute_url()).content.decode()
    assert "Not yet" not in others


def test_a_withdrawn_inspection_stays_in_the_list_and_in_no_figure(read, publisher, inspected):
    inspected(2016, rank=2)
    gone = inspected(2024, rank=4)
    gone.withdrawn_at, gone.withdrawn_by = moment(3), publisher
    gone.withdrawn_why = "It was entered twice."
    gone.save()
    html = read()
    assert "Inspected in July 2016" in html
    assert "failing" not in html
    assert "This record was withdrawn on 15 November 2026." in html


def test_a_corrected_judgement_counts_as_corrected(read, framework, inspected):
    inspection = inspected(2024, rank=4)
    old = inspection.judgements.get()
    Judgement.objects.filter(pk=old.pk).update(superseded_on=TODAY)
    factories.JudgementFactory(
        inspection=inspection,
        area=old.area,
        grade=framework.scale.grades.get(rank=3),
        corrects=old,
        correction_note="The report was reissued.",
    )
    html = read()
    assert "<strong>wanting</strong> overall" in html
    assert "Failing" not in html


def test_what_the_department_has_in_force_is_told_from_what_has_ended(read, council):
    factories.InterventionFactory(council=council, issued_on=date(2024, 10, 1), who="An adviser")
    factories.InterventionFactory(
        council=council, kind="commissioner", issued_on=date(2020, 1, 1), closed_on=TODAY
    )
    html = read()
    assert "Improvement notice</span> since 1 October 2024: An adviser" in html
    assert "Commissioner, 1 January 2020 to 18 November 2026" in html


def test_without_an_intervention_on_record_none_is_claimed_or_denied(read):
    assert "No step of intervention in force is on record here." in read()


def test_a_council_that_is_gone_points_to_those_that_took_over(read, council, other_council):
    council.abolished_on = date(2023, 4, 1)
    council.save()
    third = factories.CouncilFactory(name="Westerby")
    council.succeeded_by.set([other_council, third])
    html = read()
    assert "It was abolished on 1 April 2023." in html
    assert f'<a href="{other_council.get_absolute_url()}">Southmoor</a> and' in html
    assert "It took over from <a" in read(third)


def test_former_codes_are_kept_with_their_days(read, council):
    factories.CouncilCodeFactory(council=council, code="E08000016", valid_to=date(2025, 3, 31))
    factories.CouncilCodeFactory(council=council, code="E08000038", valid_from=date(2025, 4, 1))
    html = read()
    assert "E08000016 (until 31 March 2025)" in html
    assert "E08000038 (from 1 April 2025)" in html


def test_a_shared_plan_is_told_on_both_councils_pages(read, plan, other_council):
    PlanShare.objects.create(plan=plan, council=other_council, why="One trust serves both.")
    assert "Shared with" not in read()
    assert "Shared with Northbridge, which keeps it." in read(other_council)


def test_a_demonstration_council_says_so_first(read, council):
    council.is_demonstration = True
    council.save()
    assert "Northbridge is not a real council" in read()
