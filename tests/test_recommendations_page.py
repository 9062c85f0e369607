"""The search of all published recommendations."""

import csv
import io
import re
from datetime import date, timedelta

import pytest

from inspections.models import RecommendationLink
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

QUERIES = [
    "how many there are",
    "the keys of this page",
    "its recommendations with their inspections and councils",
    "links to other inspections' recommendations",
    "the names of all councils, to choose from",
]
WITH_LINKS = [*QUERIES, "which ends of the links are public"]


@pytest.fixture
def search(client):
    """`search(q=…)`: the texts found, in their order."""

    def texts(**query):
        response = client.get("/recommendations/", query)
        assert response.status_code == 200
        return re.findall(r"<blockquote[^>]*><p>(.*?)</p>", response.content.decode())

    return texts


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council)


def make(inspection, text, **fields):
    return factories.RecommendationFactory(inspection=inspection, text=text, **fields)


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_asks_the_database_the_same_for_one_and_for_fifty(
    client, inspection, count, django_assert_num_queries
):
    for number in range(count):
        make(inspection, f"Number {number}. " + "A text of usual length. " * 10)
    with django_assert_num_queries(len(QUERIES)):
        response = client.get("/recommendations/", {"q": "usual length"})
    assert len(response.content) < 60_000
    first, *others = inspection.recommendations.all()
    for other in others or [make(inspection, "Another.")]:
        RecommendationLink.objects.create(earlier=first, later=other)
    with django_assert_num_queries(len(WITH_LINKS)):
        client.get("/recommendations/")


def test_words_are_found_anywhere_and_all_of_them_must_be_there(search, inspection):
    make(inspection, "See children who go missing.")
    make(inspection, "See missing files.")
    assert search(q="MISSING children") == ["See children who go missing."]
    assert search(q="nothing like it") == []


def test_each_filter_narrows_the_list(search, council, other_council):
    board = factories.BodyFactory(kind="lscb", areas=[council])
    review = factories.InspectionFactory(
        council=council, framework=factories.FrameworkFactory(kind="review"), bodies=[board]
    )
    other = factories.InspectionFactory(
        council=other_council,
        fieldwork_start=date(2016, 7, 1),
        fieldwork_end=date(2016, 7, 2),
        published_on=date(2016, 9, 20),
    )
    make(review, "To the board.", body=board, kind="area for priority action")
    make(other, "To the council.")
    to_board, to_council = ["To the board."], ["To the council."]
    assert search() == [*to_board, *to_council]
    assert search(council="north") == to_board
    assert search(council="southmoor") == to_council
    assert search(year="2016") == to_council
    assert search(kind="Priority") == to_board
    assert search(source="review") == to_board
    assert search(source="inspection") == to_council
    assert search(body="lscb") == to_board
    assert search(body="council") == to_council


def test_what_had_been_made_before_is_found_and_marked(client, search, council, inspection):
    earlier = factories.InspectionFactory(council=council, published_on=date(2025, 9, 20))
    first, again = make(earlier, "The first time."), make(inspection, "The second time.")
    RecommendationLink.objects.create(earlier=first, later=again)
    assert search(before="yes") == ["The second time."]
    html = client.get("/recommendations/").content.decode()
    assert html.count("Asked before") == html.count("Asked again") == 1


@pytest.mark.parametrize("publish_from", [None, NOW + timedelta(days=1)])
def test_drafts_and_embargoed_ones_are_not_found_counted_or_linked(
    client, search, council, inspection, clerk, signed_in, publish_from
):
    own = make(inspection, "Public.")
    before = client.get("/recommendations/").content
    hidden = factories.InspectionFactory(council=council, publish_from=publish_from)
    RecommendationLink.objects.create(earlier=make(hidden, "Hidden."), later=own)
    assert client.get("/recommendations/").content == before
    assert search(before="yes") == []
    assert b"Hidden." not in signed_in(clerk).get("/recommendations/").content


def test_withdrawn_ones_are_gone_with_their_inspection_or_alone(search, inspection, publisher):
    one = make(inspection, "Withdrawn alone.")
    make(inspection, "Standing.")
    for record in (one, inspection):
        record.withdrawn_at, record.withdrawn_by = NOW, publisher
        record.withdrawn_why = "It was entered twice."
    one.save()
    assert search() == ["Standing."]
    inspection.save()
    assert search() == []


@pytest.mark.parametrize(
    "query",
    [
        {"year": "NaN"},
        {"year": "99999999999999999999"},
        {"year": "2016.5"},
        {"source": "nothing"},
        {"body": "nothing"},
        {"before": "perhaps"},
        {"q": "a\x00b"},
        {"council": "\x00"},
        {"q": "x" * 5000},
        {"page": "-1"},
        {"page": "99999999999999999999"},
    ],
)
def test_a_wrong_value_narrows_nothing_and_breaks_nothing(client, search, inspection, query):
    make(inspection, "Still here.")
    assert search(**query) == ["Still here."]
    assert client.get("/recommendations.csv", query).status_code == 200
    assert client.get("/recommendations.json", query).status_code == 200


def test_pages_keep_the_search(client, inspection):
    for number in range(30):
        make(inspection, f"Number {number}.")
    html = client.get("/recommendations/", {"q": "number"}).content.decode()
    assert "30 recommendations" in html
    assert "?q=number&amp;page=2" in html
    assert html.count("<blockquote") == 25


def test_the_downloads_hold_what_was_asked_for_on_every_page(client, inspection):
    for number in range(30):
        make(inspection, f"Number {number}.")
    make(inspection, "=cmd()")
    answer = client.get("/recommendations.csv", {"q": "number", "page": 2})
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    assert len(rows) == 30
    assert rows[0]["council"] == "Northbridge"
    assert rows[0]["address"].startswith(f"http://testserver{inspection.get_absolute_url()}#")
    assert "'=cmd()" in client.get("/recommendations.csv").getvalue().decode()
    found = client.get("/recommendations.json", {"q": "number 29"}).json()["recommendations"]
    assert [one["text"] for one in found] == ["Number 29."]


def test_a_download_asks_the_database_the_same_for_one_and_for_fifty(
    client, inspection, django_assert_num_queries
):
    make(inspection, "One.")
    with django_assert_num_queries(3):  # the keys; the rows; the links
        client.get("/recommendations.csv").getvalue()
    for number in range(50):
        make(inspection, f"Number {number}.")
    with django_assert_num_queries(3):
        client.get("/recommendations.csv").getvalue()
