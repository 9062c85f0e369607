"""A row of a file: what it says, what it would do, and why it cannot; and how rows are counted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, Count, QuerySet, When

from inspections.cells import shorten
from inspections.models import ImportRow

Outcome = ImportRow.Outcome
Decision = ImportRow.Decision
_NOTHING: Mapping = {}  # one for all rows; never written to


class Mistake(ValueError):
    """A cell that cannot be imported: the reason, and what to do about it."""

    def __init__(self, reason: str, mend: str):
        super().__init__(f"{reason} {mend}")
        self.reason = reason
        self.mend = mend

    def in_cell(self, *, column: str, value: str) -> dict[str, str]:
        """As an import's row keeps it, with the heading of its column and the cell's words."""
        return {
            "column": column,
            "value": shorten(value),
            "reason": self.reason,
            "mend": self.mend,
        }


SURPLUS = Mistake(
    "The row has more cells than there are headings.",
    "Put quotation marks around a text that holds the delimiter.",
)


@dataclass(slots=True)
class PreviewRow:
    """What a row of a file says, and what it would do.

    `values` are what it says, by column, as JSON keeps them; `before`, where a record says
    something else, is what stands there. `hand` says who decided by hand what the row would
    change: then it changes only with a tick.
    """

    number: int
    values: dict
    errors: Sequence[dict] = ()
    outcome: str = Outcome.NEW
    decision: str = ""
    before: Mapping = field(default_factory=lambda: _NOTHING)
    subject: int | None = None  # the key of the record that it speaks of
    hand: str = ""

    def is_wrong(self, mistake: Mistake, *, column: str, value: str) -> None:
        """Note a mistake in the column that the file calls `column`."""
        self.errors = [*self.errors, mistake.in_cell(column=column, value=value)]
        self.outcome = Outcome.WRONG

    def differs(self, before: Mapping) -> None:
        """The record is known: the row changes it, or nothing."""
        self.before = before
        self.outcome = Outcome.CHANGED if before else Outcome.UNCHANGED

    @property
    def effect(self) -> str:
        """The name under which a tally counts it."""
        return effect_of(self.outcome, self.decision, bool(self.before))

    def stored(self) -> dict:
        """The values of the columns of `ImportRow`, its batch and its subject's type apart."""
        return {
            "number": self.number,
            "outcome": str(self.outcome),
            "decision": str(self.decision) if self.outcome == Outcome.SAME_AS else "",
            "subject_id": self.subject,
            "values": self.values | ({"hand": self.hand} if self.hand else {}),
            "before": dict(self.before),
            "errors": list(self.errors),
        }


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
    conflict: int = 0
    kept: int = 0  # among the unchanged: a person decided otherwise here
    answered: int = 0  # among the others: offers that were decided on

    @classmethod
    def of(cls, rows: Iterable[PreviewRow]):
        """Of the rows of a preview."""
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


def mistake_in_words(number: int, error: dict[str, str]) -> str:
    """One mistake of a row (as `Mistake.in_cell` gives it): where, what, why, what to do."""
    column = f", column “{error['column']}”" if error["column"] else ""
    value = f": “{error['value']}”" if error["value"] else ""
    return f"Row {number}{column}{value}. {error['reason']} {error['mend']}"
