"""The sheets of an ODS file, with what they hide (OpenDocument 1.3, part 3).

Read here and not by a library: none was found that keeps tabs and tells what is hidden.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

from inspections.spreadsheets.errors import Unreadable
from inspections.spreadsheets.facts import Facts, cell_name, linked_by, per_cent
from inspections.spreadsheets.packages import Package
from inspections.spreadsheets.parsing import walk, whole

MAX_CELLS = 5_000_000  # of all sheets: a count of repeats may stand for any number
_CELLS = {"table-cell", "covered-table-cell"}
_HIDING = {"collapse", "filter"}
_ABOUT_A_COMMENT = {"creator", "creator-initials", "date", "date-string"}
_SPACE = re.compile("[ \t\r\n]+")


@dataclass
class OdsSheet:
    """`rows` are of text, numbers and moments, without the empty ones at their ends."""

    facts: Facts
    rows: list[list] = field(default_factory=list)


def sheets_of(package: Package) -> list[OdsSheet]:
    """The sheets in the order of the file. Raises Unreadable."""
    reader = _Reader()
    walk(package.part("content.xml"), reader.start, reader.end, reader.text)
    for sheet in reader.sheets:
        sheet.facts.bounded()
    return reader.sheets


class _Words:
    """The text of one cell, or of a comment: paragraphs, with white space folded as ODF says."""

    def __init__(self):
        self.parts: list[str] = []
        self.open = False  # white space here would stand after some, or begin a paragraph

    def paragraph(self) -> None:
        if self.parts:
            self.parts.append("\n")
        self.open = True

    def soft(self, text: str) -> None:
        folded = _SPACE.sub(" ", text)
        if self.open:
            folded = folded.removeprefix(" ")
        if folded:
            self.parts.append(folded)
            self.open = folded.endswith(" ")

    def hard(self, text: str) -> None:
        self.parts.append(text)
        self.open = False

    def __str__(self):
        return "".join(self.parts)


class _Reader:
    def __init__(self):
        self.sheets: list[OdsSheet] = []
        self.facts: Facts | None = None
        self.depth = 0  # of tables: one may stand in a cell of another
        self.unseen_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.described = self.count = 0
        self.rows = self.cells = 1  # as often as this row and this cell are repeated
        self.values: list = []
        self.given: dict[str, str] = {}
        self.words = _Words()
        self.comment: _Words | None = None

    def start(self, name: str, given: dict[str, str]) -> None:
        if name == "style":
            self.style = given.get("name", "")
        elif name == "table-properties" and given.get("display") == "false":
            self.unseen_styles.add(self.style)
        elif name == "table":
            self.depth += 1
            if self.depth == 1:
                hidden = given.get("style-name") in self.unseen_styles
                self.facts = Facts(given.get("name", ""), hidden=hidden)
                self.sheets.append(OdsSheet(self.facts))
                self.row, self.rows, self.described = 0, 1, 0
        elif self.depth == 1:
            self._inside(name, given)

    def _inside(self, name: str, given: dict[str, str]) -> None:
        words = self.words if self.comment is None else self.comment
        if name == "p":
            words.paragraph()
        elif name == "s":
            words.hard(" " * min(whole(given.get("c"), 1), 1_000))
        elif name == "tab":
            words.hard("\t")
        elif name == "line-break":
            words.hard("\n")
        elif name in _CELLS:
            self.column += self.cells
            self.cells = whole(given.get("number-columns-repeated"), 1)
            self.given, self.words = given, _Words()
            self._note(given)
        elif name == "table-row":
            self.row, self.column, self.cells = self.row + self.rows, 1, 0
            self.rows = whole(given.get("number-rows-repeated"), 1)
            self.values = []
            if given.get("visibility") in _HIDING:
                self.facts.hidden_rows.append((self.row, self.row + self.rows - 1))
        elif name == "annotation":
            self.comment = _Words()
        elif name == "a" and self.comment is None:
            self.facts.link(self.row, self.column, given.get("href", ""))
        elif name == "table-column":
            count = whole(given.get("number-columns-repeated"), 1)
            if given.get("visibility") in _HIDING:
                self.facts.hidden_columns.append((self.described + 1, self.described + count))
            self.described += count

    def _note(self, given: dict[str, str]) -> None:
        tall = whole(given.get("number-rows-spanned"), 1)
        wide = whole(given.get("number-columns-spanned"), 1)
        if tall > 1 or wide > 1:
            last = self.row + tall - 1, self.column + wide - 1
            self.facts.merged.append((self.row, self.column, *last))
        if "formula" in given:
            self.facts.formulas += 1
            self.facts.link(self.row, self.column, linked_by(given["formula"]))
            if not given.get("value-type"):
                self.facts.unsaved.append(cell_name(self.row, self.column))

    def text(self, written: str) -> None:
        if self.depth == 1:
            (self.words if self.comment is None else self.comment).soft(written)

    def end(self, name: str) -> None:
        if name == "annotation" and self.comment is not None:
            cell = cell_name(max(self.row, 1), max(self.column, 1))
            self.facts.comments.append((cell, str(self.comment).strip()))
            self.comment = None
        elif name in _ABOUT_A_COMMENT and self.comment is not None:
            self.comment = _Words()  # who wrote it and when stands before its words
        elif name == "table":
            self.depth -= 1
        elif self.depth == 1 and name in _CELLS:
            self._end_cell()
        elif self.depth == 1 and name == "table-row":
            self._end_row()

    def _end_cell(self) -> None:
        value = _value(self.given, str(self.words))
        self.words = _Words()
        if value == "":
            return
        self._demand(self.column + self.cells)
        self.values += [""] * (self.column - 1 - len(self.values)) + [value] * self.cells

    def _end_row(self) -> None:
        if not self.values:
            return
        rows = self.sheets[-1].rows
        self._demand((self.row - len(rows)) + self.rows * len(self.values))
        rows += [[] for _ in range(self.row - 1 - len(rows))]
        rows += [self.values] * self.rows

    def _demand(self, cells: int) -> None:
        """Room for so many more cells. Raises Unreadable."""
        self.count += cells
        if self.count > MAX_CELLS:
            raise Unreadable(
                f"This spreadsheet has more than {MAX_CELLS:,} cells: far more than a table does. "
                "Save the sheet with the table by itself."
            )


def _finite(written: str) -> float:
    """Raises ValueError."""
    if not isfinite(number := float(written)):
        raise ValueError(written)
    return number


def _value(given: dict[str, str], words: str):
    kind = given.get("value-type", "")
    try:
        if kind in ("float", "currency"):
            return float(given.get("value", ""))
        if kind == "percentage":
            return per_cent(_finite(given.get("value", "")))
        if kind == "date":
            return datetime.fromisoformat(given.get("date-value", ""))
    except ValueError:
        return words
    if kind == "boolean":
        return given.get("boolean-value") == "true"
    return given.get("string-value", words) if kind == "string" else words
