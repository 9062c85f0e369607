"""A plan's actions as lines of the public list: every word that a cell shows, ready to print."""

from dataclasses import dataclass
from datetime import date

from improvement.models import Confidence, Status, Step
from improvement.progress import Assessed
from improvement.wording import ago, day_words, opened, times

# For a rule whose code has no look of its own in site.css.
_LOOK = {"unchecked": "tone-concern glyph-page"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as a word, with the classes that give it a shape and a tone."""

    label: str
    css: str


@dataclass(frozen=True, slots=True)
class Line:
    """One action in the list. `address` is relative to the plan's page."""

    reference: str
    address: str
    title: str
    difference: str
    lead: str
    due: str
    due_note: str
    reported: tuple[Tag, ...]
    record: tuple[Tag, ...]
    heard: str


def line(one: Assessed, day: date) -> Line:
    """The line of one action on the London day `day`."""
    row = one.row
    return Line(
        reference=row.reference,
        address=f"actions/{row.reference}/",
        title=row.title,
        difference=row.difference,
        lead=row.lead or "Nobody yet",
        due=day_words(row.due_on) if row.due_on else "No date",
        due_note=due_note(one),
        reported=reported(one),
        record=record(one),
        heard=opened(ago(row.last_heard_on, day)) if row.last_heard_on else "Never",
    )


def due_note(one: Assessed) -> str:
    """Where the date has moved from, and whether a later one is asked for."""
    row, notes = one.row, []
    if row.date_moved and row.due_on:
        first = day_words(row.original_due) if row.original_due else "a date that is not known"
        how_often = f" {times(row.moves)}" if row.moves > 1 else ""
        notes.append(f"moved{how_often} from {first}")
    if row.is_open and row.asked_for:
        notes.append(f"{day_words(row.asked_for)} asked for, not yet decided")
    return "; ".join(notes)


def reported(one: Assessed) -> tuple[Tag, ...]:
    """What the council reports: where it stands and, while it is open, how sure the lead is.

    A report older than the plan allows is not repeated as if it were news.
    """
    row = one.row
    tags = [_state(row.claimed, Status(row.claimed).label)]
    if one.awaits_release:
        tags.append(_state("awaiting-release", "Reported, awaiting release"))
    if not row.is_open or row.claimed != row.status:
        return tuple(tags)
    if one.silent:
        since = f" since {day_words(row.last_heard_on)}" if row.last_heard_on else ""
        tags.append(_state("not-reported", f"Not reported{since}"))
    elif row.confidence:
        tags.append(_state(row.confidence, Confidence(row.confidence).label))
    return tuple(tags)


def record(one: Assessed) -> tuple[Tag, ...]:
    """What the record shows: the findings; without any, how far it has been proved."""
    found = tuple(
        Tag(finding.label, _LOOK.get(finding.rule.code, f"state-{finding.rule.code}"))
        for finding in one.findings
    )
    row = one.row
    if not row.is_delivered:
        return found
    if one.verified:
        return (*found, _state(row.step, Step(row.step).label))
    if row.evidenced:
        return (*found, _state("evidenced", "Evidence checked"))
    return found


def _state(code, label) -> Tag:
    return Tag(opened(label), f"state-{code}")
