"""What a person decided about a record by hand, and an import must not undo unasked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model

from inspections.models import Import, Recommendation

_REASON = "Import "
_REASON_MAX = 100  # what the history's column holds


@dataclass(frozen=True)
class Hand:
    """Who edited a record last, and when (an aware moment)."""

    who: str
    at: datetime


def reason(batch: Import) -> str:
    """What an import's changes bear in the history."""
    return f"{_REASON}{batch.pk}: {batch.file_name}"[:_REASON_MAX]


def last_by_hand(records: Iterable[int]) -> dict[int, Hand]:
    """Those of the records whose last change was a person's own, and not an import's."""
    versions = Recommendation.history.filter(id__in=list(records))
    versions = versions.order_by("id", "history_date", "history_id")
    last = {
        key: (user, why or "", at)
        for key, user, why, at in versions.values_list(
            "id", "history_user", "history_change_reason", "history_date"
        ).iterator()
    }
    people = get_user_model().objects.in_bulk({user for user, _, _ in last.values()} - {None})
    return {
        key: Hand(str(people[user]), at)
        for key, (user, why, at) in last.items()
        if user in people and not why.startswith(_REASON)
    }
