"""Help that a lead asked for is answered, or its silence shows."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from councils.days import day_of
from councils.models.posts import may_report_on
from improvement.models import Action, ActionState, HelpAnswer
from improvement.workflow.guards import Refused, add, lead_holders, locked
from improvement.workflow.together import read_again, state_of


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
