"""Whatever people or files say, reading it takes time in proportion to its length."""

import ast
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from councils.long_text import LongText
from councils.screening import screen
from improvement import workflow
from improvement.trackers import cell_parts, layout, reading
from tests.cast import sign_in
from tests.factories import NOW

ROOT = Path(__file__).resolve().parent.parent

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
    """Twice the text takes less than three times as long; 0.01 s is too little to tell."""
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


# --- and none of it is longer than is stated ---


def test_every_field_for_sentences_has_a_longest_length():
    ours = [apps.get_app_config(name) for name in ("councils", "inspections", "improvement")]
    fields = [field for app in ours for model in app.get_models() for field in model._meta.fields]
    texts = [field for field in fields if isinstance(field, models.TextField)]
    assert len(texts) > 20
    assert [str(field) for field in texts if not isinstance(field, LongText)] == []


def test_every_box_of_a_form_has_a_longest_length():
    """A box of 300,000 letters broke its page."""
    boxless = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for storey in ("councils", "inspections", "improvement")
        for path in (ROOT / storey).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "forms.CharField"
        and "max_length" not in {keyword.arg for keyword in node.keywords}
    ]
    assert boxless == []


def test_a_report_that_is_too_long_is_refused_with_a_sentence(action, officer):
    with pytest.raises(ValidationError, match=r"longer than 20,000 characters: shorten it\."):
        workflow.report_progress(
            action=action, by=officer, at=NOW, status="in-progress", reason="a" * 20_001
        )


def test_300_000_letters_in_a_box_are_answered_with_the_box_and_a_sentence(action, officer):
    address = reverse("admin:improvement_action_report", args=[action.pk])
    form = {"status": "in-progress", "confidence": "on-track", "reason": "a" * 300_000}
    answer = sign_in(officer).post(address, form)
    assert answer.status_code == 200
    assert "Ensure this value has at most" in answer.text


# --- the words of trackers ---


@pytest.mark.parametrize("unit", [" ", "\t", "- ", "(", "a, ", "1/1/2026 ", "update - ", "and "])
def test_a_cell_of_a_tracker_is_read_in_proportion_to_its_length(unit):
    def read(cell):
        cell_parts._HEAD.match(cell)
        cell_parts._BEGINS_LIKE_ONE.match(cell)
        list(cell_parts._NEXT.finditer(cell))
        for mark in (*cell_parts._UNSURE, reading._REFERENCES):
            mark.split(cell)
        layout.means(cell)

    assert_linear(read, unit)
