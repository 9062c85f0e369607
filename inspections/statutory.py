"""When a council's response to a report is due by law."""

from dataclasses import dataclass
from datetime import date

from councils.days import working_days_after


@dataclass(frozen=True)
class ResponseDue:
    """The day, and what it rests on: "printed", "received" or "published"."""

    day: date
    rests_on: str


def response_due(
    *,
    printed: date | None,
    received: date | None,
    published: date | None,
    working_days: int | None,
) -> ResponseDue | None:
    """The day by which the statement of proposed action is due; None where none can be told.

    A date that the report prints wins. Else the framework's working days (70 after a graded
    inspection: Education and Inspections Act 2006 s.137 and its 2007 Regulations; 20 after
    priority action in a focused visit) run from receipt of the report; publication stands in
    for it where receipt is not known, and `rests_on` says so.
    """
    if printed:
        return ResponseDue(printed, "printed")
    start = received or published
    if not (working_days and start):
        return None
    return ResponseDue(
        working_days_after(start, working_days), "received" if received else "published"
    )
