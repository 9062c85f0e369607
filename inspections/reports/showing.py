"""A draft as its page shows it: what was read, page by page of the report."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from councils.models import Body
from inspections.cells import fold
from inspections.models import (
    Judgement,
    ReadingDoubt,
)
from inspections.reports.checking import Problem
from inspections.reports.draft import Item
from inspections.reports.meeting import Meeting
from inspections.reports.placing import day
from inspections.reports.plan import DraftPlan, InspectionPlan
from inspections.reports.words import DAYS, LABELS, in_words, plain


@dataclass(frozen=True)
class ShownValue:
    """One value of an item, in words; `read` is what the reader read, where it was corrected."""

    label: str
    words: str
    read: str = ""
    note: str = ""


@dataclass(frozen=True)
class ShownItem:
    """An item with what is to be said of it."""

    item: Item
    kind: str  # "facts", "judgement" or "recommendation"
    title: str
    lines: list[ShownValue] = field(default_factory=list)
    doubts: list[ReadingDoubt] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return anchor(self.item.key)

    @property
    def needs_a_person(self) -> bool:
        return bool(self.problems) or any(doubt.is_open for doubt in self.doubts)


@dataclass(frozen=True)
class Spread:
    """A page of the report, and what was read from it."""

    page: int
    items: list[ShownItem]


def anchor(key: str) -> str:
    """The fragment of an item's place on the page of the draft."""
    return f"item-{key.replace('.', '-')}"


class ShownInspection:
    """One inspection of the draft, ready to be shown."""

    def __init__(self, plan: InspectionPlan, doubts: list[ReadingDoubt]):
        self.plan = plan
        self.meeting = Meeting(plan)
        self._doubts = defaultdict(list)
        for doubt in doubts:
            self._doubts[doubt.item].append(doubt)
        self._problems = defaultdict(list)
        for problem in plan.problems:
            self._problems[problem.key].append(problem)

    @property
    def list_key(self) -> str:
        """The list of recommendations as a whole, of which there may be doubts."""
        return f"{self.plan.place}.recommendations"

    @property
    def list_anchor(self) -> str:
        return anchor(self.list_key)

    @property
    def last_key(self) -> str:
        """The item behind which one more recommendation would go."""
        items = self.plan.draft.recommendations
        return items[-1].key if items else str(self.plan.place)

    @property
    def lacks_publication(self) -> bool:
        """Whether neither the report nor the record says when it was published."""
        known = self.plan.inspection and self.plan.inspection.published_on
        return not (known or self.plan.draft.facts.values["published"])

    @property
    def list_doubts(self) -> list[ReadingDoubt]:
        """Doubts about the lists as wholes."""
        return self._doubts[self.list_key] + self._doubts[f"{self.plan.place}.judgements"]

    @cached_property
    def spreads(self) -> list[Spread]:
        """The items by their pages, in the order of the report."""
        draft = self.plan.draft
        items = [self._shown(draft.facts, "facts", "The inspection", self._facts())]
        items += [
            self._shown(item, "judgement", *self._judgement(item)) for item in draft.judgements
        ]
        items += [
            self._shown(item, "recommendation", *self._recommendation(item, before))
            for before, item in pairwise([None, *draft.recommendations])
        ]
        pages: dict[int, list[ShownItem]] = defaultdict(list)
        for shown in items:
            pages[shown.item.page].append(shown)
        return [Spread(page, pages[page]) for page in sorted(pages)]

    def _shown(self, item: Item, kind: str, title: str, lines: Iterable[ShownValue]) -> ShownItem:
        doubts, problems = self._doubts[item.key], self._problems[item.key]
        return ShownItem(item, kind, title, list(lines), doubts, problems)

    def _facts(self) -> Iterator[ShownValue]:
        item, plan = self.plan.draft.facts, self.plan
        framework = plan.framework
        yield _line(item, "framework", framework.name if framework else "not known here")
        if framework:
            yield ShownValue("Kind", framework.get_kind_display())
        known = "" if plan.body else "Not known here yet. It is added to this council's bodies."
        kind = dict(Body.Kind.choices).get(item.values["body_kind"], "")
        name = plan.body_name
        words = name if not kind or kind in name.casefold() else f"{name} ({kind})"
        yield _line(item, "body_name", words, note=known)
        if item.values["theme"] or "theme" in item.as_read or (framework and framework.needs_theme):
            yield _line(item, "theme", item.values["theme"] or "not printed")
        yield _line(item, "fieldwork_start", _day(item.values["fieldwork_start"]))
        yield _line(item, "fieldwork_end", _day(item.values["fieldwork_end"]))
        yield _line(item, "published", _day(item.values["published"]))
        if item.values["response_due"] or "response_due" in item.as_read:
            yield _line(item, "response_due", _day(item.values["response_due"]))
        yield _line(item, "lead_inspector", item.values["lead_inspector"] or "not printed")

    def _judgement(self, item: Item) -> tuple[str, list[ShownValue]]:
        """The area and the grade; below them, what is printed and what was corrected."""
        values = item.values
        area = self.plan.areas.get(values["area"])
        none = dict(Judgement.NoGrade.choices).get(values["no_grade"])
        grade = values["grade"] or (f"no grade ({none})" if none else "no grade was read")
        lines = [
            _line(item, name, values[name] or "none")
            for name in ("area", "grade", "no_grade")
            if name in item.as_read
        ]
        printed = fold(values["printed_grade"] or "")
        if printed not in {"", fold(values["grade"] or "")} or "printed_grade" in item.as_read:
            lines.append(_line(item, "printed_grade", f"“{values['printed_grade']}”"))
        return f"{area.label if area else values['area']}: {grade}", lines

    def _recommendation(self, item: Item, before: Item | None) -> tuple[str, list[ShownValue]]:
        """Its number; below its words, what the report says around them.

        A section is not said again for each that stands in it on one page.
        """
        values = item.values
        number = values["reference"]
        title = f"Recommendation {number}" if number else "Recommendation, no number printed"
        told = before and before.page == item.page and before.values["section"]
        lines = [
            _line(item, name, values[name] or "none")
            for name in ("section", "timescale")
            if name in item.as_read or values[name] and (name != "section" or values[name] != told)
        ]
        if _stem(values["kind"]) != _stem(values["section"]):
            lines.append(_line(item, "kind", values["kind"] or "none"))
        if bodies := values["bodies"]:
            unknown = [name for name in bodies if not self.plan.bodies.responsible(name)]
            note = f"Not known here yet, and added: {'; '.join(unknown)}." if unknown else ""
            lines.append(_line(item, "bodies", "; ".join(bodies), note=note))
        return title, lines


