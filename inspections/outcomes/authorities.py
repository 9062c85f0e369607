"""Which council a row speaks of: by its code, on the day in question.

Statistics name a council by the code in force when they were made, or when the inspection was. What
was found at a council that has been abolished stays its own; nobody who came after inherits it.
"""

import re
from datetime import date

from councils.models import Council, CouncilCode
from inspections.cells import fold
from inspections.outcomes.rows import OutcomeRow

_MEND = "Correct the row, or add the code to the council in the admin, with its days."


class CouncilsBySign:
    """All councils and the signs by which a file may name them."""

    def __init__(self, as_at: date | None):
        self.as_at = as_at
        codes = CouncilCode.objects.select_related("council")
        self._codes = {code.code.upper(): code for code in codes}
        councils = list(Council.objects.filter(is_demonstration=False))
        self._urns = {one.ofsted_urn: one for one in councils if one.ofsted_urn}
        self._names = {
            name: one for one in councils for name in (_name(one.name), _name(one.official_name))
        }
        self._names.pop("", None)

    def find(self, said: OutcomeRow, signs: dict[str, tuple[str, str]], day: date | None) -> None:
        """Set the row's council, or say why not. `signs`: heading and value, by our columns."""
        code, urn, name = (signs.get(key, ("", "")) for key in ("code", "urn", "name"))
        council = self._by_sign(said, code, urn, name)
        if council is None:
            return
        named = self._names.get(_name(name[1])) if name[1] else None
        if named and named != council:
            said.is_wrong(
                *name,
                f"The code {code[1] or urn[1]} is {council}'s, and this is the name of {named}.",
                "Correct one of them.",
            )
            return
        if day and not _existed(council, day):
            said.is_wrong(
                *(code if code[1] else urn if urn[1] else name),
                f"{council} did not exist on {day:%-d %B %Y}.{_others(council, day)}",
                "Correct the code or the day.",
            )
            return
        said.council = council
        if code[1]:
            self._note_code(said, self._codes[code[1].upper()], day)

    def _by_sign(self, said: OutcomeRow, code, urn, name) -> Council | None:
        if code[1]:
            if known := self._codes.get(code[1].upper()):
                return known.council
            said.is_wrong(*code, "No council has, or ever had, this code here.", _MEND)
        elif urn[1]:
            if known := self._urns.get(urn[1]):
                return known
            said.is_wrong(*urn, "No council has this number here.", "Correct it.")
        elif known := self._names.get(_name(name[1])):
            return known
        else:
            said.is_wrong(*name, "No council has this name here.", "Correct it, or give a code.")
        return None

    def _note_code(self, said: OutcomeRow, code: CouncilCode, day: date | None) -> None:
        if any(one and _in_force(code, one) for one in (day, self.as_at)):
            return
        days = " and ".join(f"{one:%-d %B %Y}" for one in (day, self.as_at) if one)
        if days:
            said.note(
                f"The code {code} was not in force on {days}. It was {code.council}'s "
                f"{_days_of(code)}, so the row was taken as {code.council}'s."
            )


def _in_force(code: CouncilCode, day: date) -> bool:
    return (code.valid_from or date.min) <= day <= (code.valid_to or date.max)


def _days_of(code: CouncilCode) -> str:
    if code.valid_from:
        return f"from {code.valid_from:%-d %B %Y}"
    return f"until {code.valid_to:%-d %B %Y}" if code.valid_to else "all along"


def _existed(council: Council, day: date) -> bool:
    return (council.opened_on or date.min) <= day and day < (council.abolished_on or date.max)


def _others(council: Council, day: date) -> str:
    """Whose area it was on that day, if that is known."""
    related = {*council.predecessors.all(), *council.succeeded_by.all()}
    names = sorted(str(one) for one in related if _existed(one, day))
    return f" {' and '.join(names)} did." if names else ""


def _name(name: str) -> str:
    words = re.findall(r"[^\W_]+", fold(name).replace("&", " and "))
    return " ".join(word for word in words if word not in {"the", "council"})
