"""The columns that a file may have, under the names that people give them.

A `FileForm` says which those are.

Case, spaces, punctuation and plurals in a heading do not matter, nor whether "reference",
"recommendation", "number" or "paragraph" is written out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from inspections.cells import fold, one_line, shorten

_WRITTEN_OUT = {
    "rec": "recommendation",
    "ref": "reference",
    "no": "number",
    "nr": "number",
    "num": "number",
    "para": "paragraph",
    "pg": "page",
}
_LEFT_OUT = {"the", "of", "a", "an"}


def same_heading(heading: str) -> str:
    """What headings that people take for the same have in common."""
    words = re.findall(r"\w+", re.sub(r"[#№]", " number ", heading).replace("_", " "))
    singular = (_singular(word) for word in words and fold(" ".join(words)).split())
    return " ".join(_WRITTEN_OUT.get(word, word) for word in singular if word not in _LEFT_OUT)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word.removesuffix("ies") + "y"
    return word[:-1] if len(word) > 2 and word.endswith("s") and not word.endswith("ss") else word


@dataclass(frozen=True)
class Column:
    """One of our columns. `weak` names count only where no other column has a `names` heading."""

    key: str
    heading: str
    meaning: str
    names: tuple[str, ...]
    weak: tuple[str, ...] = ()

    def claims(self, headings: Sequence[str]) -> list[int]:
        """The places of the headings that mean this column."""
        for wanted in self._wanted:
            if places := [n for n, heading in enumerate(headings) if heading in wanted]:
                return places
        return []

    @cached_property
    def _wanted(self) -> tuple[frozenset[str], frozenset[str]]:
        """`names` and `weak`, as headings are compared: once, not for each row looked at."""
        return frozenset(map(same_heading, self.names)), frozenset(map(same_heading, self.weak))


@dataclass(frozen=True)
class FileForm:
    """What files of one kind may hold, and what they must: of each group of `needed`, a column.

    `lacking` and `in_no_sheet` say what to do where there is none.
    """

    columns: tuple[Column, ...]
    needed: tuple[tuple[str, ...], ...]
    lacking: str
    in_no_sheet: str

    def column(self, key: str) -> Column:
        """Our column of that key."""
        return next(column for column in self.columns if column.key == key)

    def is_met(self, found: "Recognised") -> bool:
        """Whether each group that is needed has a heading, or several that clash."""
        return all(
            any(key in found.columns or key in found.clashes for key in group)
            for group in self.needed
        )


@dataclass(frozen=True)
class Recognised:
    """Which heading means which column, by place; and headings that say the same thing twice."""

    columns: dict[str, int]
    unused: tuple[int, ...]
    clashes: dict[str, list[int]]

    @property
    def evidence(self) -> int:
        """How many of the headings are known."""
        return len(self.columns) + len(self.clashes)


def recognise(headings: Sequence[str], form: FileForm) -> Recognised:
    """Find the form's columns among a file's headings."""
    folded = [same_heading(heading) for heading in headings]
    claims = {column.key: column.claims(folded) for column in form.columns}
    columns = {key: places[0] for key, places in claims.items() if len(places) == 1}
    clashes = {key: places for key, places in claims.items() if len(places) > 1}
    known = {*columns.values(), *(place for places in clashes.values() for place in places)}
    unused = tuple(n for n, heading in enumerate(headings) if n not in known)
    return Recognised(columns, unused, clashes)


def listed(headings: Sequence[str]) -> str:
    """Headings as a sentence lists them: “A”, “B” and “C”. Empty ones are left out."""
    shown = [f"“{shorten(one_line(heading))}”" for heading in headings if heading.strip()]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
