"""The admin of plans, actions and their log."""

from improvement.admin.action import ActionAdmin, WorkstreamAdmin
from improvement.admin.indicators import IndicatorAdmin, ReadingAdmin
from improvement.admin.log import (
    AmendmentAdmin,
    DueDateMoveAdmin,
    EvidenceAdmin,
    RedactionAdmin,
    ReleaseAdmin,
    SignOffAdmin,
    UpdateAdmin,
)
from improvement.admin.plan import PlanAdmin
from improvement.admin.recommendations import RedactableRecommendationAdmin

__all__ = [
    "ActionAdmin",
    "AmendmentAdmin",
    "DueDateMoveAdmin",
    "EvidenceAdmin",
    "IndicatorAdmin",
    "PlanAdmin",
    "ReadingAdmin",
    "RedactableRecommendationAdmin",
    "RedactionAdmin",
    "ReleaseAdmin",
    "SignOffAdmin",
    "UpdateAdmin",
    "WorkstreamAdmin",
]
