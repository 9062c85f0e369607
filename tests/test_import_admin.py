"""The clerk's journey through the admin, and everybody who has no business on it."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from councils.access import Role
from inspections.models import Import, Recommendation
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW

pytestmark = pytest.mark.django_db

NOT_YET = "Nothing has been saved yet"
THREE = (
    "Rec no;Addressed to;Recommendation;Lead officer\r\n"
    "1;council;Make every plan say what will change for the child.;Ann\r\n"
    "2;council;Visit every child in private fostering within six weeks.;Bob\r\n"
    "3;council;Give homeless 16-year-olds a joint response.;Cai\r\n"
)


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, slug="inspection", publish_from=None)


@pytest.fixture
def client(signed_in, clerk):
    return signed_in(clerk)


def url(page, *args):
    return reverse(f"admin:inspections_import_{page}", args=args)


def upload(client, inspection, text, name="from the report.csv"):
    """Upload and follow to the page that comes."""
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post(url("upload", inspection.pk), {"file": file}, follow=True)


def text_of(response):
    """What a person reads on the page: without tags, white space as it comes out."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def confirm(client, **sent):
    batch = Import.objects.first()
    return client.post(url("confirm", batch.pk), sent, follow=True)


# --- the journey ---


def test_the_page_of_an_inspection_offers_the_import(client, inspection):
    page = client.get(reverse("admin:inspections_inspection_change", args=[inspection.pk]))
    assert url("upload", inspection.pk) in page.content.decode()


def test_the_first_step_says_that_nothing_is_saved_and_what_a_file_holds(client, inspection):
    page = client.get(url("upload", inspection.pk))
    assert NOT_YET in text_of(page)
    assert "the report's own words" in text_of(page)
    assert url("template", "csv") in page.content.decode()


def test_an_upload_shows_what_was_understood_and_what_it_would_do(client, inspection):
    page = upload(client, inspection, THREE.encode("cp1252"))
    told = text_of(page)
    assert NOT_YET in told
    assert "parted by a semicolon" in told
    assert "Rec no the number that the report prints “1”, “2”, “3”" in told
    assert "Not recognised, and not used: “Lead officer”" in told
    assert "3 new 0 changed 0 unchanged 0 wrong" in told
    assert 'value="Confirm 3"' in page.content.decode()
    assert not Recommendation.objects.exists()


def test_confirming_saves_and_tells_what_was_done(client, inspection, clerk):
    inspection.inspected.update(recommendations_printed=19)
    upload(client, inspection, THREE)
    told = text_of(confirm(client))
    assert "Saved: 3 new, 0 changed, 0 unchanged, 0 wrong" in told
    assert "by Clara Dunn" in told
    assert "The report prints 19 for the council; 3 stand here." in told
    assert NOT_YET not in told
    assert inspection.recommendations.count() == 3


def test_changes_are_marked_with_words_not_by_looks_alone(client, inspection):
    upload(client, inspection, THREE)
    confirm(client)
    page = upload(client, inspection, THREE.replace("six weeks", "six working days"))
    assert (
        '<del><span class="visually-hidden">removed: </span>weeks.</del>'
        '<ins><span class="visually-hidden">added: </span>working days.</ins>'
    ) in page.content.decode()


def test_the_same_file_again_has_nothing_to_confirm(client, inspection):
    upload(client, inspection, THREE)
    confirm(client)
    page = upload(client, inspection, THREE)
    assert "There is nothing to confirm" in text_of(page)
    assert 'value="Confirm' not in page.content.decode()


def test_a_wrong_row_is_told_with_its_mend_and_nothing_can_be_confirmed(client, inspection):
    page = upload(client, inspection, "Ref,Text,Page\r\n1,Right.,2\r\n2,Wrong.,two\r\n")
    told = text_of(page)
    assert "3 Page two This is not a whole number. Write digits only" in told
    assert 'value="Confirm' not in page.content.decode()
    assert "Row 3 is wrong" in text_of(confirm(client))
    assert not Recommendation.objects.exists()


def test_an_offered_row_has_no_default_and_must_be_decided_on(client, inspection):
    upload(client, inspection, THREE)
    confirm(client)
    nearly = "Recommendation\r\nVisit all children in private fostering within six weeks.\r\n"
    page = upload(client, inspection, nearly)
    assert "nearly the words of one here" in text_of(page)
    assert "checked" not in page.content.decode()
    told = text_of(confirm(client))
    assert "Nothing was saved. 1 offered rows are not answered yet." in told
    told = text_of(confirm(client, **{"row-2": "same"}))
    assert "Saved: 0 new, 1 changed, 0 unchanged, 0 wrong" in told
    assert "Here, and not in the file: 2" in told


def test_words_edited_by_hand_are_replaced_only_if_ticked(client, inspection, plan_officer):
    upload(client, inspection, THREE)
    confirm(client)
    record = inspection.recommendations.get(reference="2")
    record.text, record._history_user = "Visit them early.", plan_officer
    record.save()
    edited = THREE.replace("Visit every child in private fostering", "Visit them")
    page = upload(client, inspection, edited)
    assert "Peter Elms edited this here by hand" in text_of(page)
    assert "stays as it was edited here by hand" in text_of(confirm(client))
    record.refresh_from_db()
    assert record.text == "Visit them early."
    upload(client, inspection, edited)
    confirm(client, take="3")
    record.refresh_from_db()
    assert record.text == "Visit them within six weeks."


