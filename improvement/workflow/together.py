"""Many acts in one transaction, and each action's state read from its log once, at the end."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from improvement.models import ActionState
from improvement.record import internal_now, refresh
from inspections.bulk import batches

_behind: ContextVar[set[int] | None] = ContextVar("actions with a state behind", default=None)


@contextmanager
def together():
    """All the acts inside, or none. The stored states follow at the end, for both audiences.

    Until then a stored state may be behind its log. So inside only the workflow reads states,
    by `state_of`; pages are made after it. One within another is part of the outer one.
    """
    if _behind.get() is not None:
        with transaction.atomic():
            yield
        return
    behind = set()
    token = _behind.set(behind)
    try:
        with transaction.atomic():
            yield
            for some in batches(sorted(behind)):
                refresh(some)
    finally:
        _behind.reset(token)


def read_again(action_ids) -> None:
    """Store where these actions stand now; inside `together`, at its end."""
    behind = _behind.get()
    if behind is None:
        refresh(action_ids)
    else:
        behind.update(action_ids)


def state_of(action) -> ActionState | None:
    """Where the action stands for the council's own people, its last act included."""
    behind = _behind.get()
    if behind and action.pk in behind:
        return internal_now(action)
    return action.states.filter(audience=ActionState.Audience.INTERNAL).first()
