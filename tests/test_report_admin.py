"""The clerk's pages of a report that is brought in, and everybody who has no business on them."""

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspections.corrections import doubts_about
from inspections.intake import Refused
from inspections.models import Inspection, Report
from inspections.reports.correcting import add
from inspections.reports.kind import ReportChoices, save
from tests import factories
from tests.brought_in import FIRST_WORDS, brought_in, in_doubt, reissued, with_review
from tests.factories import NOW
from tests.test_report_letters import ended, letter
from tests.test_report_unreadable import encrypted, page_of_prose, with_content

pytestmark = pytest.mark.django_db

NOT_YET = "Nothing has been saved yet"


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


def url(page, *args):
    return reverse(f"admin:inspections_report_{page}", args=args)


def upload(client, content, name="report.pdf", **sent):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(url("add"), {"file": file} | sent, follow=True)


def text_of(response):
    """What a person reads on the page: without tags, white space as it comes out."""
    page = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def save_page(client, report, **sent):
    """Save as the page offers it."""
    page = client.get(url("change", report.pk)).content.decode()
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', page)[1]
    return client.post(url("save", report.pk), {"seen": seen} | sent, follow=True)


# --- the journey ---


def test_an_upload_shows_what_was_read_beside_the_pages_and_saves_nothing(client, council):
    page = upload(client, with_review())
    told = text_of(page)
    assert NOT_YET in told
    assert "2 inspections, 7 judgements, 3 recommendations" in told
    assert "Inspection 1 of 2 in this report: Single inspection, Wirral" in told
    assert "Adoption performance: Good" in told
    assert FIRST_WORDS in told
    assert "The reader was sure of everything it read" in told
    report = Report.objects.get()
    assert f'loading="lazy" width="1000" height="1414" src="{url("picture", report.pk, 4)}"' in (
        page.content.decode()
    )
    assert url("file", report.pk) in page.content.decode()
    assert not Inspection.objects.exists()


def test_saving_makes_drafts_and_says_so(client, report):
    told = text_of(save_page(client, report))
    assert "Saved. Single inspection, Wirral 2016: recommendations 2 new, 0 changed" in told
    assert "It is a draft: the public cannot see it. A publisher releases it." in told
    assert NOT_YET not in told
    assert set(Inspection.objects.values_list("publish_from", flat=True)) == {None}


def test_the_public_sees_nothing_of_it_before_a_publisher_releases_it(client, report):
    save_page(client, report)
    inspection = Report.objects.get().inspection
    assert Client().get(inspection.get_absolute_url()).status_code == 404


def test_the_same_file_again_leads_to_the_report_that_is_here(client, report):
    save_page(client, report)
    told = text_of(upload(client, with_review(), name="again.pdf"))
    assert "This very file is here already. Nothing was read or saved again." in told
    assert "Saved on" in told
    assert Report.objects.count() == 1
    assert Inspection.objects.count() == 2


def test_a_doubt_is_listed_stands_at_its_place_and_keeps_the_report_from_being_saved(
    client, doubted
):
    page = client.get(url("change", doubted.pk))
    told = text_of(page)
    assert "The reader is not sure of 1 thing." in told
    assert "It cannot be saved yet: 1 doubt is open." in told
    assert 'href="#item-0-judgements-1"' in page.content.decode()
    assert 'value="Save as' not in page.content.decode()
    assert "Doubts to settle first: 1" in text_of(
        client.post(url("save", doubted.pk), {"seen": "x"}, follow=True)
    )
    settled = client.post(url("settle", doubted.pk, 1), follow=True)
    assert "Clara Dunn settled it on 18 November 2026: right as it was read." in text_of(settled)
    assert "Saved." in text_of(save_page(client, doubted))


def test_the_day_of_publication_is_asked_for_where_it_is_not_printed(client, doubted):
    page = client.get(url("change", doubted.pk))
    assert "On which day was the report published? It does not print it." in text_of(page)
    client.post(url("settle", doubted.pk, 1))
    told = text_of(save_page(client, doubted, **{"published-0": "the ides of March"}))
    assert "“the ides of March” is not a day." in told
    save_page(client, doubted, **{"published-0": "2023-07-14"})
    assert str(Inspection.objects.get().published_on) == "2023-07-14"
    told = text_of(client.get(url("change", doubted.pk)))
    assert "report published: “14 July 2023” filled in. Clara Dunn" in told


def test_the_page_of_an_item_corrects_the_reading_and_settles_its_doubt(client, doubted):
    address = url("item", doubted.pk, "0.judgements.1")
    form = client.get(address)
    assert "You correct the reading. The words stay the inspectorate's." in text_of(form)
    sent = {"area": "help-protection", "grade": "Good", "no_grade": "", "page": 1}
    page = client.post(address, sent | {"printed_grade": "Good"}, follow=True)
    assert page.redirect_chain[0][0].endswith("#item-0-judgements-1")
    assert "Grade Good (corrected; read as “Inadequate”)" in text_of(page)
    assert doubted.doubts.get().how == "corrected"


