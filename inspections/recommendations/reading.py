"""How a row's cells become the values of a recommendation: each column's rules, and mistakes.

The columns are django-import-export's fields and widgets; the rows do not go through its
`import_data`, which knows no row that is offered, moved or decided on by a person.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from import_export import resources
from import_export.fields import Field
from import_export.widgets import Widget

from inspections.cells import fold, one_line, tidy
from inspections.intake import SURPLUS, Mistake, Outcome, PreviewRow, Table
from inspections.intake.whose_file import COUNCIL
from inspections.models import Recommendation
from inspections.recommendations.addressees import Addressee, Addressees
from inspections.recommendations.columns import EXAMPLE, IMPORTED
from inspections.spreadsheets import DateCell

ORDER_MAX = 32_767  # what the database's small numbers hold
COMPARED = ("reference", "text", "section", "order", "kind", "timescale", "page")


class _Words(Widget):
    """Text as it stands, line breaks and all."""

    def __init__(self, most: int):
        super().__init__()
        self.most = most

    def clean(self, value, row=None, **kwargs):
        if len(value) > self.most:
            raise Mistake(
                f"This is {len(value):,} characters long; at most {self.most:,} fit.",
                "Shorten it, or split the row.",
            )
        return value


class _Required(_Words):
    """The recommendation itself."""

    def clean(self, value, row=None, **kwargs):
        if not value.strip():
            raise Mistake("There are no words here.", "Write them, or delete the row.")
        if value == EXAMPLE["text"]:
            raise Mistake("This is the template's example.", "Delete the row.")
        return super().clean(tidy(value), row, **kwargs)


class _OneLine(_Words):
    """Text on one line."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(one_line(value), row, **kwargs)


class _Reference(_OneLine):
    """What the report prints as a number; a spreadsheet takes 1-2 for the first of February."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, DateCell):
            raise Mistake(
                "This cell holds a date. A spreadsheet may have made it of a number such as 1-2.",
                "Format the column as text, and write the number again.",
            )
        return super().clean(value, row, **kwargs)


class _WholeNumber(Widget):
    """A whole number, also where a spreadsheet wrote 5.0 or a person "p. 5"; None if empty."""

    def __init__(self, least: int):
        super().__init__()
        self.least = least

    def clean(self, value, row=None, **kwargs):
        if not value.strip():
            return None
        written = re.fullmatch(r"(?:p|pp|pg|page)?\.?\s*(\d{1,9})(?:\.0*)?", value.strip(), re.I)
        if not written or not written[1].isascii():
            raise Mistake("This is not a whole number.", "Write digits only, or leave it empty.")
        if not self.least <= (number := int(written[1])) <= ORDER_MAX:
            raise Mistake(
                f"This number is not between {self.least} and {ORDER_MAX:,}.", "Correct it."
            )
        return number


class _Addressee(Widget):
    """The body that a row is made to, found by `addressees`."""

    def clean(self, value, row=None, *, addressees, **kwargs):
        return addressees.find(value)


def _field(name: str, widget: type[_Words]) -> Field:
    most = Recommendation._meta.get_field(name).max_length
    return Field(attribute=name, column_name=name, widget=widget(most))


class RecommendationResource(resources.ModelResource):
    """The columns of a file of recommendations, in the order of the template."""

    reference = _field("reference", _Reference)
    text = _field("text", _Required)
    body = Field(attribute="body", column_name="body", widget=_Addressee())
    section = _field("section", _OneLine)
    order = Field(attribute="order", column_name="order", widget=_WholeNumber(least=0))
    kind = _field("kind", _OneLine)
    timescale = _field("timescale", _OneLine)
    page = Field(attribute="page", column_name="page", widget=_WholeNumber(least=1))

    class Meta:
        model = Recommendation
        fields = export_order = tuple(column.key for column in IMPORTED)

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        # The widgets by themselves: the fields around them cost as much again, for each cell.
        self._cleaners = [(name, field.widget.clean) for name, field in self.fields.items()]

    def read(self, cells: dict[str, str], *, addressees) -> tuple[dict, dict[str, Mistake]]:
        """A row's cells as values by column, and the mistakes in it by column.

        A column that the file does not have gives no value, except the body, which is then the
        one that is meant where nothing is said.
        """
        values, mistakes = {}, {}
        for name, clean in self._cleaners:
            if name not in cells and name != "body":
                continue
            try:
                values[name] = clean(cells.get(name, ""), addressees=addressees)
            except Mistake as mistake:
                mistakes[name] = mistake
        return values, mistakes


# --- rows ---


class Signs(NamedTuple):
    """By what a row of a file and a record are known to each other; None where nothing tells.

    Numbers and words count inside an inspection and a body (the group) only.
    """

    section: str
    number: tuple | None
    words: tuple | None


def signs_of(group: tuple[int, int] | None, values: dict) -> Signs:
    """Of the values of a row or of a record."""
    number = number_of(values.get("reference") or "")
    return Signs(
        _fold_section(values.get("section") or ""),
        (group, number) if number else None,
        (group, fold(values["text"])) if "text" in values else None,
    )


def number_of(reference: str) -> str:
    """A printed reference without case, and without the full stop or brackets around it."""
    return fold(reference).strip(" .():")


_fold_section = lru_cache(1_000)(fold)  # a file has few, and says each in many rows


@dataclass(slots=True, eq=False)
class StandingRecord:
    """A recommendation as it stands, withdrawn or not. `values` are those of COMPARED."""

    pk: int
    group: tuple[int, int]  # the inspection and the body, by their keys
    withdrawn: bool
    values: dict
    signs: Signs = field(init=False)

    def __post_init__(self):
        self.signs = signs_of(self.group, self.values)

    text = property(lambda self: self.values["text"])
    reference = property(lambda self: self.values["reference"])
    section = property(lambda self: self.values["section"])
    order = property(lambda self: self.values["order"])


@dataclass(slots=True, eq=False)
class RecommendationRow(PreviewRow):
    """A row of the file. Its values are without the body, which is `to` with its inspection."""

    to: Addressee | None = None
    record: StandingRecord | None = None  # that it speaks of
    order: int | None = None  # the place where it will stand, from 1
    kept: bool = False  # it differs, and what a person decided here stays
    signs: Signs = field(init=False)

    def __post_init__(self):
        self.signs = signs_of(self.to and self.to.group, self.values)

    @property
    def given(self) -> int | None:
        """The place that the file gives."""
        return self.values.get("order")

    @property
    def group(self) -> tuple[int, int]:
        """The inspection and the body: rows and records meet only inside it."""
        return self.to.group

    @property
    def section(self) -> str:
        """The section in which it will stand: what the row says, else that of its record."""
        return self._after("section")

    @property
    def reference(self) -> str:
        """The number that it will have: what the row says, else that of its record."""
        return self._after("reference")

    def _after(self, name: str) -> str:
        if (said := self.values.get(name)) is not None:
            return said
        return self.record.values[name] if self.record else ""

    @property
    def is_known(self) -> bool:
        """Whether its body and its words could be read."""
        return self.to is not None and self.signs.words is not None

    @property
    def takes_place(self) -> bool:
        """Whether it says where something stands."""
        withdrawn = self.record is not None and self.record.withdrawn
        return self.outcome != Outcome.WRONG and not self.kept and not withdrawn

    def stored(self) -> dict:
        values = dict(self.values)
        if self.order is not None:
            values["order"] = self.order
        if self.to:
            inspection, values["body_id"] = self.group
            values |= {"body": self.to.name, "inspection": inspection}
        if self.hand:
            values["hand"] = self.hand
        return {
            "number": self.number,
            "outcome": str(self.outcome),
            "decision": str(self.decision) if self.outcome == Outcome.SAME_AS else "",
            "recommendation_id": self.record and self.record.pk,
            "values": values,
            "before": dict(self.before),
            "errors": list(self.errors),
        }


def differing(values: dict, stands: dict) -> dict:
    """What stands in the columns in which a row says something else; places are apart."""
    return {
        name: stands[name]
        for name in COMPARED
        if name != "order"
        and name in values
        and stands[name] != values[name]
        and _as_read(name, stands[name]) != values[name]
    }


def _as_read(name: str, value):
    """A record's value as the same value would be read from a file."""
    if name == "text":
        return tidy(value)
    return one_line(value) if isinstance(value, str) else value


