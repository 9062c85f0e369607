"""The sheets of an ODS file (OpenDocument 1.3, part 3), read by odfdo."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from odfdo import Cell, Column, Document, Element, Row, Table
from odfdo.security import security

from inspections.spreadsheets.facts import (
    MAX_CELLS,
    Facts,
    ReadSheet,
    cell_name,
    linked_by,
    per_cent,
    too_many_cells,
)
from inspections.spreadsheets.packages import Package, read_by_library, refuse_many_sheets
from inspections.spreadsheets.parsing import whole
from inspections.spreadsheets.writing import MANIFEST, TYPES

_HIDING = {"collapse", "filter"}
_SPACE = re.compile("[ \t\r\n]+")
_MOST_SPACES = 1_000
_ROWS = "descendant::table:table-row[count(ancestor::table:table)=1]"  # a cell may hold a table
_COLUMNS = "descendant::table:table-column[count(ancestor::table:table)=1]"
_CELLS = "table:table-cell|table:covered-table-cell"
_LINKS = "text:p//text:a"
_WHITE = {"text:s", "text:tab", "text:line-break"}
_RULES = "descendant::calcext:conditional-format"

# `packages` bounds what a file unpacks to, and the process what it takes.
security.max_compression_ratio = security.max_uncompressed_size = 1_000_000_000


def sheets_of(package: Package, *, fills: bool) -> Iterator[ReadSheet]:
    """The sheets in the order of the file. Raises Unreadable."""
    with read_by_library():
        document = Document(io.BytesIO(_repacked(package)))
        styles = _Styles()
        for part in ("styles.xml", "content.xml"):
            styles.read(document.get_part(part).get_elements("//style:style"))
        tables = document.body.get_elements("table:table")
        refuse_many_sheets(len(tables))
        for table in tables:
            yield _SheetsOf(table, styles, fills=fills).sheet


def _repacked(package: Package) -> bytes:
    """What a table needs, without scripts, pictures and settings."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("mimetype", TYPES["ods"])
        packed.writestr("META-INF/manifest.xml", MANIFEST)
        packed.writestr("content.xml", package.part("content.xml"))
        styles = package.part("styles.xml") if "styles.xml" in package.names else _NO_STYLES
        packed.writestr("styles.xml", styles)
    return out.getvalue()


_NO_STYLES = (
    '<office:document-styles xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
)


@dataclass
class _Styles:
    """What the styles of tables and cells say, by their names; they may rest on others."""

    unseen: set[str] = field(default_factory=set)
    by_rule: set[str] = field(default_factory=set)
    colours: dict[str, str] = field(default_factory=dict)
    rests_on: dict[str, str] = field(default_factory=dict)

    def read(self, styles: list[Element]) -> None:
        for style in styles:
            name, family = _said(style, "style:name"), _said(style, "style:family")
            if family == "table":
                if style.get_elements("style:table-properties[@table:display='false']"):
                    self.unseen.add(name)
            elif family == "table-cell":
                self.rests_on[name] = _said(style, "style:parent-style-name")
                for one in style.get_elements("style:table-cell-properties[@fo:background-color]"):
                    found = re.fullmatch("#([0-9A-Fa-f]{6})", _said(one, "fo:background-color"))
                    self.colours[name] = found[1].upper() if found else ""
                if style.get_elements("style:map"):
                    self.by_rule.add(name)

    def colour(self, style: str) -> str:
        """RRGGBB, or nothing: white is no colour."""
        for _ in range(len(self.rests_on) + 1):  # a style that rests on itself has no colour
            if style in self.colours or style not in self.rests_on:
                break
            style = self.rests_on[style]
        colour = self.colours.get(style, "")
        return "" if colour == "FFFFFF" else colour


