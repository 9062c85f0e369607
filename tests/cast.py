"""The cast of every story: who they are, where they work, and the day on which it happens.

`council` is theirs; `other_council` is somebody else's, and `outsider` holds every role there.
"""

import pytest
from django.test import Client
from django.utils import timezone

from councils.access import Role
from tests import factories

PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """Wednesday 18 November 2026, ten in the morning, in every test."""
    monkeypatch.setattr(timezone, "now", lambda: factories.NOW)
    return factories.NOW


@pytest.fixture
def council(db):
    return factories.CouncilFactory(name="Northbridge", slug="northbridge")


@pytest.fixture
def other_council(db):
    return factories.CouncilFactory(name="Southmoor", slug="southmoor")


@pytest.fixture
def person(db):
    """`person("Ada Reed", council, Role.CLERK, …)`: somebody with these roles there."""

    def make(name, council, *roles, **fields):
        first, last = name.split(" ", 1)
        return factories.UserFactory(
            username=first.lower(),
            first_name=first,
            last_name=last,
            password=PASSWORD,
            roles=[(council, role) for role in roles],
            **fields,
        )

    return make


@pytest.fixture
def officer(person, council):
    """Olive Ash leads actions, through her post `officer_post`."""
    return person("Olive Ash", council, Role.ACTION_LEAD)


@pytest.fixture
def officer_post(officer, council):
    post = factories.PostFactory(council=council, title="Head of Assessment")
    factories.PostHoldingFactory(post=post, user=officer)
    return post


@pytest.fixture
def colleague(person, council):
    """Colin Beck leads other actions of the same council."""
    colleague = person("Colin Beck", council, Role.ACTION_LEAD)
    post = factories.PostFactory(council=council, title="Head of Safeguarding")
    factories.PostHoldingFactory(post=post, user=colleague)
    return colleague


@pytest.fixture
def clerk(person, council):
    return person("Clara Dunn", council, Role.CLERK)


@pytest.fixture
def plan_officer(person, council):
    return person("Peter Elms", council, Role.PLAN_OFFICER)


@pytest.fixture
def secretary(person, council):
    return person("Sara Ford", council, Role.BOARD_SECRETARY)


@pytest.fixture
def publisher(person, council):
    return person("Paula Gray", council, Role.PUBLISHER)


@pytest.fixture
def reader(person, council):
    return person("Ravi Hill", council, Role.READER)


@pytest.fixture
def administrator(person, council):
    return person("Agnes Iles", council, Role.ADMINISTRATOR)


@pytest.fixture
def outsider(person, other_council):
    """Oscar Judd may do everything, at another council."""
    return person("Oscar Judd", other_council, *Role)


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
def signed_in():
    """`signed_in(user)`: a client in which that person has signed in."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in
