"""What a plan's rows add up to: findings, their order, and the counts."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from councils.days import LONDON, day_of
from improvement.rules import (
    RECENT,
    RULES,
    Claim,
    assess,
    awaits_release,
    claim_of,
    course,
    findings,
    is_overdue,
    recent,
)
from tests.rows import STARTED, TODAY, done, gone, late, row, sent_back, silent, summary


def codes(one, day=TODAY):
    return [found.rule.code for found in findings(one, day)]


# --- the rules, at their edges ---


def test_an_action_is_not_late_on_its_due_day():
    assert not is_overdue(row(due_on=TODAY), TODAY)


def test_an_action_is_late_the_day_after_its_due_day():
    assert is_overdue(row(due_on=TODAY), TODAY + timedelta(days=1))


@pytest.mark.parametrize(
    ("clock", "is_late"),
    [
        (datetime(2026, 7, 10, 23, 59, tzinfo=LONDON), False),
        (datetime(2026, 7, 11, 0, 1, tzinfo=LONDON), True),
    ],
)
def test_in_summer_time_an_action_is_late_from_midnight_in_london(clock, is_late):
    as_stored = clock.astimezone(ZoneInfo("UTC"))
    assert is_overdue(row(due_on=date(2026, 7, 10)), day_of(as_stored)) is is_late


def test_an_action_without_a_date_is_never_late_and_that_is_told():
    assert codes(row(due_on=None, original_due=None)) == ["no-date"]


@pytest.mark.parametrize("status", ["complete", "business-as-usual"])
def test_a_delivered_action_is_not_late(status):
    assert "late" not in codes(done(status=status, claimed=status, due_on=date(2020, 1, 1)))


@pytest.mark.parametrize("status", ["withdrawn", "merged", "replaced"])
def test_no_rule_speaks_of_an_action_that_has_left_the_plan(status):
    assert codes(gone(status=status)._replace(due_on=date(2020, 1, 1), moves=3)) == []


def test_silence_is_in_order_until_the_last_day_of_the_interval():
    edge = silent(report_due_on=TODAY)
    assert codes(edge) == []
    assert codes(edge, TODAY + timedelta(days=1)) == ["silent"]


def test_an_action_that_nobody_ever_reported_on_says_so():
    [found] = findings(silent(last_heard_on=None, confidence=""), TODAY)
    assert found.label == "Never reported on"


@pytest.mark.parametrize(("moves", "found"), [(0, []), (1, []), (2, ["moved"]), (3, ["moved"])])
def test_a_date_that_moved_twice_is_a_finding(moves, found):
    assert codes(row(moves=moves)) == found


def test_complete_without_evidence_is_a_finding():
    assert codes(done(evidence=0, evidenced=False)) == ["unevidenced"]


def test_complete_with_evidence_that_nobody_independent_saw_is_a_finding():
    assert codes(done(evidenced=False)) == ["unchecked"]


def test_complete_with_evidence_that_was_looked_at_is_none():
    assert codes(done()) == []


def test_complete_but_sent_back_is_a_finding():
    assert codes(sent_back()) == ["returned"]


def test_a_new_claim_after_being_sent_back_is_not_held_to_be_sent_back():
    assert codes(done(step="returned")) == []


def test_an_action_sent_back_and_reported_in_progress_again_claims_nothing():
    again = row(step="returned", confidence="at-risk")
    assert codes(again) == []
    assert claim_of(again) is None


def test_an_old_claim_is_still_the_claim():
    assert claim_of(silent()) is Claim.ON_TRACK


def test_a_finding_reads_as_a_sentence():
    [found] = findings(late(days=42), TODAY)
    assert found.label == "6 weeks late"
    assert found.words == "It was due on 7 October 2026 and is not complete."


def test_every_rule_has_a_code_of_its_own_and_says_why_it_matters():
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert all(rule.label and rule.why and rule.ends and rule.against for rule in RULES)


def test_a_report_may_wait_for_release_for_five_working_days():
    made = datetime(2026, 11, 4, 16, 0, tzinfo=LONDON)  # a Wednesday
    waiting = row(waiting_since=made)
    assert not awaits_release(waiting, date(2026, 11, 11))
    assert awaits_release(waiting, date(2026, 11, 12))


def test_a_bank_holiday_is_no_working_day_for_a_release():
    waiting = row(waiting_since=datetime(2026, 12, 18, 12, 0, tzinfo=LONDON))
    assert not awaits_release(waiting, date(2026, 12, 29))  # 25 and 28 December are none
    assert awaits_release(waiting, date(2026, 12, 30))


# --- the order ---


def test_the_worst_comes_first():
    worst_first = [
        late("3.1", days=200),
        late("3.2", days=2),
        sent_back("3.3"),
        row("3.4", confidence="off-track"),
        silent("3.5"),
        done("3.6", evidence=0, evidenced=False),
        row("3.7", confidence="at-risk"),
        row("3.8", moves=2),
        row("3.9"),
        done("3.10", evidenced=False),
        done("3.11"),
        done("3.12", step="verified"),
        done("3.13", step="sustained"),
        gone("3.14"),
    ]
    assessed = assess(reversed(worst_first), TODAY)
    assert [one.row.reference for one in assessed] == [one.reference for one in worst_first]


def test_references_are_put_in_the_order_of_their_numbers():
    assessed = assess([row("2.10"), row("2.9"), row("10.1"), row("A-7")], TODAY)
    assert [one.row.reference for one in assessed] == ["2.9", "2.10", "10.1", "A-7"]


def test_a_confidence_that_is_out_of_date_does_not_put_an_action_ahead():
    assert (
        assess([silent(confidence="off-track")], TODAY)[0].rank == assess([silent()], TODAY)[0].rank
    )


def test_a_verified_action_whose_date_moved_twice_stands_with_the_verified():
    moved = assess([done(step="verified", moves=2)], TODAY)[0]
    assert moved.rank == assess([done(step="verified")], TODAY)[0].rank


# --- the counts ---


def test_what_left_the_plan_still_counts_in_the_total():
    before = summary(done("1"), row("2"), row("3"))
    after = summary(done("1"), gone("2"), gone("3", "merged"))
    assert (before.delivered, before.total) == (after.delivered, after.total) == (1, 3)
    assert (after.withdrawn, after.merged, after.replaced) == (1, 1, 0)


def test_the_four_answers_are_told_apart():
    counted = summary(
        done("1", evidence=0, evidenced=False),
        done("2"),
        done("3", step="verified"),
        done("4", step="sustained"),
        row("5"),
    )
    answers = (counted.delivered, counted.evidenced, counted.verified, counted.sustained)
    assert answers == (4, 3, 2, 1)


def test_what_was_sent_back_is_claimed_and_not_delivered():
    counted = summary(sent_back())
    assert (counted.claimed, counted.borne_out, counted.delivered) == (1, 0, 0)


def test_an_action_added_later_is_counted_as_added():
    assert summary(row("1"), row("2", added_on=date(2025, 6, 1))).added == 1


# --- the last four weeks ---


def test_the_last_four_weeks_count_what_was_delivered_asked_for_and_not_heard():
    rows = [
        done("1", delivered_on=TODAY - timedelta(days=28)),
        done("2", delivered_on=TODAY - timedelta(days=29)),
        row("3", asked_for=TODAY + timedelta(days=90)),
        row("4", last_heard_on=TODAY - timedelta(days=28)),
        row("5", last_heard_on=TODAY - timedelta(days=29)),
        row("6", last_heard_on=None),
        gone("7"),
    ]
    happened = recent(rows, moved=2, since=TODAY - RECENT)
    assert happened.since == date(2026, 10, 21)
    assert (happened.delivered, happened.moved) == (1, 2)
    assert (happened.asked, happened.unheard) == (1, 2)


# --- the promised course ---


def test_the_course_holds_what_was_promised_against_what_was_delivered():
    rows = [
        done("1", original_due=date(2025, 3, 31), delivered_on=date(2025, 5, 2)),
        row("2", original_due=date(2026, 1, 31)),
        row("3", original_due=date(2027, 2, 10)),
        row("4", original_due=None, due_on=None),
        gone("5"),
    ]
    told = course(rows, started_on=date(2025, 3, 1), day=TODAY)
    at = {one.day: (one.promised, one.delivered) for one in told.milestones}
    assert at[date(2025, 2, 28)] == (0, 0)
    assert at[date(2025, 3, 31)] == (1, 0)
    assert at[date(2025, 5, 31)] == (1, 1)
    assert at[TODAY] == (2, 1)
    assert at[date(2026, 12, 31)] == (3, None)  # what left the plan was promised too
    assert at[date(2027, 2, 28)] == (4, None)
    assert (told.promised_by_now, told.delivered, told.total, told.undated) == (2, 1, 5, 1)


def test_the_course_ends_today_in_a_plan_whose_dates_are_past():
    past = date(2025, 1, 1)
    told = course([row(original_due=past, due_on=past)], started_on=STARTED, day=TODAY)
    assert told.milestones[-1].day == date(2026, 11, 30)


def test_the_course_goes_on_to_the_dates_that_are_agreed_now():
    moved = row(original_due=date(2025, 1, 1), due_on=date(2027, 1, 31))
    told = course([moved], started_on=STARTED, day=TODAY)
    at = {one.day: (one.promised, one.agreed) for one in told.milestones}
    assert at[TODAY] == (1, 0)
    assert at[date(2027, 1, 31)] == (1, 1)


def test_a_long_plan_is_told_by_quarters():
    told = course([row(original_due=date(2030, 1, 15))], started_on=STARTED, day=TODAY)
    assert len(told.milestones) < 25
    assert told.milestones[-1].day >= date(2030, 1, 31)


def test_the_course_of_an_empty_plan_is_flat():
    told = course([], started_on=STARTED, day=TODAY)
    assert {(one.promised, one.delivered or 0) for one in told.milestones} == {(0, 0)}


def test_delivered_and_then_sent_back_stands_on_no_course():
    told = course([sent_back()], started_on=STARTED, day=TODAY)
    assert told.delivered == 0


def test_each_count_of_a_summary_counts_its_own():
    assert summary().longest_late == 0
    plan = [
        *(late("1.1", days=9), late("1.2", days=3), done("2.1"), done("2.2", evidence=0)),
        *(gone("3.1"), gone("3.2"), gone("3.3", "merged"), gone("3.4", "replaced")),
        *(row("4.1", impact="evidenced", impact_evidenced=True), row("4.2", impact_evidenced=True)),
        row("4.3", impact="embedded"),
    ]
    told = summary(*plan)
    assert (told.longest_late, told.gone, told.withdrawn) == (9, 4, 2)
    assert (told.claimed, told.borne_out, told.undisputed) == (7, 1, 3)
    assert (told.held_against, told.otherwise, told.not_shown) == (3, 2, 1)
    assert (told.impact_claimed, told.impact_evidenced) == (2, 1)


def test_within_a_rank_the_one_due_first_comes_first_and_then_by_reference():
    plan = [row("1.10"), row("1.9"), row("1.1", due_on=TODAY + timedelta(days=60))]
    assert [one.row.reference for one in assess(plan, TODAY)] == ["1.9", "1.10", "1.1"]
