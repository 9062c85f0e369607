"""Trackers: a council's own spreadsheet of its improvement plan comes in, and goes out again.

    bytes ─▶ open_file ─▶ sheets ─▶ detect_layout, survey ─▶ ask_structure, ask_words ─▶ settling:
                                                            the answers are a `Layout`, known next
    plan ─▶ export_rows ─▶ export_file ─▶ bytes             month ─▶ reading: a `TrackerRow` each
    plan_records ─▶ preview (matching, row_reports): an `ActionChange` each ─▶ writing ─▶ undoing

`kind.Trackers` is the kind of file for the engine (`inspections.intake`), which has the steps:

    batch = intake.preview(Trackers(), content=…, file_name=…, whose=plan, as_at=…, by=…, at=…)
    settle(batch=batch, answers=…, first_date=…, name=…, by=…, at=…)   while `ask` has questions
    intake.confirm(batch=batch, by=…, at=…, choices=Choices(…));  intake.undo(batch=…, by=…, at=…)
    content = write(rows_of(plan, layout), layout, "xlsx")              and out again

What a file says in two ways is asked, never guessed, and nothing hidden is taken unseen. Up to
`reading` everything is a pure function of bytes, layouts and days that are passed in, and so is
`export_file`. What columns are called by councils stands in `columns.toml`.
"""

from improvement.trackers.describe import (
    SHOWN,
    TrackerRows,
    columns_of,
    describe_rows,
    provenance,
)
from improvement.trackers.export_file import forms_for, template, why_not_csv, write
from improvement.trackers.export_rows import rows_of
from improvement.trackers.kind import Trackers
from improvement.trackers.layout import UNANSWERED, Layout
from improvement.trackers.meanings import OWN
from improvement.trackers.plan_records import posts_titled
from improvement.trackers.questions import BadAnswer, Free, Question
from improvement.trackers.settling import (
    NAME_MAX,
    Asked,
    ask_about,
    layout_of,
    make_posts,
    note,
    settle,
    unknown_posts,
)

__all__ = [
    "NAME_MAX",
    "OWN",
    "SHOWN",
    "UNANSWERED",
    "Asked",
    "BadAnswer",
    "Free",
    "Layout",
    "Question",
    "TrackerRows",
    "Trackers",
    "ask_about",
    "columns_of",
    "describe_rows",
    "forms_for",
    "layout_of",
    "make_posts",
    "note",
    "posts_titled",
    "provenance",
    "rows_of",
    "settle",
    "template",
    "unknown_posts",
    "why_not_csv",
    "write",
]
