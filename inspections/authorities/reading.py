"""How a council's cells become values: codes with their days, types, slugs.

GSS codes stand with their days in one cell: E10000002 until 2020-03-31; E06000060 from 2020-04-01.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from councils.models import Council
from inspections.cells import fold, one_line
from inspections.intake import Mistake
from inspections.intake.values import day_in

TEXTS = ("name", "official_name", "kind", "region", "dfe_code", "ofsted_urn")
DAYS = ("opened_on", "abolished_on")
_PART = re.compile(r"([A-Za-z]\d{8})(?:\s+from\s+(.+?))?(?:\s+(?:until|to)\s+(.+?))?\s*", re.I)
_KINDS = {fold(word): kind.value for kind in Council.Kind for word in (kind.value, kind.label)}
_KINDS |= {"metropolitan": "metropolitan-borough", "unitary": "unitary", "county": "county"}
_KINDS |= {"metropolitan district": "metropolitan-borough", "other": "other"}


@dataclass(frozen=True)
class DatedCode:
    """`first` and `last` are the days in force; None: from the beginning, still in force."""

    code: str
    first: date | None = None
    last: date | None = None

    def __str__(self):
        first = f" from {self.first.isoformat()}" if self.first else ""
        last = f" until {self.last.isoformat()}" if self.last else ""
        return f"{self.code}{first}{last}"


def codes_in(cell: str) -> list[DatedCode]:
    """The codes that a cell names. Raises Mistake."""
    found = [_code(part.strip()) for part in re.split(r"[;,\n]", cell) if part.strip()]
    if len({one.code for one in found}) < len(found):
        raise Mistake("A code stands twice here.", "Write it once.")
    if sum(one.last is None for one in found) > 1:
        raise Mistake("Two codes are in force at once.", "Say until when one of them was.")
    return found


def written(codes: Iterable[DatedCode]) -> str:
    """Codes as `codes_in` reads them, the oldest first."""
    in_order = sorted(codes, key=lambda one: (one.first or date.min, one.code))
    return "; ".join(map(str, in_order))


def _code(part: str) -> DatedCode:
    if not (found := _PART.fullmatch(part)):
        raise Mistake(
            f"“{part}” is no GSS code.", "Write E08000015, or E08000015 until 31/03/2020."
        )
    first, last = (day_in(day) if day else None for day in found.group(2, 3))
    if first and last and last < first:
        raise Mistake(f"{found[1].upper()} ends before it begins.", "Correct one of the two days.")
    return DatedCode(found[1].upper(), first, last)


def value_in(column: str, cell: str) -> str:
    """The cell by the model's own rules. Raises Mistake."""
    text = one_line(cell)
    if column == "codes":
        return written(codes_in(text)) if text else ""
    if column in DAYS:
        return day_in(text).isoformat() if text else ""
    if column == "kind":
        return _type_of(text)
    if column == "slug" and text != slugify(text):
        raise Mistake("This is no slug.", f"Write small letters and hyphens: {slugify(text)}.")
    if column == "dfe_code" and text and not (text.isascii() and text.isdigit() and len(text) == 3):
        raise Mistake("This is not three digits.", "Correct it.")
    try:
        Council._meta.get_field(column).run_validators(text)
    except ValidationError as problem:
        raise Mistake(problem.messages[0], "Correct it.") from problem
    return text


def _type_of(text: str) -> str:
    if not text:
        return Council.Kind.OTHER.value
    if fold(text) not in _KINDS:
        known = ", ".join(kind.label for kind in Council.Kind)
        raise Mistake("No type of council is called so.", f"Write one of: {known}.")
    return _KINDS[fold(text)]
