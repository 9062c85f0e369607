"""Where each action stands, stored: now for two audiences, and day by day for the public.

`workflow` calls `refresh` inside the transaction that added to the log.
"""

from django.db import transaction

from improvement.models import Action, ActionState
from improvement.record import periods
from improvement.record.log_rows import intervals, logs
from improvement.record.snapshot import Standing, read_internal, read_public

Audience = ActionState.Audience


def refresh(action_ids) -> int:
    """Read these actions again and store what changed; returns how many of their states did.

    Both audiences' states now, and the periods by which the past is told.
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
        told = periods.told(**known)
        past |= told
        seen = told[action.pk, periods.View.SEEN.value]
        # What is public stands as it was last seen, with how it stood before it left the plan.
        fresh[action.pk, Audience.PUBLIC.value] = seen[-1][1] if seen else read_public(**known)
    periods.store(past, action_ids)
    return _store(fresh, action_ids)


def internal_now(action) -> ActionState:
    """The internal state as its log is now; not stored, for an act before the log is closed."""
    standing = read_internal(
        action=action,
        interval=intervals([action.plan])[action.plan_id],
        log=logs([action.pk])[action.pk],
    )
    return ActionState(action=action, audience=Audience.INTERNAL, **vars(standing))


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


def _store(fresh, action_ids) -> int:
    stored = {
        (state.action_id, state.audience): state
        for state in ActionState.objects.filter(action__in=action_ids)
    }
    changed = []
    for (action_id, audience), standing in fresh.items():
        fields = vars(standing)
        state = stored.get((action_id, audience))
        if state is None or any(getattr(state, name) != value for name, value in fields.items()):
            changed.append(ActionState(action_id=action_id, audience=audience, **fields))
    # One statement for new and changed rows; `bulk_update` would take twenty times as long.
    ActionState.objects.bulk_create(
        changed,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["action", "audience"],
        update_fields=[*Standing.__dataclass_fields__],
    )
    return len(changed)
