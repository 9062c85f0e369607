"""Whom a recommendation is made to: from what a cell says to an inspected body.

A report may hold two inspections: that of the council, and the review of its safeguarding board
published with it. So one file serves both: a row goes to the inspection that looked at its body,
this one first, else the one linked to it (`scope`). No body is ever made up: what nobody
inspected is a mistake in the row, or a body to be added to the inspection first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from councils.models import Body
from inspections.intake.rows import Mistake
from inspections.intake.whose_file import words_of_name
from inspections.models import Inspection

_COUNCIL = ("local authority", "council", "la")


@dataclass(frozen=True)
class Addressee:
    """A body, in the inspection that looked at it."""

    inspection: Inspection
    body: Body

    @cached_property
    def group(self) -> tuple[int, int]:
        """The inspection and the body, by their keys."""
        return self.inspection.pk, self.body.pk

    @property
    def name(self) -> str:
        return self.body.name


class Addressees:
    """The bodies that rows of one file may name. `places` are in order of preference."""

    def __init__(self, inspection: Inspection, places: list[tuple[Inspection, Body]]):
        self.inspection = inspection
        self.inspected = [body for where, body in places if where == inspection]
        self.known: dict[int, Addressee] = {}
        for where, body in [*places, (inspection, inspection.council.body)]:
            self.known.setdefault(body.pk, Addressee(where, body))
        self.found: dict[str, Addressee | Mistake] = {}

    def find(self, said: str) -> Addressee:
        """The body that a cell means; an empty one means the inspection's only one.

        Raises Mistake where it means none, or more than one.
        """
        if said not in self.found:
            try:
                self.found[said] = self._look_for(said) if said.strip() else self._only()
            except Mistake as mistake:
                self.found[said] = mistake
        if isinstance(found := self.found[said], Mistake):
            raise found
        return found

    def _only(self) -> Addressee:
        if len(self.inspected) > 1:
            raise Mistake("Nothing says whom this is made to.", f"Write one of: {self._names()}.")
        body = self.inspected[0] if self.inspected else self.inspection.council.body
        return self.known[body.pk]

    def _look_for(self, said: str) -> Addressee:
        words = words_of_name(said)
        for test in (_is_named, _is_abbreviated, _is_described):
            matches = [found for found in self.known.values() if test(found.body, words)]
            if len(matches) == 1:
                return matches[0]
            if matches:
                either = " or ".join(found.name for found in matches)
                raise Mistake(f"This may mean {either}.", "Write the body's full name.")
        raise self._unknown(words)

    def _unknown(self, words: list[str]) -> Mistake:
        """Why no body is meant, and the nearest way to mend it."""
        reason = "No body of this name was inspected here."
        partners = Body.objects.filter(areas=self.inspection.council_id)
        kinds = [Body(kind=kind, name=f"the {kind.label}") for kind in Body.Kind]
        for body in (*partners, *kinds):
            if _is_named(body, words) or _is_abbreviated(body, words):
                return Mistake(reason, f"Add {body.name} to the inspected bodies first.")
        return Mistake(
            reason,
            f"Write one of: {self._names()}. Or add the body to the inspected bodies first.",
        )

    def _names(self) -> str:
        return "; ".join(found.name for found in self.known.values())


def _titles(body: Body) -> Iterator[list[str]]:
    """What a body is called: by its name, and by the name of its kind."""
    yield words_of_name(body.name)
    yield words_of_name(body.get_kind_display())
    yield words_of_name(body.kind)
    if body.council_id:
        yield from map(words_of_name, (*_COUNCIL, body.council.name, body.council.official_name))
        yield [*words_of_name(body.council.name), "council"]


def _is_named(body: Body, words: list[str]) -> bool:
    return words in list(_titles(body))


def _is_abbreviated(body: Body, words: list[str]) -> bool:
    return len(words) == 1 and words[0] in _initials(body)


def _initials(body: Body) -> set[str]:
    """ "lscb" and "wscb"; and without the place, as in "Wirral MBC", "mbc"."""
    whole = {"".join(word[0] for word in title) for title in _titles(body)}
    return {short for letters in whole for short in (letters, letters[1:]) if len(short) > 1}


def _is_described(body: Body, words: list[str]) -> bool:
    """Two words or more, all of them from the body's names: "safeguarding board"."""
    vocabulary = {word for title in _titles(body) for word in title} | _initials(body)
    return len(set(words)) > 1 and vocabulary.issuperset(words)
