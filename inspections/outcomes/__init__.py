"""Official statistics of inspection outcomes, and tables like them, become records.

    bytes ─▶ tables ─▶ reading ─▶ merging ─▶ preview ─▶ writing
             (sheets,   (rows: council, (rows of    (beside    undoing
              headings)  days, grades)   one event)  record)

A file is understood by what it says: headings by their meaning, sheets by their headings, grades by
the scale's own wordings. What is not understood is told, with its sheet, row, column and value.
"""

from inspections.outcomes.kind import Outcomes, bring_in

__all__ = ["Outcomes", "bring_in"]
