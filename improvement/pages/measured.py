"""What is measured, put on the rows of actions that are reported on track, for a rule to read.

A report and a measure are of two records. Whoever holds rows against the record brings them
together here first, so that every page, file and count says the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from improvement.assurance import Claim, claim_of
from improvement.models import Indicator
from improvement.pages.indicators import measures_on
from improvement.pages.measures import Measure
from improvement.rows import ActionRow


def with_measures(rows: Sequence[ActionRow], *, at: datetime, day: date) -> list[ActionRow]:
    """The rows on the London day `day`, by what was public at the moment `at`.

    One query, and none where nothing is reported on track.
    """
    return with_measures_on({day: rows}, {day: at})[day]


def with_those(rows: Iterable[ActionRow], measures: Iterable[Measure]) -> list[ActionRow]:
    """The rows, by measures that have passed the gate and are at hand."""
    worse = _by_action(measures)
    return [_told(row, worse) for row in rows]


def with_measures_on(
    by_day: Mapping[date, Sequence[ActionRow]], moments: Mapping[date, datetime]
) -> dict[date, list[ActionRow]]:
    """The same on several days, each by what was public at its moment; one query for all."""
    claimed = {
        row.pk for rows in by_day.values() for row in rows if claim_of(row) is Claim.ON_TRACK
    }
    worse = _worse(claimed, moments) if claimed else {}
    return {day: [_told(row, worse.get(day)) for row in rows] for day, rows in by_day.items()}


def _told(row: ActionRow, worse: Mapping[int, str] | None) -> ActionRow:
    if not worse or row.pk not in worse or claim_of(row) is not Claim.ON_TRACK:
        return row
    return replace(row, worse=worse[row.pk])


def _worse(action_ids, moments) -> dict[date, dict[int, str]]:
    """By day and action, the first of its measures that gets worse beyond what was promised."""
    linked = Indicator.actions.through.objects.filter(action__in=action_ids)
    public = Indicator.objects.released(max(moments.values()))
    measured = measures_on(public.filter(pk__in=linked.values("indicator_id")), moments)
    return {
        day: _by_action(one for one in found if one.publish_from <= moments[day])
        for day, found in measured.items()
    }


def _by_action(measures) -> dict[int, str]:
    told: dict[int, str] = {}
    for measure in measures:
        if words := measure.worse_in_words:
            for action_id in measure.actions:
                told.setdefault(action_id, words)
    return told
