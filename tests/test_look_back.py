"""The plan on a past day, told in two ways; and what changed since one."""

import csv
import io
import re
from datetime import timedelta

import pytest

from improvement import workflow
from improvement.record import Amended, AsAt, as_promised
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment

pytestmark = pytest.mark.django_db
SEEN = "The plan as it was seen on"


@pytest.fixture
def address(plan):
    return plan.get_absolute_url()


@pytest.fixture
def late_release(action):
    """Complete on the 25th day back, and not public before the fifth."""
    return factories.UpdateFactory(
        action=action,
        status="complete",
        confidence="",
        reason="All five managers are in post.",
        recorded_at=moment(25),
        public_at=moment(5),
        release=factories.Release.objects.create(
            plan=action.plan, at=moment(5), by=factories.UserFactory()
        ),
    )


def read(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ("", "does not report it complete or on track"),
        ("seen", "does not report it complete or on track"),
        ("known", "The council reports it complete or on track"),
    ],
)
def test_a_past_day_is_told_as_it_was_seen_unless_what_is_now_known_is_asked_for(
    client, address, late_release, told, says
):
    html = read(client, address, as_at=days_ago(10), told=told)
    assert says in html
    assert (SEEN in html) is (told != "known")
    assert "8 November 2026" in html
    assert "as it stands today" in html


def test_today_is_the_plan_as_it_stands(client, address, late_release):
    assert SEEN not in read(client, address, as_at=TODAY)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"as_at": "banana"}, "“banana” is not a day. Write it as 2026-11-18."),
        ({"as_at": "2026-11-19"}, "19 November 2026 is still to come."),
        ({"as_at": "0001-01-02"}, "Nothing here is from before 1900."),
        ({"since": "0001-01-01"}, "Nothing here is from before 1900."),
        ({"since": "2026-11-18"}, "Choose a day before 18 November 2026."),
        ({"as_at": "2026-10-01", "since": "2026-10-02"}, "Choose a day before 1 October 2026."),
    ],
)
def test_a_day_that_cannot_be_is_said_to_be_so_and_no_file_is_made_of_it(
    client, address, action, query, says
):
    for page in (address, action.get_absolute_url()):
        answer = client.get(page, query)
        html = answer.content.decode()
        assert answer.status_code == 400
        assert "<title>Error: " in html
        assert says in html.partition("What follows is as it stands today.")[0]
        assert SEEN not in html
    for form in ("csv", "json"):
        refused = client.get(f"{address}actions.{form}", query)
        assert refused.status_code == 400
        assert says in refused.content.decode()


def test_before_the_plan_was_public_nothing_of_it_is_told(client, address, plan, action):
    type(action).objects.filter(pk=action.pk).update(public_at=moment(30))
    factories.refresh([action.pk])
    html = read(client, address, as_at=days_ago(31))
    assert "On 18 October 2026 the public could not read this plan yet." in html
    assert action.title not in html
    page = read(client, action.get_absolute_url(), as_at=days_ago(31))
    assert "the public could not read of this action yet" in page
    assert action.title not in page


def test_what_was_promised_is_told_in_the_words_of_then(client, address, action, plan_officer):
    workflow.amend(
        action=action,
        changes={"title": "Answer the telephone", "success_measure": "Calls are answered."},
        why="The board asked.",
        by=plan_officer,
        at=moment(3),
    )
    then, now = read(client, address, as_at=days_ago(4)), read(client, address)
    assert "Decide every contact in one day" in then
    assert "Answer the telephone" not in then
    assert "Answer the telephone" in now
    sought = {"as_at": days_ago(4), "q": "every contact"}
    assert "No action fits what you chose" not in read(client, address, **sought)
    assert "No action fits what you chose" in read(client, address, q=sought["q"])
    page = read(client, action.get_absolute_url(), as_at=days_ago(4))
    assert "Answer the telephone" not in page
    assert "Nine in ten visits are on time." in page


