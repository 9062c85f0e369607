"""A correction takes the place of what it corrects: in the order, in the sign-off, in the queue."""

import pytest

from improvement.models import ActionState
from tests import factories
from tests.factories import moment

pytestmark = pytest.mark.django_db


def state(action, audience="public"):
    return ActionState.objects.get(action=action, audience=audience)


def report(action, days_before, **fields):
    fields = {"public": True, "recorded_at": moment(days_before), **fields}
    if fields.get("status", "in-progress") != "in-progress":
        fields.setdefault("confidence", "")
    return factories.UpdateFactory(action=action, **fields)


def sign_off(action, claim, step, secretary, days_before, **fields):
    row = action.sign_offs.create(
        claim=claim,
        step=step,
        effective_on=factories.days_ago(days_before),
        recorded_at=moment(days_before),
        by=secretary,
        **fields,
    )
    factories.refresh([action.pk])
    return row


def test_a_correction_of_an_older_report_does_not_pass_a_newer_one_of_the_same_day(action):
    first = report(action, 5, confidence="on-track", effective_on=factories.days_ago(5))
    report(action, 5, confidence="off-track", effective_on=factories.days_ago(5))
    report(action, 4, confidence="at-risk", corrects=first, effective_on=factories.days_ago(5))
    assert state(action).confidence == "off-track"


def test_a_report_replaced_by_a_released_correction_no_longer_waits(action):
    wrong = report(action, 9, public=False)
    report(action, 2, corrects=wrong)
    assert state(action).waiting_since is None
    assert state(action, "internal").waiting_since is None


def test_a_waiting_correction_does_not_shorten_the_wait(action):
    wrong = report(action, 9, public=False)
    report(action, 2, corrects=wrong, public=False)
    assert state(action).waiting_since == moment(9)


def test_a_correction_of_an_unreleased_correction_still_replaces_the_first_for_the_public(action):
    first = report(action, 9, status="complete")
    second = report(action, 8, corrects=first, public=False)
    report(action, 7, corrects=second, confidence="at-risk", effective_on=factories.days_ago(20))
    report(action, 10, confidence="on-track")
    assert state(action).confidence == "on-track"


def test_correcting_the_words_of_a_returned_claim_does_not_undo_the_return(action, secretary):
    claim = report(action, 9, status="complete")
    sign_off(action, claim, "returned", secretary, 8, note="The audit is too old.")
    report(action, 7, status="complete", corrects=claim, effective_on=claim.effective_on)
    assert (state(action).status, state(action).step) == ("in-progress", "returned")


def test_correcting_the_words_of_a_verified_claim_keeps_the_verification(action, secretary):
    claim = report(action, 9, status="complete")
    sign_off(action, claim, "verified", secretary, 8, checked_by=secretary, where="Board")
    report(action, 7, status="complete", corrects=claim, effective_on=claim.effective_on)
    assert (state(action).status, state(action).step) == ("complete", "verified")


def test_a_claim_made_again_after_the_work_was_reopened_is_not_verified(action, secretary):
    claim = report(action, 30, status="complete")
    sign_off(action, claim, "verified", secretary, 29, checked_by=secretary, where="Board")
    report(action, 20)
    report(action, 10, status="complete")
    assert (state(action).status, state(action).step) == ("complete", "")
