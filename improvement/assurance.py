"""The rules that hold a claim against the record. Each stands here once.

A rule is pure: a row of the public record and a London day in, a finding or nothing out. To add
one, write its function and put it in `RULES` at the place that its gravity gives it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from councils.days import day_of, working_days_between
from improvement.models import ActionState, Confidence, Impact, Step
from improvement.rows import ActionRow
from improvement.wording import ago, counted, day_words, number, opened, span, times

REPEATS = 3  # reports in a row that change nothing: fewer may be a quiet month
RELEASE_WITHIN = 5  # working days: a report that waits longer is said to wait


class Claim(Enum):
    """What a report says when it says that all is well."""

    COMPLETE = "complete"
    ON_TRACK = "on track"
    IMPACT = "different for children"  # told apart: it bears out, and contradicts, neither


def claim_of(row: ActionRow) -> Claim | None:
    """What the latest published report claims of delivery, however old; None if nothing."""
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


def is_milestone_missed(row: ActionRow, day: date) -> bool:
    """One that was neither reported reached nor dropped, and whose day lies before `day`."""
    return not row.is_gone and row.milestone_due_on is not None and row.milestone_due_on < day


def claims_impact(row: ActionRow) -> bool:
    """Reported to be different for children, and to be shown: not only to begin."""
    return not row.is_gone and row.impact in (Impact.EVIDENCED, Impact.EMBEDDED)


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
    ends: str  # what there is to do about it
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


def _missed(row, day):
    if not is_milestone_missed(row, day):
        return None
    due = f"{day_words(row.milestone_due_on)}, {ago(row.milestone_due_on, day)}"
    words = f"A milestone was due on {due}. No published report says that it was reached."
    return "Milestone missed", words


def _worsening(row, day):
    """`worse` is put on the row by `measured.with_measures`."""
    if not row.worse or is_silent(row, day) or claim_of(row) is not Claim.ON_TRACK:
        return None
    return "Measure getting worse", row.worse


def _impact_unproved(row, day):
    if not claims_impact(row) or row.impact_evidenced:
        return None
    said = f"What is different for children is reported as {Impact(row.impact).label}."
    if not row.impact_evidence:
        return "Impact claimed, no evidence for it yet", f"{said} No evidence of that is on record."
    looked = "There is evidence offered for it, but nobody independent has looked yet."
    return "Impact claimed, evidence not checked", f"{said} {looked}"


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


def _self_verified(row, day):
    if not (row.is_delivered and row.verified_by_lead):
        return None
    return "Verified by its own lead", "Whoever reported it complete also checked that it is."


def _old_evidence(row, day):
    """Of before the last report that said it was not complete; else of before it was promised."""
    if not (row.is_delivered and row.newest_evidence):
        return None
    if row.newest_evidence >= (row.open_until or row.added_on):
        return None
    which = "evidence that somebody independent has looked at" if row.evidenced else "evidence"
    dated = f"The newest {which} is of {day_words(row.newest_evidence)}."
    if row.open_until:
        later = f"On {day_words(row.open_until)} it was still reported not complete."
    else:
        later = f"The action was promised on {day_words(row.added_on)}."
    return "Evidence older than the claim", f"{dated} {later}"


def _unlooked(row, day):
    """Business as usual is where what nobody looks at again goes."""
    if not row.is_delivered or row.check_due_on is None or row.check_due_on >= day:
        return None
    due = f"{day_words(row.check_due_on)}, {ago(row.check_due_on, day)}"
    words = f"It was to be checked again by {due}. No later report or check is on record."
    return "Not checked again", words


def _unanswered(row, day):
    if row.help_since is None or not row.is_open:
        return None
    asked = f"Help was asked of {row.help_from} on {day_words(row.help_since)}"
    words = f"{asked}, {ago(row.help_since, day)}. No answer is on record."
    return f"{row.help_from} has not answered", words


def _unchanged(row, day):
    if not row.is_open or row.unchanged < REPEATS:
        return None
    reports = f"{opened(number(row.unchanged))} reports in a row"
    return f"{reports}, nothing new", f"{reports} say nothing that had not been said before."


def _nobody(row, day):
    if row.lead or not row.is_open:
        return None
    return "No lead", "Nobody is named who leads it."


def _no_date(row, day):
    if row.due_on is not None or not row.is_open:
        return None
    return "No due date", "What has no date can never be late. A date is asked for, and agreed."


def _no_measure(row, day):
    if row.success_measure.strip() or row.is_gone:
        return None
    return "No success measure", "The plan does not say how anybody would know that it worked."


COMPLETE, ON_TRACK = frozenset({Claim.COMPLETE}), frozenset({Claim.ON_TRACK})

IMPACT = frozenset({Claim.IMPACT})  # an action can be done, on time, and change nothing

# The gravest first.
RULES = (
    Rule(
        "late",
        "Late",
        "A date is a promise to children. It moves in the open and by agreement, or not at all.",
        "It ends when a report says that it is complete, or a later date is agreed.",
        COMPLETE | ON_TRACK,
        _late,
    ),
    Rule(
        "returned",
        "Sent back",
        "Those who oversee the plan looked, and did not accept that it is done.",
        "It ends with a new report.",
        COMPLETE,
        _sent_back,
    ),
    Rule(
        "silent",
        "No report",
        "What nobody reports on, nobody can question. An old report proves nothing about today.",
        "It ends when a report is published.",
        ON_TRACK,
        _silent,
    ),
    Rule(
        "milestone",
        "Milestone missed",
        "Where a step on the way is not reached by its day, “on track” needs another reason.",
        "It ends when a published report says that it was reached, or it moves in the open.",
        COMPLETE | ON_TRACK,
        _missed,
    ),
    Rule(
        "worsening",
        "Reported on track, though what is measured is getting worse",
        "When the measure is beyond what was promised and still going the wrong way, the report "
        "and the children’s experience do not fit.",
        "It ends with a better value, not with a missing one.",
        ON_TRACK,
        _worsening,
    ),
    Rule(
        "unevidenced",
        "No evidence",
        "Without evidence, “complete” is only somebody’s word.",
        "It ends when evidence is added.",
        COMPLETE,
        _unevidenced,
    ),
    Rule(
        "self-verified",
        "Verified by its own lead",
        "Nobody can check their own work for somebody else.",
        "It ends when somebody else verifies it.",
        COMPLETE,
        _self_verified,
    ),
    Rule(
        "old-evidence",
        "Evidence older than the claim",
        "Evidence from before the work was done cannot show that it was done.",
        "It ends when somebody independent has looked at newer evidence.",
        COMPLETE,
        _old_evidence,
    ),
    Rule(
        "check-overdue",
        "Not checked again",
        "What became business as usual is true for as long as somebody looks: on the day that was "
        "named for it.",
        "It ends when it is looked at again, and that is reported.",
        COMPLETE,
        _unlooked,
    ),
    Rule(
        "unanswered",
        "Help asked for, not answered",
        "Whoever leads it has said what is needed. The answer is owed by the one who was asked.",
        "It ends when the answer is given.",
        ON_TRACK,
        _unanswered,
    ),
    Rule(
        "moved",
        "Date moved twice or more",
        "A date that moves again and again hides drift and delay.",
        "It stays on record, and speaks against “on track” until the action is complete.",
        ON_TRACK,
        _moved,
    ),
    Rule(
        "unchanged",
        "Reports that change nothing",
        "A report was made, but nothing in it has moved: heard is not the same as progress.",
        "It ends with a report that says something new.",
        ON_TRACK,
        _unchanged,
    ),
    Rule(
        "unchecked",
        "Evidence not checked",
        "Evidence counts when somebody other than its authors has looked at it.",
        "It ends when somebody independent has looked at it.",
        COMPLETE,
        _unchecked,
    ),
    Rule(
        "impact-unproved",
        "Impact claimed without evidence",
        "That something is different for children has to be shown by itself: by what they say, "
        "or by what happened to them, looked at by somebody independent.",
        "It ends when somebody independent has looked at evidence of that.",
        IMPACT,
        _impact_unproved,
    ),
    Rule(
        "no-lead",
        "No lead",
        "What belongs to nobody is done by nobody.",
        "It ends when the plan names who leads it.",
        ON_TRACK,
        _nobody,
    ),
    Rule(
        "no-date",
        "No due date",
        "Without a day by which it will be done, “on track” says nothing.",
        "It ends when a date is asked for and agreed.",
        ON_TRACK,
        _no_date,
    ),
    Rule(
        "no-measure",
        "No success measure",
        "If nobody said how they would know, nobody can say that it worked.",
        "It ends when the plan says what is measured, and what is enough.",
        COMPLETE | ON_TRACK,
        _no_measure,
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}


def findings(row: ActionRow, day: date) -> tuple[Finding, ...]:
    """What every rule says of this action on the London day `day`, the gravest first."""
    found = ((rule, rule.finds(row, day)) for rule in RULES)
    return tuple(Finding(rule, *words) for rule, words in found if words)
