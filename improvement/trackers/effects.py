"""What one row of a tracker would do: the action that it means, and what it says of it."""

from dataclasses import dataclass, field
from datetime import date

from improvement.models import ActionState
from improvement.trackers.rows import Mistake, Note, TrackerRow
from improvement.trackers.standing import Record
from inspections.models import ImportRow

Outcome = ImportRow.Outcome
Decision = ImportRow.Decision


@dataclass(frozen=True)
class Report:
    """A report that the row makes: of `note`, of a state, or of both."""

    on: date
    status: str
    confidence: str = ""
    reason: str = ""
    note: Note | None = None


@dataclass
class Effect:
    """A row, and all that it would do. `promises` holds new values by the action's fields.

    `before` and `after` tell the same in words, by field: what a person is shown. `told` are
    sentences on what was left as it is, and why.
    """

    row: TrackerRow
    number: int
    record: Record | None = None
    outcome: str = Outcome.NEW
    decision: str = ""
    reference: str = ""
    promises: dict = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    move_to: date | None = None
    before: dict[str, str] = field(default_factory=dict)
    after: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    errors: list[Mistake] = field(default_factory=list)
    by_hand: bool = False  # what it changes of a promise needs a tick
    kept: bool = False  # and has none
    newer: bool = False

    @property
    def is_new(self) -> bool:
        """Whether it makes an action."""
        return self.record is None

    @property
    def edits(self) -> bool:
        """Whether it needs somebody who may build the plan."""
        closes = any(report.status in ActionState.GONE for report in self.reports)
        return self.is_new or closes or (bool(self.promises) and not self.kept)

    @property
    def acts(self) -> bool:
        return self.edits or bool(self.reports) or self.move_to is not None

    @property
    def where(self) -> str:
        """As a person finds it in the file."""
        last = f"–{self.row.last_row}" if self.row.last_row > self.row.row else ""
        rows = f"row{'s' if last else ''} {self.row.row}{last}"
        return f"{self.row.sheet}, {rows}" if self.row.sheet else rows

    def is_wrong(self, column: str, value: str, reason: str, remedy: str) -> None:
        """Note a mistake; what is wrong stays wrong, whatever else there is to say of it."""
        self.errors.append(Mistake(column, value, reason, remedy))
        self.outcome = Outcome.WRONG

    def differs(self, name: str, old: str, new: str) -> None:
        """Note what a person is shown: what stands, and what the file says."""
        self.before[name], self.after[name] = old, new
