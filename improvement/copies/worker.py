"""The process that cleans files for `asking`.

python -m improvement.copies.worker FILE-DESCRIPTOR
"""

import sys

from improvement.copies.cleaning import clean
from improvement.copies.errors import NotPublishable
from inspections.bounded import serve

MAX_MEMORY = 1_500_000_000  # bytes of address space; a file may have 20 MB
_TOO_MUCH = "Cleaning this file needs far more memory than it should. Print it to a new PDF."


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
