"""What the rows of a tracker do is done: by the workflow, in one transaction, each state once.

What the person who confirms may not do is left, and told: for the plan officer.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from simple_history.utils import bulk_create_with_history

from councils.days import day_of
from improvement import workflow
from improvement.models import Action, TrackerImport, Workstream
from improvement.trackers.matching import ActionChange, RowReport, is_cut
from improvement.trackers.preview import TrackerPreview
from inspections.bulk import batches, update
from inspections.cells import fold
from inspections.intake import Refused
from inspections.models import Recommendation


@dataclass
class Recording:
    """One confirmation while it is written. `done` gives, by row, what was made of it."""

    batch: TrackerImport
    previewed: TrackerPreview
    by: object
    at: datetime
    done: dict[int, dict] = field(default_factory=lambda: defaultdict(dict))

    def write(self) -> dict[int, dict]:
        """Save what the rows say, inside the caller's transaction. Raises Refused."""
        today = day_of(self.at)
        self.powers = workflow.Powers.of(self.by, self.batch.plan, today)
        acting = [one for one in self.previewed.changes if one.acts and self._may(one)]
        with workflow.together():
            building = Building(self.batch, self.previewed, self.by, self.at, self.done)
            building.workstreams(acting)
            building.add([one for one in acting if one.is_new])
            building.edit([one for one in acting if building.edits_draft(one)])
            self.made = building.made
            for change in acting:
                self._act(change, self._amend)
            self._report([one for one in acting if one.reports])
            for change in acting:
                self._act(change, self._ask)
        return self.done

    def _may(self, change: ActionChange) -> bool:
        """Whether this person may do all that the row does; if not, it is left as a whole."""
        action = change.record.action if change.record else None
        reports = change.reports or change.move_to
        may = (self.powers.edit or not change.edits) and (
            not reports
            or self.powers.report_any
            or (action is not None and self.powers.may_report(action))
        )
        if not may:
            self.done[change.number]["left"] = True
        return may

    def _act(self, change: ActionChange, act) -> None:
        """One act of the workflow. What it refuses is told with its row."""
        try:
            act(change)
        except (ValidationError, PermissionDenied) as problem:
            said = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
            raise Refused(f"Nothing was saved. {change.where}: {' '.join(said)}") from problem

    # --- what is promised in public ---

    def _amend(self, change: ActionChange) -> None:
        record = change.record
        if not change.promises or change.kept or record is None or not record.action.public_at:
            return
        made = workflow.amend(
            action=record.action,
            changes=self._changes(change.promises),
            why=self.batch.why,
            by=self.by,
            at=self.at,
        )
        self.done[change.number]["amendments"] = [one.pk for one in made]

    def _changes(self, values: dict) -> dict:
        stored = self.previewed.stored
        changes = {name: values[name] for name in values.keys() & {"title", "success_measure"}}
        if "lead" in values:
            changes["lead"] = stored.posts_by_key[values["lead"]]
        if "workstream" in values:
            changes["workstream"] = stored.workstreams[fold(values["workstream"])]
        if "recommendations" in values:
            answered = Recommendation.objects.filter(pk__in=values["recommendations"])
            changes["recommendations"] = list(answered.order_by("pk"))
        return changes

    # --- what is reported ---

    def _report(self, changes: list[ActionChange]) -> None:
        said = [
            (change.number, self._imported(self._action(change), one))
            for change in changes
            for one in change.reports
        ]
        try:
            updates = workflow.record_imported(
                plan=self.batch.plan, reports=[one for _, one in said], by=self.by, at=self.at
            )
        except ValidationError as problem:
            raise Refused(f"Nothing was saved. {' '.join(problem.messages)}") from problem
        for (number, _), made in zip(said, updates, strict=True):
            self.done[number].setdefault("updates", []).append(made.pk)

    def _imported(self, action: Action, one: RowReport) -> workflow.Imported:
        return workflow.Imported(
            action=action,
            effective_on=one.on,
            status=one.status,
            confidence=one.confidence,
            reason=one.reason,
            what_changed=one.note.words if one.note else "",
            month_only=bool(one.note and one.note.whole_month),
        )

    def _ask(self, change: ActionChange) -> None:
        if change.move_to is not None:
            made = workflow.ask_for_later_date(
                action=self._action(change),
                to=change.move_to,
                reason=self.batch.why,
                by=self.by,
                at=self.at,
            )
            self.done[change.number]["move"] = made.pk

    def _action(self, change: ActionChange) -> Action:
        return change.record.action if change.record else self.made[change.number]


_PLAIN = {"title", "success_measure", "original_due"}