class ShownDraft:
    """The whole draft, ready to be shown."""

    def __init__(self, plan: DraftPlan):
        self.plan = plan
        self.doubts = list(plan.report.doubts.select_related("settled_by"))
        by_place = defaultdict(list)
        for doubt in self.doubts:
            by_place[doubt.place].append(doubt)
        self.council_doubts = by_place[None]
        self.inspections = [
            ShownInspection(each, by_place[each.place]) for each in plan.inspections
        ]

    @property
    def open_doubts(self) -> list[tuple[ReadingDoubt, str]]:
        """Each open doubt, and where on the page it is settled."""
        return [(doubt, anchor(doubt.item)) for doubt in self.doubts if doubt.is_open]

    @property
    def problems(self) -> list[tuple[Problem, str]]:
        """What must be put right, and where on the page that is done."""
        return [(problem, anchor(problem.key)) for problem in self.plan.problems]

    @property
    def judgements(self) -> int:
        return sum(len(one.plan.draft.kept_judgements) for one in self.inspections)

    @property
    def recommendations(self) -> int:
        return sum(len(one.plan.draft.kept_recommendations) for one in self.inspections)

    @property
    def new(self) -> int:
        """How many inspections would be new drafts."""
        return sum(one.plan.inspection is None for one in self.inspections)

    @property
    def is_public(self) -> bool:
        """Whether anything would be public at once."""
        return any(one.plan.is_public for one in self.inspections)


def _stem(heading: str) -> str:
    """What a heading has in common with the kind of what stands under it."""
    return " ".join(word.rstrip("s?:.") for word in fold(heading or "").split())


def _line(item: Item, name: str, words: str, note: str = "") -> ShownValue:
    read = ""
    if name in item.as_read:
        old = item.as_read[name]
        read = _day(old) if name in DAYS else plain(old)
    return ShownValue(LABELS[name], words, read, note)


def _day(value: str | None) -> str:
    return in_words(day(value)) if value else "not printed"
