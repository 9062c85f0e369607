"""What the values of a reading are called, and what a clerk did to them, in words."""

from collections.abc import Iterator
from datetime import date, datetime

from inspections.models import ReadingCorrection, Report
from inspections.reports.draft import ADDED, LEFT_OUT, TAKEN_BACK

DAYS = {"fieldwork_start", "fieldwork_end", "published", "response_due"}
LABELS = {
    "framework": "Framework",
    "body_kind": "Kind of inspected body",
    "body_name": "Inspected body",
    "theme": "Theme",
    "fieldwork_start": "First day of fieldwork",
    "fieldwork_end": "Last day of fieldwork",
    "published": "Report published",
    "response_due": "Response due, as printed",
    "lead_inspector": "Lead inspector",
    "area": "Judgement area",
    "grade": "Grade",
    "no_grade": "Why there is no grade",
    "printed_grade": "Grade as printed",
    "reference": "Number as printed",
    "section": "Section",
    "kind": "Kind as printed",
    "timescale": "Timescale as printed",
    "bodies": "Responsible bodies",
    "text": "Words",
}


def corrections_in_words(report: Report) -> Iterator[tuple[str, ReadingCorrection]]:
    """A sentence for each value of the reading that a clerk corrected, in their order."""
    for one in report.corrections.select_related("by"):
        if one.name == TAKEN_BACK:
            day = in_words(datetime.fromisoformat(one.after))
            yield f"Saved on {day}, and taken back.", one
            continue
        what = _what(one.item)
        if one.name == LEFT_OUT:
            yield f"{what}: {'left out' if one.after else 'taken back in'}.", one
        elif one.name == ADDED:
            yield f"{what}: added, because the reader missed it.", one
        elif one.before != one.after:
            label = LABELS.get(one.name, one.name).lower()
            after = f"“{_said(one.name, one.after)}”"
            if one.before in (None, ""):
                yield f"{what}, {label}: {after} filled in.", one
            else:
                yield f"{what}, {label}: “{_said(one.name, one.before)}” became {after}.", one


def _said(name: str, value) -> str:
    """A value of that name, as a page shows it."""
    return in_words(date.fromisoformat(value)) if name in DAYS and value else plain(value)


def _what(key: str) -> str:
    place, _, rest = key.partition(".")
    if key == "council":
        return "Report"
    if not rest:
        return f"Inspection {int(place) + 1} of the report"
    group, _, number = rest.partition(".")
    kind = "Judgement" if group == "judgements" else "Recommendation"
    return f"{kind} {int(number) + 1} of inspection {int(place) + 1}"


def plain(value) -> str:
    """A value of a reading as one text."""
    return "; ".join(value) if isinstance(value, list) else str(value or "nothing")


def in_words(value) -> str:
    """A day in words; anything else as it is."""
    return f"{value:%-d %B %Y}" if hasattr(value, "strftime") else str(value)