def test_words_that_were_read_wrongly_are_corrected(client, report):
    address = url("item", report.pk, "0.recommendations.0")
    sent = {"text": "Make plans.", "reference": "1", "section": "Recommendations", "page": 4}
    page = client.post(address, sent | {"kind": "recommendation"}, follow=True)
    assert f"Corrected. It was read as: {FIRST_WORDS}" in text_of(page)
    save_page(client, report)
    told = text_of(client.get(url("change", report.pk)))
    assert "Recommendation 1 of inspection 1, words:" in told
    assert "became “Make plans.”" in told


def test_a_form_that_says_two_things_is_refused(client, doubted):
    sent = {"area": "overall", "grade": "Good", "no_grade": "not-known", "page": 1}
    told = text_of(client.post(url("item", doubted.pk, "0.judgements.0"), sent))
    assert "Choose a grade, or say why there is none. Not both." in told


def test_the_cover_can_be_corrected(client, report):
    sent = {
        "framework": "sif",
        "body_kind": "council",
        "body_name": "Wirral",
        "fieldwork_start": "2016-07-04",
        "fieldwork_end": "2016-07-29",
        "published": "2016-09-20",
        "lead_inspector": "",
    }
    told = text_of(client.post(url("item", report.pk, "0"), sent, follow=True))
    assert "29 July 2016 (corrected; read as “28 July 2016”)" in told


def test_the_day_that_a_letter_prints_for_the_answer_is_shown_and_can_be_corrected(
    client, council, clerk
):
    paper = letter(place="Wirral").line("Areas for improvement", bold=True, gap=2)
    brought = brought_in(ended(paper.entry("•", "Plans are late.")).pdf(), council, by=clerk)
    told = text_of(client.get(url("change", brought.pk)))
    assert "Response due, as printed 31 January 2017" in told
    sent = {
        "framework": "jtai",
        "body_kind": "safeguarding-partnership",
        "body_name": "Wirral safeguarding partners",
        "response_due": "2017-02-01",
    }
    told = text_of(client.post(url("item", brought.pk, "0"), sent, follow=True))
    assert "1 February 2017 (corrected; read as “31 January 2017”)" in told


def test_what_a_letter_says_was_looked_at_is_shown_and_can_be_corrected(client, council, clerk):
    paper = letter(place="Wirral").line("Areas for improvement", bold=True, gap=2)
    brought = brought_in(ended(paper.entry("•", "Plans are late.")).pdf(), council, by=clerk)
    assert "Theme abuse and neglect" in text_of(client.get(url("change", brought.pk)))
    sent = {"framework": "jtai", "body_kind": "safeguarding-partnership", "body_name": "Wirral"}
    told = text_of(client.post(url("item", brought.pk, "0"), sent | {"theme": "x" * 201}))
    assert "at most 200 characters" in told
    address = url("item", brought.pk, "0")
    told = text_of(client.post(address, sent | {"theme": "neglect"}, follow=True))
    assert "Theme neglect (corrected; read as “abuse and neglect”)" in told


def test_a_framework_that_needs_a_theme_says_so_before_anything_is_saved(client, report, clerk):
    sent = {
        "framework": "ilacs-focused-visit",
        "body_kind": "council",
        "body_name": "Wirral",
        "fieldwork_start": "2018-07-04",
    }
    told = text_of(client.post(url("item", report.pk, "0"), sent, follow=True))
    needed = "Say what this visit looked at: correct the theme."
    assert "Theme not printed" in told
    assert needed in told
    with pytest.raises(Refused, match=needed):
        save(report=report, by=clerk, at=NOW)
    sent["theme"] = "Front door"
    told = text_of(client.post(url("item", report.pk, "0"), sent, follow=True))
    assert "Theme Front door" in told
    assert needed not in told


def test_an_item_is_left_out_and_taken_back_in(client, report):
    address = url("leave_out", report.pk, "0.recommendations.0")
    assert "Recommendation 1 (left out)" in text_of(client.post(address, {}, follow=True))
    back = text_of(client.post(address, {"out": "no"}, follow=True))
    assert "(left out)" not in back


def test_a_recommendation_that_was_missed_is_added(client, report):
    address = url("add_item", report.pk, "0.recommendations.1")
    assert 'value="Recommendations"' in client.get(address).content.decode()
    sent = {"text": "Missed.", "section": "Recommendations", "page": 4}
    assert "(added by hand)" in text_of(client.post(address, sent, follow=True))
    save_page(client, report)
    assert Inspection.objects.get(parent=None).recommendations.filter(text="Missed.").exists()


