"""What is kept for everybody is made for nobody, and takes only so much of a server's memory."""

from datetime import timedelta

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import RequestFactory
from django.utils import timezone

from improvement.pages import public
from tests import factories
from tests.cast import Client, northbridge, play, post_held_by, sign_in
from tests.test_addresses import ALL, PUBLIC
from tests.world import build

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "unreleased words of an officer"
PAGES = [address for address, answers in PUBLIC.items() if answers == ALL]


@pytest.fixture(autouse=True)
def nothing_kept():
    public._kept.clear()
    public._made_anew.storage.reset()


@pytest.fixture
def address(action):
    return action.plan.get_absolute_url()


def burdened():
    """A stranger's browser with a message, a session and a cookie that hold a secret."""
    client = Client(headers={"user-agent": SECRET, "referer": f"https://example.org/{SECRET}"})
    session = client.session
    session["note"] = SECRET
    session.save()
    client.cookies["note"] = SECRET.replace(" ", "-")
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    storage = CookieStorage(request)
    storage.add(messages.WARNING, SECRET)
    answer = client.get("/about/")  # any answer that the message's cookie can be put on
    storage.update(answer)
    client.cookies["messages"] = answer.cookies["messages"].value
    return client


def whole(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_at_no_public_address_does_anything_of_who_asked_first_reach_who_asks_next():
    council = northbridge()
    officer, publisher = play("officer", council), play("publisher", council)
    post = post_held_by(officer, council, "Head of Assessment")
    build(council, officer, post, publisher)
    first, member = burdened(), sign_in(officer)
    member.cookies["messages"] = first.cookies["messages"].value
    for page in PAGES:
        of_member, of_first = whole(member.get(page)), whole(first.get(page))
        of_stranger = whole(Client().get(page))
        assert of_stranger == of_first, page
        for told in (of_member, of_first, of_stranger):
            assert SECRET.encode() not in told, page
            assert b"csrfmiddlewaretoken" not in told, page
    own = first.get("/accounts/login/").content.decode()
    assert SECRET in own, "the message was there all the time, for whom it was meant"


def test_a_members_page_is_kept_by_nobody_on_the_way(address, officer):
    answer = sign_in(officer).get(address)
    assert answer["Cache-Control"] == "private, no-store"
    assert not public._kept
    assert "no-store" not in Client().get(address).get("Cache-Control", "")


def test_parameters_that_the_page_does_not_know_are_in_neither_key_nor_page(address):
    plain = whole(Client().get(address))
    for asked in ("utm_source=letter", "fbclid=1", "x=<b>", "as_at_=1"):
        assert whole(Client().get(f"{address}?{asked}")) == plain
    assert len(public._kept) == 1


def test_known_parameters_in_another_order_are_the_same_page(address):
    assert whole(Client().get(f"{address}?q=a&due=soon")) == whole(
        Client().get(f"{address}?due=soon&q=a")
    )
    assert len(public._kept) == 1


def test_a_thousand_addresses_stay_within_the_bytes_of_a_process(address, monkeypatch):
    monkeypatch.setattr(public, "_kept", type(public._kept)(200_000, 60, getsizeof=_size))
    for number in range(60):
        whole(Client().get(f"{address}?q=words-{number}"))
        assert public._kept.currsize <= 200_000
    assert 0 < len(public._kept) < 60


def _size(page):
    return page.size


def test_what_is_kept_and_what_is_asked_for_together_stay_under_64_mib():
    assert public.MOST_BYTES + 20 * public.MOST_OF_A_PAGE < 64 * 1024 * 1024


def test_a_page_that_is_too_large_is_made_anew(address, monkeypatch):
    monkeypatch.setattr(public, "MOST_OF_A_PAGE", 100)
    assert Client().get(address).status_code == 200
    assert not public._kept


@pytest.mark.parametrize("name", ["actions.csv", "actions.json", "actions/2.3.json"])
def test_files_are_streamed_and_not_kept(address, name):
    assert Client().get(address + name).streaming
    assert not public._kept


@pytest.mark.parametrize("name", ["", "actions.csv", "actions.json"])
def test_to_ask_for_the_head_reads_and_sends_no_rows(address, name, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "folding" not in one]
    whole_page, head = Client().get(address + name), Client().head(address + name)
    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Type"] == whole_page["Content-Type"]
    if not whole_page.streaming:
        assert head["Content-Length"] == str(len(whole_page.content))
        assert len(public._kept) == 1


def test_who_has_too_many_pages_made_anew_waits_and_kept_ones_are_still_shown(address, settings):
    settings.PAGES_MADE_ANEW = 3
    words = [f"{address}?q={number}" for number in range(5)]
    answers = [Client().get(one) for one in words]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert "Wait" in answers[-1].content.decode()
    assert Client().get(words[0]).status_code == 200
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.get(words[4]).status_code == 200


def test_a_household_of_ipv6_addresses_counts_as_one(address, settings):
    settings.PAGES_MADE_ANEW = 1
    one, other = (Client(REMOTE_ADDR=f"2001:db8::{part}") for part in (1, 2))
    assert one.get(f"{address}?q=a").status_code == 200
    assert other.get(f"{address}?q=b").status_code == 429


def test_an_embargoed_page_that_a_named_person_read_is_not_there_for_others(
    plan, address, reader, now, monkeypatch
):
    type(plan).objects.filter(pk=plan.pk).update(publish_from=now + timedelta(days=1))
    plan.embargo_readers.add(reader)
    assert sign_in(reader).get(address).status_code == 200
    assert Client().get(address).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=1))
    factories.ActionFactory(plan=plan)
    assert Client().get(address).status_code == 200
