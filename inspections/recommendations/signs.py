"""By what a row of a file and a record are known to each other: section, number and words.

Numbers and words count inside an inspection and a body (the group) only.
"""

from array import array
from collections.abc import Mapping
from functools import lru_cache

from inspections.cells import fold

_NO_WORDS = -1  # no hash is -1
_NO_NUMBER = 0


def number_of(reference: str) -> str:
    """A printed reference without case, and without the full stop or brackets around it."""
    return fold(reference).strip(" .():")


fold_section = lru_cache(1_000)(fold)  # a file has few, and says each in many rows


class Signs:
    """Section, number in the group, and words in the group of each entry of a table, folded.

    Of each the 64 bits of Python's hash are kept: enough to find their like among 100,000, and a
    tenth of the memory.
    """

    def __init__(self):
        self.sections = array("q")
        self.numbers = array("q")
        self.words = array("q")

    def append(self, group: tuple[int, int] | None, said: Mapping) -> None:
        number = number_of(said.get("reference") or "")
        self.sections.append(hash(fold_section(said.get("section") or "")))
        self.numbers.append(hash((group, number)) if number else _NO_NUMBER)
        self.words.append(hash((group, fold(said["text"]))) if "text" in said else _NO_WORDS)

    def of(self, at: int) -> tuple[int, int, int]:
        """Section, number (0 for none) and words."""
        return self.sections[at], self.numbers[at], self.words[at]

    def are_known(self, at: int) -> bool:
        """Whether there are words at all: a row with a mistake in them has none."""
        return self.words[at] != _NO_WORDS
