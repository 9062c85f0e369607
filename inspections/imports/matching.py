"""Which record each row of a file speaks of: pure Python over rows and records.

The words are the strongest sign: where a row's number points to one record and its words are
exactly another's, the numbers have moved, and actions must stay with the words that they answer.
Otherwise the printed number decides. What is only nearly the same is offered, and so is what has
the same number and quite other words. Where a row stands in the file says nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import lru_cache

from inspections.imports.cells import fold
from inspections.imports.likeness import UNLIKE, Likeness, Weights, words_of
from inspections.imports.rows import Outcome, Row
from inspections.imports.scope import Record


def number_of(reference: str) -> str:
    """A printed reference without case, and without the full stop or brackets around it."""
    return fold(reference).strip(" .():")


def match(rows: Iterable[Row], records: Collection[Record]) -> None:
    """Give each row the record that it speaks of, and its first outcome.

    Wrong rows take part as far as they can be read, so that no other row is offered their record.
    """
    rows = [row for row in rows if row.to and "text" in row.said]
    standing = [record for record in records if not record.withdrawn]
    unclaimed = _Unclaimed(standing)
    for signs in (_words_and_number, _words_and_section, _words):
        unclaimed.claim(rows, signs)
    _Unclaimed(record for record in records if record.withdrawn).claim(rows, _words)
    by_words = {row.number for row in rows if row.record}
    for signs in (_number_and_section, _number):
        unclaimed.claim(rows, signs)
    for row in rows:
        _come_to(row, Outcome.UNCHANGED if row.record else Outcome.NEW)
    _doubt([row for row in rows if row.record and row.number not in by_words], standing)
    _offer([row for row in rows if not row.record], unclaimed.left())


def signs_of(row: Row) -> tuple:
    """Group, section, number and words, folded; worked out once. The row's words are known."""
    if row.signs is None:
        said = row.said
        row.signs = row.group, *_folded(said.get("section"), said.get("reference"), said["text"])
    return row.signs


def _signs_of_record(record: Record) -> tuple:
    group = record.inspection_id, record.body_id
    return group, *_folded(record.section, record.reference, record.text)


def _folded(section: str | None, reference: str | None, text: str) -> tuple[str, str, int]:
    # Of the words the hash is enough to find their like, and a tenth of the memory.
    number = number_of(reference or "")
    number = reference if number == reference else number  # the same string, not its twin
    return _fold_section(section or ""), number, hash(fold(text))


_fold_section = lru_cache(1_000)(fold)  # a file has few, and says each in many rows


def _come_to(row: Row, outcome: Outcome) -> None:
    """What is wrong stays wrong, whatever else there is to say of it."""
    row.outcome = Outcome.WRONG if row.errors else outcome


def _words_and_number(group, section, reference, text):
    return reference and (group, text, reference)


def _words_and_section(group, section, reference, text):
    return group, text, section


def _words(group, section, reference, text):
    return group, text


def _number_and_section(group, section, reference, text):
    return reference and (group, section, reference)


def _number(group, section, reference, text):
    return reference and (group, reference)


class _Unclaimed:
    """Records that no row has claimed yet."""

    def __init__(self, records: Iterable[Record]):
        self.records = {record.pk: (record, _signs_of_record(record)) for record in records}

    def claim(self, rows: list[Row], signs) -> None:
        """Join each row to the one open record with the same signs; more than one joins none.

        Identical words twice in a body are the exception: the first row takes the first record.
        """
        held = defaultdict(list)
        for record, all_signs in self.records.values():
            if key := signs(*all_signs):
                held[key].append(record)
        for row in rows if held else ():
            if row.record or not (key := signs(*signs_of(row))):
                continue
            candidates = held.get(key, ())
            if len(candidates) == 1 or (candidates and signs is _words):
                row.record = candidates.pop(0)
                del self.records[row.record.pk]

    def left(self) -> list[Record]:
        return [record for record, _ in self.records.values()]


def _doubt(rows: list[Row], records: list[Record]) -> None:
    """Offer, and do no more, where the number is the same and hardly one of the words."""
    weights = _weights(records, {row.group for row in rows})
    for row in rows:
        likeness = weights[row.group].likeness(
            words_of(row.said["text"]), words_of(row.record.text)
        )
        if likeness < UNLIKE:
            _come_to(row, Outcome.SAME_AS)


def _offer(rows: list[Row], records: list[Record]) -> None:
    """Offer each row the record that it may be a new version of; the likeliest pairs first."""
    groups = {row.group for row in rows}
    texts = defaultdict(dict)
    for record in records:
        if (group := (record.inspection_id, record.body_id)) in groups:
            texts[group][record.pk] = record.text
    nearest = {group: Likeness(held) for group, held in texts.items()}
    pairs = [
        (-likeness, row.number, pk, row)
        for row in rows
        if row.group in nearest
        for likeness, pk in nearest[row.group].near(row.said["text"])
    ]
    free = {record.pk: record for record in records}
    for _, _, pk, row in sorted(pairs, key=lambda pair: pair[:3]):
        if row.record is None and pk in free:
            row.record = free.pop(pk)
            _come_to(row, Outcome.SAME_AS)


def _weights(records: Iterable[Record], groups: Collection[tuple]) -> dict[tuple, Weights]:
    """For each of these inspections and bodies, how much a word of its records' weighs."""
    weights = {group: Weights() for group in groups}
    for record in records if groups else ():
        if (group := (record.inspection_id, record.body_id)) in weights:
            weights[group].add(words_of(record.text))
    return weights
