"""What a tracker would do to a plan, decided from its rows and the plan as it stands."""

import json
from collections import Counter
from collections.abc import Collection, Mapping

from django.contrib.contenttypes.models import ContentType

from improvement.models import Action, TrackerImport
from improvement.trackers.layout import Field, Layout
from improvement.trackers.matching import ActionChange, Outcome, absent, match, reference_of
from improvement.trackers.plan_records import ActionRecord, PlanRecords
from improvement.trackers.row_changes import promise, promise_date, report
from improvement.trackers.tracker_row import TrackerRow
from inspections.bulk import batches, insert
from inspections.by_hand import last_by_hand
from inspections.cells import fold, shorten
from inspections.intake import Tally
from inspections.models import ImportRow


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
            change.kept = change.by_hand and change.number not in taking

    @property
    def absent(self) -> list[ActionRecord]:
        return absent(self.changes, self.stored.actions)

    @property
    def tally(self) -> Tally:
        return Tally.of_kinds(
            Counter((one.outcome, one.decision, bool(one.before)) for one in self.changes)
        )

    @property
    def first_wrong(self) -> ActionChange | None:
        return next((one for one in self.changes if one.outcome == Outcome.WRONG), None)

    @property
    def needs_a_reason(self) -> bool:
        """Whether it changes a public promise, or asks for a date: the public reads why."""
        return any(
            one.move_to
            or (one.promises and not one.kept and one.record and one.record.action.public_at)
            for one in self.changes
        )


_KEPT = (
    *("batch_id", "number", "outcome", "decision", "subject_type_id", "subject_id"),
    *("values", "before", "errors"),
)
# What a tracker holds that the plan has no column for, or cuts: an export gives it back.
OURS_HAS_NO_PLACE = (
    *("recommendation", "evidence", "monitor", "due_words", "original_due_words"),
    *("sheet", "closed", "status_words", "rag_words", "fill"),
)
_KEPT_TOO = (*OURS_HAS_NO_PLACE, "leads")  # of several only the first leads an action here


def keep(
    batch: TrackerImport, previewed: TrackerPreview, done: Mapping[int, dict] | None = None
) -> None:
    """Keep each row in place of those that the batch has; `done` adds what was saved of them."""
    batch.rows.all().delete()
    kind = ContentType.objects.get_for_model(Action).pk
    for changes in batches(previewed.changes):
        rows = [_kept(batch, one, kind, (done or {}).get(one.number, {})) for one in changes]
        insert(ImportRow, _KEPT, rows)


def _kept(batch, change: ActionChange, kind: int, done: dict) -> tuple:
    key = done.get("action") or (change.record.action.pk if change.record else None)
    return (
        *(batch.pk, change.number, str(change.outcome), str(change.decision)),
        *((kind, key) if key else (None, None)),
        json.dumps(_values(change) | {name: done[name] for name in done if name != "action"}),
        json.dumps(change.before if change.record else {}),
        json.dumps([_error(one) for one in change.errors]),
    )


def _values(change: ActionChange) -> dict:
    row, record = change.row, change.record
    values = {
        "reference": record.action.reference if record else change.reference or row.reference,
        "title": change.after.get("title", row.action),
        **change.after,
        **{name: words for name in _KEPT_TOO if (words := getattr(row, name))},
        "action": row.action,
        "where": change.where,
        "told": change.told,
    }
    marks = {
        "hidden": row.hidden,
        "reference_taken": bool(
            record
            and change.outcome == Outcome.SAME_AS
            and fold(reference_of(row.reference)) == fold(record.action.reference)
        ),
        "by_hand": change.by_hand,
        "kept": change.kept,
        "newer": change.newer,
        "edits": change.edits,
        "reports": bool(change.reports) or change.move_to is not None,
        "asks": change.move_to is not None,
        "amends": bool(change.promises and record and record.action.public_at),
    }
    return values | {name: True for name, holds in marks.items() if holds}


def _error(mistake) -> dict:
    return {
        "column": mistake.column,
        "value": shorten(mistake.value),
        "reason": mistake.reason,
        "mend": mistake.remedy,
    }
