"""Every address, asked in odd ways by everybody: the answer may be a refusal, never a fault.

Seeded, so that what fails fails again; SEED draws others. With CI set on SQLite, or SWEEP=all,
3,360 addresses; else a sample.
"""

import os
import random

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import get_resolver
from django.utils.http import urlencode

from councils.models import User
from tests.cast import northbridge, play, post_held_by, sign_in, southmoor
from tests.intruder import mine_of
from tests.test_addresses import patterns
from tests.world import build

pytestmark = pytest.mark.django_db
CHUNKS = 16
ALL = os.environ.get("SWEEP") == "all" or (
    os.environ.get("CI") and os.environ.get("TEST_ON") != "postgresql"
)
REQUESTS = 210 if ALL else 15  # in each chunk
PARTS = ("officer", "clerk", "plan_officer", "secretary", "publisher", "reader", "administrator")

ODD = (
    *(
        "",
        "'",
        '"',
        "0",
        "-1",
        "1",
        "2 3",
        "2",
        "x",
        "None",
        "null",
        "true",
        "9" * 30,
        "1e9",
        "1.5",
    ),
    *("٣", "²", "a\x00b", "\ud83d".encode("utf-8", "surrogatepass").decode("utf-8", "replace")),
    *("%", "_5F", "..", "/", "<b>", "=1", "2026-02-30", "9999-12-31", "0001-01-01", "2026-10-01"),
    *("[]", "{}", "a" * 3000, "1,2,3", "1,x", "ＡＢＣ", "\u202e", "id", "pk", "on", "-"),
)
PARAMETERS = (
    *("q", "o", "p", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters", "pop"),
    *("plan", "ids", "as_at", "since", "told", "term", "app_label", "model_name", "field_name"),
    *(
        "council",
        "inspection",
        "status",
        "attention",
        "lead",
        "workstream",
        "page",
        "sheet",
        "next",
    ),
    *("state", "outcome", "plan__id__exact", "plan__exact", "framework", "kind", "number", "item"),
)
BUTTONS = (
    *("_save", "_continue", "_addanother", "_saveasnew", "post", "confirm", "again", "action"),
    *("discard", "undo", "save", "go", "answer", "release", "_export-item", "publish", "look"),
)


@pytest.fixture(scope="module")
def council(kept):
    return northbridge()


@pytest.fixture(scope="module")
def people(council):
    found = [play(part, council) for part in PARTS]
    return [sign_in(user) for user in [*found, play("outsider", southmoor())]]


@pytest.fixture(scope="module")
def clients(council, people):
    officer = User.objects.get(username="olive")
    publisher = User.objects.get(username="paula")
    build(council, officer, post_held_by(officer, council, "Head of Assessment"), publisher)
    mine_of(council)
    root = User.objects.create_superuser("root")
    found = [*people, sign_in(root), sign_in(root)]
    for client in found:
        client.raise_request_exception = False
    return found


@pytest.fixture(scope="module")
def addresses():
    return sorted(
        (address.replace("^", "").replace("$", ""), pattern.name or "")
        for address, pattern in patterns(get_resolver())
        if "?P" not in address and "(" not in address
    )


def an_address(draw, address):
    """The address with its places filled in: mostly by what there is, sometimes by what is odd."""
    while "<" in address:
        head, _, rest = address.partition("<")
        place, _, tail = rest.partition(">")
        name = place.partition(":")[2] or place
        there = {
            "council": "northbridge",
            "plan": "improvement-plan",
            "inspection": "inspection-2024",
            "reference": draw.choice(["2.3", "2.4", "9.9"]),
        }.get(name, str(draw.randint(1, 3)))
        value = there if draw.random() < 0.85 else draw.choice(ODD)
        if place.startswith("int:") and not value.isascii():
            value = "1"
        address = f"{head}{value}{tail}"
    return "/" + address


def a_query(draw, model_admin):
    names = [draw.choice(PARAMETERS) for _ in range(draw.randint(0, 2))]
    if model_admin and draw.random() < 0.6:
        fields = [field.name for field in model_admin.opts.get_fields()]
        filters = [
            str(getattr(one, "parameter_name", one[0] if isinstance(one, tuple) else one))
            for one in model_admin.list_filter
        ]
        ending = draw.choice(
            ["", "__exact", "__id__exact", "__in", "__isnull", "__gte", "__isempty"]
        )
        names.append(draw.choice(fields + filters * 3) + ending)
    return {name: draw.choice(ODD) for name in names}


def a_form(draw, page):
    """Only a button; or the form as it stands with one of its fields made odd."""
    sent = {draw.choice(BUTTONS): draw.choice(["1", "", "yes", "x"])}
    forms = []
    context = getattr(page, "context", None) or {}
    for name in ("adminform", "form"):
        one = context.get(name) if hasattr(context, "get") else None
        forms += [getattr(one, "form", one)] if one is not None else []
    for formset in (context.get("inline_admin_formsets") or []) if context else []:
        inner = formset.formset
        forms += [inner.management_form, *inner.forms]
    if draw.random() < 0.7:
        for form in forms:
            for name in getattr(form, "fields", {}):
                value = form[name].value()
                if draw.random() < 0.15:
                    value = draw.choice(ODD)
                if draw.random() < 0.02:
                    value = SimpleUploadedFile("x.csv", b"\x00,1\n")
                if value not in (None, False):
                    sent[form.add_prefix(name)] = value
    if draw.random() < 0.3:
        sent |= {"_selected_action": draw.choice(ODD), "index": draw.choice(["0", "x", "9"])}
        sent["action"] = draw.choice(["delete_selected", "report_on_selected", "x", ""])
    if draw.random() < 0.2:
        sent["_to_field"] = draw.choice(["", "id", "x"])
    if draw.random() < 0.2:
        sent |= {key: draw.choice(ODD) for key in sent if "_FORMS" in key}
    return sent


def whole(answer):
    """Read to its end: a fault may come late."""
    if answer.streaming:
        b"".join(answer)
    return answer


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_address_answers_with_a_fault(chunk, clients, addresses):
    draw = random.Random(1000 * int(os.environ.get("SEED", "0")) + chunk)
    by_path = {
        f"admin/{each.opts.app_label}/{each.opts.model_name}/": each
        for each in admin.site._registry.values()
    }
    faults = []
    for _ in range(REQUESTS):
        route, _ = draw.choice(addresses)
        model_admin = next((each for path, each in by_path.items() if route.startswith(path)), None)
        client = draw.choice(clients)
        at = an_address(draw, route)
        if query := a_query(draw, model_admin):
            at += "?" + urlencode(query)
        with transaction.atomic():
            answer = whole(client.get(at))
            if draw.random() < 0.5 and answer.status_code == 200 and "logout" not in at:
                sent = a_form(draw, answer)
                at = f"{at} POST {sent}"
                answer = whole(client.post(at.split(" POST ")[0], sent))
            transaction.set_rollback(True)
        if answer.status_code >= 500:
            faults.append((answer.status_code, at, repr(getattr(answer, "exc_info", "")[1:2])))
    assert faults == []
