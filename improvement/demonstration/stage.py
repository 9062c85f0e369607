"""Who and where: what an act of the demonstration finds when it is played."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from councils.days import day_of
from councils.models import Post, PostHolding, User
from improvement.demonstration.timetable import Part, Timetable, WorkingDays
from improvement.models import Action, Evidence, Update

When = int | WorkingDays


@dataclass(frozen=True)
class Company:
    """A council's people by role or user name, its posts by key, and who holds them when."""

    people: Mapping[str, User]
    posts: Mapping[str, Post]
    holdings: Mapping[int, list[PostHolding]]
    site: str
    board: str

    def holder(self, post: Post | None, on: date) -> User | None:
        """Who holds the post on that day; None if it is vacant."""
        for holding in self.holdings.get(post.pk, ()) if post else ():
            if holding.started_on <= on and (holding.ended_on is None or on <= holding.ended_on):
                return holding.user
        return None


@dataclass(frozen=True)
class Scene:
    """One action at one moment."""

    action: Action
    at: datetime
    company: Company
    actions: Mapping[str, Action]
    timetable: Timetable

    @property
    def day(self) -> date:
        return day_of(self.at)

    @property
    def people(self) -> Mapping[str, User]:
        return self.company.people

    @property
    def posts(self) -> Mapping[str, Post]:
        return self.company.posts

    @property
    def site(self) -> str:
        return self.company.site

    def lead(self) -> User | None:
        """Whoever holds the leading post on the day; None: no lead, or a vacant post."""
        return self.company.holder(self.action.lead, self.day)

    def checker(self, evidence: Evidence) -> User:
        """The plan officer; where the officer offered the evidence, the board's secretary."""
        officer = self.people["officer"]
        return self.people["secretary"] if evidence.added_by_id == officer.pk else officer

    def last_report(self) -> Update:
        return self.action.updates.latest("number")

    def meeting(self) -> str:
        """The board's meeting of the day, as it is cited."""
        return f"{self.company.board}, {self.day:%-d %B %Y}"


@dataclass(frozen=True)
class Act:
    """Something that happens to an action: one call of the workflow.

    A story is a list of acts, told in the order in which they happened. `when` is a month of the
    council's rounds, counted back from the day of loading (−3: three months before), or a number
    of working days before it, for what has not been released yet.
    """

    when: When
    part: ClassVar[Part] = Part.REPORTS

    def play(self, scene: Scene) -> None:
        raise NotImplementedError
