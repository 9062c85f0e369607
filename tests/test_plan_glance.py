"""A plan at a glance: right at none, at one and at many; every action once in the bar."""

import pytest

from improvement.pages.council.glance import how_far, promised
from improvement.rules import assess
from tests.rows import TODAY, done, gone, late, row, sent_back, summary


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], ""),
        ([row()], "The one action promised is not reported complete."),
        ([done()], "The one action promised is reported complete."),
        ([late()], "The one action promised is not reported complete. It is late."),
        (
            [row("1"), row("2")],
            "Of 2 actions promised, none is reported complete. No action is late.",
        ),
        (
            [done("1"), late("2")],
            "Of 2 actions promised, one is reported complete, and the evidence for one of those "
            "has been checked. One is late.",
        ),
        (
            [done("1", evidenced=False), done("2", evidenced=False), late("3"), late("4")],
            "Of 4 actions promised, two are reported complete, and the evidence for none of those "
            "has been checked. Two are late.",
        ),
    ],
)
def test_what_is_promised_and_done_in_words(rows, words):
    assert promised(summary(*rows)) == words


def test_an_action_that_left_the_plan_still_counts_among_what_was_promised():
    assert promised(summary(done("1"), gone("2"))).startswith("Of 2 actions promised, one is")


def test_every_action_stands_once_in_the_bar_by_the_furthest_that_it_has_come():
    rows = [
        done("1", step="verified"),
        done("2", step="sustained"),
        done("3"),
        done("4", evidenced=False),
        done("5", evidence=0, evidenced=False),
        sent_back("6"),
        row("7"),
        gone("8"),
    ]
    found = how_far("plan", assess(rows, TODAY))
    assert {part.label: part.count for part in found.parts} == {
        "Complete and verified": 2,
        "Complete, evidence checked": 1,
        "Reported complete, not checked": 2,
        "Not complete": 3,
    }
    assert found.total == len(rows)
    assert found.title == "Reported complete: 5 of 8"
