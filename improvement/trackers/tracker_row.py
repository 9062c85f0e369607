"""One action as a tracker tells it. Plain values: which record it is, is decided elsewhere."""

from dataclasses import dataclass, field
from datetime import date

from inspections.cells import shorten


@dataclass(frozen=True)
class Note:
    """One dated note of those that were piled in a cell; `on` is None where no date was written.

    `whole_month`: only the month is known, and `on` is its first day. `by_heading`: the month is
    the one that the column's heading names, and nobody wrote it beside these words.
    """

    words: str
    on: date | None = None
    whole_month: bool = False
    by_heading: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Mistake:
    """Why a row cannot be taken as it is: the column's heading, what stands there, what to do."""

    column: str
    value: str
    reason: str
    remedy: str

    def kept(self) -> dict[str, str]:
        """As the row of an import keeps it."""
        said = {"column": self.column, "value": shorten(self.value), "reason": self.reason}
        return said | {"mend": self.remedy}


@dataclass(frozen=True)
class TrackerRow:
    """Where it stands (`sheet`, `row` to `last_row`, numbered as the spreadsheet shows them) does
    not count when rows are compared, nor what is hidden or said in comments there.

    `original_due` None is "not known". `due_words` is what is written where no date can be said
    ("ongoing"). `status` and `confidence` are values of the models of these names, or "";
    `status_words`, `rag_words` and `fill` (RRGGBB) are what they were read from.
    """

    action: str = ""
    reference: str = ""
    recommendations: tuple[str, ...] = ()
    recommendation: str = ""
    workstream: str = ""
    leads: tuple[str, ...] = ()
    original_due: date | None = None
    original_due_words: str = ""
    due: date | None = None
    due_words: str = ""
    status: str = ""
    confidence: str = ""
    reason: str = ""
    notes: tuple[Note, ...] = ()
    success_measure: str = ""
    evidence: str = ""
    monitor: str = ""
    completed: date | None = None
    completed_words: str = ""
    closed: bool = False
    mistakes: tuple[Mistake, ...] = ()
    status_words: str = field(default="", compare=False)
    rag_words: str = field(default="", compare=False)
    fill: str = field(default="", compare=False)
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)
    last_row: int = field(default=0, compare=False)
    hidden: bool = field(default=False, compare=False)
    comments: tuple[tuple[str, str], ...] = field(default=(), compare=False)  # cell, words
