"""A tracker's reports go into the log together: as a person's would, in a few statements."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max

from councils.access import Can, may
from councils.days import day_of, working_days_between
from councils.models import Post
from improvement.models import Action, ActionPeriod, ActionState, DueDateMove, Plan, Update
from improvement.models.log import RELEASE_WITHIN, LogRow
from improvement.wording import day_words
from improvement.workflow.guards import Refused, demand
from improvement.workflow.together import read_again
from inspections.bulk import batches


@dataclass(frozen=True)
class Imported:
    """One report as a file tells it: the words and the state of one action on one London day."""

    action: Action
    effective_on: date
    status: str
    confidence: str = ""
    reason: str = ""
    what_changed: str = ""
    month_only: bool = False


@dataclass(frozen=True)
class Powers:
    """What a person may do with a plan's actions on a day, read once for many of them."""

    edit: bool
    report_any: bool
    posts: frozenset[int]

    @classmethod
    def of(cls, user, plan: Plan, on: date) -> "Powers":
        own = Post.objects.within_reach_of(user, Can.REPORT_OWN).held_by(user, on)
        return cls(
            edit=may(user, Can.EDIT_PLAN, plan.council_id),
            report_any=may(user, Can.REPORT_ANY, plan.council_id),
            posts=frozenset(own.values_list("pk", flat=True)),
        )

    def may_report(self, action: Action) -> bool:
        """As `guards.demand_reporter` has it."""
        return self.report_any or (action.lead_id is not None and action.lead_id in self.posts)


@transaction.atomic
def record_imported(*, plan, reports: Sequence[Imported], by, at) -> list[Update]:
    """Add reports from a file to the log, in the order given. Each waits for its release.

    They are reports of `by`, from a file, and no less held to the rules than one on the form;
    the locks, the numbers and the states are read once for all of them.
    """
    actions = _locked(plan, {report.action.pk for report in reports})
    powers = Powers.of(by, plan, day_of(at))
    if not all(powers.may_report(report.action) for report in reports):
        raise PermissionDenied("Only the lead of an action, or the plan's officers, may do this.")
    if any(report.status in ActionState.GONE for report in reports) or _any_is_gone(actions):
        demand(by, Can.EDIT_PLAN, plan)
    numbers = _last_numbers(actions)
    updates = []
    for report in reports:
        key = report.action.pk
        numbers[key] = numbers.get(key, 0) + 1
        updates.append(_update(report, numbers[key], by=by, at=at))
    _add(updates)
    read_again(actions)
    return updates


def _update(report: Imported, number: int, *, by, at) -> Update:
    return Update(
        action=report.action,
        number=number,
        effective_on=report.effective_on,
        recorded_at=at,
        by=by,
        entered_by=by,
        source=Update.Source.IMPORTED,
        status=report.status,
        confidence=report.confidence,
        reason=report.reason,
        what_changed=report.what_changed,
        month_only=report.month_only,
    )


def _add(updates: list[Update]) -> None:
    """Save the rows. Raises `ValidationError`, with words, if a rule refuses one of them."""
    known = ["action", "number", "by", "entered_by"]
    for update in updates:
        update.full_clean(exclude=known, validate_unique=False, validate_constraints=False)
    try:
        with transaction.atomic():
            Update.objects.bulk_create(updates, batch_size=500)
    except IntegrityError:
        for update in updates:
            update.pk = None
            update.full_clean()
        raise


def _locked(plan, ids: Collection[int]) -> set[int]:
    """These actions of the plan, which nobody else adds to until the transaction ends."""
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if held.withdrawn_at:
        raise Refused(
            f"This plan was withdrawn on {day_words(day_of(held.withdrawn_at))}: nothing can be "
            "added to its actions. Work on the plan that took its place."
        )
    found = set()
    for some in batches(sorted(ids)):
        rows = Action.objects.select_for_update().filter(plan=plan, pk__in=some).order_by("pk")
        found |= set(rows.values_list("pk", flat=True))
    if found != set(ids):
        raise Refused("Some of these actions are not in this plan any more. Look again.")
    return found


