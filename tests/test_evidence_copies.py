"""A file is internal; the public may get a copy, without what it says of people besides."""

import hashlib
import io

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from councils.access import Role
from improvement import workflow
from improvement.copies import NotPublishable, clean_file
from improvement.models import EvidenceCopy
from tests.evidence_files import WORDS, document, locked_document, photograph
from tests.factories import NOW, days_ago, moment

DAY = moment(9)
LATER = NOW
SHOWN = "The reason it may be published."


# --- what a copy lacks, and what it keeps ---


@pytest.fixture(scope="module")
def copy():
    return clean_file("audit.pdf", document())


def test_a_pdf_loses_author_comments_scripts_files_and_what_cameras_wrote(copy):
    everything = _unpacked(copy.content)
    for gone in (b"Olive", b"Ask Sam", b"calc.exe", b"alert", b"Sam Smith", b"names.csv"):
        assert gone not in everything, gone
    assert [one.partition(" (")[0] for one in copy.removed] == [
        "the properties of the file, such as who wrote it and with what",
        "attached files",
        "scripts",
        "comments and marks",
        "what cameras wrote down in pictures",
    ]


def test_a_pdf_keeps_its_words_title_language_tags_and_links(copy):
    assert WORDS in copy.words
    assert copy.notices == []
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Audit of supervision"
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        links = [str(note.A.URI) for note in pdf.pages[0].obj.Annots if "/A" in note]
        assert links == ["https://www.example.org/"]


def test_the_same_file_gives_the_same_copy(copy):
    assert clean_file("audit.pdf", document()).content == copy.content


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_is_upright_and_says_nothing_of_its_taking(form):
    copy = clean_file("photo.jpg", photograph(form))
    assert b"Olive" not in copy.content
    with Image.open(io.BytesIO(copy.content)) as picture:
        assert picture.size == (20, 40)
        assert picture.format == form
        assert not picture.getexif()
    assert copy.notices  # that words in it were not screened


def test_a_table_is_written_anew_and_runs_no_formula():
    table = 'Week;Change\n1;-5\n2;"=HYPERLINK(""https://www.example.org"")"\n'.encode("cp1252")
    copy = clean_file("data.csv", table)
    assert copy.content.decode().splitlines() == [
        "Week,Change",
        "1,-5",
        '2,"\'=HYPERLINK(""https://www.example.org"")"',
    ]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("minutes.docx", b"PK\x03\x04", "Save it as a PDF"),
        ("audit.pdf", locked_document(), "password"),
        ("audit.pdf", b"%PDF-1.7\n" + b"\0" * 100, "damaged"),
        ("audit.pdf", document()[:700], "damaged"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "damaged"),
        ("data.csv", b'a,b\n"x', "cannot be read"),
        ("notes.txt", b"\0\0\0", "stand for no text"),
        ("page.html", b"<p>", "Save it as a PDF"),
        (
            "form.pdf",
            document(AcroForm=pikepdf.Dictionary(XFA=pikepdf.String("x"))),
            "form that a program fills in",
        ),
        (
            "layers.pdf",
            document(
                OCProperties=pikepdf.Dictionary(
                    D=pikepdf.Dictionary(OFF=pikepdf.Array([pikepdf.Dictionary(Type="x")]))
                )
            ),
            "layers that are hidden",
        ),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_what_to_do(name, content, told):
    with pytest.raises(NotPublishable, match=told):
        clean_file(name, content)


# --- publishing it ---


