"""Days and numbers as people write them in cells. Each raises Mistake, with what to write instead.

A day may be written as the United Kingdom does, as ISO 8601 does, in words, or be a real date of
the spreadsheet. 3/4/2025 is the third of April.
"""

import re
from calendar import month_name, monthrange
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from inspections.cells import fold
from inspections.intake.rows import Mistake

_TIME = r"(?:[ T]\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?)?"
_ISO = re.compile(rf"(\d{{4}})-(\d\d)-(\d\d){_TIME}")
_UK = re.compile(rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d\d){_TIME}")
_WORDS = re.compile(
    r"(?:[a-z]+day,? )?(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]{3,9})\.?,?[ -]"
    rf"(\d{{4}}|\d\d){_TIME}"
)
_MONTH = re.compile(r"([a-z]{3,9})\.?[ -](\d{4}|\d\d)")
_ISO_MONTH = re.compile(r"(\d{4})-(\d\d)")
_QUARTER = re.compile(r"(?:q([1-4]),? (\d{4})[/-](\d\d)|(\d{4})[/-](\d\d),? q([1-4]))")
_NUMBER = re.compile(r"(-?)(£?)(\d{1,3}(?:,\d{3})+|\d{1,12})?(\.\d{1,15})?(?:e(-?\d\d?))?(%?)")
_SUCH_AS = "Write a day such as 31/03/2025, 31 March 2025 or 2025-03-31."


@lru_cache(maxsize=4_096)
def day_in(cell: str) -> date:
    """The day that the cell says."""
    written = fold(cell)
    if found := _ISO.fullmatch(written):
        return _day(cell, int(found[1]), int(found[2]), int(found[3]))
    if found := _UK.fullmatch(written):
        return _day(cell, _year(found[4]), int(found[3]), int(found[1]))
    if found := _WORDS.fullmatch(written):
        return _day(cell, _year(found[3]), _month(found[2]), int(found[1]))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", written):
        raise Mistake(
            "This is a number, by which a spreadsheet counts days.", "Format the column as a date."
        )
    raise Mistake("This is not a day.", _SUCH_AS)


@lru_cache(maxsize=4_096)
def last_day_in(cell: str) -> date:
    """The day that the cell says, or the last one of the month or the financial quarter.

    A year by itself is refused: some years are counted to the end of March, some of September.
    """
    written = fold(cell)
    if found := _QUARTER.fullmatch(written):
        return _end_of_quarter(*(found.group(1, 2, 3) if found[1] else found.group(6, 4, 5)), cell)
    if found := _MONTH.fullmatch(written):
        return _end_of_month(cell, _year(found[2]), _month(found[1]))
    if (found := _ISO_MONTH.fullmatch(written)) and int(found[2]) <= 12:
        return _end_of_month(cell, int(found[1]), int(found[2]))
    if re.fullmatch(r"\d{4}([/-]?\d\d)?", written):
        raise Mistake("This is a year, and years end on different days.", _SUCH_AS)
    return day_in(cell)


class Number(NamedTuple):
    """A number, and the sign that stands with it: “%”, “£” or nothing."""

    value: Decimal
    sign: str


def number_in(cell: str) -> Number:
    """23.5, 1,234.5, 23.5%, £12,000: with a decimal point, to four places."""
    written = re.sub(r"[\s\u00a0\u202f]+", "", cell).replace("−", "-").lower()
    found = _NUMBER.fullmatch(written) if written.isascii() or "£" in written else None
    if not found or not (found[3] or found[4]) or (found[2] and found[6]):
        mend = "Write a number in digits, with a point for the decimals: 23.5."
        if re.fullmatch(r"-?\d+,\d+%?", written):
            mend = f"Write a point for the decimals: {written.replace(',', '.')}."
        raise Mistake("This is not a number.", mend)
    minus, pound, whole, part, power, per_cent = found.groups()
    digits = f"{minus}{(whole or '0').replace(',', '')}{part or ''}"
    value = Decimal(digits).scaleb(int(power or 0)).quantize(Decimal("0.0001"))
    if abs(value) >= Decimal(10) ** 12:
        raise Mistake("This number is too large.", "Correct it.")
    return Number(value, pound or per_cent)


def _year(written: str) -> int:
    return int(written) if len(written) == 4 else 2000 + int(written)


def _month(written: str) -> int:
    """The number of a month that is named or shortened to three letters or more; 0 for none."""
    return next((n for n in range(1, 13) if month_name[n].lower().startswith(written)), 0)


def _day(cell: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Mistake("There is no such day.", _SUCH_AS) from None


def _end_of_month(cell: str, year: int, month: int) -> date:
    if not month or not 1 <= year <= 9999:
        raise Mistake("This is not a day.", _SUCH_AS)
    return date(year, month, monthrange(year, month)[1])


def _end_of_quarter(quarter: str, first: str, second: str, cell: str) -> date:
    """Of a financial year from April: Q1 2025/26 ends on 30 June 2025, Q4 on 31 March 2026."""
    year = int(first)
    if (year + 1) % 100 != int(second):
        raise Mistake("These are not two years that follow one another.", _SUCH_AS)
    month = int(quarter) * 3 + 3
    return _end_of_month(cell, year + (month > 12), (month - 1) % 12 + 1)
