"""Whatever people or files say, reading it takes time in proportion to its length."""

import time

import pytest

from councils.screening import screen

LENGTH = 20_000  # characters
# What makes an expression start at every character, or go back at each.
HOSTILE = {
    "one letter": "a",
    "capitals": "A",
    "one digit": "1",
    "spaces": " ",
    "full stops": ".",
    "names": "Aa ",
    "parts of addresses": "a.b-",
    "at signs": "x@",
    "dates of birth": "born on : ",
    "telephone numbers": "+44 (0) ",
    "brackets": "((",
    "ages": "Ada, aged 1",
}


def seconds(function, text) -> float:
    """Of CPU, the least of five."""
    took = []
    for _ in range(5):
        began = time.process_time()
        function(text)
        took.append(time.process_time() - began)
    return min(took)


def assert_linear(function, unit, length=LENGTH):
    """Twice the text takes no three times as long; a hundredth of a second is too little to tell."""
    text = (unit * (2 * length // len(unit) + 1))[: 2 * length]
    twice = seconds(function, text)
    assert twice < 0.01 or twice < 3 * seconds(function, text[:length]), f"{twice:.3f} s"


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_screening_is_linear(unit):
    assert_linear(screen, unit)


def test_a_megabyte_of_one_letter_is_screened_in_a_second():
    began = time.process_time()
    screen("a" * 1_000_000)
    assert time.process_time() - began < 1
