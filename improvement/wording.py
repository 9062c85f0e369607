"""Days, ages and counts as people say them on the public pages."""

import calendar
from collections.abc import Sequence
from datetime import date

_MONTHS = tuple(calendar.month_name)  # which writes a name anew each time it is asked for
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_FORTNIGHT = 14  # days: from here an age is told in weeks
_TWO_YEARS = 2 * 365  # days: from here it is told in years


def day_words(day: date) -> str:
    """20 September 2016."""
    return f"{day.day} {_MONTHS[day.month]} {day.year}"


def month_words(day: date) -> str:
    """September 2016."""
    return f"{_MONTHS[day.month]} {day.year}"


def span(days: int) -> str:
    """A length of time: 1 day, 13 days, 2 weeks, 19 weeks, 2 years."""
    if days < _FORTNIGHT:
        return "1 day" if days == 1 else f"{days} days"
    if days < _TWO_YEARS:
        return f"{days // 7} weeks"
    return f"{days // 365} years"


def ago(day: date, on: date) -> str:
    """How long before the day `on` this was: today, yesterday, 9 days ago, 14 weeks ago."""
    days = (on - day).days
    if days < 1:
        return "today"
    return "yesterday" if days == 1 else f"{span(days)} ago"


def number(count: int) -> str:
    """no, one … nine; then 10, 11 …"""
    return _WORDS[count] if count < len(_WORDS) else str(count)


def plural(count: int, one: str, many: str) -> str:
    """The form that goes with the count."""
    return one if count == 1 else many


def counted(count: int, one: str, many: str = "") -> str:
    """one action, 12 actions; `many` where an s does not make the plural."""
    return f"{number(count)} {plural(count, one, many or one + 's')}"


def counted_as(count: int, noun: str) -> str:
    """1 action, 3 actions: in figures."""
    return f"{count} {plural(count, noun, noun + 's')}"


def times(count: int) -> str:
    """once, twice, three times."""
    return {1: "once", 2: "twice"}.get(count) or f"{number(count)} times"


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def opened(sentence: str) -> str:
    """With a capital letter at the beginning, the rest untouched."""
    return sentence[:1].upper() + sentence[1:]
