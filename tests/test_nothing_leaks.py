"""To prove that nothing leaks, first make something that could; then look everywhere for it."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve

from tests import factories
from tests.test_addresses import OPEN
from tests.world import SECRET

pytestmark = pytest.mark.django_db
# The value of a reading that is hidden, its parts, and the change to it from the one before.
SMALL_NUMBER = re.compile(r"\b4\.(?:3|29|285?7?)\b|\b3 of 70\b|\b45\.71|\bgetting better\b")
ENOUGH = 600  # addresses; the world has fewer, each of its past days among them


class Links(HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.page = page
        self.found = set()

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in {"href", "src", "action"} and value:
                self.found.add(urljoin(self.page, value))


def crawl(client):
    """Every page that links lead to from the front page: its address and its answer."""
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop()
        parts = urlsplit(address)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        outside = parts.netloc and parts.netloc != "testserver"
        if outside or address in seen or parts.path.startswith(("/static/", "/admin", "/accounts")):
            continue
        seen.add(address)
        assert len(seen) < ENOUGH
        answer = client.get(address)
        assert answer.status_code == 200, address
        yield address, answer
        # A past day is looked at; its every filter on every day would never end.
        of_the_past = "as_at=" in parts.query or "since=" in parts.query
        if answer["Content-Type"].startswith("text/html") and not of_the_past:
            links = Links(address)
            links.feed(answer.content.decode())
            waiting.extend(links.found)


def body(answer) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_no_public_page_holds_a_secret_and_every_kind_of_page_was_looked_at(world):
    looked_at = set()
    for address, answer in crawl(Client()):
        looked_at.add(resolve(urlsplit(address).path).url_name)
        text = body(answer)
        assert SECRET not in text, f"{address}: …{text[max(0, text.find(SECRET) - 200) :][:300]}"
        assert SECRET not in str(answer.headers)
        assert not SMALL_NUMBER.search(text), address
        for place in set(re.findall(r'href="#([^"]+)"', text)):
            assert f'id="{place}"' in text, f"{address}: nothing is at #{place}"
    assert looked_at >= OPEN - {"healthz"}


def test_an_outsider_with_every_role_elsewhere_sees_no_more_than_the_public(
    world, signed_in, outsider
):
    for address, answer in crawl(signed_in(outsider)):
        assert SECRET not in body(answer), address


def test_numbers_do_not_count_what_is_not_public(world):
    """A draft action, a draft inspection and an unreleased report change no figure."""
    before = {address: body(answer) for address, answer in crawl(Client())}
    factories.ActionFactory(plan=world.plan, reference="9.8", public_at=None)
    draft = factories.InspectionFactory(council=world.council, slug="draft-2", publish_from=None)
    factories.RecommendationFactory(inspection=draft)
    factories.PlanFactory(council=world.council, slug="draft-2", publish_from=None)
    factories.UpdateFactory(action=world.action, status="complete", confidence="")
    after = {address: body(answer) for address, answer in crawl(Client())}
    assert after == before
