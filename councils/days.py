"""Days as a council counts them: in Europe/London, and without England's bank holidays.

Nothing here reads the clock: the moment or the day is always passed in.
"""

from calendar import monthrange
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from django.db.models.functions import TruncDate

LONDON = ZoneInfo("Europe/London")


def day_of(at: datetime) -> date:
    """The London day in which the aware moment `at` falls."""
    return at.astimezone(LONDON).date()


def start_of(day: date) -> datetime:
    """The first moment of the London day `day`, aware."""
    return datetime.combine(day, time.min, tzinfo=LONDON)


def end_of(day: date) -> datetime:
    """The first moment after the London day `day`: compare with `<`."""
    return start_of(day + timedelta(days=1))


@cache
def _bank_holidays():
    import holidays  # slow to load, and most commands ask for no working day

    return holidays.country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    """Monday to Friday, and not a bank holiday in England."""
    return day.weekday() < 5 and day not in _bank_holidays()


def working_days_after(day: date, count: int) -> date:
    """The `count`-th working day after `day`; the day itself is not counted."""
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


@lru_cache(maxsize=10_000)  # a page asks of many reports that were made on the same days
def end_of_month(day: date) -> date:
    """The last day of the month that `day` is in."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first`, up to and including `last`."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day) for day in days)


class LondonDay(TruncDate):
    """The London day of a stored moment, for queries and database constraints."""

    def __init__(self, expression, **extra):
        super().__init__(expression, tzinfo=LONDON, **extra)
