"""What is said of actions that were taken out of the plan, at none, at one and at many."""

from datetime import timedelta

from improvement.pages import sentences
from tests.rows import TODAY, gone, late, row, summary
from tests.test_sentences import ADDED, lede


def test_taking_a_late_action_out_of_the_plan_is_told_where_lateness_is():
    went = {"due_on": ADDED, "last_heard_on": ADDED + timedelta(days=1)}
    ones = [gone("2")._replace(**went), gone("3")._replace(**went)]
    assert lede(row(), ones[0]).endswith(
        "No action is late. The one action taken out of the plan was late when it left."
    )
    assert lede(late(days=133), *ones).endswith(
        "One action is late, by 19 weeks. "
        "Of two actions taken out of the plan, both were late by then."
    )


def left(reference, **before):
    """Withdrawn today; until then as `row` with these fields."""
    there = row(reference, **before)
    return gone(reference)._replace(left_on=TODAY, before=there)


def test_what_was_not_borne_out_when_taken_out_of_the_plan_is_told_after_the_rest():
    bare = {"success_measure": ""}
    one, sound = left("2", **bare), left("3")
    assert lede(row(), one).endswith(
        "The one action taken out of the plan was not borne out when it left."
    )
    assert lede(row(), one, sound).endswith(
        "Of two actions taken out of the plan, one was not borne out by then."
    )
    overdue = left("4", **bare, due_on=TODAY - timedelta(days=9))
    assert lede(row(), one, overdue, sound).endswith(
        "Of three actions taken out of the plan, two were not borne out and one was late by then."
    )
    assert "taken out" not in lede(row(), sound)


def test_the_total_tells_what_was_late_when_it_left_the_plan():
    due, left = {"due_on": ADDED}, {"last_heard_on": ADDED + timedelta(days=1)}
    late = gone("1")._replace(**due, **left)
    assert "One withdrawn. It was late when it left. It" in sentences.denominator(summary(late))
    in_time = gone("2")._replace(**due, last_heard_on=ADDED)
    said = sentences.denominator(summary(late, in_time))
    assert "Two withdrawn. One of those was late by then. They still count" in said
