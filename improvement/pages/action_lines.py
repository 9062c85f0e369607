"""An action as a line of a list: every word that a cell shows, and the tags of where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from improvement.models import Confidence, Status, Step
from improvement.record import ActionRow
from improvement.rules import Assessed
from improvement.wording import ago, day_words, opened, times
from inspections.cells import shorten

DIFFERENCE_MAX = 120  # characters in the list; the action's own page has all of it
TITLE_MAX = 60  # characters of a title in a list of links

_LABELS = {
    choice.value: opened(choice.label) for kind in (Status, Confidence, Step) for choice in kind
}


class Tag(NamedTuple):
    """A state as a word, with the classes that give it a shape and a tone."""

    look: str
    label: str


@dataclass(frozen=True, slots=True)
class ActionLine:
    """The row of one action. Its address is relative to the plan's page."""

    reference: str
    title: str
    difference: str
    lead: str
    due: str
    due_note: str
    reported: list[Tag]
    record: list[Tag]
    heard: str


def line_of(one: Assessed, day: date) -> ActionLine:
    """The row of one action on the London day `day`."""
    row = one.row
    return ActionLine(
        reference=row.reference,
        title=row.title,
        difference=shorten(row.difference, DIFFERENCE_MAX),
        lead=row.lead or "Nobody yet",
        due=day_words(row.due_on) if row.due_on else "No date",
        due_note=due_note(one),
        reported=reported(one),
        record=record(one),
        heard=opened(ago(row.last_heard_on, day)) if row.last_heard_on else "Never",
    )


def titled(rows: Iterable[ActionRow]) -> list[tuple[str, str]]:
    """The reference and the shortened title of each, for a list of links."""
    return [(row.reference, shorten(row.title, TITLE_MAX)) for row in rows]


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


def reported(one: Assessed) -> list[Tag]:
    """What the council reports: where it stands and, while it is open, how sure the lead is.

    A report older than the plan allows is not repeated as if it were news.
    """
    row = one.row
    if row.claimed != row.status:
        tags = [Tag("tone-quiet glyph-back", f"{_LABELS[row.claimed]}, not accepted")]
    else:
        tags = [_state(row.claimed), *_how_sure(one)]
    return tags


def _how_sure(one) -> list[Tag]:
    row = one.row
    if not row.is_open:
        return []
    if one.stale:
        since = f" since {row.last_heard}" if row.last_heard else ""
        said = "Not reported" if one.silent else "Nothing released"
        return [Tag("state-not-reported", f"{said}{since}")]
    return [_state(row.confidence)] if row.confidence else []


def record(one: Assessed) -> list[Tag]:
    """What the record shows: the findings; without any, how far it has been proved.

    Of one that was taken out of the plan: what it showed on that day.
    """
    tags = [Tag(found.rule.look, found.label) for found in one.findings]
    if one.left:
        tags += [
            Tag("tone-concern glyph-back", f"When taken out: {found.label}")
            for found in one.left.against
        ]
    if one.verified:
        tags.append(_state(one.row.step))
    elif one.row.is_delivered and one.row.evidenced:
        tags.append(Tag("state-evidenced", "Evidence checked"))
    return tags


def _state(code) -> Tag:
    return Tag(f"state-{code}", _LABELS[code])
