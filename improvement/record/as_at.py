"""The plan on a past day: the day, as seen then or as now known; and what was promised on it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F

from councils.days import end_of
from improvement.models import Action, ActionPeriod, Amendment
from improvement.record.action_rows import ActionRow
from improvement.record.fields import AMENDED

View = ActionPeriod.View
A_MOMENT = timedelta(microseconds=1)

# Amended words that a row holds: it shows them as they were. Of choices the values by their labels.
_WORDS = {
    field.name: {label: value for value, label in Action._meta.get_field(field.name).choices or ()}
    for field in AMENDED
    if field.in_row
}


@dataclass(frozen=True)
class AsAt:
    """The end of a London day that is past, and which of the two answers is given."""

    day: date
    view: str = View.SEEN.value

    @property
    def is_seen(self) -> bool:
        return self.view == View.SEEN

    def moment(self, now: datetime) -> datetime:
        """Until when something had to be public to be told: by then, or by now."""
        return end_of(self.day) - A_MOMENT if self.is_seen else now


# Of each action: the recommendations that were linked otherwise than today, by key. The inspection
# of one that it answered then; None of one that it did not.
Links = dict[int, dict[int, int | None]]


class Amended(NamedTuple):
    """An amendment; of one that changed what an action answers, a row for each recommendation."""

    action_id: int
    field: str
    old: str
    public_at: datetime | None
    effective_on: date
    recommendation_id: int | None = None
    inspection_id: int | None = None
    added: bool | None = None

    @classmethod
    def of(cls, amendment: Amendment) -> "Amended":
        """Of a row that came with `OF_LINK`."""
        return cls(**{name: getattr(amendment, name) for name in cls._fields})

    def is_after(self, as_at: AsAt) -> bool:
        """Not public yet at the end of that day; of what is now known, not yet so."""
        if as_at.is_seen:
            return self.public_at is not None and self.public_at >= end_of(as_at.day)
        return self.effective_on > as_at.day


OF_LINK = {
    "recommendation_id": F("relinked__recommendation_id"),
    "inspection_id": F("relinked__recommendation__inspection_id"),
    "added": F("relinked__added"),
}
NEWEST_FIRST = ("-recorded_at", "-pk")


def as_promised(
    rows: Sequence[ActionRow], as_at: AsAt, amended: Iterable[Amended]
) -> tuple[list[ActionRow], Links]:
    """The rows with the words of that day, and how what they answer differs from today.

    `amended` are all the amendments of these actions, the newest first; those of other actions,
    which the reader may not know of, are passed over.
    Links that were changed before `Relinked` was kept are told as of today.
    """
    gated = {row.pk for row in rows}
    later = (one for one in amended if one.action_id in gated and one.is_after(as_at))
    words, links = _before(later)
    return [row._replace(**words[row.pk]) if row.pk in words else row for row in rows], links


def amended_in(plan) -> Iterator[Amended]:
    """All amendments of the plan's actions, the newest first; one query."""
    found = Amendment.objects.filter(action__plan=plan).annotate(**OF_LINK)
    return (Amended(**one) for one in found.order_by(*NEWEST_FIRST).values(*Amended._fields))


def _before(later: Iterable[Amended]) -> tuple[dict[int, dict[str, str]], Links]:
    """By the first amendment of a field, or of a link, among these."""
    found: dict[int, dict[str, str]] = {}
    links: Links = {}
    for one in later:
        if one.recommendation_id:
            answered = None if one.added else one.inspection_id
            links.setdefault(one.action_id, {})[one.recommendation_id] = answered
            continue
        words = found.setdefault(one.action_id, {})
        if one.field in _WORDS:
            values = _WORDS[one.field]
            words[one.field] = values.get(one.old, "") if values else one.old
    return found, links
