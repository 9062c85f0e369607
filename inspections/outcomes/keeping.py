"""What each row of a file comes to, as its import keeps it, and how many come to what."""

from collections import Counter

from inspections.intake import Outcome, PreviewRow
from inspections.outcomes.preview import Does, EventChange, FactChange, OutcomePlan
from inspections.outcomes.rows import OutcomeRow

_OUTCOMES = {
    Does.NEW: Outcome.NEW,
    Does.FILLS: Outcome.CHANGED,
    Does.CORRECTS: Outcome.CHANGED,
    Does.CONFLICTS: Outcome.CONFLICT,
    None: Outcome.UNCHANGED,
}


def rows_to_keep(plan: OutcomePlan, writing=None) -> list[PreviewRow]:
    """What each row of the file says, and what it does; `writing` (once it is done) what it did."""
    places = {said.number: n for n, one in enumerate(plan.effects) for said in one.event.rows}
    kept = []
    for said in plan.rows:
        n = places.get(said.number) if not said.problems else None
        effect = None if n is None else plan.effects[n]
        first = effect is not None and effect.event.first is said
        values = {"sheet": said.sheet, "row": said.row, "cells": said.cells}
        if first:
            values["did"] = [_told(change) for change in effect.changes]
        row = PreviewRow(said.number, values, said.problems, outcome_of(said, effect))
        inspection = effect and effect.inspection
        if writing and effect:
            inspection = writing.inspections.get(n)
            row.before = writing.before.get(n, {}) if first else {}
        row.subject = inspection and inspection.pk
        kept.append(row)
    return kept


def _told(change: FactChange) -> dict[str, str]:
    return {
        "does": str(change.does),
        "what": change.label,
        "here": change.here,
        "here_source": change.here_source,
        "file": change.file,
        "file_source": change.file_source,
    }


def outcome_of(said: OutcomeRow, effect: EventChange | None) -> Outcome:
    """What a row does: of several on one inspection, the first one tells it."""
    if said.problems:
        return Outcome.WRONG
    if effect is None or effect.event.first is not said:
        return Outcome.UNCHANGED
    return _OUTCOMES[effect.outcome]


def tallies(plan: OutcomePlan) -> dict[str, Counter]:
    """For each sheet how many rows did what."""
    counts: dict[str, Counter] = {table.sheet: Counter() for table in plan.book.tables}
    effects = {said.number: one for one in plan.effects for said in one.event.rows}
    for said in plan.rows:
        counts[said.sheet][outcome_of(said, effects.get(said.number))] += 1
    return counts


def in_words(place: str, problem: dict[str, str]) -> str:
    """One mistake: sheet, row, column, value, what is wrong with it, and what to do."""
    column = f", column “{problem['column']}”" if problem["column"] else ""
    value = f": “{problem['value']}”" if problem["value"] else ""
    return f"{place}{column}{value}. {problem['reason']} {problem['mend']}"
