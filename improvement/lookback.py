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


def as_promised(rows: Iterable[ActionRow], then: Then) -> list[ActionRow]:
    """The rows with the words that the plan had on that day; one query.

    Which recommendations an action answers is told as of today: an amendment keeps their words,
    not which they were.
    """
    rows = list(rows)
    before = _words_before({row.pk for row in rows}, then)
    return [replace(row, **before[row.pk]) if row.pk in before else row for row in rows]


def _words_before(action_ids, then) -> dict[int, dict[str, str]]:
    """Of each action the old words of the first amendment of a field after that day."""
    amendments = Amendment.objects.filter(action__in=action_ids)
    later = {"public_at__gte": end_of(then.day)} if then.is_seen else {"effective_on__gt": then.day}
    found: dict[int, dict[str, str]] = {}
    for action_id, name, old in (
        amendments.filter(**later)
        .order_by("-recorded_at", "-pk")
        .values_list("action_id", "field", "old")
    ):
        words = found.setdefault(action_id, {})
        if name in _WORDS:
            words[_WORDS[name]] = old
        elif name == "measures":
            words[name] = _MEASURES.get(old, "")
    return found
