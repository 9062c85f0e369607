"""An action as JSON: its facts, what it answers, what the record shows, its history."""

from improvement.opendata import action_record
from improvement.pages.action.page import ActionPage
from improvement.pages.answers import recommendation_record
from improvement.pages.timeline import Event


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
