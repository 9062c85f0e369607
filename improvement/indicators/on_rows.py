"""What is measured, put on the rows of actions that are reported on track, for a rule to read.

A report and a measure are of two records. Whoever holds rows against the record brings them
together here first, so that every page, file and count says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from improvement.indicators.measure import Measure
from improvement.indicators.measures import Group
from improvement.record import ActionRow
from improvement.rules import Claim, claim_of, reported_on_track


def says_on_track(rows: Iterable[ActionRow]) -> bool:
    """Whether anything is reported on track, or was when it was taken out of the plan: else no
    measure contradicts it."""
    return any(_is_on_track(row) or _left_on_track(row) for row in rows)


def last_days(rows: Iterable[ActionRow]) -> set[date]:
    """The last days in the plan of what was reported on track, and taken out of it."""
    return {row.last_day for row in rows if _left_on_track(row)}


def _is_on_track(row):
    return claim_of(row) is Claim.ON_TRACK


def _left_on_track(row):
    return row.before is not None and _is_on_track(row.before)


def with_measures(
    rows: Sequence[ActionRow],
    measures: Iterable[Measure],
    earlier: Mapping[date, Iterable[Measure]] = MappingProxyType({}),
) -> list[ActionRow]:
    """The rows, each with the first of its measures that gets worse beyond what was promised.

    `measures` have passed the gate, and are of the day and moment that the rows are of; `earlier`
    holds them as they were on the last day in the plan of what was taken out of it.
    """
    worse = _worse(measures)
    told = [
        row._replace(worse=worse[row.pk]) if row.pk in worse and _is_on_track(row) else row
        for row in rows
    ]
    then = {day: _worse(found) for day, found in earlier.items()}
    return [_as_it_left(row, then) for row in told] if then else told


def _worse(measures: Iterable[Measure]) -> dict[int, str]:
    return {
        action_id: measure.worse_in_words
        for measure in reversed([one for one in measures if one.worse_and_beyond])
        for action_id in measure.actions
    }


def _as_it_left(row, then):
    if not _left_on_track(row) or row.pk not in then.get(row.last_day, ()):
        return row
    return row._replace(before=row.before._replace(worse=then[row.last_day][row.pk]))


def with_measures_on(
    by_day: Mapping[date, Sequence[ActionRow]], measures: Mapping[date, Iterable[Measure]]
) -> dict[date, list[ActionRow]]:
    """The same on several days; `measures` are of those, and of the `last_days`."""
    return {
        day: with_measures(
            rows, measures.get(day, ()), {last: measures[last] for last in last_days(rows)}
        )
        for day, rows in by_day.items()
    }


def against_reports(groups: Iterable[Group], assessed) -> list[tuple[Measure, list[ActionRow]]]:
    """Measures that are beyond what was promised and getting worse, and whose actions are
    reported on track all the same (the rule `worsening`)."""
    found = [
        (card.measure, reported_on_track(assessed, card.measure.actions))
        for group in groups
        for card in group.cards
        if card.measure.worse_and_beyond
    ]
    return [(measure, rows) for measure, rows in found if rows]
