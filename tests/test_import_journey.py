"""The clerk's import in a real browser, from the inspection's page to what was saved."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.test_officer_journey import assert_it_fits

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [(1280, 900), (820, 1180), (390, 844), (320, 640)]
FIRST = (
    "Rec no;Recommendation;Page\r\n"
    "1;Make every plan say what will change for the child.;3\r\n"
    "2;Visit every child in private fostering within six weeks.;3\r\n"
    "3;Give homeless 16- and 17-year-olds a joint response.;4\r\n"
)
SECOND = (
    "Rec no;Recommendation;Page\r\n"
    "1;Make every plan say clearly what will change for the child.;3\r\n"
    ";Visit all children in private fostering within six weeks.;3\r\n"
    "4;Write down every decision of a supervisor.;4\r\n"
)


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, publish_from=None)


@pytest.fixture
def at_the_inspection(page, base_url, clerk, signed_in, inspection):
    """The clerk, signed in, at the inspection's page in the admin."""
    session = signed_in(clerk).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": base_url}])
    page.goto(reverse("admin:inspections_inspection_change", args=[inspection.pk]))
    return page


def upload(page, text, name="from the report.csv"):
    page.get_by_label("File of recommendations").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    )
    page.get_by_role("button", name="Upload and see").click()


def test_a_clerk_brings_recommendations_in_and_corrects_them(
    at_the_inspection, inspection, assert_accessible
):
    page = at_the_inspection
    page.get_by_role("link", name="Import recommendations").click()
    assert_accessible(page)
    upload(page, "Ref,Colour\r\n1,red\r\n")
    expect(page.get_by_text("No column holds the recommendations' words")).to_be_visible()
    assert_accessible(page)
    upload(page, "Ref,Text,Page\r\n1,Quite right.,x\r\n")
    expect(page.get_by_text("This is not a whole number.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="upload it again").click()

    upload(page, FIRST)
    assert_accessible(page)
    page.get_by_role("button", name="Confirm 3").click()
    expect(page.get_by_text("Saved: 3 new")).to_be_visible()
    assert_accessible(page)
    assert inspection.recommendations.count() == 3

    page.goto(reverse("admin:inspections_import_upload", args=[inspection.pk]))
    upload(page, SECOND)
    assert_accessible(page)
    page.get_by_role("radio", name="It is the same").check()
    page.get_by_role("button", name="Confirm 3").click()
    expect(page.get_by_text("Saved: 1 new, 2 changed")).to_be_visible()
    assert_accessible(page)
    texts = inspection.recommendations.order_by("order").values_list("text", flat=True)
    assert [text.split()[0] for text in texts] == ["Make", "Visit", "Give", "Write"]


def test_the_pages_fit_a_narrow_screen_and_say_there_what_each_value_is(at_the_inspection):
    page = at_the_inspection
    page.get_by_role("link", name="Import recommendations").click()
    assert_it_fits(page, SIZES)
    long_name = "recommendations_of_the_inspection_of_the_council.csv"
    content = "Ref,Text,Recommendation_kind_as_printed\r\n1,Right.,y\r\n1,Wrong.,z\r\n"
    upload(page, content, long_name)
    assert_it_fits(page, SIZES)
    reason = page.get_by_role("cell", name="Row 2 has the same reference.")
    told = "element => getComputedStyle(element, '::before').content"
    assert reason.evaluate(told) == '"Why it is wrong: "'
    page.set_viewport_size({"width": 1280, "height": 900})
    assert reason.evaluate(told) == "none"


def test_the_list_of_imports_can_be_read_by_everybody(at_the_inspection, assert_accessible):
    page = at_the_inspection
    page.goto(reverse("admin:inspections_import_changelist"))
    assert_accessible(page)
