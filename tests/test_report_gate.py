"""The report and its pages stand behind a gate: by role, by council, and by embargo."""

import pytest
from django.test import Client
from django.urls import reverse

from councils.access import Role
from inspections.models import Inspection, Report
from inspections.reports.kind import save
from tests.brought_in import brought_in, in_doubt, with_review
from tests.factories import NOW
from tests.test_report_admin import text_of, upload, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(wirral, board):
    return wirral


@pytest.fixture
def client(signed_in, clerk):
    return signed_in(clerk)


@pytest.fixture
def report(council, clerk):
    return brought_in(with_review(), council, by=clerk)


@pytest.fixture
def doubted(council, clerk):
    return brought_in(in_doubt(), council, by=clerk)


# --- the file and its pages ---


def test_the_report_and_its_pages_are_given_to_who_may_see_it(client, report):
    file = client.get(url("file", report.pk))
    assert (file["Content-Type"], file.content) == ("application/pdf", with_review())
    picture = client.get(url("picture", report.pk, 4))
    assert picture["Content-Type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")
    assert file["Cache-Control"] == "private, no-store"
    assert "object-src 'self'" in file["Content-Security-Policy"]
    assert "object-src 'none'" in picture["Content-Security-Policy"]
    assert picture["Cache-Control"] == "private, no-store"
    assert {file["X-Content-Type-Options"], picture["X-Content-Type-Options"]} == {"nosniff"}
    assert client.get(url("picture", report.pk, 99)).status_code == 404


# --- who has no business here ---


def pages_of(report):
    return [
        url("change", report.pk),
        url("file", report.pk),
        url("picture", report.pk, 1),
        url("item", report.pk, "0"),
        url("add_item", report.pk, "0"),
        url("council", report.pk),
        url("history", report.pk),
    ]


ACTS = [
    ("save", ()),
    ("discard", ()),
    ("settle", (1,)),
    ("leave_out", ("0.judgements.0",)),
    ("item", ("0",)),
    ("council", ()),
]


def test_the_people_of_another_council_find_nothing(signed_in, outsider, doubted):
    stranger = signed_in(outsider)
    for address in pages_of(doubted):
        assert stranger.get(address).status_code == 404, address
    for page, args in ACTS:
        assert stranger.post(url(page, doubted.pk, *args)).status_code == 404, page
    assert b"report.pdf" not in stranger.get(url("changelist")).content
    assert not Inspection.objects.exists()
    assert doubted.doubts.open().exists()


def test_the_people_of_another_council_find_nothing_of_a_saved_report(
    signed_in, outsider, report, clerk
):
    save(report=report, by=clerk, at=NOW)
    stranger = signed_in(outsider)
    for address in pages_of(report):
        assert stranger.get(address).status_code == 404, address


def test_nobody_brings_in_a_report_of_another_council(signed_in, outsider, council):
    told = text_of(upload(signed_in(outsider), with_review()))
    assert "This report is about Wirral. You may bring in reports for Southmoor only." in told
    assert not Report.objects.exists()


def test_nobody_comes_in_without_signing_in(report):
    for address in [*pages_of(report), url("add")]:
        assert Client().get(address).status_code == 302, address
    for page, args in ACTS:
        assert Client().post(url(page, report.pk, *args)).status_code == 302, page


@pytest.mark.parametrize("role", [Role.READER, Role.ACTION_LEAD, Role.PUBLISHER])
def test_who_may_not_import_sees_a_report_only_once_it_is_saved(
    signed_in, person, council, clerk, report, role
):
    colleague = signed_in(person("Nina Kerr", council, role))
    assert colleague.get(url("add")).status_code == 404
    assert colleague.get(url("change", report.pk)).status_code == 404
    assert colleague.post(url("save", report.pk)).status_code == 404
    save(report=report, by=clerk, at=NOW)
    assert colleague.get(url("change", report.pk)).status_code == 200
    assert colleague.get(url("file", report.pk)).status_code == 200
    assert colleague.post(url("discard", report.pk)).status_code == 403


def test_a_report_of_an_embargoed_inspection_is_hidden_from_who_is_not_named(
    signed_in, clerk, plan_officer, report
):
    inspection = save(report=report, by=clerk, at=NOW).inspections[1]
    inspection.publish_from = NOW.replace(year=2027)
    inspection.save()
    inspection.embargo_readers.add(clerk)
    assert signed_in(clerk).get(url("change", report.pk)).status_code == 200
    other = signed_in(plan_officer)
    for address in pages_of(report):
        assert other.get(address).status_code == 404, address
    told = text_of(upload(other, with_review()))
    assert "You may not see what it was saved into." in told


def test_a_report_moves_only_to_a_council_where_one_may_import(
    client, report, other_council, council
):
    address = url("council", report.pk)
    told = text_of(client.post(address, {"council": other_council.pk}))
    assert "Select a valid choice" in told
    report.refresh_from_db()
    assert report.council == council


@pytest.mark.parametrize(("act", "args"), [("save", ()), ("discard", ()), ("settle", (1,))])
def test_nothing_is_changed_by_following_a_link(client, doubted, act, args):
    assert client.get(url(act, doubted.pk, *args)).status_code == 405


def test_a_form_from_elsewhere_is_refused(clerk, report):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(clerk)
    assert careful.post(url("save", report.pk)).status_code == 403


@pytest.mark.parametrize("key", ["9", "0.judgements.99", "0.x.1", "x", "council", "0.0.0.0"])
def test_items_that_are_not_there_are_not_found(client, report, key):
    assert client.get(url("item", report.pk, key)).status_code == 404


def test_reports_are_neither_edited_nor_deleted_by_hand(client, report):
    assert client.post(url("change", report.pk), {"state": "confirmed"}).status_code == 405
    assert client.post(url("delete", report.pk), {"post": "yes"}).status_code == 403


def test_reports_do_not_stand_among_the_imports(client, report, clerk):
    save(report=report, by=clerk, at=NOW)
    imports = client.get(reverse("admin:inspections_import_changelist"))
    assert b"report.pdf" not in imports.content
    address = reverse("admin:inspections_import_change", args=[report.pk])
    assert client.get(address).status_code == 404
    assert b"report.pdf" in client.get(url("changelist")).content
