"""Where an action stands, read from the log; and the one function that stores it.

`read` is pure: rows in, a frozen `Standing` out. `refresh` applies it for both audiences and
is called by `workflow` inside the transaction that added to the log.
"""

from collections import defaultdict
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile

from django.db import transaction

from improvement.corrections import Chain
from improvement.models import (
    Action,
    ActionState,
    DueDateMove,
    Evidence,
    Impact,
    SignOff,
    Status,
    Step,
    Update,
)

Audience = ActionState.Audience


@dataclass(frozen=True)
class Standing:
    """One audience's view of one action; the fields are those of `ActionState`."""

    report_due_on: date
    due_on: date | None
    status: str = Status.NOT_STARTED.value
    claimed: str = Status.NOT_STARTED.value
    confidence: str = ""
    impact: str = Impact.NONE_YET.value
    update_id: int | None = None
    last_heard_on: date | None = None
    moves: int = 0
    asked_for: date | None = None
    delivered_on: date | None = None
    evidence: int = 0
    evidenced: bool = False
    step: str = ""
    waiting_since: datetime | None = None


def read(*, action, interval_days, updates, moves, evidence, sign_offs, waiting=()) -> Standing:
    """The standing of `action` on these rows of its log; `waiting` are updates not yet released.

    A correction stands in the place of what it corrects; the rest stand in the order in which
    they were true. A claim that the board returned or reopened is on record as in progress: what
    was claimed stays in `claimed`.
    """
    chain = Chain([*updates, *waiting])
    said = chain.said(updates)
    last = said[-1] if said else None
    heard = last.effective_on if last else None
    agreed = [m for m in moves if m.outcome == DueDateMove.Outcome.AGREED]
    asked = [m for m in moves if not m.outcome]
    standing_evidence = _not_superseded(evidence)
    step, status = _signed_off(said, sign_offs, chain)
    return Standing(
        status=status,
        claimed=last.status if last else Status.NOT_STARTED.value,
        confidence=last.confidence if last and status in ActionState.OPEN else "",
        impact=last.impact if last else Impact.NONE_YET.value,
        update_id=last.pk if last else None,
        last_heard_on=heard,
        report_due_on=(heard or action.added_on) + timedelta(days=interval_days),
        due_on=agreed[-1].to_date if agreed else action.original_due,
        moves=len(agreed),
        asked_for=asked[-1].to_date if asked else None,
        delivered_on=_delivered_on(said) if status in ActionState.DELIVERED else None,
        evidence=len(standing_evidence),
        evidenced=any(piece.checked_at for piece in standing_evidence),
        step=step,
        waiting_since=min((row.recorded_at for row in chain.unsettled(waiting)), default=None),
    )


def _not_superseded(evidence):
    replaced = {piece.supersedes_id for piece in evidence}
    return [piece for piece in evidence if piece.pk not in replaced]


def _signed_off(said, sign_offs, chain) -> tuple[str, str]:
    """The step of sign-off in force, and the status that the record has.

    A step speaks of the claim it was made on. Once the action was reported open again, a later
    claim has to be signed off anew.
    """
    if not said:
        return "", Status.NOT_STARTED.value
    status = said[-1].status
    if not sign_offs:
        return "", status
    step, claim = sign_offs[-1].step, chain.origin(sign_offs[-1].claim_id)
    delivered = status in ActionState.DELIVERED
    if step in (Step.RETURNED, Step.REOPENED):
        about_this = claim == chain.origin(said[-1].pk)
        return step, Status.IN_PROGRESS.value if delivered and about_this else status
    stands = claim in {chain.origin(update.pk) for update in _delivered_run(said)}
    return step if stands else "", status


def _delivered_run(said) -> list[Update]:
    """The last reports, as far back as they say delivered without a break."""
    return list(takewhile(lambda update: update.status in ActionState.DELIVERED, reversed(said)))


def _delivered_on(said) -> date:
    """The day from which it has been reported delivered without a break."""
    run = _delivered_run(said)
    return run[-1].effective_on if run else said[-1].effective_on


def refresh(action_ids) -> int:
    """Read these actions again for both audiences and store what changed; returns how many did.

    The public row is read from public rows alone: released updates, sign-offs of released
    claims; and from facts that wait for nobody: dates, and that evidence exists.
    """
    actions = Action.objects.filter(pk__in=action_ids).select_related("plan")
    updates = _by_action(Update, action_ids, "number")
    moves = _by_action(DueDateMove, action_ids, "number")
    evidence = _by_action(Evidence, action_ids, "pk")
    sign_offs = _by_action(SignOff, action_ids, "recorded_at", "pk")
    fresh = {}
    for action in actions:
        mine = updates[action.pk]
        released = [update for update in mine if update.public_at]
        chain = Chain(mine)
        claims = {chain.origin(update.pk) for update in released}
        shared = {
            "action": action,
            "interval_days": action.plan.reporting_interval_days,
            "moves": moves[action.pk],
            "evidence": evidence[action.pk],
        }
        waiting = [update for update in mine if not update.public_at]
        fresh[action.pk, Audience.INTERNAL.value] = read(
            updates=mine, sign_offs=sign_offs[action.pk], waiting=waiting, **shared
        )
        fresh[action.pk, Audience.PUBLIC.value] = read(
            updates=released,
            sign_offs=[row for row in sign_offs[action.pk] if chain.origin(row.claim_id) in claims],
            waiting=waiting,
            **shared,
        )
    return _store(fresh, action_ids)


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


def _by_action(model, action_ids, *order):
    rows = defaultdict(list)
    for row in model.objects.filter(action__in=action_ids).order_by(*order):
        rows[row.action_id].append(row)
    return rows


def _store(fresh, action_ids) -> int:
    stored = {
        (state.action_id, state.audience): state
        for state in ActionState.objects.filter(action__in=action_ids)
    }
    changed = []
    for (action_id, audience), standing in fresh.items():
        fields = asdict(standing)
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
