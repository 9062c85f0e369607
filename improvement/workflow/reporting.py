from datetime import timedelta

from django.db import transaction

from councils.access import Can
from councils.days import day_of
from improvement.models import ActionState, Update
from improvement.workflow.guards import (
    Refused,
    add,
    demand,
    demand_reporter,
    lead_holders,
    lock_in_order,
    locked,
)
from improvement.workflow.milestones import claim_reached
from improvement.workflow.together import read_again, state_of

CHECKED_WITHIN = 400  # days: the end of that month in a year, at the latest


@transaction.atomic
def report_progress(
    *,
    action,
    by,
    at,
    status,
    on_behalf_of=None,
    effective_on=None,
    seen=None,
    corrects=None,
    source=Update.Source.FORM,
    reached=None,
    **words,
) -> Update:
    """Add a report to the action's log. It waits for the publisher's release.

    `on_behalf_of` is the person whose report it is, if `by` only types it: a holder of the lead
    post, and `by` may act for leads. `effective_on` is the
    London day on which it was so: today unless said. `seen` is the number of the last report
    that the person had before them; if there is a newer one it is refused, so that nobody
    answers what they have not read. `reached` maps milestones of the action to the days on which
    they were reached. `words` are further fields of `Update`.
    """
    if into := words.get("into"):
        lock_in_order([action, into])
    action = locked(action)
    today = day_of(at)
    demand_reporter(by, action, today)
    if on_behalf_of is not None and on_behalf_of != by:
        _demand_behalf(on_behalf_of, by, action, {today, effective_on or today})
    if status in ActionState.GONE or _is_gone(action):
        demand(by, Can.EDIT_PLAN, action.plan)
    last = action.updates.order_by("number").last()
    if seen is not None and last is not None and last.number != seen:
        raise Refused(
            f"{last.by} reported on this action while you were writing. "
            "Read that report, then send yours again."
        )
    if corrects is not None:
        _demand_correctable(corrects, action)
        source = Update.Source.CORRECTION
        if effective_on == corrects.effective_on:
            words = {"month_only": corrects.month_only} | words
    update = Update(
        action=action,
        number=last.number + 1 if last else 1,
        effective_on=effective_on or today,
        recorded_at=at,
        by=on_behalf_of or by,
        entered_by=by,
        status=status,
        corrects=corrects,
        source=source,
        **words,
    )
    _demand_successor(update)
    _demand_near(update)
    add(update, known=["action", "number", "by", "entered_by"])
    claim_reached(update, reached or {})
    read_again([action.pk])
    return update


def _demand_successor(update) -> None:
    """What takes an action over stands in the plan itself; so nothing goes round in a circle."""
    action, into = update.action, update.into
    if into is None:
        return
    if into.plan_id != action.plan_id:
        raise Refused("An action can only go into another action of the same plan.")
    if into.pk == action.pk:
        raise Refused("An action cannot go into itself.")
    if _is_gone(locked(into)):
        raise Refused(
            f"Action {into.reference} has left the plan itself: choose one that stands in it."
        )


def _demand_near(update) -> None:
    """A check that comes in ten years, or came already, is none."""
    check, day = update.next_check_on, update.effective_on
    if check is not None and not day < check <= day + timedelta(days=CHECKED_WITHIN):
        raise Refused(
            f"It is checked next after the day of this report, and within {CHECKED_WITHIN} days."
        )


def _demand_behalf(lead, by, action, days) -> None:
    demand(by, Can.REPORT_ANY, action.plan)
    if not any(lead.pk in lead_holders(action, day) for day in days):
        raise Refused(f"{lead} does not hold the post that leads this action.")


def _is_gone(action) -> bool:
    """Withdrawn, merged or replaced: only the plan's officers bring it back."""
    if not action.updates.filter(status__in=ActionState.GONE).exists():
        return False  # nobody ever said so
    state = state_of(action)
    return state is not None and state.status in ActionState.GONE


def _demand_correctable(update, action) -> None:
    if update.action_id != action.pk:
        raise Refused("A correction stands on the action that it corrects.")
    if update.corrections.exists():
        raise Refused("That report has been corrected already; correct the correction.")
