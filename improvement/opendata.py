"""What leaves the house: the public fields of each model, and the columns of every download.

An allow-list. A field that is in neither of the two tables below fails a test until somebody
has decided which it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from improvement.models import (
    Action,
    ActionPeriod,
    ActionState,
    Amendment,
    DueDateMove,
    Evidence,
    EvidenceCopy,
    HelpAnswer,
    Indicator,
    IndicatorAmendment,
    Milestone,
    MilestoneChange,
    MilestoneReached,
    Plan,
    PlanShare,
    Reading,
    Relinked,
    SignOff,
    Update,
    Workstream,
)
from improvement.pages.answers import RecommendationRow
from improvement.pages.files import FileColumn
from improvement.record import FIELDS
from improvement.rules import Assessed

_KEY = "a number of the database, which means nothing outside it"
_GATE = "decides whether a row is public; it is not itself published"
_PERSON = "a person; the public reads posts and services"
_INTERNAL = "for the council's own people"
_UNSCREENED = "words that are not screened for personal data before release"


def _public(*besides: str, state: bool) -> tuple[str, ...]:
    """The public fields of an action, or of what its log says; each once."""
    facts = (field for field in FIELDS if field.path and field.of_state is state)
    return tuple(
        dict.fromkeys([*besides, *(one.column_of_model for one in facts if one.is_public)])
    )


# The fields that pages, files and feeds may read, by model.
PUBLIC: dict[type, tuple[str, ...]] = {
    Plan: (
        *("council", "title", "slug", "inspections", "summary", "overseen_by", "starts_on"),
        *("ends_on", "reporting_interval_days"),
        *("on_track_means", "at_risk_means", "off_track_means"),
        *("publish_from", "withdrawn_at", "withdrawn_why"),
    ),
    PlanShare: ("plan", "council", "why"),
    Workstream: ("plan", "title", "order"),
    Action: _public("recommendations", state=False),
    # Of the row for the public; the row for insiders is never read by a public page.
    ActionState: _public("action", state=True),
    # Made of public rows alone.
    ActionPeriod: _public("action", "view", "from_day", "to_day", state=True),
    Milestone: ("action", "title", "original_due"),
    MilestoneChange: (
        *("action", "milestone", "recorded_at", "public_at", "redacted_at", "kind"),
        *("from_date", "to_date", "why", "agreed_by"),
    ),
    # Of a report that is public, and that none has corrected.
    MilestoneReached: ("action", "update", "milestone", "reached_on", "recorded_at"),
    Update: (
        *("action", "number", "effective_on", "month_only", "recorded_at", "public_at"),
        *("redacted_at", "corrects", "status", "into", "next_check_on", "confidence", "reason"),
        *("what_changed", "impact", "impact_note", "help_needed", "help_from"),
    ),
    DueDateMove: (
        *("action", "number", "recorded_at", "public_at", "redacted_at", "from_date"),
        *("to_date", "reason", "outcome", "decided_at", "decided_where"),
    ),
    Evidence: (
        *("action", "recorded_at", "public_at", "redacted_at", "kind", "shows", "title"),
        *("dated", "url", "supersedes", "checked_at"),
    ),
    EvidenceCopy: (
        *("evidence", "file", "ending", "size", "sha256", "removed", "published_at", "gone_at"),
    ),
    HelpAnswer: ("action", "update", "recorded_at", "public_at", "redacted_at", "words"),
    SignOff: (
        *("action", "recorded_at", "public_at", "redacted_at", "claim", "step"),
        *("effective_on", "where", "note", "evidence"),
    ),
    Amendment: (
        *("plan", "action", "recorded_at", "public_at", "redacted_at", "field", "old"),
        *("new", "why", "effective_on", "agreed_by"),
    ),
    Relinked: ("amendment", "recommendation", "added"),
    Indicator: (
        *("council", "key", "name", "for_children", "subject", "unit", "of_what", "decimals"),
        *("polarity", "frequency", "source", "source_url", "small_numbers"),
        *("baseline", "baseline_on", "target", "target_on", "tolerance", "lag_days"),
        *("plans", "actions", "recommendations", "publish_from", "withdrawn_at", "withdrawn_why"),
    ),
    # The figures go through `improvement.indicators.figures` before anything else sees them.
    Reading: (
        *("indicator", "as_at", "version", "unit", "value", "numerator", "denominator"),
        *("missing", "missing_note", "standing", "suppressed", "joint_with"),
        *("correction_note", "recorded_at", "public_at", "redacted_at"),
    ),
    IndicatorAmendment: (
        *("indicator", "field", "old", "new", "why", "agreed_by"),
        *("recorded_at", "public_at", "redacted_at"),
    ),
}

# The fields that they may not, each with the reason.
WITHHELD: dict[type, dict[str, str]] = {
    Plan: {
        "id": _KEY,
        "embargo_readers": _PERSON,
        "withdrawn_by": _PERSON,
    },
    PlanShare: {"id": _KEY},
    Workstream: {"id": _KEY, "sponsor": "shown when workstreams have a page of their own"},
    Action: {
        field.column_of_model: field.withheld
        for field in FIELDS
        if field.withheld and not field.of_state
    },
    ActionState: {"id": _KEY, "audience": _GATE},
    ActionPeriod: {"id": _KEY},
    Update: {
        "id": _KEY,
        "by": _PERSON,
        "entered_by": _PERSON,
        "source": _INTERNAL,
        "release": _GATE,
        "internal_note": _INTERNAL,
    },
    DueDateMove: {"id": _KEY, "asked_by": _PERSON, "decided_by": _PERSON},
    HelpAnswer: {"id": _KEY, "by": _PERSON},
    Evidence: {
        "id": _KEY,
        "file": "files may hold children's data",
        "file_name": _UNSCREENED,
        "sha256": "of a file that is not public",
        "added_by": _PERSON,
        "checked_by": _PERSON,
        "check_note": _UNSCREENED,
    },
    EvidenceCopy: {"id": _KEY, "answers": _UNSCREENED, "published_by": _PERSON},
    Milestone: {"id": _KEY},
    MilestoneChange: {"id": _KEY, "by": _PERSON},
    MilestoneReached: {"id": _KEY},
    SignOff: {"id": _KEY, "by": _PERSON, "checked_by": _PERSON},
    Amendment: {"id": _KEY, "by": _PERSON},
    Relinked: {"id": _KEY},
    Indicator: {
        "id": _KEY,
        "measure": "the key of the import; the public reads the source",
        "embargo_readers": _PERSON,
        "withdrawn_by": _PERSON,
    },
    Reading: {"id": _KEY, "read_from": _INTERNAL, "by": _PERSON},
    IndicatorAmendment: {"id": _KEY, "by": _PERSON},
}


def public_fields(model: type) -> tuple[str, ...]:
    """For `only()`: the columns that a public page may load of this model; never another."""
    many = {field.name for field in model._meta.many_to_many}
    return tuple(name for name in PUBLIC[model] if name not in many)


@dataclass(frozen=True)
class Published:
    """One action as it is published: its facts, what it answers, and its full address."""

    assessed: Assessed
    recommendations: tuple[RecommendationRow, ...]
    address: str


def _confidence(one: Published) -> str:
    row = one.assessed.row
    if not row.is_open:
        return ""
    return "not-reported" if one.assessed.stale else row.confidence


def _last_report(one: Published) -> str | date | None:
    row = one.assessed.row
    return f"{row.last_heard_on:%Y-%m}" if row.month_only else row.last_heard_on


def _left_claim(one: Published) -> str:
    left = one.assessed.left
    return left.claim.value if left and left.claim else ""


# What is not simply a value of the row.
_WORKED_OUT = {
    "confidence": _confidence,
    "last_heard_on": _last_report,
    "recommendations": lambda one: [asked.name for asked in one.recommendations],
}
# What no field of an action holds, each after the column of that name.
_BESIDES = {
    "reference": [FileColumn("address", "the action's page", lambda one: one.address)],
    "sign_off": [
        FileColumn(
            "awaiting_release",
            "whether a report has waited for release for more than five working days",
            lambda one: one.assessed.awaits_release,
        ),
        FileColumn(
            "findings",
            "the codes of what the record shows against it",
            lambda one: [found.rule.code for found in one.assessed.findings],
        ),
    ],
    "left_on": [
        FileColumn("left_claim", "what was claimed of it on its last day in the plan", _left_claim),
        FileColumn(
            "left_findings",
            "the codes of what the record showed against that claim on that day",
            lambda one: (
                [found.rule.code for found in one.assessed.left.against]
                if one.assessed.left
                else []
            ),
        ),
    ],
}


def _value_of(name: str) -> Callable[[Published], Any]:
    return _WORKED_OUT.get(name) or (lambda one: getattr(one.assessed.row, name))


COLUMNS = tuple(
    column
    for field in FIELDS
    if field.column
    for column in (
        FileColumn(field.column, field.holds, _value_of(field.name)),
        *_BESIDES.get(field.column, ()),
    )
)


def action_record(one: Published) -> dict:
    """An action as a record: dates as dates, lists as lists."""
    return {column.name: column.of(one) for column in COLUMNS}
