"""A plan and its actions as CSV and JSON. The columns are `opendata.COLUMNS`, and no others."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from improvement.opendata import COLUMNS, Column, Published
from improvement.pages.action.page import ActionPage
from improvement.pages.answers import RecommendationRow
from improvement.pages.plan.reading import PlanReading
from improvement.pages.timeline import Event
from improvement.record import View
from improvement.rules import Assessed
from inspections.cells import neutralise


def published(reading: PlanReading, chosen: Iterable[Assessed], address: str) -> list[Published]:
    """These actions as they are published; `address` is the plan's page, in full."""
    return [
        Published(
            one,
            reading.answers.by_action.get(one.row.pk, ()),
            f"{address}actions/{one.row.reference}/",
        )
        for one in chosen
    ]


class _Echo:
    """A file that hands back what is written to it, for `csv`."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable, columns: Sequence[Column] = COLUMNS) -> Iterator[str]:
    """The lines of a CSV, its heading first. No cell can run as a formula; an import undoes that.

    Lists are joined by semicolons, truth is yes or no, days are YYYY-MM-DD. It begins with a
    byte-order mark, without which Excel misreads UTF-8.
    """
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.name for column in columns])
    for one in rows:
        yield writer.writerow([_cell(column.of(one)) for column in columns])


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(value)
    return neutralise(str(value))


def action_record(one: Published) -> dict:
    """An action as a record: dates as dates, lists as lists."""
    return {column.name: column.of(one) for column in COLUMNS}


def plan_record(reading: PlanReading, address: str, at) -> dict:
    """A plan as a record: itself, its counts on the day, what it does not answer."""
    plan = reading.plan
    return {
        "address": address,
        "council": plan.council.name,
        "demonstration": plan.council.is_demonstration,
        "draft": plan.is_draft(at),
        "as_at": reading.day,
        "told": View(reading.then.view if reading.then else View.SEEN).label,
        "released_to": plan.last_release,
        "title": plan.title,
        "summary": plan.summary,
        "overseen_by": plan.overseen_by,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "reporting_interval_days": plan.reporting_interval_days,
        "on_track_means": plan.on_track_means,
        "at_risk_means": plan.at_risk_means,
        "off_track_means": plan.off_track_means,
        "answers": [inspection.get_absolute_url() for inspection in reading.answers.inspections],
        "counts": asdict(reading.summary),
        "recommendations_without_action": [
            recommendation_record(one) for one in reading.answers.gaps
        ],
    }


def recommendation_record(one: RecommendationRow) -> dict:
    return {"name": one.name, "source": one.source, "text": one.text, "address": one.address}


def action_history(page: ActionPage, address: str) -> dict:
    """One action as a record, with what it answers, what is found, and what has happened."""
    return action_record(page.published(address)) | {
        "recommendations": [recommendation_record(one) for one in page.recommendations],
        "findings": [
            {"code": found.rule.code, "says": found.words, "why_it_matters": found.rule.why}
            for found in page.assessed.findings
        ],
        "history": [
            {"on": _on(event), "title": event.title, "words": event.body, "note": event.note}
            for event in page.timeline
        ],
    }


def _on(event: Event) -> str:
    """2026-03-12; or 2026-03, where no more than the month is known."""
    return event.on.isoformat()[: len("2026-03") if event.month_only else None]
