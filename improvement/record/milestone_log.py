"""What became of an action's milestones: pure functions, rows in, frozen `Stage`s out.

The same for where an action stands, now or on a past day, and for its page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from improvement.models import MilestoneChange

Kind = MilestoneChange.Kind


class Planned(NamedTuple):
    """A milestone as it was first promised."""

    pk: int
    original_due: date


class MilestoneChanged(NamedTuple):
    """It was added after publication, moved or dropped."""

    milestone_id: int
    kind: str
    to_date: date | None
    recorded_at: datetime


class Claimed(NamedTuple):
    """A report says that it was reached."""

    update_id: int
    milestone_id: int
    reached_on: date


@dataclass(frozen=True)
class Stage:
    """A milestone: its first day, its day now, how often that moved, and what became of it."""

    pk: int
    original_due: date
    due_on: date
    moves: int
    dropped: bool
    reached_on: date | None

    @property
    def is_outstanding(self) -> bool:
        return not self.dropped and self.reached_on is None


def known_before(
    end: datetime, planned: Sequence[Planned], changes: Sequence[MilestoneChanged]
) -> tuple[list[Planned], list[MilestoneChanged]]:
    """What there was before the moment `end`: without what was added, moved or dropped later."""
    added = {one.milestone_id for one in changes if one.kind == Kind.ADDED}
    known = [one for one in changes if one.recorded_at < end]
    by_then = {one.milestone_id for one in known if one.kind == Kind.ADDED}
    return [one for one in planned if one.pk not in added or one.pk in by_then], known


def stages(
    planned: Iterable[Planned], changes: Iterable[MilestoneChanged], claims: Iterable[Claimed]
) -> list[Stage]:
    """Each milestone on these rows, in the order of its day.

    `claims` are those of the reports that count. Of two that speak of one milestone the earlier
    day holds.
    """
    changes, claims = list(changes), list(claims)
    found = [_stage(one, changes, claims) for one in planned]
    return sorted(found, key=lambda stage: (stage.due_on, stage.pk))


def _stage(one: Planned, changes, claims) -> Stage:
    own = [change for change in changes if change.milestone_id == one.pk]
    moved = [change.to_date for change in own if change.kind == Kind.MOVED]
    reached = [claim.reached_on for claim in claims if claim.milestone_id == one.pk]
    return Stage(
        pk=one.pk,
        original_due=one.original_due,
        due_on=moved[-1] if moved else one.original_due,
        moves=len(moved),
        dropped=any(change.kind == Kind.DROPPED for change in own),
        reached_on=min(reached, default=None),
    )


@dataclass(frozen=True)
class Course:
    """An action's milestones in four values: what `Snapshot` holds of them."""

    promised: int = 0  # ever: one that was dropped still counts
    reached: int = 0
    changed: int = 0  # moves, and those that were dropped
    next_due: date | None = None  # of those neither reached nor dropped, the earliest


def course(found: Sequence[Stage]) -> Course:
    """What these milestones add up to."""
    return Course(
        promised=len(found),
        reached=sum(stage.reached_on is not None for stage in found),
        changed=sum(stage.moves + stage.dropped for stage in found),
        next_due=min((stage.due_on for stage in found if stage.is_outstanding), default=None),
    )
