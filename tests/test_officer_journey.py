"""The officer's journeys in a real browser: to a report in two clicks and one form."""

import pytest
from playwright.sync_api import expect

from improvement.models import Update
from tests import factories
from tests.cast import PASSWORD
from tests.factories import moment
from tests.test_workflow import report

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(1280, 900), (768, 1024), (320, 640)]


def sign_in(page, name):
    page.goto("/accounts/login/")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/login/" not in address)


def assert_nothing_sticks_out(page):
    page.wait_for_load_state()  # A page that has only begun to arrive has no body to measure.
    wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wider), f"{page.url} is wider than {page.viewport_size}"


def assert_it_fits(page, sizes=SIZES):
    """At each of these sizes; the page is left at the last of them."""
    for width, height in sizes:
        page.set_viewport_size({"width": width, "height": height})
        assert_nothing_sticks_out(page)


def test_a_lead_reports_in_two_clicks_and_one_form(page, action, assert_accessible):
    sign_in(page, "olive")
    expect(page.get_by_text("1 action has not been reported on")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Report progress on 2.3").click()
    assert_accessible(page)
    page.get_by_label("In progress").check()
    page.get_by_label("At risk:").check()
    page.get_by_label("Why?", exact=True).fill("One manager is still to come.")
    page.get_by_label("What has changed since the last report?").fill("Four of five came.")
    page.get_by_role("button", name="Report progress").click()
    expect(page.get_by_text("It is with the publisher")).to_be_visible()
    assert Update.objects.get().what_changed == "Four of five came."


def test_a_lead_reports_without_javascript_and_finds_what_is_missing(page_without_scripts, action):
    page = page_without_scripts
    sign_in(page, "olive")
    page.get_by_role("link", name="Report progress on 2.3").click()
    page.get_by_label("What has changed since the last report?").fill("Four of five came.")
    page.get_by_text("Ask for a later date").click()
    expect(page.get_by_label("To which date?")).to_be_visible()
    page.get_by_role("button", name="Report progress").click()
    expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()
    page.get_by_label("On track:").check()
    page.get_by_role("button", name="Report progress").click()
    expect(page.get_by_text("It is with the publisher")).to_be_visible()
    assert Update.objects.get().confidence == "on-track"


def test_the_pages_of_a_lead_fit_and_can_be_reached_by_all(
    page, officer, officer_post, action, assert_accessible
):
    factories.ActionFactory(plan=action.plan, lead=officer_post)
    report(action, officer, at=moment(40))
    sign_in(page, "olive")
    for path in (
        "/admin/",
        f"/admin/improvement/action/{action.pk}/report/",
        f"/admin/improvement/action/{action.pk}/correct/1/",
        f"/admin/improvement/action/{action.pk}/change/",
        f"/admin/improvement/action/{action.pk}/evidence/",
        "/admin/improvement/action/report-several/",
    ):
        page.goto(path)
        assert_it_fits(page)
        assert_accessible(page)
        page.set_viewport_size({"width": 1280, "height": 900})
        assert_accessible(page)


def test_the_button_of_the_report_is_on_the_first_screen_of_desk_and_tablet(page, action):
    sign_in(page, "olive")
    page.goto(f"/admin/improvement/action/{action.pk}/report/")
    for width, height in SIZES[:2]:
        page.set_viewport_size({"width": width, "height": height})
        button = page.get_by_role("button", name="Report progress").bounding_box()
        assert button["y"] + button["height"] <= height


def test_the_next_check_is_asked_for_only_with_business_as_usual(page, action):
    sign_in(page, "olive")
    page.goto(f"/admin/improvement/action/{action.pk}/report/")
    expect(page.get_by_label("When will it be checked next?")).to_be_hidden()
    page.get_by_label("Moved to business as usual").check()
    expect(page.get_by_label("When will it be checked next?")).to_be_visible()


def test_the_plan_officers_pages_can_be_reached_by_all(
    page, plan_officer, officer, action, assert_accessible
):
    report(action, officer)
    sign_in(page, "peter")
    for path in (
        "/admin/",
        "/admin/improvement/action/",
        f"/admin/improvement/action/{action.pk}/change/",
        f"/admin/improvement/action/{action.pk}/close/",
        f"/admin/improvement/action/add/?plan={action.plan_id}",
        f"/admin/improvement/plan/{action.plan_id}/change/",
        "/admin/improvement/plan/",
        "/admin/improvement/update/",
    ):
        page.goto(path)
        assert_accessible(page)


def test_the_look_ups_beside_the_list_work_and_have_names(
    page, plan_officer, officer_post, action, assert_accessible
):
    other = factories.ActionFactory(plan=action.plan, title="Something else")
    sign_in(page, "peter")
    page.goto("/admin/improvement/action/")
    page.get_by_text("By plan, workstream or lead").click()
    assert_accessible(page)
    page.get_by_role("combobox", name="Lead").click()
    choice = page.get_by_role("option", name="Head of Assessment")
    expect(choice).to_be_visible()
    assert_accessible(page)
    page.get_by_role("searchbox", name="Lead").fill("nobody of that name")
    expect(page.get_by_role("option", name="No results found")).to_be_disabled()
    assert_accessible(page)
    page.get_by_role("searchbox", name="Lead").fill("")
    choice.click()
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name=action.title)).to_be_visible()
    expect(page.get_by_text(other.title)).to_have_count(0)


def test_the_publisher_looks_previews_and_releases(
    page, context, publisher, officer, action, assert_accessible
):
    update = report(action, officer, what_changed="Four of five came.")
    sign_in(page, "paula")
    assert_accessible(page)
    page.get_by_role("link", name="Look and release").click()
    assert_accessible(page)
    with context.expect_page() as opened:
        page.get_by_role("button", name="Preview the page of 2.3").click()
    expect(opened.value.get_by_text("Four of five came.")).to_be_visible()
    update.refresh_from_db()
    assert update.public_at is None
    page.get_by_role("button", name="Release 1 report").click()
    expect(page.get_by_text("The public can read them now.")).to_be_visible()
    update.refresh_from_db()
    assert update.public_at is not None
