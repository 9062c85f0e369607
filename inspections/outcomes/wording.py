"""What an import of outcomes says in sentences."""

from collections import Counter
from collections.abc import Iterator

from inspections.models import ImportRow
from inspections.outcomes.keeping import in_words, tallies
from inspections.outcomes.kind import Done
from inspections.outcomes.preview import (
    Does,
    EventChange,
    FactChange,
    OutcomePlan,
)
from inspections.outcomes.reading import notes_of

_Outcome = ImportRow.Outcome
_SHOWN = 200  # corrections and gaps filled; conflicts and mistakes are told one and all


def wrong_rows(plan: OutcomePlan) -> Iterator[str]:
    """A sentence for each mistake in the file."""
    for said in plan.rows:
        for problem in said.problems:
            place = said.place[:1].upper() + said.place[1:]
            yield in_words(place, problem)


def summary(done: Done, *, dry_run: bool) -> Iterator[str]:
    """What was found in the file and what became of it, the counts last."""
    plan = done.plan
    yield from plan.book.notices
    yield from notes_of(plan.rows)
    yield from _differences(plan)
    for sheet, counts in tallies(plan).items():
        name = f"“{sheet}”: " if sheet else ""
        yield f"{name}{_counted(counts)}."
    yield _total(plan)
    if dry_run:
        yield "This was a trial: nothing is saved."
    elif done.batch is None:
        yield "The same file was imported before: nothing changed."
    else:
        yield f"Saved as import {done.batch.pk}, from: {plan.source.words}."
        if any(one.inspection is None for one in plan.effects):
            yield "New inspections are public from the day of their report, unless kept as drafts."


def _differences(plan: OutcomePlan) -> Iterator[str]:
    shown = 0
    for effect in plan.effects:
        if effect.inspection is not None:
            for change in effect.of(Does.CORRECTS):
                yield f"Corrected: {_name(effect)}, {change.label}: {_from_to(change)}"
            for change in effect.of(Does.NEW, Does.FILLS):
                shown += 1
                if shown <= _SHOWN:
                    yield f"Added: {_name(effect)}, {change.label}: {change.file}."
    if shown > _SHOWN:
        yield f"Added: {shown - _SHOWN:,} more such facts."
    for effect in plan.effects:
        for change in effect.of(Does.CONFLICTS):
            yield (
                f"Conflict: {_name(effect)}, {change.label}: “{change.here}” "
                f"({change.here_source}), but “{change.file}” ({change.file_source} of the file). "
                "Nothing was changed."
            )


def _from_to(change: FactChange) -> str:
    return f"“{change.here}” ({change.here_source}) is now “{change.file}” ({change.file_source})."


def _name(effect: EventChange) -> str:
    if effect.inspection is not None:
        return str(effect.inspection)
    first = effect.event.first
    return f"{first.council}, {first.place}"


def _counted(counts: Counter) -> str:
    """New, corrected, unchanged, in conflict, wrong."""
    return (
        f"{counts[_Outcome.NEW]:,} new, {counts[_Outcome.CHANGED]:,} corrected or completed, "
        f"{counts[_Outcome.UNCHANGED]:,} unchanged, {counts[_Outcome.CONFLICT]:,} in conflict, "
        f"{counts[_Outcome.WRONG]:,} wrong"
    )


def _total(plan: OutcomePlan) -> str:
    """Inspections and judgements, each counted once, however many sheets name them."""
    judged: Counter = Counter()
    for effect in plan.effects:
        judged.update(change.does for change in effect.changes if not change.key)
    new = sum(effect.inspection is None for effect in plan.effects)
    return (
        f"In all: {len(plan.effects):,} inspections and visits, {new:,} of them new here; "
        f"judgements: {judged[Does.NEW]:,} new, {judged[Does.CORRECTS]:,} corrected, "
        f"{judged[Does.FILLS]:,} completed, {judged[Does.CONFLICTS]:,} in conflict."
    )
