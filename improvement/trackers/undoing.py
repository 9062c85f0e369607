"""A tracker's import is taken back: all of it, and only while nobody has touched what it did.

What was public is never deleted, and a date asked for in public is a fact. So an import into a
published plan can be undone for a few days, as long as the public can have seen nothing of it;
after that what is wrong is corrected in the open, action by action.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Max

from councils.access import Can, may
from improvement import workflow
from improvement.models import Action, ActionPeriod, ActionState, TrackerImport, Workstream
from improvement.trackers.plan_records import did_something, link, remember_links
from inspections.bulk import batches
from inspections.intake import Refused
from inspections.models import Import, ImportRow


def take_back(batch: TrackerImport, *, by, at: datetime) -> None:
    """Take back what a confirmed import did, as if it had not been; its rows keep what they said.

    In the caller's transaction. Raises Refused, with the reason and what to do instead, and
    PermissionDenied.
    """
    if by is None:
        raise Refused("A tracker is undone in the admin: its reports are a person's.")
    made = [row for row in batch.rows.order_by("number") if did_something(row)]
    if any(row.values.get("edits") for row in made) and not may(
        by, Can.EDIT_PLAN, batch.council_id
    ):
        raise PermissionDenied(f"You may not {Can.EDIT_PLAN.value}.")
    _refuse_amended(made)
    _refuse_public(made)
    _refuse_touched(batch, made)
    with workflow.together():
        _take_back_reports(batch, made, by=by, at=at)
        _restore(batch, made, by=by, at=at)
        _delete(batch, made, by=by, at=at)


def _refuse_amended(rows: Iterable[ImportRow]) -> None:
    amended = [row.values["reference"] for row in rows if row.values.get("amendments")]
    if amended:
        raise Refused(
            "Nothing was undone. This import changed public promises, and a change in public is "
            f"not taken back but made again: {_named(amended)}. Amend them on the action's page."
        )


def _refuse_public(rows: Iterable[ImportRow]) -> None:
    made = _keys(row for row in rows if row.values.get("made"))
    public = []
    for some in batches(made):
        public += Action.objects.filter(pk__in=some, public_at__isnull=False).values_list(
            "reference", flat=True
        )
    if public:
        raise Refused(
            "Nothing was undone. Actions that this import made are public: what was public is not "
            f"deleted. Withdraw them one by one, with a reason: {_named(public)}."
        )


def _refuse_touched(batch: TrackerImport, rows: Iterable[ImportRow]) -> None:
    """Unless the import's own version is the last of each action that it made or changed."""
    keys = _keys(row for row in rows if row.values.get("made") or "was" in row.values)
    own = batch.reason
    touched = []
    for some in batches(keys):
        history = Action.history.filter(id__in=some)
        last = history.order_by().values("id").annotate(last=Max("history_id"))
        versions = Action.history.filter(history_id__in=last.values("last"))
        touched += versions.exclude(history_change_reason=own).values_list("reference", flat=True)
    if touched:
        raise Refused(
            "Nothing was undone. Somebody has changed since what this import wrote: "
            f"{_named(touched)}."
        )


def _take_back_reports(batch, rows, *, by, at) -> None:
    updates = [key for row in rows for key in row.values.get("updates", ())]
    moves = [row.values["move"] for row in rows if row.values.get("move")]
    if not updates and not moves:
        return
    try:
        workflow.take_back_imported(plan=batch.plan, updates=updates, moves=moves, by=by, at=at)
    except ValidationError as refused:
        raise Refused(f"Nothing was undone. {' '.join(refused.messages)}") from refused


def _restore(batch, rows, *, by, at) -> None:
    """Give drafts that were changed the promises that they had."""
    changed = {row.subject_id: row.values["was"] for row in rows if "was" in row.values}
    for some in batches(changed):
        actions = list(Action.objects.filter(pk__in=some))
        for action in actions:
            was = _promises(changed[action.pk])
            Action.objects.filter(pk=action.pk).update(**was)
            for name, value in was.items():
                setattr(action, name, value)
        Action.history.bulk_history_create(
            actions,
            update=True,
            default_user=by,
            default_date=at,
            default_change_reason=batch.reason_undone,
        )
    link({key: was["recommendations"] for key, was in changed.items() if "recommendations" in was})
    remember_links(changed)
    workflow.read_again(list(changed))


def _promises(was: dict) -> dict:
    """What `writing` noted, as the action's columns hold it; links are set apart."""
    promises = {name: value for name, value in was.items() if name != "recommendations"}
    if day := promises.get("original_due"):
        promises["original_due"] = date.fromisoformat(day)
    return promises


def _delete(batch, rows, *, by, at) -> None:
    """Delete the drafts that the import made, and workstreams that nothing stands in any more."""
    keys = _keys(row for row in rows if row.values.get("made"))
    for some in batches(keys):
        _refuse_used(some)
        actions = list(Action.objects.filter(pk__in=some))
        for action in actions:
            action._change_reason = batch.reason_undone
        deleted = Action.history.bulk_history_create(
            actions, default_user=by, default_date=at, default_change_reason=batch.reason_undone
        )
        marks = [version.pk for version in deleted]
        Action.history.filter(history_id__in=marks).update(history_type="-")
        ImportRow.objects.filter(subject_id__in=some, batch__kind=Import.Kind.PLAN).update(
            subject_type=None, subject_id=None
        )
        for model in (ActionState, ActionPeriod, Action.recommendations.through):
            model.objects.filter(action__in=some).delete()
        gone = Action.objects.filter(pk__in=some)
        gone._raw_delete(gone.db)
    workstreams = [
        row.values["workstream_made"] for row in rows if row.values.get("workstream_made")
    ]
    for workstream in Workstream.objects.filter(pk__in=workstreams, actions__isnull=True):
        workstream._change_reason = batch.reason_undone
        workstream._history_user = by
        workstream.delete()


def _refuse_used(keys: list[int]) -> None:
    """Unless nothing but what goes with an action refers to these."""
    goes_along = {ActionState, ActionPeriod}
    for relation in Action._meta.related_objects:
        model = relation.related_model
        if model in goes_along:
            continue
        used = model._base_manager.filter(**{f"{relation.field.name}__in": keys})
        if used.exists():
            raise Refused(
                f"Nothing was undone. There are {model._meta.verbose_name_plural} by now for "
                "actions that this import made. Take them off first."
            )


def _keys(rows: Iterable[ImportRow]) -> list[int]:
    return [row.subject_id for row in rows if row.subject_id]


def _named(references: Iterable[str]) -> str:
    names = list(dict.fromkeys(references))
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
