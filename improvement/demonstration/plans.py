"""Makes a plan and plays its stories through the workflow, in the order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

from improvement import workflow
from improvement.demonstration.acts import PARTS, Scene
from improvement.demonstration.files import FileEntry, enter
from improvement.demonstration.places import Place
from improvement.demonstration.timetable import PartOfRound, Timetable, WorkingDays
from improvement.models import (
    Action,
    DueDateMove,
    Evidence,
    Milestone,
    Plan,
    SignOff,
    Update,
    Workstream,
)

RELEASED = (Update, DueDateMove, Evidence, SignOff)
Event = tuple[datetime, int, Callable[[datetime], None]]


@dataclass
class Production:
    """A plan being made and played. Without `published` it is a draft."""

    data: FileEntry
    strands: list[FileEntry]
    timetable: Timetable
    place: Place | None = None  # nothing can be played without it
    plan: Plan | None = None
    streams: dict[str, Workstream] = field(default_factory=dict)  # by file
    actions: dict[str, Action] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, name: str, timetable: Timetable, place=None) -> "Production":
        """`name` is the folder of the plan, with a file for each workstream."""
        files = sorted(path.name for path in (folder / name).glob("[0-9]*.toml"))
        strands = [FileEntry.read(folder, f"{name}/{file}") for file in files]
        return cls(FileEntry.read(folder, f"{name}/plan.toml"), strands, timetable, place)

    def run(self) -> None:
        """Everything that happened, in the order in which it happened."""
        with workflow.together():
            for at, _, happen in sorted(self.events(), key=lambda event: event[:2]):
                happen(at)
        for entry in (self.data, *self.strands):
            with entry:
                pass  # all that stands there has been asked for

    def promises(self) -> list[tuple[FileEntry, FileEntry]]:
        """Each action with its workstream."""
        return [(one, strand) for strand in self.strands for one in strand.tables("action")]

    def events(self) -> Iterator[Event]:
        """Moments, what comes first at the same moment, and what happens."""
        yield self.timetable.at(self.data.when("made"), PartOfRound.BOARD), 0, self.make
        for place, (promise, strand) in enumerate(self.promises()):
            added = promise.when("added", None)
            if added is not None:
                at = self.timetable.at(added, PartOfRound.BOARD)
                yield at, 0, partial(self.add, promise, strand)
            for order, (entry, at) in enumerate(self.story(promise, place), start=1):
                yield at, order, partial(self.play, entry, promise.get("reference"))
        published = self.data.when("published", None)
        if published is not None:
            yield self.timetable.at(published, PartOfRound.RELEASE), 0, self.publish
            for month in range(published + 1, 1):
                yield self.timetable.at(month, PartOfRound.RELEASE), 0, self.release
        for change in self.data.tables("new_interval"):
            at = self.timetable.at(change.when(), PartOfRound.BOARD, 55)
            yield at, 0, partial(self.change_interval, change)

    def story(self, promise: FileEntry, place: int) -> Iterator[tuple[FileEntry, datetime]]:
        """What happens to the action at that `place` in the plan, and when: people are spread
        over the days and hours in which reports come in; the board takes one after another.
        """
        told = [
            (entry, entry.of("act", PARTS), month)
            for entry in promise.tables("story")
            for month in entry.get("months", None, list) or [entry.when()]
        ]
        before = None
        for order, (entry, part, month) in enumerate(told, start=1):
            minutes, later = place, 0
            if isinstance(month, WorkingDays):
                part, minutes = PartOfRound.REPORTS, place + order * 3
            elif part is PartOfRound.REPORTS:
                minutes, later = place * 23 % 300 + order * 3, place % 4
            at = self.timetable.at(month, part, minutes, later)
            if before and at < before:
                raise entry.wrong("it happens before what stands above it.")
            if at.date() >= self.timetable.today:
                raise entry.wrong("its day has not come yet on the day of loading.")
            before = at
            yield entry, at

    # --- what happens ---

    def make(self, at: datetime) -> None:
        """The plan officer types the plan: a draft."""
        data, place, officer = self.data, self.place, self.place.people["officer"]
        published, length = data.when("published", None), data.get("length", kind=int)
        draft = published is None
        begins = self.timetable.due_day(0) if draft else self.timetable.release_day(published)
        ends = self.timetable.due_day(length if draft else published + length)
        given = {"council": place.council, "slug": data.file.split("/")[1]}
        given |= {"overseen_by": place.board, "starts_on": begins, "ends_on": ends}
        self.plan = data.make(Plan, **given)
        enter(self.plan, officer, at, inspections=data.all_of("reports", place.inspections))
        for number, strand in enumerate(self.strands, start=1):
            sponsor = strand.of("sponsor", place.posts)
            stream = strand.make(Workstream, plan=self.plan, order=number, sponsor=sponsor)
            self.streams[strand.file] = enter(stream, officer, at)
            for promise in strand.tables("action"):
                if promise.when("added", None) is None:
                    self.promise(promise, strand, begins, at)
        workflow.read_again([action.pk for action in self.actions.values()])

    def promise(self, promise: FileEntry, strand: FileEntry, added_on, at: datetime) -> Action:
        with promise:
            officer, place = self.place.people["officer"], self.place
            promise.asked |= {"draft", "story"}
            given = {"plan": self.plan, "workstream": self.streams[strand.file]}
            given |= {"added_on": added_on, "lead": promise.of("lead", place.posts, None)}
            due = self.timetable.due_day(promise.when("due", None))
            action = promise.make(Action, original_due=due, **given)
            answers = promise.all_of("answers", place.findings)
            self.actions[action.reference] = enter(action, officer, at, recommendations=answers)
            for entry in promise.tables("milestone"):
                with entry:
                    due = self.timetable.due_day(entry.when("due"))
                    enter(entry.make(Milestone, action=action, original_due=due), officer, at)
            return action

    def add(self, promise: FileEntry, strand: FileEntry, at: datetime) -> None:
        """An action joins the plan that is public already; unless it is a draft, it is public."""
        day = self.timetable.day_in(promise.when("added"), PartOfRound.BOARD)
        action = self.promise(promise, strand, day, at)
        workflow.read_again([action.pk])
        if not promise.get("draft", False, bool):
            publisher = self.place.people["publisher"]
            workflow.publish_actions(plan=self.plan, actions=[action], by=publisher, at=at)

    def play(self, entry: FileEntry, reference: str, at: datetime) -> None:
        with entry:
            Scene(entry, self.actions[reference], self.actions, self.place, at).play()

    def publish(self, at: datetime) -> None:
        workflow.publish_plan(plan=self.plan, by=self.place.people["publisher"], at=at)
        for action in self.actions.values():
            action.refresh_from_db(fields=["public_at"])

    def change_interval(self, change: FileEntry, at: datetime) -> None:
        with change:
            given = {"days": change.get("days", kind=int), "why": change.get("why"), "at": at}
            given |= {"agreed_by": self.place.meeting(at.date())}
            workflow.change_interval(plan=self.plan, by=self.place.people["officer"], **given)

    def release(self, at: datetime) -> None:
        """The publisher releases what has been reported since the last round, and answers what
        the screening stops at.
        """
        waiting = [model.objects.waiting().filter(action__plan=self.plan) for model in RELEASED]
        rows = [row for found in waiting for row in found.select_related("action")]
        known = {one.get("words"): one.get("why") for one in self.data.tables("may_be_published")}
        if rows:
            answers = {
                found.key: self.data.among("may_be_published", known, found.words)
                for found in workflow.screening_of(rows)
            }
            publisher = self.place.people["publisher"]
            workflow.release(plan=self.plan, rows=rows, by=publisher, at=at, answers=answers)
