"""What the front page counts, what the list behind it holds, and what each council's page says."""

import re
from datetime import date, datetime, timedelta
from html import unescape

import pytest

from councils.days import LONDON
from inspections.models import Theme
from tests import factories
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def overall(db):
    theme = Theme.objects.create(key="overall", label="Overall", order=1)
    return factories.JudgementAreaFactory(theme=theme, is_overall=True)


@pytest.fixture
def judged(overall):
    """`judged(council, rank, published=…, fieldwork=…)`: a released inspection of it."""

    def judge(council, rank, *, published=None, fieldwork=None, withdrawn=False):
        inspection = factories.InspectionFactory(
            council=council,
            framework=overall.framework,
            published_on=published,
            fieldwork_start=fieldwork,
            fieldwork_end=fieldwork,
            publish_from=NOW - timedelta(days=1),
        )
        if withdrawn:
            inspection.withdrawn_at, inspection.withdrawn_why = NOW, "Recorded in error"
            inspection.withdrawn_by = factories.UserFactory()
            inspection.save()
        grade = overall.framework.scale.grades.get(rank=rank)
        factories.JudgementFactory(inspection=inspection, area=overall, grade=grade)
        return inspection

    return judge


@pytest.fixture
def england(judged):
    """Councils whose newest inspection is known by its fieldwork alone, and every kind beside."""
    made = [factories.CouncilFactory(name=f"Ford {number}") for number in range(8)]
    judged(made[0], 1, published=date(2024, 5, 1), fieldwork=date(2024, 3, 1))
    judged(made[1], 1, published=date(2020, 5, 1))
    judged(made[1], 4, fieldwork=date(2025, 2, 1))
    judged(made[2], 4, fieldwork=date(2019, 2, 1))
    judged(made[2], 1, published=date(2023, 5, 1))
    judged(made[3], 2)
    judged(made[4], 2, published=date(2024, 5, 1), withdrawn=True)
    judged(made[5], 1, published=date(2024, 5, 1))
    judged(made[6], 1, published=date(2024, 5, 1))
    type(made[5]).objects.filter(pk=made[5].pk).update(abolished_on=TODAY)
    type(made[6]).objects.filter(pk=made[6].pk).update(is_demonstration=True)
    return made


def test_each_count_of_the_front_page_is_the_length_of_the_list_that_it_links_to(client, england):
    home = client.get("/").content.decode()
    counts = re.findall(
        r'href="(/councils/\?grade=[^"]+)".*?class="number">\s*(\d+) of (\d+)', home, re.DOTALL
    )
    assert counts
    for address, count, of in counts:
        found = client.get(unescape(address).replace("/councils/", "/councils.json")).json()
        assert len(found["councils"]) == int(count), address
        assert int(of) == 6
    assert sum(int(count) for _, count, _ in counts) == 4


def test_the_newest_inspection_counts_by_its_fieldwork_where_its_publication_is_not_known(
    client, england
):
    found = client.get("/councils.json").json()["councils"]
    ranks = {one["name"]: one["overall_rank"] for one in found}
    assert (ranks["Ford 1"], ranks["Ford 2"], ranks["Ford 3"], ranks["Ford 4"]) == (4, 1, 2, None)
    html = client.get("/councils/", {"name": "Ford 1"}).content.decode()
    assert "not known; fieldwork 1 February 2025" in html
    assert (
        "by the fieldwork, as the day of publication is not known"
        in client.get("/").content.decode()
    )


def test_the_councils_page_tells_the_same_latest_judgement_as_the_list(client, england):
    for one in client.get("/councils.json").json()["councils"]:
        if one["overall_grade"]:
            address = one["address"].replace("http://testserver", "")
            html = client.get(address).content.decode()
            lede = re.search(r'<p class="lede">(.*?)</p>', html, re.DOTALL)[1]
            assert one["overall_grade"].casefold() in re.sub(r"<[^>]+>", "", lede).casefold()


def test_what_stood_in_the_plan_when_it_became_public_was_promised_at_the_start(client, council):
    """It began in January and could be read from the first of March."""
    plan = factories.PlanFactory(
        council=council,
        starts_on=date(2026, 1, 5),
        publish_from=datetime(2026, 3, 1, 9, tzinfo=LONDON),
    )
    for reference, added_on in (("1", date(2026, 1, 5)), ("2", date(2026, 2, 9))):
        factories.ActionFactory(
            plan=plan, reference=reference, added_on=added_on, public_at=plan.publish_from
        )
    late = factories.ActionFactory(plan=plan, reference="3", added_on=date(2026, 3, 9))
    html = " ".join(client.get(plan.get_absolute_url()).content.decode().split())
    assert "Three actions: 2 promised at the start, 1 added since." in html
    page = client.get(plan.actions.get(reference="2").get_absolute_url()).content.decode()
    assert "Promised in the plan" in page
    assert "Added to the plan" in client.get(late.get_absolute_url()).content.decode()
