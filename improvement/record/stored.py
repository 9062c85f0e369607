"""Where each action stands, stored: now for two audiences, and day by day for the public.

`workflow` calls `refresh` inside the transaction that added to the log.
"""

from django.db import transaction

from improvement.models import Action, ActionPeriod, ActionState
from improvement.record.log_rows import intervals, logs
from improvement.record.periods import ONE_DAY, Key, Series, View, both_views
from improvement.record.snapshot import Snapshot, read_internal, read_public

Audience = ActionState.Audience


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


_COMPARED = ("from_day", "to_day", *Snapshot.__dataclass_fields__)
