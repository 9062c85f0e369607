"""What one row of a tracker would do: the action that it means, and what it says of it."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from improvement.models import ActionState
from improvement.models.references import LONGEST, REFERENCE
from improvement.trackers.plan_records import Record
from improvement.trackers.tracker_row import Mistake, Note, TrackerRow
from inspections.cells import fold, one_line, shorten
from inspections.likeness import UNLIKE, Likeness, words_of
from inspections.models import ImportRow

Outcome = ImportRow.Outcome
Decision = ImportRow.Decision


@dataclass(frozen=True)
class Report:
    """A report that the row makes: of `note`, of a state, or of both."""

    on: date
    status: str
    confidence: str = ""
    reason: str = ""
    note: Note | None = None


@dataclass
class Effect:
    """A row, and all that it would do. `promises` holds new values by the action's fields.

    `before` and `after` tell the same in words, by field: what a person is shown. `told` are
    sentences on what was left as it is, and why.
    """

    row: TrackerRow
    number: int
    record: Record | None = None
    outcome: str = Outcome.NEW
    decision: str = ""
    reference: str = ""
    promises: dict = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    move_to: date | None = None
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    errors: list[Mistake] = field(default_factory=list)
    by_hand: bool = False  # what it changes of a promise needs a tick
    kept: bool = False  # and has none
    newer: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it makes an action."""
        return self.record is None

    @property
    def edits(self) -> bool:
        """Whether it needs somebody who may build the plan."""
        closes = any(report.status in ActionState.GONE for report in self.reports)
        return self.is_new or closes or (bool(self.promises) and not self.kept)

    @property
    def acts(self) -> bool:
        return self.edits or bool(self.reports) or self.move_to is not None

    @property
    def where(self) -> str:
        """As a person finds it in the file."""
        last = f"–{self.row.last_row}" if self.row.last_row > self.row.row else ""
        rows = f"row{'s' if last else ''} {self.row.row}{last}"
        return f"{self.row.sheet}, {rows}" if self.row.sheet else rows

    def is_wrong(self, column: str, value: str, reason: str, remedy: str) -> None:
        """Note a mistake; what is wrong stays wrong, whatever else there is to say of it."""
        self.errors.append(Mistake(column, value, reason, remedy))
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
    effects: list[Effect],
    records: list[Record],
    answers: Mapping[int, str],
    same_before: Collection[tuple[str, int]] = frozenset(),
) -> None:
    """Give each row its action, and a new one its reference. `answers` decide on offered rows.

    `same_before`: folded words and the key of the action that a person said they mean, for an
    earlier file. They are not asked again.
    """
    _note_repeats(effects)
    free = {fold(record.action.reference): record for record in records}
    _by_reference(effects, free)
    _by_words(effects, free)
    _offer(effects, free)
    _doubt(effects, records)
    _remember(effects, same_before)
    for effect in effects:
        _decide(effect, answers.get(effect.number, ""))
    _name_new(effects, records)


def _note_repeats(effects: list[Effect]) -> None:
    """Find rows that say what an earlier one says already."""
    seen: dict[tuple, Effect] = {}
    for effect in effects:
        reference, words = fold(reference_of(effect.row.reference)), fold(effect.row.action)
        if not words:
            effect.is_wrong("", "", "There is no action in this row.", "Write it, or delete it.")
            continue
        sign = ("reference", reference) if reference else ("words", words)
        first = seen.setdefault(sign, effect)
        if first is not effect:
            effect.is_wrong(
                "",
                effect.row.reference or effect.row.action,
                f"It has the same {sign[0]} as {first.where}.",
                "Correct one of them, or delete it.",
            )


def _by_reference(effects: list[Effect], free: dict[str, Record]) -> None:
    for effect in effects:
        reference = fold(reference_of(effect.row.reference))
        if effect.outcome != Outcome.WRONG and reference in free:
            effect.record = free.pop(reference)


