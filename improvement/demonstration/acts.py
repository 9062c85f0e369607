"""What can happen to an action: each act of a story is one call of the workflow."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from councils.days import day_of
from improvement import workflow
from improvement.demonstration.files import Entry
from improvement.demonstration.places import Place
from improvement.demonstration.timetable import Part, working_day_by
from improvement.models import Action, Confidence, DueDateMove, Evidence, Status, Step, Update

NOTHING_NEW = "Nothing has changed since the last report."
WORDS = ("what_changed", "reason", "impact", "impact_note", "help_needed", "internal_note")
AGREED_BY_BOARD = (Status.WITHDRAWN, Status.MERGED, Status.REPLACED)


@dataclass(frozen=True)
class Scene:
    """An entry of a story, and the action to which it happens at a moment."""

    entry: Entry
    action: Action
    actions: dict[str, Action]
    place: Place
    at: datetime

    def day(self, key: str):
        return self.place.timetable.due_day(self.entry.when(key, None))

    def reporter(self):
        """Whoever holds the leading post on the day; the plan officer if nobody does."""
        holder = self.place.holder(self.action.lead, day_of(self.at))
        return holder or self.place.people["officer"]

    def checker(self, evidence: Evidence):
        """The plan officer; where the officer offered the evidence, the board's secretary."""
        people = self.place.people
        offered = evidence.added_by_id == people["officer"].pk
        return people["secretary"] if offered else people["officer"]

    def agreed(self) -> dict:
        """By the board, on the day of its meeting."""
        return {
            "agreed_by": self.place.meeting(day_of(self.at)),
            "by": self.place.people["officer"],
            "at": self.at,
        }

    def last_report(self) -> Update:
        return self.action.updates.latest("number")

    def milestones(self):
        return {milestone.title: milestone for milestone in self.action.milestones.all()}


def report(scene: Scene, status=Status.IN_PROGRESS, confidence="", what="", corrects=False):
    """The lead's report; the plan officer types it where nobody holds the post, or is asked to."""
    entry, last = scene.entry, scene.last_report() if corrects else None
    lead = scene.place.holder(scene.action.lead, day_of(scene.at))
    typed = entry.get("typed_by_officer", False, bool) or status in AGREED_BY_BOARD
    words = {"what_changed": what, "impact": "none-yet"}
    words |= {name: entry.get(name) for name in WORDS if name in entry.values}
    reached = entry.all_of("reached", scene.milestones()) if "reached" in entry.values else ()
    workflow.report_progress(
        action=scene.action,
        by=scene.place.people["officer"] if typed else scene.reporter(),
        on_behalf_of=lead,
        at=scene.at,
        status=status,
        confidence=entry.get("confidence", confidence),
        help_from=entry.of("help_from", scene.place.posts, None),
        into=entry.of("into", scene.actions, None),
        next_check_on=scene.day("next_check"),
        reached={milestone: day_of(scene.at) for milestone in reached},
        corrects=last,
        effective_on=last.effective_on if last else None,
        **words,
    )


def ask(scene: Scene) -> None:
    workflow.ask_for_later_date(
        action=scene.action,
        to=scene.day("to"),
        reason=scene.entry.get("reason"),
        by=scene.reporter(),
        at=scene.at,
    )


def decide(scene: Scene, outcome) -> None:
    workflow.decide_later_date(
        move=scene.action.moves.get(outcome=""),
        outcome=outcome,
        where=scene.place.meeting(day_of(scene.at)),
        by=scene.place.people["secretary"],
        at=scene.at,
    )


def offer(scene: Scene) -> None:
    """Evidence, dated a few days before."""
    reference, number = scene.action.reference, scene.action.evidence.count() + 1
    workflow.offer_evidence(
        action=scene.action,
        dated=working_day_by(day_of(scene.at) - timedelta(days=6)),
        url=f"https://www.{scene.place.site}/improvement/{reference}/{number}",
        by=scene.reporter(),
        at=scene.at,
        kind=scene.entry.get("kind"),
        title=scene.entry.get("title"),
        shows=scene.entry.get("shows", Evidence.Shows.DONE),
    )


