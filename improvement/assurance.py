"""The rules that hold a claim against the record. Each stands here once.

A rule is pure: a row of the public record and a London day in, a finding or nothing out. To add
one, write its function and put it in `RULES` at the place that its gravity gives it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from councils.days import day_of, working_days_between
from improvement.models import ActionState, Confidence, Step
from improvement.rows import ActionRow
from improvement.wording import ago, counted, day_words, opened, span, times

RELEASE_WITHIN = 5  # working days: a report that waits longer is said to wait


class Claim(Enum):
    """What a report says when it says that all is well."""

    COMPLETE = "complete"
    ON_TRACK = "on track"


def claim_of(row: ActionRow) -> Claim | None:
    """What the latest published report claims, however old it is; None if it claims nothing."""
    if row.claimed in ActionState.DELIVERED:
        return Claim.COMPLETE
    if row.is_open and row.confidence == Confidence.ON_TRACK:
        return Claim.ON_TRACK
    return None


def is_overdue(row: ActionRow, day: date) -> bool:
    """Open, and the due date last agreed lies before `day`: late from the day after it."""
    return row.is_open and row.due_on is not None and row.due_on < day


def is_silent(row: ActionRow, day: date) -> bool:
    """Open, and without a published report for longer than the plan's reporting interval."""
    return row.is_open and row.report_due_on < day


def awaits_release(row: ActionRow, day: date) -> bool:
    """A report has waited for its release for more than `RELEASE_WITHIN` working days."""
    if row.waiting_since is None:
        return False
    return working_days_between(day_of(row.waiting_since), day) > RELEASE_WITHIN


@dataclass(frozen=True)
class Rule:
    """A code that never changes, the words for it, and what it finds.

    `finds` returns the finding's short label and its sentence, or None.
    """

    code: str
    label: str
    why: str
    against: frozenset[Claim]
    finds: Callable[[ActionRow, date], tuple[str, str] | None]


@dataclass(frozen=True)
class Finding:
    """What a rule says of one action on one day."""

    rule: Rule
    label: str
    words: str


def _late(row, day):
    if not is_overdue(row, day):
        return None
    late = span((day - row.due_on).days)
    return f"{late} late", f"It was due on {day_words(row.due_on)} and is not complete."


def _sent_back(row, day):
    """The last report says complete; the record, by the board's decision, does not."""
    if row.claimed not in ActionState.DELIVERED or row.is_delivered:
        return None
    if row.step == Step.REOPENED:
        return "Reopened", "It was signed off, then reopened. Its last report still says complete."
    return "Sent back", "The sign-off was returned. Its last report still says complete."


def _silent(row, day):
    if not is_silent(row, day):
        return None
    if row.last_heard_on is None:
        since = f"It has been in the plan since {day_words(row.added_on)}."
        return "Never reported on", f"No report on it has been published. {since}"
    heard = f"{day_words(row.last_heard_on)}, {ago(row.last_heard_on, day)}"
    label = f"No report for {span((day - row.last_heard_on).days)}"
    return label, f"The last published report is of {heard}."


def _unevidenced(row, day):
    if not row.is_delivered or row.evidence:
        return None
    return "No evidence", "It is reported complete. No evidence is on record."


def _moved(row, day):
    if row.moves < 2 or row.is_gone or row.due_on is None:
        return None
    first = day_words(row.original_due) if row.original_due else "a date that is not known"
    words = f"Its date has moved {times(row.moves)}: from {first} to {day_words(row.due_on)}."
    return f"Date moved {times(row.moves)}", words


def _unchecked(row, day):
    if not row.is_delivered or row.evidenced or not row.evidence:
        return None
    pieces = counted(row.evidence, "piece of evidence is", "pieces of evidence are")
    words = f"{pieces} on record, but nobody independent has looked yet."
    return "Evidence not checked", opened(words)


COMPLETE, ON_TRACK = frozenset({Claim.COMPLETE}), frozenset({Claim.ON_TRACK})

# The gravest first.
RULES = (
    Rule(
        "late",
        "Late",
        "A date is a promise to children. It moves in the open and by agreement, or not at all.",
        COMPLETE | ON_TRACK,
        _late,
    ),
    Rule(
        "returned",
        "Sent back",
        "Those who oversee the plan looked, and did not accept that it is done.",
        COMPLETE,
        _sent_back,
    ),
    Rule(
        "silent",
        "No report",
        "What nobody reports on, nobody can question. An old report proves nothing about today.",
        ON_TRACK,
        _silent,
    ),
    Rule(
        "unevidenced",
        "No evidence",
        "Without evidence, “complete” is only somebody’s word.",
        COMPLETE,
        _unevidenced,
    ),
    Rule(
        "moved",
        "Date moved twice or more",
        "A date that moves again and again hides drift and delay.",
        ON_TRACK,
        _moved,
    ),
    Rule(
        "unchecked",
        "Evidence not checked",
        "Evidence counts when somebody other than its authors has looked at it.",
        COMPLETE,
        _unchecked,
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}


def findings(row: ActionRow, day: date) -> tuple[Finding, ...]:
    """What every rule says of this action on the London day `day`, the gravest first."""
    found = ((rule, rule.finds(row, day)) for rule in RULES)
    return tuple(Finding(rule, *words) for rule, words in found if words)
