"""An action's milestones as the public reads them, and their part of its history; one query."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from councils.days import day_of, end_of
from improvement.models import Milestone
from improvement.pages.timeline import Event, redacted
from improvement.record import Claimed, Kind, Planned, Stage, known_before, stages
from improvement.wording import ago, counted, day_words, number, opened, span, times

_OF_CHANGE = ("kind", "from_date", "to_date", "recorded_at", "redacted_at", "why", "agreed_by")


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone on the action's page: its tag says where it stands."""

    title: str
    when: str
    tag: str
    look: str


@dataclass(frozen=True, slots=True)
class _Change:
    """A row of `MilestoneChange`, with the title of its milestone."""

    milestone_id: int
    title: str
    kind: str
    from_date: date | None
    to_date: date | None
    recorded_at: datetime
    redacted_at: datetime | None
    why: str
    agreed_by: str


@dataclass
class Milestones:
    """What there was at the end of a London day: lines, changes and what reports say of them."""

    lines: list[MilestoneLine] = field(default_factory=list)
    says: str = ""
    changes: list[_Change] = field(default_factory=list)
    by_update: dict[int, list[str]] = field(default_factory=dict)

    def events(self) -> Iterator[Event]:
        """Each milestone added, moved or dropped in the open."""
        for one in self.changes:
            said = [f"Why: {one.why}"]
            if one.agreed_by:
                said.append(f"Agreed by: {one.agreed_by}")
            yield Event(
                on=day_of(one.recorded_at),
                at=one.recorded_at,
                title=_titled(one),
                body=redacted(one, "\n\n".join(said)),
                state="moved" if one.kind != Kind.ADDED else "",
                state_label=_LABELS[one.kind],
            )


_LABELS = {Kind.ADDED: "", Kind.MOVED: "Milestone moved", Kind.DROPPED: "Milestone dropped"}


def _titled(one: _Change) -> str:
    if one.kind == Kind.ADDED:
        return f"Milestone added: {one.title}, due {day_words(one.to_date)}"
    if one.kind == Kind.MOVED:
        days = f"from {day_words(one.from_date)} to {day_words(one.to_date)}"
        return f"Milestone moved {days}: {one.title}"
    return f"Milestone dropped: {one.title}, which was due {day_words(one.from_date)}"


def milestones_of(action, *, counting: Sequence[int], day: date) -> Milestones:
    """Those of an action that passed the gate, at the end of the London day `day`; one query.

    `counting`: the reports that the public could read and that none has corrected.
    """
    titles, changes, claims = {}, {}, {}
    planned: dict[int, Planned] = {}
    rows = Milestone.objects.filter(action=action).order_by(
        "pk", "changes__recorded_at", "changes__pk", "claims__pk"
    )
    for row in rows.values(
        *("pk", "title", "original_due", "changes__pk", *(f"changes__{one}" for one in _OF_CHANGE)),
        *("claims__pk", "claims__update_id", "claims__reached_on"),
    ):
        pk, title = row["pk"], row["title"]
        titles[pk], planned[pk] = title, Planned(pk=pk, original_due=row["original_due"])
        if row["changes__pk"]:
            change = {name: row[f"changes__{name}"] for name in _OF_CHANGE}
            changes[row["changes__pk"]] = _Change(milestone_id=pk, title=title, **change)
        claim = Claimed(
            update_id=row["claims__update_id"],
            milestone_id=pk,
            reached_on=row["claims__reached_on"],
        )
        if claim.update_id in counting and claim.reached_on <= day:
            claims[row["claims__pk"]] = claim
    there, known = known_before(end_of(day), list(planned.values()), list(changes.values()))
    found = stages(there, known, claims.values())
    by_update = defaultdict(list)
    for claim in claims.values():
        reached = f"Milestone reached on {day_words(claim.reached_on)}"
        by_update[claim.update_id].append(f"{reached}: {titles[claim.milestone_id]}.")
    return Milestones(
        lines=[line_of(stage, titles[stage.pk], day) for stage in found],
        says=_in_words(found, day),
        changes=[one for one in changes.values() if one.recorded_at < end_of(day)],
        by_update=by_update,
    )


def line_of(stage: Stage, title: str, day: date) -> MilestoneLine:
    """Where it stands on the London day `day`."""
    when = f"Due {day_words(stage.due_on)}"
    if stage.moves:
        when += f", moved {times(stage.moves)} from {day_words(stage.original_due)}"
    words, look = _state(stage, day)
    return MilestoneLine(title, f"{when}.", words, look)


def _state(stage: Stage, day: date) -> tuple[str, str]:
    """The tag's words and its look."""
    if stage.reached_on:
        late = (stage.reached_on - stage.due_on).days
        after = f", {span(late)} after its day" if late > 0 else ""
        look = "tone-concern glyph-tick" if late > 0 else "tone-good glyph-tick"
        return f"Reported reached on {day_words(stage.reached_on)}{after}", look
    if stage.dropped:
        return "Dropped", "tone-quiet glyph-cross"
    if stage.due_on < day:
        return f"Missed: its day was {ago(stage.due_on, day)}", "tone-bad glyph-warning"
    return "Still to come", "tone-quiet glyph-ring"


def _in_words(found: Sequence[Stage], day: date) -> str:
    """Of four milestones two are reported reached, one is missed and one was dropped."""
    reached = sum(stage.reached_on is not None for stage in found)
    missed = sum(stage.is_outstanding and stage.due_on < day for stage in found)
    dropped = sum(stage.dropped for stage in found)
    said = [f"{number(reached) if reached else 'none'} reported reached"]
    if missed:
        said.append(f"{number(missed)} missed")
    if dropped:
        said.append(f"{number(dropped)} dropped")
    return f"{opened(counted(len(found), 'milestone'))}: {', '.join(said)}."
