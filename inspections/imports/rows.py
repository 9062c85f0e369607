"""A row of the file: what it says, which record it speaks of, and what it would do."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, QuerySet, When

from inspections.imports.addressees import Addressee
from inspections.imports.scope import Record
from inspections.models import ImportRow
from inspections.resources import Mistake, told

Outcome = ImportRow.Outcome
Decision = ImportRow.Decision


_NOTHING: Mapping = {}  # one for all rows, as there may be 100,000; never written to


@dataclass(slots=True)
class Row:
    """`said` holds values by column, without the body, which is `to` with its inspection."""

    number: int
    said: dict
    to: Addressee | None = None
    errors: Sequence[dict] = ()
    record: Record | None = None
    outcome: str = Outcome.NEW
    decision: str = ""
    before: Mapping = field(default_factory=lambda: _NOTHING)
    order: int | None = None
    kept: bool = False  # it differs, and what a person decided here stays
    signs: tuple | None = None  # by which it is matched (see `matching.signs_of`)

    @property
    def group(self) -> tuple[int, int]:
        """The inspection and the body: rows and records meet only inside it."""
        return self.to.group

    @property
    def section(self) -> str:
        """The section in which it will stand."""
        return self.value("section")

    @property
    def takes_place(self) -> bool:
        """Whether it says where something stands."""
        withdrawn = self.record is not None and self.record.withdrawn
        return self.outcome != Outcome.WRONG and not self.kept and not withdrawn

    @property
    def effect(self) -> str:
        """The name under which a tally counts it."""
        return effect_of(self.outcome, self.decision, bool(self.before))

    def value(self, name: str):
        """What will stand in that column: what the row says, else what stands there now."""
        if name in self.said:
            return self.said[name]
        return getattr(self.record, name) if self.record else ""

    def is_wrong(self, mistake: Mistake, *, column: str, value: str) -> None:
        """Note a mistake in the column that the file calls `column`."""
        self.errors = [*self.errors, told(mistake, column=column, value=value)]
        self.outcome = Outcome.WRONG


def effect_of(outcome: str, decision: str, differs: bool) -> str:
    """What a row comes to: an answered offer counts as what it was answered with."""
    if outcome != Outcome.SAME_AS:
        return str(outcome)
    if not decision:
        return "offered"
    if decision == Decision.NEW:
        return "new"
    return "changed" if differs else "unchanged"


def kinds_of(rows: QuerySet) -> dict[tuple[str, str, bool], int]:
    """How many rows of an import there are by outcome, decision and whether something differs."""
    differs = Case(When(before={}, then=False), default=True)
    kinds = rows.order_by().values("outcome", "decision", differs=differs)
    counted = kinds.values_list("outcome", "decision", "differs", Count("pk"))
    return {tuple(kind): count for *kind, count in counted}


@dataclass(frozen=True)
class Tally:
    """How many rows of the file come to what, as a person counts them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    wrong: int = 0
    offered: int = 0  # counted nowhere above until they are answered
    kept: int = 0  # among the unchanged: a person decided otherwise here
    answered: int = 0  # among the others: offers that were decided on

    @classmethod
    def of(cls, rows: Iterable[Row]):
        """Of the rows of a plan."""
        return cls.of_kinds(Counter((row.outcome, row.decision, bool(row.before)) for row in rows))

    @classmethod
    def of_stored(cls, rows: QuerySet):
        """Of the rows of an import (`ImportRow`)."""
        return cls.of_kinds(kinds_of(rows))

    @classmethod
    def of_kinds(cls, kinds: Mapping[tuple[str, str, bool], int]):
        """Of how many rows there are of each kind (see `kinds_of`)."""
        counts = Counter()
        for (outcome, decision, differs), count in kinds.items():
            counts[effect_of(outcome, decision, differs)] += count
            counts["kept"] += count * (outcome == Outcome.UNCHANGED and differs)
            counts["answered"] += count * bool(decision)
        return cls(**counts)

    @property
    def acts(self) -> int:
        """How many rows a confirmation would act on."""
        return self.new + self.changed + self.offered

    def __str__(self):
        return (
            f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.wrong} wrong"
        )
