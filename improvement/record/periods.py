"""Where each action stands, stored: now for two audiences, and day by day for the public.

`workflow` calls `refresh` inside the transaction that added to the log. Of a past day there are
two answers, kept apart.

*As it was seen then*: what was public by the end of that day, as it was written by then.
*As is now known*: what is public now, on the days when it was so, without what was corrected.
Facts that wait for nobody count from the day when they were recorded, in both.

A state changes only on a day on which something was written, so a period for each change is all
that a past day needs. They are worked out anew from the whole log of an action each time that it
is written to: a correction may change what is now known of long ago.

How an action stood on its last day in the plan is kept with it once it was taken out. So what was
late then, or reported and not borne out, is held against the record by the same rules as everything
else, and no evidence, date, word or answer that comes afterwards mends it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from councils.days import day_of, end_of
from improvement.models import Action, ActionPeriod, ActionState
from improvement.record.fields import KEPT, KEPT_DAYS
from improvement.record.log_rows import (
    Chain,
    Interval,
    Log,
    Reworded,
    intervals,
    known_before,
    logs,
)
from improvement.record.snapshot import Snapshot, claims_of, read, read_internal, read_public

Audience = ActionState.Audience
View = ActionPeriod.View
Key = tuple[int, str]  # an action's id, and the view
Series = list[tuple[date, Snapshot]]  # from which day on it stood how
ONE_DAY = timedelta(days=1)
_COMPARED = ("from_day", "to_day", *Snapshot.__dataclass_fields__)


def refresh(action_ids) -> int:
    """Read these actions again and store what changed; returns how many of their states did.

    Both audiences' states now, and the periods by which a past day is read.
    """
    actions = list(Action.objects.filter(pk__in=action_ids).select_related("plan"))
    written = logs(action_ids)
    interval = intervals([action.plan for action in actions])
    fresh, past = {}, {}
    for action in actions:
        known = {
            "action": action,
            "interval": interval[action.plan_id],
            "log": written[action.pk],
        }
        fresh[action.pk, Audience.INTERNAL.value] = read_internal(**known)
        views = both_views(**known)
        past |= views
        seen = views[action.pk, View.SEEN.value]
        # What is public stands as it was last seen, with how it stood before it left the plan.
        fresh[action.pk, Audience.PUBLIC.value] = seen[-1][1] if seen else read_public(**known)
    _store_periods(past, action_ids)
    return _store_states(fresh, action_ids)


def internal_now(action) -> ActionState:
    """The internal state as its log is now; not stored, for an act before the log is closed."""
    snapshot = read_internal(
        action=action,
        interval=intervals([action.plan])[action.plan_id],
        log=logs([action.pk])[action.pk],
    )
    return ActionState(action=action, audience=Audience.INTERNAL, **vars(snapshot))


def refresh_all(batch: int = 500) -> int:
    """Read every action again, so many at a time; returns how many states had to change.

    Each batch is one transaction that locks its actions, so that a report made meanwhile is
    either read or waits.
    """
    ids = list(Action.objects.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(ids), batch):
        with transaction.atomic():
            some = Action.objects.select_for_update().filter(pk__in=ids[start : start + batch])
            changed += refresh(list(some.values_list("pk", flat=True)))
    return changed


def _store_states(fresh, action_ids) -> int:
    stored = {
        (state.action_id, state.audience): state
        for state in ActionState.objects.filter(action__in=action_ids)
    }
    changed = []
    for (action_id, audience), snapshot in fresh.items():
        fields = vars(snapshot)
        state = stored.get((action_id, audience))
        if state is None or any(getattr(state, name) != value for name, value in fields.items()):
            changed.append(ActionState(action_id=action_id, audience=audience, **fields))
    # One statement for new and changed rows; `bulk_update` would take twenty times as long.
    ActionState.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["action", "audience"],
        update_fields=[*Snapshot.__dataclass_fields__],
    )
    return len(changed)


def _store_periods(past: dict[Key, Series], action_ids) -> None:
    """Make the stored periods of these actions those of `past`; what is the same is left alone."""
    stored: dict[Key, list[ActionPeriod]] = {}
    for period in ActionPeriod.objects.filter(action__in=action_ids).order_by("from_day"):
        stored.setdefault((period.action_id, period.view), []).append(period)
    outdated, new = [], []
    for key, series in past.items():
        there, wanted = stored.get(key, []), _as_periods(key, series)
        same = 0
        while same < min(len(there), len(wanted)) and _alike(there[same], wanted[same]):
            same += 1
        outdated += [period.pk for period in there[same:]]
        new += wanted[same:]
    if outdated:
        ActionPeriod.objects.filter(pk__in=outdated).delete()
    ActionPeriod.objects.bulk_create(new, batch_size=500)


def _as_periods(key: Key, series) -> list[ActionPeriod]:
    action_id, view = key
    ends = (day - ONE_DAY for day, _ in series[1:])
    return [
        ActionPeriod(
            action_id=action_id,
            view=view,
            from_day=day,
            to_day=next(ends, None),
            **vars(snapshot),
        )
        for day, snapshot in series
    ]


def _alike(one: ActionPeriod, other: ActionPeriod) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _COMPARED)


# --- the days ---


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
    values = {name: getattr(there, name) for name in KEPT}
    return values | {name: day.isoformat() for name in KEPT_DAYS if (day := values[name])}


def _named(action, reworded, last_day) -> dict[str, bool]:
    """Whether a measure and a lead were named on that day. The words themselves are not kept, for
    words may have to be removed everywhere; what was removed leaves a mark, so it was named."""
    named = {"success_measure": bool(action.success_measure.strip()), "lead": bool(action.lead_id)}
    for one in reversed(reworded):
        if one.effective_on > last_day:
            named[one.field] = bool(one.old.strip())
    return named


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