def _any_is_gone(ids: Collection[int]) -> bool:
    """Withdrawn, merged or replaced: only the plan's officers bring such an action back."""
    gone = ActionState.objects.filter(
        audience=ActionState.Audience.INTERNAL, status__in=ActionState.GONE
    )
    return any(gone.filter(action__in=some).exists() for some in batches(sorted(ids)))


def _last_numbers(ids: Collection[int]) -> dict[int, int]:
    last = {}
    for some in batches(sorted(ids)):
        rows = Update.objects.filter(action__in=some).order_by().values("action")
        last |= dict(rows.annotate(last=Max("number")).values_list("action", "last"))
    return last


# --- taking back what nobody outside has seen ---


@transaction.atomic
def take_back_imported(
    *, plan, updates: Collection[int], moves: Collection[int] = (), by, at
) -> None:
    """Remove reports that an import made by mistake, as if it had not been. Nothing else may.

    The log is not deleted: what was wrong is corrected. The one exception is here, because a
    correction of a hundred reports of the wrong file would bury the record. It holds only while
    the public can have seen nothing of them: none is released, none has waited so long that the
    public is told that it waits, a date was asked for (`moves`) only for an action that is not
    public, and nothing was added to their actions since. What they said stays on record with
    their import. Raises `Refused` with the reason.
    """
    rows = [*_rows(Update, updates), *_rows(DueDateMove, moves)]
    actions = _locked(plan, {row.action_id for row in rows})
    powers = Powers.of(by, plan, day_of(at))
    if not all(powers.may_report(row.action) for row in rows):
        raise PermissionDenied("Only the lead of an action, or the plan's officers, may do this.")
    for row in rows:
        _refuse_seen(row, at)
    _refuse_answered(rows)
    for some in batches(sorted(actions)):
        ActionState.objects.filter(action__in=some).update(update=None)
        ActionPeriod.objects.filter(action__in=some).update(update=None)
    for model, keys in ((Update, updates), (DueDateMove, moves)):
        for some in batches(sorted(keys)):
            gone = model.objects.filter(pk__in=some)
            gone._raw_delete(gone.db)  # past `LogQuerySet.delete`, which refuses
    read_again(actions)


def _rows(model, keys: Collection[int]) -> list[LogRow]:
    found = []
    for some in batches(sorted(keys)):
        found += model.objects.filter(pk__in=some).select_related("action")
    return found


def _refuse_seen(row: LogRow, at: datetime) -> None:
    if isinstance(row, Update) and row.source != Update.Source.IMPORTED:
        raise Refused(f"“{row}” was not brought in by a file.")
    if row.redacted_at:
        raise Refused(f"Words of “{row}” were removed for good. The row stays.")
    if row.public_at or getattr(row, "release_id", None):
        raise Refused(
            f"“{row}” is public. What was public is not removed: correct it on the action's page."
        )
    if not row.action.public_at:
        return
    if isinstance(row, DueDateMove):
        raise Refused(
            f"A later date was asked for action {row.action.reference}, and that is public at "
            "once. Have the request refused on the action's page."
        )
    if working_days_between(day_of(row.recorded_at), day_of(at)) > RELEASE_WITHIN:
        raise Refused(
            f"“{row}” has waited for more than {RELEASE_WITHIN} working days, and the public is "
            "told so. Correct it on the action's page."
        )


def _refuse_answered(rows: list[LogRow]) -> None:
    """Unless nothing was added to these actions after these rows."""
    own = {(type(row), row.pk) for row in rows}
    recorded = {row.action_id: row.recorded_at for row in rows}
    if not recorded:
        return
    first = min(recorded.values())
    for relation in Action._meta.related_objects:
        model = relation.related_model
        if not issubclass(model, LogRow) or relation.field.name != "action":
            continue
        for some in batches(sorted(recorded)):
            since = model.objects.filter(action__in=some, recorded_at__gte=first)
            for other in since.select_related("action"):
                if (model, other.pk) not in own and other.recorded_at >= recorded[other.action_id]:
                    raise Refused(
                        f"Somebody has worked on action {other.action.reference} since: there is "
                        f"a newer {model._meta.verbose_name}. Correct on its page what is wrong."
                    )
