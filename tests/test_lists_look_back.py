"""The lists of councils and of recommendations on a past day: seen then, and now known."""

import csv
import io
from datetime import date, datetime

import pytest

from councils.days import LONDON
from inspections.corrections import correct_judgement, withdraw_recommendation
from inspections.models import Theme
from tests import factories
from tests.factories import NOW, days_ago, moment
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def area():
    theme = Theme.objects.create(key="overall", label="Overall", order=1)
    return factories.JudgementAreaFactory(theme=theme, is_overall=True)


@pytest.fixture
def judged(area, council):
    """`judged(300, rank=4)`: an inspection published so many days ago, and released `later`."""

    def make(days, rank, later=0):
        inspection = factories.InspectionFactory(
            council=council,
            framework=area.framework,
            slug=f"of-{days}",
            fieldwork_start=days_ago(days + 60),
            fieldwork_end=days_ago(days + 50),
            published_on=days_ago(days),
            publish_from=moment(days - later),
        )
        grade = area.framework.scale.grades.get(rank=rank)
        return factories.JudgementFactory(inspection=inspection, area=area, grade=grade)

    return make


@pytest.fixture
def grade_on(client, area, council):
    """`grade_on(100)`: the rank of the council's grade in the file of that day, None for none."""

    def read(days, told="seen"):
        asked = {"as_at": str(days_ago(days)), "told": told}
        rows = {row["name"]: row for row in rows_of(client.get("/councils.csv", asked))}
        rank = rows[council.name]["overall_rank"]
        return int(rank) if rank else None

    return read


def rows_of(response):
    return list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def test_each_day_has_the_judgement_that_was_published_by_its_end(judged, grade_on):
    judged(300, rank=4)
    judged(100, rank=2)
    assert [grade_on(days) for days in (301, 300, 101, 100, 1)] == [None, 4, 4, 2, 2]


def test_what_came_onto_the_site_late_was_not_seen_then_and_is_known_now(judged, grade_on):
    judged(300, rank=4, later=50)
    assert [grade_on(days) for days in (300, 251, 250)] == [None, None, 4]
    assert [grade_on(days, "known") for days in (301, 300, 250)] == [None, 4, 4]


def test_a_corrected_judgement_was_seen_as_it_stood(judged, grade_on, plan_officer, area):
    old = judged(300, rank=4)
    correct_judgement(
        judgement=old,
        grade=area.framework.scale.grades.get(rank=3),
        why="Ofsted corrected it.",
        by=plan_officer,
        at=moment(100),
    )
    assert [grade_on(days) for days in (101, 100)] == [4, 3]
    assert [grade_on(days, "known") for days in (101, 100)] == [3, 3]


def test_an_inspection_that_was_withdrawn_since_was_seen_then(judged, grade_on, publisher):
    inspection = judged(300, rank=4).inspection
    type(inspection).objects.filter(pk=inspection.pk).update(
        withdrawn_at=moment(100), withdrawn_by=publisher, withdrawn_why="Another council's."
    )
    assert [grade_on(days) for days in (101, 100)] == [4, None]
    assert grade_on(101, "known") is None


def test_councils_codes_steps_and_plans_are_those_of_the_day(client, council):
    factories.CouncilFactory(name="Newshire", slug="newshire", opened_on=days_ago(50))
    factories.InterventionFactory(council=council, issued_on=days_ago(200), closed_on=days_ago(90))
    factories.PlanFactory(council=council, publish_from=moment(60))
    council.codes.create(code="E06000901", valid_to=days_ago(80))
    council.codes.create(code="E06000902", valid_from=days_ago(79))

    def of(days):
        rows = rows_of(client.get("/councils.csv", {"as_at": str(days_ago(days))}))
        names = {row["name"]: row for row in rows}
        one = names[council.name]
        return "Newshire" in names, one["gss_code"], one["interventions"], one["plans"]

    assert of(100) == (False, "E06000901", "improvement notice", "0")
    assert of(60) == (False, "E06000902", "", "1")
    assert of(50) == (True, "E06000902", "", "1")


def test_a_council_that_was_abolished_later_stood_then(client):
    factories.CouncilFactory(name="Oldshire", slug="oldshire", abolished_on=days_ago(30))
    then = client.get("/councils/", {"as_at": str(days_ago(31)), "name": "Oldshire"})
    assert b"Abolished" not in then.content
    assert b"Abolished" in client.get("/councils/", {"name": "Oldshire"}).content


