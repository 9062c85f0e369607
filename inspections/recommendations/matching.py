"""The recommendations as they stand, and which of them each row of a file means.

The words are the strongest sign: where a row's number points to one record and its words are
exactly another's, the numbers have moved, and actions must stay with the words that they answer.
Otherwise the printed number decides. What is only nearly the same is offered, and so is what has
the same number and quite other words. Where a row stands in the file says nothing.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from inspections.intake import Outcome, Records
from inspections.likeness import UNLIKE, Likeness, Weights, words_of
from inspections.models import InspectedBody, Inspection, Recommendation
from inspections.recommendations.addressees import Addressees
from inspections.recommendations.reading import (
    COMPARED,
    RecommendationRow,
    Signs,
    StandingRecord,
)

_WEIGHED = 300  # texts, which tell how much a word weighs as well as all would


class InspectionRecords(Records):
    """An inspection and those published with it, at the moment `at`: what one file may touch.

    `by` sees no linked inspection under an embargo that does not name them; None sees all.
    With `lock` (inside a transaction) nobody else changes any of it until the end.
    """

    def __init__(self, inspection: Inspection, *, by, at: datetime, lock: bool = False):
        self.inspection = inspection
        self.at = at
        if lock:
            _lock(inspection)
        seen = Inspection.objects.visible_to(by, at=at) if by else Inspection.objects.all()
        linked = seen.published_with(inspection).select_related("council").order_by("pk")
        self.inspections = [inspection, *linked]

    @cached_property
    def inspected(self) -> list[InspectedBody]:
        rows = InspectedBody.objects.filter(inspection__in=self.inspections)
        return list(rows.select_related("body__council").order_by("pk"))

    @cached_property
    def records(self) -> list[StandingRecord]:
        rows = Recommendation.objects.filter(inspection__in=self.inspections).order_by("pk")
        rows = rows.values("pk", "inspection_id", "body_id", "withdrawn_at", *COMPARED)
        return [
            StandingRecord(
                row["pk"],
                (row["inspection_id"], row["body_id"]),
                row["withdrawn_at"] is not None,
                {name: row[name] for name in COMPARED},
            )
            for row in rows.iterator()
        ]

    def addressees(self) -> Addressees:
        """The bodies that a row may name, this inspection's own first."""
        return Addressees(
            self.inspection,
            [
                (where, one.body)
                for where in self.inspections
                for one in self.inspected
                if one.inspection_id == where.pk
            ],
        )

    def recommendations(self) -> Iterator[Recommendation]:
        """What an export holds: the standing recommendations, this inspection's own first."""
        for inspection in self.inspections:
            rows = inspection.recommendations.standing().select_related("body")
            yield from rows.order_by("body", "section", "order").iterator()

    @cached_property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for fact in self._facts():
            digest.update(repr(fact).encode())
        return digest.hexdigest()

    def _facts(self) -> Iterator[tuple]:
        for one in self.inspections:
            yield one.pk, one.is_released(self.at), one.withdrawn_at is not None
        for one in self.inspected:
            yield one.inspection_id, one.body_id, one.body.name, one.recommendations_printed
        for one in self.records:
            yield one.pk, one.group, one.withdrawn, one.values


def _lock(inspection: Inspection) -> None:
    """Make whoever would change these rows, or add one, wait until the transaction ends.

    A new record waits because its foreign key asks for the inspection. SQLite has locked
    everything already.
    """
    family = Q(pk=inspection.pk) | Q(pk=inspection.parent_id) | Q(parent=inspection.pk)
    held = Inspection.objects.filter(family).order_by("pk").select_for_update()
    keys = [row.pk for row in held.only("pk")]
    records = Recommendation.objects.filter(inspection__in=keys).order_by("pk")
    list(records.select_for_update().values_list("pk", flat=True))


# --- which record a row means ---