def test_a_reissue_shows_its_differences_and_becomes_version_2(client, report, clerk):
    save(report=report, by=clerk, at=NOW)
    told = text_of(upload(client, reissued()))
    assert "Single inspection, Wirral 2016 is here already" in told
    assert "Its report is here in 1 version. This becomes version 2; the others stay." in told
    assert "0 new, 1 changed, 1 unchanged" in told
    assert "removed: Make" in told
    assert "added: Draw" in told
    assert "The report and the record disagree" in told
    assert "Inadequate Good, page 1" in told
    again = Report.objects.exclude(pk=report.pk).get()
    told = text_of(save_page(client, again, accept="0.judgements.1"))
    assert "version 2 of its report" in told
    assert "Report, version 1" in text_of(
        client.get(reverse("admin:inspections_inspection_change", args=[report_of(again)]))
    )


def report_of(report):
    return Report.objects.get(pk=report.pk).inspection_id


def test_what_would_be_public_at_once_is_named_as_such(client, report, clerk):
    save(report=report, by=clerk, at=NOW)
    Inspection.objects.update(publish_from=NOW)
    page = upload(client, reissued())
    assert "What goes into a public inspection is public at once." in text_of(page)
    assert b'value="Publish this version"' in page.content


def test_a_report_that_is_moved_on_since_it_was_seen_is_shown_again(client, report):
    told = text_of(client.post(url("save", report.pk), {"seen": "0" * 64}, follow=True))
    assert "The records have changed since you opened this page. Nothing was saved." in told
    assert not Inspection.objects.exists()


def test_discarding_keeps_no_record_but_that_of_the_file(client, report):
    assert "The report is discarded." in text_of(
        client.post(url("discard", report.pk), follow=True)
    )
    assert "Discarded. Nothing of it was saved." in text_of(client.get(url("change", report.pk)))
    assert (
        "cannot be changed any more"
        in text_of(client.post(url("settle", report.pk, 1), follow=True))
        or client.post(url("settle", report.pk, 1)).status_code == 404
    )


def test_nothing_of_a_saved_report_can_be_corrected_in_its_reading(client, report, clerk):
    save(report=report, by=clerk, at=NOW)
    assert client.get(url("item", report.pk, "0")).status_code == 404
    told = text_of(client.post(url("leave_out", report.pk, "0.judgements.0"), follow=True))
    assert "its reading cannot be changed any more" in told


def test_a_recommendation_leads_to_the_page_it_was_read_from(client, report, clerk):
    ours, _ = save(report=report, by=clerk, at=NOW).inspections
    row = ours.recommendations.get(reference="1")
    page = client.get(reverse("admin:inspections_recommendation_change", args=[row.pk]))
    assert f'{url("file", report.pk)}#page=4"' in page.content.decode()
    assert "Page 4 of the report it was read from" in text_of(page)


def test_an_open_doubt_must_be_answered_before_a_release(client, doubted, clerk, publisher):
    (ours,) = save(
        report=doubted, by=clerk, at=NOW, choices=ReportChoices(with_doubts=True)
    ).inspections
    (sentence,) = doubts_about(ours)
    assert sentence.startswith("The reader of the report was not sure of its page")
    client.post(url("settle", doubted.pk, 1))
    assert doubts_about(ours) == []


def test_the_page_costs_the_same_queries_for_few_and_for_many(
    client, report, clerk, django_assert_num_queries
):
    """Session, person, roles; report twice, corrections, council, its bodies; for each of two
    inspections framework, body, record, areas, grades, version; doubts; councils; fingerprint."""
    address = url("change", report.pk)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(15):
        values = {"text": f"Missed {number}.", "reference": f"m{number}", "page": 4}
        group, after = "0.recommendations", "0.recommendations.1"
        add(report=report, group=group, after=after, values=values, by=clerk, at=NOW)
    with django_assert_num_queries(len(few)):
        client.get(address)
    assert len(few) < 45


# --- files that are no report ---


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"<!DOCTYPE html><html><title>Gone</title>", "This is a web page, not a PDF"),
        (b"%PDF-1.7\nnothing more", "The file is cut off"),
        (with_content(b"q Q", pages=3), "it is a scan or a picture"),
        (with_content(b"q Q", pages=5_000), "This PDF has 5,000 pages"),
        (encrypted(), "locked with a password"),
        (page_of_prose("Northtown Primary School", "Headteacher: Ann").pdf(), "a school"),
        (with_review().replace(b"Wirral", b"Slough"), "could not be read"),
    ],
)
def test_what_is_no_report_of_theirs_gets_a_sentence(client, council, content, words):
    if b"Slough" in content:
        factories.CouncilFactory(name="Slough", slug="slough")
        words = "This report is about Slough. You may bring in reports for Wirral only."
    page = upload(client, content)
    assert page.status_code == 200
    assert words in text_of(page)
    assert "Error:" in text_of(page)
    assert not Report.objects.exists()


def test_words_of_the_report_are_never_markup(client, council):
    page = upload(client, with_review().replace(b"visits;", b"<b>hi;"), name="<i>x.pdf")
    assert b"<b>hi" not in page.content
    assert b"<i>x" not in page.content
