"""A plan and its actions as CSV and JSON. The columns are `opendata.COLUMNS`, and no others."""

from collections.abc import Iterable
from dataclasses import asdict

from improvement.opendata import Published
from improvement.pages.answers import recommendation_record
from improvement.pages.plan.reading import PlanReading
from improvement.record import View
from improvement.rules import Assessed


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


def plan_record(reading: PlanReading, address: str, at) -> dict:
    """A plan as a record: itself, its counts on the day, what it does not answer."""
    plan = reading.plan
    return {
        "address": address,
        "council": plan.council.name,
        "demonstration": plan.council.is_demonstration,
        "draft": plan.is_draft(at),
        "as_at": reading.day,
        "told": View(reading.as_at.view if reading.as_at else View.SEEN).label,
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
