from django.db import transaction

from councils.access import Can
from councils.days import day_of
from councils.screening import screen
from improvement.models import DueDateMove
from improvement.workflow.guards import (
    Refused,
    add,
    demand,
    demand_reporter,
    ever_led,
    locked,
    next_number,
)
from improvement.workflow.together import read_again, state_of


@transaction.atomic
def ask_for_later_date(*, action, to, reason, by, at) -> DueDateMove:
    """Ask for another due date, with a reason. The date does not move until it is agreed."""
    action = locked(action)
    demand_reporter(by, action, day_of(at))
    if action.moves.filter(outcome="").exists():
        raise Refused("A later date is already asked for, and not yet decided.")
    state = state_of(action)
    due_on = state.due_on if state else action.original_due
    if due_on is not None and to <= due_on:
        raise Refused(f"Ask for a date after {due_on:%-d %B %Y}, the date it has now.")
    move = DueDateMove(
        action=action,
        number=next_number(action.moves),
        from_date=due_on,
        to_date=to,
        reason=reason,
        asked_by=by,
        recorded_at=at,
    )
    add(move, known=["action", "number", "asked_by"])
    read_again([action.pk])
    return move


@transaction.atomic
def decide_later_date(*, move, outcome, where, by, at) -> DueDateMove:
    """Agree or refuse a date that somebody else asked for; `where` cites the decision."""
    action = locked(move.action)
    demand(by, Can.DECIDE, action.plan)
    if not where.strip():
        raise Refused("Say where this was decided: the meeting and its date.")
    if by.pk == move.asked_by_id:
        raise Refused("Somebody else must decide on a date that you asked for.")
    if by.pk in ever_led(action, day_of(at)):
        raise Refused("Somebody other than the lead must decide on the date of an action.")
    if move.public_at and screen(where):
        raise Refused("These words look like personal data, and would be public at once.")
    decided = DueDateMove.objects.filter(pk=move.pk, outcome="").update(
        outcome=outcome, decided_at=at, decided_by=by, decided_where=where
    )
    if not decided:
        raise Refused("This has been decided already.")
    read_again([action.pk])
    return DueDateMove.objects.get(pk=move.pk)
