"""What can happen to an action: each act of a story is one call of the workflow."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from councils.days import day_of
from councils.models import User
from improvement import workflow
from improvement.demonstration.files import FileEntry
from improvement.demonstration.places import Place
from improvement.demonstration.timetable import PartOfRound, working_day_by
from improvement.models import (
    Action,
    Confidence,
    DueDateMove,
    Evidence,
    Impact,
    Milestone,
    Status,
    Step,
)

NOTHING_NEW = "Nothing has changed since the last report."
WORDS = ("what_changed", "reason", "impact", "impact_note", "help_needed", "internal_note")
AGREED_BY_BOARD = {"withdrawn", "merged", "replaced"}
# What each act does, and the part of a round in which it is done.
STATUS = {str(sure.value): Status.IN_PROGRESS for sure in Confidence}
STATUS |= {"nothing-new": Status.IN_PROGRESS, "correction": Status.IN_PROGRESS}
STATUS |= {name: Status(name) for name in ("complete", "business-as-usual", *AGREED_BY_BOARD)}
OUTCOME = {"agree": DueDateMove.Outcome.AGREED, "refuse": DueDateMove.Outcome.REFUSED}
STEP = {"propose": Step.PROPOSED, "verify": Step.VERIFIED, "return": Step.RETURNED}
STEP |= {"sustain": Step.SUSTAINED, "reopen": Step.REOPENED}
PARTS = dict.fromkeys([*OUTCOME, *STEP, "amend", "redact"], PartOfRound.BOARD)
PARTS |= dict.fromkeys(["move-milestone", "drop-milestone"], PartOfRound.BOARD)
PARTS |= dict.fromkeys([*STATUS, "ask", "evidence", "propose"], PartOfRound.REPORTS)
PARTS["check"] = PartOfRound.CHECKS


@dataclass(frozen=True)
class Scene:
    """An entry of a story, and the action to which it happens at a moment. Each act that is no
    report, decision or sign-off is a method by its name.
    """

    entry: FileEntry
    action: Action
    actions: dict[str, Action]
    place: Place
    at: datetime

    def play(self) -> None:
        act = self.entry.get("act")
        tables = ((STATUS, self.report), (OUTCOME, self.decide), (STEP, self.sign_off))
        method = next((partial(method, act) for known, method in tables if act in known), None)
        (method or getattr(self, act.replace("-", "_")))()

    @property
    def done(self) -> dict:
        """What every act says: to which action, and when."""
        return {"action": self.action, "at": self.at}

    @property
    def lead(self) -> User | None:
        return self.place.holder(self.action.lead, day_of(self.at))

    @property
    def reporter(self) -> User:
        """Whoever holds the leading post on the day; the plan officer if nobody does."""
        return self.lead or self.place.people["officer"]

    @property
    def meeting(self) -> str:
        return self.place.meeting(day_of(self.at))

    @property
    def agreed(self) -> dict:
        """By the board, on the day of its meeting."""
        by, why = self.place.people["officer"], self.entry.get("why")
        return {"agreed_by": self.meeting, "by": by, "at": self.at, "why": why}

    def checker(self, evidence: Evidence) -> User:
        """The plan officer; where the officer offered the evidence, the board's secretary."""
        people = self.place.people
        offered = evidence.added_by_id == people["officer"].pk
        return people["secretary"] if offered else people["officer"]

    def due(self, key: str):
        return self.place.timetable.due_day(self.entry.when(key, None))

    def milestones(self) -> dict[str, Milestone]:
        return {milestone.title: milestone for milestone in self.action.milestones.all()}

    # --- the acts ---

    def report(self, act: str) -> None:
        """The lead's report; the plan officer types it where nobody holds the post, or is asked."""
        entry = self.entry
        typed = entry.get("typed_by_officer", False, bool) or act in AGREED_BY_BOARD
        words = {"what_changed": NOTHING_NEW if act == "nothing-new" else ""}
        words |= {"impact": Impact.NONE_YET, "confidence": act if act in Confidence else ""}
        keys = (*WORDS, "confidence")
        words |= {name: entry.get(name) for name in keys if name in entry.values}
        if act == "correction":
            last = self.action.updates.latest("number")
            words |= {"corrects": last, "effective_on": last.effective_on}
        reached = entry.all_of("reached", self.milestones()) if "reached" in entry.values else ()
        workflow.report_progress(
            by=self.place.people["officer"] if typed else self.reporter,
            on_behalf_of=self.lead,
            status=STATUS[act],
            help_from=entry.of("help_from", self.place.posts, None),
            into=entry.of("into", self.actions, None),
            next_check_on=self.due("next_check"),
            reached={milestone: day_of(self.at) for milestone in reached},
            **self.done,
            **words,
        )

    def ask(self) -> None:
        given = {"to": self.due("to"), "reason": self.entry.get("reason"), "by": self.reporter}
        workflow.ask_for_later_date(**given, **self.done)

    def decide(self, act: str) -> None:
        by, move = self.place.people["secretary"], self.action.moves.get(outcome="")
        decided = {"outcome": OUTCOME[act], "where": self.meeting, "by": by, "at": self.at}
        workflow.decide_later_date(move=move, **decided)

    def evidence(self) -> None:
        """Offered by whoever reports, and dated a few days before."""
        reference, number = self.action.reference, self.action.evidence.count() + 1
        workflow.offer_evidence(
            dated=working_day_by(day_of(self.at) - timedelta(days=6)),
            url=f"https://www.{self.place.site}/improvement/{reference}/{number}",
            by=self.reporter,
            kind=self.entry.get("kind"),
            title=self.entry.get("title"),
            shows=self.entry.get("shows", Evidence.Shows.DONE),
            **self.done,
        )

    def check(self) -> None:
        """Somebody other than the lead and the uploader looks at what has not been looked at."""
        note = self.entry.get("note", "")
        for evidence in self.action.evidence.filter(checked_at__isnull=True):
            by = self.checker(evidence)
            workflow.check_evidence(evidence=evidence, by=by, at=self.at, note=note)

    def sign_off(self, act: str) -> None:
        """The lead proposes; the board decides, and its secretary records that."""
        given = {"step": STEP[act], "note": self.entry.get("note", ""), "by": self.reporter}
        evidence = self.action.evidence.all()
        confirms = act in ("verify", "sustain")
        given["evidence"] = evidence if confirms or act == "propose" else ()
        if act != "propose":
            given |= {"by": self.place.people["secretary"], "where": self.meeting}
            given["checked_by"] = self.checker(evidence[0]) if confirms else None
        workflow.record_sign_off(**given, **self.done)

    def amend(self) -> None:
        """What was promised is changed in the open: what else the entry says are its fields."""
        agreed, lead = self.agreed, self.entry.of("lead", self.place.posts, None)
        changes = self.entry.rest() | ({"lead": lead} if lead else {})
        workflow.amend(action=self.action, changes=changes, **agreed)
        self.action.refresh_from_db()

    def move_milestone(self) -> None:
        milestone = self.entry.of("milestone", self.milestones())
        workflow.move_milestone(milestone=milestone, to=self.due("to"), **self.agreed)

    def drop_milestone(self) -> None:
        milestone = self.entry.of("milestone", self.milestones())
        workflow.drop_milestone(milestone=milestone, **self.agreed)

    def redact(self) -> None:
        """Words about a person are removed from the last report."""
        row, fields = self.action.updates.latest("number"), [self.entry.get("words_in")]
        by, why = self.place.people["publisher"], self.entry.get("why")
        workflow.redact(row=row, fields=fields, why=why, by=by, at=self.at)
