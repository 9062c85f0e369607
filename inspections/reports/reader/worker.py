"""The process that reads reports for `bounded.BoundedReader`.

python -m inspections.reports.reader.worker FILE-DESCRIPTOR REFERENCE-FOLDER

A question is {} to read the file, or {"page": 3} to draw a page of it. The answer is
{"report": …}, {} with the picture, or {"error": …}.
"""

import sys
from functools import partial
from pathlib import Path

from inspections.bounded import serve
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.pictures import draw
from inspections.reports.reader.reading import read_report
from inspections.reports.reader.reference import Reference, load_reference

MAX_MEMORY = 600_000_000  # bytes of address space; a real report takes a quarter
TOO_MUCH = "This file needs far more memory than a report does. It was not read."


def main(descriptor: str, folder: str) -> None:
    """Answer until the other side closes."""
    reference = load_reference(Path(folder))
    serve(descriptor, partial(_answer, reference), memory=MAX_MEMORY)


def _answer(reference: Reference, question: dict, data: bytes) -> tuple[dict, bytes]:
    try:
        if page := question.get("page"):
            return {}, draw(data, page)
        return {"report": read_report(data, reference).as_dict()}, b""
    except Unreadable as problem:
        return {"error": str(problem)}, b""
    except MemoryError:
        return {"error": TOO_MUCH}, b""


if __name__ == "__main__":
    main(*sys.argv[1:])
