"""Where an action stands by the rows of its log, at each edge: pure, without a database."""

import pytest

from improvement.record.log_rows import (
    Answered,
    Chain,
    Interval,
    Log,
    Moved,
)
from improvement.record.snapshot import read_internal, read_public, reports_inside
from tests.log_rows import at, day, offered, report, signed, stands

# --- reports ---


def test_an_action_without_a_report_has_not_started_and_owes_one_an_interval_after_it_came():
    one = stands()
    assert (one.status, one.claimed, one.confidence, one.impact) == (
        "not-started",
        "not-started",
        "",
        "none-yet",
    )
    assert (one.last_heard_on, one.update_id, one.delivered_on, one.open_until) == (None,) * 4
    assert one.report_due_on == day(31)
    assert one.due_on == day(90)


def test_the_report_latest_in_effect_counts():
    one = stands(updates=[report(9, on=5, impact="emerging"), report(10, "not-started", on=2)])
    assert (one.status, one.update_id, one.last_heard_on, one.impact) == (
        "in-progress",
        9,
        day(5),
        "emerging",
    )
    assert one.report_due_on == day(36)


def test_where_only_its_month_is_known_silence_is_counted_from_the_months_end():
    """Of March, written in April: heard of on the 31st at the latest. Written on the 10th: then."""
    of_march = report(1, on=0, recorded_at=at(40), public=at(40), month_only=True)
    assert stands(updates=[of_march]).report_due_on == day(30 + 31)
    sooner = report(1, on=0, recorded_at=at(9), public=at(9), month_only=True)
    assert stands(updates=[sooner]).report_due_on == day(9 + 31)
    assert stands(updates=[sooner]).last_heard_on == day(0)


def test_of_one_day_the_one_that_was_made_later_counts():
    assert stands(updates=[report(2, on=1), report(1, "complete", on=1)]).status == "in-progress"


def test_a_report_that_waits_counts_inside_alone():
    waiting = report(3, "complete", public=None)
    outside, inside = (
        stands(read, updates=[report(1), waiting]) for read in (read_public, read_internal)
    )
    assert (outside.status, inside.status) == ("in-progress", "complete")
    assert outside.waiting_since == inside.waiting_since == at(3)
    assert stands(updates=[report(1)]).waiting_since is None


def test_the_oldest_waits_the_longest_and_none_whose_correction_is_public():
    first, second = report(2, public=None), report(3, public=None)
    assert stands(updates=[second, first]).waiting_since == at(2)
    corrected = report(4, corrects_id=2)
    assert stands(updates=[first, second, corrected]).waiting_since == at(3)


def test_confidence_is_told_of_what_is_open_alone():
    closed = report(1, "complete", confidence="on-track")
    assert stands(updates=[closed]).confidence == ""
    assert stands(updates=[report(1)]).confidence == "on-track"


# --- corrections ---


def test_a_correction_stands_where_and_in_the_place_of_what_it_corrects():
    corrected = report(3, "not-started", on=1, corrects_id=1)
    reports = Chain([report(1), report(2), corrected]).counting([report(1), report(2), corrected])
    assert [one.pk for one in reports] == [3, 2]


def test_a_correction_of_a_correction_has_the_same_origin():
    chain = Chain([report(1), report(2, corrects_id=1), report(3, corrects_id=2)])
    assert [chain.origin(pk) for pk in (1, 2, 3)] == [1, 1, 1]
    assert chain.origin(99) == 99


def test_of_one_day_a_correction_keeps_the_place_of_its_origin():
    rows = [report(1, on=1), report(2, on=1), report(3, on=1, corrects_id=1)]
    assert [one.pk for one in Chain(rows).counting(rows)] == [3, 2]


def test_what_is_beyond_a_chain_is_of_no_report_that_counts():
    rows = [report(1), report(2, corrects_id=1), report(3)]
    chain = Chain(rows)
    assert [one.pk for one in chain.beyond([rows[1]], [1, 2, 3])] == [3]


def test_a_waiting_report_of_which_a_newer_correction_is_public_waits_no_more():
    rows = [report(1, public=None), report(2, corrects_id=1), report(3, public=None, corrects_id=1)]
    assert [one.pk for one in Chain(rows).unsettled([rows[0], rows[2]])] == [3]


# --- dates ---


def moved(to, outcome="agreed"):
    return Moved(
        to_date=day(to),
        recorded_at=at(1),
        outcome=outcome,
        decided_at=at(2) if outcome else None,
    )


