"""A stored import as its pages show it: bounded, however large the file is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from inspections.intake.kinds import Kind, RowDescription
from inspections.intake.rows import Outcome, Tally, kinds_of
from inspections.models import Import, ImportRow

SHOWN = 100  # rows of each outcome on the page of an import, and on each page of rows


@dataclass(frozen=True)
class DescribedRow:
    """A row of the import in words."""

    row: ImportRow
    described: RowDescription

    @property
    def hand(self) -> str:
        """Who decided by hand what it would change."""
        return self.row.values.get("hand", "")


class ImportRows:
    """An import's rows, by what they come to."""

    def __init__(self, batch: Import, kind: Kind):
        self.batch, self.kind = batch, kind
        self.rows = kind.rows_of(batch).order_by("number")

    @cached_property
    def tally(self) -> Tally:
        return Tally.of_kinds(self._counted)

    @cached_property
    def _counted(self) -> dict[tuple[str, str, bool], int]:
        return kinds_of(self.batch.rows)

    @cached_property
    def groups(self) -> dict[str, list[DescribedRow]]:
        """The first rows of each kind; more that need an answer come when these have theirs."""
        tally = self.tally
        of = {outcome: self.rows.filter(outcome=outcome) for outcome in Outcome}
        changed, unchanged = of[Outcome.CHANGED], of[Outcome.UNCHANGED]
        groups = {
            "wrong": (tally.wrong, of[Outcome.WRONG]),
            "offered": (tally.offered, of[Outcome.SAME_AS].filter(decision="")),
            "answered": (tally.answered, of[Outcome.SAME_AS].exclude(decision="")),
            "by_hand": (tally.changed, changed.filter(values__has_key="hand")),
            "changed": (tally.changed, changed.exclude(values__has_key="hand")),
            "kept": (tally.kept, unchanged.exclude(before={})),
            "new": (tally.new, of[Outcome.NEW]),
            "unchanged": (tally.unchanged, unchanged.filter(before={})),
        }
        return {
            name: self.show(rows[:SHOWN] if there_are else ())
            for name, (there_are, rows) in groups.items()
        }

    @cached_property
    def more(self) -> list[tuple[str, str, int]]:
        """Outcomes of which not all rows are shown: name, words, how many there are."""
        shown = Counter(one.row.outcome for rows in self.groups.values() for one in rows)
        counted: Counter[str] = Counter()
        for (outcome, _, _), count in self._counted.items():
            counted[outcome] += count
        return [
            (outcome.value, outcome.label, counted[outcome])
            for outcome in Outcome
            if counted[outcome] > shown[outcome]
        ]

    @cached_property
    def absent(self) -> tuple[Sequence[str], int]:
        """What stands here and is not in the file: the first names, and how many there are."""
        return self.kind.absent(self.batch)

    @cached_property
    def hidden(self) -> list[DescribedRow]:
        """The first rows that the spreadsheet hides, whatever they come to."""
        return self.show(self.rows.filter(values__hidden=True)[:SHOWN])

    def show(self, rows: Iterable[ImportRow]) -> list[DescribedRow]:
        return [DescribedRow(row, self.kind.describe(row)) for row in rows]
