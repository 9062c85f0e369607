"""What is measured, put on the rows of actions that are reported on track, for a rule to read.

A report and a measure are of two records. Whoever holds rows against the record brings them
together here first, so that every page, file and count says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from improvement.assurance import Claim, claim_of
from improvement.pages.measures import Measure
from improvement.rows import ActionRow


def says_on_track(rows: Iterable[ActionRow]) -> bool:
    """Whether anything is reported on track: else no measure contradicts it."""
    return any(claim_of(row) is Claim.ON_TRACK for row in rows)


def with_measures(rows: Sequence[ActionRow], measures: Iterable[Measure]) -> list[ActionRow]:
    """The rows, each with the first of its measures that gets worse beyond what was promised.

    `measures` have passed the gate, and are of the day and moment that the rows are of.
    """
    worse = {
        action_id: measure.worse_in_words
        for measure in reversed([one for one in measures if one.worse_and_beyond])
        for action_id in measure.actions
    }
    return [
        row._replace(worse=worse[row.pk])
        if row.pk in worse and claim_of(row) is Claim.ON_TRACK
        else row
        for row in rows
    ]


def with_measures_on(
    by_day: Mapping[date, Sequence[ActionRow]], measures: Mapping[date, Iterable[Measure]]
) -> dict[date, list[ActionRow]]:
    """The same on several days."""
    return {day: with_measures(rows, measures.get(day, ())) for day, rows in by_day.items()}
