"""The controls of public pages that write themselves say what Django's templates would say."""

from datetime import date

import pytest
from django import forms
from django.test.html import parse_html

from improvement.pages.widgets import PlainDay, PlainRadios, PlainSelect, PlainText

CHOICES = [("a", "A & b"), ("b", "B"), ("Group", [("c", "<C>")])]
PAIRS = {
    "text": (PlainText({"list": "names"}), forms.TextInput({"list": "names"})),
    "day": (PlainDay(), forms.DateInput({"type": "date"}, format="%Y-%m-%d")),
    "radios": (PlainRadios(choices=CHOICES[:2]), forms.RadioSelect(choices=CHOICES[:2])),
    "select": (PlainSelect(choices=CHOICES), forms.Select(choices=CHOICES)),
}


@pytest.mark.parametrize("kind", PAIRS)
@pytest.mark.parametrize("value", [None, "", "a", "c", date(2026, 1, 2), '"><b>'])
@pytest.mark.parametrize("more", [{}, {"required": True, "aria-describedby": "error"}])
def test_it_is_the_same_control(kind, value, more):
    plain, own = PAIRS[kind]
    attrs = {"id": "id_field"} | more
    assert parse_html(plain.render("field", value, attrs)) == parse_html(
        own.render("field", value, attrs)
    )
