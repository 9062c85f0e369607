"""After publication a promise is changed in the open, or not at all."""

from django.db import transaction

from councils.access import Can
from councils.days import day_of
from councils.models import Post
from improvement.models import Action, Amendment, Plan, Relinked
from improvement.workflow.guards import Refused, add, demand, demand_why, locked
from improvement.workflow.publishing import (
    PUBLIC_WORDS_OF_ACTION,
    PUBLIC_WORDS_OF_PLAN,
    answered,
    screened,
)
from improvement.workflow.together import read_again


@transaction.atomic
def amend(*, action, changes, why, by, at, agreed_by="", answers=None) -> list[Amendment]:
    """Change promised fields of a published action; each change is an `Amendment`.

    `changes` maps names in `Action.PROMISED` to new values (recommendations: an iterable).
    Values that do not change are passed over. The new words are screened at once, for they are
    public at once.
    """
    action = locked(action)
    demand(by, Can.EDIT_PLAN, action.plan)
    _demand_promised(changes, Action)
    demand_why(why, agreed_by)
    before, answered_before = _in_words(action, changes), _answers(action, changes)
    _set(action, changes)
    changed_words = [name for name in PUBLIC_WORDS_OF_ACTION if name in changes]
    answered(screened(action, changed_words, f"action {action.reference}"), answers or {})
    _save(action, changes, why)
    act = {"why": why, "agreed_by": agreed_by, "by": by, "at": at, "public_from": action.public_at}
    answers_now = _answers(action, changes)
    others = {ANSWERS} if answers_now != answered_before else set()  # two may have one name
    about = {"plan": action.plan, "action": action}
    amendments = _record(action, before, others, **about, **act)
    _relink(amendments, answered_before, answers_now)
    return amendments


@transaction.atomic
def amend_plan(*, plan, changes, why, by, at, agreed_by="", answers=None) -> list[Amendment]:
    """Change what a published plan says of itself; each change is an `Amendment`.

    `changes` maps names in `Plan.PROMISED` to new values. With another reporting interval (days)
    the silence of every action of the plan is read again.
    """
    demand(by, Can.EDIT_PLAN, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    _demand_promised(changes, Plan)
    demand_why(why, agreed_by)
    before = _in_words(plan, changes)
    _set(plan, changes)
    changed_words = [name for name in PUBLIC_WORDS_OF_PLAN if name in changes]
    answered(screened(plan, changed_words, "the plan"), answers or {})
    _save(plan, changes, why)
    act = {"why": why, "agreed_by": agreed_by, "by": by, "at": at, "public_from": plan.publish_from}
    amendments = _record(plan, before, set(), plan=plan, **act)
    if "reporting_interval_days" in changes:
        read_again(list(plan.actions.values_list("pk", flat=True)))
    return amendments


def change_interval(*, plan, days, why, by, at, agreed_by="") -> Amendment | None:
    """Change a plan's reporting interval (days), in the open; None if it is so already."""
    changes = {"reporting_interval_days": days}
    act = {"why": why, "by": by, "at": at, "agreed_by": agreed_by}
    return next(iter(amend_plan(plan=plan, changes=changes, **act)), None)


def _demand_promised(changes, model) -> None:
    unknown = set(changes) - set(model.PROMISED)
    if unknown:
        raise Refused(f"These do not change once promised: {', '.join(sorted(unknown))}.")


def _is_link(row, name) -> bool:
    return row._meta.get_field(name).many_to_many


def _set(row, changes) -> None:
    for name, value in changes.items():
        if not _is_link(row, name):
            setattr(row, name, value)
    row.full_clean()


def _save(row, changes, why) -> None:
    row._change_reason = why[:100]  # the history's field is that long
    row.save()
    for name, value in changes.items():
        if _is_link(row, name):
            getattr(row, name).set(value)


def _record(
    row, before, others, *, why, agreed_by, by, at, public_from, **about
) -> list[Amendment]:
    after = _in_words(row, before)
    amendments = [
        Amendment(
            field=name,
            old=before[name],
            new=after[name],
            why=why,
            agreed_by=agreed_by,
            effective_on=day_of(at),
            recorded_at=at,
            public_at=max(at, public_from) if public_from else None,
            by=by,
            **about,
        )
        for name in before
        if before[name] != after[name] or name in others
    ]
    for amendment in amendments:
        add(amendment)
    return amendments


ANSWERS = "recommendations"


def _answers(action, changes) -> set[int]:
    """The keys of what the action answers, where that may change."""
    if ANSWERS not in changes:
        return set()
    return set(action.recommendations.values_list("pk", flat=True))


def _relink(amendments, before: set[int], after: set[int]) -> None:
    """Which recommendations the amendment of an action's links took away, and which it added."""
    for amendment in amendments:
        if amendment.field == ANSWERS:
            Relinked.objects.bulk_create(
                Relinked(amendment=amendment, recommendation_id=pk, added=pk in after)
                for pk in sorted(before ^ after)
            )


def _in_words(row, names) -> dict[str, str]:
    """What the public reads for these fields; of several related rows, each in a line."""
    return {name: _words(row, name) for name in names}


def _words(row, name) -> str:
    if _is_link(row, name):
        return "\n".join(sorted(str(item) for item in getattr(row, name).all()))
    if row._meta.get_field(name).choices:
        return getattr(row, f"get_{name}_display")()
    value = getattr(row, name)
    if isinstance(value, Post):
        return value.public_name  # an amendment is public: a post below head of service is not
    return "" if value is None else str(value)
