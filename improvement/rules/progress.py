"""What a plan's rows add up to on a day: pure functions, frozen results, no database.

Denominators never shrink: an action that was withdrawn, merged or replaced still counts among
what was promised, so that taking actions out of a plan cannot improve a percentage.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from improvement.models import Confidence, Status, Step
from improvement.models.references import sorted_as
from improvement.record import ActionRow
from improvement.rules.of_actions import (
    Claim,
    Finding,
    awaits_release,
    claim_of,
    claims_impact,
    findings,
    is_overdue,
    is_silent,
)

RECENT = timedelta(days=28)
MONTHLY = 25  # months of a plan; a longer one is told by quarters
VERIFIED = (Step.VERIFIED, Step.SUSTAINED)

# The gravest first: codes of rules, and of the states of what no rule speaks of.
WORST_FIRST = (
    "late",
    "returned",
    Confidence.OFF_TRACK,
    "silent",
    "milestone",
    "worsening",
    "unevidenced",
    "self-verified",
    "old-evidence",
    "check-overdue",
    "unanswered",
    Confidence.AT_RISK,
    "moved",
    "unchanged",
    "impact-unproved",
    "no-lead",
    "no-date",
    "open",
    "unchecked",
    "delivered",
    *VERIFIED,
    "gone",
)
_RANK = {str(code): rank for rank, code in enumerate(WORST_FIRST)}


class Assessed(NamedTuple):
    """One action held against the record on a day."""

    row: ActionRow
    claim: Claim | None
    findings: tuple[Finding, ...]
    against: tuple[Finding, ...]  # those that contradict what is claimed
    codes: frozenset[str]  # of the findings
    silent: bool
    awaits_release: bool
    left: "Assessed | None" = None  # of one taken out of the plan: as on its last day there

    @property
    def left_not_borne_out(self) -> bool:
        """What it claimed on its last day in the plan was not borne out."""
        return self.left is not None and bool(self.left.against)

    @property
    def left_late(self) -> bool:
        """It was late on the day on which it left; of one that no day had seen in the plan, by
        the report that took it out."""
        row = self.row
        if row.before is not None:
            return is_overdue(row.before, row.left_on)
        left_on = row.last_heard_on if row.is_gone else None
        return left_on is not None and row.due_on is not None and row.due_on < left_on

    @property
    def verified(self) -> bool:
        return self.row.is_delivered and self.row.step in VERIFIED

    @property
    def rank(self) -> int:
        """Its place in `WORST_FIRST`."""
        row = self.row
        if row.is_gone:
            return _RANK["gone"]
        if row.is_delivered:
            codes = {found.rule.code for found in self.against}
            codes.add(row.step if self.verified else "delivered")
        else:
            # A confidence that is out of date is no confidence.
            codes = {*self.codes, "open", "" if self.silent else row.confidence}
        return min(_RANK[code] for code in codes if code in _RANK)


def assess(rows: Iterable[ActionRow], day: date) -> list[Assessed]:
    """Every row held against the record on the London day `day`, the worst first.

    Within a rank the one due first comes first (so the latest comes first among the late), then
    by reference. The order is decided here and nowhere else, so every database gives the same.
    """
    return sorted(
        held_against(rows, day),
        key=lambda one: (one.rank, one.row.due_on or date.max, sorted_as(one.row.reference)),
    )


def held_against(rows: Iterable[ActionRow], day: date) -> list[Assessed]:
    """Every row held against the record on the London day `day`, in the order of the rows."""
    return [_assessed(row, day) for row in rows]


def _assessed(row, day) -> Assessed:
    claim, found = claim_of(row), findings(row, day)
    return Assessed(
        row=row,
        claim=claim,
        findings=found,
        against=tuple(finding for finding in found if claim in finding.rule.against),
        codes=frozenset(finding.rule.code for finding in found),
        silent=is_silent(row, day),
        awaits_release=awaits_release(row, day),
        left=_assessed(row.before, row.last_day) if row.before else None,
    )


@dataclass(frozen=True)
class Summary:
    """Counts of a plan's actions on a day. `total` holds every action ever promised."""

    total: int
    claimed: int
    borne_out: int
    late: int
    longest_late: int  # days
    silent: int
    moved_twice: int
    delivered: int
    evidenced: int
    verified: int
    sustained: int
    added: int
    withdrawn: int
    merged: int
    replaced: int
    gone_late: int  # of those three: past their date when they left
    gone_not_borne_out: int  # of those three: with a claim that was not borne out when they left
    awaiting_release: int
    impact_claimed: int  # reported evidenced or embedded
    impact_evidenced: int  # of those: somebody independent has looked at evidence of that itself

    @property
    def not_borne_out(self) -> int:
        return self.claimed - self.borne_out

    @property
    def gone(self) -> int:
        return self.withdrawn + self.merged + self.replaced


