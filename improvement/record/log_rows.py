"""The log of an action as light rows, so that it can be read as it stood at any moment; and what
became of its milestones by them: pure functions, rows in, frozen `Stage`s out.

The rows hold what decides where an action stands, and of the words only whether a report repeats
them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from councils.days import day_of, end_of_month
from improvement.models import (
    ActionState,
    Amendment,
    DueDateMove,
    Evidence,
    HelpAnswer,
    Milestone,
    MilestoneChange,
    MilestoneReached,
    Plan,
    SignOff,
    Update,
)

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


class Reported(NamedTuple):
    """A report."""

    pk: int
    number: int
    effective_on: date
    recorded_at: datetime
    public_at: datetime | None
    corrects_id: int | None
    status: str
    confidence: str
    impact: str
    what_changed: str
    help_from_id: int | None
    by_id: int
    next_check_on: date | None
    month_only: bool

    @property
    def counts_from(self) -> date:
        """The London day from which silence is counted: where only the month is known, its last,
        or the day on which it was recorded if that came sooner."""
        if not self.month_only:
            return self.effective_on
        return max(
            self.effective_on, min(end_of_month(self.effective_on), day_of(self.recorded_at))
        )

    @property
    def takes_out(self) -> bool:
        """Whether it takes the action out of the plan."""
        return self.status in ActionState.GONE

    @property
    def facts(self) -> tuple[str, str, str]:
        """What it says that can be held against the one before."""
        return self.status, self.confidence, self.impact


class Moved(NamedTuple):
    """A date asked for; `outcome` is empty until it is decided."""

    to_date: date
    recorded_at: datetime
    outcome: str
    decided_at: datetime | None


class Offered(NamedTuple):
    """A piece of evidence."""

    pk: int
    supersedes_id: int | None
    shows: str
    dated: date
    recorded_at: datetime
    checked_at: datetime | None


class Signed(NamedTuple):
    """A step of sign-off."""

    step: str
    claim_id: int
    checked_by_id: int | None
    effective_on: date
    recorded_at: datetime


class Answered(NamedTuple):
    """An answer to a request for help."""

    update_id: int
    recorded_at: datetime


class Reworded(NamedTuple):
    """An amendment of what a rule asks for by name: the success measure, or the lead."""

    field: str
    old: str
    effective_on: date


REWORDED = ("success_measure", "lead")


@dataclass
class Log:
    """One action's log, each part in the order in which it was written."""

    updates: list[Reported] = field(default_factory=list)
    moves: list[Moved] = field(default_factory=list)
    evidence: list[Offered] = field(default_factory=list)
    sign_offs: list[Signed] = field(default_factory=list)
    help_answers: list[Answered] = field(default_factory=list)
    milestones: list[Planned] = field(default_factory=list)
    milestone_changes: list[MilestoneChanged] = field(default_factory=list)
    reached: list[Claimed] = field(default_factory=list)
    reworded: list[Reworded] = field(default_factory=list)  # of what was ever taken out alone


class Chain:
    """Which update corrects which: a correction, and the corrections of it, have one origin.

    Made of every update that is at hand, so that a chain holds although one of its links is not
    public.
    """

    def __init__(self, updates):
        self._by_pk = {update.pk: update for update in updates}
        released = (update for update in self._by_pk.values() if update.public_at)
        self._released = {}  # by origin: the number of the newest that is public
        for update in released:
            origin = self.origin(update.pk)
            self._released[origin] = max(update.number, self._released.get(origin, 0))

    def origin(self, pk):
        """The id of the first update of the chain in which the update `pk` stands."""
        while pk in self._by_pk and self._by_pk[pk].corrects_id:
            pk = self._by_pk[pk].corrects_id
        return pk

    def beyond(self, reports, pks) -> list[Update]:
        """Of the updates `pks` those that stand in no chain with any of `reports`."""
        origins = {self.origin(update.pk) for update in reports}
        return [self._by_pk[pk] for pk in pks if self.origin(pk) not in origins]

    def counting(self, updates) -> list[Update]:
        """What these say: of each chain the newest, where and when its origin stands."""
        newest = {}
        for update in sorted(updates, key=lambda update: update.number):
            newest[self.origin(update.pk)] = update
        return [
            update
            for origin, update in sorted(
                newest.items(), key=lambda pair: (pair[1].effective_on, self._place(*pair))
            )
        ]

    def _place(self, origin, update) -> int:
        return self._by_pk.get(origin, update).number

    def unsettled(self, waiting) -> list[Update]:
        """Those that still wait: not one whose correction is public in its place."""
        return [row for row in waiting if row.number > self._released.get(self.origin(row.pk), 0)]


_PARTS = (
    ("updates", Update, Reported, ("number",)),
    ("moves", DueDateMove, Moved, ("number",)),
    ("evidence", Evidence, Offered, ("pk",)),
    ("sign_offs", SignOff, Signed, ("recorded_at", "pk")),
    ("help_answers", HelpAnswer, Answered, ("recorded_at", "pk")),
    ("milestones", Milestone, Planned, ("pk",)),
    ("milestone_changes", MilestoneChange, MilestoneChanged, ("recorded_at", "pk")),
    ("reached", MilestoneReached, Claimed, ("pk",)),
)


def logs(action_ids: Iterable[int]) -> defaultdict[int, Log]:
    """The logs of these actions; eight queries, and one more where any was ever taken out."""
    found: defaultdict[int, Log] = defaultdict(Log)
    for name, model, row, order in _PARTS:
        rows = model.objects.filter(action__in=action_ids).order_by(*order)
        for values in rows.values("action_id", *row._fields):
            getattr(found[values.pop("action_id")], name).append(row(**values))
    _add_reworded(found)
    return found


def _add_reworded(found) -> None:
    left = [pk for pk, log in found.items() if any(one.takes_out for one in log.updates)]
    if not left:
        return
    amendments = Amendment.objects.filter(action__in=left, field__in=REWORDED)
    for values in amendments.order_by("recorded_at", "pk").values("action_id", *Reworded._fields):
        found[values.pop("action_id")].reworded.append(Reworded(**values))


@dataclass(frozen=True)
class Interval:
    """A plan's reporting interval in days: at first, and from which days it was another."""

    first: int
    changes: tuple[tuple[date, int], ...] = ()

    def shortest_since(self, day: date) -> int:
        """The shortest that was in force on `day` or later.

        A longer one begins with the next report: it excuses no silence that had begun.
        """
        in_force = self.first
        for changed_on, days in self.changes:
            if changed_on <= day:
                in_force = days
        return min([in_force, *(days for changed_on, days in self.changes if changed_on > day)])

    def known_by(self, day: date) -> "Interval":
        return Interval(self.first, tuple(change for change in self.changes if change[0] <= day))


def intervals(plans: Sequence[Plan]) -> dict[int, Interval]:
    """The reporting intervals of these plans over time, from their amendments; one query."""
    amended = defaultdict(list)
    amendments = Amendment.objects.filter(
        plan__in={plan.pk for plan in plans}, action=None, field="reporting_interval_days"
    )
    for plan_id, day, old, new in amendments.order_by("recorded_at", "pk").values_list(
        "plan_id", "effective_on", "old", "new"
    ):
        if old.isdecimal() and new.isdecimal():  # else its words were removed
            amended[plan_id].append((day, int(old), int(new)))
    return {
        plan.pk: Interval(
            amended[plan.pk][0][1] if amended[plan.pk] else plan.reporting_interval_days,
            tuple((day, new) for day, _, new in amended[plan.pk]),
        )
        for plan in plans
    }