def check(scene: Scene) -> None:
    """Somebody other than the lead and the uploader looks at what has not been looked at."""
    note = scene.entry.get("note", "")
    for evidence in scene.action.evidence.filter(checked_at__isnull=True):
        by = scene.checker(evidence)
        workflow.check_evidence(evidence=evidence, by=by, at=scene.at, note=note)


def sign_off(scene: Scene, step: Step) -> None:
    """The lead proposes; the board decides, and its secretary records that."""
    evidence, board = scene.action.evidence.all(), {}
    confirms = step in (Step.VERIFIED, Step.SUSTAINED)
    if step != Step.PROPOSED:
        board["where"] = scene.place.meeting(day_of(scene.at))
        board["checked_by"] = scene.checker(evidence[0]) if confirms else None
    workflow.record_sign_off(
        action=scene.action,
        step=step,
        by=scene.place.people["secretary"] if board else scene.reporter(),
        at=scene.at,
        note=scene.entry.get("note", ""),
        evidence=evidence if confirms or not board else (),
        **board,
    )


def amend(scene: Scene) -> None:
    """What was promised is changed in the open: what else the entry says are its fields."""
    why = scene.entry.get("why")
    lead = scene.entry.of("lead", scene.place.posts, None)
    changes = scene.entry.rest() | ({"lead": lead} if lead else {})
    workflow.amend(action=scene.action, changes=changes, why=why, **scene.agreed())
    scene.action.refresh_from_db()


def move_milestone(scene: Scene) -> None:
    milestone = scene.entry.of("milestone", scene.milestones())
    why, to = scene.entry.get("why"), scene.day("to")
    workflow.move_milestone(milestone=milestone, to=to, why=why, **scene.agreed())


def drop_milestone(scene: Scene) -> None:
    milestone = scene.entry.of("milestone", scene.milestones())
    workflow.drop_milestone(milestone=milestone, why=scene.entry.get("why"), **scene.agreed())


def redact(scene: Scene) -> None:
    """Words about a person are removed from the last report."""
    workflow.redact(
        row=scene.last_report(),
        fields=[scene.entry.get("words_in")],
        why=scene.entry.get("why"),
        by=scene.place.people["publisher"],
        at=scene.at,
    )


ACTS: dict[str, tuple[Part, Callable[[Scene], None]]] = {
    **{str(sure.value): (Part.REPORTS, partial(report, confidence=sure)) for sure in Confidence},
    "nothing-new": (Part.REPORTS, partial(report, what=NOTHING_NEW)),
    "correction": (Part.REPORTS, partial(report, corrects=True)),
    "complete": (Part.REPORTS, partial(report, status=Status.COMPLETE)),
    "business-as-usual": (Part.REPORTS, partial(report, status=Status.BUSINESS_AS_USUAL)),
    **{str(end.value): (Part.REPORTS, partial(report, status=end)) for end in AGREED_BY_BOARD},
    "ask": (Part.REPORTS, ask),
    "agree": (Part.BOARD, partial(decide, outcome=DueDateMove.Outcome.AGREED)),
    "refuse": (Part.BOARD, partial(decide, outcome=DueDateMove.Outcome.REFUSED)),
    "evidence": (Part.REPORTS, offer),
    "check": (Part.CHECKS, check),
    "propose": (Part.REPORTS, partial(sign_off, step=Step.PROPOSED)),
    "verify": (Part.BOARD, partial(sign_off, step=Step.VERIFIED)),
    "return": (Part.BOARD, partial(sign_off, step=Step.RETURNED)),
    "sustain": (Part.BOARD, partial(sign_off, step=Step.SUSTAINED)),
    "reopen": (Part.BOARD, partial(sign_off, step=Step.REOPENED)),
    "amend": (Part.BOARD, amend),
    "move-milestone": (Part.BOARD, move_milestone),
    "drop-milestone": (Part.BOARD, drop_milestone),
    "redact": (Part.BOARD, redact),
}