def rows_of(table: Table, addressees: Addressees) -> tuple[list[RecommendationRow], Counter[str]]:
    """The rows of a table with their mistakes, and how many of them name which council."""
    councils: Counter[str] = Counter()
    resource = RecommendationResource()
    rows = []
    for line in table.rows():
        if COUNCIL.key in table.columns:
            councils[line.cells[COUNCIL.key]] += 1
        values, mistakes = resource.read(line.cells, addressees=addressees)
        to = values.pop("body", None)
        row = RecommendationRow(line.number, values, to=to)
        for key, mistake in mistakes.items():
            row.is_wrong(mistake, column=table.heading_of(key), value=line.cells.get(key, ""))
        if line.surplus:
            row.is_wrong(SURPLUS, column="", value=line.surplus[0])
        rows.append(row)
    _note_repeats(rows, table)
    return rows, councils


def _note_repeats(rows: list[RecommendationRow], table: Table) -> None:
    """Find rows that say what an earlier one says already."""
    by_number: dict[tuple, RecommendationRow] = {}
    by_words: dict[tuple, RecommendationRow] = {}
    for row in rows:
        if not row.is_known:
            continue
        section, number, words = row.signs
        first = by_number.setdefault((section, number), row) if number else row
        if first is not row:
            mistake = Mistake(f"Row {first.number} has the same reference.", "Correct one of them.")
            reference = row.values["reference"]
            row.is_wrong(mistake, column=table.heading_of("reference"), value=reference)
        first = by_words.setdefault((section, words), row)
        if first is not row and not (number and first.signs.number):
            mistake = Mistake(f"Row {first.number} has the same words.", "Delete one of them.")
            row.is_wrong(mistake, column=table.heading_of("text"), value=row.values["text"])
