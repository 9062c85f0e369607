"""What a person decided about a record by hand, and an import must not undo unasked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet

from inspections.bulk import batches
from inspections.models import Import, Recommendation


@dataclass(frozen=True)
class Hand:
    """Who edited a record last, and when (an aware moment)."""

    who: str
    at: datetime


def last_by_hand(records: Iterable[int], model: type[Model] = Recommendation) -> dict[int, Hand]:
    """Those of the records (by their keys, or a query of them) that a person changed last.

    An import's changes, and those of no person, are not by hand.
    """
    last: dict[int, tuple] = {}
    for keys in [records] if isinstance(records, QuerySet) else batches(records):
        last |= _last_versions(keys, model.history)
    people = get_user_model().objects.in_bulk({user for user, _, _ in last.values()} - {None})
    return {
        key: Hand(str(people[user]), at)
        for key, (user, why, at) in last.items()
        if user in people and not why.startswith(Import.REASON)
    }


def _last_versions(records, history) -> dict[int, tuple]:
    """Who, why and when, of the last version of each record that a person ever touched.

    An import and its undoing leave the record as it was, and so whose it was.
    """
    versions = history.filter(id__in=records)
    touched = versions.filter(history_user__isnull=False).exclude(
        history_change_reason__startswith=Import.REASON
    )
    versions = history.filter(id__in=touched.order_by().values("id"))
    rows = versions.order_by("id", "history_date", "history_id").values_list(
        "id", "history_user", "history_change_reason", "history_date"
    )
    last: dict[int, list[tuple]] = defaultdict(list)
    for key, user, why, at in rows.iterator():
        if why and why.startswith(Import.REASON) and Import.UNDONE in why:
            if last[key]:
                last[key].pop()
        else:
            last[key].append((user, why or "", at))
    return {key: versions[-1] for key, versions in last.items() if versions}
