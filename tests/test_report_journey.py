"""The clerk's journey with a report in a real browser: from the PDF to the public page."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from councils.access import Role
from inspections.models import Inspection, Report
from tests.brought_in import FIRST_WORDS, in_doubt, reissued, with_review
from tests.test_officer_journey import assert_it_fits, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(1280, 900), (820, 1180), (390, 844), (320, 640)]


@pytest.fixture
def council(wirral, board):
    return wirral


@pytest.fixture
def publisher(person, council):
    return person("Paula Gray", council, Role.PUBLISHER)


def choose(page, content, name="report.pdf"):
    page.get_by_label("Report (PDF)").set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": content}
    )


def bring_in(page, content):
    page.goto(reverse("admin:inspections_report_add"))
    choose(page, content)
    page.get_by_role("button", name="Upload and read").click()


def test_a_clerk_brings_in_a_report_and_corrects_the_reading(page, clerk, assert_accessible):
    sign_in(page, "clara")
    page.get_by_role("link", name="Bring in an inspection report (PDF)").click()
    assert_accessible(page)
    choose(page, b"<!DOCTYPE html><html>Gone</html>")
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_text("This is a web page, not a PDF")).to_be_visible()
    assert_accessible(page)

    choose(page, with_review())
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_text("Nothing has been saved yet.").first).to_be_visible()
    picture = page.get_by_role("img", name="Page 1 of the report.").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1000
    assert_accessible(page)

    page.get_by_role("link", name="Correct recommendation 1").first.click()
    assert_accessible(page)
    page.get_by_label("Words").fill("Make plans that are up to date.")
    page.get_by_role("button", name="Keep this reading").click()
    expect(page.get_by_text(f"It was read as: {FIRST_WORDS}")).to_be_in_viewport()

    page.get_by_role("button", name="Save as 2 draft inspections").click()
    expect(page.get_by_text("It is a draft: the public cannot see it.").first).to_be_visible()
    assert_accessible(page)
    ours = Inspection.objects.get(parent=None)
    assert ours.recommendations.get(reference="1").text == "Make plans that are up to date."
    assert ours.publish_from is None


def test_doubts_are_settled_one_by_one_without_javascript(page_without_scripts, clerk, council):
    page = page_without_scripts
    sign_in(page, "clara")
    bring_in(page, in_doubt())
    expect(page.get_by_text("The reader is not sure of 1 thing.")).to_be_visible()
    expect(page.get_by_role("button", name="Save as")).to_have_count(0)
    page.get_by_role("button", name="I have looked: it is right as it stands here").click()
    expect(page.get_by_text("Clara Dunn settled it on 18 November 2026")).to_be_visible()
    page.get_by_role("button", name="Save as a draft inspection").click()
    expect(page.get_by_text("Saved on 18 November 2026")).to_be_visible()


def test_a_reissue_shows_what_differs_before_it_is_saved(page, clerk, council, assert_accessible):
    sign_in(page, "clara")
    bring_in(page, with_review())
    page.get_by_role("button", name="Save as 2 draft inspections").click()
    bring_in(page, reissued())
    expect(page.get_by_text("This becomes version 2; the others stay.").first).to_be_visible()
    assert_accessible(page)
    page.get_by_label("Take the report's judgement on Children who need help").check()
    page.get_by_role("button", name="Save this version").click()
    expect(page.get_by_text("version 2 of its report").first).to_be_visible()
    ours = Inspection.objects.get(parent=None)
    assert ours.judgements.get(area__key="help-protection").grade.label == "Good"


def test_the_pages_fit(page, clerk, council):
    sign_in(page, "clara")
    page.goto(reverse("admin:inspections_report_add"))
    assert_it_fits(page, SIZES)
    bring_in(page, in_doubt())
    assert_it_fits(page, SIZES)
    page.get_by_role("link", name="correct it").click()
    assert_it_fits(page, SIZES)
    page.get_by_role("link", name="Leave it as it was").click()
    page.get_by_role("button", name="I have looked").click()
    page.get_by_role("button", name="Save as a draft inspection").click()
    assert_it_fits(page, SIZES)


class Clicks:
    """Presses what a person presses, and counts."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def press(self, role, name):
        self.page.get_by_role(role, name=name).first.click()
        self.count += 1

    def choose(self, file):
        """The field, then the file in the window that opens."""
        self.page.get_by_label("Report (PDF)").set_input_files(file)
        self.count += 2


def test_the_wirral_report_of_2016_goes_from_pdf_to_public_page_in_few_clicks(
    page, new_context, council, clerk, publisher, shared_data
):
    """Counted from each person's own first page, signing in left out."""
    (file,) = (shared_data / "reports" / "ilacs").glob("80581_wirral/*20 september 2016.pdf")
    sign_in(page, "clara")
    hers = Clicks(page)
    hers.press("link", "Bring in an inspection report (PDF)")
    hers.choose(file)
    hers.press("button", "Upload and read")
    expect(page.get_by_text("2 inspections, 7 judgements, 26 recommendations")).to_be_visible()
    hers.press("button", "Save as 2 draft inspections")
    expect(page.get_by_text("It is a draft").first).to_be_visible()

    other = new_context().new_page()
    sign_in(other, "paula")
    theirs = Clicks(other)
    theirs.press("link", "Look and publish")
    theirs.press("button", "Release to the public")
    expect(other.get_by_text("Done: release to the public. With it:")).to_be_visible()

    ours = Inspection.objects.get(framework__key="sif")
    anybody = new_context().new_page()
    anybody.goto(ours.get_absolute_url())
    first = ours.recommendations.get(reference="1").text
    expect(anybody.get_by_text(first)).to_be_visible()
    assert ours.recommendations.count() == 19
    assert Report.objects.get().rows.count() == 26
    assert (hers.count, theirs.count) == (5, 2)
