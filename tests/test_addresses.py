"""Address × person × answer: the whole table of who gets in where."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from tests.cast import northbridge, play, post_held_by, sign_in, southmoor
from tests.world import build

pytestmark = pytest.mark.django_db

PLAN = "/councils/northbridge/plans/improvement-plan/"
EVERYBODY = ("public", "officer", "clerk", "publisher", "reader", "outsider")

# Public addresses: what each person gets, in the order of EVERYBODY.
ALL = (200,) * 6
INSIDERS = (404, 200, 200, 200, 200, 404)
NOBODY = (404,) * 6
PUBLIC = {
    "/": ALL,
    "/councils/": ALL,
    "/councils/northbridge/": ALL,
    "/councils/northbridge/indicators/": ALL,
    "/councils/nowhere/indicators/": NOBODY,
    "/councils/northbridge/indicators.csv": ALL,
    "/councils/northbridge/indicators.json": ALL,
    "/councils/nowhere/indicators.csv": NOBODY,
    "/councils/northbridge/inspections/inspection-2024/": ALL,
    "/councils/northbridge/inspections/draft/": INSIDERS,
    "/councils/northbridge/inspections/embargoed/": NOBODY,
    PLAN: ALL,
    f"{PLAN}actions.csv": ALL,
    f"{PLAN}actions.json": ALL,
    f"{PLAN}actions/2.3/": ALL,
    f"{PLAN}actions/9.9/": INSIDERS,
    f"{PLAN}actions/nothing/": NOBODY,
    f"{PLAN}over-time/": ALL,
    f"{PLAN}?as_at=2026-10-01&since=2026-09-01": ALL,
    f"{PLAN}actions/2.3/?as_at=2026-10-01": ALL,
    f"{PLAN}actions/9.9/?as_at=2026-10-01": INSIDERS,
    "/councils/northbridge/plans/draft-plan/over-time/": INSIDERS,
    "/councils/northbridge/plans/embargoed-plan/over-time/": NOBODY,
    "/councils/northbridge/plans/withdrawn-plan/over-time/": ALL,
    "/councils/northbridge/plans/draft-plan/": INSIDERS,
    "/councils/northbridge/plans/draft-plan/actions.csv": INSIDERS,
    "/councils/northbridge/plans/draft-plan/actions/1.1/": INSIDERS,
    "/councils/northbridge/plans/embargoed-plan/": NOBODY,
    "/councils/northbridge/plans/embargoed-plan/actions.json": NOBODY,
    "/councils/northbridge/plans/withdrawn-plan/": ALL,
    "/councils/southmoor/plans/improvement-plan/": NOBODY,
    "/councils/nowhere/": NOBODY,
    "/recommendations/": ALL,
    "/recommendations.csv": ALL,
    "/councils.csv": ALL,
    "/data/": ALL,
    "/about/": ALL,
    "/accessibility/": ALL,
    "/healthz": ALL,
}


@pytest.fixture(scope="module")
def council(kept):
    return northbridge()


@pytest.fixture(scope="module")
def cast(council):
    here = {part: play(part, council) for part in ("officer", "clerk", "publisher", "reader")}
    return here | {"outsider": play("outsider", southmoor())}


@pytest.fixture(scope="module")
def world(council, cast):
    post = post_held_by(cast["officer"], council, "Head of Assessment")
    return build(council, cast["officer"], post, cast["publisher"])


@pytest.fixture(scope="module")
def people(cast):
    return {"public": Client(), **{name: sign_in(user) for name, user in cast.items()}}


@pytest.mark.parametrize(("address", "answers"), PUBLIC.items())
def test_public_address(world, people, address, answers):
    got = tuple(people[name].get(address).status_code for name in EVERYBODY)
    assert dict(zip(EVERYBODY, got, strict=True)) == dict(zip(EVERYBODY, answers, strict=True))


@pytest.mark.parametrize(
    "address", [address for address, answers in PUBLIC.items() if answers == ALL]
)
def test_public_addresses_cannot_be_written_to(world, address):
    client = Client()
    for method in ("post", "put", "patch", "delete"):
        assert getattr(client, method)(address).status_code == 405, method


def test_a_person_named_on_an_embargo_may_read_it_and_others_may_not(world, people, cast):
    address = "/councils/northbridge/plans/embargoed-plan/"
    world.embargoed_plan.embargo_readers.add(cast["reader"])
    assert people["reader"].get(address).status_code == 200
    assert people["publisher"].get(address).status_code == 404
    assert people["public"].get(address).status_code == 404


def test_an_embargo_ends_at_its_moment_by_itself(world, monkeypatch):
    address = "/councils/northbridge/plans/embargoed-plan/"
    assert Client().get(address).status_code == 404
    monkeypatch.setattr(timezone, "now", lambda: world.embargoed_plan.publish_from)
    assert Client().get(address).status_code == 200


# The views that need no signing in. A view that is not in this list asks for it.
OPEN = {
    "about",
    "accessibility",
    "action",
    "action-json",
    "council",
    "councils",
    "councils-csv",
    "councils-json",
    "data",
    "evidence-copy",
    "healthz",
    "home",
    "indicators",
    "indicators-csv",
    "indicators-json",
    "inspection",
    "plan",
    "plan-csv",
    "plan-over-time",
    "plan-json",
    "recommendations",
    "recommendations-csv",
    "recommendations-json",
}
OPEN_FOR_SIGNING_IN = ("account_", "mfa_authenticate")


def patterns(resolver, prefix=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, f"{prefix}{pattern.pattern}")
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.pattern}", pattern


def test_the_list_of_views_open_to_everybody_is_exactly_this():
    opened = {
        pattern.name or address
        for address, pattern in patterns(get_resolver())
        if not getattr(pattern.callback, "login_required", True)
    }
    signing_in = {name for name in opened if name.startswith(OPEN_FOR_SIGNING_IN)}
    admins_own = {name for name in opened if name in {"login", "jsi18n"}}
    assert opened - signing_in - admins_own - {"favicon"} == OPEN


def test_the_admin_sends_the_public_to_the_sign_in_page(world):
    for address in ("/admin/", "/admin/improvement/action/", "/admin/councils/user/add/"):
        answer = Client().get(address)
        assert answer.status_code == 302, address
        assert "login" in answer.url
