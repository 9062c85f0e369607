"""A council's tracker in a real browser: explained once, then one click a month."""

import pytest
from django.urls import reverse

from tests.tracker_files import MANAGERS, VISITS, csv_of

pytestmark = pytest.mark.django_db(transaction=True)


def upload(page, content):
    page.get_by_label("Tracker (CSV, XLSX or ODS)").set_input_files(
        {"name": "board tracker.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Upload and see").click()


def test_a_tracker_is_explained_once_and_comes_in_with_one_click_afterwards(
    page, base_url, plan, action, plan_officer, signed_in, assert_accessible
):
    session = signed_in(plan_officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])
    page.goto(reverse("admin:improvement_plan_change", args=[plan.pk]))
    page.get_by_role("link", name="Import a tracker").click()
    assert_accessible(page)
    upload(page, csv_of([*MANAGERS, "Green", "Two are in post."], [*VISITS, "Amber", ""]))
    page.get_by_role("button", name="Go on").click()  # what is open is asked for, by name
    page.get_by_text("Something is missing or wrong.").wait_for()
    assert_accessible(page)
    page.get_by_label("“Green” stands as rating of one action.").select_option(
        "in progress, on track"
    )
    page.get_by_label("“Amber” stands as rating of one action.").select_option(
        "in progress, at risk"
    )
    page.get_by_label("Yes: it is the date first promised").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("heading", name="New: 1").wait_for()
    assert_accessible(page)
    page.get_by_role("button", name="Confirm 2").click()
    page.get_by_text("Saved. What each row did is told below.").wait_for()
    assert_accessible(page)
    page.get_by_role("link", name="2.3").click()
    page.get_by_role("heading", name="Brought in by a file").wait_for()
    assert_accessible(page)

    page.goto(reverse("admin:improvement_plan_import-tracker", args=[plan.pk]))
    upload(page, csv_of([*MANAGERS, "Amber", "Two are in post."], [*VISITS, "Amber", ""]))
    page.get_by_role("button", name="Confirm 1").click()
    page.get_by_text("Saved. What each row did is told below.").wait_for()
    assert action.updates.last().confidence == "at-risk"
    page.goto(reverse("admin:improvement_plan_export-tracker", args=[plan.pk]))
    assert_accessible(page)
