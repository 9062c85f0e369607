"""Recommendations as rows of a table: each column's rules on the way in, safe cells on the way out.

The columns are django-import-export's fields and widgets; the rows do not go through its
`import_data`, which knows no row that is offered, moved or decided by a person (see `imports`).
"""

import re

from import_export import resources
from import_export.fields import Field
from import_export.widgets import Widget

from inspections.cells import neutralise, one_line, tidy
from inspections.intake.rows import Mistake
from inspections.models import Recommendation
from inspections.recommendations.headings import IMPORTED
from inspections.spreadsheets import DateCell

ORDER_MAX = 32_767  # what the database's small numbers hold
# The template's own example: a file in which it still stands is not ready.
EXAMPLE = {
    "reference": "1",
    "text": "EXAMPLE, delete this row: Make sure that every child’s plan says what will change "
    "for the child, and by when.",
    "body": "Local authority",
    "section": "Recommendations",
    "order": "1",
    "kind": "Recommendation",
    "timescale": "within three months",
    "page": "5",
}


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

    def render(self, value, obj=None, **kwargs):
        return neutralise("" if value is None else str(value))


class _Required(_Words):
    """The recommendation itself."""

    def clean(self, value, row=None, **kwargs):
        if not value.strip():
            raise Mistake("There are no words here.", "Write them, or delete the row.")
        if value == EXAMPLE["text"]:
            raise Mistake("This is the template's example.", "Delete the row.")
        return super().clean(tidy(value), row, **kwargs)


class _Line(_Words):
    """Text on one line."""

    def clean(self, value, row=None, **kwargs):
        return super().clean(one_line(value), row, **kwargs)


class _Reference(_Line):
    """What the report prints as a number; a spreadsheet takes 1-2 for the first of February."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, DateCell):
            raise Mistake(
                "This cell holds a date. A spreadsheet may have made it of a number such as 1-2.",
                "Format the column as text, and write the number again.",
            )
        return super().clean(value, row, **kwargs)


class _Number(Widget):
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

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else str(value)


class _Addressee(Widget):
    """The body that a row is made to, found by `addressees` (see `imports.addressees`)."""

    def clean(self, value, row=None, *, addressees, **kwargs):
        return addressees.find(value)

    def render(self, value, obj=None, **kwargs):
        return neutralise(value.name)


def _field(name: str, widget: Widget) -> Field:
    return Field(attribute=name, column_name=name, widget=widget)


def _most(name: str) -> int:
    return Recommendation._meta.get_field(name).max_length


class RecommendationResource(resources.ModelResource):
    """The columns of a file of recommendations, in the order of the template."""

    reference = _field("reference", _Reference(_most("reference")))
    text = _field("text", _Required(_most("text")))
    body = _field("body", _Addressee())
    section = _field("section", _Line(_most("section")))
    order = _field("order", _Number(least=0))
    kind = _field("kind", _Line(_most("kind")))
    timescale = _field("timescale", _Line(_most("timescale")))
    page = _field("page", _Number(least=1))

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

    def get_export_headers(self, selected_fields=None):
        return [column.heading for column in IMPORTED]
