"""A PDF without its properties, comments, scripts and attached files; title, language, tags stay.

The words on its pages are not touched: whether they may be published, a person decides.
"""

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdfium2

from improvement.copies.cleaned import Cleaned, NotPublishable
from improvement.copies.pictures import plain_jpeg, plain_jpeg_2000

MAX_PAGES = 500
FIELDS = "form fields: what they show stays"
_GOES_TO = {"/URI", "/GoTo", "/Named"}  # what a link may do; the rest starts something
_TO_THE_WEB = ("http://", "https://", "mailto:", "tel:", "www.")  # no scripts, no shared drives
# Keys that tell of people, programs and days, or start something, in whatever they stand; and
# other versions of a picture, which nobody looks at.
_TELLING = (
    *("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/AF", "/Alternates", "/OPI"),
)
# Programs write keys of their own wherever they like: what is not known here goes (ISO 32000-1,
# tables 28, 29, 30, 164 and 173). Without `OCProperties`, every layer is seen.
_KEPT_OF = {
    "file": {"/Root", "/Info", "/ID", "/Size"},
    "whole": {
        *("/Type", "/Version", "/Extensions", "/Pages", "/PageLabels", "/Names", "/Dests"),
        *("/ViewerPreferences", "/PageLayout", "/Outlines", "/StructTreeRoot", "/MarkInfo"),
        *("/Lang", "/OutputIntents", "/AcroForm"),
    },
    "names": {"/Dests"},
    "pages": {
        *("/Type", "/Parent", "/Kids", "/Count", "/Resources", "/MediaBox", "/CropBox"),
        *("/BleedBox", "/TrimBox", "/ArtBox", "/Contents", "/Rotate", "/Group", "/Annots"),
        *("/StructParents", "/Tabs", "/UserUnit"),
    },
    "link": {
        *("/Type", "/Subtype", "/Rect", "/Border", "/BS", "/C", "/H", "/A", "/Dest", "/F", "/P"),
        *("/QuadPoints", "/StructParent", "/Contents"),
    },
}
_NO_WORDS = {"/ID", "/CharSet"}  # strings that are numbers for programs
_PICTURES = {"/DCTDecode": plain_jpeg, "/JPXDecode": plain_jpeg_2000}


def clean_pdf(content: bytes) -> Cleaned:
    """Raises NotPublishable for a file that is damaged, closed by a password, or layered."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            _refuse(pdf)
            removed = Counter()
            title = _title(pdf)
            _forget_the_whole(pdf, removed)
            _forget_comments(pdf, removed)
            _forget_in_every_part(pdf, removed)
            _entitle(pdf, title)
            out = io.BytesIO()
            pdf.save(out, deterministic_id=True)
            notices = list(_notices(pdf, title))
        unseen = _unseen(out.getvalue())
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
    told = [name if count < 2 else f"{name} ({count})" for name, count in removed.items() if count]
    words = "\n".join([title, words, *unseen])
    return Cleaned(out.getvalue(), "pdf", removed=told, notices=notices, words=words)


def _refuse(pdf) -> None:
    if len(pdf.pages) > MAX_PAGES:
        raise NotPublishable(f"It has more than {MAX_PAGES} pages. Publish the part that shows it.")
    layers = pdf.Root.get("/OCProperties", {}).get("/D", {})
    if layers.get("/OFF") or layers.get("/BaseState", "/ON") != "/ON":
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
    if "/OpenAction" in pdf.Root and _what_is_wrong_with(pdf.Root.OpenAction):
        removed["scripts"] += 1
    for part, name in ((pdf.trailer, "file"), (pdf.Root, "whole"), (names, "names")):
        _keep_only(part, name)


def _keep_only(part, name: str) -> None:
    for key in set(part.keys()) - _KEPT_OF[name]:
        del part[key]


def _forget_comments(pdf, removed: Counter) -> None:
    """What readers wrote on it goes; what a form's fields show becomes part of the page."""
    links = []
    for page in pdf.pages:
        notes = list(page.obj.get("/Annots", []))
        by_kind = Counter(str(note.get("/Subtype")) for note in notes)
        links.append([note for note in notes if note.get("/Subtype") == "/Link"])
        page.obj.Annots = pikepdf.Array(note for note in notes if note.get("/Subtype") == "/Widget")
        removed[FIELDS] += by_kind.pop("/Widget", 0)
        removed["comments and marks"] += by_kind.total() - by_kind["/Link"] - by_kind["/Popup"]
    if "/AcroForm" in pdf.Root or removed[FIELDS]:
        pdf.generate_appearance_streams()  # of those that leave it to the reader's program
        pdf.flatten_annotations("screen")
        removed[FIELDS] = max(removed[FIELDS], 1)
    if "/AcroForm" in pdf.Root:  # without a field it is gone already
        del pdf.Root.AcroForm
    for page, kept in zip(pdf.pages, links, strict=True):
        for link in kept:
            _keep_only(link, "link")
        page.obj.Annots = pikepdf.Array(kept)
        part, above = page.obj, set()
        while part is not None and part.objgen not in above:
            above.add(part.objgen)
            _keep_only(part, "pages")
            part = part.get("/Parent")


def _forget_in_every_part(pdf, removed: Counter) -> None:
    for part in _parts(pdf):
        for key in _TELLING:
            if key in part:
                del part[key]
        for key in ("/A", "/PA"):
            if name := _what_is_wrong_with(part.get(key)):
                removed[name] += 1
                del part[key]
        if isinstance(part, pikepdf.Stream) and _forget_in_picture(pdf, part):
            removed["what cameras wrote down in pictures"] += 1


def _forget_in_picture(pdf, part) -> bool:
    """Whether anything was taken out of what this stream holds, if that is a picture."""
    filters, parameters = part.get("/Filter"), part.get("/DecodeParms")
    if not isinstance(filters, pikepdf.Array):
        filters, parameters = [filters], [parameters]
    if not filters or str(filters[-1]) not in _PICTURES:
        return False
    parameters = list(parameters or [None] * len(filters))
    packed = pdf.make_stream(part.read_raw_bytes())
    if len(filters) > 1:  # packed once more
        packed.Filter = pikepdf.Array(filters[:-1])
        if any(one is not None for one in parameters[:-1]):
            packed.DecodeParms = pikepdf.Array(parameters[:-1])
    seen = packed.read_bytes()
    if (plain := _PICTURES[str(filters[-1])](seen)) == seen:
        return False
    part.write(plain, filter=filters[-1], decode_parms=parameters[-1])
    return True


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


def _what_is_wrong_with(action) -> str:
    """What an action is called that does anything but lead to a place or a web address."""
    if not isinstance(action, pikepdf.Dictionary) or "/S" not in action:
        return ""
    if action.S not in _GOES_TO or "/Next" in action:
        return "scripts"
    if action.S == "/URI" and not str(action.get("/URI", "")).lower().startswith(_TO_THE_WEB):
        return "links that lead to no web page"
    return ""


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


def _unseen(content: bytes) -> list[str]:
    """The words that stand on no page and stay: bookmarks, addresses, what is read out."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [
            str(value)
            for part in _parts(pdf)
            for key, value in part.items()
            if isinstance(value, pikepdf.String) and key not in _NO_WORDS
        ]


def _words(content: bytes) -> str:
    """All of them: what is covered, or lies outside of the page, can be read all the same."""
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_range() for page in pdf)
