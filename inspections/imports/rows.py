"""A row of the file: what it says, which record it speaks of, and what it would do."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from inspections.imports.addressees import Addressee
from inspections.imports.scope import Record
from inspections.models import ImportRow
from inspections.resources import Mistake, told

Outcome = ImportRow.Outcome
Decision = ImportRow.Decision


@dataclass(slots=True)
class Row:
    """`said` holds values by column, without the body, which is `to` with its inspection."""

    number: int
    said: dict
    to: Addressee | None = None
    errors: list[dict] = field(default_factory=list)
    record: Record | None = None
    outcome: str = Outcome.NEW
    decision: str = ""
    before: dict = field(default_factory=dict)
    order: int | None = None
    kept: bool = False  # it differs, and what a person decided here stays

    @property
    def group(self) -> tuple[int, int]:
        """The inspection and the body: rows and records meet only inside it."""
        return self.to.inspection.pk, self.to.body.pk

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
        return effect_of(self.outcome, self.decision, self.before)

    def value(self, name: str):
        """What will stand in that column: what the row says, else what stands there now."""
        if name in self.said:
            return self.said[name]
        return getattr(self.record, name) if self.record else ""

    def is_wrong(self, mistake: Mistake, *, column: str, value: str) -> None:
        """Note a mistake in the column that the file calls `column`."""
        self.errors.append(told(mistake, column=column, value=value))
        self.outcome = Outcome.WRONG


def effect_of(outcome: str, decision: str, before: dict) -> str:
    """What a row comes to: an answered offer counts as what it was answered with."""
    if outcome != Outcome.SAME_AS:
        return str(outcome)
    if not decision:
        return "offered"
    if decision == Decision.NEW:
        return "new"
    return "changed" if before else "unchanged"


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
    def of(cls, rows: Iterable[tuple[str, str, dict]]):
        """Of rows given by outcome, decision and what stood before."""
        rows = list(rows)
        return cls(
            **Counter(effect_of(*row) for row in rows),
            kept=sum(outcome == Outcome.UNCHANGED and bool(before) for outcome, _, before in rows),
            answered=sum(bool(decision) for _, decision, _ in rows),
        )

    @property
    def acts(self) -> int:
        """How many rows a confirmation would act on."""
        return self.new + self.changed + self.offered

    def __str__(self):
        return (
            f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, "
            f"{self.wrong} wrong"
        )
