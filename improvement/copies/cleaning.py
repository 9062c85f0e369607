"""A file's bytes become a copy without what nobody meant to publish."""

from dataclasses import dataclass, field

from improvement.copies.errors import NotPublishable

MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
}
_OFFICE = {"docx", "xlsx", "pptx", "odt", "ods"}


@dataclass(frozen=True)
class Cleaned:
    """A copy that may be published, once a person has read what is told of it.

    `removed` says in words what the copy lacks; `notices` what a publisher should know; `words`
    is the text that was found in it, for the screening.
    """

    content: bytes
    ending: str
    removed: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    words: str = ""


def clean(file_name: str, content: bytes) -> Cleaned:
    """The cleaned copy of a file, told by its name's ending. Raises NotPublishable.

    Run it in a bounded process (`asking.cleaned`): the file comes from outside.
    """
    ending = file_name.rsplit(".", 1)[-1].lower()
    if ending in _OFFICE:
        raise NotPublishable(
            "A file of an office program may hold earlier versions, comments and hidden parts. "
            "Save it as a PDF, offer that as evidence in its place, and publish the PDF."
        )
    if ending == "pdf":
        from improvement.copies.pdf import clean_pdf  # its library takes long to load

        return clean_pdf(content)
    if ending in {"png", "jpg", "jpeg"}:
        from improvement.copies.pictures import clean_picture

        return clean_picture(content)
    if ending in {"csv", "txt"}:
        from improvement.copies.tables import clean_table, clean_text

        return clean_table(content) if ending == "csv" else clean_text(content)
    raise NotPublishable("No public copy can be made of this kind of file. Save it as a PDF.")
