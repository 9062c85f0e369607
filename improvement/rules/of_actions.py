"""The rules that hold a claim against the record. Each stands here once.

A rule is pure: a row of the public record and a London day in, whether it holds out. What it says
then is in `findings_in_words`, and is only put into words where somebody reads it. To add a rule,
write both, and put it in `RULES` at the place that its gravity gives it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from councils.days import day_of, working_days_between
from improvement.models import ActionState, Confidence, Impact
from improvement.record import ActionRow
from improvement.rules import in_words as says

REPEATS = 3  # reports in a row that change nothing: fewer may be a quiet month
SHOWN = (Impact.EVIDENCED.value, Impact.EMBEDDED.value)  # said to be more than a beginning
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
    return row.due_on is not None and row.due_on < day and row.is_open


def is_silent(row: ActionRow, day: date) -> bool:
    """Open, and without a published report for longer than the plan's reporting interval."""
    return row.report_due_on < day and row.is_open


def is_milestone_missed(row: ActionRow, day: date) -> bool:
    """One that was neither reported reached nor dropped, and whose day lies before `day`."""
    due = row.milestone_due_on
    return due is not None and due < day and not row.is_gone


def claims_impact(row: ActionRow) -> bool:
    """Reported to be different for children, and to be shown: not only to begin."""
    return row.impact in SHOWN and not row.is_gone


def awaits_release(row: ActionRow, day: date) -> bool:
    """A report has waited for its release for more than `RELEASE_WITHIN` working days."""
    if row.waiting_since is None:
        return False
    return working_days_between(day_of(row.waiting_since), day) > RELEASE_WITHIN


def is_sent_back(row: ActionRow, day: date) -> bool:
    """The last report says complete; the record, by the board's decision, does not."""
    return row.claimed in ActionState.DELIVERED and not row.is_delivered


def is_worsening(row: ActionRow, day: date) -> bool:
    """`worse` is put on the row by `measured.with_measures`."""
    return bool(row.worse) and not is_silent(row, day) and claim_of(row) is Claim.ON_TRACK


def is_impact_unproved(row: ActionRow, day: date) -> bool:
    return claims_impact(row) and not row.impact_evidenced


def is_unevidenced(row: ActionRow, day: date) -> bool:
    return not row.evidence and row.is_delivered


def is_unchecked(row: ActionRow, day: date) -> bool:
    return bool(row.evidence) and not row.evidenced and row.is_delivered


def is_self_verified(row: ActionRow, day: date) -> bool:
    return row.verified_by_lead and row.is_delivered


def is_evidence_old(row: ActionRow, day: date) -> bool:
    """Of before the last report that said it was not complete; else of before it was promised."""
    if not row.is_delivered or row.newest_evidence is None:
        return False
    return row.newest_evidence < (row.open_until or row.added_on)


def is_not_looked_at_again(row: ActionRow, day: date) -> bool:
    """Business as usual is where what nobody looks at again goes."""
    due = row.check_due_on
    return due is not None and due < day and row.is_delivered


def is_unanswered(row: ActionRow, day: date) -> bool:
    return row.help_since is not None and row.is_open


def has_moved_twice(row: ActionRow, day: date) -> bool:
    return row.moves >= 2 and not row.is_gone and row.due_on is not None


def is_unchanged(row: ActionRow, day: date) -> bool:
    return row.unchanged >= REPEATS and row.is_open


def has_no_lead(row: ActionRow, day: date) -> bool:
    return not row.lead and row.is_open


def has_no_date(row: ActionRow, day: date) -> bool:
    return row.due_on is None and row.is_open


def has_no_measure(row: ActionRow, day: date) -> bool:
    return not row.success_measure.strip() and not row.is_gone