def match(rows: Sequence[RecommendationRow], records: Sequence[StandingRecord]) -> None:
    """Give each row the record that it speaks of, and its first outcome.

    Wrong rows take part as far as they can be read, so that no other row is offered their record.
    """
    joining = _Joining(rows, records)
    by_words = [
        row
        for signs in (_words_and_number, _words_and_section, _words)
        for row in joining.join(joining.standing, signs)
    ]
    by_words += joining.join(joining.withdrawn, _words)
    by_number = [
        row
        for signs in (_number_and_section, _number)
        for row in joining.join(joining.standing, signs)
    ]
    for row in (*by_words, *by_number):
        _come_to(row, Outcome.UNCHANGED)
    _doubt(by_number, records)
    _offer(joining)


def _come_to(row: RecommendationRow, outcome: Outcome) -> None:
    """What is wrong stays wrong, whatever else there is to say of it."""
    row.outcome = Outcome.WRONG if row.errors else outcome


# By what a row and a record are the same, from the signs of each; None where nothing tells.


def _words_and_number(signs: Signs) -> Hashable:
    return signs.number and (signs.words, signs.number)


def _words_and_section(signs: Signs) -> Hashable:
    return signs.words, signs.section


def _words(signs: Signs) -> Hashable:
    return signs.words


def _number_and_section(signs: Signs) -> Hashable:
    return signs.number and (signs.section, signs.number)


def _number(signs: Signs) -> Hashable:
    return signs.number


class _Joining:
    """Rows that wait for a record, and records that no row has claimed yet."""

    def __init__(self, rows: Sequence[RecommendationRow], records: Sequence[StandingRecord]):
        self.waiting = [row for row in rows if row.is_known]
        self.standing = [record for record in records if not record.withdrawn]
        self.withdrawn = [record for record in records if record.withdrawn]

    def join(
        self, unclaimed: list[StandingRecord], key_of: Callable[[Signs], Hashable]
    ) -> list[RecommendationRow]:
        """Join each row to the one unclaimed record with the same signs; more than one joins none.

        Identical words twice in a body are the exception: the first row takes the first record.
        Returns the rows that were joined.
        """
        alike: dict[Hashable, deque[StandingRecord]] = defaultdict(deque)
        for record in unclaimed:
            if key := key_of(record.signs):
                alike[key].append(record)
        several = {key for key, held in alike.items() if len(held) > 1 and key_of is not _words}
        joined, waiting, claimed = [], [], set()
        for row in self.waiting:
            key = key_of(row.signs)
            if not key or key in several or not alike.get(key):
                waiting.append(row)
                continue
            row.record = alike[key].popleft()
            claimed.add(row.record.pk)
            joined.append(row)
        self.waiting = waiting
        unclaimed[:] = [record for record in unclaimed if record.pk not in claimed]
        return joined


def _doubt(by_number: Collection[RecommendationRow], records: Sequence[StandingRecord]) -> None:
    """Offer, and do no more, where the number is the same and hardly one of the words."""
    weights = _weights(records, {row.group for row in by_number})
    for row in by_number:
        likeness = weights[row.group].likeness(
            words_of(row.values["text"]), words_of(row.record.text)
        )
        if likeness < UNLIKE:
            _come_to(row, Outcome.SAME_AS)


def _offer(joining: _Joining) -> None:
    """Offer each row the record that it may be a new version of; the likeliest pairs first."""
    rows = joining.waiting if joining.standing else []
    groups = {row.group for row in rows}
    texts = defaultdict(dict)
    for record in joining.standing:
        if record.group in groups:
            texts[record.group][record.pk] = record.text
    nearest = {group: Likeness(held) for group, held in texts.items()}
    pairs = [
        (-likeness, row.number, pk, row)
        for row in rows
        if row.group in nearest
        for likeness, pk in nearest[row.group].near(row.values["text"])
    ]
    free = {record.pk: record for record in joining.standing}
    for _, _, pk, row in sorted(pairs, key=lambda pair: pair[:3]):
        if row.record is None and pk in free:
            row.record = free.pop(pk)
            _come_to(row, Outcome.SAME_AS)


def _weights(records: Iterable[StandingRecord], groups: Collection[tuple]) -> dict[tuple, Weights]:
    """For each of these inspections and bodies, how much a word of what stands there weighs."""
    weights = {group: Weights() for group in groups}
    for record in records if groups else ():
        held = weights.get(record.group)
        if held is not None and held.count < _WEIGHED and not record.withdrawn:
            held.add(words_of(record.text))
    return weights
