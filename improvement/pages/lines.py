"""A plan's actions as rows of the public list: every word that a cell shows.

The rows are written here and not in a template: fifty of them hold some 700 values, and looping
over those in a template took more of the page's time than everything else together.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from improvement.models import Confidence, Status, Step
from improvement.record import ActionRow
from improvement.rules import Assessed
from improvement.wording import ago, day_words, opened, times
from inspections.cells import shorten

DIFFERENCE_MAX = 120  # characters in the list; the action's own page has all of it

COLUMNS = ("Action", "Lead", "Due", "Reported", "The record shows", "Last heard")
_HEAD = '<th scope="row" role="rowheader"><a href="actions/{}/{}">{} {}</a>{}</th>'
_CELLS = "".join(f'<td role="cell" data-label="{name}">{{}}</td>' for name in COLUMNS[1:])
_ROW = f'<tr role="row">{_HEAD}{_CELLS}</tr>'

_LABELS = {
    choice.value: opened(choice.label) for kind in (Status, Confidence, Step) for choice in kind
}


def table_row(one: Assessed, day: date, asked: str = "") -> SafeString:
    """The row of one action on the London day `day`; its address is relative to the plan's page.

    `asked` is what its page is to be asked: for the same past day, if the list is of one.
    """
    row = one.row
    return format_html(
        _ROW,
        row.reference,
        asked,
        row.reference,
        row.title,
        _note("small", shorten(row.difference, DIFFERENCE_MAX)),
        row.lead or "Nobody yet",
        _due(one),
        reported(one),
        record(one),
        opened(ago(row.last_heard_on, day)) if row.last_heard_on else "Never",
    )


NAMED_MAX = 60  # characters of a title in a list of links


def named(rows: Iterable[ActionRow], asked: str = "") -> SafeString:
    """These actions as list items, each a link with its title; `asked` as for `table_row`."""
    link = '<li><a href="actions/{}/{}">{} {}</a></li>'
    return format_html_join(
        "\n",
        link,
        ((row.reference, asked, row.reference, shorten(row.title, NAMED_MAX)) for row in rows),
    )


def numbered(rows: Iterable[ActionRow]) -> SafeString:
    """Links with their references alone, with commas between: to the actions as they stand today.

    They may be a hundred, and what an address asks for would be half of the page.
    """
    link = '<a href="actions/{}/">{}</a>'
    return format_html_join(", ", link, ((row.reference, row.reference) for row in rows))


def _note(css, words):
    return format_html('<p class="{}">{}</p>', css, words) if words else ""


def _due(one):
    due = day_words(one.row.due_on) if one.row.due_on else "No date"
    note = due_note(one)
    return format_html("{}{}", due, _note("small soft", note)) if note else due


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


def reported(one: Assessed) -> SafeString:
    """What the council reports: where it stands and, while it is open, how sure the lead is.

    A report older than the plan allows is not repeated as if it were news.
    """
    row = one.row
    if row.claimed != row.status:
        tags = [_tag("tone-quiet glyph-back", f"{_LABELS[row.claimed]}, not accepted")]
    else:
        tags = [_state(row.claimed)]
    if row.is_open and row.claimed == row.status:
        if one.silent:
            since = f" since {row.last_heard}" if row.last_heard else ""
            tags.append(_tag("state-not-reported", f"Not reported{since}"))
        elif row.confidence:
            tags.append(_state(row.confidence))
    if one.awaits_release:
        tags.append(_tag("state-awaiting-release", "Reported, awaiting release"))
    return SafeString(" ".join(tags))


def record(one: Assessed) -> SafeString:
    """What the record shows: the findings; without any, how far it has been proved.

    Of one that was taken out of the plan: what it showed on that day.
    """
    tags = [_tag(found.rule.look, found.label) for found in one.findings]
    if one.left:
        tags += [
            _tag("tone-concern glyph-back", f"When taken out: {found.label}")
            for found in one.left.against
        ]
    if one.verified:
        tags.append(_state(one.row.step))
    elif one.row.is_delivered and one.row.evidenced:
        tags.append(_tag("state-evidenced", "Evidence checked"))
    return SafeString(" ".join(tags))


def _state(code) -> SafeString:
    return _tag(f"state-{code}", _LABELS[code])


@lru_cache(maxsize=1000, typed=True)  # a plan repeats a few dozen of them some 200 times
def _tag(css: str, label: str) -> SafeString:
    """A state as a word, with the classes that give it a shape and a tone."""
    return format_html('<span class="tag {}">{}</span>', css, label)
