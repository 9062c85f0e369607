"""What a lead asks for, and the answer: another due date, and help. Silence shows."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from councils.access import Can
from councils.days import day_of
from councils.models.posts import may_report_on
from councils.screening import screen
from improvement.models import Action, ActionState, DueDateMove, HelpAnswer
from improvement.workflow.guards import (
    Refused,
    add,
    demand,
    demand_reporter,
    ever_led,
    lead_holders,
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


def may_answer(user, action: Action, state: ActionState, on) -> bool:
    """Whether help is still asked for, and `user` holds the post asked, or acts for others.

    Whoever leads the action does not answer: a request would end by the word of who made it.
    """
    if state.help_from_id is None or user.pk in lead_holders(action, on):
        return False
    council_id = action.plan.council_id
    return may_report_on(user, post=state.help_from, council_id=council_id, on=on)


@transaction.atomic
def answer_help(*, action, words, by, at) -> HelpAnswer:
    """Answer what the last report asked for. That it was answered is public at once."""
    action = locked(action)
    state = state_of(action)
    if state.help_from_id is None:
        raise Refused("No help is asked for on this action now.")
    if not may_answer(by, action, state, day_of(at)):
        raise PermissionDenied("Only whoever was asked, or the plan's officers, may answer.")
    answer = HelpAnswer(
        action=action, update=state.update, words=words.strip(), by=by, recorded_at=at
    )
    add(answer, known=["action", "update", "by"])
    read_again([action.pk])
    return answer