def test_the_history_of_an_action_ends_on_that_day(client, action, late_release):
    factories.DueDateMoveFactory(action=action, agreed=True, recorded_at=moment(8))
    seen = read(client, action.get_absolute_url(), as_at=days_ago(10))
    assert "Report: complete" not in seen
    assert "Due date moved" not in seen
    known = read(client, action.get_absolute_url(), as_at=days_ago(10), told="known")
    assert "Report: complete" in known
    assert "Due date moved" not in known


def test_links_and_forms_of_the_page_stay_on_that_day(client, address, action):
    html = read(client, address, as_at=days_ago(10), state="late")
    kept = "as_at=2026-11-08&amp;told=seen"
    assert f'href="?{kept}#actions"' in html
    assert '<input type="hidden" name="as_at" value="2026-11-08">' in html
    assert '<input type="hidden" name="state" value="late">' in html
    assert f'actions/2.3/?{kept}"' in read(client, address, as_at=days_ago(10))


def test_the_downloads_tell_of_the_same_day(client, address, late_release):
    query = {"as_at": days_ago(10)}
    answer = client.get(f"{address}actions.csv", query)
    assert "as-at-2026-11-08" in answer.headers["Content-Disposition"]
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"), newline=""))
    assert row["status"] == "not-started"
    record = client.get(f"{address}actions.json", query | {"told": "known"}).json()
    assert (record["as_at"], record["told"]) == ("2026-11-08", "as is now known")
    assert record["actions"][0]["status"] == "complete"


def test_what_an_action_behind_the_gate_once_answered_is_not_told():
    linked = Amended(
        *(7, "recommendations", "", moment(1), days_ago(1)),
        recommendation_id=3,
        inspection_id=2,
        added=False,
    )
    assert as_promised([], AsAt(days_ago(5)), [linked]) == ([], {})


@pytest.mark.parametrize("count", [1, 50])
def test_a_past_day_costs_one_query_more_than_today_and_what_changed_none(
    client, plan, count, django_assert_num_queries
):
    for _ in range(count):
        factories.UpdateFactory(action=factories.ActionFactory(plan=plan), public=True)
    asked = {"as_at": days_ago(1), "since": days_ago(60)}
    with django_assert_num_queries(8):
        client.get(plan.get_absolute_url())
    # What was promised then, too.
    with django_assert_num_queries(9):
        client.get(plan.get_absolute_url(), asked)


# --- what changed since ---


def told_of(html, label):
    """The references under a heading of the list of changes."""
    _, found, rest = html.partition(f"<h3>{label}: ")
    return (
        [part.split("/")[0] for part in rest.partition("</ul>")[0].split("actions/")[1:]]
        if found
        else None
    )


def test_what_changed_is_listed_from_the_start_of_that_day(client, plan):
    def acted(reference, **fields):
        action = factories.ActionFactory(plan=plan, reference=reference)
        factories.UpdateFactory(action=action, public=True, recorded_at=moment(60), **fields)
        return action

    done, late = acted("1"), acted("2")
    factories.UpdateFactory(
        action=done, public=True, status="complete", confidence="", recorded_at=moment(20)
    )
    type(late).objects.filter(pk=late.pk).update(original_due=days_ago(5))
    factories.refresh([late.pk])
    unsure = acted("3")
    factories.UpdateFactory(
        action=unsure, public=True, confidence="off-track", recorded_at=moment(3)
    )
    moved = acted("10")
    factories.DueDateMoveFactory(action=moved, agreed=True, recorded_at=moment(10))
    factories.EvidenceFactory(action=moved, recorded_at=moment(9))
    new = factories.ActionFactory(plan=plan, reference="11", public_at=moment(2))
    html = read(client, plan.get_absolute_url(), since=days_ago(20))
    assert told_of(html, "Reported complete") == ["1"]
    assert told_of(html, "Newly late") == ["2"]
    assert told_of(html, "A later date agreed") == ["10"]
    assert told_of(html, "Evidence added") == ["10"]
    assert told_of(html, "Added to the plan") == ["11"]
    assert told_of(html, "No report published") == ["2", "10"]
    assert told_of(html, "Verified") is None
    later = read(client, new.plan.get_absolute_url(), since=days_ago(19))
    assert told_of(later, "Reported complete") is None