def test_the_date_last_agreed_is_due_and_only_agreed_moves_are_counted():
    one = stands(moves=[moved(100), moved(120), moved(150, "refused"), moved(130, "")])
    assert (one.due_on, one.moves, one.asked_for) == (day(120), 2, day(130))
    assert stands(moves=[moved(100, "refused")]).due_on == day(90)
    assert stands(moves=[moved(100)]).asked_for is None


# --- evidence ---


def test_evidence_that_was_replaced_is_not_counted():
    one = stands(evidence=[offered(1, 5), offered(2, 6, supersedes_id=1)])
    assert (one.evidence, one.evidenced, one.newest_evidence) == (1, False, day(6))


def test_a_paper_that_nobody_has_read_makes_an_old_one_that_was_read_no_newer():
    one = stands(evidence=[offered(1, 5, checked_at=at(9)), offered(2, 8)])
    assert (one.evidence, one.evidenced, one.newest_evidence) == (2, True, day(5))
    assert stands().newest_evidence is None


def test_evidence_of_impact_is_not_older_than_the_promise():
    papers = [offered(number, number - 2, shows="impact") for number in (1, 2, 3)]
    one = stands(evidence=[*papers, offered(4, 9, checked_at=at(9))])
    assert (one.impact_evidence, one.impact_evidenced) == (2, False)
    looked_at = offered(5, 0, shows="impact", checked_at=at(9))
    assert stands(evidence=[looked_at]).impact_evidenced


# --- sign-off ---


@pytest.mark.parametrize("step", ["returned", "reopened"])
def test_a_claim_that_was_not_accepted_is_on_record_as_in_progress(step):
    one = stands(updates=[report(1, "complete")], sign_offs=[signed(step, 1)])
    assert (one.status, one.claimed, one.step) == ("in-progress", "complete", step)
    assert one.delivered_on is None


def test_a_later_claim_is_not_the_one_that_was_sent_back():
    done = [report(1, "complete"), report(30, "complete")]
    one = stands(updates=done, sign_offs=[signed("returned", 1)])
    assert (one.status, one.step) == ("complete", "returned")


def test_what_is_reported_open_after_it_was_sent_back_is_as_reported():
    one = stands(updates=[report(1, "complete"), report(2, "not-started")], sign_offs=[])
    again = stands(
        updates=[report(1, "complete"), report(2, "not-started")],
        sign_offs=[signed("returned", 2)],
    )
    assert one.status == again.status == "not-started"


@pytest.mark.parametrize(
    ("reports", "step"),
    [
        ([report(1, "complete")], "verified"),
        ([report(1, "complete"), report(2, "business-as-usual")], "verified"),
        ([report(1, "complete"), report(2)], ""),
        ([report(1, "complete"), report(2), report(3, "complete")], ""),
    ],
)
def test_a_step_speaks_of_the_claim_it_was_made_on(reports, step):
    assert stands(updates=reports, sign_offs=[signed("verified", 1)]).step == step


def test_a_step_on_a_claim_that_is_not_public_is_not_told():
    rows = {"updates": [report(1, "complete", public=None)], "sign_offs": [signed("verified", 1)]}
    assert stands(**rows).step == ""
    assert stands(read_internal, **rows).step == "verified"


@pytest.mark.parametrize(
    ("step", "by", "own"),
    [
        ("verified", 1, True),
        ("sustained", 1, True),
        ("proposed", 1, False),
        ("verified", 2, False),
    ],
)
def test_whoever_made_the_claim_does_not_check_it(step, by, own):
    one = stands(updates=[report(1, "complete")], sign_offs=[signed(step, 1, by=by)])
    assert one.verified_by_lead is own


def test_of_two_claims_the_maker_of_the_one_that_was_checked_counts():
    rows = [report(1, "complete", by_id=5), report(2, "complete", by_id=2)]
    assert not stands(updates=rows, sign_offs=[signed("verified", 1)]).verified_by_lead


def test_delivered_since_the_first_of_an_unbroken_run_and_open_until_the_report_before():
    rows = [report(1, "complete"), report(2), report(3, "complete"), report(4, "business-as-usual")]
    one = stands(updates=rows)
    assert (one.delivered_on, one.open_until) == (day(3), day(2))
    assert stands(updates=rows[2:]).open_until is None
    assert stands(updates=rows[:2]).open_until is None


