"""The columns of a file of readings, and the template's example."""

from datetime import date
from decimal import Decimal

from improvement.models import Reading
from inspections.intake.headings import Column, FileForm
from inspections.intake.whose_file import COUNCIL

MARKERS = {marker.value: marker.label for marker in Reading.Missing}
_MARKERS_IN_WORDS = "; ".join(f"{marker}: {label}" for marker, label in MARKERS.items())

FORM = FileForm(
    (
        Column(
            "indicator",
            "Indicator",
            "what is measured, by its name here",
            (
                *("indicator", "measure", "indicator name", "measure name", "name"),
                *("performance indicator", "pi", "kpi", "name of the indicator"),
            ),
        ),
        Column(
            "key",
            "Key",
            "the indicator's key here, which goes before its name",
            (
                *("key", "indicator key", "indicator reference", "reference", "indicator id"),
                *("code", "indicator code", "measure code", "indicator no", "ref no", "id"),
            ),
        ),
        Column(
            "as_at",
            "As at",
            "the day of the count, or the last day of the period: 31/03/2025; March 2025 and "
            "Q4 2024/25 mean their last day",
            (
                *("as at", "date", "day", "as at date", "date of the reading", "reading date"),
                *("period", "period end", "end of period", "period ending", "reporting period"),
                *("time period", "month", "quarter", "month ending", "quarter ending"),
            ),
        ),
        Column(
            "value",
            "Value",
            "the figure in the indicator's unit, or a marker in its place; not needed where both "
            "numbers stand",
            (
                *("value", "figure", "reading", "result", "actual", "percentage", "rate"),
                *("per cent", "outturn", "performance"),
            ),
        ),
        Column("numerator", "Numerator", "how many", ("numerator", "how many", "count")),
        Column(
            "denominator",
            "Denominator",
            "out of how many",
            ("denominator", "out of how many", "out of", "base", "cohort"),
        ),
        Column(
            "standing",
            "Provisional or final",
            "provisional or final; empty: as it stands here, and a new one is final",
            ("provisional or final", "provisional/final", "provisional", "standing", "status"),
        ),
        Column(
            "missing",
            "Not available because",
            f"a marker where there is no value. {_MARKERS_IN_WORDS}",
            (
                *("not available because", "missing", "marker", "symbol", "why not available"),
                *("reason not available", "why there is no value", "reason there is no value"),
            ),
        ),
        Column(
            "note",
            "Note",
            "the reason in words why there is no value. Public",
            ("note", "comment", "reason in words", "remark", "footnote"),
        ),
        Column(
            "correction",
            "Why it was corrected",
            "where the figure is another than here. Public",
            (
                *("why it was corrected", "why corrected", "correction", "correction note"),
                *("reason for correction", "reason for the correction"),
            ),
        ),
        Column(
            "source",
            "Source",
            "checked against the indicator's source, not imported",
            ("source", "data source"),
        ),
        COUNCIL,
    ),
    (("indicator", "key"), ("as_at",), ("value", "numerator", "missing")),
    "A file of readings needs columns “Indicator” (or “Key”), “As at” and “Value”.",
    "No sheet has the columns “Indicator” (or “Key”), “As at” and “Value”.",
)
EXPORTED = FORM.columns[:-1]
EXAMPLE = {
    "indicator": "EXAMPLE, delete this row: Children seen in time",
    "key": "seen-in-time",
    "as_at": date(2025, 3, 31),
    "value": "",
    "numerator": Decimal(61),
    "denominator": Decimal(300),
    "standing": "final",
    "missing": "",
    "note": "",
    "correction": "",
    "source": "Our own count",
}
EXAMPLE_BEGINS = "EXAMPLE, delete this row"