def test_lower_confidence_is_told_while_both_reports_were_fresh(client, action):
    factories.UpdateFactory(action=action, public=True, recorded_at=moment(20))
    factories.UpdateFactory(action=action, public=True, confidence="at-risk", recorded_at=moment(5))
    address = action.plan.get_absolute_url()
    assert told_of(read(client, address, since=days_ago(10)), "Reported with less confidence") == [
        "2.3"
    ]
    stale = read(client, address, since=days_ago(10), as_at=days_ago(6))
    assert told_of(stale, "Reported with less confidence") is None


def test_nothing_changed_is_said(client, address, action):
    assert NOW.date() == TODAY
    type(action).objects.filter(pk=action.pk).update(original_due=TODAY + timedelta(days=90))
    factories.UpdateFactory(action=action, public=True, recorded_at=moment(3))
    html = read(client, address, since=days_ago(2))
    assert "No report published: 1" in html
    html = read(client, address, since=days_ago(3), as_at=days_ago(2))
    assert "Started" in html


# --- which recommendations it answered ---


@pytest.fixture
def relinked(council, action, plan_officer):
    """It answered one recommendation until five days ago, and since then another one."""
    inspection = factories.InspectionFactory(council=council)
    one, other = (
        factories.RecommendationFactory(inspection=inspection, reference=name, text=f"Thing {name}")
        for name in ("7", "8")
    )
    action.plan.inspections.set([inspection])
    action.recommendations.set([one])
    workflow.amend(
        action=action,
        changes={"recommendations": [other]},
        why="It was linked to the wrong one.",
        by=plan_officer,
        at=moment(5),
    )
    return one, other


@pytest.mark.parametrize("told", ["seen", "known"])
def test_what_an_action_answered_is_told_as_of_that_day(client, action, relinked, told):
    asked = {"as_at": days_ago(6), "told": told}
    then, now = (
        read(client, action.get_absolute_url(), **asked),
        read(client, action.get_absolute_url()),
    )
    assert ("Thing 7" in then, "Thing 8" in then) == (True, False)
    assert ("Thing 7" in now, "Thing 8" in now) == (False, True)
    on_the_day = read(client, action.get_absolute_url(), **asked | {"as_at": days_ago(5)})
    assert "Thing 8" in on_the_day


def test_gaps_filter_and_downloads_of_a_past_day_know_what_was_answered_then(
    client, address, relinked
):
    one, other = relinked
    [gap] = re.findall(r'id="gaps".*?(Recommendation \d)', read(client, address))
    [gap_then] = re.findall(
        r'id="gaps".*?(Recommendation \d)', read(client, address, as_at=days_ago(6))
    )
    assert (gap, gap_then) == ("Recommendation 7", "Recommendation 8")
    for asked, found in ((one, 1), (other, 0)):
        query = {"as_at": days_ago(6), "recommendation": asked.pk}
        record = client.get(f"{address}actions.json", query).json()
        assert len(record["actions"]) == found
        now = client.get(f"{address}actions.json", {"recommendation": asked.pk}).json()
        assert len(now["actions"]) == 1 - found


def test_a_link_that_went_and_came_back_is_told_as_of_each_day(
    client, action, relinked, plan_officer
):
    one, _ = relinked
    workflow.amend(
        action=action,
        changes={"recommendations": relinked},
        why="It answers both.",
        by=plan_officer,
        at=moment(2),
    )
    told = {
        days: "Thing 7" in read(client, action.get_absolute_url(), as_at=days_ago(days))
        for days in (6, 4, 1)
    }
    assert told == {6: True, 4: False, 1: True}


def test_two_recommendations_of_one_name_are_not_swapped_in_silence(council, action, plan_officer):
    inspection = factories.InspectionFactory(council=council)
    alike = {"inspection": inspection, "reference": "", "text": "Do it better."}
    one, other = factories.RecommendationFactory(**alike), factories.RecommendationFactory(**alike)
    action.recommendations.set([one])
    change = {"changes": {"recommendations": [other]}, "why": "Wrong one.", "by": plan_officer}
    [amendment] = workflow.amend(action=action, at=NOW, **change)
    assert dict(amendment.relinked.values_list("recommendation", "added")) == {
        one.pk: False,
        other.pk: True,
    }