def test_a_public_inspection_is_named_as_such_before_confirming(client, council):
    public = factories.InspectionFactory(council=council)
    warning = "This inspection is public: these words will be public at once."
    assert warning in text_of(client.get(url("upload", public.pk)))
    assert warning in text_of(upload(client, public, THREE))


def test_what_looks_like_personal_data_is_told_before_it_would_be_public(client, council):
    public = factories.InspectionFactory(council=council)
    draft = factories.InspectionFactory(council=council, publish_from=None)
    text = "Text\r\nWrite to ann.smith@example.org about it.\r\n"
    doubt = "Row 2 holds what looks like an e-mail address: “ann.smith@example.org”."
    assert doubt in text_of(upload(client, public, text))
    assert doubt not in text_of(upload(client, draft, text))


def test_an_import_whose_file_was_redacted_can_only_be_uploaded_again(client, inspection):
    upload(client, inspection, THREE)
    Import.objects.update(content=b"")
    page = client.get(url("change", Import.objects.get().pk))
    assert "Words of this file have been removed for good." in text_of(page)
    assert 'value="Confirm' not in page.content.decode()
    assert "Upload the file again" in text_of(confirm(client))
    assert not Recommendation.objects.exists()


def test_a_file_that_cannot_be_read_is_told_in_the_form(client, inspection):
    told = text_of(upload(client, inspection, b"%PDF-1.7 a report"))
    assert "This is a PDF, not a table." in told
    assert NOT_YET in told
    assert not Import.objects.exists()


@pytest.mark.parametrize("content", [b"", b"Text\r\n", b'Text\r\n"never closed\r\n'])
def test_a_bad_file_is_never_an_error_of_ours(client, inspection, content):
    page = upload(client, inspection, content)
    assert page.status_code == 200
    assert "Error:" in text_of(page)


def test_confirming_twice_says_so_and_saves_once(client, inspection):
    upload(client, inspection, THREE)
    confirm(client)
    assert "confirmed already. Nothing was saved twice." in text_of(confirm(client))
    assert inspection.recommendations.count() == 3


def test_when_the_records_moved_there_is_a_new_preview(client, inspection):
    upload(client, inspection, THREE)
    factories.RecommendationFactory(inspection=inspection)
    told = text_of(confirm(client))
    assert "The records have changed since this preview was made. Nothing was saved." in told
    assert NOT_YET in told
    assert inspection.recommendations.count() == 1


def test_discarding_leads_back_to_the_upload(client, inspection):
    upload(client, inspection, THREE)
    batch = Import.objects.get()
    told = text_of(client.post(url("discard", batch.pk), follow=True))
    assert "The import is discarded. Nothing was saved." in told
    assert "Discarded." in text_of(client.get(url("change", batch.pk)))
    assert "cannot be changed any more" in text_of(
        client.post(url("discard", batch.pk), follow=True)
    )


def test_the_template_and_the_export_are_files_that_a_spreadsheet_opens(client, inspection):
    upload(client, inspection, THREE)
    confirm(client)
    template = client.get(url("template", "csv"))
    export = client.get(url("export", inspection.pk, "csv"))
    for response in (template, export):
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert response["Content-Disposition"].startswith('attachment; filename="')
    content = export.getvalue()
    assert template.getvalue().startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4
    assert "0 new 0 changed 3 unchanged 0 wrong" in text_of(upload(client, inspection, content))


def test_words_from_the_file_are_never_markup(client, inspection):
    page = upload(client, inspection, "Text,<b>Lead\r\n<script>alert(1)</script> words,x\r\n")
    assert b"<script>alert" not in page.content
    assert b"<b>Lead" not in page.content


def test_ten_thousand_rows_are_shown_in_less_than_300_kb(client, inspection):
    words = "Ensure that the plans of children are clear and say what will change " * 3
    rows = "".join(f"{n},S{n // 500},{words}{n}\r\n" for n in range(10_000))
    page = upload(client, inspection, f"Ref,Section,Text\r\n{rows}")
    assert "10000 new" in text_of(page)
    assert len(page.content) < 300_000
    batch = Import.objects.get()
    last = client.get(url("rows", batch.pk, "new"), {"p": 100})
    assert "Page 100 of 100" in text_of(last)
    assert len(last.content) < 300_000


def test_a_page_costs_the_same_queries_for_one_row_and_for_many(
    client, inspection, django_assert_num_queries
):
    for text in ("Text\r\nOne.\r\n", "Text\r\n" + "".join(f"Number {n}.\r\n" for n in range(50))):
        upload(client, inspection, text)
        batch = Import.objects.first()
        # Session, person, roles; the import, its inspection, what it touches, whether that may be
        # seen; whether its bytes are gone; the tally twice, linked inspections, the new rows; what
        # the file lacks, and how much that is.
        with django_assert_num_queries(14):
            client.get(url("change", batch.pk))


