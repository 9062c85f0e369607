"""What is done: plans, actions, and the log of their progress."""

from improvement.models.actions import (
    Action,
    ActionPeriod,
    ActionState,
    Confidence,
    Impact,
    Status,
    Step,
)
from improvement.models.imports import ReadingImport, TrackerImport, TrackerLayout
from improvement.models.indicators import Indicator, IndicatorAmendment, Reading
from improvement.models.log import AppendOnlyError, HelpAnswer, Redaction, Release, Update
from improvement.models.plans import Plan, PlanShare, Workstream
from improvement.models.promises import (
    Amendment,
    DueDateMove,
    Milestone,
    MilestoneChange,
    MilestoneReached,
    Relinked,
)
from improvement.models.proof import Evidence, EvidenceCopy, SignOff

__all__ = [
    "Action",
    "ActionPeriod",
    "ActionState",
    "Amendment",
    "AppendOnlyError",
    "Confidence",
    "DueDateMove",
    "Evidence",
    "EvidenceCopy",
    "HelpAnswer",
    "Impact",
    "Indicator",
    "IndicatorAmendment",
    "Milestone",
    "MilestoneChange",
    "MilestoneReached",
    "Plan",
    "PlanShare",
    "Reading",
    "ReadingImport",
    "Redaction",
    "Release",
    "Relinked",
    "SignOff",
    "Status",
    "Step",
    "TrackerImport",
    "TrackerLayout",
    "Update",
    "Workstream",
]
