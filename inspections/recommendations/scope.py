"""What one import may touch: an inspection, those published with it, and their records.

Linked are the inspection's parent and its children of the same council that were published on
the same day: the review of a safeguarding board stands in the same report as the inspection of
the council, and one file holds the recommendations of both. A visit of another day is not linked.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property

from django.db.models import Q

from inspections.models import InspectedBody, Inspection, Recommendation
from inspections.recommendations.addressees import Addressees
from inspections.recommendations.records import COMPARED, Record, Records


class Scope:
    """An inspection and those published with it, as they stand at the moment `at`.

    `by` sees no linked inspection under an embargo that does not name them; None sees all.
    With `lock` (inside a transaction) nobody else changes any of it until the end.
    """

    def __init__(self, inspection: Inspection, *, by, at: datetime, lock: bool = False):
        self.inspection = inspection
        self.at = at
        if lock:
            _lock(inspection)
        self.inspections = [inspection, *published_with(inspection, by=by, at=at)]

    @cached_property
    def inspected(self) -> list[InspectedBody]:
        rows = InspectedBody.objects.filter(inspection__in=self.inspections)
        return list(rows.select_related("body__council").order_by("pk"))

    @cached_property
    def records(self) -> Sequence[Record]:
        records = Records()
        self.fingerprint = self._digest(records.append)
        return records

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
        """A digest of everything here that a preview depends on.

        Of the very records that a preview read; by itself it keeps none, as a confirmation has no
        other need of them.
        """
        return self._digest(lambda *record: None)

    def _digest(self, see: Callable[..., None]) -> str:
        """Of the facts here and of the records, each of which `see` is given on the way."""
        digest = hashlib.sha256()
        for fact in self._facts():
            digest.update(repr(fact).encode())
        for record in _records(self.inspections):
            digest.update(repr(record).encode())
            see(*record)
        return digest.hexdigest()

    def _facts(self) -> Iterator[tuple]:
        for one in self.inspections:
            yield one.pk, one.is_released(self.at), one.withdrawn_at is not None
        for one in self.inspected:
            yield one.inspection_id, one.body_id, one.body.name, one.recommendations_printed


def _lock(inspection: Inspection) -> None:
    """Make whoever would change these rows, or add one, wait until the transaction ends.

    A new record waits because its foreign key asks for the inspection. SQLite has locked
    everything already.
    """
    family = Q(pk=inspection.pk) | Q(pk=inspection.parent_id) | Q(parent=inspection.pk)
    held = Inspection.objects.filter(family).order_by("pk").select_for_update()
    ids = [row.pk for row in held.only("pk")]
    records = Recommendation.objects.filter(inspection__in=ids).order_by("pk")
    deque(records.select_for_update().values_list("pk").iterator(), maxlen=0)  # keeps none


def published_with(inspection: Inspection, *, by, at) -> list[Inspection]:
    """The inspections linked to this one (see above) that `by` may see at the moment `at`."""
    rows = Inspection.objects.visible_to(by, at=at) if by else Inspection.objects.all()
    same_report = Q(pk=inspection.parent_id) | Q(parent=inspection.pk)
    day = inspection.published_on
    same_day = Q(published_on=day) if day else Q(published_on__isnull=True)
    rows = rows.standing().filter(same_report, same_day, council=inspection.council_id)
    return list(rows.order_by("pk"))


def _records(inspections: list[Inspection]):
    rows = Recommendation.objects.filter(inspection__in=inspections).order_by("pk")
    rows = rows.values_list("pk", "inspection_id", "body_id", "withdrawn_at", *COMPARED)
    for pk, inspection_id, body_id, withdrawn_at, *words in rows.iterator():
        yield pk, inspection_id, body_id, withdrawn_at is not None, *words
