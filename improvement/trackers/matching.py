"""Which row speaks of which action: by its printed reference, else by its words, else offered.

Position is not identity: a row may stand anywhere in next month's file.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping

from improvement.trackers.effects import Decision, Effect, Outcome
from improvement.trackers.naming import next_reference, reference_of, title_of
from improvement.trackers.standing import Record
from inspections.cells import fold
from inspections.likeness import UNLIKE, Likeness, words_of


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
