"""An inspection that no plan here answers after its date; of councils that keep plans elsewhere,
nothing is said."""

from datetime import date, timedelta

import pytest

from councils.access import Role
from councils.models import Membership
from improvement.rules import unanswered, with_answers
from inspections.models import Inspection
from tests import factories
from tests.factories import TODAY, days_ago, moment
from tests.reading import html_of

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
TAG = "No plan answers it"


@pytest.fixture
def inspection(council):
    """Published 200 days ago; its report prints that the response was due 100 days ago."""
    made = factories.InspectionFactory(
        council=council,
        slug="inspection-2026",
        published_on=days_ago(200),
        publish_from=moment(200),
        response_due_printed=days_ago(100),
    )
    factories.RecommendationFactory(inspection=made)
    return made


@pytest.fixture
def takes_part(council):
    """The council has had a plan officer here since before the inspection."""
    return officer_since(council, days_ago(300))


def officer_since(council, day, **more):
    return factories.MembershipFactory(
        council=council, role=Role.PLAN_OFFICER, granted_on=day, **more
    )


def found(inspection, day=TODAY):
    rows = with_answers(Inspection.objects.filter(pk=inspection.pk), day)
    return unanswered(rows.select_related("framework").get(), day)


def read(client, record):
    return " ".join(html_of(client, record).split())


def test_it_is_told_from_the_day_after_the_statutory_day(inspection, takes_part):
    assert found(inspection, days_ago(100)) is None
    told = found(inspection, days_ago(99))
    assert told.due.day == days_ago(100)
    assert told.takes_part.since == days_ago(300)


def test_seventy_working_days_count_where_no_date_is_printed(inspection, takes_part):
    Inspection.objects.filter(pk=inspection.pk).update(
        response_due_printed=None, received_on=date(2026, 3, 2)
    )
    assert found(inspection, date(2026, 6, 12)) is None
    assert found(inspection, date(2026, 6, 13)).due.day == date(2026, 6, 12)
    assert found(inspection).due.rests_on == "received"


def test_of_a_council_that_keeps_its_plans_elsewhere_nothing_is_said(client, inspection, clerk):
    assert found(inspection) is None
    for record in (inspection, inspection.council):
        assert TAG not in read(client, record)


@pytest.mark.parametrize(("since", "told"), [(100, True), (99, False)])
def test_only_what_fell_due_after_the_council_came_here_is_asked(council, inspection, since, told):
    officer_since(council, days_ago(since))
    assert (found(inspection) is not None) is told


def test_a_published_plan_that_answers_something_else_shows_that_it_takes_part(
    client, council, inspection
):
    factories.PlanFactory(council=council, publish_from=moment(150))
    told = found(inspection)
    assert told.takes_part.by_plan
    html = read(client, inspection)
    assert TAG in html
    assert "Northbridge has published plans on this site since 21 June 2026." in html


def test_a_draft_plan_is_neither_an_answer_nor_a_sign_of_taking_part(council, inspection):
    draft = factories.PlanFactory(council=council, publish_from=None)
    draft.inspections.set([inspection])
    assert found(inspection) is None
    officer_since(council, days_ago(300))
    assert found(inspection) is not None


def test_a_public_plan_that_answers_it_is_the_way_out_and_the_past_stays(
    client, council, inspection, takes_part
):
    plan = factories.PlanFactory(council=council, publish_from=moment(20))
    plan.inspections.set([inspection])
    assert found(inspection, days_ago(21)) is not None
    assert found(inspection, days_ago(20)) is None
    assert TAG not in read(client, inspection)
    plan.withdrawn_at, plan.withdrawn_why = moment(5), "A slip."
    plan.withdrawn_by = factories.UserFactory()
    plan.save()
    assert found(inspection, days_ago(6)) is None
    assert found(inspection, days_ago(5)) is not None
    assert TAG in read(client, council)


def test_a_plan_of_another_council_may_answer_it(inspection, takes_part):
    factories.PlanFactory().inspections.set([inspection])
    assert found(inspection) is None


@pytest.mark.parametrize("why", ["no recommendations", "withdrawn", "embargoed", "no date"])
def test_what_asks_for_no_plan_is_not_asked(inspection, takes_part, publisher, why):
    row = Inspection.objects.filter(pk=inspection.pk)
    if why == "no recommendations":
        inspection.recommendations.all().delete()
    elif why == "withdrawn":
        row.update(withdrawn_at=moment(1), withdrawn_by=publisher, withdrawn_why="Twice.")
    elif why == "embargoed":
        row.update(publish_from=moment(-1))
    else:
        row.update(response_due_printed=None)
        type(inspection.framework).objects.update(response_working_days=None)
    assert found(inspection) is None


def test_recommendations_that_are_only_counted_ask_for_a_plan_too(inspection, takes_part):
    inspection.recommendations.all().delete()
    inspection.inspected.update(recommendations_printed=4)
    assert found(inspection) is not None


def test_who_left_before_the_day_is_not_asked_and_who_leaves_after_it_still_is(
    council, inspection, takes_part
):
    Membership.objects.update(ended_on=days_ago(100))
    assert found(inspection) is None
    Membership.objects.update(ended_on=days_ago(99))
    assert found(inspection) is not None


def test_a_plan_that_is_withdrawn_after_the_day_still_showed_that_the_council_took_part(
    council, inspection
):
    plan = factories.PlanFactory(council=council, publish_from=moment(300))
    plan.withdrawn_by, plan.withdrawn_why = factories.UserFactory(), "It is over."
    plan.withdrawn_at = moment(100)
    plan.save()
    assert found(inspection) is None
    plan.withdrawn_at = moment(99)
    plan.save()
    assert found(inspection) is not None


def test_the_council_and_the_inspection_say_why_and_link_each_other(
    client, council, inspection, takes_part
):
    html = read(client, council)
    assert TAG in html
    assert "no plan on this site says that it answers this inspection" in html
    assert "Northbridge has had a plan officer on this site since 22 January 2026." in html
    assert f'<a href="{inspection.get_absolute_url()}">See the inspection</a>' in html
    assert "The response was due by 10 August 2026, 14 weeks ago" in read(client, inspection)


def test_the_plan_officer_finds_it_in_their_work(
    council, inspection, takes_part, plan_officer, outsider, signed_in
):
    said = "1 inspection is answered by no public plan"
    assert said in signed_in(plan_officer).get("/admin/").content.decode()
    assert said not in signed_in(outsider).get("/admin/").content.decode()
