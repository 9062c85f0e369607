"""What stands on an action's page under its form: the log, and what can be done with each row."""

from dataclasses import dataclass, field

from django.urls import reverse

from improvement.models import Action


@dataclass(frozen=True)
class LogSection:
    """A row of the log, and the links to what this person may do with it: (words, address)."""

    row: object
    links: list[tuple[str, str]] = field(default_factory=list)


def sections(action: Action, *, site, request, may_report: bool) -> dict[str, list[LogSection]]:
    """The log of the action by kind, newest first; nine queries and those of the links."""
    reports = list(
        action.updates.select_related(
            "by", "entered_by", "help_from", "into", "release"
        ).prefetch_related("reached__milestone")
    )
    corrected = {update.corrects_id: update for update in reports}
    for update in reports:
        update.corrected_by = corrected.get(update.pk)
    return {
        "reports": [
            LogSection(update, _correcting(update, may_report) + _acts(site, request, update))
            for update in reversed(reports)
        ],
        "moves": _entries(site, request, action.moves.select_related("asked_by", "decided_by")),
        "evidence": _entries(
            site,
            request,
            action.evidence.select_related("added_by", "checked_by", "superseded_by"),
        ),
        "sign_offs": _entries(
            site, request, action.sign_offs.select_related("by", "checked_by", "claim")
        ),
        "help_answers": _entries(site, request, action.help_answers.select_related("by")),
        "milestones": _entries(
            site, request, action.milestone_changes.select_related("by", "milestone")
        ),
        "amendments": _entries(site, request, action.amendments.select_related("by")),
    }


def plan_amendments(plan, *, site, request) -> list[LogSection]:
    """The changes to what a published plan says of itself, newest first."""
    rows = plan.amendments.filter(action__isnull=True).select_related("by")
    return _entries(site, request, rows)


def _entries(site, request, rows):
    return [
        LogSection(row, _acts(site, request, row)) for row in rows.order_by("-recorded_at", "-pk")
    ]


def _correcting(update, may_report):
    if not may_report or update.corrected_by:
        return []
    address = reverse("admin:improvement_action_correct", args=[update.action_id, update.number])
    return [("Correct this report", address)]


def _acts(site, request, row):
    """What the row's own admin class offers this person."""
    model_admin = site.get_model_admin(type(row))
    return [
        (model_admin.acts[act], model_admin.address(row, act))
        for act in model_admin.acts_for(request, row)
    ]
