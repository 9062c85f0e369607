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
        "Six posts lead actions of this plan. Of four the holders are public here: one is vacant "
        "and one is held by somebody interim or acting." in read()
    )


def test_where_all_are_in_post_the_page_says_so(read, led):
    led("title", {})
    assert "One post leads actions of this plan. None is vacant" in read()


@pytest.mark.parametrize("told", ["seen", "known"])
def test_a_past_day_is_told_by_the_holders_that_are_on_record_now(read, led, told):
    led("title", {})
    led("name", {"ended_on": days_ago(3)}, {"terms": "interim", "started_on": days_ago(2)})
    led("title", {"ended_on": days_ago(4)})
    led("title", {"started_on": days_ago(1)})  # who held it before is not on record
    on = {days: read(as_at=days_ago(days), told=told) for days in (1, 2, 3, 4)}
    lead = "Four posts lead actions of this plan today."
    now = "by the holders that are on record now,"
    unknown = "of one no holder of then is on record."
    assert (
        f"{lead} On 14 November 2026, {now} none was vacant, and none was held by an interim and "
        f"{unknown}" in on[4]
    )
    assert f"{lead} On 15 November 2026, {now} one was vacant and {unknown}" in on[3]
    interim = "one was vacant, one was held by somebody interim or acting"
    assert f"{lead} On 16 November 2026, {now} {interim} and {unknown}" in on[2]
    assert (
        "On 17 November 2026, by the holders that are on record now, one was vacant and one was "
        "held by somebody interim or acting." in on[1]
    )


def test_where_no_holder_of_then_is_on_record_that_is_all_that_a_past_day_says(read, led):
    led("title", {"started_on": days_ago(1)})
    assert "today. Who held it on 15 November 2026 is not on record." in read(as_at=days_ago(3))


def test_an_appointment_that_begins_tomorrow_fills_no_post_today(read, led):
    led("title", {"started_on": days_ago(-1)})
    assert "One post leads actions of this plan. One is vacant." in read()


def test_a_post_that_leads_only_a_draft_action_is_not_counted(read, led, plan, council):
    post = factories.PostFactory(council=council)
    factories.PostHoldingFactory(post=post, ended_on=days_ago(2))
    factories.ActionFactory(plan=plan, lead=post, public_at=None)
    assert read() == ""


def test_without_a_post_nothing_is_said(read, plan):
    assert read() == ""