def _by_words(effects: list[Effect], free: dict[str, Record]) -> None:
    """The one action of the same words; of several, none is taken by itself."""
    held = defaultdict(list)
    for key, record in free.items():
        held[fold(record.action.title)].append(key)
    for effect in effects:
        if effect.record or effect.outcome == Outcome.WRONG:
            continue
        keys = held.get(fold(title_of(effect.row)), [])
        if len(keys) == 1:
            effect.record = free.pop(keys.pop())
            if effect.row.reference:
                effect.told.append(
                    f"The file calls it “{effect.row.reference}”. Here it stays "
                    f"{effect.record.action.reference}: references never change."
                )


def _offer(effects: list[Effect], free: dict[str, Record]) -> None:
    """Offer each row left the action that it may be a new version of; the likeliest first."""
    open_rows = [one for one in effects if not one.record and one.outcome != Outcome.WRONG]
    if not open_rows or not free:
        return
    keys = list(free)
    likeness = Likeness({n: free[key].action.title for n, key in enumerate(keys)})
    pairs = sorted(
        (-alike, effect.number, n, effect)
        for effect in open_rows
        for alike, n in likeness.near(title_of(effect.row))
    )
    for _, _, n, effect in pairs:
        if effect.record is None and keys[n] in free:
            effect.record = free.pop(keys[n])
            effect.outcome = Outcome.SAME_AS


def _doubt(effects: list[Effect], records: list[Record]) -> None:
    """Offer, and do no more, where the reference is the same and hardly one of the words."""
    matched = [one for one in effects if one.record and one.outcome == Outcome.NEW]
    weights = Likeness({n: record.action.title for n, record in enumerate(records)}).weights
    for effect in matched:
        effect.outcome = Outcome.UNCHANGED
        words, title = title_of(effect.row), effect.record.action.title
        alike = fold(words) == fold(title) or (
            weights.likeness(words_of(words), words_of(title)) >= UNLIKE
        )
        if not alike:
            effect.outcome = Outcome.SAME_AS


def _remember(effects: list[Effect], same_before: Collection[tuple[str, int]]) -> None:
    for effect in effects:
        if effect.outcome != Outcome.SAME_AS:
            continue
        if (fold(effect.row.action), effect.record.action.pk) in same_before:
            effect.outcome = Outcome.UNCHANGED
            effect.told.append("The same action, as was decided for an earlier file.")


def _decide(effect: Effect, answer: str) -> None:
    if effect.outcome == Outcome.SAME_AS:
        effect.decision = answer
        if answer == Decision.NEW:
            effect.record = None


def _name_new(effects: list[Effect], records: list[Record]) -> None:
    """A reference for each new action: the file's own, or the next whole number."""
    taken = {fold(record.action.reference): record.action for record in records}
    names = {fold(reference_of(one.row.reference)) for one in effects} | set(taken)
    for effect in effects:
        if effect.record or effect.outcome == Outcome.WRONG:
            continue
        said = effect.row.reference
        effect.reference = reference_of(said) or (said and "?") or next_reference(names)
        names.add(fold(effect.reference))
        if effect.reference == "?":
            effect.is_wrong(
                "Reference",
                said,
                "A reference has at most 20 letters, digits, full stops and hyphens.",
                "Shorten it.",
            )
        elif other := taken.get(fold(effect.reference)):
            effect.is_wrong(
                "Reference",
                said,
                f"This is the reference of another action here: “{other.title}”.",
                "Give this one another reference in the file.",
            )
        elif not said:
            effect.told.append(f"The file gives it no reference. Here it gets {effect.reference}.")
        elif said.strip() != effect.reference:
            effect.told.append(f"Its reference is {effect.reference} here: addresses hold no more.")


def absent(effects: list[Effect], records: list[Record]) -> list[Record]:
    """The open and delivered actions of the plan that the file does not speak of."""
    spoken = {one.record.action.pk for one in effects if one.record}
    return [one for one in records if one.action.pk not in spoken and not one.is_gone]
