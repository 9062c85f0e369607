"""What changed in a plan between two days: pure, from its rows on the one and on the other."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from improvement.models import ActionState, Confidence, Status, Step
from improvement.models.references import sorted_as
from improvement.record import ActionRow
from improvement.rules.reported import is_stale
from improvement.rules.rule import claim_of
from improvement.rules.rulebook import against, findings, is_milestone_missed, is_overdue

_SURE = (Confidence.OFF_TRACK, Confidence.AT_RISK, Confidence.ON_TRACK)
_VERIFIED = (Step.VERIFIED, Step.SUSTAINED)


@dataclass(frozen=True)
class Days:
    """From the end of `since` to the end of `until`: London days."""

    since: date
    until: date


@dataclass(frozen=True)
class Kind:
    """One thing that can happen to an action, in the words for one and for several."""

    code: str
    label: str
    happened: Callable[[ActionRow, ActionRow, Days], bool]


@dataclass(frozen=True)
class PlanChange:
    """What happened, and to which actions, by reference."""

    NAMED = 6  # with their titles; of the others the reference

    kind: Kind
    actions: tuple[ActionRow, ...]

    @property
    def named(self) -> tuple[ActionRow, ...]:
        return self.actions[: self.NAMED]

    @property
    def others(self) -> tuple[ActionRow, ...]:
        return self.actions[self.NAMED :]


def _delivered(before, now, days):
    return now.is_delivered and not before.is_delivered


def _sent_back(before, now, days):
    """Returned or reopened: the last report still says complete, the record does not any more."""
    refused = now.claimed in ActionState.DELIVERED and not now.is_delivered
    was_refused = before.claimed in ActionState.DELIVERED and not before.is_delivered
    return refused and not was_refused


def _taken_back(before, now, days):
    """Reported open again by its own lead, after it was reported complete."""
    return before.is_delivered and now.is_open and now.claimed not in ActionState.DELIVERED


def _verified(before, now, days):
    was = before.is_delivered and before.step in _VERIFIED
    return now.is_delivered and now.step in _VERIFIED and not was


def _started(before, now, days):
    return before.status == Status.NOT_STARTED and now.status == Status.IN_PROGRESS


def _newly_late(before, now, days):
    return is_overdue(now, days.until) and not is_overdue(before, days.since)


def _newly_missed(before, now, days):
    """Missed on the last day and not on the first, or another one has been missed since."""
    if not is_milestone_missed(now, days.until):
        return False
    return now.milestone_due_on > days.since or not is_milestone_missed(before, days.since)


def _milestone_reached(before, now, days):
    return now.milestones_reached > before.milestones_reached


def _milestone_added(before, now, days):
    return now.milestones > before.milestones


def _milestone_changed(before, now, days):
    return now.milestones_changed > before.milestones_changed


def _moved(before, now, days):
    return now.moves > before.moves


def _asked(before, now, days):
    return now.is_open and now.asked_for is not None and now.asked_for != before.asked_for


def _surer(before, now, days):
    return _sure(now, days.until) > _sure(before, days.since) >= 0


def _less_sure(before, now, days):
    return 0 <= _sure(now, days.until) < _sure(before, days.since)


def _sure(row, day) -> int:
    """How sure the lead was on the day; -1 where that is not known, or is out of date."""
    known = row.is_open and row.confidence in _SURE and not is_stale(row, day)
    return _SURE.index(row.confidence) if known else -1


def _evidence(before, now, days):
    return now.evidence > before.evidence


def _unheard(before, now, days):
    return now.is_open and (now.last_heard_on is None or now.last_heard_on <= days.since)


def _gone(before, now, days):
    return now.is_gone and not before.is_gone


def _gone_not_borne_out(before, now, days):
    if not _gone(before, now, days) or not now.before:
        return False
    return bool(against(findings(now.before, now.last_day), claim_of(now.before)))


# What asks for attention first.
KINDS = (
    Kind("late", "Newly late", _newly_late),
    Kind("milestone-missed", "A milestone newly missed", _newly_missed),
    Kind("sent-back", "Sent back or reopened", _sent_back),
    Kind("taken-back", "No longer reported complete", _taken_back),
    Kind("left", "Taken out of the plan, and not borne out then", _gone_not_borne_out),
    Kind("moved", "A later date agreed", _moved),
    Kind("asked", "A later date asked for", _asked),
    Kind("milestone-changed", "A milestone moved or dropped", _milestone_changed),
    Kind("less-sure", "Reported with less confidence", _less_sure),
    Kind("unheard", "No report published", _unheard),
    Kind("gone", "Withdrawn, merged or replaced", _gone),
    Kind("delivered", "Reported complete", _delivered),
    Kind("verified", "Verified", _verified),
    Kind("milestone-reached", "A milestone reported reached", _milestone_reached),
    Kind("milestone-added", "A milestone added", _milestone_added),
    Kind("started", "Started", _started),
    Kind("surer", "Reported with more confidence", _surer),
    Kind("evidence", "Evidence added", _evidence),
)
ADDED = Kind("added", "Added to the plan", lambda before, now, days: False)


def changes(
    before: Iterable[ActionRow], now: Sequence[ActionRow], *, since: date, until: date
) -> list[PlanChange]:
    """What changed from the end of `since` to the end of `until`; only what happened to some.

    An action that was added meanwhile is told as that alone.
    """
    old, days = {row.pk: row for row in before}, Days(since, until)
    there = [(old[row.pk], row) for row in now if row.pk in old]
    found = [(kind, [row for was, row in there if kind.happened(was, row, days)]) for kind in KINDS]
    found.append((ADDED, [row for row in now if row.pk not in old]))
    return [
        PlanChange(kind, tuple(sorted(rows, key=lambda row: sorted_as(row.reference))))
        for kind, rows in found
        if rows
    ]


def moves_between(before: Iterable[ActionRow], now: Iterable[ActionRow]) -> int:
    """How many due dates were agreed to move from the one to the other."""
    old = {row.pk: row.moves for row in before}
    return sum(row.moves - old.get(row.pk, 0) for row in now)
