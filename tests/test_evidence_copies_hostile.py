"""What hides in a PDF or a picture goes, or is read by the screening: whoever put it there."""

import io
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image

from improvement.copies import NotPublishable
from improvement.copies.cleaning import clean
from improvement.copies.pictures import plain_jpeg, plain_jpeg_2000
from tests.evidence_files import WORDS, document, photograph

SECRET = "sam@example.org"


def changed(change) -> bytes:
    with pikepdf.open(io.BytesIO(document())) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def unpacked(content: bytes) -> bytes:
    """Everything in it that is no picture, in plain sight."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream) and "/Width" not in stream:
                stream.write(stream.read_bytes())
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return out.getvalue()


def page(pdf):
    return pdf.pages[0].obj


def note(pdf, kind, **fields):
    made = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=[0, 0, 90, 20], **fields)
    )
    page(pdf).Annots.append(made)
    return made


def words_in(pdf, **fields):
    stream = pdf.make_stream(f"BT /F1 12 Tf 2 2 Td ({SECRET}) Tj ET".encode(), **fields)
    stream.Resources = page(pdf).Resources
    return stream


def picture(pdf, content, filters):
    page(pdf).Resources.XObject.Im1.write(content, filter=filters)


# --- what goes ---


def a_key_of_a_program(pdf):
    pdf.Root.Maker = Dictionary(User=SECRET)
    page(pdf).Maker = Dictionary(User=SECRET)
    pdf.Root.Pages.Maker = Dictionary(User=SECRET)


def a_key_outside_of_the_document(pdf):
    pdf.trailer["/Maker"] = pikepdf.String(SECRET)


def the_author_of_an_article(pdf):
    thread = pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Author=SECRET)))
    bead = pdf.make_indirect(Dictionary(T=thread, P=page(pdf), R=[0, 0, 1, 1]))
    thread.F = bead
    page(pdf).B = Array([bead])


def a_page_that_is_only_named(pdf):
    hidden = pdf.make_indirect(Dictionary(Type=Name.Template, Contents=words_in(pdf)))
    pdf.Root.Names.Templates = Dictionary(Names=Array([pikepdf.String("t"), hidden]))


def another_version_of_a_picture(pdf):
    other = Dictionary(Image=pdf.make_stream(SECRET.encode()))
    page(pdf).Resources.XObject.Im1.Alternates = Array([other])


def what_a_link_is_called(pdf):
    note(pdf, "Link", T=SECRET, AP=Dictionary(N=words_in(pdf)))


def a_script_in_an_address(pdf):
    note(pdf, "Link", A=Dictionary(S=Name.URI, URI=f" javascript:alert('{SECRET}')"))


def a_shared_drive(pdf):
    note(pdf, "Link", A=Dictionary(S=Name.URI, URI=f"file://server/{SECRET}"))


def a_file_on_a_page(pdf):
    note(pdf, "FileAttachment", FS=Dictionary(EF=Dictionary(F=pdf.make_stream(SECRET.encode()))))


def a_field_that_is_hidden(pdf):
    hidden = note(pdf, "Widget", FT=Name.Tx, T="who", V=SECRET, F=2)
    pdf.Root.AcroForm = Dictionary(Fields=Array([hidden]))


def who_took_a_packed_picture(pdf):
    packed = zlib.compress(photograph(by=SECRET))
    picture(pdf, packed, Array([Name.FlateDecode, Name.DCTDecode]))


def what_follows_a_picture(pdf):
    picture(pdf, photograph() + f"<script>{SECRET}".encode(), Name.DCTDecode)


GOES = [
    a_key_of_a_program,
    a_key_outside_of_the_document,
    the_author_of_an_article,
    a_page_that_is_only_named,
    another_version_of_a_picture,
    what_a_link_is_called,
    a_script_in_an_address,
    a_shared_drive,
    a_file_on_a_page,
    a_field_that_is_hidden,
    who_took_a_packed_picture,
    what_follows_a_picture,
]


@pytest.mark.parametrize("change", GOES, ids=lambda change: change.__name__)
def test_what_hides_in_a_pdf_goes(change):
    copy = clean("a.pdf", changed(change))
    assert SECRET.encode() not in unpacked(copy.content)
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        seen = page(pdf).Resources.XObject.Im1
        assert SECRET.encode() not in seen.read_raw_bytes()
        assert seen.Filter == Name.DCTDecode
    assert WORDS in copy.words
    assert SECRET not in copy.words  # nobody is asked about what is not published


# --- what stays is screened ---


def where_a_link_leads(pdf):
    note(pdf, "Link", A=Dictionary(S=Name.URI, URI=f"mailto:{SECRET}"))


def what_a_link_says_when_read_out(pdf):
    note(pdf, "Link", Contents=SECRET)


def how_pages_are_numbered(pdf):
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=SECRET)]))


def a_property_of_a_heading(pdf):
    said = Dictionary(N="Author", V=SECRET)
    pdf.Root.StructTreeRoot.K = Dictionary(S=Name.H1, A=Dictionary(P=Array([said])))


def what_a_field_shows(pdf):
    shown = words_in(pdf, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 90, 20])
    field = note(pdf, "Widget", FT=Name.Tx, T="who", V=SECRET, F=4, AP=Dictionary(N=shown))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def a_field_that_the_readers_program_draws(pdf):
    what_a_field_shows(pdf)
    pdf.Root.AcroForm.NeedAppearances = True
    pdf.Root.AcroForm.DA = pikepdf.String("/F1 12 Tf 0 g")
    pdf.Root.AcroForm.DR = page(pdf).Resources


SCREENED = [
    where_a_link_leads,
    what_a_link_says_when_read_out,
    how_pages_are_numbered,
    a_property_of_a_heading,
    what_a_field_shows,
    a_field_that_the_readers_program_draws,
]


@pytest.mark.parametrize("change", SCREENED, ids=lambda change: change.__name__)
def test_words_that_stay_in_a_pdf_off_its_pages_are_screened(change):
    assert SECRET in clean("a.pdf", changed(change)).words


def test_a_form_becomes_part_of_its_page_and_keeps_its_links():
    copy = clean("a.pdf", changed(what_a_field_shows))
    assert "form fields: what they show stays" in copy.removed
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert "/AcroForm" not in pdf.Root
        kinds = [str(one.Subtype) for one in page(pdf).Annots]
        assert kinds == ["/Link", "/Link"]


def test_a_pdf_whose_layers_begin_hidden_is_refused():
    def hide(pdf):
        pdf.Root.OCProperties = Dictionary(D=Dictionary(BaseState=Name.OFF))

    with pytest.raises(NotPublishable, match="layers that are hidden"):
        clean("a.pdf", changed(hide))


def test_every_layer_of_a_copy_is_seen():
    def layer(pdf):
        pdf.Root.OCProperties = Dictionary(D=Dictionary(AS=Array([])), OCGs=Array([]))

    copy = clean("a.pdf", changed(layer))
    with pikepdf.open(io.BytesIO(copy.content)) as pdf:
        assert "/OCProperties" not in pdf.Root


@pytest.mark.parametrize("before", [b"", b"<html><script>alert(1)</script>"])
def test_a_pdf_that_is_a_web_page_too_is_only_a_pdf_afterwards(before):
    both = before + document() + b"\n<html><script>alert(1)</script>"
    copy = clean("a.pdf", both)
    assert copy.content.startswith(b"%PDF")
    assert b"alert(1)" not in unpacked(copy.content)


# --- pictures ---


def segment(kind: int, body: bytes) -> bytes:
    return bytes([0xFF, kind]) + (len(body) + 2).to_bytes(2, "big") + body


@pytest.mark.parametrize(
    "said",
    [
        segment(0xE0, b"JFXX\0\x10" + SECRET.encode()),
        segment(0xE1, b"Exif\0\0" + SECRET.encode()),
        segment(0xE2, b"MPF\0" + SECRET.encode()),
        segment(0xFE, SECRET.encode()),
    ],
    ids=["small picture", "Exif", "further pictures", "comment"],
)
def test_a_jpeg_keeps_nothing_but_its_picture(said):
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(out, "JPEG", progressive=True)
    plain = out.getvalue()
    assert plain_jpeg(plain[:2] + said + plain[2:] + plain) == plain


def test_a_jpeg_that_breaks_off_stays_as_it_is():
    out = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(out, "JPEG")
    cut = out.getvalue()[:-40]
    assert plain_jpeg(cut) == cut


def test_a_jpeg_without_a_picture_keeps_nothing_that_was_written_down():
    assert plain_jpeg(b"\xff\xd8" + segment(0xFE, SECRET.encode())) == b"\xff\xd8"


def test_a_jpeg_2000_loses_its_boxes_of_words():
    def box(kind, body):
        return (len(body) + 8).to_bytes(4, "big") + kind + body

    first, last = box(b"jP  ", b"\r\n\x87\n"), b"\0\0\0\0jp2c" + b"\xff\x4f"
    said = box(b"uuid", SECRET.encode()) + box(b"xml ", SECRET.encode())
    assert plain_jpeg_2000(first + said + last) == first + last


def test_a_picture_shows_nothing_below_its_clear_parts():
    out = io.BytesIO()
    below = Image.new("RGBA", (2, 1), (200, 10, 10, 0))
    below.putpixel((1, 0), (1, 2, 3, 4))
    below.save(out, "PNG")
    with Image.open(io.BytesIO(clean("a.png", out.getvalue()).content)) as picture:
        assert [picture.getpixel((0, 0)), picture.getpixel((1, 0))] == [(0, 0, 0, 0), (1, 2, 3, 4)]
