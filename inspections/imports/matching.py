"""Which record each row of a file speaks of: pure Python over rows and records.

The words are the strongest sign: where a row's number points to one record and its words are
exactly another's, the numbers have moved, and actions must stay with the words that they answer.
Otherwise the printed number decides, then the words as they are when typed again; what is only
nearly the same is offered. Where a row stands in the file says nothing.
"""

from collections import defaultdict
from collections.abc import Iterable

from inspections.imports.cells import fold
from inspections.imports.likeness import Likeness
from inspections.imports.rows import Outcome, Row
from inspections.imports.scope import Record


def number_of(reference: str) -> str:
    """A printed reference without case, and without the full stop or brackets around it."""
    return fold(reference).strip(" .():")


def match(rows: Iterable[Row], records: Iterable[Record]) -> None:
    """Give each row the record that it speaks of, and its first outcome.

    Wrong rows take part as far as they can be read, so that no other row is offered their record.
    """
    rows = [row for row in rows if row.to and "text" in row.said]
    standing = _Open(record for record in records if not record.withdrawn)
    for signs in (_words_and_number, _words_and_section, _words, _number_and_section, _number):
        standing.claim(rows, signs)
    _Open(record for record in records if record.withdrawn).claim(rows, _words)
    for row in rows:
        if not row.errors:
            row.outcome = Outcome.UNCHANGED if row.record else Outcome.NEW
    _offer([row for row in rows if not row.record], standing.left())


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


class _Open:
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


def _offer(rows: list[Row], records: list[Record]) -> None:
    """Offer each row the record that it may be a new version of; the likeliest pairs first."""
    groups = defaultdict(dict)
    for record in records:
        groups[record.inspection_id, record.body_id][record.pk] = record
    nearest = {
        group: Likeness({record.pk: record.text for record in held.values()})
        for group, held in groups.items()
    }
    pairs = [
        (-likeness, row.number, pk, row)
        for row in rows
        if row.group in nearest
        for likeness, pk in nearest[row.group].near(row.said["text"])
    ]
    for _, _, pk, row in sorted(pairs, key=lambda pair: pair[:3]):
        if row.record is None and pk in groups[row.group]:
            row.record = groups[row.group].pop(pk)
            row.outcome = Outcome.WRONG if row.errors else Outcome.SAME_AS
