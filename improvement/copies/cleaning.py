"""A file's bytes become a copy without what nobody meant to publish.

The process that does it: python -m improvement.copies.cleaning FILE-DESCRIPTOR
"""

import sys

from improvement.copies.cleaned import Cleaned, NotPublishable
from improvement.copies.pictures import clean_picture
from improvement.copies.tables import clean_table, clean_text
from inspections.bounded import serve

_OFFICE = {"docx", "xlsx", "pptx", "odt", "ods"}
MAX_MEMORY = 1_500_000_000  # bytes of address space; a file may have 20 MB
_TOO_MUCH = "Cleaning this file needs far more memory than it should. Print it to a new PDF."


def clean(file_name: str, content: bytes) -> Cleaned:
    """The cleaned copy of a file, told by its name's ending. Raises NotPublishable.

    Run it in a bounded process (`copies.clean_file`): the file comes from outside.
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
        return clean_picture(content)
    if ending in {"csv", "txt"}:
        return clean_table(content) if ending == "csv" else clean_text(content)
    raise NotPublishable("No public copy can be made of this kind of file. Save it as a PDF.")


def answer(question: dict, content: bytes) -> tuple[dict, bytes]:
    try:
        copy = clean(question["name"], content)
    except NotPublishable as problem:
        return {"error": str(problem)}, b""
    except MemoryError:
        return {"error": _TOO_MUCH}, b""
    told = {name: getattr(copy, name) for name in ("ending", "removed", "notices", "words")}
    return told, copy.content


if __name__ == "__main__":
    serve(sys.argv[1], answer, memory=MAX_MEMORY)
