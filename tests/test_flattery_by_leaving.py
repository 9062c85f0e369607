"""A flattering director once more: actions that are taken out of the plan with what is wrong.

What was reported and not borne out stays told, as on the last day on which it was there.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from improvement import workflow
from improvement.record import refresh
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.flatterer import counts, read, release, report
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db

WITHDRAWN = {"status": "withdrawn", "confidence": "", "reason": "It is no longer needed."}
LIST = "?state=left-not-borne-out#actions"


@pytest.fixture
def doubtful(plan, late, director):
    """Reported complete a month ago, without evidence; in time."""
    action = factories.ActionFactory(plan=plan, lead=late.lead, original_due=days_ago(20))
    said = {"status": "complete", "confidence": "", "recorded_at": moment(30)}
    factories.UpdateFactory(action=action, public=True, by=director, **said)
    return action


def take_out(action, director, **said):
    report(action, director, **WITHDRAWN | said)
    release(action.plan, director)


def gap(plan):
    found = counts(plan)
    return found.claimed, found.borne_out, found.gone_not_borne_out


def test_withdrawing_what_is_not_borne_out_takes_nothing_back(plan, late, doubtful, director):
    assert gap(plan) == (2, 0, 0)
    take_out(doubtful, director)
    assert gap(plan) == (1, 0, 1)
    take_out(late, director)
    assert gap(plan) == (0, 0, 2)
    assert (counts(plan).total, counts(plan).withdrawn, counts(plan).gone_late) == (2, 2, 1)


def test_it_is_told_wherever_the_gap_is_told(client, plan, late, doubtful, director):
    take_out(doubtful, director)
    told = read(client, plan)
    assert "The one action taken out of the plan was not borne out when it left." in told
    assert f"Why was action {doubtful.reference} taken out of the plan?" in told
    assert f'href="{LIST}">1 not borne out when taken out of the plan</a>' in told
    assert "Did not fit when taken out of the plan: 1 action" in told
    assert "When taken out: No evidence" in told
    assert "One withdrawn. Its last report was not borne out. It still counts" in told
    council = read(client, plan.council)
    assert "One action was reported complete or on track, and not borne out, when" in council
    assert f'href="{plan.get_absolute_url()}{LIST}">See the action</a>' in council
    days = client.get(f"{plan.get_absolute_url()}over-time/").content.decode()
    assert "1 are contradicted or not yet shown; one other was not borne out when taken out" in days
    assert '<th scope="col" class="number">Not borne out when taken out of the plan</th>' in days
    since = read(client, plan, since=days_ago(1))
    assert "Taken out of the plan, and not borne out then: 1" in since
    page = read(client, doubtful)
    assert (
        "It was taken out of the plan on 18 November 2026. Until then it was reported complete, "
        "and the record did not bear that out: No evidence." in page
    )


def test_the_list_behind_the_number_and_the_files_hold_the_same_actions(
    client, plan, late, doubtful, director
):
    take_out(doubtful, director)
    asked = {"state": "left-not-borne-out"}
    page = read(client, plan, **asked)
    assert "1 of 2 actions, worst first" in page
    record = client.get(f"{plan.get_absolute_url()}actions.json", asked).json()
    assert record["counts"]["gone_not_borne_out"] == 1
    [action] = record["actions"]
    assert action["reference"] == doubtful.reference
    assert (action["left_on"], action["left_claim"]) == (f"{TODAY}", "complete")
    assert action["left_findings"] == ["unevidenced"]
    one = client.get(f"{doubtful.get_absolute_url()[:-1]}.json").json()
    assert one["left_findings"] == ["unevidenced"]


@pytest.mark.parametrize("told", ["seen", "known"])
def test_a_past_day_is_told_in_both_answers(client, plan, late, doubtful, told):
    by = factories.UserFactory()
    said = WITHDRAWN | {"recorded_at": moment(5), "by": by}
    factories.UpdateFactory(action=doubtful, public=True, **said)
    before = read(client, plan, as_at=days_ago(6), told=told)
    assert "Of those 2, the record says otherwise of one; one is not yet shown." in before
    assert "not borne out when taken out" not in before.partition("Narrow the list")[0]
    after = read(client, plan, as_at=days_ago(5), told=told)
    asked = f"?state=left-not-borne-out&amp;as_at={days_ago(5)}&amp;told={told}#actions"
    assert "The one action taken out of the plan was not borne out when it left." in after
    assert f'href="{asked}">1 not borne out' in after


def test_evidence_that_comes_after_it_left_mends_nothing(plan, late, doubtful, director):
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=doubtful, public=True, **said)
    friend = factories.UserFactory()
    factories.EvidenceFactory(
        action=doubtful, recorded_at=moment(1), checked_at=NOW, checked_by=friend
    )
    assert gap(plan) == (1, 0, 1)


def test_a_measure_that_is_named_after_it_left_mends_nothing(client, plan, late, director):
    bare = factories.ActionFactory(plan=plan, lead=late.lead, success_measure="")
    factories.UpdateFactory(action=bare, public=True, by=director, recorded_at=moment(9))
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=bare, public=True, **said)
    workflow.amend(
        action=bare, changes={"success_measure": "Some."}, why="Now.", by=director, at=NOW
    )
    assert gap(plan) == (1, 0, 1)
    assert (
        "one other was not borne out"
        in client.get(f"{plan.get_absolute_url()}over-time/").content.decode()
    )
    for told in ("seen", "known"):
        past = read(client, plan, as_at=days_ago(4), told=told)
        assert "1 not borne out when taken out of the plan" in past


def test_removing_the_words_of_that_measure_as_words_about_a_person_mends_nothing(
    plan, late, director
):
    bare = factories.ActionFactory(plan=plan, lead=late.lead, success_measure="")
    factories.UpdateFactory(action=bare, public=True, by=director, recorded_at=moment(9))
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=bare, public=True, **said)
    changes = {"success_measure": "Some."}
    workflow.amend(action=bare, changes=changes, why="Now.", by=director, at=NOW)
    bare.refresh_from_db()
    about = {"fields": ["success_measure"], "why": "A person.", "by": director, "at": NOW}
    workflow.redact(row=bare, **about)
    refresh([bare.pk])
    assert gap(plan) == (1, 0, 1)


def test_a_lead_who_is_named_after_it_left_mends_nothing(plan, late, director):
    alone = factories.ActionFactory(plan=plan, lead=None)
    factories.UpdateFactory(action=alone, public=True, by=director, recorded_at=moment(9))
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=alone, public=True, **said)
    workflow.amend(action=alone, changes={"lead": late.lead}, why="Now.", by=director, at=NOW)
    assert gap(plan) == (1, 0, 1)


def test_a_figure_that_is_mended_after_it_left_mends_nothing(client, plan, late, director):
    asked = factories.RecommendationFactory(
        inspection=factories.InspectionFactory(council=plan.council)
    )
    worse = factories.ActionFactory(plan=plan, lead=late.lead, recommendations=[asked])
    factories.UpdateFactory(action=worse, public=True, by=director, recorded_at=moment(20))
    measured = IndicatorFactory(council=plan.council, target=20, actions=[worse])
    for value, days in ((25, 120), (30, 40)):
        ReadingFactory(indicator=measured, as_at=days_ago(days), value=value)
    assert gap(plan) == (2, 0, 0)
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=worse, public=True, **said)
    ReadingFactory(indicator=measured, as_at=days_ago(2), value=10, recorded_at=moment(1))
    assert gap(plan) == (1, 0, 1)
    days = client.get(f"{plan.get_absolute_url()}over-time/").content.decode()
    assert "one other was not borne out" in days
    assert "not borne out, when taken out of the plan" in read(client, plan.council)
    assert "the record did not bear that out: Measure getting worse." in read(client, worse)
    assert "When taken out: Measure getting worse" in read(client, asked.inspection)


def test_what_began_to_get_worse_after_it_left_is_not_held_against_it(plan, late, director):
    sound = factories.ActionFactory(plan=plan, lead=late.lead)
    factories.UpdateFactory(action=sound, public=True, by=director, recorded_at=moment(9))
    measured = IndicatorFactory(council=plan.council, target=20, actions=[sound])
    ReadingFactory(indicator=measured, as_at=days_ago(40), value=15, recorded_at=moment(30))
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=sound, public=True, **said)
    ReadingFactory(indicator=measured, as_at=days_ago(2), value=30, recorded_at=moment(1))
    assert gap(plan) == (1, 0, 0)


def test_dating_the_withdrawal_back_to_before_it_was_late_changes_nothing(plan, late, director):
    take_out(late, director, effective_on=days_ago(15))
    assert gap(plan) == (0, 0, 1)
    assert counts(plan).gone_late == 1


@pytest.mark.parametrize("status", ["merged", "replaced"])
def test_putting_it_into_one_that_is_doubted_already_hides_neither(
    plan, late, doubtful, director, status
):
    take_out(doubtful, director, status=status, into=late)
    assert gap(plan) == (1, 0, 1)


def test_what_was_borne_out_and_what_claimed_nothing_may_leave(client, plan, late, director):
    sound = factories.ActionFactory(plan=plan, lead=late.lead)
    unsure = factories.ActionFactory(plan=plan, lead=late.lead)
    for action, sure in ((sound, "on-track"), (unsure, "off-track")):
        said = {"confidence": sure, "recorded_at": moment(9)}
        factories.UpdateFactory(action=action, public=True, by=director, **said)
        take_out(action, director)
    assert gap(plan) == (1, 0, 0)
    assert "when taken out of the plan." not in read(client, plan).partition("Narrow the list")[0]


def test_going_out_on_the_day_after_the_date_was_missed_is_late(plan, late, director):
    due = factories.ActionFactory(plan=plan, lead=late.lead, original_due=days_ago(1))
    factories.UpdateFactory(action=due, public=True, by=director, recorded_at=moment(9))
    take_out(due, director)
    assert (counts(plan).gone_late, counts(plan).gone_not_borne_out) == (1, 0)


def test_the_report_that_takes_it_out_ends_a_silence_that_had_not_begun(plan, late, director):
    quiet = factories.ActionFactory(plan=plan, lead=late.lead)
    interval = plan.reporting_interval_days
    said = {"public": True, "by": director, "recorded_at": moment(interval + 1)}
    factories.UpdateFactory(action=quiet, **said)
    take_out(quiet, director)
    assert counts(plan).gone_not_borne_out == 0


def test_an_unreleased_withdrawal_takes_nothing_out(plan, late, director):
    report(late, director, **WITHDRAWN)
    assert gap(plan) == (1, 0, 0)


def test_what_comes_back_is_held_against_the_record_of_today_again(plan, late, director):
    said = WITHDRAWN | {"recorded_at": moment(5), "by": director}
    factories.UpdateFactory(action=late, public=True, **said)
    assert gap(plan) == (0, 0, 1)
    report(late, director)
    release(plan, director)
    assert gap(plan) == (1, 0, 0)


def test_telling_it_costs_no_query(client, plan, late, doubtful):
    def asked(address):
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    addresses = [
        plan.get_absolute_url(),
        f"{plan.get_absolute_url()}over-time/",
        plan.council.get_absolute_url(),
    ]
    before = [asked(address) for address in addresses]
    for action in (late, doubtful):
        said = WITHDRAWN | {"recorded_at": moment(1) - timedelta(hours=2)}
        factories.UpdateFactory(action=action, public=True, **said)
    now = [asked(address) for address in addresses]
    assert all(after <= was for after, was in zip(now, before, strict=True))