class _SheetsOf:
    """One sheet, row by row; a row and a cell may each stand for many equal ones."""

    def __init__(self, table: Table, styles: _Styles, *, fills: bool):
        self.styles, self.fills = styles, fills
        name = _said(table, "table:name")
        self.facts = Facts(name, hidden=_said(table, "table:style-name") in styles.unseen)
        self.sheet = ReadSheet(self.facts)
        self.count = 0  # of cells
        self.columns: list[tuple[int, str]] = []  # the last of some columns, their cells' style
        for column in table.get_elements(_COLUMNS):
            self._column(column)
        row_number = 1
        for row in table.get_elements(_ROWS):
            row_number += self._row(row, row_number)
        if fills:
            rules = table.get_elements(_RULES)
            self.sheet.fills.rules += [_said(one, "calcext:target-range-address") for one in rules]

    def _column(self, column: Column) -> None:
        before = self.columns[-1][0] if self.columns else 0
        last = before + _times(column, "columns")
        if _said(column, "table:visibility") in _HIDING:
            self.facts.hidden_columns.append((before + 1, last))
        self.columns.append((last, _said(column, "table:default-cell-style-name")))

    def _row(self, row: Row, number: int) -> int:
        """How many rows it stands for."""
        times, column, values = _times(row, "rows"), 1, []
        style = _said(row, "table:default-cell-style-name")
        for cell in row.get_elements(_CELLS):
            repeated = _times(cell, "columns")
            if self.fills:
                self._note_fill(cell, style, (number, times), (column, repeated))
            self._note(cell, number, column)
            if (value := _value(cell)) != "":
                self._demand(column + repeated)
                values += [""] * (column - 1 - len(values)) + [value] * repeated
            column += repeated
        if values:
            self.count += self._demand(times * len(values))
            self.sheet.rows.append((number, times, values))
            if _said(row, "table:visibility") in _HIDING:
                self.facts.hidden_rows.append((number, number + times - 1))
        return times

    def _demand(self, cells: int) -> int:
        if self.count + cells > MAX_CELLS:
            raise too_many_cells()
        return cells

    def _note(self, cell: Cell, row: int, column: int) -> None:
        """What the cell holds beside its value."""
        wide, tall = cell.span_area()
        if wide > 1 or tall > 1:
            last = row + max(tall, 1) - 1, column + max(wide, 1) - 1
            self.facts.merged.append((row, column, *last))
        if formula := cell.formula:
            self.facts.formulas += 1
            self.facts.link(row, column, linked_by(formula))
            if not cell.type:
                self.facts.unsaved.append(cell_name(row, column))
        if not cell.children:
            return
        for link in cell.get_elements(_LINKS):
            self.facts.link(row, column, _said(link, "xlink:href"))
        for comment in cell.get_elements("office:annotation"):
            self.facts.comments.append((cell_name(row, column), _words(comment).strip()))

    def _note_fill(
        self, cell: Cell, row_style: str, rows: tuple[int, int], columns: tuple[int, int]
    ) -> None:
        """The colour behind these rows and columns: of each the first, and how many."""
        (row, tall), (column, wide) = rows, columns
        of_column = (style for last, style in self.columns if column <= last)
        style = cell.style or row_style or next(of_column, "")
        if colour := self.styles.colour(style):
            last = column + wide - 1
            self.sheet.fills.add(row, row + tall - 1, column, last, colour)
        rules = self.sheet.fills.rules
        if style in self.styles.by_rule and len(rules) < len(self.styles.by_rule):
            rules.append(f"{cell_name(row, column)} and others")


def _said(element: Element, attribute: str) -> str:
    return element.get_attribute_string(attribute) or ""


def _times(element: Element, what: str) -> int:
    return max(whole(_said(element, f"table:number-{what}-repeated"), 1), 1)


def _value(cell: Cell):
    """What the cell holds, a percentage as it is shown; its words, if that cannot be known."""
    kind = cell.type
    if kind == "boolean":
        return cell.value
    try:
        if kind in ("float", "currency"):
            return float(_said(cell, "office:value"))
        if kind == "percentage":
            return per_cent(float(_said(cell, "office:value")))
        if kind == "date":
            return datetime.fromisoformat(_said(cell, "office:date-value"))
    except ValueError:
        pass
    if kind == "string" and (said := cell.get_attribute_string("office:string-value")) is not None:
        return said
    return _words(cell) if cell.children else ""


def _words(element: Element) -> str:
    """The text of the paragraphs of a cell or a comment, its white space folded as ODF says."""
    lines = ("".join(_folded(_pieces(one))) for one in element.get_elements("text:p"))
    return "\n".join(lines)


def _pieces(element: Element) -> Iterator[tuple[str, bool]]:
    """Pieces of text, and whether white space in them stands as it is."""
    text = element.text
    yield (text[:_MOST_SPACES], True) if element.tag in _WHITE else (text, False)
    for child in element.children:
        if child.tag != "office:annotation":
            yield from _pieces(child)
        yield child.tail or "", False


def _folded(pieces: Iterable[tuple[str, bool]]) -> Iterator[str]:
    white = True  # white space here would stand after some, or begin a paragraph
    for text, as_it_is in pieces:
        if not as_it_is:
            text = _SPACE.sub(" ", text)
            text = text.removeprefix(" ") if white else text
        if text:
            yield text
            white = not as_it_is and text.endswith(" ")
