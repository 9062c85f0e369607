"""Days as people write them in trackers. What can be read in two ways is not read.

Two digits of a year are of this century. "dmy" (the British way) or "mdy" is told by the layout.
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from inspections.cells import fold

_NAMES = {
    name: number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(map(str.casefold, names))
    if name
} | {"sept": 9}
MONTH = "|".join(sorted(_NAMES, key=len, reverse=True))
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?z?)?")
_NUMBERS = re.compile(r"(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})")
_DAY = r"(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?,? "
_WORDS = re.compile(
    rf"(?:{_DAY})?(\d{{1,2}})(?:st|nd|rd|th)?[ -]?(?:of )?({MONTH})"
    r"[,. -]{0,2}(?:'?(\d{2})|(\d{4}))(?: \d{1,2}:\d{2})?"
)
_AMERICAN = re.compile(rf"({MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})")
_LOOSE_NUMBERS = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})"
_ANY = re.compile(rf"(?<![\w/.-])(?:{_ISO.pattern}|{_LOOSE_NUMBERS}|{_WORDS.pattern})(?![\w/])")
_END = r"(?:by |the |at )*(?:(end|mid|middle|early|beginning|start|late)(?: of)? )?"
_MONTH_YEAR = re.compile(rf"{_END}({MONTH})\.?[ ,/-]{{0,2}}(?:'(\d{{2}})|(\d{{4}})|(\d{{2}}))?")
_QUARTER = re.compile(
    r"(?:by |end |of |the )*(?:q|qtr |quarter )([1-4])(?: of)?[ ,/-]*"
    r"(?:(?:20)?(\d{2})\s?[/-]\s?(?:20)?(\d{2})|(?:20)(\d{2})|'(\d{2}))?"
)
# In the week, or before the day, that is named: close to one day, but not it.
_NEAR = re.compile(r"(?:w/c|wc|week commencing|w/e|week ending|by|before|from|after) (.+)")
NO_DATE = {
    *("ongoing", "on-going", "on going", "tbc", "tbd", "tba", "n/a", "na", "none", "-", "--"),
    *("to be confirmed", "to be determined", "to be agreed", "not applicable", "continuous"),
    *("rolling", "no date", "not set", "not known", "unknown", "as required", "?", "nil"),
}
_EXCEL_DAYS = range(36526, 73051)  # 2000 to 2099, as Excel counts days
_EXCEL_START = date(1899, 12, 30)


@lru_cache(maxsize=4096)
def read_day(cell: str, order: str = "dmy") -> date | None:
    """The one day that a cell names; None where it names none, or may name two."""
    words = fold(cell)
    if found := _ISO.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMBERS.fullmatch(words):
        first, second, year = int(found[1]), int(found[3]), _year(found[4])
        return _day(year, first, second) if order == "mdy" else _day(year, second, first)
    if found := _WORDS.fullmatch(words):
        return _day(_year(found[3] or found[4]), _NAMES[found[2]], int(found[1]))
    if found := _AMERICAN.fullmatch(words):
        return _day(int(found[3]), _NAMES[found[1]], int(found[2]))
    return None


def order_shown(cell: str) -> str:
    """ "dmy" or "mdy", where the numbers of a date can only be read so; "either"; or nothing."""
    found = _NUMBERS.fullmatch(fold(cell))
    if not found:
        return ""
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    as_dmy, as_mdy = _day(year, second, first), _day(year, first, second)
    if as_dmy and as_mdy:
        return "" if first == second else "either"
    return "dmy" if as_dmy else "mdy" if as_mdy else ""


def two_digit_year(cell: str) -> bool:
    words = fold(cell)
    numbers, worded = _NUMBERS.fullmatch(words), _WORDS.fullmatch(words)
    return bool(numbers and len(numbers[4]) == 2 or worded and worded[3])


def dates_in(cell: str, order: str = "dmy") -> Iterator[date]:
    """The days that are written within longer words."""
    for found in _ANY.finditer(fold(cell)):
        if day := read_day(found[0], order):
            yield day


def month_of(words: str) -> date | None:
    """The first day of a month that is named with its year ("Mar 2026"), and nothing else."""
    found = _MONTH_YEAR.fullmatch(fold(words))
    if not found or found[1] or not (found[3] or found[4]):
        return None
    return date(_year(found[3] or found[4]), _NAMES[found[2]], 1)


@dataclass(frozen=True)
class DateReading:
    """What words may mean as a date: ISO dates, or "" for none, each with the words for it.

    `proposed` is the one that they mean by themselves, and `why`. `needs_quarters`: it depends on
    what the council calls a quarter.
    """

    choices: tuple[tuple[str, str], ...] = ()
    proposed: str | None = None
    why: str = ""
    needs_quarters: bool = False


def reading_of(cell: str, *, today: date, quarters: str = "", order: str = "dmy") -> DateReading:
    """What a cell may mean that holds no plain date."""
    words = fold(cell).strip(" .")
    if words in NO_DATE or not words:
        return DateReading((), "", "These words say that there is no date.")
    for read in (_quarter, _month, _near):
        if found := read(words, today, quarters, order):
            return found
    if words.isdigit() and int(words) in _EXCEL_DAYS:
        day = _EXCEL_START + timedelta(days=int(words))
        return DateReading((_said(day, "the day that Excel counts so"),))
    return DateReading(tuple(_said(day) for day in dict.fromkeys(dates_in(cell, order))))


def _near(words: str, today: date, quarters: str, order: str) -> DateReading | None:
    found = _NEAR.fullmatch(words)
    day = read_day(found[1], order) if found else None
    return DateReading((_said(day),)) if day else None


def _month(words: str, today: date, quarters: str, order: str) -> DateReading | None:
    found = _MONTH_YEAR.fullmatch(words)
    if not found:
        return None
    which, name, quoted, year, number = found.groups()
    month, digits = _NAMES[name], quoted or year or number
    soon = (today.year, today.year + 1)
    if which not in (None, "end"):
        sure = _year(digits) if digits else today.year
        days = [date(sure, month, 15), _month_end(sure, month)]
    elif number and int(number) <= 31 and not which:
        days = [_month_end(2000 + int(number), month)]
        days += filter(None, (_day(year, month, int(number)) for year in soon))
    elif digits:
        day = _month_end(_year(digits), month)
        why = "A month as a deadline ends with the month."
        return DateReading((_said(day),), day.isoformat(), why)
    else:
        days = [_month_end(year, month) for year in soon]
    return DateReading(tuple(map(_said, days)))


def _quarter(words: str, today: date, quarters: str, order: str) -> DateReading | None:
    found = _QUARTER.fullmatch(words)
    if not found:
        return None
    if found[2]:
        return _financial_quarter(int(found[1]), int(found[2]), int(found[3]))
    year = found[4] or found[5]
    rules = [quarters] if quarters in ("calendar", "financial") else ["calendar", "financial"]
    days = [
        (quarter_end(int(found[1]), one, rule), rule)
        for one in ([2000 + int(year)] if year else range(today.year - 1, today.year + 2))
        for rule in rules
    ]
    likely = [(day, rule) for day, rule in days if year or day >= today - timedelta(days=92)][:4]
    choices = tuple(_said(day, f"quarter of the {rule} year") for day, rule in likely)
    if year and len(rules) == 1:
        return DateReading(choices, choices[0][0], f"A quarter here is one of the {rules[0]} year.")
    return DateReading(choices, needs_quarters=bool(year))


def _financial_quarter(quarter: int, first: int, second: int) -> DateReading | None:
    """Of a year that is named by two, 26/27; None where the second does not follow the first."""
    if second != (first + 1) % 100:
        return None
    day = quarter_end(quarter, 2000 + first, "financial")
    return DateReading((_said(day),), day.isoformat(), "Two years name a financial year.")


def quarter_end(quarter: int, year: int, rule: str) -> date:
    """The last day of a quarter; a financial year is named by the one in which it begins."""
    month = quarter * 3
    if rule == "financial":
        return _month_end(year + (month == 12), (month + 3 - 1) % 12 + 1)
    return _month_end(year, month)


def has_year(words: str) -> bool:
    """Whether words that were once read as a date name the year, and so mean it for ever."""
    return bool(re.search(r"\d{4}|'\d{2}|\d{2}\s?/\s?\d{2}|[a-z][ -]\d{2}$", fold(words)))


def _said(day: date, more: str = "") -> tuple[str, str]:
    words = f"{day.day} {calendar.month_name[day.month]} {day.year}"
    return day.isoformat(), f"{words} ({more})" if more else words


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _year(digits: str) -> int:
    return int(digits) + 2000 if len(digits) == 2 else int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    """None for what no calendar has, or no plan."""
    if not 1990 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
