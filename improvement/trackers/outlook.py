"""What a tracker would do to a plan, decided from its rows and the plan as it stands."""

from collections import Counter
from collections.abc import Collection, Mapping

from improvement.models import Action
from improvement.trackers.effects import Effect, Outcome
from improvement.trackers.layout import Field, Layout
from improvement.trackers.matching import absent, match
from improvement.trackers.promised import date, promise
from improvement.trackers.reported import report
from improvement.trackers.rows import TrackerRow
from improvement.trackers.standing import Record, Standing
from inspections.by_hand import last_by_hand
from inspections.intake import Tally


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
            date(
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
