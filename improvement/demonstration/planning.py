"""Makes a plan, and plays its stories through the workflow in the order of time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from improvement import workflow
from improvement.demonstration.entering import Clerk
from improvement.demonstration.promises.plan import PlanData
from improvement.demonstration.promises.promise import Promise
from improvement.demonstration.stage import Act, Company, Scene
from improvement.demonstration.timetable import Part, Timetable, WorkingDays, moment
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
from inspections.models import Inspection, Recommendation

RELEASED = (Update, DueDateMove, Evidence, SignOff)
Event = tuple[datetime, int, Callable[[datetime], None]]


@dataclass
class Production:
    """A plan being made and played."""

    data: PlanData
    company: Company
    timetable: Timetable
    inspections: Mapping[str, Inspection]
    recommendations: Mapping[str, Recommendation]
    plan: Plan
    actions: dict[str, Action] = field(default_factory=dict)

    def run(self) -> None:
        """Everything that happened, in the order in which it happened."""
        with workflow.together():
            for at, _, happen in sorted(self.events(), key=lambda event: event[:2]):
                happen(at)

    def events(self) -> Iterator[Event]:
        """Moments, what comes first at the same moment, and what happens."""
        data = self.data
        yield self.moment(data.made, Part.BOARD), 0, self.make
        for place, promise in enumerate(self.promises()):
            if promise.added is not None:
                yield self.moment(promise.added, Part.BOARD), 0, self.adder(promise)
            for order, act in enumerate(promise.story, start=1):
                yield self.moment_of(act, place, order), order, self.player(promise, act)
        if data.published is not None:
            yield self.moment(data.published, Part.RELEASE), 0, self.publish
            for month in range(data.published + 1, 1):
                yield self.moment(month, Part.RELEASE), 0, self.release
        if data.new_interval:
            yield self.moment(data.new_interval.month, Part.BOARD, 55), 0, self.change_interval

    def promises(self) -> list[Promise]:
        return [promise for strand in self.data.strands for promise in strand.promises]

    def moment(self, month: int, part: Part, minutes: int = 0, later: int = 0) -> datetime:
        return moment(self.timetable.day_in(month, part, later), part.value[1], minutes)

    def moment_of(self, act: Act, place: int, order: int) -> datetime:
        """When an act of the story at that `place` in the plan is played: people are spread over
        the days and hours in which reports come in; the board takes one action after another.
        """
        if isinstance(act.when, WorkingDays):
            minutes = place + order * 3
            return moment(self.timetable.working_day(act.when), Part.REPORTS.value[1], minutes)
        if act.part is Part.REPORTS:
            return self.moment(act.when, act.part, place * 23 % 300 + order * 3, later=place % 4)
        return self.moment(act.when, act.part, place)

    # --- what happens ---

    def make(self, at: datetime) -> None:
        """The plan officer types the plan: a draft."""
        data, clerk = self.data, Clerk(self.company.people["officer"], at)
        begins = self.begins()
        self.plan.starts_on = begins
        self.plan.ends_on = self.timetable.due_day((data.published or 0) + data.length)
        clerk.enter(self.plan, inspections=[self.inspections[key] for key in data.reports])
        for number, strand in enumerate(data.strands, start=1):
            workstream = clerk.enter(
                Workstream(
                    plan=self.plan,
                    title=strand.title,
                    order=number,
                    sponsor=self.company.posts[strand.sponsor],
                )
            )
            for promise in strand.promises:
                if promise.added is None:
                    self.promise(promise, workstream, begins, clerk)
        workflow.read_again([action.pk for action in self.actions.values()])

    def begins(self) -> date:
        if self.data.published is None:
            return self.timetable.due_day(0)
        return self.timetable.release_day(self.data.published)

    def promise(self, promise: Promise, workstream, added_on: date, clerk: Clerk) -> Action:
        action = clerk.enter(
            Action(
                plan=self.plan,
                workstream=workstream,
                reference=promise.reference,
                title=promise.title,
                difference=promise.difference,
                success_measure=promise.measure,
                measures=promise.measures,
                lead=self.company.posts[promise.lead] if promise.lead else None,
                original_due=self.timetable.due_day(promise.due),
                added_on=added_on,
            ),
            recommendations=[self.recommendations[key] for key in promise.answers],
        )
        for title, month in promise.milestones:
            day = self.timetable.due_day(month)
            clerk.enter(Milestone(action=action, title=title, original_due=day))
        self.actions[promise.reference] = action
        return action

    def adder(self, promise: Promise) -> Callable[[datetime], None]:
        """Adds an action to the plan that is public already; unless it is a draft, publishes it."""

        def add(at):
            people = self.company.people
            strand = next(one for one in self.data.strands if promise in one.promises)
            workstream = self.plan.workstreams.get(title=strand.title)
            clerk = Clerk(people["officer"], at)
            action = self.promise(
                promise, workstream, self.timetable.board_day(promise.added), clerk
            )
            workflow.read_again([action.pk])
            if not promise.draft:
                workflow.publish_actions(
                    plan=self.plan, actions=[action], by=people["publisher"], at=at
                )

        return add

    def player(self, promise: Promise, act: Act) -> Callable[[datetime], None]:
        def play(at):
            action = self.actions[promise.reference]
            act.play(Scene(action, at, self.company, self.actions, self.timetable))

        return play

    def publish(self, at: datetime) -> None:
        workflow.publish_plan(plan=self.plan, by=self.company.people["publisher"], at=at)
        for action in self.actions.values():
            action.refresh_from_db(fields=["public_at"])

    def change_interval(self, at: datetime) -> None:
        new = self.data.new_interval
        workflow.change_interval(
            plan=self.plan,
            days=new.days,
            why=new.why,
            by=self.company.people["officer"],
            at=at,
            agreed_by=f"{self.company.board}, {at:%-d %B %Y}",
        )

    def release(self, at: datetime) -> None:
        """The publisher releases what has been reported since the last round."""
        rows = [
            row
            for model in RELEASED
            for row in model.objects.waiting()
            .filter(action__plan=self.plan)
            .select_related("action")
        ]
        if rows:
            workflow.release(
                plan=self.plan,
                rows=rows,
                by=self.company.people["publisher"],
                at=at,
                answers={
                    found.key: self.data.answers[found.words]
                    for found in workflow.screening_of(rows)
                },
            )
