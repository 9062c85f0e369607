"""What the rows of a tracker do is done: by the workflow, in one transaction, each state once.

Actions, workstreams and draft promises go in in bulk: what goes in was checked, and what is not
public needs no amendment. History is written as for a hand edit, and says which import it was.
What the person who confirms may not do is left, and told: for the plan officer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from simple_history.utils import bulk_create_with_history

from councils.days import day_of
from improvement import workflow
from improvement.models import Action, TrackerImport, Workstream
from improvement.trackers.matching import ActionChange, RowReport, is_cut
from improvement.trackers.plan_records import PlanRecords, link, remember_links
from inspections.bulk import batches, update
from inspections.cells import fold
from inspections.intake import Refused
from inspections.models import Recommendation

_PLAIN = {"title", "success_measure", "original_due"}
_COLUMNS = ("title", "success_measure", "original_due", "lead_id", "workstream_id")


@dataclass
class TrackerWriting:
    """One confirmation while it is written; what was made of a row stands in its `done`."""

    batch: TrackerImport
    stored: PlanRecords
    changes: list[ActionChange]
    by: object
    at: datetime

    def write(self) -> None:
        """Save what the rows say, inside the caller's transaction. Raises Refused."""
        self.powers = workflow.Powers.of(self.by, self.batch.plan, day_of(self.at))
        acting = [one for one in self.changes if one.acts and self._may(one)]
        with workflow.together():
            self._make_workstreams(acting)
            self._add([one for one in acting if one.is_new])
            self._edit([one for one in acting if one.edits_draft])
            self._each(acting, self._amend)
            self._report([one for one in acting if one.reports])
            self._each(acting, self._ask)

    def _may(self, change: ActionChange) -> bool:
        """Whether this person may do all that the row does; if not, it is left as a whole."""
        reports = change.reports or change.move_to
        may_report = self.powers.report_any or (
            change.action is not None and self.powers.may_report(change.action)
        )
        may = (self.powers.edit or not change.edits) and (may_report or not reports)
        if not may:
            change.done["left"] = True
        return may

    def _each(self, changes: list[ActionChange], act: Callable[[ActionChange], None]) -> None:
        """An act of the workflow for each row. What it refuses is told with its row."""
        for change in changes:
            try:
                act(change)
            except (ValidationError, PermissionDenied) as problem:
                said = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
                raise Refused(f"Nothing was saved. {change.where}: {' '.join(said)}") from problem

    # --- actions and drafts, in bulk ---

    def _make_workstreams(self, changes: list[ActionChange]) -> None:
        """Those that the plan does not have yet, at its end, in the order of the file."""
        known = self.stored.workstreams
        for change in changes:
            title = change.promises.get("workstream")
            if title and not change.kept_back and fold(title) not in known:
                known[fold(title)] = Workstream.objects.create(
                    plan=self.batch.plan, title=title, order=len(known) + 1
                )
                change.done["workstream_made"] = known[fold(title)].pk

    def _add(self, changes: list[ActionChange]) -> None:
        """New actions: drafts, also in a public plan, until the publisher releases them."""
        for change in changes:
            change.made = self._new(change)
        actions = [change.made for change in changes]
        bulk_create_with_history(actions, Action, batch_size=500, **self._in_history())
        for change in changes:
            change.done["made"] = True
        answering = [one for one in changes if one.promises.get("recommendations")]
        self._link(answering, remember=answering)
        workflow.read_again([action.pk for action in actions])

    def _new(self, change: ActionChange) -> Action:
        plan, is_public = self.batch.plan, self.stored.is_public
        columns = self._columns(change.promises).items()
        action = Action(
            plan=plan,
            reference=change.reference,
            added_on=day_of(self.at) if is_public else plan.starts_on,
            internal_note=f"In full: {change.row.action}" if is_cut(change.row) else "",
            **{name: value for name, value in columns if value is not None},
        )
        try:
            action.clean_fields(exclude=["plan", "workstream", "lead"])
        except ValidationError as problem:
            said = " ".join(problem.messages)
            raise Refused(f"Nothing was saved. {action.reference}: {said}") from problem
        return action

    def _columns(self, values: dict) -> dict:
        """New values by the action's columns; links are set apart."""
        columns = {name: values[name] for name in values.keys() & _PLAIN}
        if "lead" in values:
            columns["lead_id"] = values["lead"]
        if "workstream" in values:
            known = self.stored.workstreams
            columns["workstream_id"] = known[fold(values["workstream"])].pk
        return columns

    def _edit(self, changes: list[ActionChange]) -> None:
        """Promises that are no public promise yet are simply changed, with their history."""
        for change in changes:
            columns = self._columns(change.promises)
            change.done["was"] = self._was(change, columns)
            for name, value in columns.items():
                setattr(change.action, name, value)
        actions = [change.action for change in changes]
        for some in batches(actions):
            rows = [(one.pk, *(getattr(one, name) for name in _COLUMNS)) for one in some]
            update(Action, _COLUMNS, rows)
            Action.history.bulk_history_create(some, update=True, **self._in_history())
        self._link([one for one in changes if "recommendations" in one.promises], remember=changes)
        workflow.read_again([action.pk for action in actions])

    def _was(self, change: ActionChange, columns: dict) -> dict:
        """What stood there before, as JSON keeps it: for `undoing`."""
        before = {name: getattr(change.action, name) for name in columns}
        was = {
            name: value.isoformat() if hasattr(value, "isoformat") else value
            for name, value in before.items()
        }
        if "recommendations" in change.promises:
            was["recommendations"] = sorted(change.record.recommendations)
        return was

    def _link(self, changes: list[ActionChange], *, remember: list[ActionChange]) -> None:
        """Give these actions exactly the recommendations of their rows, in the history too."""
        link({one.action.pk: one.promises["recommendations"] for one in changes})
        remember_links([change.action.pk for change in remember])

    def _in_history(self) -> dict:
        return {
            "default_user": self.by,
            "default_date": self.at,
            "default_change_reason": self.batch.reason,
        }

    # --- what is promised in public, and what is reported ---

    def _amend(self, change: ActionChange) -> None:
        if change.amends and not change.kept_back:
            made = workflow.amend(
                action=change.action,
                changes=self._amended(change.promises),
                why=self.batch.why,
                by=self.by,
                at=self.at,
            )
            change.done["amendments"] = [one.pk for one in made]

    def _amended(self, values: dict) -> dict:
        stored = self.stored
        changes = {name: values[name] for name in values.keys() & {"title", "success_measure"}}
        if "lead" in values:
            changes["lead"] = stored.posts_by_key[values["lead"]]
        if "workstream" in values:
            changes["workstream"] = stored.workstreams[fold(values["workstream"])]
        if "recommendations" in values:
            answered = Recommendation.objects.filter(pk__in=values["recommendations"])
            changes["recommendations"] = list(answered.order_by("pk"))
        return changes

    def _report(self, changes: list[ActionChange]) -> None:
        pairs = [(change, one) for change in changes for one in change.reports]
        try:
            updates = workflow.record_imported(
                plan=self.batch.plan,
                reports=[_imported(change.action, one) for change, one in pairs],
                by=self.by,
                at=self.at,
            )
        except ValidationError as problem:
            raise Refused(f"Nothing was saved. {' '.join(problem.messages)}") from problem
        for (change, _), made in zip(pairs, updates, strict=True):
            change.done.setdefault("updates", []).append(made.pk)

    def _ask(self, change: ActionChange) -> None:
        if change.move_to is not None:
            made = workflow.ask_for_later_date(
                action=change.action,
                to=change.move_to,
                reason=self.batch.why,
                by=self.by,
                at=self.at,
            )
            change.done["move"] = made.pk


def _imported(action: Action, one: RowReport) -> workflow.Imported:
    return workflow.Imported(
        action=action,
        effective_on=one.on,
        status=one.status,
        confidence=one.confidence,
        reason=one.reason,
        what_changed=one.note.words if one.note else "",
        month_only=bool(one.note and one.note.whole_month),
    )
