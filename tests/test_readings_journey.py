"""An officer takes the readings out, edits one, and brings the file back, in a real browser."""

from datetime import date

import pytest
from django.urls import reverse

from improvement.models import Reading
from tests.indicator_factories import IndicatorFactory, ReadingFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_officer_corrects_readings_by_a_file(
    page, base_url, signed_in, plan_officer, council, assert_accessible
):
    indicator = IndicatorFactory(council=council, key="seen", name="Seen in time")
    for value, year, by in ((20, 2023, None), (21, 2024, plan_officer)):
        ReadingFactory(
            indicator=indicator,
            as_at=date(year, 3, 31),
            value=value,
            by=by,
            read_from="" if by else "first.csv",
        )
    session = signed_in(plan_officer).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])
    page.goto(reverse("admin:improvement_indicator_changelist"))
    page.get_by_role("link", name="Readings from or to a spreadsheet").click()
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV of the readings").click()
    text = download.value.path().read_text(encoding="utf-8")

    upload(page, text.replace(",20,", ",20x,"))
    assert page.get_by_text("This is not a number.").is_visible()
    assert_accessible(page)
    page.get_by_role("link", name="upload it again").click()
    upload(page, text.replace(",20,", ",30,").replace(",21,", ",31,"))
    assert page.get_by_text("Value changed from 20% to 30%").is_visible()
    assert_accessible(page)
    page.get_by_role("checkbox", name="Take what the file says in row 3").check()
    page.get_by_label("Why are figures corrected?").fill("Counted again.")
    page.get_by_role("button", name="Confirm 2").click()
    assert page.get_by_text("Saved: 0 new, 2 changed").is_visible()
    assert_accessible(page)
    assert Reading.objects.filter(version=2).count() == 2
    page.get_by_role("button", name="Undo this import").click()
    assert page.get_by_text("The import is undone").is_visible()
    assert_accessible(page)
    assert Reading.objects.filter(version=2).count() == 0


def upload(page, text):
    page.get_by_label("File of readings (CSV").set_input_files(
        {"name": "readings.csv", "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Upload and see").click()
