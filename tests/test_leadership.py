"""Who is in post among those who lead a plan: counted on its page, and never named."""

import pytest

from tests import factories
from tests.factories import days_ago
from tests.test_indicator_pages import section

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, plan):
    return lambda **query: section(client, plan.get_absolute_url(), **query)


@pytest.fixture
def led(plan, council):
    """A function: a post that leads a public action, held as these fields say."""

    def make(shown="title", *holdings):
        post = factories.PostFactory(council=council, shown=shown)
        for fields in holdings:
            factories.PostHoldingFactory(post=post, **fields)
        factories.ActionFactory(plan=plan, lead=post)

    return make


def test_vacant_and_interim_posts_are_counted_from_their_holders(read, led):
    held, left = {}, {"ended_on": days_ago(20)}
    led("title", held)
    led("name", left, {"terms": "interim", "started_on": days_ago(10)})
    led("title", left)
    led("title", {"terms": "acting"}, held)
    led("service", left)  # below head of service
    led("title")  # of which no holder was ever entered
    assert (
        "Four posts lead actions of this plan. One is vacant and one is held by somebody interim "
        "or acting." in read()
    )


def test_where_all_are_in_post_the_page_says_so(read, led):
    led("title", {})
    assert "One post leads actions of this plan. None is vacant" in read()


def test_a_past_day_says_nothing_of_it_for_only_today_is_known(read, led):
    led("title", {})
    assert read(as_at=days_ago(3)) == ""


def test_a_post_that_leads_only_a_draft_action_is_not_counted(read, led, plan, council):
    post = factories.PostFactory(council=council)
    factories.PostHoldingFactory(post=post, ended_on=days_ago(2))
    factories.ActionFactory(plan=plan, lead=post, public_at=None)
    assert read() == ""


def test_without_a_post_nothing_is_said(read, plan):
    assert read() == ""
