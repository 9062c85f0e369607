"""A clerk brings a spreadsheet: which sheet is meant, what it hides, what goes out again."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspections.intake.exporting import FORMS
from inspections.models import Import, Recommendation
from inspections.spreadsheets import TYPES
from tests import factories
from tests.spreadsheets import FIRST, HEADINGS, SECOND, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, slug="inspection", publish_from=None)


@pytest.fixture
def client(signed_in, clerk):
    return signed_in(clerk)


def url(page, *args):
    return reverse(f"admin:inspections_import_{page}", args=args)


def upload(client, inspection, content, name="plan.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(url("upload", inspection.pk), {"file": file}, follow=True)


def act(client, page, **sent):
    return client.post(url(page, Import.objects.first().pk), sent, follow=True)


def text_of(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def with_a_second_sheet(book, sheet):
    sheet.title = "Open"
    closed = book.create_sheet("Closed")
    closed.append(["Ref", "Recommendation"])
    closed.append(["9", "Done long ago."])


def with_a_hidden_row(book, sheet):
    sheet.row_dimensions[3].hidden = True


def test_a_workbook_is_read_and_the_page_says_which_sheet(client, inspection):
    told = text_of(upload(client, inspection, workbook(HEADINGS, FIRST, title="Plan")))
    assert "This is an Excel workbook (XLSX). Read is the sheet “Plan”." in told
    assert "1 new 0 changed 0 unchanged 0 wrong" in told
    assert "Saved: 1 new" in text_of(act(client, "confirm"))


def test_the_clerk_chooses_between_two_sheets(client, inspection):
    content = workbook(HEADINGS, FIRST, change=with_a_second_sheet)
    told = text_of(upload(client, inspection, content))
    assert "Nothing has been saved yet" in told
    assert "Open (1 row)" in told
    assert "Closed (1 row)" in told
    assert "Choose first which sheet is meant." in text_of(act(client, "confirm"))
    assert "Read is the sheet “Closed”." in text_of(act(client, "sheet", sheet="Closed"))
    act(client, "confirm")
    assert Recommendation.objects.get().text == "Done long ago."


def test_a_sheet_that_the_file_has_not_is_refused(client, inspection):
    upload(client, inspection, workbook(HEADINGS, FIRST, change=with_a_second_sheet))
    assert "The file has no sheet “Other”." in text_of(act(client, "sheet", sheet="Other"))


def test_no_sheet_is_chosen_by_who_may_not_import(signed_in, outsider, client, inspection):
    upload(client, inspection, workbook(HEADINGS, FIRST, change=with_a_second_sheet))
    batch = Import.objects.get()
    answer = signed_in(outsider).post(url("sheet", batch.pk), {"sheet": "Open"})
    assert answer.status_code == 404
    assert not batch.rows.exists()


def test_what_is_hidden_is_shown_and_needs_a_tick(client, inspection):
    content = workbook(HEADINGS, FIRST, SECOND, change=with_a_hidden_row)
    told = text_of(upload(client, inspection, content))
    assert "Row 3 is hidden in the file, and read like the others." in told
    assert "I have looked at what is hidden in the file." in told
    assert "Look first at what is hidden." in text_of(act(client, "confirm"))
    assert not Recommendation.objects.exists()
    assert "Saved: 2 new" in text_of(act(client, "confirm", **{"hidden-seen": "on"}))


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_template_and_of_the_export_is_offered(client, inspection, form):
    upload(client, inspection, workbook(HEADINGS, FIRST))
    act(client, "confirm")
    page = client.get(url("upload", inspection.pk)).content.decode()
    for address in (url("template", form), url("export", inspection.pk, form)):
        assert address in page
        answer = client.get(address)
        assert answer["Content-Type"] == TYPES[form]
        assert answer["Content-Disposition"].endswith(f'.{form}"')
    told = text_of(upload(client, inspection, answer.getvalue(), name=f"again.{form}"))
    assert "0 new 0 changed 1 unchanged 0 wrong" in told


def test_there_are_no_other_forms(client, inspection):
    assert client.get(url("template", "pdf")).status_code == 404
    assert client.get(url("export", inspection.pk, "xls")).status_code == 404
