"""A row of a table: what it says, what it would do, and why it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inspections.recommendations.resources import Mistake, told
from inspections.recommendations.rows import Outcome

_NOTHING: Mapping = {}  # one for all rows, as there may be 100,000; never written to

SURPLUS = Mistake(
    "The row has more cells than there are headings.",
    "Put quotation marks around a text that holds the delimiter.",
)


@dataclass(slots=True)
class Row:
    """`said` holds values by column as JSON keeps them; `before`, where they differ, what stands.

    `hand` says who decided by hand what the row would change: then it changes only with a tick.
    """

    number: int
    said: dict
    errors: Sequence[dict] = ()
    outcome: str = Outcome.NEW
    decision: str = ""
    before: Mapping = field(default_factory=lambda: _NOTHING)
    subject: int | None = None  # the key of what stands here
    hand: str = ""

    def is_wrong(self, mistake: Mistake, *, column: str, value: str) -> None:
        """Note a mistake in the column that the file calls `column`."""
        self.errors = [*self.errors, told(mistake, column=column, value=value)]
        self.outcome = Outcome.WRONG

    def differs(self, before: Mapping) -> None:
        """What stands here is known: the row changes it, or nothing."""
        self.before = before
        self.outcome = Outcome.CHANGED if before else Outcome.UNCHANGED
