"""Files that tell of people besides: as officers send them."""

import io

import pikepdf
from PIL import Image

WORDS = "Supervision was recorded in nine of ten files."


def photograph(form="JPEG", by="Olive Marsh") -> bytes:
    """A picture that says by whom it was taken, and that stands on its side."""
    picture = Image.new("RGB", (40, 20), "red")
    said = Image.Exif()
    said[0x013B] = by  # artist
    said[0x0112] = 6  # turned by a quarter
    out = io.BytesIO()
    picture.save(out, form, exif=said)
    return out.getvalue()


def document(words: str = WORDS, *, title: str = "Audit of supervision", **parts) -> bytes:
    """A tagged PDF of one page with an author, a comment, a script, a file and a photograph."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 400))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        picture = pdf.make_stream(
            photograph(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Image,
            Width=40,
            Height=20,
            ColorSpace=pikepdf.Name.DeviceRGB,
            BitsPerComponent=8,
        )
        picture.write(photograph(), filter=pikepdf.Name.DCTDecode)
        page.obj.Resources = pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F1=font), XObject=pikepdf.Dictionary(Im1=picture)
        )
        page.Contents = pdf.make_stream(
            b"BT /F1 12 Tf 20 200 Td (" + words.encode("latin-1") + b") Tj ET /Im1 Do"
        )
        page.obj.Annots = pdf.make_indirect(
            [
                _note(Subtype=pikepdf.Name.Text, T="Olive Marsh", Contents="Ask Sam's mother"),
                _note(Subtype=pikepdf.Name.Link, A=_action("URI", URI="https://www.example.org/")),
                _note(Subtype=pikepdf.Name.Link, A=_action("Launch", F="calc.exe")),
            ]
        )
        pdf.Root.OpenAction = _action("JavaScript", JS="app.alert('Olive')")
        pdf.Root.Lang = "en-GB"
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        )
        pdf.attachments["names.csv"] = b"Sam Smith"
        pdf.docinfo["/Author"] = "Olive Marsh"
        pdf.docinfo["/Title"] = title
        for name, value in parts.items():
            pdf.Root[f"/{name}"] = value
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def locked_document() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(document())) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _note(**fields):
    return pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 10, 10], **fields)


def _action(kind, **fields):
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **fields)