# --- business as usual ---


def usual(number, check, **fields):
    return report(number, "business-as-usual", next_check_on=day(check), **fields)


def test_business_as_usual_owes_a_check():
    assert stands(updates=[usual(1, 50)]).check_due_on == day(50)
    assert stands(updates=[report(1, "complete", next_check_on=day(50))]).check_due_on is None


def test_a_report_of_before_the_day_of_the_check_does_not_put_it_off():
    assert stands(updates=[usual(1, 50), usual(49, 200)]).check_due_on == day(50)
    assert stands(updates=[usual(1, 50), usual(50, 200)]).check_due_on == day(200)
    assert stands(updates=[usual(1, 50), usual(20, 40)]).check_due_on == day(40)


@pytest.mark.parametrize(("on", "owed"), [(49, day(50)), (50, None), (51, None)])
def test_what_was_found_still_true_on_the_day_or_later_owes_no_check(on, owed):
    one = stands(updates=[usual(1, 50)], sign_offs=[signed("sustained", 1, on)])
    assert one.check_due_on == owed


# --- reports that change nothing ---


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["A.", "B.", "C."], 0),
        (["A.", "A.", "A."], 2),
        (["A.", "B.", "A.", "B."], 2),
        (["A.", "B.", "a. ", " B."], 2),
        (["A.", "", ""], 2),
        (["A.", "A.", "B."], 0),
        (["A."], 0),
        ([], 0),
    ],
)
def test_reports_in_a_row_that_say_nothing_new_are_counted(words, count):
    rows = [report(number, said=said) for number, said in enumerate(words, 1)]
    assert stands(updates=rows).unchanged == count


def test_another_fact_is_news_and_what_is_closed_is_not_counted():
    same = [report(1, said="A."), report(2, said="A.", confidence="at-risk")]
    assert stands(updates=same).unchanged == 0
    assert stands(updates=[*same, report(3, said="A.", confidence="at-risk")]).unchanged == 1
    closed = [report(number, "complete", said="A.") for number in (1, 2, 3)]
    assert stands(updates=closed).unchanged == 0


# --- help ---


def asks(number, of=4, **fields):
    return report(number, help_from_id=of, **fields)


def help_of(*rows, answers=(), read=read_public):
    answered = [Answered(update_id=pk, recorded_at=at(50)) for pk in answers]
    one = stands(read, updates=list(rows), help_answers=answered)
    return one.help_from_id, one.help_since


def test_help_is_owed_since_it_was_first_asked_for_without_a_break():
    assert help_of(asks(1), asks(2)) == (4, day(1))
    assert help_of(asks(1), report(2), asks(3)) == (4, day(3))
    assert help_of(asks(1, of=5), asks(2)) == (4, day(2))
    assert help_of(asks(1), report(2)) == (None, None)


def test_an_answer_ends_the_wait():
    assert help_of(asks(1), answers=[1]) == (None, None)
    assert help_of(asks(1), asks(2), answers=[1]) == (4, day(2))
    assert help_of(asks(1, status="complete")) == (None, None)


def test_an_answer_to_a_later_report_that_waits_ends_it_for_everyone():
    again = asks(2, public=None)
    assert help_of(asks(1), again) == (4, day(1))
    assert help_of(asks(1), again, answers=[2]) == (None, None)
    assert help_of(asks(1), asks(2, public=None, of=5), answers=[2]) == (4, day(1))
    assert help_of(asks(3), asks(4, public=None, on=3), answers=[4]) == (None, None)
    assert help_of(asks(3), asks(4, public=None, on=2), answers=[4]) == (4, day(3))


# --- the reporting interval ---


def test_the_shortest_interval_in_force_since_a_day_counts():
    interval = Interval(31, ((day(10), 60), (day(20), 14)))
    assert interval.shortest_since(day(9)) == 14
    assert interval.known_by(day(19)).shortest_since(day(9)) == 31
    assert interval.known_by(day(19)).shortest_since(day(10)) == 60
    assert interval.known_by(day(20)).shortest_since(day(15)) == 14
    assert interval.known_by(day(9)) == Interval(31)


def test_inside_every_report_counts_that_none_has_corrected():
    rows = [report(1), report(2, public=None), report(3, on=1, corrects_id=1)]
    assert [one.pk for one in reports_inside(Log(updates=rows))] == [3, 2]
