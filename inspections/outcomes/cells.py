"""What single cells of a table of outcomes say: days, and the words where no grade stands."""

import re
from datetime import date
from time import strptime

from inspections.cells import fold, one_line
from inspections.models import Judgement

# Day before month, as English tables write; spreadsheets' own dates come as words.
_FORMS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
_CLOCK = re.compile(r"[ T]\d\d:\d\d(:\d\d)?$")
AS_AT = re.compile(r"\bas at (\d{1,2} [A-Z][a-z]+ (?:19|20)\d\d)\b", re.IGNORECASE)

# Statistics of the government write [z] for not applicable and [x] for not available.
_NO_GRADE = {
    Judgement.NoGrade.NOT_JUDGED: (
        *("inspection pre dates judgement", "inspection predates judgement", "not judged"),
        *("not applicable", "n a", "judgement did not exist", "z"),
    ),
    Judgement.NoGrade.NOT_REPORTED: (
        "not reported post reform",
        "no longer reported",
        "not reported",
    ),
    Judgement.NoGrade.NOT_KNOWN: ("data unreadable", "not known", "unknown", "not available", "x"),
}
NO_GRADE = {words: why for why, wordings in _NO_GRADE.items() for words in wordings}
_BLANK = {"", "-", "--", ":", "."}


def day_in(cell: str) -> date | None:
    """The day that a cell holds, None for an empty one. Raises ValueError for anything else."""
    words = _CLOCK.sub("", one_line(cell))
    if words in _BLANK:
        return None
    for form in _FORMS:
        try:
            found = date(*strptime(words, form)[:3])
        except ValueError:
            continue
        if 1980 <= found.year <= 2100:
            return found
    raise ValueError(cell)


def no_grade_in(cell: str) -> str:
    """Why there is no grade, if the cell says that (`Judgement.NoGrade`); else nothing."""
    return NO_GRADE.get(" ".join(re.findall(r"[a-z]+", fold(cell).replace("_", " "))), "")


def is_blank(cell: str) -> bool:
    return one_line(cell) in _BLANK
