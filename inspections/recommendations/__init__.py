"""A report's recommendations come in from a table: `Recommendations` says what its rows mean.

    reading ─▶ addressees ─▶ matching ─▶ preview ─▶ placing ─▶ writing
    (values)   (to whom)     (records)   (outcome)  (order)    undoing

Matching and ordering serve reports (`inspections.reports`), too: there the rows come from a PDF.
"""

from inspections.recommendations.kind import Recommendations
from inspections.recommendations.wording import provenance

__all__ = ["Recommendations", "provenance"]
