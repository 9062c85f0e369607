"""A PDF without its properties, comments, scripts and attached files; title, language, tags stay.

The words on its pages are not touched: whether they may be published, a person decides.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdfium2

from improvement.copies.cleaning import Cleaned
from improvement.copies.errors import NotPublishable

MAX_PAGES = 500
_SHOWN = {"/Link", "/Widget"}  # the annotations that are no comments
_GOES_TO = {"/URI", "/GoTo", "/Named"}  # what a link may do; the rest starts something
# Keys that tell of people, programs and days, or start something, in whatever they stand.
_TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF")
_OF_THE_WHOLE = (
    *("/OpenAction", "/Perms", "/DSS", "/Collection", "/SpiderInfo", "/Legal", "/Threads"),
    *("/Requirements", "/PageMode"),
)
_READ_OUT = ("/Title", "/Alt", "/ActualText", "/E", "/TU")
# Parts of a JPEG in which a camera says where and when (APP1, APP3 to APP13, APP15, comments).
_CAMERA = {0xE1, *range(0xE3, 0xEE), 0xEF, 0xFE}


def clean_pdf(content: bytes) -> Cleaned:
    """Raises NotPublishable for a file that is damaged, closed by a password, or layered."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _refuse(pdf)
            removed = Counter()
            title = _title(pdf)
            _forget_the_whole(pdf, removed)
            _forget_comments(pdf, removed)
            unseen = _forget_in_every_part(pdf, removed)
            _entitle(pdf, title)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            notices = list(_notices(pdf, title))
    except pikepdf.PasswordError as problem:
        raise NotPublishable("This PDF opens with a password only. Save it without.") from problem
    except (pikepdf.PdfError, RuntimeError, ValueError, RecursionError) as problem:
        raise NotPublishable("This PDF is damaged. Print it to a new PDF, and offer that.") from (
            problem
        )
    words = _words(out.getvalue())
    if not words.strip():
        notices.append(
            "It holds no text: nothing could be screened, and it is not read out to people who "
            "cannot see it. Publish one with text, or look at every page."
        )
    told = [name if count < 2 else f"{name} ({count})" for name, count in removed.items()]
    words = "\n".join([title, words, *unseen])
    return Cleaned(out.getvalue(), "pdf", removed=told, notices=notices, words=words)


def _refuse(pdf) -> None:
    if len(pdf.pages) > MAX_PAGES:
        raise NotPublishable(f"It has more than {MAX_PAGES} pages. Publish the part that shows it.")
    layers = pdf.Root.get("/OCProperties", {})
    if layers.get("/D", {}).get("/OFF"):
        raise NotPublishable("It holds layers that are hidden. Print it to a new PDF, offer that.")
    if "/XFA" in pdf.Root.get("/AcroForm", {}):
        raise NotPublishable("It is a form that a program fills in. Print it to a new PDF.")


def _title(pdf) -> str:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        return str(said.get("dc:title") or pdf.docinfo.get("/Title") or "").strip()


def _forget_the_whole(pdf, removed: Counter) -> None:
    if pdf.docinfo.keys() - {"/Title"} or "/Metadata" in pdf.Root:
        removed["the properties of the file, such as who wrote it and with what"] += 1
    del pdf.docinfo
    names = pdf.Root.get("/Names", {})
    for key, name in (("/EmbeddedFiles", "attached files"), ("/JavaScript", "scripts")):
        if key in names:
            removed[name] += 1
            del names[key]
    if "/OpenAction" in pdf.Root and _starts_something(pdf.Root.OpenAction):
        removed["scripts"] += 1
    for key in _OF_THE_WHOLE:
        if key in pdf.Root:
            del pdf.Root[key]


def _forget_comments(pdf, removed: Counter) -> None:
    """What readers wrote on it goes; what a form's fields show becomes part of the page."""
    for page in pdf.pages:
        shown = []
        for note in page.obj.get("/Annots", []):
            if note.get("/Subtype") in _SHOWN:
                shown.append(note)
            elif note.get("/Subtype") != "/Popup":
                removed["comments and marks"] += 1
        if "/Annots" in page.obj:
            page.obj.Annots = pikepdf.Array(shown)
    if "/AcroForm" in pdf.Root:
        pdf.flatten_annotations("screen")
        del pdf.Root.AcroForm
        removed["form fields: what they show stays"] += 1


def _forget_in_every_part(pdf, removed: Counter) -> list[str]:
    """Returns the words that stand on no page and stay: bookmarks, and what is read out."""
    unseen = []
    for part in _parts(pdf):
        unseen += [str(part[key]) for key in _READ_OUT if _is_text(part.get(key))]
        for key in _TELLING:
            if key in part:
                del part[key]
        for key in ("/A", "/PA"):
            if _starts_something(part.get(key)):
                removed["scripts"] += 1
                del part[key]
        if isinstance(part, pikepdf.Stream) and part.get("/Filter") == "/DCTDecode":
            seen = part.read_raw_bytes()
            if (plain := _without_camera(seen)) != seen:
                parameters = part.get("/DecodeParms")
                part.write(plain, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)
                removed["what cameras wrote down in pictures"] += 1
    return unseen


def _is_text(value) -> bool:
    return isinstance(value, pikepdf.String)


def _parts(pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary and stream, those that stand inside others too."""
    waiting = list(pdf.objects)
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            inside = [value for _, value in part.items()]
        elif isinstance(part, pikepdf.Array):
            inside = list(part)
        else:
            continue
        waiting += [
            one for one in inside if isinstance(one, pikepdf.Object) and not one.is_indirect
        ]


def _starts_something(action) -> bool:
    """Whether it is an action that does anything but lead to a place or an address."""
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return False
    return action.S not in _GOES_TO or "/Next" in action


def _entitle(pdf, title: str) -> None:
    """The title, for whoever has the file read out; the language and the tags stand in the file."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
        if title:
            said["dc:title"] = title
        if "/Lang" in pdf.Root:
            said["dc:language"] = [str(pdf.Root.Lang)]
    if title:
        pdf.docinfo["/Title"] = title


def _notices(pdf, title: str) -> Iterator[str]:
    if not title:
        yield "It has no title of its own: people who have it read out hear its name instead."
    if "/Lang" not in pdf.Root:
        yield "It does not say in which language it is written."
    if not pdf.Root.get("/MarkInfo", {}).get("/Marked"):
        yield (
            "It is not tagged: headings and tables are not read out as such. WCAG 2.2 AA asks for "
            "that in a document of a public body."
        )


def _without_camera(picture: bytes) -> bytes:
    """A JPEG without the segments in which a camera or program wrote something down."""
    if not picture.startswith(b"\xff\xd8"):
        return picture
    kept, at = [b"\xff\xd8"], 2
    while segment := re.compile(rb"\xff+([\xc0-\xfe])(..)", re.S).match(picture, at):
        kind, end = segment[1][0], segment.end() - 2 + int.from_bytes(segment[2], "big")
        if kind == 0xDA:  # the picture itself begins
            break
        if kind not in _CAMERA:
            kept.append(picture[at:end])
        at = end
    return b"".join(kept) + picture[at:]


def _words(content: bytes) -> str:
    """All of them: what is covered, or lies outside of the page, can be read all the same."""
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