@pytest.fixture
def offered(action, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def offer(content=None, name="audit.pdf"):
        return workflow.offer_evidence(
            action=action,
            kind="audit",
            title="Audit of supervision",
            dated=DAY.date(),
            file=SimpleUploadedFile(name, document() if content is None else content),
            by=officer,
            at=DAY,
        )

    return offer


@pytest.fixture
def released(offered, publisher):
    def release(*content):
        piece = offered(*content)
        workflow.release(plan=piece.action.plan, rows=[piece], by=publisher, at=DAY)
        piece.refresh_from_db()
        return piece

    return release


def address(piece):
    return f"{piece.action.get_absolute_url()}evidence/{piece.pk}/"


@pytest.mark.django_db
def test_the_public_downloads_the_copy_and_never_the_original(released, publisher, client):
    piece = released()
    assert client.get(address(piece)).status_code == 404
    copy = workflow.publish_copy(evidence=piece, by=publisher, at=DAY)
    page = client.get(piece.action.get_absolute_url()).content.decode()
    assert f'href="evidence/{piece.pk}/"' in page
    assert "Read the file (PDF" in page
    response = client.get(address(piece))
    sent = b"".join(response)
    assert hashlib.sha256(sent).hexdigest() == copy.sha256 != piece.sha256
    assert b"Olive" not in _unpacked(sent)
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_a_past_day_before_the_copy_shows_no_link(released, publisher, client):
    piece = released()
    workflow.publish_copy(evidence=piece, by=publisher, at=moment(5))
    past = f"{piece.action.get_absolute_url()}?as_at={days_ago(7)}"
    assert "Read the file" not in client.get(past).content.decode()


@pytest.mark.django_db
def test_nothing_is_published_of_what_was_not_released(offered, publisher):
    with pytest.raises(workflow.Refused, match="released"):
        workflow.publish_copy(evidence=offered(), by=publisher, at=LATER)


@pytest.mark.django_db
def test_it_is_the_publishers_choice_and_made_once(released, publisher, officer, person):
    piece = released()
    with pytest.raises(PermissionDenied):
        workflow.publish_copy(evidence=piece, by=officer, at=LATER)
    stranger = person("Sue Oak", None)
    with pytest.raises(PermissionDenied):
        workflow.publish_copy(evidence=piece, by=stranger, at=LATER)
    workflow.publish_copy(evidence=piece, by=publisher, at=LATER)
    with pytest.raises(workflow.Refused, match="once"):
        workflow.publish_copy(evidence=piece, by=publisher, at=LATER)


@pytest.mark.django_db
def test_words_that_look_personal_are_answered_first(released, publisher):
    piece = released(document("Write to sam@example.org about Sam, aged 7."))
    with pytest.raises(workflow.Unanswered) as refused:
        workflow.publish_copy(evidence=piece, by=publisher, at=LATER)
    found = refused.value.suspicions
    assert [one.words for one in found] == ["sam@example.org", "Sam, aged 7"]
    answers = {one.key: SHOWN for one in found}
    copy = workflow.publish_copy(evidence=piece, by=publisher, at=LATER, answers=answers)
    assert [one["answer"] for one in copy.answers] == [SHOWN, SHOWN]


@pytest.mark.django_db
def test_a_file_full_of_personal_data_is_not_answered_but_corrected(released, publisher):
    words = " ".join(f"a{n}@example.org" for n in range(25))
    # Most of it stands outside of the page, where it can be read all the same.
    with pytest.raises(workflow.Refused, match="25 things in this file"):
        workflow.publish_copy(evidence=released(document(words)), by=publisher, at=LATER)


@pytest.mark.django_db(transaction=True)
def test_removing_words_about_a_person_takes_the_copy_too(released, publisher, client):
    piece = released()
    copy = workflow.publish_copy(evidence=piece, by=publisher, at=DAY)
    workflow.redact(row=piece, fields=["file"], why="A child.", by=publisher, at=LATER)
    assert client.get(address(piece)).status_code == 404
    assert "Read the file" not in client.get(piece.action.get_absolute_url()).content.decode()
    assert not copy.file.storage.exists(copy.file.name)
    assert EvidenceCopy.objects.get().gone_at == LATER


@pytest.mark.django_db
def test_in_the_admin_the_publisher_reads_it_answers_and_publishes(
    released, publisher, signed_in, client
):
    piece = released(document("Write to sam@example.org."))
    browser = signed_in(publisher)
    form = f"/admin/improvement/evidence/{piece.pk}/publish-copy/"
    page = browser.get(form).content.decode()
    assert "comments and marks" in page.lower()
    assert f"“{piece.title}”: the original stays internal." in page
    assert "sam@example.org" in page
    seen = browser.get(f"/admin/improvement/evidence/{piece.pk}/see-copy/")
    assert b"Olive" not in _unpacked(seen.content)
    assert not EvidenceCopy.objects.exists()
    assert b"This field is required" in browser.post(form, {"looked": "on"}).content
    done = browser.post(form, {"looked": "on", "answer-0": SHOWN})
    assert done.status_code == 302
    assert b"".join(client.get(address(piece))).startswith(b"%PDF")


@pytest.mark.django_db
def test_what_cannot_be_cleaned_is_told_to_the_publisher(released, publisher, signed_in):
    piece = released(b"PK\x03\x04 and more", "minutes.docx")
    form = f"/admin/improvement/evidence/{piece.pk}/publish-copy/"
    page = signed_in(publisher).get(form, follow=True).content.decode()
    assert "Save it as a PDF" in page


@pytest.mark.django_db
def test_nobody_else_sees_the_pages_of_the_act(
    released, officer, outsider, person, other_council, signed_in
):
    piece = released()
    for act in ("publish-copy", "see-copy"):
        form = f"/admin/improvement/evidence/{piece.pk}/{act}/"
        assert signed_in(officer).get(form).status_code == 403
        assert signed_in(outsider).get(form).status_code == 404
    assert signed_in(person("Ola Reed", other_council, Role.PUBLISHER)).get(form).status_code == 404


def _unpacked(content: bytes) -> bytes:
    """The bytes of a PDF with every stream opened, so that nothing hides in one."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            out,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return out.getvalue()
