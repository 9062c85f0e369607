"""What the acts have in common: who may, and on which row they stand while they work."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max

from councils.access import Can, may
from councils.days import day_of
from councils.models import PostHolding
from councils.models.posts import may_report_on
from councils.screening import screen
from improvement.models import Action
from improvement.wording import day_words


class Refused(ValidationError):
    """The record does not allow this; the message says why and what to do."""


def demand(user, can: Can, plan) -> None:
    """Raise `PermissionDenied` unless `user` may do `can` at the plan's council."""
    demand_at(user, can, plan.council_id)


def demand_at(user, can: Can, council_id: int) -> None:
    """Raise `PermissionDenied` unless `user` may do `can` at this council."""
    if not may(user, can, council_id):
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


def ever_led(action, until) -> set[int]:
    """The ids of all who held a post that leads the action, or led it, from its promise to `until`.

    Whoever hands an action over for a day, or ends a holding, does not become independent by that.
    """
    posts = {action.lead_id, *action.history.values_list("lead_id", flat=True)} - {None}
    held = PostHolding.objects.within(action.added_on, until).filter(post__in=posts)
    return set(held.filter(user__isnull=False).values_list("user_id", flat=True))


def lock_in_order(actions) -> None:
    """Lock several actions, always in the same order: two acts never wait for one another."""
    keys = [action.pk for action in actions]
    list(Action.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def locked(action) -> Action:
    """The action, locked until the transaction ends: two people's acts follow one another.

    Raises `Refused` if its plan was withdrawn: the record then stands as it is.
    """
    Action.objects.select_for_update().values_list("pk").get(pk=action.pk)
    found = Action.objects.select_related("plan", "lead").get(pk=action.pk)
    if withdrawn := found.plan.withdrawn_at:
        raise Refused(
            f"This plan was withdrawn on {day_words(day_of(withdrawn))}: nothing can be added to "
            "its actions. Work on the plan that took its place."
        )
    return found


def demand_why(why, agreed_by) -> None:
    """Raise `Refused` without a reason, or where the words, public at once, look personal."""
    if not why.strip():
        raise Refused("Say why: the public will read it.")
    found = [item.words for item in screen(f"{why}\n{agreed_by}")]
    if found:
        words = ", ".join(f"“{item}”" for item in found)
        raise Refused(f"{words} looks like personal data, and would be public at once. Reword it.")


def next_number(rows) -> int:
    """The next number in an action's series; call it under `locked`."""
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def add(row, *, known=()) -> None:
    """Save a new row of the log. Raises `ValidationError`, with words, if a rule refuses it.

    The database holds every constraint, so the insertion itself asks them all; a query for each
    beforehand would cost more than all else. Only if it refuses are they asked one by one, to
    say which. `known` are fields that the act itself has read or counted: not looked up again.
    """
    try:
        row.full_clean(exclude=known, validate_constraints=False)
        with transaction.atomic():
            row.save()
    except (ValidationError, IntegrityError):
        row.full_clean()
        raise
