"""What a tracker's import says outside of a page: the lines of a command."""

from collections.abc import Iterator
from itertools import islice

from improvement.models import Action, TrackerImport
from improvement.trackers.settling import Asked
from improvement.wording import counted
from inspections.cells import shorten
from inspections.intake import Tally

MOST = 50  # lines of a kind


def questions(asked: Asked) -> Iterator[str]:
    """What has to be said of a layout, and what is proposed."""
    for one in asked.proposal.questions:
        if one.proposed is None:
            yield f"{one.group}: {one.found} What does it mean?"
        else:
            label = next((c.label for c in one.choices if c.value == one.proposed), one.proposed)
            yield f"{one.group}: {one.found} Proposed: {label}."
    if asked.asks_first_date:
        yield "Dates: the file gives one date for each action. Is it the date first promised?"


def wrong_rows(batch: TrackerImport) -> Iterator[str]:
    """Each mistake: where, which column, what it says, why, what to do."""
    for row in islice(batch.rows.wrong().order_by("number").iterator(), MOST):
        for error in row.errors:
            column = f", {error['column']}" if error["column"] else ""
            yield (
                f"{row.values['where']}{column}: “{shorten(error['value'], 60)}”. "
                f"{error['reason']} {error['mend']}"
            )


def offered_rows(batch: TrackerImport) -> Iterator[str]:
    rows = batch.rows.unanswered().order_by("number").prefetch_related("subject")
    for row in rows[:MOST]:
        yield (
            f"{row.values['where']}: “{shorten(row.values['action'], 60)}” may be the action "
            f"{row.subject.reference} here: “{shorten(row.subject.title, 60)}”."
        )


def told(batch: TrackerImport) -> Iterator[str]:
    """What the file holds beside its rows, and what was left as it is."""
    yield from batch.reading.get("told", [])
    if hidden := batch.reading.get("hidden"):
        yield f"Hidden in the file: {'; '.join(hidden[:MOST])}."
    rows = batch.rows.exclude(values__told=[]).order_by("number")
    for row in rows[:MOST]:
        for sentence in row.values["told"]:
            yield f"{row.values['where']}: {sentence}"


def left(batch: TrackerImport) -> Iterator[str]:
    if count := batch.rows.filter(values__left=True).count():
        yield f"{counted(count, 'row').capitalize()} left: that person may not do what they say."


def absent(batch: TrackerImport) -> Iterator[str]:
    """Actions that the file does not speak of; nothing happens to them."""
    for action in Action.objects.filter(pk__in=batch.reading.get("absent", []))[:MOST]:
        yield f"Here, and not in the file: {action.reference} {shorten(action.title, 60)}"


def tally(batch: TrackerImport) -> str:
    return str(Tally.of_stored(batch.rows))