@dataclass
class Building:
    """One confirmation while its actions are built. `made` holds new actions by row."""

    batch: TrackerImport
    previewed: TrackerPreview
    by: object
    at: datetime
    done: dict[int, dict]
    made: dict[int, Action] = field(default_factory=dict)

    def workstreams(self, changes: list[ActionChange]) -> None:
        """Those that the plan does not have yet, at its end, in the order of the file."""
        known = self.previewed.stored.workstreams
        for change in changes:
            title = change.promises.get("workstream")
            if title and not change.kept and fold(title) not in known:
                known[fold(title)] = Workstream.objects.create(
                    plan=self.batch.plan, title=title, order=len(known) + 1
                )
                self.done[change.number]["workstream_made"] = known[fold(title)].pk

    def add(self, changes: list[ActionChange]) -> None:
        """New actions: drafts, also in a public plan, until the publisher releases them."""
        actions = [self._new(change) for change in changes]
        try:
            for action in actions:
                action.clean_fields(exclude=["plan", "workstream", "lead"])
        except ValidationError as problem:
            said = " ".join(problem.messages)
            raise Refused(f"Nothing was saved. {action.reference}: {said}") from problem
        bulk_create_with_history(actions, Action, batch_size=500, **self._in_history())
        for change, action in zip(changes, actions, strict=True):
            self.done[change.number] |= {"action": action.pk, "made": True}
        wanted = {
            action.pk: change.promises["recommendations"]
            for change, action in zip(changes, actions, strict=True)
            if change.promises.get("recommendations")
        }
        self._link(wanted)
        remember_links(list(wanted))
        self.made = {one.number: action for one, action in zip(changes, actions, strict=True)}
        workflow.read_again([action.pk for action in actions])

    def _new(self, change: ActionChange) -> Action:
        plan, values = self.batch.plan, change.promises
        is_public = self.previewed.stored.is_public
        return Action(
            plan=plan,
            reference=change.reference,
            added_on=day_of(self.at) if is_public else plan.starts_on,
            internal_note=f"In full: {change.row.action}" if is_cut(change.row) else "",
            **{name: value for name, value in self._columns(values).items() if value is not None},
        )

    def _columns(self, values: dict) -> dict:
        """New values by the action's columns; links are set apart."""
        columns = {name: values[name] for name in values.keys() & _PLAIN}
        if "lead" in values:
            columns["lead_id"] = values["lead"]
        if "workstream" in values:
            known = self.previewed.stored.workstreams
            columns["workstream_id"] = known[fold(values["workstream"])].pk
        return columns

    @staticmethod
    def edits_draft(change: ActionChange) -> bool:
        record = change.record
        return bool(
            record and change.promises and not change.kept and record.action.public_at is None
        )

    def edit(self, changes: list[ActionChange]) -> None:
        """Promises that are no public promise yet are simply changed, with their history."""
        by_columns = defaultdict(list)
        for change in changes:
            action, columns = change.record.action, self._columns(change.promises)
            self.done[change.number]["was"] = {
                name: _plain(getattr(action, name)) for name in columns
            } | (
                {"recommendations": sorted(change.record.recommendations)}
                if "recommendations" in change.promises
                else {}
            )
            for name, value in columns.items():
                setattr(action, name, value)
            by_columns[tuple(columns)].append(action)
        for names, actions in by_columns.items():
            for some in batches(actions) if names else ():
                rows = [(one.pk, *(getattr(one, name) for name in names)) for one in some]
                update(Action, names, rows)
        actions = [change.record.action for change in changes]
        for some in batches(actions):
            Action.history.bulk_history_create(some, update=True, **self._in_history())
        links = {
            change.record.action.pk: change.promises["recommendations"]
            for change in changes
            if "recommendations" in change.promises
        }
        self._link(links)
        remember_links([action.pk for action in actions])
        workflow.read_again([action.pk for action in actions])

    def _link(self, wanted: dict[int, frozenset[int]]) -> None:
        """Give these actions exactly these recommendations, in the history too."""
        through = Action.recommendations.through
        for keys in batches(wanted):
            through.objects.filter(action__in=keys).delete()
            pairs = [(action, one) for action in keys for one in sorted(wanted[action])]
            through.objects.bulk_create(
                through(action_id=action, recommendation_id=one) for action, one in pairs
            )

    def _in_history(self) -> dict:
        return {
            "default_user": self.by,
            "default_date": self.at,
            "default_change_reason": self.batch.reason,
        }


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def remember_links(actions: list[int]) -> None:
    """The links of these actions, beside the newest version of each in the history."""
    through = Action.recommendations.through
    remembered = Action.history.model.recommendations.model
    for some in batches(actions):
        rows = Action.history.filter(id__in=some).order_by("history_date", "history_id")
        newest = dict(rows.values_list("id", "history_id"))
        remembered.objects.filter(history__in=newest.values()).delete()
        links = through.objects.filter(action__in=some)
        remembered.objects.bulk_create(
            remembered(id=pk, history_id=newest[action], action_id=action, recommendation_id=one)
            for pk, action, one in links.values_list("pk", "action_id", "recommendation_id")
        )
