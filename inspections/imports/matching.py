"""Which record each row of a file speaks of: pure Python over rows and records.

The words are the strongest sign: where a row's number points to one record and its words are
exactly another's, the numbers have moved, and actions must stay with the words that they answer.
Otherwise the printed number decides. What is only nearly the same is offered, and so is what has
the same number and quite other words. Where a row stands in the file says nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from inspections.imports.cells import fold
from inspections.imports.likeness import Likeness
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
        self.signs: dict[int, tuple] = {}

    def claim(self, rows: list[Row], signs) -> None:
        """Join each row to the one open record with the same signs; more than one joins none.

        Identical words twice in a body are the exception: the first row takes the first record.
        """
        held = defaultdict(list)
        for record, all_signs in self.records.values():
            if key := signs(*all_signs):
                held[key].append(record)
        for row in rows:
            if row.record or not (key := signs(*self._signs_of(row))):
                continue
            candidates = held.get(key, ())
            if len(candidates) == 1 or (candidates and signs is _words):
                row.record = candidates.pop(0)
                del self.records[row.record.pk]

    def left(self) -> list[Record]:
        return [record for record, _ in self.records.values()]

    def _signs_of(self, row: Row) -> tuple:
        if row.number not in self.signs:
            self.signs[row.number] = (
                row.group,
                fold(row.said.get("section", "")),
                number_of(row.said.get("reference", "")),
                fold(row.said["text"]),
            )
        return self.signs[row.number]


def _signs_of_record(record: Record) -> tuple:
    group = record.inspection_id, record.body_id
    return group, fold(record.section), number_of(record.reference), fold(record.text)


def _doubt(rows: list[Row], records: list[Record]) -> None:
    """Offer, and do no more, where the number is the same and hardly one of the words."""
    groups = {row.group for row in rows}
    nearest = {group: likeness for group, likeness in _likeness(records) if group in groups}
    for row in rows:
        if nearest[row.group].are_unlike(row.said["text"], row.record.pk):
            _come_to(row, Outcome.SAME_AS)


def _offer(rows: list[Row], records: list[Record]) -> None:
    """Offer each row the record that it may be a new version of; the likeliest pairs first."""
    nearest = dict(_likeness(records))
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


def _likeness(records: Iterable[Record]) -> Iterator[tuple[tuple[int, int], Likeness]]:
    """For each inspection and body, what is like its records' words."""
    texts = defaultdict(dict)
    for record in records:
        texts[record.inspection_id, record.body_id][record.pk] = record.text
    for group, held in texts.items():
        yield group, Likeness(held)
