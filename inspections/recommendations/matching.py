"""Which record each row of a file speaks of: pure Python over rows and records.

The words are the strongest sign: where a row's number points to one record and its words are
exactly another's, the numbers have moved, and actions must stay with the words that they answer.
Otherwise the printed number decides. What is only nearly the same is offered, and so is what has
the same number and quite other words. Where a row stands in the file says nothing.
"""

from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain

from inspections.intake import Outcome
from inspections.likeness import UNLIKE, Likeness, Weights, words_of
from inspections.recommendations.records import Record
from inspections.recommendations.rows import Row
from inspections.recommendations.signs import number_of

__all__ = ["match", "number_of"]
_WEIGHED = 300  # texts, which tell how much a word weighs as well as all would


def match(rows: Sequence[Row], records: Sequence[Record]) -> None:
    """Give each row the record that it speaks of, and its first outcome.

    Wrong rows take part as far as they can be read, so that no other row is offered their record.
    """
    joining = _Joining(rows, records)
    by_words, by_number = array("I"), array("I")
    for signs in (_words_and_number, _words_and_section, _words):
        by_words.extend(joining.join(joining.standing, signs))
    by_words.extend(joining.join(joining.withdrawn, _words))
    for signs in (_number_and_section, _number):
        by_number.extend(joining.join(joining.standing, signs))
    for place in chain(by_words, by_number):
        _come_to(rows[place], Outcome.UNCHANGED)
    _doubt(rows, by_number, records)
    _offer(joining)


def _come_to(row: Row, outcome: Outcome) -> None:
    """What is wrong stays wrong, whatever else there is to say of it."""
    row.outcome = Outcome.WRONG if row.errors else outcome


# By what a row and a record are the same, from the signs of each; 0 where nothing tells.


def _words_and_number(section: int, number: int, words: int) -> int:
    return number and hash((words, number))


def _words_and_section(section: int, number: int, words: int) -> int:
    return hash((words, section))


def _words(section: int, number: int, words: int) -> int:
    return words


def _number_and_section(section: int, number: int, words: int) -> int:
    return number and hash((section, number))


def _number(section: int, number: int, words: int) -> int:
    return number


class _Joining:
    """Rows that wait for a record, and records that no row has claimed yet, by their places."""

    def __init__(self, rows: Sequence[Row], records: Sequence[Record]):
        self.rows, self.records = rows, records
        self.waiting = array("I", (at for at, row in enumerate(rows) if row.is_known))
        self.standing, self.withdrawn = array("I"), array("I")
        for at, record in enumerate(records):
            (self.withdrawn if record.withdrawn else self.standing).append(at)

    def join(self, unclaimed: array, signs: Callable) -> array:
        """Join each row to the one unclaimed record with the same signs; more than one joins none.

        Identical words twice in a body are the exception: the first row takes the first record.
        Returns the places of the rows that were joined.
        """
        joined, waiting, claimed = array("I"), array("I"), bytearray(len(self.records))
        first, more = self._by_signs(unclaimed, signs)
        for place in self.waiting if first else ():
            row = self.rows[place]
            key = signs(*row.signs)
            if not key or key not in first or (key in more and signs is not _words):
                waiting.append(place)
                continue
            at = first.pop(key)
            if more.get(key):
                first[key] = more[key].popleft()
            row.record = self.records[at]
            claimed[at] = True
            joined.append(place)
        if joined:
            self.waiting = waiting
            unclaimed[:] = array("I", (at for at in unclaimed if not claimed[at]))
        return joined

    def _by_signs(self, unclaimed: array, signs: Callable) -> tuple[dict[int, int], dict]:
        """By their signs, the place of the first record; and of those after it."""
        first: dict[int, int] = {}
        more: dict[int, deque] = defaultdict(deque)
        for at in unclaimed:
            key = signs(*self.records[at].signs)
            if key and first.setdefault(key, at) != at:
                more[key].append(at)
        return first, more


def _doubt(rows: Sequence[Row], by_number: Collection[int], records: Sequence[Record]) -> None:
    """Offer, and do no more, where the number is the same and hardly one of the words."""
    weights = _weights(records, {rows[place].group for place in by_number})
    for row in (rows[place] for place in by_number):
        likeness = weights[row.group].likeness(
            words_of(row.said["text"]), words_of(row.record.text)
        )
        if likeness < UNLIKE:
            _come_to(row, Outcome.SAME_AS)


def _offer(joining: _Joining) -> None:
    """Offer each row the record that it may be a new version of; the likeliest pairs first."""
    records = [joining.records[at] for at in joining.standing]
    rows = [joining.rows[place] for place in joining.waiting if records]
    groups = {row.group for row in rows}
    texts = defaultdict(dict)
    for record in records:
        if record.group in groups:
            texts[record.group][record.pk] = record.text
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
    """For each of these inspections and bodies, how much a word of what stands there weighs."""
    weights = {group: Weights() for group in groups}
    for record in records if groups else ():
        held = weights.get(record.group)
        if held is not None and held.count < _WEIGHED and not record.withdrawn:
            held.add(words_of(record.text))
    return weights
