"""What a file of outcomes would do to the record, worked out from both as they stand.

A later issue of the same kind of source corrects what an earlier one said. Anything else that
differs is a conflict: it is listed with both, and what stands here stays.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from inspections.cells import fold
from inspections.intake import Records
from inspections.models import Framework, Grade, Inspection, Judgement, JudgementArea
from inspections.outcomes.frameworks import Frameworks
from inspections.outcomes.matching import FIELDS, StandingInspections
from inspections.outcomes.merging import InspectionEvent, events_in
from inspections.outcomes.provenance import RecordSource, Whose
from inspections.outcomes.rows import FACTS, JudgementCell, OutcomeRow
from inspections.outcomes.tables import OutcomeFile

_NOT_KNOWN = Judgement.NoGrade.NOT_KNOWN
_LABELS = {**FACTS, "link": "address of the report"}
_ORDERED = ("start", "end", "published")


class Does(StrEnum):
    NEW = "new"
    FILLS = "fills a gap"
    CORRECTS = "corrects"
    CONFLICTS = "conflicts"


@dataclass(frozen=True)
class FactChange:
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
class EventChange:
    """What becomes of one event; `inspection` is None where it is new here."""

    event: InspectionEvent
    framework: Framework
    inspection: Inspection | None
    changes: list[FactChange] = field(default_factory=list)

    def of(self, *does: Does) -> list[FactChange]:
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


class OutcomePlan(Records):
    """The rows of the file, and the effects of those without mistakes."""

    def __init__(
        self, book: OutcomeFile, rows: list[OutcomeRow], source: RecordSource, *, lock: bool = False
    ):
        self.book, self.rows, self.source = book, rows, source
        councils = {said.council.pk for said in rows if said.council}
        self.standing = StandingInspections(councils, lock=lock)
        self.frameworks = Frameworks()
        self.effects = self._work_out()

    @property
    def acts(self) -> bool:
        """Whether anything in the record would change."""
        does = (Does.NEW, Does.FILLS, Does.CORRECTS)
        return any(one.inspection is None or one.of(*does) for one in self.effects)

    @property
    def fingerprint(self) -> str:
        """A digest of what would be done: it changes where the record does, and only then."""
        digest = hashlib.sha256()
        for one in self.effects:
            key = one.inspection and (one.inspection.pk, one.inspection.publish_from)
            told = [(one.does, one.label, one.here, one.file) for one in one.changes]
            digest.update(repr((one.event.first.number, one.framework.pk, key, told)).encode())
        return digest.hexdigest()

    def _work_out(self) -> list[EventChange]:
        """Each row that turns out wrong is left out, and the rest worked out without it."""
        while True:
            events = events_in(self.rows)
            wrong = sum(bool(said.problems) for said in self.rows)
            effects = [effect for event in events if (effect := self._effect(event, events))]
            if wrong == sum(bool(said.problems) for said in self.rows):
                return effects

    def _effect(self, event: InspectionEvent, events: list[InspectionEvent]) -> EventChange | None:
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
        effect = EventChange(event, framework, inspection)
        if inspection is not None and inspection.withdrawn_at:
            event.first.note(f"“{inspection}” has been withdrawn here. It stays so.")
            return effect
        self._hold(event, framework, events, inspection)
        effect.changes += self._disputes(event)
        effect.changes += self._facts(event, inspection)
        effect.changes += self._judged(event, framework, inspection)
        return effect

    # --- what it was ---

    def _framework(self, event: InspectionEvent, inspection: Inspection | None) -> Framework | None:
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

    def _cell_of(self, said: OutcomeRow, day: date | None) -> tuple[str, str]:
        """The heading and the words of the cell that gave this day."""
        keys = (key for key in ("start", "published") if said.facts.get(key) == day)
        return said.given.get(next(keys, ""), ("", ""))

    def _hold(self, event: InspectionEvent, framework, events, inspection) -> None:
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

    def _hold_grade(
        self, said: OutcomeRow, cell: JudgementCell, framework: Framework, theme: str
    ) -> None:
        area = self.frameworks.areas(framework).get(theme)
        if area is None:
            reason = f"{framework.name} does not judge this."
            said.is_wrong(cell.heading, cell.words, reason, "Take the grade out.")
        elif self.frameworks.grade(area, cell.words) is None:
            known = f"Known: {', '.join(self.frameworks.wordings(area))}."
            said.is_wrong(cell.heading, cell.words, "This is no grade that is known.", known)

    def _is_followed(self, event: InspectionEvent, events: list[InspectionEvent]) -> bool:
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

    def _disputes(self, event: InspectionEvent) -> Iterator[FactChange]:
        """What two rows of the file say differently."""
        for key, sides in event.disputed.items():
            (first, by), (second, other) = sides[0], sides[-1]
            label = _LABELS.get(key) or by.judged[key].heading
            yield FactChange(
                Does.CONFLICTS,
                label,
                file=_in_words(second),
                file_source=other.place,
                key=key if key in _LABELS else "",
                here=_in_words(first),
                here_source=by.place,
            )

    def _facts(self, event: InspectionEvent, inspection: Inspection | None) -> list[FactChange]:
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

    def _change(self, does, key, value, said: OutcomeRow, *, here="", source=None) -> FactChange:
        return FactChange(
            does,
            _LABELS[key],
            file=_shown(value),
            file_source=said.place,
            value=value,
            key=key,
            here=_shown(here),
            here_source=source.words if source else "",
        )

    def _in_order(self, changes: list[FactChange], inspection: Inspection) -> list[FactChange]:
        """Days that would stand in a wrong order with those that stay here are a conflict."""
        days = {key: getattr(inspection, FIELDS[key]) for key in _ORDERED}
        written = [one for one in changes if one.key in days and one.does != Does.CONFLICTS]
        days |= {one.key: one.value for one in written}
        start, end, published = (days[key] for key in _ORDERED)
        if not start or (end or start) >= start and (published or start) >= start:
            return changes
        held = [
            FactChange(
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

    def _judged(self, event: InspectionEvent, framework, inspection) -> Iterator[FactChange]:
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
        self,
        area: JudgementArea,
        value: Grade | str,
        cell: JudgementCell,
        said: OutcomeRow,
        inspection,
    ) -> Iterator[FactChange]:
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
            yield FactChange(Does.NEW, **about)
            return
        here = standing.grade or standing.no_grade
        if here == value or value == _NOT_KNOWN:
            return
        source = self.standing.source_of_judgement(standing, inspection)
        fills = standing.no_grade == _NOT_KNOWN and source.whose != Whose.PERSON
        yield FactChange(
            Does.FILLS if fills else self._decide(source),
            **about,
            here=_judged_in_words(here),
            here_source=source.words,
            standing=standing,
        )

    def _decide(self, here: RecordSource) -> Does:
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
    if isinstance(value, JudgementCell):
        return value.words or str(Judgement.NoGrade(value.no_grade).label)
    return _shown(value) if isinstance(value, date) else fold(str(value))


def _shown(value) -> str:
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)
