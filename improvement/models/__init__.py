"""What is done: plans, actions, and the log of their progress."""

from improvement.models.actions import (
    Action,
    ActionState,
    Confidence,
    Impact,
    Status,
    Step,
)
from improvement.models.plans import Plan, PlanShare, Workstream
from improvement.models.progress import (
    Amendment,
    AppendOnlyError,
    DueDateMove,
    Evidence,
    Redaction,
    Release,
    SignOff,
    Update,
)

__all__ = [
    "Action",
    "ActionState",
    "Amendment",
    "AppendOnlyError",
    "Confidence",
    "DueDateMove",
    "Evidence",
    "Impact",
    "Plan",
    "PlanShare",
    "Redaction",
    "Release",
    "SignOff",
    "Status",
    "Step",
    "Update",
    "Workstream",
]
