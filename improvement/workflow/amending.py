"""After publication a promise is changed in the open, or not at all."""

from django.db import transaction

from councils.access import Can
from councils.days import day_of
from improvement.models import Action, Amendment, Plan
from improvement.standing import refresh
from improvement.workflow.guards import Refused, demand, locked
from improvement.workflow.publishing import PUBLIC_WORDS_OF_ACTION, _answered, screened


@transaction.atomic
def amend(*, action, changes, why, by, at, agreed_by="", answers=None) -> list[Amendment]:
    """Change promised fields of a public action; each change is an `Amendment`.

    `changes` maps names in `Action.PROMISED` to new values (recommendations: an iterable).
    Values that do not change are passed over. The new words are screened at once, for they are
    public at once.
    """
    action = locked(action)
    demand(by, Can.EDIT_PLAN, action.plan)
    unknown = set(changes) - set(Action.PROMISED)
    if unknown:
        raise Refused(f"These do not change once promised: {', '.join(sorted(unknown))}.")
    if not why.strip():
        raise Refused("Say why: the public will read it.")
    before = {field: _in_words(_value(action, field)) for field in changes}
    links = changes.get("recommendations")
    for field, value in changes.items():
        if field != "recommendations":
            setattr(action, field, value)
    action.full_clean()
    suspicions = screened(action, PUBLIC_WORDS_OF_ACTION, f"action {action.reference}")
    _answered(suspicions, answers or {})
    action._change_reason = why[:100]
    action.save()
    if links is not None:
        action.recommendations.set(links)
    amendments = [
        Amendment(
            plan=action.plan,
            action=action,
            field=field,
            old=before[field],
            new=_in_words(_value(action, field)),
            why=why,
            agreed_by=agreed_by,
            effective_on=day_of(at),
            recorded_at=at,
            public_at=at if action.public_at else None,
            by=by,
        )
        for field in changes
    ]
    amendments = [row for row in amendments if row.old != row.new]
    for amendment in amendments:
        amendment.full_clean()
        amendment.save()
    return amendments


@transaction.atomic
def change_interval(*, plan, days, why, by, at, agreed_by="") -> Amendment:
    """Change a plan's reporting interval (days), in the open; lateness is read again."""
    demand(by, Can.EDIT_PLAN, plan)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    amendment = Amendment(
        plan=plan,
        field="reporting_interval_days",
        old=str(plan.reporting_interval_days),
        new=str(days),
        why=why,
        agreed_by=agreed_by,
        effective_on=day_of(at),
        recorded_at=at,
        public_at=at if plan.is_released(at) else None,
        by=by,
    )
    amendment.full_clean()
    plan.reporting_interval_days = days
    plan.full_clean()
    plan.save()
    amendment.save()
    refresh(list(plan.actions.values_list("pk", flat=True)))
    return amendment


def _value(action, field):
    value = getattr(action, field)
    return list(value.all()) if field == "recommendations" else value


def _in_words(value) -> str:
    if isinstance(value, list):
        return "; ".join(sorted(str(item) for item in value))
    return "" if value is None else str(value)
