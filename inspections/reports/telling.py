"""What saving a report did, in sentences, the same in the admin and on the command line."""

from collections.abc import Iterator

from inspections.reports.kind import SavedReport
from inspections.reports.plan import DraftPlan


def saved_in_words(saved: SavedReport) -> Iterator[str]:
    """A sentence for each inspection: which it is, and what became of its recommendations."""
    for inspection, tally in zip(saved.inspections, saved.tallies, strict=True):
        yield f"{inspection}: recommendations {tally}"


def not_taken(plan: DraftPlan) -> Iterator[str]:
    """A sentence for everything in the record that the report contradicts or lacks, and stays."""
    for one in plan.inspections:
        for fact in one.facts:
            if fact.differs:
                yield (
                    f"{one.inspection}: the {fact.label} stays “{fact.here}”; the report says "
                    f"“{fact.report}”."
                )
        for judged in one.judgements:
            if judged.differs:
                here = judged.standing.grade or judged.standing.get_no_grade_display()
                yield (
                    f"{one.inspection}: {judged.area} stays “{here}”; the report says "
                    f"“{judged.said}”."
                )
        for row in one.judgements_absent:
            yield f"{one.inspection}: the report does not hold the judgement “{row}”. It stays."
