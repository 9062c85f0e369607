"""The sheets of an XLSX file, read by openpyxl once it is cut down to its tables (`plain`)."""

import colorsys
import io
import re
import warnings
from collections.abc import Iterator
from functools import cached_property

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles.colors import Color
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from inspections.spreadsheets.facts import Facts, Fills, ReadSheet, per_cent
from inspections.spreadsheets.packages import Package, read_by_library
from inspections.spreadsheets.parsing import walk
from inspections.spreadsheets.plain import PlainSheet, plain, theme_of

_WORDS_IN_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]{0,80}\]')
_HLS_STEPS = 255
# In a theme the first two pairs stand the other way round than cells count them.
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))


def sheets_of(package: Package, *, fills: bool) -> Iterator[ReadSheet]:
    """The sheets with cells, in the workbook's order. Raises Unreadable."""
    content, sheets = plain(package, fills=fills)
    with read_by_library(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what the library leaves out
        book = load_workbook(io.BytesIO(content), data_only=True)
        colours = _Colours(book, theme_of(package)) if fills else None
        for known, sheet in zip(sheets, book.worksheets, strict=True):
            yield _read(known, sheet, colours)


def _read(known: PlainSheet, sheet: Worksheet, colours: "_Colours | None") -> ReadSheet:
    read = ReadSheet(known.facts, fills=Fills(rules=known.rules))
    _note_ranges(read.facts, sheet)
    anchors = _anchors(sheet) if colours else {}
    for number, last in known.last_columns.items():
        (cells,) = sheet.iter_rows(number, number, 1, last)
        read.rows.append((number, 1, [_value(cell, read.facts) for cell in cells]))
        for column, cell in enumerate(cells if colours else (), start=1):
            if colour := colours.behind(anchors.get((number, column), cell)):
                read.fills.add(number, number, column, column, colour)
    return read


def _note_ranges(facts: Facts, sheet: Worksheet) -> None:
    facts.merged = sorted(
        (one.min_row, one.min_col, one.max_row, one.max_col) for one in sheet.merged_cells.ranges
    )
    facts.hidden_rows = [
        (number, number)
        for number, row in sheet.row_dimensions.items()
        if row.hidden or row.height == 0
    ]
    facts.hidden_columns = [
        (column.min, column.max)
        for column in sheet.column_dimensions.values()
        if column.hidden or column.width == 0
    ]


def _anchors(sheet: Worksheet) -> dict[tuple[int, int], Cell]:
    """By the place of each cell that is covered by a larger one: the cell that is shown there."""
    return {
        place: sheet.cell(one.min_row, one.min_col)
        for one in sheet.merged_cells.ranges
        for place in one.cells
    }


def _value(cell: Cell | MergedCell, facts: Facts):
    """What the cell holds, a number as its format shows it where that is a percentage."""
    value = cell.value
    if value is None:
        return ""
    if cell.hyperlink and cell.hyperlink.target:
        facts.link(cell.row, cell.column, cell.hyperlink.target)
    if cell.data_type == "e":
        facts.errors.append(cell.coordinate)
        return ""
    if cell.data_type == "n" and not isinstance(value, bool):
        if "%" in _WORDS_IN_FORMAT.sub("", cell.number_format):
            return per_cent(value)
        return float(value)
    return _unescaped(value) if isinstance(value, str) else value


def _unescaped(text: str) -> str:
    """With characters for their names such as _x000D_; halves of one that stand alone go."""
    if "_x" not in text:
        return text
    return unescape(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


class _Colours:
    """The fill behind a cell as RRGGBB, or nothing: white is no colour, a pattern neither."""

    def __init__(self, book: Workbook, theme: bytes):
        self.book, self.theme_xml = book, theme
        self.known: dict[int, str] = {}

    def behind(self, cell: Cell | MergedCell) -> str:
        if not cell.has_style:
            return ""
        if cell.style_id not in self.known:
            solid = cell.fill.fill_type == "solid"
            colour = self._colour(cell.fill.fgColor) if solid else ""
            self.known[cell.style_id] = "" if colour == "FFFFFF" else colour
        return self.known[cell.style_id]

    def _colour(self, given: Color) -> str:
        if given.type == "rgb":
            colour = _plain(given.rgb)
        elif given.type == "theme":
            colour = self.themed[given.theme] if given.theme < len(self.themed) else ""
        else:
            listed = self.book._colors  # the workbook's own list, or the usual one
            colour = _plain(listed[given.indexed]) if given.indexed < len(listed) else ""
        return _tinted(colour, given.tint) if colour else ""

    @cached_property
    def themed(self) -> list[str]:
        found: dict[str, str] = {}
        inside = ""

        def start(name, given):
            nonlocal inside
            if name in _THEME_ORDER:
                inside = name
            elif name in ("srgbClr", "sysClr") and inside and inside not in found:
                found[inside] = _plain(given.get("lastClr" if name == "sysClr" else "val", ""))

        if self.theme_xml:
            walk(self.theme_xml, start)
        return [found.get(name, "") for name in _THEME_ORDER]


def _plain(written: str) -> str:
    """RRGGBB of what may begin with a transparency; nothing, if it is no colour."""
    found = re.fullmatch("#?(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})", written)
    return found[1].upper() if found else ""


def _tinted(colour: str, share: float) -> str:
    """Lighter for a share over 0, darker for one under it (ECMA-376, part 1, 18.8.19)."""
    if not share or not -1 <= share <= 1:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*(n / _HLS_STEPS for n in bytes.fromhex(colour)))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    shades = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(shade * _HLS_STEPS):02X}" for shade in shades)
