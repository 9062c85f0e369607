"""Where an action stood at the end of any London day, for the public: two answers, kept apart.

*As it was seen then*: what was public by the end of that day, as it was written by then.
*As is now known*: what is public now, on the days when it was so, without what was corrected.
Facts that wait for nobody count from the day when they were recorded, in both.

A state changes only on a day on which something was written, so a period for each change is all
that a past day needs. They are worked out anew from the whole log of an action each time that it
is written to: a correction may change what is now known of long ago.

What was taken out of the plan is kept as it stood on its last day there, and held against the same
rules: no evidence, date, word or answer that comes afterwards mends it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import models

from councils.days import day_of, end_of
from improvement.models import Action, ActionPeriod, ActionState
from improvement.record.fields import FIELDS
from improvement.record.log_rows import REWORDED, Chain, Interval, Log, Reworded, known_before
from improvement.record.snapshot import Snapshot, claims_of, read, read_public

ONE_DAY = timedelta(days=1)
_KEPT = tuple(field.name for field in FIELDS if field.of_state and field.kept)
_DAYS = tuple(
    name for name in _KEPT if isinstance(ActionState._meta.get_field(name), models.DateField)
)
_SOMETHING = "named"  # the rules ask only whether there is one


def with_departures(
    by_day: Iterable[tuple[date, Snapshot]], action: Action, reworded: Sequence[Reworded]
) -> Iterator[tuple[date, Snapshot]]:
    """How the action stood from each of these London days on, the oldest first; where it is out
    of the plan, with the day on which it left and how it had stood before.

    Nothing is kept of one that no day had seen in the plan. Who had been asked for help last stays
    named, in `help_from_id`.
    """
    there: Snapshot | None = None
    left_on: date | None = None
    for day, snapshot in by_day:
        if snapshot.status not in ActionState.GONE:
            there, left_on = snapshot, None
        elif there is not None:
            left_on = left_on or day
            snapshot = replace(
                snapshot,
                left_on=left_on,
                before=_kept(there) | _named(action, reworded, left_on - ONE_DAY),
                help_from_id=there.help_from_id,
            )
        yield day, snapshot


def _kept(there: Snapshot) -> dict:
    values = {name: getattr(there, name) for name in _KEPT}
    return values | {name: day.isoformat() for name in _DAYS if (day := values[name])}


def _named(action, reworded, last_day) -> dict[str, bool]:
    """Whether a measure and a lead were named on that day. The words themselves are not kept, for
    words may have to be removed everywhere; what was removed leaves a mark, so it was named."""
    named = {"success_measure": bool(action.success_measure.strip()), "lead": bool(action.lead_id)}
    for one in reversed(reworded):
        if one.effective_on > last_day:
            named[one.field] = bool(one.old.strip())
    return named


# Of the row as it is now, and not as it was on that day.
_OF_LATER = {"update_id": None, "month_only": None, "left_on": None, "before": None}


def as_on_the_last_day(row):
    """The row (`rows.ActionRow`) of an action that was taken out, as it was on its last day.

    `row.before` holds what was kept.
    """
    kept = row.before
    days = {name: date.fromisoformat(kept[name]) for name in _DAYS if kept[name]}
    named = {name: _SOMETHING if kept[name] else "" for name in REWORDED}
    return row._replace(**kept | days | named, **_OF_LATER)


View = ActionPeriod.View
Key = tuple[int, str]  # an action's id, and the view
Series = list[tuple[date, Snapshot]]  # from which day on it stood how


def both_views(
    *, action: Action, interval: Interval, log: Log
) -> dict[Key, list[tuple[date, Snapshot]]]:
    """Both views of one action: from which days it stood how. Nothing of an action not public."""
    if action.public_at is None:
        return {(action.pk, view.value): [] for view in View}
    seen_from = day_of(action.public_at)
    changed = [day for day, _ in interval.changes]
    return {
        (action.pk, View.SEEN.value): _series(
            as_seen, _days(seen_from, _written(log), changed), action, interval, log
        ),
        (action.pk, View.KNOWN.value): _series(
            as_known, _days(action.added_on, _true(log), changed), action, interval, log
        ),
    }


def _series(in_view, days, action, interval, log) -> Series:
    by_day = ((day, in_view(action=action, interval=interval, log=log, day=day)) for day in days)
    return _without_repeats(with_departures(by_day, action, log.reworded))


def as_seen(*, action: Action, interval: Interval, log: Log, day: date) -> Snapshot:
    """What the public could know of it at the end of the London day `day`."""
    end = end_of(day)
    by_then = replace(
        _facts_by(end, log),
        updates=[_by(end, row, public_at=None) for row in log.updates if row.recorded_at < end],
        sign_offs=[row for row in log.sign_offs if row.recorded_at < end],
    )
    return read_public(action=action, interval=interval.known_by(day), log=by_then)


def as_known(*, action: Action, interval: Interval, log: Log, day: date) -> Snapshot:
    """How it stood at the end of the London day `day`, by what is public now."""
    chain = Chain(log.updates)
    public = [update for update in log.updates if update.public_at]
    claims = {chain.origin(update.pk) for update in public}
    reports = chain.counting(public)
    so_by_then = replace(
        _facts_by(end_of(day), log),
        sign_offs=[
            row
            for row in log.sign_offs
            if row.effective_on <= day and chain.origin(row.claim_id) in claims
        ],
        reached=[one for one in claims_of(log.reached, reports) if one.reached_on <= day],
    )
    return read(
        action=action,
        interval=interval.known_by(day),
        log=so_by_then,
        chain=chain,
        reports=[update for update in reports if update.effective_on <= day],
    )


def _facts_by(end: datetime, log: Log) -> Log:
    """With what waits for nobody as it was recorded before the moment `end`."""
    milestones, changes = known_before(end, log.milestones, log.milestone_changes)
    return replace(
        log,
        moves=[
            _by(end, row, decided_at=None, outcome="") for row in log.moves if row.recorded_at < end
        ],
        evidence=[_by(end, row, checked_at=None) for row in log.evidence if row.recorded_at < end],
        help_answers=[row for row in log.help_answers if row.recorded_at < end],
        milestones=milestones,
        milestone_changes=changes,
    )


def _by(end: datetime, row, **before):
    """The row without the mark that it got later: `before` holds how that mark was until then."""
    mark = next(iter(before))
    at = getattr(row, mark)
    return row._replace(**before) if at is not None and at >= end else row


def _written(log: Log) -> Iterator[datetime]:
    """The moments at which something was written or became public."""
    for row in log.updates:
        yield from (row.recorded_at, row.public_at)
    for row in log.sign_offs:
        yield row.recorded_at
    yield from _facts(log)


def _true(log: Log) -> Iterator[datetime | date]:
    """The days and moments from which something was so."""
    for row in (*log.updates, *log.sign_offs):
        yield row.effective_on
    for claim in log.reached:
        yield claim.reached_on
    yield from _facts(log)


def _facts(log: Log) -> Iterator[datetime | None]:
    for row in log.moves:
        yield from (row.recorded_at, row.decided_at)
    for row in log.evidence:
        yield from (row.recorded_at, row.checked_at)
    for row in (*log.help_answers, *log.milestone_changes):
        yield row.recorded_at


def _days(first: date, *series) -> list[date]:
    """These moments and days as London days, each once, from `first` on."""
    days = {first}
    for moments in series:
        days.update(
            day_of(moment) if isinstance(moment, datetime) else moment
            for moment in moments
            if moment is not None
        )
    return sorted(day for day in days if day >= first)


def _without_repeats(by_day) -> Series:
    kept: Series = []
    for day, snapshot in by_day:
        if not kept or kept[-1][1] != snapshot:
            kept.append((day, snapshot))
    return kept
