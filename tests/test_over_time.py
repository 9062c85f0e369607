"""A plan over time: days of its life, what was claimed on each and what held, as seen then."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from councils.days import day_of
from improvement import workflow
from improvement.models import Action, ActionPeriod
from improvement.record import AsAt, action_rows, rows_of_plan, rows_of_plan_on
from improvement.rules import MOST, assess, days_of_life, over_time, summarise
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.random_history import Life

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 11, 18), date(2026, 11, 18), [date(2026, 11, 18)]),
        (date(2026, 10, 31), date(2026, 11, 1), [date(2026, 10, 31), date(2026, 11, 1)]),
        (date(2026, 11, 1), date(2026, 11, 30), [date(2026, 11, 30)]),
        (
            date(2026, 8, 31),
            date(2026, 10, 31),
            [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)],
        ),
    ],
)
def test_the_days_are_the_last_one_and_the_ends_of_months_before_it(first, last, days):
    assert days_of_life(first, last) == days


def test_a_long_life_is_told_on_few_days():
    days = days_of_life(date(2010, 1, 1), date(2026, 11, 18))
    assert len(days) <= MOST
    assert days[-1] == date(2026, 11, 18)
    assert days == sorted(set(days))


def test_each_day_says_what_the_plan_as_seen_on_that_day_says(django_assert_num_queries):
    life = Life(5)
    plan = life.live(acts=25).plan
    days = days_of_life(date(2026, 1, 1), day_of(life.now))
    public = {"reader": AnonymousUser(), "at": life.now}
    actions = Action.objects.visible_to(AnonymousUser(), at=life.now).filter(plan=plan)
    assert actions
    with django_assert_num_queries(2):
        rows = rows_of_plan_on(plan, ActionPeriod.View.SEEN, days, **public)
    told = over_time(rows, started_on=plan.starts_on)
    for one in told:
        then = AsAt(one.day, ActionPeriod.View.SEEN)
        assessed = assess(rows_of_plan(plan, as_at=then, **public), one.day)
        assert one.summary == summarise(assessed, started_on=plan.starts_on, day=one.day)


def test_an_action_on_which_a_report_is_saved_meanwhile_is_not_lost(
    plan, action, officer, monkeypatch
):
    """The keys of its periods were found, and before they are read a report makes others."""
    periods, saved = action_rows._periods, []

    def meanwhile(keys):
        if not saved:
            factories.UpdateFactory(action=action, by=officer, public=True, recorded_at=moment(1))
            saved.append(ActionPeriod.objects.exclude(pk__in=keys).count())
        return periods(keys)

    monkeypatch.setattr(action_rows, "_periods", meanwhile)
    days = (days_ago(1), TODAY)
    public = {"reader": AnonymousUser(), "at": NOW}
    told = rows_of_plan_on(plan, ActionPeriod.View.SEEN, days, **public)
    assert saved[0] > 0
    assert [[row.pk for row in told[day]] for day in days] == [[action.pk], [action.pk]]


def test_a_late_release_does_not_change_what_was_seen_before_it(client, plan, action):
    factories.UpdateFactory(
        action=action,
        status="complete",
        confidence="",
        recorded_at=moment(100),
        public_at=moment(2),
        release=factories.Release.objects.create(
            plan=plan, at=moment(2), by=factories.UserFactory()
        ),
    )
    html = client.get(f"{plan.get_absolute_url()}over-time/").content.decode()
    assert "Now 1 of 1 actions are reported complete or on track" in html
    before = client.get(plan.get_absolute_url(), {"as_at": days_ago(3)}).content.decode()
    assert "does not report it complete" in before


@pytest.mark.parametrize("count", [1, 50])
def test_the_page_costs_the_same_for_one_action_and_for_fifty(
    client, plan, count, django_assert_num_queries
):
    for _ in range(count):
        factories.UpdateFactory(action=factories.ActionFactory(plan=plan), public=True)
    with django_assert_num_queries(5):
        response = client.get(f"{plan.get_absolute_url()}over-time/")
    assert len(response.content) < 30_000


def test_a_plan_without_actions_can_be_read(client, plan):
    html = client.get(f"{plan.get_absolute_url()}over-time/").content.decode()
    assert "nothing is reported complete or on track" in html


def test_what_is_delivered_is_drawn_against_all_that_was_promised(client, plan, action):
    factories.ActionFactory(plan=plan)
    factories.UpdateFactory(action=action, public=True, status="complete", confidence="")
    html = client.get(f"{plan.get_absolute_url()}over-time/").content.decode()
    chart = " ".join(html.partition("Delivered, evidenced, verified")[2].split())
    assert "from none at the bottom to 2 at the top" in chart.partition("How sure")[0]


def test_a_measure_that_is_named_today_mends_no_day_before(client, plan, plan_officer):
    bare = factories.ActionFactory(plan=plan, success_measure="")
    factories.UpdateFactory(action=bare, public=True, recorded_at=moment(25))
    changes = {"success_measure": "Nine in ten."}
    workflow.amend(action=bare, changes=changes, why="It had none.", by=plan_officer, at=NOW)
    html = " ".join(client.get(f"{plan.get_absolute_url()}over-time/").content.decode().split())
    counts = [f'<td class="number">{count}</td>' for count in (1, 1, 0, 1)]
    assert f'<th scope="row">31 October 2026</th>{"".join(counts)}</tr>' in html
    assert "Today the one claim is not disputed." in html
