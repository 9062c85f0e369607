"""The front page finds a council and counts judgements; the pages about the site say how."""

from datetime import date

import pytest

from improvement.pages.columns import PUBLIC, WITHHELD
from improvement.pages.councils.rows import CouncilRow
from improvement.pages.home.national import left_out, picture, published_here
from improvement.rules import RULES
from inspections.latest import Overall, Since
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def overall(grade, rank, published_on, dated_on=None):
    return Overall(
        grade=grade,
        rank=rank,
        grades=4,
        scale="Four grades",
        published_on=published_on,
        dated_on=published_on or dated_on,
        inspection="inspection",
    )


GOOD = overall("Good", 2, date(2024, 8, 1))
BAD = overall("Inadequate", 4, date(2025, 5, 14))


def row(overall=None, **fields):
    values = dict.fromkeys(CouncilRow.__dataclass_fields__, "")
    values |= {"abolished_on": None, "is_demonstration": False, "overall": overall}
    values |= {"since": None, "intervention": (), "plans": 0}
    return CouncilRow(**(values | fields))


def test_the_picture_counts_each_latest_judgement_of_the_councils_that_exist():
    rows = [
        row(GOOD),
        row(GOOD, plans=2, intervention=("commissioner",)),
        row(BAD),
        row(),
        row(BAD, abolished_on=TODAY),
        row(BAD, is_demonstration=True, plans=1),
    ]
    found = picture(rows, TODAY)
    assert found.councils == 4
    assert [(step.grade, step.tone, step.count) for step in found.steps] == [
        ("Good", "good", 2),
        ("Inadequate", "worst", 1),
    ]
    assert (found.without, found.in_intervention, found.with_plan) == (1, 1, 1)
    assert found.newest == date(2025, 5, 14)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row(GOOD)], ""),
        ([row()], "One council has no overall judgement on record here."),
        (
            [row(), row(), row(GOOD, since=Since(TODAY, TODAY, "newer"))],
            "Two councils have no overall judgement on record here and one council was inspected "
            "since, under rules that give no overall judgement.",
        ),
    ],
)
def test_what_the_table_leaves_out_is_said(rows, words):
    assert left_out(picture(rows, TODAY)) == words


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        (0, "Not one of the 3 has published an improvement plan on this site."),
        (1, "One of the 3 has published an improvement plan on this site."),
        (2, "Two of the 3 have published an improvement plan on this site."),
    ],
)
def test_how_many_publish_here_is_said_with_its_denominator(plans, words):
    rows = [row(plans=1) for _ in range(plans)] + [row() for _ in range(3 - plans)]
    assert published_here(picture(rows, TODAY)) == words


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("Northbridge", "/councils/northbridge/"),
        ("  NORTHB ", "/councils/northbridge/"),
        ("North", "/councils/?name=North"),
        ("North Downs", "/councils/north-downs/"),
        ("Atlantis & more", "/councils/?name=Atlantis+%26+more"),
    ],
)
def test_a_name_or_a_part_of_it_leads_to_the_council_or_to_the_list(client, council, wanted, found):
    factories.CouncilFactory(name="North Downs", slug="north-downs")
    answer = client.get("/", {"council": wanted})
    assert (answer.status_code, answer.url) == (302, found)


def test_an_exact_name_wins_over_longer_ones(client, council):
    factories.CouncilFactory(name="Northbridge and Hill", slug="northbridge-and-hill")
    assert client.get("/", {"council": "northbridge"}).url == council.get_absolute_url()


def test_an_empty_site_still_has_a_front_page(client):
    html = client.get("/").content.decode()
    assert "Find your council" in html
    assert "judgements on record" not in html


def test_demonstration_councils_are_offered_and_said_to_be_invented(client, council):
    assert "not a real council" not in client.get("/").content.decode()
    council.is_demonstration = True
    council.save()
    assert "is not a real council" in client.get("/").content.decode()


def test_every_rule_is_explained_and_a_mistake_can_be_reported(client):
    html = client.get("/about/").content.decode()
    assert all(f'id="rule-{rule.code}"' in html for rule in RULES)
    assert 'id="report-a-mistake"' in html


def test_the_pages_about_the_site_ask_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for address in ("/about/", "/accessibility/", "/data/"):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_every_field_is_either_public_or_withheld_for_a_reason(model):
    fields = {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}
    public, withheld = set(PUBLIC[model]), set(WITHHELD[model])
    assert public | withheld == fields, "classify it in pages/columns.py"
    assert public & withheld == set()
    assert all(WITHHELD[model].values())


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_no_user_and_no_internal_note_is_public(model):
    people = {
        field.name
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is factories.User
    }
    assert (people | {"internal_note"}) & set(PUBLIC[model]) == set()


@pytest.mark.parametrize("address", ["/about/", "/accessibility/"])
def test_whom_to_write_to_is_named_where_the_site_has_somebody(client, settings, address):
    assert "mailto:" not in client.get(address).content.decode()
    settings.SITE_CONTACT = "record@example.gov.uk"
    assert '<a href="mailto:record@example.gov.uk">' in client.get(address).content.decode()
