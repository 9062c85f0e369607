"""What can happen to an action besides reports: each act is one call of the workflow."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar

from improvement import workflow
from improvement.demonstration.stage import Act, When
from improvement.demonstration.timetable import Part, working_day_by
from improvement.models import DueDateMove, Evidence, Step


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
    shows: Evidence.Shows = Evidence.Shows.DONE

    def play(self, scene):
        number = scene.action.evidence.count() + 1
        workflow.offer_evidence(
            action=scene.action,
            kind=self.kind,
            shows=self.shows,
            title=self.title,
            dated=working_day_by(scene.day - timedelta(days=6)),
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
class MoveMilestone(Act):
    """A milestone gets another day, with the board's agreement; without one it is dropped."""

    title: str
    to: When | None
    why: str
    part: ClassVar[Part] = Part.BOARD

    def play(self, scene):
        change = {
            "milestone": scene.action.milestones.get(title=self.title),
            "why": self.why,
            "agreed_by": scene.meeting(),
            "by": scene.people["officer"],
            "at": scene.at,
        }
        if self.to is None:
            workflow.drop_milestone(**change)
        else:
            workflow.move_milestone(to=scene.timetable.due_day(self.to), **change)


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
