"""A reading with its corrections on top: pure functions over what is stored."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

LEFT_OUT, ADDED, TAKEN_BACK = "left_out", "added", "taken_back"
FACTS = (
    *("framework", "body_kind", "body_name", "theme"),
    *("fieldwork_start", "fieldwork_end", "published", "response_due", "lead_inspector"),
)
_BLANK = {
    "judgements": {"area": "", "grade": None, "printed_grade": "", "no_grade": ""},
    "recommendations": {
        "reference": "",
        "section": "",
        "kind": "",
        "timescale": "",
        "bodies": [],
        "text": "",
    },
}


@dataclass(slots=True)
class Item:
    """One thing that was read: the facts of an inspection, a judgement or a recommendation.

    `key` is as `ReadingCorrection.item` names it; `as_read` holds what the reader read, for the
    values that were corrected. One that the clerk added was not read at all.
    """

    key: str
    page: int
    values: dict[str, Any]
    as_read: dict[str, Any] = field(default_factory=dict)
    left_out: bool = False
    added: bool = False

    def correct(self, name: str, value) -> None:
        """Put a clerk's value in the place of the reader's."""
        if name == LEFT_OUT:
            self.left_out = value
        elif name == "page":
            self.page = value
        elif name != ADDED:
            if not self.added:
                self.as_read.setdefault(name, self.values.get(name))
            self.values[name] = value
            if self.as_read.get(name, self) == value:
                del self.as_read[name]

    @property
    def is_corrected(self) -> bool:
        """Whether a person, and not the reader, says what stands here."""
        return self.added or bool(self.as_read)

    def value(self, name: str):
        """A value as it now stands."""
        return {LEFT_OUT: self.left_out, "page": self.page}.get(name, self.values.get(name))


@dataclass(slots=True)
class InspectionDraft:
    """One inspection of the document; `place` counts from 0."""

    place: int
    facts: Item
    judgements: list[Item]
    recommendations: list[Item]

    @property
    def kept_judgements(self) -> list[Item]:
        return [item for item in self.judgements if not item.left_out]

    @property
    def kept_recommendations(self) -> list[Item]:
        return [item for item in self.recommendations if not item.left_out]

    @property
    def items(self) -> Iterator[Item]:
        yield self.facts
        yield from self.judgements
        yield from self.recommendations


@dataclass(slots=True)
class Draft:
    """The whole document. `council_read` is the name that the reader found, or None."""

    council_read: str | None
    inspections: list[InspectionDraft]

    def item(self, key: str) -> Item | None:
        items = (item for inspection in self.inspections for item in inspection.items)
        return next((item for item in items if item.key == key), None)


def draft_of(as_read: dict, corrections: Iterable[tuple[str, str, Any]]) -> Draft:
    """The draft that comes of a reading and its corrections: (item, name, after), in order."""
    council = as_read["council"]
    inspections = [_inspection(place, read) for place, read in enumerate(as_read["inspections"])]
    draft = Draft(council and council["name"], inspections)
    for key, name, after in corrections:
        if name == ADDED:
            _add(draft, key, after)
        elif item := draft.item(key):
            item.correct(name, after)
    return draft


def next_key(draft: Draft, group: str) -> str:
    """A key for one more item of `group`, as in "0.recommendations"."""
    taken = [
        int(item.key.rpartition(".")[2])
        for inspection in draft.inspections
        for item in inspection.items
        if item.key.startswith(f"{group}.")
    ]
    return f"{group}.{max(taken, default=-1) + 1}"


def _inspection(place: int, read: dict) -> InspectionDraft:
    body = {"body_kind": read["body"]["kind"], "body_name": read["body"]["name"]}
    facts = {name: read.get(name) for name in FACTS} | body
    return InspectionDraft(
        place,
        Item(str(place), 1, facts),
        [
            _item(f"{place}.judgements.{number}", entry)
            for number, entry in enumerate(read["judgements"])
        ],
        [
            _item(f"{place}.recommendations.{number}", entry)
            for number, entry in enumerate(read["recommendations"])
        ],
    )


def _item(key: str, entry: dict) -> Item:
    group = key.split(".")[1]
    values = {name: entry.get(name, blank) for name, blank in _BLANK[group].items()}
    return Item(key, entry["page"], values)


def _add(draft: Draft, key: str, after: str) -> None:
    """One that the reader missed goes in behind the item `after`; at the end without one."""
    place, group, _ = key.split(".")
    items = getattr(draft.inspections[int(place)], group)
    keys = [item.key for item in items]
    at = keys.index(after) + 1 if after in keys else len(items)
    page = items[at - 1].page if at else 1
    items.insert(at, Item(key, page, dict(_BLANK[group]), added=True))
