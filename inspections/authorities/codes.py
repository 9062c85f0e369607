"""GSS codes with their days, in one cell: E10000002 until 2020-03-31; E06000060 from 2020-04-01."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspections.intake.values import day_in
from inspections.recommendations.resources import Mistake

_PART = re.compile(r"([A-Za-z]\d{8})(?:\s+from\s+(.+?))?(?:\s+(?:until|to)\s+(.+?))?\s*", re.I)


@dataclass(frozen=True)
class Code:
    """`first` and `last` are the days in force; None: from the beginning, still in force."""

    code: str
    first: date | None = None
    last: date | None = None

    def __str__(self):
        first = f" from {self.first.isoformat()}" if self.first else ""
        last = f" until {self.last.isoformat()}" if self.last else ""
        return f"{self.code}{first}{last}"


def codes_in(cell: str) -> list[Code]:
    """The codes that a cell names. Raises Mistake."""
    found = [_code(part.strip()) for part in re.split(r"[;,\n]", cell) if part.strip()]
    if len({one.code for one in found}) < len(found):
        raise Mistake("A code stands twice here.", "Write it once.")
    if sum(one.last is None for one in found) > 1:
        raise Mistake("Two codes are in force at once.", "Say until when one of them was.")
    return found


def written(codes: Iterable[Code]) -> str:
    """Codes as `codes_in` reads them, the oldest first."""
    in_order = sorted(codes, key=lambda one: (one.first or date.min, one.code))
    return "; ".join(map(str, in_order))


def _code(part: str) -> Code:
    if not (found := _PART.fullmatch(part)):
        raise Mistake(
            f"“{part}” is no GSS code.", "Write E08000015, or E08000015 until 31/03/2020."
        )
    first, last = (day_in(day) if day else None for day in found.group(2, 3))
    if first and last and last < first:
        raise Mistake(f"{found[1].upper()} ends before it begins.", "Correct one of the two days.")
    return Code(found[1].upper(), first, last)
