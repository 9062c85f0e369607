"""Everything that was found in the fictional council, in the order of publication."""

from improvement.demonstration.findings.earlier import FOCUSED, SINGLE, STANDARD_2018
from improvement.demonstration.findings.inspection import INSPECTION
from improvement.demonstration.findings.report import Report
from improvement.demonstration.findings.reviews import MISSING_REVIEW, PARTNERSHIP_REVIEW


def visit(number: int, month: int, theme: str, **more) -> Report:
    """A monitoring visit after the inspection."""
    return Report(
        f"visit-{number}",
        "monitoring-visit",
        "la-monitoring-visit",
        month,
        weeks_before=5,
        days=2,
        theme=theme,
        parent="inspection",
        **more,
    )


REPORTS = [
    SINGLE,
    STANDARD_2018,
    FOCUSED,
    INSPECTION,
    PARTNERSHIP_REVIEW,
    visit(1, -16, "First contacts and referrals"),
    MISSING_REVIEW,
    visit(2, -9, "Children in need of help and protection; the figures that leaders use"),
    visit(3, 1, "Care leavers", embargoed=True),
]

__all__ = ["REPORTS"]
