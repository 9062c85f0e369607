"""Cleaning files from outside: in a process of its own, under limits of time and memory."""

from improvement.copies.cleaning import Cleaned
from improvement.copies.errors import NotPublishable
from inspections.bounded import BoundedProcess, Crashed, TooSlow

MAX_SECONDS = 20  # most take less than one


def cleaned(file_name: str, content: bytes) -> Cleaned:
    """The copy that may be published. Raises NotPublishable."""
    with BoundedProcess("improvement.copies.worker") as process:
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
