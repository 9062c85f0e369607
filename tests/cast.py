"""The cast of every story: who they are, where they work, and the day on which it happens.

`council` is theirs; `other_council` is somebody else's, and `outsider` holds every role there.
"""

import json
import re

import pytest
from django.db import transaction
from django.test import Client as DjangosClient
from django.utils import timezone

from councils.access import Role
from tests import factories


class Client(DjangosClient):
    """Django's, but that `answer.json()` also reads a file that is streamed."""

    def press(self, address, data, **options):
        """Open the page and send its form: with `data`, and with the hidden fields it holds."""
        page = self.get(address).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="(seen[^"]*)" value="([^"]*)"', page))
        return self.post(address, hidden | data, **options)

    def _parse_json(self, response, **extra):
        if response.streaming:
            response._json = json.loads(response.getvalue(), **extra)
            return response._json
        return super()._parse_json(response, **extra)


PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Wednesday 18 November 2026, ten in the morning, in every test."""
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW)
    return factories.NOW


@pytest.fixture(scope="module")
def kept(django_db_setup, django_db_blocker):
    """Rows that fixtures of a module make after asking for this stay to the module's end.

    What each test writes on top is undone after it, as ever. For worlds that take long to make,
    and that many tests only look at.
    """
    with (
        pytest.MonkeyPatch.context() as patch,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(timezone, "now", lambda: factories.NOW)
        yield
        transaction.set_rollback(True)


# --- plain functions, for what a whole module shares (`kept`) ---

PARTS = {
    "officer": ("Olive Ash", Role.ACTION_LEAD),
    "colleague": ("Colin Beck", Role.ACTION_LEAD),
    "clerk": ("Clara Dunn", Role.CLERK),
    "plan_officer": ("Peter Elms", Role.PLAN_OFFICER),
    "secretary": ("Sara Ford", Role.BOARD_SECRETARY),
    "publisher": ("Paula Gray", Role.PUBLISHER),
    "reader": ("Ravi Hill", Role.READER),
    "administrator": ("Agnes Iles", Role.ADMINISTRATOR),
    "outsider": ("Oscar Judd", *Role),
}


def northbridge():
    return factories.CouncilFactory(name="Northbridge", slug="northbridge")


def southmoor():
    return factories.CouncilFactory(name="Southmoor", slug="southmoor")


def somebody(name, council, *roles, **fields):
    first, last = name.split(" ", 1)
    return factories.UserFactory(
        username=first.lower(),
        first_name=first,
        last_name=last,
        password=PASSWORD,
        roles=[(council, role) for role in roles],
        **fields,
    )


def play(part, council):
    """One of the cast, by the name of the fixture."""
    return somebody(PARTS[part][0], council, *PARTS[part][1:])


def post_held_by(user, council, title):
    post = factories.PostFactory(council=council, title=title)
    factories.PostHoldingFactory(post=post, user=user)
    return post


def sign_in(user):
    client = Client()
    client.force_login(user)
    return client


# --- the fixtures ---


@pytest.fixture
def council(db):
    return northbridge()


@pytest.fixture
def other_council(db):
    return southmoor()


@pytest.fixture
def person(db):
    """`person("Ada Reed", council, Role.CLERK, …)`: somebody with these roles there."""
    return somebody


@pytest.fixture
def officer(council):
    """Olive Ash leads actions, through her post `officer_post`."""
    return play("officer", council)


@pytest.fixture
def officer_post(officer, council):
    return post_held_by(officer, council, "Head of Assessment")


@pytest.fixture
def colleague(council):
    """Colin Beck leads other actions of the same council."""
    colleague = play("colleague", council)
    post_held_by(colleague, council, "Head of Safeguarding")
    return colleague


@pytest.fixture
def clerk(council):
    return play("clerk", council)


@pytest.fixture
def plan_officer(council):
    return play("plan_officer", council)


@pytest.fixture
def secretary(council):
    return play("secretary", council)


@pytest.fixture
def publisher(council):
    return play("publisher", council)


@pytest.fixture
def reader(council):
    return play("reader", council)


@pytest.fixture
def administrator(council):
    return play("administrator", council)


@pytest.fixture
def outsider(other_council):
    """Oscar Judd may do everything, at another council."""
    return play("outsider", other_council)


@pytest.fixture
def site_administrator(db):
    return factories.UserFactory(
        username="root", password=PASSWORD, is_staff=True, is_superuser=True
    )


@pytest.fixture
def plan(council):
    """A public plan of the council, named `improvement-plan` in addresses."""
    return factories.PlanFactory(council=council, slug="improvement-plan")


@pytest.fixture
def action(plan, officer_post):
    """A public action that Olive Ash leads, due in thirty days."""
    return factories.ActionFactory(
        plan=plan, reference="2.3", title="Decide every contact in one day", lead=officer_post
    )


@pytest.fixture
def client():
    """Somebody who has not signed in."""
    return Client()


@pytest.fixture
def signed_in():
    """`signed_in(user)`: a client in which that person has signed in."""
    return sign_in
