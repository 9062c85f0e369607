"""By what a row of a file and a record are known to each other: section, number and words."""

from array import array
from collections.abc import Mapping
from functools import lru_cache

from inspections.imports.cells import fold

_NO_WORDS = -1  # no hash is -1


def number_of(reference: str) -> str:
    """A printed reference without case, and without the full stop or brackets around it."""
    return fold(reference).strip(" .():")


fold_section = lru_cache(1_000)(fold)  # a file has few, and says each in many rows


class Signs:
    """The number and the words of each entry of a table, folded.

    Of both the 64 bits of Python's hash are kept: enough to find their like among 100,000, and a
    tenth of the memory.
    """

    def __init__(self):
        self.numbers = array("q")
        self.words = array("q")

    def append(self, said: Mapping) -> None:
        self.numbers.append(hash(number_of(said.get("reference") or "")))  # of "" it is 0
        self.words.append(hash(fold(said["text"])) if "text" in said else _NO_WORDS)

    def are_known(self, at: int) -> bool:
        """Whether there are words at all: a row with a mistake in them has none."""
        return self.words[at] != _NO_WORDS
