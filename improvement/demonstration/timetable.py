"""When things happen in the demonstration: everything is counted from the day of loading.

The council works in monthly rounds. Month 0 is the latest one, month −1 the one before. In a
round the leads report, somebody looks at the evidence, the board meets, and then the publisher
releases what was reported. Nobody works at weekends or on bank holidays. Days are London's.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cached_property

from councils.days import LONDON, is_working_day, working_days_after


class PartOfRound(Enum):
    """A part of a round: working days before its release, and the time of day it begins."""

    REPORTS = (7, time(9, 15))
    CHECKS = (3, time(13, 30))
    BOARD = (2, time(16, 10))
    RELEASE = (0, time(10, 5))


@dataclass(frozen=True)
class WorkingDays:
    """A day so many working days from the day of loading: −2 is two working days before it."""

    count: int


@dataclass(frozen=True)
class Timetable:
    """The days of the demonstration, for a day of loading in London."""

    today: date

    @cached_property
    def latest_release(self) -> date:
        return working_days_before(self.today, 10)

    def release_day(self, month: int) -> date:
        return working_day_by(months_from(self.latest_release, month))

    def day_in(self, month: int, part: PartOfRound, later: int = 0) -> date:
        """The day of a part of the round, `later` working days into it."""
        return working_days_before(self.release_day(month), part.value[0] - later)

    def at(self, month: int | WorkingDays, part: PartOfRound, minutes: int = 0, later: int = 0):
        """A moment in that part of the round, or at its time of a working day."""
        counted = isinstance(month, WorkingDays)
        day = self.working_day(month) if counted else self.day_in(month, part, later)
        return moment(day, part.value[1], minutes)

    def due_day(self, when: int | WorkingDays | None) -> date | None:
        """The last day of a month, as councils promise things; or some working days from today."""
        if isinstance(when, int):
            first = months_from(self.today.replace(day=1), when)
            return first.replace(day=monthrange(first.year, first.month)[1])
        return self.working_day(when) if when else None

    def first_day(self, month: int) -> date:
        """The first day of a calendar month, counted from the month of loading."""
        return self.due_day(month - 1) + timedelta(days=1)

    def working_day(self, when: WorkingDays) -> date:
        if when.count < 0:
            return working_days_before(self.today, -when.count)
        return working_days_after(self.today, when.count)


def months_from(day: date, months: int) -> date:
    """The same day in another month, or that month's last day if it is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def working_day_by(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def working_days_before(day: date, count: int) -> date:
    """The working day from which there are `count` to `day`; for 0, the last one by then."""
    day = working_day_by(day)
    for _ in range(count):
        day = working_day_by(day - timedelta(days=1))
    return day


def moment(day: date, at: time, minutes: int = 0) -> datetime:
    """An aware moment: so many minutes after a London time of day."""
    return datetime.combine(day, at, tzinfo=LONDON) + timedelta(minutes=minutes)
