"""Public copies of evidence files: what the file says, without what it says about people besides.

    the original, internal ─▶ cleaning (in a bounded process) ─▶ a copy with a hash of its own
                              pdf, pictures, tables                what was removed, what to answer

The original is kept as it was sent, with its hash, and is never public.
"""

from improvement.copies.cleaned import Cleaned, NotPublishable
from inspections.bounded import BoundedProcess, Crashed, TooSlow

__all__ = ["Cleaned", "NotPublishable", "clean_file"]

MAX_SECONDS = 20  # most take less than one


def clean_file(file_name: str, content: bytes) -> Cleaned:
    """The copy that may be published. Raises NotPublishable."""
    with BoundedProcess("improvement.copies.cleaning") as process:
        try:
            told, copy = process.ask({"name": file_name}, content, seconds=MAX_SECONDS)
        except Crashed as problem:
            raise NotPublishable(
                "This file is damaged in a way that stops the cleaning. Print it to a new PDF."
            ) from problem
        except TooSlow as problem:
            raise NotPublishable(
                f"Cleaning this file was stopped after {MAX_SECONDS} seconds. Print it to a new "
                "PDF."
            ) from problem
    if "error" in told:
        raise NotPublishable(told["error"])
    return Cleaned(content=copy, **told)
