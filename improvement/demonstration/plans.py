"""Makes a plan and plays its stories through the workflow, in the order of time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from pathlib import Path

from councils import publishing
from improvement import workflow
from improvement.demonstration.acts import ACTS, Scene
from improvement.demonstration.files import Entry, enter
from improvement.demonstration.places import Place
from improvement.demonstration.timetable import Part, Timetable, WorkingDays, moment
from improvement.indicators.recording import change_target, record_reading, release_readings
from improvement.models import (
    Action,
    DueDateMove,
    Evidence,
    Indicator,
    Milestone,
    Plan,
    Reading,
    SignOff,
    Update,
    Workstream,
)

RELEASED = (Update, DueDateMove, Evidence, SignOff)
Event = tuple[datetime, int, Callable[[datetime], None]]
LATER = 2  # rounds from the day that is measured to the release of its reading


@dataclass
class Production:
    """A plan being made and played. Without `published` it is a draft."""

    data: Entry
    strands: list[Entry]
    timetable: Timetable
    place: Place | None = None  # nothing can be played without it
    plan: Plan = field(default_factory=Plan)
    workstreams: dict[str, Workstream] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path, name: str, timetable: Timetable, place=None) -> "Production":
        """`name` is the folder of the plan, with a file for each workstream."""
        files = sorted(path.name for path in (folder / name).glob("[0-9]*.toml"))
        strands = [Entry.read(folder, f"{name}/{file}") for file in files]
        return cls(Entry.read(folder, f"{name}/plan.toml"), strands, timetable, place)

    def run(self) -> None:
        """Everything that happened, in the order in which it happened."""
        self.plan.slug = self.data.file.split("/")[-2]
        with workflow.together():
            for at, _, happen in sorted(self.events(), key=lambda event: event[:2]):
                happen(at)

    def promises(self) -> list[tuple[Entry, Entry]]:
        """Each action with its workstream."""
        return [(one, strand) for strand in self.strands for one in strand.tables("action")]

    def events(self) -> Iterator[Event]:
        """Moments, what comes first at the same moment, and what happens."""
        published = self.data.when("published", None)
        yield self.moment(self.data.when("made"), Part.BOARD), 0, self.make
        for place, (promise, strand) in enumerate(self.promises()):
            added = promise.when("added", None)
            if added is not None:
                yield self.moment(added, Part.BOARD), 0, partial(self.add, promise, strand)
            for order, (entry, at) in enumerate(self.story(promise, place), start=1):
                reference = promise.get("reference")
                yield at, order, partial(self.play, entry, reference)
        if published is not None:
            yield self.moment(published, Part.RELEASE), 0, self.publish
            for month in range(published + 1, 1):
                yield self.moment(month, Part.RELEASE), 0, self.release
        for change in self.data.tables("new_interval"):
            at = self.moment(change.when(), Part.BOARD, 55)
            yield at, 0, partial(self.change_interval, change)

    def story(self, promise: Entry, place: int) -> Iterator[tuple[Entry, datetime]]:
        """What happens to the action at that `place` in the plan, and when: people are spread
        over the days and hours in which reports come in; the board takes one after another.
        """
        order, before = 0, None
        for entry in promise.tables("story"):
            part, _ = entry.of("act", ACTS)
            for month in entry.get("months", None, list) or [None]:
                order += 1
                when = entry.when() if month is None else month
                if isinstance(when, WorkingDays):
                    day, begin, minutes = (
                        self.timetable.working_day(when),
                        Part.REPORTS.value[1],
                        place + order * 3,
                    )
                    at = moment(day, begin, minutes)
                elif part is Part.REPORTS:
                    at = self.moment(when, part, place * 23 % 300 + order * 3, place % 4)
                else:
                    at = self.moment(when, part, place)
                if before and at < before:
                    raise entry.wrong("it happens before what stands above it.")
                if at.date() >= self.timetable.today:
                    raise entry.wrong("its day has not come yet on the day of loading.")
                before = at
                yield entry, at

    def moment(self, month: int, part: Part, minutes: int = 0, later: int = 0) -> datetime:
        return moment(self.timetable.day_in(month, part, later), part.value[1], minutes)

    # --- what happens ---

    def make(self, at: datetime) -> None:
        """The plan officer types the plan: a draft."""
        data, place, officer = self.data, self.place, self.place.people["officer"]
        published = data.when("published", None)
        draft = published is None
        begins = self.timetable.due_day(0) if draft else self.timetable.release_day(published)
        ends = self.timetable.due_day((published or 0) + data.get("length", kind=int))
        given = {"council": place.council, "overseen_by": place.board, "starts_on": begins}
        self.plan = data.make(Plan, slug=self.plan.slug, ends_on=ends, **given)
        enter(self.plan, officer, at, inspections=data.all_of("reports", place.inspections))
        for number, strand in enumerate(self.strands, start=1):
            sponsor = strand.of("sponsor", place.posts)
            stream = strand.make(Workstream, plan=self.plan, order=number, sponsor=sponsor)
            self.workstreams[strand.file] = enter(stream, officer, at)
            for promise in strand.tables("action"):
                if promise.when("added", None) is None:
                    self.promise(promise, strand, begins, at)
        workflow.read_again([action.pk for action in self.actions.values()])

    def promise(self, promise: Entry, strand: Entry, added_on, at: datetime) -> Action:
        with promise:
            officer, place = self.place.people["officer"], self.place
            promise.asked |= {"draft", "story"}
            action = promise.make(
                Action,
                plan=self.plan,
                workstream=self.workstreams[strand.file],
                lead=promise.of("lead", place.posts, None),
                original_due=self.timetable.due_day(promise.when("due", None)),
                added_on=added_on,
            )
            answers = promise.all_of("answers", place.findings)
            enter(action, officer, at, recommendations=answers)
            for entry in promise.tables("milestone"):
                with entry:
                    due = self.timetable.due_day(entry.when("due"))
                    enter(entry.make(Milestone, action=action, original_due=due), officer, at)
            self.actions[promise.get("reference")] = action
            return action

    def add(self, promise: Entry, strand: Entry, at: datetime) -> None:
        """An action joins the plan that is public already; unless it is a draft, it is public."""
        day = self.timetable.board_day(promise.when("added"))
        action = self.promise(promise, strand, day, at)
        workflow.read_again([action.pk])
        if not promise.get("draft", False, bool):
            publisher = self.place.people["publisher"]
            workflow.publish_actions(plan=self.plan, actions=[action], by=publisher, at=at)

    def play(self, entry: Entry, reference: str, at: datetime) -> None:
        with entry:
            _, act = entry.of("act", ACTS)
            act(Scene(entry, self.actions[reference], self.actions, self.place, at))

    def publish(self, at: datetime) -> None:
        workflow.publish_plan(plan=self.plan, by=self.place.people["publisher"], at=at)
        for action in self.actions.values():
            action.refresh_from_db(fields=["public_at"])

    def change_interval(self, change: Entry, at: datetime) -> None:
        with change:
            workflow.change_interval(
                plan=self.plan,
                days=change.get("days", kind=int),
                why=change.get("why"),
                by=self.place.people["officer"],
                at=at,
                agreed_by=self.place.meeting(at.date()),
            )

    def release(self, at: datetime) -> None:
        """The publisher releases what has been reported since the last round, and answers what
        the screening stops at.
        """
        rows = [
            row
            for model in RELEASED
            for row in model.objects.waiting()
            .filter(action__plan=self.plan)
            .select_related("action")
        ]
        known = {one.get("words"): one.get("why") for one in self.data.tables("may_be_published")}
        answers = {
            found.key: self.data.among("may_be_published", known, found.words)
            for found in (workflow.screening_of(rows) if rows else ())
        }
        if rows:
            publisher = self.place.people["publisher"]
            workflow.release(plan=self.plan, rows=rows, by=publisher, at=at, answers=answers)


# --- what is measured ---


def measure(data: Entry, place: Place) -> None:
    """Readings are of the last days of months, each recorded and released two rounds later."""
    plan = Plan.objects.get(council=place.council, slug=data.get("plan"))
    for entry in data.tables("indicator"):
        with entry:
            _Measuring(entry, plan, place, data.when("published")).play()


@dataclass(frozen=True)
class _Measuring:
    entry: Entry
    plan: Plan
    place: Place
    published: int  # month

    def at(self, month: int, part: Part) -> datetime:
        return moment(self.place.timetable.day_in(month, part), part.value[1], 20)

    def play(self) -> None:
        entry, people = self.entry, self.place.people
        readings = entry.tables("reading")
        indicator = self.begin(min(reading.when() for reading in readings))
        changes = entry.tables("changed")
        provisional = entry.get("newest_is_provisional", False, bool)
        for reading in readings:
            with reading:
                month = reading.when()
                while changes and month + LATER > changes[0].when():
                    self.change(changes.pop(0), indicator)
                round_of = max(month + LATER, self.published + 1)
                newest = provisional and reading is readings[-1]
                self.record(reading, indicator, newest, self.at(round_of, Part.REPORTS))
                at = self.at(round_of, Part.RELEASE)
                release_readings(indicator=indicator, by=people["publisher"], at=at)

    def begin(self, first: int) -> Indicator:
        entry, people, timetable = self.entry, self.place.people, self.place.timetable
        promised = {"baseline_on": ("baseline", first), "target_on": ("target", 12)}
        days = {
            name: timetable.due_day(month)
            for name, (key, month) in promised.items()
            if key in entry.values
        }
        every = {"frequency": Indicator.Frequency.QUARTERLY, "council": self.place.council}
        actions = {action.reference: action for action in self.plan.actions.all()}
        links = {"plans": [self.plan], "actions": entry.all_of("actions", actions)}
        indicator = entry.make(Indicator, **every, **days)
        enter(indicator, people["officer"], self.at(self.published, Part.REPORTS), **links)
        at = self.at(self.published, Part.RELEASE)
        publishing.release(record=indicator, by=people["publisher"], at=at)
        return indicator

    def record(self, reading: Entry, indicator: Indicator, provisional: bool, at) -> None:
        numbers = {
            name: value if name == "missing_note" else Decimal(value)
            for name, value in reading.rest().items()
        }
        if "missing_note" in numbers:
            numbers["missing"] = Reading.Missing.OTHER
        standing = Reading.Standing.PROVISIONAL if provisional else Reading.Standing.FINAL
        day = self.place.timetable.due_day(reading.when())
        officer = self.place.people["officer"]
        record_reading(
            indicator=indicator, as_at=day, standing=standing, by=officer, at=at, **numbers
        )

    def change(self, changed: Entry, indicator: Indicator) -> None:
        with changed:
            at, why = self.at(changed.when(), Part.BOARD), changed.get("why")
            change_target(
                indicator=indicator,
                changes={name: Decimal(value) for name, value in changed.rest().items()},
                why=why,
                agreed_by=self.place.meeting(at.date()),
                by=self.place.people["officer"],
                at=at,
            )
