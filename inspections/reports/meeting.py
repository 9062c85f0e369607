"""Where an inspection of the draft meets one that stands here: what differs, to be seen."""

from collections import defaultdict
from functools import cached_property

from inspections.intake import Outcome
from inspections.intake.showing import DescribedRow
from inspections.models import ImportRow, Recommendation
from inspections.recommendations import Recommendations
from inspections.reports.plan import InspectionPlan
from inspections.reports.words import LABELS, in_words


class Meeting:
    """The differences between one inspection's draft and its record; none where it is new."""

    def __init__(self, plan: InspectionPlan):
        self.plan = plan

    @cached_property
    def rows(self) -> dict[str, list[DescribedRow]]:
        """The recommendations by what they would come to, where an inspection stands here."""
        plan = self.plan.recommendations
        if plan is None:
            return {}
        keys = [row.record.pk for row in plan.rows if row.record]
        records = Recommendation.objects.select_related("body").in_bulk(keys)
        groups: dict[str, list[DescribedRow]] = defaultdict(list)
        for row in plan.rows:
            kept = ImportRow(**row.stored())
            kept.recommendation = row.record and records[row.record.pk]
            group = "by_hand" if row.hand else str(row.outcome)
            if row.outcome == Outcome.SAME_AS:
                group = "offered"
            groups[group].append(DescribedRow(kept, Recommendations().describe(kept)))
        return dict(groups)

    @cached_property
    def absent(self) -> list[Recommendation]:
        """What stands here and is not in the report: told, never deleted."""
        plan = self.plan.recommendations
        if plan is None:
            return []
        spoken_of = [row.record.pk for row in plan.rows if row.record]
        rows = self.plan.inspection.recommendations.standing().exclude(pk__in=spoken_of)
        return list(rows.select_related("body"))

    @property
    def differing(self) -> list:
        """The judgements and facts of the record that the report contradicts."""
        judgements = [judged for judged in self.plan.judgements if judged.differs]
        return [*(fact for fact in self.plan.facts if fact.differs), *judgements]

    @property
    def filled(self) -> list[str]:
        """What the record lacks and the report gives, in words."""
        return [
            f"{LABELS[fact.name]}: {in_words(fact.report)}"
            for fact in self.plan.facts
            if not fact.differs
        ]
