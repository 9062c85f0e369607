"""What one row of a tracker would do: the action that it means, and what it says of it."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from improvement.models import Action, ActionState
from improvement.models.references import LONGEST, REFERENCE
from improvement.trackers.layout import Mistake, Note, TrackerRow
from improvement.trackers.plan_records import ActionRecord
from inspections.cells import fold, one_line, shorten
from inspections.likeness import UNLIKE, Likeness, words_of
from inspections.models import ImportRow

Outcome = ImportRow.Outcome
Decision = ImportRow.Decision

# What a tracker holds that the plan has no column for, or cuts: an export gives it back.
OURS_HAS_NO_PLACE = (
    *("recommendation", "evidence", "monitor", "due_words", "original_due_words"),
    *("sheet", "closed", "status_words", "rag_words", "fill"),
)
_KEPT_TOO = (*OURS_HAS_NO_PLACE, "leads")  # of several only the first leads an action here


@dataclass(frozen=True)
class RowReport:
    """A report that the row makes: of `note`, of a state, or of both."""

    on: date
    status: str
    confidence: str = ""
    reason: str = ""
    note: Note | None = None


@dataclass
class ActionChange:
    """A row, and all that it would do. `promises` holds new values by the action's fields.

    `before` and `after` tell the same in words, by field: what a person is shown. `told` are
    sentences on what was left as it is, and why.
    """

    row: TrackerRow
    number: int
    record: ActionRecord | None = None
    outcome: str = Outcome.NEW
    decision: str = ""
    reference: str = ""
    promises: dict = field(default_factory=dict)
    reports: list[RowReport] = field(default_factory=list)
    move_to: date | None = None
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    errors: list[Mistake] = field(default_factory=list)
    by_hand: bool = False  # what it changes of a promise needs a tick
    kept_back: bool = False  # and has none
    newer: bool = False
    made: Action | None = None  # a new action, once it is saved
    done: dict = field(default_factory=dict)  # and what else was made, by name

    @property
    def is_new(self) -> bool:
        """Whether it makes an action."""
        return self.record is None

    @property
    def action(self) -> Action | None:
        return self.record.action if self.record else self.made

    @property
    def changes_promises(self) -> bool:
        """Whether it changes what is promised of an action that stands here."""
        return bool(self.record and self.promises and not self.kept_back)

    @property
    def edits_draft(self) -> bool:
        """Whether it changes what is promised and no public promise yet."""
        return self.changes_promises and not self.amends

    @property
    def edits(self) -> bool:
        """Whether it needs somebody who may build the plan."""
        closes = any(report.status in ActionState.GONE for report in self.reports)
        return self.is_new or closes or self.changes_promises

    @property
    def acts(self) -> bool:
        return self.edits or bool(self.reports) or self.move_to is not None

    @property
    def where(self) -> str:
        """As a person finds it in the file."""
        last = f"–{self.row.last_row}" if self.row.last_row > self.row.row else ""
        rows = f"row{'s' if last else ''} {self.row.row}{last}"
        return f"{self.row.sheet}, {rows}" if self.row.sheet else rows

    def stored(self) -> dict:
        """The values of the columns of `ImportRow`, as the engine of imports keeps them.

        `values` holds what the file says, in words by field, and beside them: `where`, `hidden`,
        `told`, `by_hand`, `newer`, `edits` and `reports` (which power the row needs), and once it
        is saved `made`, `was` (values before), the keys of what it made, and `left` (not in that
        person's power). What the plan has no place for stays here too: the file's own words.
        """
        return {
            "number": self.number,
            "outcome": str(self.outcome),
            "decision": str(self.decision),
            "subject_id": self.action.pk if self.action else None,
            "values": self._values() | self.done,
            "before": self.before if self.record else {},
            "errors": [one.kept() for one in self.errors],
        }

    def _values(self) -> dict:
        row, record = self.row, self.record
        values = {
            "reference": record.action.reference if record else self.reference or row.reference,
            "title": self.after.get("title", row.action),
            **self.after,
            **{name: words for name in _KEPT_TOO if (words := getattr(row, name))},
            "action": row.action,
            "where": self.where,
            "told": self.told,
        }
        return values | {name: True for name, holds in self._marks().items() if holds}

    def _marks(self) -> dict[str, bool]:
        record, said = self.record, fold(reference_of(self.row.reference))
        is_offered = record is not None and self.outcome == Outcome.SAME_AS
        return {
            "hidden": self.row.hidden,
            "reference_taken": is_offered and said == fold(record.action.reference),
            "by_hand": self.by_hand,
            "kept": self.kept_back,
            "newer": self.newer,
            "edits": self.edits,
            "reports": bool(self.reports) or self.move_to is not None,
            "asks": self.move_to is not None,
            "amends": self.amends,
        }

    @property
    def amends(self) -> bool:
        """Whether it speaks against a promise that is public."""
        return bool(self.promises and self.record and self.record.action.public_at)

    def is_wrong(self, column: str, value: str, reason: str, remedy: str) -> None:
        """Note a mistake; what is wrong stays wrong, whatever else there is to say of it."""
        self.note(Mistake(column, value, reason, remedy))

    def note(self, mistake: Mistake) -> None:
        self.errors.append(mistake)
        self.outcome = Outcome.WRONG

    def differs(self, name: str, old: str, new: str) -> None:
        """Note what a person is shown: what stands, and what the file says."""
        self.before[name], self.after[name] = old, new


TITLE_MAX = 300


def reference_of(words: str) -> str:
    """The reference as an address can hold it: “Rec 2 (a)” is Rec-2-a. Empty if there is none."""
    plain = re.sub(r"[^A-Za-z0-9.\-]+", "-", words.strip()).strip("-.")
    return plain if len(plain) <= LONGEST and (not plain or REFERENCE.regex.match(plain)) else ""


def title_of(row: TrackerRow) -> str:
    """The action's words on one line, cut where the plan's title ends."""
    return shorten(one_line(row.action), TITLE_MAX)


def is_cut(row: TrackerRow) -> bool:
    return len(one_line(row.action)) > TITLE_MAX


def next_reference(taken: Collection[str]) -> str:
    """The next whole number that nothing in the plan, or in the file, is called."""
    number = 1 + max((int(one) for one in taken if one.isdecimal()), default=0)
    return str(number)


def match(
    changes: list[ActionChange],
    records: list[ActionRecord],
    answers: Mapping[int, str],
    same_before: Collection[tuple[str, int]] = frozenset(),
) -> None:
    """Give each row its action, and a new one its reference. `answers` decide on offered rows.

    `same_before`: folded words and the key of the action that a person said they mean, for an
    earlier file. They are not asked again.
    """
    _note_repeats(changes)
    free = {fold(record.action.reference): record for record in records}
    _by_reference(changes, free)
    _by_words(changes, free)
    _offer(changes, free)
    _doubt(changes, records)
    _remember(changes, same_before)
    for change in changes:
        _decide(change, answers.get(change.number, ""))
    _name_new(changes, records)


def _note_repeats(changes: list[ActionChange]) -> None:
    """Find rows that say what an earlier one says already."""
    seen: dict[tuple, ActionChange] = {}
    for change in changes:
        reference, words = fold(reference_of(change.row.reference)), fold(change.row.action)
        if not words:
            change.is_wrong("", "", "There is no action in this row.", "Write it, or delete it.")
            continue
        sign = ("reference", reference) if reference else ("words", words)
        first = seen.setdefault(sign, change)
        if first is not change:
            change.is_wrong(
                "",
                change.row.reference or change.row.action,
                f"It has the same {sign[0]} as {first.where}.",
                "Correct one of them, or delete it.",
            )


def _by_reference(changes: list[ActionChange], free: dict[str, ActionRecord]) -> None:
    for change in changes:
        reference = fold(reference_of(change.row.reference))
        if change.outcome != Outcome.WRONG and reference in free:
            change.record = free.pop(reference)


def _by_words(changes: list[ActionChange], free: dict[str, ActionRecord]) -> None:
    """The one action of the same words; of several, none is taken by itself."""
    held = defaultdict(list)
    for key, record in free.items():
        held[fold(record.action.title)].append(key)
    for change in changes:
        if change.record or change.outcome == Outcome.WRONG:
            continue
        keys = held.get(fold(title_of(change.row)), [])
        if len(keys) == 1:
            change.record = free.pop(keys.pop())
            if change.row.reference:
                change.told.append(
                    f"The file calls it “{change.row.reference}”. Here it stays "
                    f"{change.record.action.reference}: references never change."
                )


def _offer(changes: list[ActionChange], free: dict[str, ActionRecord]) -> None:
    """Offer each row left the action that it may be a new version of; the likeliest first."""
    open_rows = {
        one.number: one for one in changes if not one.record and one.outcome != Outcome.WRONG
    }
    if not open_rows or not free:
        return
    keys = list(free)
    likeness = Likeness({n: free[key].action.title for n, key in enumerate(keys)})
    pairs = sorted(
        (-alike, number, n)
        for number, change in open_rows.items()
        for alike, n in likeness.near(title_of(change.row))
    )
    for _, number, n in pairs:
        if number in open_rows and keys[n] in free:
            change = open_rows.pop(number)
            change.record, change.outcome = free.pop(keys[n]), Outcome.SAME_AS


def _doubt(changes: list[ActionChange], records: list[ActionRecord]) -> None:
    """Offer, and do no more, where the reference is the same and hardly one of the words."""
    matched = [one for one in changes if one.record and one.outcome == Outcome.NEW]
    weights = Likeness({n: record.action.title for n, record in enumerate(records)}).weights
    for change in matched:
        change.outcome = Outcome.UNCHANGED
        words, title = title_of(change.row), change.record.action.title
        alike = fold(words) == fold(title) or (
            weights.likeness(words_of(words), words_of(title)) >= UNLIKE
        )
        if not alike:
            change.outcome = Outcome.SAME_AS


def _remember(changes: list[ActionChange], same_before: Collection[tuple[str, int]]) -> None:
    for change in changes:
        if change.outcome != Outcome.SAME_AS:
            continue
        if (fold(change.row.action), change.record.action.pk) in same_before:
            change.outcome = Outcome.UNCHANGED
            change.told.append("The same action, as was decided for an earlier file.")


def _decide(change: ActionChange, answer: str) -> None:
    if change.outcome == Outcome.SAME_AS:
        change.decision = answer
        if answer == Decision.NEW:
            change.record = None


def _name_new(changes: list[ActionChange], records: list[ActionRecord]) -> None:
    """A reference for each new action: the file's own, or the next whole number."""
    taken = {fold(record.action.reference): record.action for record in records}
    names = {fold(reference_of(one.row.reference)) for one in changes} | set(taken)
    for change in changes:
        if not change.record and change.outcome != Outcome.WRONG:
            said = change.row.reference
            change.reference = reference_of(said) or (said and "?") or next_reference(names)
            names.add(fold(change.reference))
            _tell_name(change, taken.get(fold(change.reference)))


def _tell_name(change: ActionChange, other: Action | None) -> None:
    """What there is to say of a new action's reference; `other` has it already."""
    said = change.row.reference
    if change.reference == "?":
        why = "A reference has at most 20 letters, digits, full stops and hyphens."
        change.is_wrong("Reference", said, why, "Shorten it.")
    elif other:
        why = f"This is the reference of another action here: “{other.title}”."
        change.is_wrong("Reference", said, why, "Give this one another reference in the file.")
    elif not said:
        change.told.append(f"The file gives it no reference. Here it gets {change.reference}.")
    elif said.strip() != change.reference:
        change.told.append(f"Its reference is {change.reference} here: addresses hold no more.")


def absent(changes: list[ActionChange], records: list[ActionRecord]) -> list[ActionRecord]:
    """The open and delivered actions of the plan that the file does not speak of."""
    spoken = {one.record.action.pk for one in changes if one.record}
    return [one for one in records if one.action.pk not in spoken and not one.is_gone]