# --- who has no business here ---


@pytest.fixture
def batch(inspection, clerk):
    return saving.preview(
        content=THREE.encode(), file_name="a.csv", inspection=inspection, by=clerk, at=NOW
    )


def pages_of(batch, inspection):
    return [
        url("change", batch.pk),
        url("rows", batch.pk, "new"),
        url("upload", inspection.pk),
        url("export", inspection.pk, "csv"),
        url("history", batch.pk),
    ]


def test_the_people_of_another_council_find_nothing(signed_in, outsider, batch, inspection):
    stranger = signed_in(outsider)
    for address in pages_of(batch, inspection):
        assert stranger.get(address).status_code == 404, address
    for page in ("confirm", "discard"):
        assert stranger.post(url(page, batch.pk)).status_code == 404
    assert upload(stranger, inspection, THREE).status_code == 404
    assert b"a.csv" not in stranger.get(url("changelist")).content
    assert not Recommendation.objects.exists()
    assert Import.objects.get().state == "previewed"


def test_nobody_comes_in_without_signing_in(batch, inspection):
    for address in [*pages_of(batch, inspection), url("template", "csv")]:
        assert Client().get(address).status_code == 302, address
    assert Client().post(url("confirm", batch.pk)).status_code == 302
    assert Import.objects.get().state == "previewed"


@pytest.mark.parametrize("role", [Role.READER, Role.ACTION_LEAD, Role.PUBLISHER])
def test_who_may_not_import_sees_the_import_and_cannot_act_on_it(
    signed_in, person, council, batch, inspection, role
):
    colleague = signed_in(person("Nina Kerr", council, role))
    page = colleague.get(url("change", batch.pk))
    assert page.status_code == 200
    assert 'value="Confirm' not in page.content.decode()
    assert colleague.get(url("upload", inspection.pk)).status_code == 403
    for address in ("confirm", "discard"):
        assert colleague.post(url(address, batch.pk)).status_code == 403
    assert Import.objects.get().state == "previewed"


def test_an_import_into_an_embargoed_inspection_is_hidden_from_who_is_not_named(
    signed_in, clerk, plan_officer, batch, inspection
):
    inspection.publish_from = NOW.replace(year=2027)
    inspection.save()
    inspection.embargo_readers.add(clerk)
    assert signed_in(clerk).get(url("change", batch.pk)).status_code == 200
    other = signed_in(plan_officer)
    assert other.get(url("change", batch.pk)).status_code == 404
    assert other.post(url("confirm", batch.pk)).status_code == 404
    assert other.get(url("upload", inspection.pk)).status_code == 404
    assert b"a.csv" not in other.get(url("changelist")).content


def test_an_import_that_touches_a_hidden_review_is_hidden_as_a_whole(
    signed_in, clerk, plan_officer, inspection, council
):
    board = factories.BodyFactory(kind="lscb", name="The Board", areas=[council])
    review = factories.InspectionFactory(
        council=council, parent=inspection, bodies=[board], publish_from=None
    )
    text = "Body,Text\r\nThe Board,Secret words.\r\n"
    batch = saving.preview(
        content=text.encode(), file_name="b.csv", inspection=inspection, by=clerk, at=NOW
    )
    review.publish_from = NOW.replace(year=2027)
    review.save()
    review.embargo_readers.add(clerk)
    assert signed_in(clerk).get(url("change", batch.pk)).status_code == 200
    assert signed_in(plan_officer).get(url("change", batch.pk)).status_code == 404


@pytest.mark.parametrize("act", ["confirm", "discard"])
def test_nothing_is_changed_by_following_a_link(client, batch, act):
    assert client.get(url(act, batch.pk)).status_code == 405


def test_a_form_from_elsewhere_is_refused(clerk, batch):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(clerk)
    assert careful.post(url("confirm", batch.pk)).status_code == 403
    assert Import.objects.get().state == "previewed"


@pytest.mark.parametrize("sent", ["row-99999999999999999999", "row-x", "row--1", "row-٣", "row-"])
def test_answers_that_make_no_sense_are_not_answers(client, batch, sent):
    page = confirm(client, **{sent: "same", "take": ["x", "9" * 30]})
    assert page.status_code == 200
    assert "Saved: 3 new" in text_of(page)


def test_nothing_is_imported_into_a_withdrawn_inspection(client, inspection, publisher, batch):
    inspection.withdrawn_at, inspection.withdrawn_by = NOW, publisher
    inspection.withdrawn_why = "Published by mistake."
    inspection.save()
    assert client.get(url("upload", inspection.pk)).status_code == 404
    assert "has been withdrawn" in text_of(confirm(client))


def test_imports_are_neither_added_nor_edited_nor_deleted_by_hand(client, batch):
    assert client.get(url("add")).status_code == 403
    assert client.post(url("change", batch.pk), {"state": "confirmed"}).status_code == 405
    assert client.post(url("delete", batch.pk), {"post": "yes"}).status_code == 403
    assert Import.objects.get().state == "previewed"
