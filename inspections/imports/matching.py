"""Which record each row of a file speaks of: pure Python over rows and records.

The words are the strongest sign: where a row's number points to one record and its words are
exactly another's, the numbers have moved, and actions must stay with the words that they answer.
Otherwise the printed number decides. What is only nearly the same is offered, and so is what has
the same number and quite other words. Where a row stands in the file says nothing.
"""

from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from inspections.imports.likeness import UNLIKE, Likeness, Weights, words_of
from inspections.imports.records import Record
from inspections.imports.rows import Outcome, Row
from inspections.imports.signs import number_of

__all__ = ["match", "number_of"]
_WEIGHED = 1_000  # texts, which tell how much a word weighs as well as all would


def match(rows: Sequence[Row], records: Sequence[Record]) -> None:
    """Give each row the record that it speaks of, and its first outcome.

    Wrong rows take part as far as they can be read, so that no other row is offered their record.
    """
    unclaimed = _Unclaimed(records, withdrawn=False)
    for signs in (_words_and_number, _words_and_section, _words):
        unclaimed.claim(rows, signs)
    _Unclaimed(records, withdrawn=True).claim(rows, _words)
    by_number = array("L")
    for signs in (_number_and_section, _number):
        by_number.extend(unclaimed.claim(rows, signs))
    for row in _known(rows):
        _come_to(row, Outcome.UNCHANGED if row.record else Outcome.NEW)
    _doubt(rows, by_number, records)
    _offer(rows, unclaimed.left())


def _known(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row.is_known)


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
    """Records that no row has claimed yet, of those that are withdrawn or of the others."""

    def __init__(self, records: Sequence[Record], *, withdrawn: bool):
        self.records = records
        self.open = bytearray(record.withdrawn == withdrawn for record in records)

    def claim(self, rows: Sequence[Row], signs: Callable) -> array:
        """Join each row to the one open record with the same signs; more than one joins none.

        Identical words twice in a body are the exception: the first row takes the first record.
        Returns the places of the rows that were joined.
        """
        joined = array("L")
        first, more = self._by_signs(signs)
        for place, row in enumerate(rows if first else ()):
            if row.record or not row.is_known or not (key := signs(*row.signs)):
                continue
            key = hash(key)
            if key not in first or (key in more and signs is not _words):
                continue
            at = first.pop(key)
            if more.get(key):
                first[key] = more[key].popleft()
            row.record = self.records[at]
            self.open[at] = False
            joined.append(place)
        return joined

    def _by_signs(self, signs: Callable) -> tuple[dict[int, int], dict[int, deque]]:
        """By hashes of their signs, the place of the first open record; and of those after it."""
        first: dict[int, int] = {}
        more: dict[int, deque] = defaultdict(deque)
        for at, is_open in enumerate(self.open):
            key = is_open and signs(*self.records[at].signs)
            if key and first.setdefault(hash(key), at) != at:
                more[hash(key)].append(at)
        return first, more

    def left(self) -> list[Record]:
        return [self.records[at] for at, is_open in enumerate(self.open) if is_open]


def _doubt(rows: Sequence[Row], by_number: Collection[int], records: Sequence[Record]) -> None:
    """Offer, and do no more, where the number is the same and hardly one of the words."""
    weights = _weights(records, {rows[place].group for place in by_number})
    for row in (rows[place] for place in by_number):
        likeness = weights[row.group].likeness(
            words_of(row.said["text"]), words_of(row.record.text)
        )
        if likeness < UNLIKE:
            _come_to(row, Outcome.SAME_AS)


def _offer(rows: Sequence[Row], records: list[Record]) -> None:
    """Offer each row the record that it may be a new version of; the likeliest pairs first."""
    if not records:
        return
    groups = {row.group for row in _known(rows) if not row.record}
    texts = defaultdict(dict)
    for record in records:
        if record.group in groups:
            texts[record.group][record.pk] = record.text
    nearest = {group: Likeness(held) for group, held in texts.items()}
    pairs = [
        (-likeness, row.number, pk, row)
        for row in _known(rows)
        if not row.record and row.group in nearest
        for likeness, pk in nearest[row.group].near(row.said["text"])
    ]
    free = {record.pk: record for record in records}
    for _, _, pk, row in sorted(pairs, key=lambda pair: pair[:3]):
        if row.record is None and pk in free:
            row.record = free.pop(pk)
            _come_to(row, Outcome.SAME_AS)


def _weights(records: Iterable[Record], groups: Collection[tuple]) -> dict[tuple, Weights]:
    """For each of these inspections and bodies, how much a word of what stands there weighs."""
    weights = {group: Weights() for group in groups}
    for record in records if groups else ():
        held = weights.get(record.group)
        if held is not None and held.count < _WEIGHED and not record.withdrawn:
            held.add(words_of(record.text))
    return weights
