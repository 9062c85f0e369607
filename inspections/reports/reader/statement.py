"""The day by which a letter wants an answer: the written statement of proposed action."""

import re
from collections.abc import Iterable

from inspections.reports.reader.cleaning import clean
from inspections.reports.reader.cover import Days, read_days
from inspections.reports.reader.sections import Section

NEXT_STEPS = re.compile(r"^next steps$", re.IGNORECASE)
DUE = re.compile(
    r"\b(?:statement|action plan)\b.{0,250}?\b(?:by|before|no later than) (?:[A-Z][a-z]+day,? )?"
    r"(?:the )?(?P<day>\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+ (?:20)?\d\d)\b"
)


def statement_due(sections: Iterable[Section]) -> tuple[Days, int] | None:
    """The day that is printed below "Next steps", and its page; None where none is."""
    for section in sections:
        if NEXT_STEPS.match(section.heading):
            prose = clean(" ".join(line.text for line in section.lines))
            if found := DUE.search(prose):
                return read_days(found["day"]), section.page
    return None
