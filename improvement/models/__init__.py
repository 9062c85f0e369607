"""What is done: plans, actions, and the log of their progress."""

from improvement.models.actions import (
    Action,
    ActionState,
    Confidence,
    Impact,
    Status,
    Step,
)
from improvement.models.log import AppendOnlyError, Redaction, Release, Update
from improvement.models.plans import Plan, PlanShare, Workstream
from improvement.models.promises import Amendment, DueDateMove
from improvement.models.proof import Evidence, SignOff

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
