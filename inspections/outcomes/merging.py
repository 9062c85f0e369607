"""Rows that speak of the same inspection, put together; where they disagree, both are kept."""

from collections import defaultdict
from dataclasses import dataclass, field

from inspections.outcomes.rows import JudgementCell, OutcomeRow


@dataclass
class InspectionEvent:
    """One inspection or visit as the file tells it, in one row or in several sheets.

    `facts` and `judged` hold what was said, with the row that said it first. `disputed` names what
    two rows say differently: a label, and for each what it says and where. None of it is taken.
    """

    rows: list[OutcomeRow]
    facts: dict[str, tuple[object, OutcomeRow]] = field(default_factory=dict)
    judged: dict[str, tuple[JudgementCell, OutcomeRow]] = field(default_factory=dict)
    disputed: dict[str, list[tuple[object, OutcomeRow]]] = field(default_factory=dict)

    @property
    def first(self) -> OutcomeRow:
        return self.rows[0]

    @property
    def link(self) -> str:
        return next((said.link for said in self.rows if said.link), "")

    def fact(self, key: str):
        """What the file says of this fact; None where it says nothing, or two things."""
        return self.facts[key][0] if key in self.facts and key not in self.disputed else None


def events_in(rows: list[OutcomeRow]) -> list[InspectionEvent]:
    """The events that the rows without mistakes speak of, in the file's order.

    The same are those of one council and kind with the same first day; a row that gives no first
    day joins the one that was published on its day.
    """
    groups: dict[tuple, list[OutcomeRow]] = defaultdict(list)
    by_publication: dict[tuple, tuple] = {}
    right = [said for said in rows if not said.problems]
    for said in sorted(right, key=lambda said: "start" not in said.facts):
        start, published = said.facts.get("start"), said.facts.get("published")
        whose = (said.council.pk, said.kind)
        key = (*whose, "start", start) if start else (*whose, "published", published)
        if start is None:
            key = by_publication.get((*whose, published), key)
        elif published:
            by_publication.setdefault((*whose, published), key)
        groups[key].append(said)
    events = [_event(sorted(group, key=lambda said: said.number)) for group in groups.values()]
    return sorted(events, key=lambda event: event.first.number)


def _event(rows: list[OutcomeRow]) -> InspectionEvent:
    event = InspectionEvent(rows)
    for said in rows:
        for key, value in said.facts.items():
            _note(event, event.facts, key, value, said, same=lambda one, two: one == two)
        for theme, cell in said.judged.items():
            if cell.words or cell.no_grade:
                _note(event, event.judged, theme, cell, said, same=_same_cell)
            else:
                event.judged.setdefault(theme, (cell, said))
    return event


def _note(event: InspectionEvent, noted: dict, key: str, value, said: OutcomeRow, *, same) -> None:
    before, by = noted.get(key, (None, None))
    if before is None or (
        isinstance(before, JudgementCell) and not (before.words or before.no_grade)
    ):
        noted[key] = (value, said)
    elif not same(before, value):
        event.disputed.setdefault(key, [(before, by)]).append((value, said))


def _same_cell(one: JudgementCell, two: JudgementCell) -> bool:
    if one.no_grade or two.no_grade:
        return one.no_grade == two.no_grade
    return one.words.casefold() == two.words.casefold()
