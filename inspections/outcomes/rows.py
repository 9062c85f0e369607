"""What one row of a table of outcomes says, before it is held against the record."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from councils.models import Council
from inspections.models import Framework

FACTS = {
    "start": "first day of fieldwork",
    "end": "last day of fieldwork",
    "published": "day of publication",
    "title": "kind of inspection",
    "theme": "theme of the visit",
    "inspector": "lead inspector",
}


class JudgementCell(NamedTuple):
    """A judgement's cell: the words in it, or why it holds no grade. Both empty: blank."""

    heading: str
    words: str
    no_grade: str

    @property
    def claims(self) -> bool:
        """Whether it says that this was judged, be the grade readable or not."""
        return bool(self.words) or self.no_grade == "not-known"


@dataclass
class OutcomeRow:
    """One row, by its place in the file. `number` counts through all sheets, from 1."""

    number: int
    sheet: str
    row: int
    council: Council | None = None
    kind: Framework.Kind | None = None
    named: str = ""  # the framework's name, folded, where the row gives it as the type
    facts: dict[str, date | str] = field(default_factory=dict)
    link: str = ""
    judged: dict[str, JudgementCell] = field(default_factory=dict)  # by the themes' keys
    cells: dict[str, str] = field(default_factory=dict)  # by heading, as printed
    given: dict[str, tuple[str, str]] = field(
        default_factory=dict
    )  # heading and words, by our keys
    problems: list[dict[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"sheet “{self.sheet}”, row {self.row}" if self.sheet else f"row {self.row}"

    def note(self, sentence: str) -> None:
        """Something to be told though the row is taken; once, however often it is noticed."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def is_wrong(self, column: str, value: object, reason: str, mend: str) -> None:
        self.problems.append(
            {"column": column, "value": str(value), "reason": reason, "mend": mend}
        )