def summarise(assessed: Sequence[Assessed], *, started_on: date, day: date) -> Summary:
    """The counts that a plan's page leads with; `started_on` is the plan's first day."""
    rows = [one.row for one in assessed]
    delivered = [row for row in rows if row.is_delivered]
    claimed = [one for one in assessed if one.claim]
    late = [(day - one.row.due_on).days for one in assessed if "late" in one.codes]
    return Summary(
        total=len(rows),
        claimed=len(claimed),
        borne_out=sum(not one.against for one in claimed),
        late=len(late),
        longest_late=max(late, default=0),
        silent=sum(one.silent for one in assessed),
        moved_twice=sum("moved" in one.codes for one in assessed),
        delivered=len(delivered),
        evidenced=sum(row.evidenced for row in delivered),
        verified=sum(row.step in VERIFIED for row in delivered),
        sustained=sum(row.step == Step.SUSTAINED for row in delivered),
        added=sum(row.added_on > started_on for row in rows),
        withdrawn=sum(row.status == Status.WITHDRAWN for row in rows),
        merged=sum(row.status == Status.MERGED for row in rows),
        replaced=sum(row.status == Status.REPLACED for row in rows),
        gone_late=sum(one.left_late for one in assessed),
        gone_not_borne_out=sum(one.left_not_borne_out for one in assessed),
        awaiting_release=sum(one.awaits_release for one in assessed),
        impact_claimed=sum(claims_impact(row) for row in rows),
        impact_evidenced=sum(claims_impact(row) and row.impact_evidenced for row in rows),
    )


@dataclass(frozen=True)
class Recent:
    """What happened from the London day `since` to the day of the page."""

    since: date
    delivered: int
    moved: int
    asked: int
    unheard: int
    gone: int = 0  # taken out of the plan


def recent(rows: Sequence[ActionRow], *, moved: int, since: date) -> Recent:
    """What has happened since `since`; `moved` is how many due dates were agreed to move."""
    return Recent(
        since=since,
        delivered=sum(bool(row.delivered_on and row.delivered_on >= since) for row in rows),
        moved=moved,
        asked=sum(row.is_open and row.asked_for is not None for row in rows),
        unheard=sum(
            row.is_open and (row.last_heard_on is None or row.last_heard_on < since) for row in rows
        ),
        gone=sum(bool(row.left_on and row.left_on >= since) for row in rows),
    )


@dataclass(frozen=True)
class Milestone:
    """By the end of `day`: how many were promised, at first and now; how many were delivered."""

    day: date
    promised: int
    agreed: int  # by the dates that are agreed now
    delivered: int | None  # None: that day is still to come


@dataclass(frozen=True)
class Course:
    """The promised course by the original due dates, against what was delivered so far."""

    milestones: tuple[Milestone, ...]
    promised_by_now: int
    delivered: int
    total: int
    undated: int  # actions without an original due date: they stand on no promised course


def course(rows: Sequence[ActionRow], *, started_on: date, day: date) -> Course:
    """Month by month (quarter by quarter in a long plan), and on the day itself."""
    promised = sorted(row.original_due for row in rows if row.original_due)
    agreed = sorted(row.due_on for row in rows if row.due_on)
    delivered = sorted(row.delivered_on for row in rows if row.is_delivered and row.delivered_on)
    last = max([day, *promised[-1:], *agreed[-1:]])
    first = min([started_on, day, *promised[:1], *delivered[:1]])
    days = sorted({*_month_ends(first, last), day})
    return Course(
        milestones=tuple(
            Milestone(
                day=end,
                promised=sum(due <= end for due in promised),
                agreed=sum(due <= end for due in agreed),
                delivered=sum(done <= end for done in delivered) if end <= day else None,
            )
            for end in days
        ),
        promised_by_now=sum(due <= day for due in promised),
        delivered=len(delivered),
        total=len(rows),
        undated=sum(row.original_due is None for row in rows),
    )


def _month_ends(first: date, last: date) -> list[date]:
    """The last days of the months from the one before `first` to the one of `last`."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
    step = 1 if len(months) <= MONTHLY else 3
    return [date(m // 12, m % 12 + 1, 1) - timedelta(days=1) for m in months[::step]] + (
        [] if (len(months) - 1) % step == 0 else [_end_of_month(last)]
    )


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
