"""The admin of plans, actions and their log."""

from improvement.admin.action import ActionAdmin, WorkstreamAdmin
from improvement.admin.evidence import EvidenceAdmin, EvidenceCopyAdmin
from improvement.admin.indicators import IndicatorAdmin, ReadingAdmin
from improvement.admin.log import (
    AmendmentAdmin,
    DueDateMoveAdmin,
    MilestoneChangeAdmin,
    RedactionAdmin,
    ReleaseAdmin,
    SignOffAdmin,
    UpdateAdmin,
)
from improvement.admin.milestones import MilestoneAdmin
from improvement.admin.plan import PlanAdmin
from improvement.admin.reading_imports import ReadingImportAdmin
from improvement.admin.recommendations import RedactableRecommendationAdmin
from improvement.admin.tracker_layouts import TrackerLayoutAdmin
from improvement.admin.trackers import TrackerImportAdmin

__all__ = [
    "ActionAdmin",
    "AmendmentAdmin",
    "DueDateMoveAdmin",
    "EvidenceAdmin",
    "EvidenceCopyAdmin",
    "IndicatorAdmin",
    "MilestoneAdmin",
    "MilestoneChangeAdmin",
    "PlanAdmin",
    "ReadingAdmin",
    "ReadingImportAdmin",
    "RedactableRecommendationAdmin",
    "RedactionAdmin",
    "ReleaseAdmin",
    "SignOffAdmin",
    "TrackerImportAdmin",
    "TrackerLayoutAdmin",
    "UpdateAdmin",
    "WorkstreamAdmin",
]
