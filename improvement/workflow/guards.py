"""What the acts have in common: who may, and on which row they stand while they work."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max

from councils.access import Can, may
from councils.models.posts import may_report_on
from improvement.models import Action


class Refused(ValidationError):
    """The record does not allow this; the message says why and what to do."""


def demand(user, can: Can, plan) -> None:
    """Raise `PermissionDenied` unless `user` may do `can` at the plan's council."""
    if not may(user, can, plan.council_id):
        raise PermissionDenied(f"You may not {can.value}.")


def demand_reporter(user, action, on) -> None:
    """Raise `PermissionDenied` unless `user` leads the action on that day, or may act for leads."""
    if not may_report_on(user, post=action.lead, council_id=action.plan.council_id, on=on):
        raise PermissionDenied("Only the lead of this action, or the plan's officers, may do this.")


def lead_holders(action, on) -> set[int]:
    """The ids of the people who hold the action's lead post on the day `on`."""
    if action.lead is None:
        return set()
    holders = action.lead.holdings.on(on).filter(user__isnull=False)
    return set(holders.values_list("user_id", flat=True))


def locked(action) -> Action:
    """The action, locked until the transaction ends: two people's acts follow one another."""
    Action.objects.select_for_update().get(pk=action.pk)
    return Action.objects.select_related("plan", "lead").get(pk=action.pk)


def next_number(rows) -> int:
    """The next number in an action's series; call it under `locked`."""
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1
