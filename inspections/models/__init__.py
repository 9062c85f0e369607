"""What was found: frameworks, inspections, judgements, recommendations, interventions, imports."""

from inspections.models.findings import (
    Judgement,
    Recommendation,
    RecommendationApart,
    RecommendationLink,
)
from inspections.models.frameworks import (
    Framework,
    Grade,
    GradeScale,
    JudgementArea,
    Theme,
)
from inspections.models.imports import CouncilImport, Import, ImportRow
from inspections.models.inspections import InspectedBody, Inspection
from inspections.models.interventions import Intervention
from inspections.models.reports import ReadingCorrection, ReadingDoubt, Report, ReportVersion

__all__ = [
    "Framework",
    "Grade",
    "GradeScale",
    "CouncilImport",
    "Import",
    "ImportRow",
    "InspectedBody",
    "Inspection",
    "Intervention",
    "Judgement",
    "JudgementArea",
    "ReadingCorrection",
    "ReadingDoubt",
    "Recommendation",
    "RecommendationApart",
    "RecommendationLink",
    "Report",
    "ReportVersion",
    "Theme",
]
