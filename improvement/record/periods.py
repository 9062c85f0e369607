"""Where an action stood at the end of any London day, for the public: two answers, kept apart.

*As it was seen then*: what was public by the end of that day, as it was written by then.
*As is now known*: what is public now, on the days when it was so, without what was corrected.
Facts that wait for nobody count from the day when they were recorded, in both.

A state changes only on a day on which something was written, so a period for each change is all
that a past day needs. They are worked out anew from the whole log of an action each time that it
is written to: a correction may change what is now known of long ago.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from councils.days import day_of, end_of
from improvement.models import Action, ActionPeriod
from improvement.record.corrections import Chain
from improvement.record.departures import with_departures
from improvement.record.log_rows import Interval, Log
from improvement.record.milestone_log import known_before
from improvement.record.snapshot import Standing, read, read_public
from improvement.record.snapshot import told as told_of_milestones

View = ActionPeriod.View
Key = tuple[int, str]  # an action's id, and the view
ONE_DAY = timedelta(days=1)


def told(*, action: Action, interval: Interval, log: Log) -> dict[Key, list[tuple[date, Standing]]]:
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


def _series(as_told, days, action, interval, log) -> list[tuple[date, Standing]]:
    told = ((day, as_told(action=action, interval=interval, log=log, day=day)) for day in days)
    return _without_repeats(with_departures(told, action, log.reworded))


def as_seen(*, action: Action, interval: Interval, log: Log, day: date) -> Standing:
    """What the public could know of it at the end of the London day `day`."""
    end = end_of(day)
    then = Log(
        [_by(end, row, public_at=None) for row in log.updates if row.recorded_at < end],
        [_by(end, row, decided_at=None, outcome="") for row in log.moves if row.recorded_at < end],
        [_by(end, row, checked_at=None) for row in log.evidence if row.recorded_at < end],
        [row for row in log.sign_offs if row.recorded_at < end],
        [row for row in log.help_answers if row.recorded_at < end],
        *known_before(end, log.milestones, log.milestone_changes),
        log.reached,
    )
    return read_public(action=action, interval=interval.known_by(day), log=then)


def as_known(*, action: Action, interval: Interval, log: Log, day: date) -> Standing:
    """How it stood at the end of the London day `day`, by what is public now."""
    end = end_of(day)
    chain = Chain(log.updates)
    public = [update for update in log.updates if update.public_at]
    claims = {chain.origin(update.pk) for update in public}
    said = chain.said(public)
    milestones, milestone_changes = known_before(end, log.milestones, log.milestone_changes)
    return read(
        action=action,
        interval=interval.known_by(day),
        said=[update for update in said if update.effective_on <= day],
        chain=chain,
        moves=[
            _by(end, row, decided_at=None, outcome="") for row in log.moves if row.recorded_at < end
        ],
        evidence=[_by(end, row, checked_at=None) for row in log.evidence if row.recorded_at < end],
        sign_offs=[
            row
            for row in log.sign_offs
            if row.effective_on <= day and chain.origin(row.claim_id) in claims
        ],
        help_answers=[row for row in log.help_answers if row.recorded_at < end],
        milestones=milestones,
        milestone_changes=milestone_changes,
        reached=[one for one in told_of_milestones(log.reached, said) if one.reached_on <= day],
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


def _without_repeats(told) -> list[tuple[date, Standing]]:
    kept: list[tuple[date, Standing]] = []
    for day, standing in told:
        if not kept or kept[-1][1] != standing:
            kept.append((day, standing))
    return kept


def store(past: dict[Key, list[tuple[date, Standing]]], action_ids) -> None:
    """Make the stored periods of these actions those of `past`; what is the same is left alone."""
    stored: dict[Key, list[ActionPeriod]] = {}
    for period in ActionPeriod.objects.filter(action__in=action_ids).order_by("from_day"):
        stored.setdefault((period.action_id, period.view), []).append(period)
    outdated, new = [], []
    for key, series in past.items():
        there, wanted = stored.get(key, []), _periods(key, series)
        same = 0
        while same < min(len(there), len(wanted)) and _alike(there[same], wanted[same]):
            same += 1
        outdated += [period.pk for period in there[same:]]
        new += wanted[same:]
    if outdated:
        ActionPeriod.objects.filter(pk__in=outdated).delete()
    ActionPeriod.objects.bulk_create(new, batch_size=500)


def _periods(key: Key, series) -> list[ActionPeriod]:
    action_id, view = key
    ends = (day - ONE_DAY for day, _ in series[1:])
    return [
        ActionPeriod(
            action_id=action_id,
            view=view,
            from_day=day,
            to_day=next(ends, None),
            **vars(standing),
        )
        for day, standing in series
    ]


def _alike(one: ActionPeriod, other: ActionPeriod) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in _COMPARED)


_COMPARED = ("from_day", "to_day", *Standing.__dataclass_fields__)
