"""The admin of frameworks, inspections, their findings and the interventions that follow."""

from inspections.admin.findings import RecommendationAdmin, RecommendationLinkAdmin
from inspections.admin.frameworks import FrameworkAdmin, GradeScaleAdmin, ThemeAdmin
from inspections.admin.imports import CouncilImportAdmin, ImportAdmin
from inspections.admin.inspections import InspectionAdmin
from inspections.admin.interventions import InterventionAdmin
from inspections.admin.reports import ReportAdmin

__all__ = [
    "CouncilImportAdmin",
    "FrameworkAdmin",
    "GradeScaleAdmin",
    "ImportAdmin",
    "InspectionAdmin",
    "InterventionAdmin",
    "RecommendationAdmin",
    "RecommendationLinkAdmin",
    "ReportAdmin",
    "ThemeAdmin",
]
