"""What can happen to an action in the demonstration: each act is one call of the workflow.

A story is a list of acts, told in the order in which they happened. `when` is a month of the
council's rounds, counted back from the day of loading (−3: three months before), or a number of
working days before it, for what has not been released yet.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from improvement import workflow
from improvement.demonstration.stage import Scene
from improvement.demonstration.timetable import Part, WorkingDays
from improvement.models import Confidence, DueDateMove, Evidence, Impact, Status, Step

When = int | WorkingDays
ON_TRACK, AT_RISK, OFF_TRACK = Confidence.ON_TRACK, Confidence.AT_RISK, Confidence.OFF_TRACK
NOTHING_NEW = "Nothing has changed since the last report."


@dataclass(frozen=True)
class Act:
    when: When
    part: ClassVar[Part] = Part.REPORTS

    def play(self, scene: Scene) -> None:
        raise NotImplementedError


@dataclass(frozen=True)
class Report(Act):
    """The lead's report; the plan officer's where nobody holds the post, or `typed` for the lead.

    `because` is the reason for the confidence; `different` is what children notice; `helper` is
    the post whose help is needed.
    """

    what_changed: str = ""
    status: Status = Status.IN_PROGRESS
    sure: Confidence | str = ""
    because: str = ""
    impact: Impact = Impact.NONE_YET
    different: str = ""
    help_needed: str = ""
    helper: str = ""
    typed: bool = False
    into: str = ""
    next_check: When | None = None
    note: str = ""
    corrects_last: bool = False

    def play(self, scene):
        lead = scene.lead()
        agreed_by_board = self.status in (Status.WITHDRAWN, Status.MERGED, Status.REPLACED)
        officer_types = self.typed or lead is None or agreed_by_board
        officer = scene.people["officer"]
        workflow.report_progress(
            action=scene.action,
            by=officer if officer_types else lead,
            on_behalf_of=lead,
            at=scene.at,
            status=self.status,
            confidence=self.sure,
            reason=self.because,
            what_changed=self.what_changed,
            impact=self.impact,
            impact_note=self.different,
            help_needed=self.help_needed,
            help_from=scene.posts[self.helper] if self.helper else None,
            into=scene.actions[self.into] if self.into else None,
            next_check_on=scene.timetable.due_day(self.next_check),
            internal_note=self.note,
            corrects=scene.last_report() if self.corrects_last else None,
            effective_on=scene.last_report().effective_on if self.corrects_last else None,
        )


def on_track(when, what_changed, **more) -> Report:
    return Report(when, what_changed, sure=ON_TRACK, **more)


def at_risk(when, what_changed, *, because, **more) -> Report:
    return Report(when, what_changed, sure=AT_RISK, because=because, **more)


def off_track(when, what_changed, *, because, **more) -> Report:
    return Report(when, what_changed, sure=OFF_TRACK, because=because, **more)


def same(sure, *months) -> list[Report]:
    """Reports that bring no news: they count as heard, not as progress."""
    return [Report(month, NOTHING_NEW, sure=sure) for month in months]


def complete(when, what_changed, **more) -> Report:
    return Report(when, what_changed, status=Status.COMPLETE, **more)


def business_as_usual(when, what_changed, *, next_check, **more) -> Report:
    return Report(
        when, what_changed, status=Status.BUSINESS_AS_USUAL, next_check=next_check, **more
    )


def withdrawn(when, *, because) -> Report:
    return Report(when, status=Status.WITHDRAWN, because=because)


def merged(when, *, into, because) -> Report:
    return Report(when, status=Status.MERGED, into=into, because=because)


def replaced(when, *, by, because) -> Report:
    return Report(when, status=Status.REPLACED, into=by, because=because)


def correction(when, what_changed, **more) -> Report:
    """The last report again, put right: it keeps the day on which it was so."""
    return Report(when, what_changed, corrects_last=True, **more)


@dataclass(frozen=True)
class Ask(Act):
    """The lead asks for a later date, with a reason."""

    to: When
    because: str

    def play(self, scene):
        workflow.ask_for_later_date(
            action=scene.action,
            to=scene.timetable.due_day(self.to),
            reason=self.because,
            by=scene.lead() or scene.people["officer"],
            at=scene.at,
        )


@dataclass(frozen=True)
class Agree(Act):
    """The board agrees to the date that was asked for."""

    part: ClassVar[Part] = Part.BOARD
    outcome: ClassVar = DueDateMove.Outcome.AGREED

    def play(self, scene):
        workflow.decide_later_date(
            move=scene.action.moves.get(outcome=""),
            outcome=self.outcome,
            where=scene.meeting(),
            by=scene.people["secretary"],
            at=scene.at,
        )


@dataclass(frozen=True)
class Refuse(Agree):
    """The board refuses it: the date stays as it was."""

    outcome: ClassVar = DueDateMove.Outcome.REFUSED


@dataclass(frozen=True)
class Prove(Act):
    """Evidence is offered by whoever reports, dated a few days before."""

    kind: Evidence.Kind
    title: str

    def play(self, scene):
        number = scene.action.evidence.count() + 1
        workflow.offer_evidence(
            action=scene.action,
            kind=self.kind,
            title=self.title,
            dated=scene.day - timedelta(days=6),
            url=f"https://www.{scene.site}/improvement/{scene.action.reference}/{number}",
            by=scene.lead() or scene.people["officer"],
            at=scene.at,
        )


@dataclass(frozen=True)
class Check(Act):
    """Somebody other than the lead and the uploader looks at what has not been looked at."""

    note: str = ""
    part: ClassVar[Part] = Part.CHECKS

    def play(self, scene):
        for evidence in scene.action.evidence.filter(checked_at__isnull=True):
            workflow.check_evidence(
                evidence=evidence, by=scene.checker(evidence), at=scene.at, note=self.note
            )


@dataclass(frozen=True)
class Propose(Act):
    """The lead proposes sign-off."""

    note: str = ""

    def play(self, scene):
        workflow.record_sign_off(
            action=scene.action,
            step=Step.PROPOSED,
            by=scene.lead() or scene.people["officer"],
            at=scene.at,
            note=self.note,
            evidence=scene.action.evidence.all(),
        )


@dataclass(frozen=True)
class Board(Act):
    """A step of sign-off that the board takes, and its secretary records."""

    step: Step
    note: str = ""
    part: ClassVar[Part] = Part.BOARD

    def play(self, scene):
        confirms = self.step in (Step.VERIFIED, Step.SUSTAINED)
        evidence = scene.action.evidence.all()
        workflow.record_sign_off(
            action=scene.action,
            step=self.step,
            by=scene.people["secretary"],
            at=scene.at,
            where=scene.meeting(),
            note=self.note,
            checked_by=scene.checker(evidence[0]) if confirms else None,
            evidence=evidence if confirms else (),
        )


def verified(when, note="") -> Board:
    return Board(when, Step.VERIFIED, note)


def returned(when, note) -> Board:
    return Board(when, Step.RETURNED, note)


def sustained(when, note="") -> Board:
    return Board(when, Step.SUSTAINED, note)


def reopened(when, note) -> Board:
    return Board(when, Step.REOPENED, note)


@dataclass(frozen=True)
class Amend(Act):
    """What was promised is changed in the open, with the board's agreement."""

    why: str
    changes: dict[str, str] = field(default_factory=dict)
    part: ClassVar[Part] = Part.BOARD

    def play(self, scene):
        changes = dict(self.changes)
        if "lead" in changes:
            changes["lead"] = scene.posts[changes["lead"]]
        workflow.amend(
            action=scene.action,
            changes=changes,
            why=self.why,
            by=scene.people["officer"],
            at=scene.at,
            agreed_by=scene.meeting(),
        )
        scene.action.refresh_from_db()


@dataclass(frozen=True)
class Redact(Act):
    """Words about a person are removed from the last report."""

    why: str
    words_in: str
    part: ClassVar[Part] = Part.BOARD

    def play(self, scene):
        workflow.redact(
            row=scene.last_report(),
            fields=[self.words_in],
            why=self.why,
            by=scene.people["publisher"],
            at=scene.at,
        )
