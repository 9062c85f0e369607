"""What a plan's rows add up to: on a day, on several days of its life, lately, and against the
course that was promised. Pure functions, frozen results, no database.

Denominators never shrink: an action that was withdrawn, merged or replaced still counts among
what was promised, so that taking actions out of a plan cannot improve a percentage.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from councils.days import end_of_month
from improvement.models import Status, Step
from improvement.models.references import sorted_as
from improvement.record import ActionRow
from improvement.rules.proof import claims_impact
from improvement.rules.reported import is_stale
from improvement.rules.rule import AGAINST, Claim, Finding, Weight, claim_of
from improvement.rules.rulebook import (
    RANKS,
    VERIFIED,
    against,
    findings,
    is_overdue,
    is_silent,
    waiting,
)


class Assessed(NamedTuple):
    """One action held against the record on a day."""

    row: ActionRow
    claim: Claim | None
    findings: tuple[Finding, ...]
    against: tuple[Finding, ...]  # those that are held against what is claimed
    waits: tuple[Finding, ...]  # those that speak of it and wait for somebody else
    codes: frozenset[str]  # of the findings
    stale: bool  # open, and what was last published is out of date
    silent: bool  # and nothing newer was reported
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
    def weight(self) -> Weight | None:
        """On which list what is claimed stands, the gravest first; None: on none of the three."""
        weights = {found.weight for found in (*self.against, *self.waits)}
        return next((one for one in (*AGAINST, Weight.WAITS) if one in weights), None)

    @property
    def shown(self) -> bool:
        """Claimed complete, nothing against it, and checked by somebody other than its lead.

        That a report says on track nobody can check: it is at most not contradicted.
        """
        return self.claim is Claim.COMPLETE and self.weight is None and self.row.evidenced

    @property
    def verified(self) -> bool:
        return self.row.is_delivered and self.row.step in VERIFIED

    @property
    def rank(self) -> int:
        """Its place in `RANKS`: the lowest first."""
        row = self.row
        if row.is_gone:
            return RANKS["gone"]
        if row.is_delivered:
            codes = {found.rule.code for found in self.against}
            codes.add(row.step if self.verified else "delivered")
        else:
            # A confidence that is out of date is no confidence.
            codes = {*self.codes, "open", "" if self.stale else row.confidence}
        return min(RANKS[code] for code in codes if code in RANKS)


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
        against=against(found, claim),
        waits=waiting(found, claim),
        codes=frozenset(finding.rule.code for finding in found),
        stale=is_stale(row, day),
        silent=is_silent(row, day),
        awaits_release=any(one.rule.code == "awaiting-release" for one in found),
        left=_assessed(row.before, row.last_day) if row.before else None,
    )


@dataclass(frozen=True)
class Summary:
    """Counts of a plan's actions on a day. `total` holds every action ever promised."""

    total: int
    claimed: int  # complete or on track: the sum of the five that follow
    borne_out: int  # complete, and checked by somebody other than the lead
    undisputed: int  # on track, and nothing on record speaks against it
    otherwise: int  # the record says otherwise
    not_shown: int  # the lead owes proof
    waiting: int  # somebody else owes an act: a check, an answer, a decision, a release
    sent_back: int  # reported complete, and not so on record
    on_track: int
    on_track_stale: int  # by a report that is out of date
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
    def held_against(self) -> int:
        """How many claims something is held against: contradicted, or not yet shown."""
        return self.otherwise + self.not_shown

    @property
    def gone(self) -> int:
        return self.withdrawn + self.merged + self.replaced


def summarise(assessed: Sequence[Assessed], *, started_on: date, day: date) -> Summary:
    """The counts that a plan's page leads with; `started_on` is the
    last day on which an action was promised at the start (`Plan.promised_until`).
    """
    rows = [one.row for one in assessed]
    delivered = [row for row in rows if row.is_delivered]
    claimed = [one for one in assessed if one.claim]
    lists = Counter(one.weight for one in claimed)
    shown = sum(one.shown for one in claimed)
    late = [(day - one.row.due_on).days for one in assessed if "late" in one.codes]
    return Summary(
        total=len(rows),
        claimed=len(claimed),
        borne_out=shown,
        undisputed=lists[None] - shown,
        otherwise=lists[Weight.OTHERWISE],
        not_shown=lists[Weight.NOT_SHOWN],
        waiting=lists[Weight.WAITS],
        sent_back=sum(one.claim is Claim.COMPLETE and not one.row.is_delivered for one in claimed),
        on_track=sum(one.claim is Claim.ON_TRACK and not one.stale for one in claimed),
        on_track_stale=sum(one.claim is Claim.ON_TRACK and one.stale for one in claimed),
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


RECENT = timedelta(days=28)
MONTHLY = 25  # months of a plan; a longer one is told by quarters
MOST = 9  # days of a plan's life that are compared
NOT_REPORTED = "not-reported"


@dataclass(frozen=True)
class OnDay:
    """The plan at the end of a London day, by what the public could read then."""

    day: date
    summary: Summary
    sure: Counter[str]  # of the open ones: by confidence, or not reported
    moved: int  # due dates agreed to move until then


def days_of_life(first: date, last: date) -> list[date]:
    """The last day, and before it the ends of months back to `first`: at most `MOST` in all."""
    ends, end = [], last.replace(day=1) - timedelta(days=1)
    while end >= first:
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    step = -(-len(ends) // (MOST - 1)) or 1
    return [*reversed(ends[::step]), last]


def over_time(by_day: Mapping[date, Sequence[ActionRow]], *, started_on: date) -> list[OnDay]:
    """The rows of a plan on these days, as each was seen then, held against the record."""
    return [_on(day, held_against(rows, day), started_on) for day, rows in by_day.items()]


def _on(day, assessed: Sequence[Assessed], started_on) -> OnDay:
    still_open = [one for one in assessed if one.row.is_open]
    return OnDay(
        day=day,
        summary=summarise(assessed, started_on=started_on, day=day),
        sure=Counter(
            NOT_REPORTED if one.stale or not one.row.confidence else one.row.confidence
            for one in still_open
        ),
        moved=sum(one.row.moves for one in assessed),
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
    last = max([day, *promised, *agreed])
    first = min([started_on, day, *promised, *delivered])
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
        [] if (len(months) - 1) % step == 0 else [end_of_month(last)]
    )