def test_recommendations_are_those_published_by_then_and_not_yet_withdrawn(
    client, council, publisher
):
    inspection = factories.InspectionFactory(
        council=council, published_on=days_ago(300), publish_from=moment(300)
    )
    one = factories.RecommendationFactory(inspection=inspection)
    withdraw_recommendation(
        recommendation=one, why="Not in the report.", by=publisher, at=moment(100)
    )

    def count(days, told="seen"):
        asked = {"as_at": str(days_ago(days)), "told": told}
        return len(client.get("/recommendations.json", asked).json()["recommendations"])

    assert [count(days) for days in (301, 300, 101, 100)] == [0, 1, 1, 0]
    assert count(101, "known") == 0


@pytest.mark.parametrize("name", ["councils", "recommendations"])
def test_the_files_say_of_which_day_they_tell_and_how(client, name):
    day = str(days_ago(10))
    told = client.get(f"/{name}.json", {"as_at": day, "told": "known"}).json()
    assert (told["as_at"], told["told"]) == (day, "known")
    assert "told" not in client.get(f"/{name}.json").json()
    file = client.get(f"/{name}.csv", {"as_at": day})
    assert f'"{name}-as-at-{day}-seen.csv"' in file["Content-Disposition"]


@pytest.mark.parametrize("name", ["councils", "recommendations"])
@pytest.mark.parametrize("day", ["yesterday", "2026-02-30", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused_and_never_answered_with_today(client, name, day):
    for form in ("csv", "json"):
        answer = client.get(f"/{name}.{form}", {"as_at": day})
        assert answer.status_code == 400
        assert b"day" in answer.content or b"still to come" in answer.content
    page = client.get(f"/{name}/", {"as_at": day})
    assert page.status_code == 400
    assert b"That day cannot be shown." in page.content


@pytest.mark.parametrize("name", ["councils", "recommendations"])
def test_the_page_says_which_day_and_which_answer_and_leads_to_the_others(client, name):
    day = days_ago(10)
    page = client.get(f"/{name}/", {"as_at": str(day), "region": "London"}).content.decode()
    assert f"as it was seen on {day.day} November 2026" in page
    assert f"?as_at={day}&amp;told=known" in page
    assert f"/{name}.csv?as_at={day}" in page
    assert "noindex" in page
    assert "noindex" not in client.get(f"/{name}/").content.decode()


def test_a_past_day_asks_no_more_queries_than_today(client, judged, django_assert_num_queries):
    judged(300, rank=4)
    for asked in ({}, {"as_at": str(days_ago(100))}):
        with django_assert_num_queries(7):
            client.get("/councils/", asked)


def test_days_end_in_london(client, judged, grade_on, council):
    summer = date(2026, 7, 1)
    judgement = judged(300, rank=4)
    type(judgement.inspection).objects.filter(pk=judgement.inspection_id).update(
        published_on=summer, publish_from=datetime(2026, 7, 1, 23, 59, tzinfo=LONDON)
    )
    days = (NOW.date() - summer).days
    assert [grade_on(days + 1), grade_on(days)] == [None, 4]


def test_what_is_measured_is_told_of_the_day_too_in_the_page_and_its_files(client, council):
    indicator = IndicatorFactory(council=council, key="seen", publish_from=moment(400))
    for days, value in ((100, 20), (10, 30)):
        ReadingFactory(
            indicator=indicator,
            as_at=days_ago(days),
            value=value,
            recorded_at=moment(days - 1),
            public_at=moment(days - 2),
        )
    address = f"{council.get_absolute_url()}indicators"

    def values(days, told):
        asked = {"as_at": str(days_ago(days)), "told": told}
        answer = client.get(f"{address}.json", asked).json()
        assert (answer["as_at"], answer["told"]) == (asked["as_at"], told)
        return len(answer["readings"])

    assert [values(days, "seen") for days in (99, 98, 9, 8)] == [0, 1, 1, 2]
    assert [values(days, "known") for days in (101, 100, 10)] == [0, 1, 2]
    file = client.get(f"{address}.csv", {"as_at": str(days_ago(9))})
    assert f"-indicators-as-at-{days_ago(9)}-seen.csv" in file["Content-Disposition"]
    assert client.get(f"{address}.csv", {"as_at": "soon"}).status_code == 400
    page = client.get(f"{address}/", {"as_at": str(days_ago(9))}).content.decode()
    assert "What is measured, as it was seen on 9 November 2026" in page
