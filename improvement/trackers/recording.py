"""What the rows of a tracker do is done: by the workflow, in one transaction, each state once.

What the person who confirms may not do is left, and told: for the plan officer.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError

from councils.days import day_of
from improvement import workflow
from improvement.models import Action, TrackerImport
from improvement.trackers.building import Building
from improvement.trackers.effects import Effect, Report
from improvement.trackers.outlook import Outlook
from inspections.cells import fold
from inspections.intake import Refused
from inspections.models import Recommendation


@dataclass
class Recording:
    """One confirmation while it is written. `done` gives, by row, what was made of it."""

    batch: TrackerImport
    outlook: Outlook
    by: object
    at: datetime
    done: dict[int, dict] = field(default_factory=lambda: defaultdict(dict))

    def write(self) -> dict[int, dict]:
        """Save what the rows say, inside the caller's transaction. Raises Refused."""
        today = day_of(self.at)
        self.powers = workflow.Powers.of(self.by, self.batch.plan, today)
        acting = [one for one in self.outlook.effects if one.acts and self._may(one)]
        with workflow.together():
            building = Building(self.batch, self.outlook, self.by, self.at, self.done)
            building.workstreams(acting)
            building.add([one for one in acting if one.is_new])
            building.edit([one for one in acting if building.edits_draft(one)])
            self.made = building.made
            for effect in acting:
                self._act(effect, self._amend)
            self._report([one for one in acting if one.reports])
            for effect in acting:
                self._act(effect, self._ask)
        return self.done

    def _may(self, effect: Effect) -> bool:
        """Whether this person may do all that the row does; if not, it is left as a whole."""
        action = effect.record.action if effect.record else None
        reports = effect.reports or effect.move_to
        may = (self.powers.edit or not effect.edits) and (
            not reports
            or self.powers.report_any
            or (action is not None and self.powers.may_report(action))
        )
        if not may:
            self.done[effect.number]["left"] = True
        return may

    def _act(self, effect: Effect, act) -> None:
        """One act of the workflow. What it refuses is told with its row."""
        try:
            act(effect)
        except (ValidationError, PermissionDenied) as problem:
            said = problem.messages if isinstance(problem, ValidationError) else [str(problem)]
            raise Refused(f"Nothing was saved. {effect.where}: {' '.join(said)}") from problem

    # --- what is promised in public ---

    def _amend(self, effect: Effect) -> None:
        record = effect.record
        if not effect.promises or effect.kept or record is None or not record.action.public_at:
            return
        made = workflow.amend(
            action=record.action,
            changes=self._changes(effect.promises),
            why=self.batch.why,
            by=self.by,
            at=self.at,
        )
        self.done[effect.number]["amendments"] = [one.pk for one in made]

    def _changes(self, values: dict) -> dict:
        standing = self.outlook.standing
        changes = {name: values[name] for name in values.keys() & {"title", "success_measure"}}
        if "lead" in values:
            changes["lead"] = standing.posts_by_key[values["lead"]]
        if "workstream" in values:
            changes["workstream"] = standing.workstreams[fold(values["workstream"])]
        if "recommendations" in values:
            answered = Recommendation.objects.filter(pk__in=values["recommendations"])
            changes["recommendations"] = list(answered.order_by("pk"))
        return changes

    # --- what is reported ---

    def _report(self, effects: list[Effect]) -> None:
        said = [
            (effect.number, self._imported(self._action(effect), one))
            for effect in effects
            for one in effect.reports
        ]
        try:
            updates = workflow.record_imported(
                plan=self.batch.plan, reports=[one for _, one in said], by=self.by, at=self.at
            )
        except ValidationError as problem:
            raise Refused(f"Nothing was saved. {' '.join(problem.messages)}") from problem
        for (number, _), made in zip(said, updates, strict=True):
            self.done[number].setdefault("updates", []).append(made.pk)

    def _imported(self, action: Action, one: Report) -> workflow.Imported:
        return workflow.Imported(
            action=action,
            effective_on=one.on,
            status=one.status,
            confidence=one.confidence,
            reason=one.reason,
            what_changed=one.note.words if one.note else "",
            month_only=bool(one.note and one.note.whole_month),
        )

    def _ask(self, effect: Effect) -> None:
        if effect.move_to is not None:
            made = workflow.ask_for_later_date(
                action=self._action(effect),
                to=effect.move_to,
                reason=self.batch.why,
                by=self.by,
                at=self.at,
            )
            self.done[effect.number]["move"] = made.pk

    def _action(self, effect: Effect) -> Action:
        return effect.record.action if effect.record else self.made[effect.number]
