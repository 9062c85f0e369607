"""What the public sees of small numbers, and which way a measure goes: at the edges."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.indicators.figures import (
    HIDDEN_HERE,
    Measured,
    Point,
    Promise,
    Travel,
    beyond,
    disclosed,
    moved,
    worse_and_beyond,
)

DAY = date(2026, 11, 18)


def share(numerator, denominator):
    value = Decimal(100) * numerator / denominator
    return Measured("percent", value, Decimal(numerator), Decimal(denominator))


def is_shown(figure, rule="children"):
    return disclosed(figure, rule).value is not None


# --- small numbers: the rule for children ---


@pytest.mark.parametrize(("count", "shown"), [(0, 0), (1, None), (5, None), (6, 10), (14, 10)])
def test_a_number_of_children_from_1_to_5_is_hidden_and_others_are_rounded(count, shown):
    assert disclosed(Measured("number", Decimal(count)), "children").value == shown


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (0, 40, True),
        (1, 40, False),
        (5, 40, False),
        (6, 40, True),
        (34, 40, True),
        (35, 40, False),  # five are left over
        (39, 40, False),
        (40, 40, True),
        (0, 10, False),  # of ten or fewer
        (0, 11, True),
    ],
)
def test_a_percentage_is_hidden_where_it_would_tell_a_small_number(numerator, denominator, shown):
    assert is_shown(share(numerator, denominator)) is shown


def test_a_percentage_of_children_whose_base_is_not_given_is_hidden():
    assert not is_shown(Measured("percent", Decimal(23)))


def test_what_is_hidden_says_so_and_gives_neither_part_of_it():
    shown = disclosed(share(3, 40), "children")
    assert (shown.why_not, shown.marker) == (HIDDEN_HERE, "c")
    assert shown.numerator is shown.denominator is None


def test_a_difference_of_two_readings_tells_no_small_number():
    """26 of 111, then 29 of 114: three more children. Of both only the share is told."""
    first, then = disclosed(share(26, 111), "children"), disclosed(share(29, 114), "children")
    assert (first.value, then.value) == (23, 25)
    assert {first.numerator, first.denominator, then.numerator, then.denominator} == {None}


@given(st.integers(10, 400), st.integers(1, 100))
def test_beside_a_rounded_share_stands_no_count_that_contradicts_it(base, part):
    shown = disclosed(share(min(part, base), base), "children")
    if shown.rounded:
        assert shown.numerator is None
        assert shown.denominator is None


@pytest.mark.parametrize("rule", ["source", "not-children"])
def test_other_figures_are_shown_as_they_are(rule):
    shown = disclosed(share(3, 40), rule)
    assert (shown.value, shown.numerator, shown.denominator) == (Decimal("7.5"), 3, 40)


@pytest.mark.parametrize("rule", ["children", "source", "not-children"])
def test_what_a_person_hides_is_hidden_under_every_rule(rule):
    figure = Measured("percent", Decimal(50), Decimal(50), Decimal(100), suppressed=True)
    assert not is_shown(figure, rule)


@pytest.mark.parametrize(
    ("marker", "words"),
    [("c", "hidden by the source"), ("z", "not applicable"), ("low", "too low to show")],
)
def test_a_marker_keeps_its_sign_and_gets_its_words(marker, words):
    shown = disclosed(Measured("percent", missing=marker), "source")
    assert shown.marker == marker
    assert words in shown.why_not


# --- which way it goes ---


def points(*values, provisional=False):
    """Yearly readings, the last of this year."""
    first = 2026 - len(values) + 1
    return [
        Point(date(first + place, 3, 31), None if value is None else Decimal(value), provisional)
        for place, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("polarity", "values", "travel"),
    [
        ("lower", (20, 21), Travel.WORSE),
        ("lower", (21, 20), Travel.BETTER),
        ("higher", (20, 21), Travel.BETTER),
        ("higher", (21, 20), Travel.WORSE),
        ("neither", (20, 21), Travel.UP),
        ("neither", (21, 20), Travel.DOWN),
        ("lower", (20, 20), Travel.SAME),
        ("neither", (20, 20), Travel.SAME),
    ],
)
def test_better_and_worse_follow_the_polarity(polarity, values, travel):
    assert moved(points(*values), polarity=polarity, day=DAY).travel is travel


def test_one_reading_goes_nowhere_and_none_neither():
    assert moved(points(20), polarity="lower", day=DAY) is None
    assert moved([], polarity="lower", day=DAY) is None


def test_an_older_reading_is_not_put_in_the_place_of_one_that_is_hidden():
    assert moved(points(20, 21, None), polarity="lower", day=DAY) is None


def test_a_gap_further_back_is_passed_over_and_the_day_compared_with_is_told():
    assert moved(points(20, None, 21), polarity="lower", day=DAY).before.as_at == date(2024, 3, 31)


def test_a_reading_of_a_later_day_is_not_known_yet():
    assert moved(points(20, 21), polarity="lower", day=date(2026, 3, 30)) is None
    assert moved(points(20, 21), polarity="lower", day=date(2026, 3, 31)) is not None


# --- beyond tolerance and getting worse ---

LOWER = Promise("lower", target=Decimal(20), tolerance=Decimal(25))
HIGHER = Promise("higher", target=Decimal(45), tolerance=Decimal(40))


@pytest.mark.parametrize(
    ("promise", "value", "is_beyond"),
    [
        (LOWER, "25", False),
        (LOWER, "25.1", True),
        (HIGHER, "40", False),
        (HIGHER, "39.9", True),
        (Promise("lower", target=Decimal(20)), "20", False),
        (Promise("lower", target=Decimal(20)), "20.1", True),
        (Promise("lower"), "99", False),
        (Promise("neither"), "99", False),
    ],
)
def test_on_the_limit_is_within_and_without_tolerance_the_target_is_the_limit(
    promise, value, is_beyond
):
    assert beyond(Decimal(value), promise) is is_beyond


@pytest.mark.parametrize(
    ("promise", "values", "speaks"),
    [
        (LOWER, (25, 26), True),
        (LOWER, (27, 26), False),  # beyond, but getting better
        (LOWER, (26, 26), False),
        (LOWER, (24, 25), False),  # worse, but within
        (HIGHER, (40, 39), True),
        (HIGHER, (38, 39), False),
        (HIGHER, (42, 41), False),
        (Promise("neither"), (10, 99), False),
        (LOWER, (25, None), False),
        (LOWER, (25, 26, None), True),  # saying nothing takes nothing back
        (LOWER, (25, 26, None, 25), False),
        (LOWER, (25, None, 26), True),
        (LOWER, (None, 26), False),
        (LOWER, (26,), False),
    ],
)
def test_the_rule_speaks_only_of_what_is_both(promise, values, speaks):
    assert bool(worse_and_beyond(points(*values), promise, day=DAY)) is speaks


def test_a_provisional_reading_counts_and_is_told_to_be_one():
    found = worse_and_beyond(points(25, 26, provisional=True), LOWER, day=DAY)
    assert found.now.provisional
    assert (found.before.value, found.limit) == (25, 25)
