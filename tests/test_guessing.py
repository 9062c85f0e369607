"""Guessing passwords: a name's limit holds from everywhere, and locks nobody out for long."""

from contextlib import suppress

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from config import guessing
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


class Clock:
    """The time that the limits read."""

    def __init__(self):
        self.now = 1_000_000.0

    def time(self):
        return self.now


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(guessing, "time", clock)
    monkeypatch.setattr(guessing, "AT_ONCE", 0)  # of the real clock, which stands still here
    return clock


def attempt(password, *, login="olive", client=None, number=1, host="testserver"):
    """Whether this signed the person in, and the page."""
    answer = (client or Client()).post(
        reverse("account_login"),
        {"login": login, "password": password},
        headers={"host": host},
        REMOTE_ADDR=f"10.0.{number // 250}.{number % 250}",
    )
    return answer.status_code == 302, answer


def was_weighed(answer):
    return "not correct" in answer.text


def test_a_names_limit_does_not_depend_on_host_port_dot_spelling_or_address(officer, settings):
    settings.ALLOWED_HOSTS = ["*"]
    hosts = ["testserver", "testserver.", "testserver:81", "TESTSERVER", "localhost", "127.0.0.1"]
    weighed = [
        was_weighed(attempt("wrong", login=login, number=number, host=hosts[number % 6])[1])
        for number, login in enumerate(["olive", "OLIVE", " Olive ", "oLive", "olive"] * 6)
    ]
    assert weighed == [True] * 5 + [False] * 25


def test_other_names_do_not_drive_a_count_out(officer):
    for _ in range(5):
        attempt("wrong")
    for number in range(700):
        cache.set(f"other-{number}", number, 300)
    for number in range(350):
        cache.set(f"gone-{number}", number, -1)
    entered, answer = attempt(PASSWORD)
    assert not entered
    assert "too many wrong passwords" in answer.text
    assert cache.get("other-0") == 0


def test_each_guess_waits_longer_and_a_day_of_guessing_from_everywhere_gets_few(rf, clock):
    waits = [guessing.wait_after(number) for number in range(1, 13)]
    assert waits == [0, 0, 0, 0, 15, 30, 60, 120, 240, 300, 300, 300]
    weighed = 0
    for _ in range(24 * 60):
        with suppress(ValidationError):
            guessing.take_turn(rf.get("/"), "olive")
            weighed += 1
        clock.now += 60
    assert 200 < weighed <= 300


def test_guesses_that_are_refused_do_not_prolong_the_wait(officer, clock):
    for number in range(30):
        attempt("wrong", number=number)
    clock.now += 16
    assert attempt(PASSWORD)[0]


def test_the_person_waits_five_minutes_at_most_after_any_number_of_guesses(officer, clock):
    for number in range(20):
        attempt("wrong", number=number)
        clock.now += 301
    clock.now += 300
    assert attempt(PASSWORD)[0]


def test_a_browser_in_which_the_person_signed_in_before_is_let_in_at_once(officer, clock):
    known = Client()
    assert attempt(PASSWORD, client=known)[0]
    known.cookies.pop("sessionid", None)
    for number in range(20):
        attempt("wrong", number=number)
    assert not attempt(PASSWORD)[0]
    assert attempt(PASSWORD, client=known)[0]


def test_a_known_browser_has_a_limit_of_its_own_and_none_for_other_names(officer, colleague):
    known = Client()
    assert attempt(PASSWORD, client=known)[0]
    known.cookies.pop("sessionid", None)
    weighed = [was_weighed(attempt("wrong", client=known, number=n)[1]) for n in range(12)]
    assert weighed == [True] * 5 + [False] * 7
    guesses = [
        was_weighed(attempt("wrong", login="colin", client=client, number=n)[1])
        for n, client in enumerate([known, Client()] * 6)
    ]
    assert sum(guesses) == 5


def test_a_cookie_that_was_made_up_counts_for_nothing(officer):
    forger = Client()
    forger.cookies[guessing.COOKIE] = f"{officer.pk}:x:forged"
    weighed = [was_weighed(attempt("wrong", client=forger, number=n)[1]) for n in range(8)]
    assert sum(weighed) == 5


def test_right_passwords_are_no_guesses(officer):
    assert all(attempt(PASSWORD, number=number)[0] for number in range(12))


def test_a_name_without_an_account_is_answered_like_one_with(officer):
    for login in ("olive", "nobody-here"):
        answers = [attempt("wrong", login=login, number=number)[1] for number in range(7)]
        assert [was_weighed(answer) for answer in answers] == [True] * 5 + [False] * 2


def test_a_new_password_ends_the_wait(officer, client):
    for number in range(9):
        attempt("wrong", number=number)
    client.force_login(officer)
    new = "quite another sentence that nobody knows"
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert attempt(new)[0]


def test_one_address_has_ten_wrong_passwords_a_minute_whatever_the_names():
    weighed = [was_weighed(attempt("wrong", login=f"name-{n}")[1]) for n in range(15)]
    assert weighed == [True] * 10 + [False] * 5
