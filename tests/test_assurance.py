"""The rules that need more than the calendar, each at its edges; and who owes an answer."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from councils.access import Role
from improvement import workflow
from improvement.rules import REPEATS, findings, only_process
from improvement.workflow import Refused
from tests import factories
from tests.factories import NOW, moment
from tests.rows import STARTED, TODAY, done, gone, row
from tests.test_workflow import LATER, report

ONE_DAY = timedelta(days=1)


def codes(one, day=TODAY):
    return [found.rule.code for found in findings(one, day)]


def words(one, code, day=TODAY):
    return next(found.words for found in findings(one, day) if found.rule.code == code)


# --- each rule at its edges ---


def test_evidence_of_the_day_of_the_last_open_report_is_not_older_than_the_claim():
    claimed = {"open_until": TODAY - 30 * ONE_DAY}
    assert "old-evidence" not in codes(done(newest_evidence=TODAY - 30 * ONE_DAY, **claimed))
    old = done(newest_evidence=TODAY - 31 * ONE_DAY, **claimed)
    assert codes(old) == ["old-evidence"]
    assert "On 19 October 2026 it was still reported not complete." in words(old, "old-evidence")


def test_evidence_from_before_the_promise_is_older_than_any_claim():
    assert codes(done(newest_evidence=STARTED - ONE_DAY)) == ["old-evidence"]
    assert codes(done(newest_evidence=STARTED)) == []


def test_a_check_by_whoever_made_the_claim_is_no_check():
    assert codes(done(step="verified", verified_by_lead=True)) == ["self-verified"]
    assert codes(done(step="verified")) == []


@pytest.mark.parametrize(("repeats", "found"), [(REPEATS - 1, []), (REPEATS, ["unchanged"])])
def test_the_third_report_in_a_row_that_changes_nothing_is_told(repeats, found):
    assert codes(row(unchanged=repeats)) == found


def test_who_was_asked_for_help_and_has_not_answered_is_named_and_the_lead_is_not():
    asked = row(help_from="Head of Property", help_since=TODAY - 21 * ONE_DAY, lead="Head of Care")
    assert codes(asked) == ["unanswered"]
    said = words(asked, "unanswered")
    assert said.startswith("Help was asked of Head of Property on 28 October 2026, 3 weeks ago.")
    assert "Head of Care" not in said


def test_an_action_without_a_lead_or_a_success_measure_is_told():
    assert codes(row(lead="")) == ["no-lead"]
    assert codes(row(success_measure=" ")) == ["no-measure"]
    assert codes(done(success_measure="")) == ["no-measure"]
    assert codes(gone()._replace(success_measure="", lead="")) == []


@pytest.mark.parametrize(
    ("measures", "told"),
    [
        ([], False),
        ([""], False),
        (["process"], True),
        (["process", "process"], True),
        (["process", "outcome"], False),
    ],
)
def test_a_plan_whose_measures_are_all_of_process_is_told_as_a_whole(measures, told):
    rows = [row(str(place), measures=measure) for place, measure in enumerate(measures)]
    assert bool(only_process(rows)) is told


def test_an_outcome_measure_of_a_withdrawn_action_measures_nothing():
    assert only_process([row("1", measures="process"), gone("2")._replace(measures="outcome")])


# --- what the log says of them ---


def state(action, audience="public"):
    return action.states.get(audience=audience)


def reported(action, days, **said):
    said = {"what_changed": ""} | said
    return factories.UpdateFactory(action=action, public=True, recorded_at=moment(days), **said)


@pytest.mark.django_db
def test_a_report_that_says_something_new_or_another_fact_ends_the_row(action):
    for days in (60, 50, 40, 30):
        reported(action, days)
    assert state(action).unchanged == 3
    reported(action, 20, what_changed="Two managers started.")
    assert state(action).unchanged == 0
    reported(action, 15, what_changed="  two managers   STARTED. ")
    assert state(action).unchanged == 1
    reported(action, 10, confidence="at-risk")
    assert state(action).unchanged == 0


@pytest.mark.django_db
def test_a_verification_by_the_reporter_that_came_in_another_way_is_seen(action, officer):
    claim = reported(action, 10, status="complete", confidence="", by=officer)
    factories.EvidenceFactory(action=action)
    action.sign_offs.create(
        claim=claim,
        step="verified",
        by=officer,
        checked_by=officer,
        where="The board",
        effective_on=TODAY,
        recorded_at=NOW,
    )
    factories.refresh([action.pk])
    assert state(action).verified_by_lead


# --- help is answered, or its silence shows ---


@pytest.fixture
def helper(person, council):
    """Hugo Pine heads Property, whose help is asked for."""
    hugo = person("Hugo Pine", council, Role.ACTION_LEAD)
    post = factories.PostFactory(council=council, title="Head of Property")
    factories.PostHoldingFactory(post=post, user=hugo)
    hugo.post = post
    return hugo


@pytest.fixture
def asked(action, officer, helper):
    report(action, officer, help_needed="Two rooms.", help_from=helper.post, at=moment(9))
    return action


@pytest.mark.django_db
def test_asking_again_does_not_make_the_wait_shorter(asked, officer, helper):
    report(asked, officer, help_needed="Two rooms, please.", help_from=helper.post)
    assert state(asked, "internal").help_since == moment(9).date()


@pytest.mark.django_db
def test_an_answer_ends_the_wait_at_once_for_everyone(asked, helper, publisher, client):
    update = asked.updates.get()
    workflow.release(plan=asked.plan, rows=[update], by=publisher, at=NOW)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Head of Property has not answered" in page
    workflow.answer_help(action=asked, words="From Monday.", by=helper, at=NOW)
    assert state(asked).help_since is None
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "has not answered" not in page
    assert "The request for help was answered" in page
    assert "By the one who was asked" in page
    assert "From Monday." not in page
    workflow.release(plan=asked.plan, rows=[asked.help_answers.get()], by=publisher, at=NOW)
    assert "From Monday." in client.get(asked.get_absolute_url()).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("public_one", ["corrected", "correction", "asked before"])
def test_an_answer_is_told_where_what_is_public_asks_the_same_post(
    asked, officer, helper, publisher, client, public_one
):
    """Though the report that it answers is not released: that it was answered is public at once."""
    first = asked.updates.get()
    again = {"help_needed": "Two rooms, please.", "help_from": helper.post, "at": moment(8)}
    if public_one == "correction":
        workflow.answer_help(action=asked, words="From Monday.", by=helper, at=moment(8))
    second = report(
        asked, officer, corrects=None if public_one == "asked before" else first, **again
    )
    if public_one != "correction":
        workflow.answer_help(action=asked, words="From Monday.", by=helper, at=moment(7))
    shown, hidden = (second, first) if public_one == "correction" else (first, second)
    workflow.release(plan=asked.plan, rows=[shown], by=publisher, at=NOW)
    assert hidden.public_at is None
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "The request for help was answered" in page
    assert "has not answered" not in page
    assert page.count('class="timeline__when"') == 3  # promised, reported, answered


@pytest.mark.django_db
def test_an_answer_of_another_post_to_a_request_that_is_not_public_is_not_told(
    asked, officer, council, plan_officer, publisher, client
):
    first = asked.updates.get()
    other = factories.PostFactory(council=council, title="Head of Finance")
    report(asked, officer, help_needed="Money.", help_from=other, at=moment(8))
    workflow.answer_help(action=asked, words="Next year.", by=plan_officer, at=moment(7))
    workflow.release(plan=asked.plan, rows=[first], by=publisher, at=NOW)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "The request for help was answered" not in page
    assert "Money." not in page


@pytest.mark.django_db
def test_an_answer_that_an_officer_entered_is_told_to_be_one(
    asked, plan_officer, publisher, client
):
    workflow.release(plan=asked.plan, rows=[asked.updates.get()], by=publisher, at=NOW)
    workflow.answer_help(action=asked, words="They will come.", by=plan_officer, at=NOW)
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Entered for the one who was asked" in page


@pytest.mark.django_db
def test_help_asked_for_after_an_answer_is_asked_anew(asked, officer, helper):
    workflow.answer_help(action=asked, words="From Monday.", by=helper, at=NOW)
    report(asked, officer, help_needed="A third room.", help_from=helper.post, at=LATER)
    assert state(asked, "internal").help_since == TODAY


@pytest.mark.django_db
def test_only_who_was_asked_or_the_plans_officers_answer(
    asked, colleague, outsider, plan_officer, action
):
    for nobody in (colleague, outsider):
        with pytest.raises(PermissionDenied):
            workflow.answer_help(action=asked, words="Yes.", by=nobody, at=NOW)
    workflow.answer_help(action=asked, words="Property says yes.", by=plan_officer, at=NOW)
    with pytest.raises(Refused, match="No help is asked for"):
        workflow.answer_help(action=asked, words="Again.", by=plan_officer, at=LATER)


@pytest.mark.django_db
def test_whoever_was_asked_finds_it_in_their_work_and_answers_there(
    asked, helper, colleague, outsider, signed_in
):
    client = signed_in(helper)
    work = client.get("/admin/").content.decode()
    assert "Head of Property was asked for help 9 days ago, and has not answered." in work
    address = f"/admin/improvement/action/{asked.pk}/help/"
    assert address in work
    form = client.get(address).content.decode()
    assert "“Two rooms.”" in form
    assert client.post(address, {"words": ""}).status_code == 200
    assert client.post(address, {"words": "From Monday."}).status_code == 302
    assert asked.help_answers.get().by == helper
    assert "was asked for help" not in client.get("/admin/").content.decode()
    assert signed_in(colleague).get(address).status_code == 403
    assert signed_in(outsider).get(address).status_code == 404
