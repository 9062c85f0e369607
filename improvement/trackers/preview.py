"""What a tracker would do to a plan, decided from its rows and the plan as it stands."""

from collections import Counter
from collections.abc import Collection, Mapping

from django.contrib.contenttypes.models import ContentType

from improvement.models import Action, TrackerImport
from improvement.trackers.layout import Field, Layout
from improvement.trackers.matching import Effect, Outcome, absent, match, reference_of
from improvement.trackers.plan_records import Record, Standing
from improvement.trackers.row_changes import promise, promise_date, report
from improvement.trackers.tracker_row import TrackerRow
from inspections.bulk import BATCH, batches
from inspections.by_hand import last_by_hand
from inspections.cells import fold, shorten
from inspections.intake import Tally
from inspections.models import ImportRow


class Outlook:
    """The rows of a file, each with all that it would do.

    `answers` gives the decisions on offered rows, by number. `taking` holds the rows that may
    change a promise which is public or was written by hand; None, for a preview, holds none back.
    """

    def __init__(
        self,
        rows: Collection[TrackerRow],
        standing: Standing,
        layout: Layout,
        *,
        due_is_original: bool | None,
        answers: Mapping[int, str] | None = None,
        taking: Collection[int] | None = None,
    ):
        self.standing = standing
        self.effects = [Effect(row, number) for number, row in enumerate(rows, start=1)]
        for effect in self.effects:
            for mistake in effect.row.mistakes:
                said = mistake.column, mistake.value, mistake.reason, mistake.remedy
                effect.is_wrong(*said)
        match(self.effects, standing.records, answers or {}, standing.same_before)
        original = {sheet.name for sheet in layout.sheets if sheet.places(Field.ORIGINAL_DUE)}
        for effect in self.effects:
            if effect.outcome == Outcome.WRONG:
                continue
            promise(effect, standing)
            promise_date(
                effect,
                has_original=effect.row.sheet in original,
                due_is_original=bool(due_is_original),
            )
            report(effect, standing.as_at)
        self._heed_hands()
        if taking is not None:
            self._keep_unticked(taking)
        for effect in self.effects:
            if effect.outcome == Outcome.UNCHANGED and effect.acts:
                effect.outcome = Outcome.CHANGED

    def _heed_hands(self) -> None:
        """What a person wrote into a draft is theirs, as a public promise is the public's."""
        drafts = [one for one in self.effects if one.record and one.promises and not one.by_hand]
        hands = last_by_hand((one.record.action.pk for one in drafts), Action) if drafts else {}
        for effect in drafts:
            effect.by_hand = effect.record.action.pk in hands

    def _keep_unticked(self, taking: Collection[int]) -> None:
        for effect in self.effects:
            effect.kept = effect.by_hand and effect.number not in taking

    @property
    def absent(self) -> list[Record]:
        return absent(self.effects, self.standing.records)

    @property
    def tally(self) -> Tally:
        return Tally.of_kinds(
            Counter((one.outcome, one.decision, bool(one.before)) for one in self.effects)
        )

    @property
    def first_wrong(self) -> Effect | None:
        return next((one for one in self.effects if one.outcome == Outcome.WRONG), None)

    @property
    def needs_a_reason(self) -> bool:
        """Whether it changes a public promise, or asks for a date: the public reads why."""
        return any(
            one.move_to
            or (one.promises and not one.kept and one.record and one.record.action.public_at)
            for one in self.effects
        )


# What a tracker holds that the plan has no column for, or cuts: an export gives it back.
OURS_HAS_NO_PLACE = (
    *("recommendation", "evidence", "monitor", "due_words", "original_due_words"),
    *("sheet", "closed", "status_words", "rag_words", "fill"),
)
_KEPT_TOO = (*OURS_HAS_NO_PLACE, "leads")  # of several only the first leads an action here


def keep(batch: TrackerImport, outlook: Outlook, done: Mapping[int, dict] | None = None) -> None:
    """Keep each row in place of those that the batch has; `done` adds what was saved of them."""
    batch.rows.all().delete()
    kind = ContentType.objects.get_for_model(Action).pk
    for effects in batches(outlook.effects):
        rows = [_kept(batch, one, kind, (done or {}).get(one.number, {})) for one in effects]
        ImportRow.objects.bulk_create(rows, batch_size=BATCH)


def _kept(batch, effect: Effect, kind: int, done: dict) -> ImportRow:
    key = done.get("action") or (effect.record.action.pk if effect.record else None)
    return ImportRow(
        batch=batch,
        number=effect.number,
        outcome=str(effect.outcome),
        decision=str(effect.decision),
        subject_type_id=kind if key else None,
        subject_id=key,
        values=_values(effect) | {name: done[name] for name in done if name != "action"},
        before=effect.before if effect.record else {},
        errors=[_error(one) for one in effect.errors],
    )


def _values(effect: Effect) -> dict:
    row, record = effect.row, effect.record
    values = {
        "reference": record.action.reference if record else effect.reference or row.reference,
        "title": effect.after.get("title", row.action),
        **effect.after,
        **{name: words for name in _KEPT_TOO if (words := getattr(row, name))},
        "action": row.action,
        "where": effect.where,
        "told": effect.told,
    }
    marks = {
        "hidden": row.hidden,
        "reference_taken": bool(
            record
            and effect.outcome == Outcome.SAME_AS
            and fold(reference_of(row.reference)) == fold(record.action.reference)
        ),
        "by_hand": effect.by_hand,
        "kept": effect.kept,
        "newer": effect.newer,
        "edits": effect.edits,
        "reports": bool(effect.reports) or effect.move_to is not None,
        "asks": effect.move_to is not None,
        "amends": bool(effect.promises and record and record.action.public_at),
    }
    return values | {name: True for name, holds in marks.items() if holds}


def _error(mistake) -> dict:
    return {
        "column": mistake.column,
        "value": shorten(mistake.value),
        "reason": mistake.reason,
        "mend": mistake.remedy,
    }
