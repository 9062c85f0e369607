"""What a file of outcomes would do to the record, worked out from both as they stand.

A later issue of the same kind of source corrects what an earlier one said. Anything else that
differs is a conflict: it is listed with both, and what stands here stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspections.cells import fold
from inspections.models import Framework, Grade, Inspection, Judgement, JudgementArea
from inspections.outcomes.frameworks import Frameworks
from inspections.outcomes.merging import Event, events_in
from inspections.outcomes.provenance import Source, Whose
from inspections.outcomes.rows import FACTS, Cell, Said
from inspections.outcomes.standing import FIELDS, Standing
from inspections.outcomes.tables import Workbook

_NOT_KNOWN = Judgement.NoGrade.NOT_KNOWN
_LABELS = {**FACTS, "link": "address of the report"}
_ORDERED = ("start", "end", "published")


class Does(StrEnum):
    NEW = "new"
    FILLS = "fills a gap"
    CORRECTS = "corrects"
    CONFLICTS = "conflicts"


@dataclass(frozen=True)
class Change:
    """One fact or judgement that the file says and the record lacks, or holds otherwise.

    `here` and `file` are in words, each with its source. `value` is for a fact what would be
    written, and for a judgement a grade or the reason why there is none.
    """

    does: Does
    label: str
    file: str
    file_source: str
    value: object = None
    key: str = ""  # of a fact; empty for a judgement
    area: JudgementArea | None = None
    here: str = ""
    here_source: str = ""
    standing: Judgement | None = None
    printed: str = ""


@dataclass
class Effect:
    """What becomes of one event; `inspection` is None where it is new here."""

    event: Event
    framework: Framework
    inspection: Inspection | None
    changes: list[Change] = field(default_factory=list)

    def of(self, *does: Does) -> list[Change]:
        return [change for change in self.changes if change.does in does]

    @property
    def outcome(self) -> Does | None:
        """What is most to be told of it; None where nothing changes."""
        if self.of(Does.CONFLICTS):
            return Does.CONFLICTS
        if self.inspection is None:
            return Does.NEW
        if self.of(Does.CORRECTS):
            return Does.CORRECTS
        return Does.FILLS if self.of(Does.NEW, Does.FILLS) else None


class Plan:
    """The rows of the file, and the effects of those without mistakes."""

    def __init__(self, book: Workbook, rows: list[Said], source: Source, *, lock: bool = False):
        self.book, self.rows, self.source = book, rows, source
        councils = {said.council.pk for said in rows if said.council}
        self.standing = Standing(councils, lock=lock)
        self.frameworks = Frameworks()
        self.effects = self._work_out()

    def _work_out(self) -> list[Effect]:
        """Each row that turns out wrong is left out, and the rest worked out without it."""
        while True:
            events = events_in(self.rows)
            wrong = sum(bool(said.problems) for said in self.rows)
            effects = [effect for event in events if (effect := self._effect(event, events))]
            if wrong == sum(bool(said.problems) for said in self.rows):
                return effects

    def _effect(self, event: Event, events: list[Event]) -> Effect | None:
        council, kind = event.first.council, event.first.kind
        start, published = event.fact("start"), event.fact("published")
        inspection = self.standing.find(council.pk, kind, start, published)
        if inspection is None and (near := self.standing.near(council.pk, kind, start, published)):
            days = (near.fieldwork_start, near.published_on)
            said = " and ".join(f"{day:%-d %B %Y}" for day in days if day)
            for row in event.rows:
                row.is_wrong(
                    *self._cell_of(row, start or published),
                    f"“{near}” stands here with the days {said}: it can hardly be another.",
                    "Find out which days are right, and correct the file or the record.",
                )
            return None
        framework = self._framework(event, inspection)
        if framework is None:
            return None
        effect = Effect(event, framework, inspection)
        if inspection is not None and inspection.withdrawn_at:
            event.first.note(f"“{inspection}” has been withdrawn here. It stays so.")
            return effect
        self._hold(event, framework, events, inspection)
        effect.changes += self._disputes(event)
        effect.changes += self._facts(event, inspection)
        effect.changes += self._judged(event, framework, inspection)
        return effect

    # --- what it was ---

    def _framework(self, event: Event, inspection: Inspection | None) -> Framework | None:
        claimed = {theme for theme, (cell, _) in event.judged.items() if cell.claims}
        found = self.frameworks.candidates(
            event.first.kind,
            claimed,
            event.fact("start"),
            event.fact("published"),
            next((said.named for said in event.rows if said.named), ""),
        )
        themed = [one for one in found if self.frameworks.areas(one).keys() & event.judged.keys()]
        found = themed or found
        if inspection is not None:
            return inspection.framework
        if len(found) == 1:
            return found[0]
        day = event.fact("start") or event.fact("published")
        names = ", ".join(str(one) for one in found)
        for said in event.rows:
            said.is_wrong(
                *self._cell_of(said, day),
                f"It may have been under any of these: {names}."
                if found
                else "No framework of this kind was then in force that judges these areas.",
                "Give the first day of fieldwork, or enter the inspection in the admin.",
            )
        return None

    def _cell_of(self, said: Said, day: date | None) -> tuple[str, str]:
        """The heading and the words of the cell that gave this day."""
        keys = (key for key in ("start", "published") if said.facts.get(key) == day)
        return said.given.get(next(keys, ""), ("", ""))

    def _hold(self, event: Event, framework, events, inspection) -> None:
        """Note what the framework demands and the rows do not give."""
        for said in event.rows:
            for theme, cell in said.judged.items():
                if cell.words:
                    self._hold_grade(said, cell, framework, theme)
        if inspection is not None:
            return
        if framework.needs_theme and not event.fact("theme"):
            event.first.is_wrong("", "", "It does not say what the visit looked at.", "Add it.")
        if framework.needs_parent and not self._is_followed(event, events):
            reason = "No inspection that this visit follows is on record here."
            event.first.is_wrong("", "", reason, "Import that inspection first.")

    def _hold_grade(self, said: Said, cell: Cell, framework: Framework, theme: str) -> None:
        area = self.frameworks.areas(framework).get(theme)
        if area is None:
            reason = f"{framework.name} does not judge this."
            said.is_wrong(cell.heading, cell.words, reason, "Take the grade out.")
        elif self.frameworks.grade(area, cell.words) is None:
            known = f"Known: {', '.join(self.frameworks.wordings(area))}."
            said.is_wrong(cell.heading, cell.words, "This is no grade that is known.", known)

    def _is_followed(self, event: Event, events: list[Event]) -> bool:
        day = event.fact("start") or event.fact("published")
        kind = Framework.Kind.INSPECTION
        council = event.first.council
        return bool(self.standing.last_before(council.pk, day, kind)) or any(
            one.first.kind == kind
            and one.first.council == council
            and (one.fact("start") or date.max) < day
            for one in events
        )

    # --- what differs ---

    def _disputes(self, event: Event) -> Iterator[Change]:
        """What two rows of the file say differently."""
        for key, sides in event.disputed.items():
            (first, by), (second, other) = sides[0], sides[-1]
            label = _LABELS.get(key) or by.judged[key].heading
            yield Change(
                Does.CONFLICTS,
                label,
                file=_in_words(second),
                file_source=other.place,
                key=key if key in _LABELS else "",
                here=_in_words(first),
                here_source=by.place,
            )

    def _facts(self, event: Event, inspection: Inspection | None) -> list[Change]:
        changes = []
        told = {key: event.facts[key] for key in event.facts if key not in event.disputed}
        if event.link:
            told["link"] = (event.link, event.first)
        if inspection is None:
            return [self._change(Does.NEW, key, *said) for key, said in told.items()]
        for key, (value, said) in told.items():
            here = getattr(inspection, FIELDS[key])
            if not here:
                changes.append(self._change(Does.FILLS, key, value, said))
            elif key != "link" and _in_words(here) != _in_words(value):
                source = self.standing.source_of_fact(inspection, key)
                does = self._decide(source)
                changes.append(self._change(does, key, value, said, here=here, source=source))
        return self._in_order(changes, inspection)

    def _change(self, does, key, value, said: Said, *, here="", source=None) -> Change:
        return Change(
            does,
            _LABELS[key],
            file=_shown(value),
            file_source=said.place,
            value=value,
            key=key,
            here=_shown(here),
            here_source=source.words if source else "",
        )

    def _in_order(self, changes: list[Change], inspection: Inspection) -> list[Change]:
        """Days that would stand in a wrong order with those that stay here are a conflict."""
        days = {key: getattr(inspection, FIELDS[key]) for key in _ORDERED}
        written = [one for one in changes if one.key in days and one.does != Does.CONFLICTS]
        days |= {one.key: one.value for one in written}
        start, end, published = (days[key] for key in _ORDERED)
        if not start or (end or start) >= start and (published or start) >= start:
            return changes
        held = [
            Change(
                **{
                    **vars(one),
                    "does": Does.CONFLICTS,
                    "here": one.here or "other days, which would then be out of order",
                    "here_source": one.here_source or "the record here",
                }
            )
            for one in written
        ]
        return [one for one in changes if one not in written] + held

    def _judged(self, event: Event, framework, inspection) -> Iterator[Change]:
        own = self.frameworks.areas(framework)
        for theme, (cell, said) in event.judged.items():
            if theme in event.disputed:
                continue
            area = own.get(theme)
            if cell.words:
                grade = area and self.frameworks.grade(area, cell.words)
                if grade:  # the others are wrong, and told
                    yield from self._judgement(area, grade, cell, said, inspection)
                continue
            if area is None and cell.no_grade not in ("", _NOT_KNOWN):
                area = self.frameworks.elsewhere(framework, theme)
            why = cell.no_grade or (_NOT_KNOWN if inspection is None else "")
            if area and why:
                yield from self._judgement(area, why, cell, said, inspection)

    def _judgement(
        self, area: JudgementArea, value: Grade | str, cell: Cell, said: Said, inspection
    ) -> Iterator[Change]:
        words = _judged_in_words(value)
        about = {
            "label": area.label,
            "file": words,
            "file_source": said.place,
            "value": value,
            "area": area,
            "printed": cell.words,
        }
        standing = inspection and self.standing.judgements.get((inspection.pk, area.pk))
        if standing is None:
            yield Change(Does.NEW, **about)
            return
        here = standing.grade or standing.no_grade
        if here == value or value == _NOT_KNOWN:
            return
        source = self.standing.source_of_judgement(standing, inspection)
        fills = standing.no_grade == _NOT_KNOWN and source.whose != Whose.PERSON
        yield Change(
            Does.FILLS if fills else self._decide(source),
            **about,
            here=_judged_in_words(here),
            here_source=source.words,
            standing=standing,
        )

    def _decide(self, here: Source) -> Does:
        """Whether the file may correct what comes from this source."""
        if here.whose != self.source.whose:
            return Does.CONFLICTS
        if here.whose == Whose.OFFICIAL and here.as_at and here.as_at > self.source.as_at:
            return Does.CONFLICTS
        return Does.CORRECTS


def _judged_in_words(value: Grade | str) -> str:
    return str(value) if isinstance(value, Grade) else str(Judgement.NoGrade(value).label)


def _in_words(value) -> str:
    """What is the same in two spellings."""
    if isinstance(value, Cell):
        return value.words or str(Judgement.NoGrade(value.no_grade).label)
    return _shown(value) if isinstance(value, date) else fold(str(value))


def _shown(value) -> str:
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
