"""The list of councils, and the national picture on the front page."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from improvement.models import PlanShare
from inspections.models import Theme
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

QUERIES = [
    "the councils",
    "the areas that frameworks judge",
    "the grades",
    "overall judgements, the newest first",
    "inspections under frameworks without an overall judgement",
    "interventions in force",
    "plans",
    "plans that are shared",
]
# Narrowing the list asks once more; so do the codes of a download.
HOME_QUERIES = [*QUERIES, "the newest reports"]


@pytest.fixture
def overall():
    theme = Theme.objects.create(key="overall", label="Overall", order=1)
    return factories.JudgementAreaFactory(theme=theme, is_overall=True)


@pytest.fixture
def judged(overall):
    """`judged("Aford", rank=2, year=2024)`: a council with that overall judgement."""

    def make(name, rank=2, year=2024, area=overall, publish_from=NOW, **fields):
        council = factories.CouncilFactory(name=name, slug=name.lower(), **fields)
        inspection = factories.InspectionFactory(
            council=council,
            framework=area.framework,
            fieldwork_start=date(year, 6, 1),
            fieldwork_end=date(year, 6, 2),
            published_on=date(year, 8, 1),
            publish_from=publish_from,
        )
        grade = area.framework.scale.grades.get(rank=rank)
        factories.JudgementFactory(inspection=inspection, area=area, grade=grade)
        return council

    return make


@pytest.fixture
def listed(client):
    """`listed(grade=…)`: the names in the list, in their order."""

    def names(**query):
        response = client.get("/councils/", query)
        assert response.status_code == 200
        return re.findall(
            r'role="rowheader"><a href="[^"]+">([^<]+)</a>', response.content.decode()
        )

    return names


@pytest.mark.parametrize("count", [1, 50])
def test_the_pages_ask_the_database_the_same_for_one_council_and_for_fifty(
    client, judged, count, django_assert_num_queries
):
    newer = factories.JudgementAreaFactory(theme=Theme.objects.create(key="x", label="X"))
    for number in range(count):
        council = judged(f"Council-{number}")
        factories.InspectionFactory(council=council, framework=newer.framework)
        factories.PlanFactory(council=council)
        factories.InterventionFactory(council=council)
    with django_assert_num_queries(len(QUERIES)):
        assert len(client.get("/councils/").content) < 60_000
    with django_assert_num_queries(len(QUERIES) + 1):
        client.get("/councils/", {"grade": "Fine"})
    with django_assert_num_queries(len(QUERIES) + 1):
        client.get("/councils.csv").getvalue()
    with django_assert_num_queries(len(HOME_QUERIES)):
        assert len(client.get("/").content) < 60_000


def test_each_filter_narrows_the_list(listed, judged):
    judged("Aford", rank=1, region="London", kind="london-borough")
    beford = judged("Beford", rank=4, region="North East", official_name="County of Bey")
    ceford = factories.CouncilFactory(name="Ceford", slug="ceford", region="North East")
    factories.PlanFactory(council=ceford)
    factories.InterventionFactory(council=beford)
    assert listed() == ["Aford", "Beford", "Ceford"]
    assert listed(name="FORD", region="North East") == ["Beford", "Ceford"]
    assert listed(name="of Bey") == ["Beford"]
    assert listed(kind="london-borough") == ["Aford"]
    assert listed(grade="Failing") == ["Beford"]
    assert listed(intervention="yes") == ["Beford"]
    assert listed(intervention="no") == ["Aford", "Ceford"]
    assert listed(plan="yes") == ["Ceford"]
    assert listed(plan="no") == ["Aford", "Beford"]
    assert listed(name="nowhere") == []


def test_each_order_and_those_without_a_judgement_come_last(listed, judged):
    judged("Aford", rank=2, year=2020)
    judged("Beford", rank=4, year=2024)
    judged("Ceford", rank=1, year=2022)
    factories.CouncilFactory(name="Deford")
    assert listed(order="worst") == ["Beford", "Aford", "Ceford", "Deford"]
    assert listed(order="best") == ["Ceford", "Aford", "Beford", "Deford"]
    assert listed(order="newest") == ["Beford", "Ceford", "Aford", "Deford"]
    assert listed(order="longest") == ["Aford", "Ceford", "Beford", "Deford"]


def test_grades_of_two_scales_are_ordered_apart_and_it_says_so(client, listed, judged, overall):
    other = factories.GradeScaleFactory(name="Older grades", labels=("Top", "Bottom"))
    older = factories.JudgementAreaFactory(
        framework=factories.FrameworkFactory(scale=other), theme=overall.theme, is_overall=True
    )
    judged("Aford", rank=2, area=older)
    judged("Beford", rank=4)
    judged("Ceford", rank=1, area=older)
    judged("Deford", rank=1)
    assert listed(order="worst") == ["Beford", "Deford", "Aford", "Ceford"]
    html = client.get("/councils/", {"order": "worst"}).content.decode()
    assert "2 scales of grades, which cannot be compared" in html
    assert "scales of grades" not in client.get("/councils/", {"grade": "Top"}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"grade": "Nothing"},
        {"order": "sideways"},
        {"region": "\x00"},
        {"name": "\x00"},
        {"kind": "x" * 5000},
        {"plan": "perhaps"},
        {"page": "99999999999999999999"},
    ],
)
def test_a_wrong_value_narrows_nothing_and_breaks_nothing(client, listed, judged, query):
    judged("Aford")
    assert listed(**query) == ["Aford"]
    assert client.get("/councils.csv", query).status_code == 200
    assert client.get("/councils.json", query).status_code == 200
    assert client.get("/", query).status_code == 200


def test_the_judgement_shown_is_the_newest_one_that_is_public(listed, judged, overall):
    council = judged("Aford", rank=4, year=2016)
    for year, rank, publish_from in [
        (2020, 3, NOW),
        (2024, 1, None),
        (2025, 2, NOW + timedelta(days=1)),
    ]:
        inspection = factories.InspectionFactory(
            council=council,
            framework=overall.framework,
            fieldwork_start=None,
            fieldwork_end=None,
            published_on=date(year, 8, 1),
            publish_from=publish_from,
        )
        grade = overall.framework.scale.grades.get(rank=rank)
        factories.JudgementFactory(inspection=inspection, area=overall, grade=grade)
    assert listed(grade="Wanting") == ["Aford"]


def test_an_overall_judgement_of_a_part_or_a_partner_is_not_the_councils(client, judged, overall):
    """One whose theme other areas have too, and one that has no theme."""
    part = Theme.objects.create(key="in-care", label="Children in care", order=2)
    factories.JudgementAreaFactory(theme=part)
    of_part = factories.JudgementAreaFactory(theme=part, is_overall=True)
    of_partner = factories.JudgementAreaFactory(theme=None, is_overall=True)
    judged("Aford", rank=1, area=of_part)
    judged("Beford", rank=1, area=of_partner)
    found = client.get("/councils.json").json()["councils"]
    assert [one["overall_grade"] for one in found] == [None, None]


def test_a_later_inspection_without_an_overall_judgement_is_said(client, judged, overall):
    council = judged("Aford", year=2020)
    area = factories.JudgementAreaFactory(theme=Theme.objects.create(key="x", label="X", order=3))
    factories.InspectionFactory(council=council, framework=area.framework)
    (found,) = client.get("/councils.json").json()["councils"]
    assert found["overall_published_on"] == "2020-08-01"
    assert found["inspected_since_without_overall"] == "2024-09-20"
    assert "rules that give no overall judgement" in client.get("/councils/").content.decode()


def test_a_shared_plan_counts_for_both_councils_and_a_draft_for_none(listed, plan, other_council):
    PlanShare.objects.create(plan=plan, council=other_council, why="One trust serves both.")
    factories.PlanFactory(council=factories.CouncilFactory(name="Aford"), publish_from=None)
    assert listed(plan="yes") == ["Northbridge", "Southmoor"]


def test_pages_hold_fifty_councils_and_keep_the_filters(client, judged):
    for number in range(60):
        judged(f"Council-{number:02}")
    html = client.get("/councils/", {"grade": "Fine"}).content.decode()
    assert html.count('role="rowheader"') == 50
    assert "?grade=Fine&amp;page=2" in html


def test_the_csv_holds_every_council_asked_for(client, judged):
    council = judged("Aford", rank=4, region="London")
    factories.CouncilCodeFactory(council=council, code="E09000001")
    judged("Beford")
    answer = client.get("/councils.csv", {"region": "London"}).getvalue().decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(answer))
    assert row["name"] == "Aford"
    assert row["address"] == "http://testserver/councils/aford/"
    assert (row["overall_grade"], row["overall_rank"], row["overall_grades"]) == (
        "Failing",
        "4",
        "4",
    )
    assert row["gss_code"] == "E09000001"
