"""What is done: plans, actions, and the log of their progress."""

from improvement.models.actions import (
    Action,
    ActionState,
    Confidence,
    Impact,
    Status,
    Step,
)
from improvement.models.help import HelpAnswer
from improvement.models.imports import ReadingImport
from improvement.models.indicators import Indicator
from improvement.models.log import AppendOnlyError, Redaction, Release, Update
from improvement.models.milestones import Milestone, MilestoneChange, MilestoneReached
from improvement.models.periods import ActionPeriod
from improvement.models.plans import Plan, PlanShare, Workstream
from improvement.models.promises import Amendment, DueDateMove, Relinked
from improvement.models.proof import Evidence, EvidenceCopy, SignOff
from improvement.models.readings import IndicatorAmendment, Reading
from improvement.models.trackers import TrackerImport, TrackerLayout

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
