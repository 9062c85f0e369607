"""What a tracker would do to a plan, decided from its rows and the plan as it stands."""

from collections.abc import Collection, Mapping

from improvement.models import Action
from improvement.trackers.layout import Field, Layout
from improvement.trackers.matching import ActionChange, Outcome, absent, match
from improvement.trackers.plan_records import ActionRecord, PlanRecords
from improvement.trackers.row_changes import promise, promise_date, report
from improvement.trackers.tracker_row import TrackerRow
from inspections.by_hand import last_by_hand


class TrackerPreview:
    """The rows of a file, each with all that it would do.

    `answers` gives the decisions on offered rows, by number. `taking` holds the rows that may
    change a promise which is public or was written by hand; None, for a preview, holds none back.
    """

    def __init__(
        self,
        rows: Collection[TrackerRow],
        stored: PlanRecords,
        layout: Layout,
        *,
        due_is_original: bool | None,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
    ):
        self.stored = stored
        self.changes = [ActionChange(row, number) for number, row in enumerate(rows, start=1)]
        for change in self.changes:
            for mistake in change.row.mistakes:
                said = mistake.column, mistake.value, mistake.reason, mistake.remedy
                change.is_wrong(*said)
        match(self.changes, stored.actions, answers or {}, stored.same_before)
        original = {sheet.name for sheet in layout.sheets if sheet.places(Field.ORIGINAL_DUE)}
        for change in self.changes:
            if change.outcome == Outcome.WRONG:
                continue
            promise(change, stored)
            promise_date(
                change,
                has_original=change.row.sheet in original,
                due_is_original=bool(due_is_original),
            )
            report(change, stored.as_at)
        self._heed_hands()
        if taking is not None:
            self._keep_unticked(taking)
        for change in self.changes:
            if change.outcome == Outcome.UNCHANGED and change.acts:
                change.outcome = Outcome.CHANGED

    def _heed_hands(self) -> None:
        """What a person wrote into a draft is theirs, as a public promise is the public's."""
        drafts = [one for one in self.changes if one.record and one.promises and not one.by_hand]
        hands = last_by_hand((one.record.action.pk for one in drafts), Action) if drafts else {}
        for change in drafts:
            change.by_hand = change.record.action.pk in hands

    def _keep_unticked(self, taking: Collection[int]) -> None:
        for change in self.changes:
            change.kept_back = change.by_hand and change.number not in taking

    @property
    def absent(self) -> list[ActionRecord]:
        return absent(self.changes, self.stored.actions)

    @property
    def first_wrong(self) -> ActionChange | None:
        return next((one for one in self.changes if one.outcome == Outcome.WRONG), None)

    @property
    def needs_a_reason(self) -> bool:
        """Whether it changes a public promise, or asks for a date: the public reads why."""
        return any(one.move_to or (one.amends and not one.kept_back) for one in self.changes)