@dataclass(frozen=True)
class Rule:
    """A code that never changes, the words for it, and when it holds.

    `says` gives the finding's short label and its sentence, of an action of which it holds.
    """

    code: str
    label: str
    why: str
    ends: str  # what there is to do about it
    against: frozenset[Claim]
    holds: Callable[[ActionRow, date], bool]
    says: Callable[[ActionRow, date], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of one action on one London day."""

    rule: Rule
    row: ActionRow
    day: date

    @property
    def label(self) -> str:
        return self.rule.says(self.row, self.day)[0]

    @property
    def words(self) -> str:
        return self.rule.says(self.row, self.day)[1]


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
        is_overdue,
        says.late,
    ),
    Rule(
        "returned",
        "Sent back",
        "Those who oversee the plan looked, and did not accept that it is done.",
        "It ends with a new report.",
        COMPLETE,
        is_sent_back,
        says.sent_back,
    ),
    Rule(
        "silent",
        "No report",
        "What nobody reports on, nobody can question. An old report proves nothing about today.",
        "It ends when a report is published.",
        ON_TRACK,
        is_silent,
        says.silent,
    ),
    Rule(
        "milestone",
        "Milestone missed",
        "Where a step on the way is not reached by its day, “on track” needs another reason.",
        "It ends when a published report says that it was reached, or it moves in the open.",
        COMPLETE | ON_TRACK,
        is_milestone_missed,
        says.missed,
    ),
    Rule(
        "worsening",
        "Reported on track, though what is measured is getting worse",
        "When the measure is beyond what was promised and still going the wrong way, the report "
        "and the children’s experience do not fit.",
        "It ends with a better value, not with a missing one.",
        ON_TRACK,
        is_worsening,
        says.worsening,
    ),
    Rule(
        "unevidenced",
        "No evidence",
        "Without evidence, “complete” is only somebody’s word.",
        "It ends when evidence is added.",
        COMPLETE,
        is_unevidenced,
        says.unevidenced,
    ),
    Rule(
        "self-verified",
        "Verified by its own lead",
        "Nobody can check their own work for somebody else.",
        "It ends when somebody else verifies it.",
        COMPLETE,
        is_self_verified,
        says.self_verified,
    ),
    Rule(
        "old-evidence",
        "Evidence older than the claim",
        "Evidence from before the work was done cannot show that it was done.",
        "It ends when somebody independent has looked at newer evidence.",
        COMPLETE,
        is_evidence_old,
        says.old_evidence,
    ),
    Rule(
        "check-overdue",
        "Not checked again",
        "What became business as usual is true for as long as somebody looks: on the day that was "
        "named for it.",
        "It ends when it is looked at again, and that is reported.",
        COMPLETE,
        is_not_looked_at_again,
        says.not_looked_at_again,
    ),
    Rule(
        "unanswered",
        "Help asked for, not answered",
        "Whoever leads it has said what is needed. The answer is owed by the one who was asked.",
        "It ends when the answer is given.",
        ON_TRACK,
        is_unanswered,
        says.unanswered,
    ),
    Rule(
        "moved",
        "Date moved twice or more",
        "A date that moves again and again hides drift and delay.",
        "It stays on record, and speaks against “on track” until the action is complete.",
        ON_TRACK,
        has_moved_twice,
        says.moved,
    ),
    Rule(
        "unchanged",
        "Reports that change nothing",
        "A report was made, but nothing in it has moved: heard is not the same as progress.",
        "It ends with a report that says something new.",
        ON_TRACK,
        is_unchanged,
        says.unchanged,
    ),
    Rule(
        "unchecked",
        "Evidence not checked",
        "Evidence counts when somebody other than its authors has looked at it.",
        "It ends when somebody independent has looked at it.",
        COMPLETE,
        is_unchecked,
        says.unchecked,
    ),
    Rule(
        "impact-unproved",
        "Impact claimed without evidence",
        "That something is different for children has to be shown by itself: by what they say, "
        "or by what happened to them, looked at by somebody independent.",
        "It ends when somebody independent has looked at evidence of that.",
        IMPACT,
        is_impact_unproved,
        says.impact_unproved,
    ),
    Rule(
        "no-lead",
        "No lead",
        "What belongs to nobody is done by nobody.",
        "It ends when the plan names who leads it.",
        ON_TRACK,
        has_no_lead,
        says.no_lead,
    ),
    Rule(
        "no-date",
        "No due date",
        "Without a day by which it will be done, “on track” says nothing.",
        "It ends when a date is asked for and agreed.",
        ON_TRACK,
        has_no_date,
        says.no_date,
    ),
    Rule(
        "no-measure",
        "No success measure",
        "If nobody said how they would know, nobody can say that it worked.",
        "It ends when the plan says what is measured, and what is enough.",
        COMPLETE | ON_TRACK,
        has_no_measure,
        says.no_measure,
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}


def findings(row: ActionRow, day: date) -> tuple[Finding, ...]:
    """What every rule says of this action on the London day `day`, the gravest first."""
    return tuple([Finding(rule, row, day) for rule in RULES if rule.holds(row, day)])


def against(row: ActionRow, day: date) -> tuple[Finding, ...]:
    """Those that contradict what is claimed of delivery."""
    claim = claim_of(row)
    return tuple(found for found in findings(row, day) if claim in found.rule.against)
