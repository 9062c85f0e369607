"""The plan on a past day: which day was asked for, told how; and what was promised then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from councils.days import end_of
from improvement.models import Action, ActionPeriod, Amendment
from improvement.rows import ActionRow

View = ActionPeriod.View
A_MOMENT = timedelta(microseconds=1)

# Amended words that a row holds: it shows them as they were.
_WORDS = {
    "title": "title",
    "difference": "difference",
    "success_measure": "success_measure",
    "lead": "lead",
    "workstream": "workstream",
}
_MEASURES = {label: value for value, label in Action.Measures.choices}


@dataclass(frozen=True)
class Then:
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


def as_promised(rows: Iterable[ActionRow], then: Then) -> tuple[list[ActionRow], Links]:
    """The rows with the words of that day, and how what they answer differs from today; one query.

    Links that were changed before `Relinked` was kept are told as of today.
    """
    rows = list(rows)
    words, links = _before({row.pk for row in rows}, then)
    return [replace(row, **words[row.pk]) if row.pk in words else row for row in rows], links


def _before(action_ids, then) -> tuple[dict[int, dict[str, str]], Links]:
    """By the first amendment of a field, or of a link, after that day."""
    amendments = Amendment.objects.filter(action__in=action_ids)
    later = {"public_at__gte": end_of(then.day)} if then.is_seen else {"effective_on__gt": then.day}
    found: dict[int, dict[str, str]] = {}
    links: Links = {}
    for action_id, name, old, linked, inspection, added in (
        amendments.filter(**later)
        .order_by("-recorded_at", "-pk")
        .values_list("action_id", "field", "old", *_OF_LINK)
    ):
        if linked:
            links.setdefault(action_id, {})[linked] = None if added else inspection
            continue
        words = found.setdefault(action_id, {})
        if name in _WORDS:
            words[_WORDS[name]] = old
        elif name == "measures":
            words[name] = _MEASURES.get(old, "")
    return found, links


_OF_LINK = (
    "relinked__recommendation_id",
    "relinked__recommendation__inspection_id",
    "relinked__added",
)
