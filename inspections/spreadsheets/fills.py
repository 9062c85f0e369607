"""The colours behind the cells of a sheet, for tables that say something only by colour.

Read only where they are asked for. What a rule colours (conditional formatting) is no fill: the
rule's range is told, and its colours are not worked out. White is no colour.
"""

import colorsys
import re

from inspections.spreadsheets import xlsx
from inspections.spreadsheets.errors import Unreadable
from inspections.spreadsheets.facts import Fills, cell_name
from inspections.spreadsheets.packages import Package
from inspections.spreadsheets.parsing import walk, whole

_WHITE = {"FFFFFF", ""}
_HLS_STEPS = 255
# In a theme the first two pairs stand the other way round than cells count them.
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)))
# The colours that have a number (ECMA-376, part 1, 18.8.27).
_LISTED = (
    "000000 FFFFFF FF0000 00FF00 0000FF FFFF00 FF00FF 00FFFF 000000 FFFFFF FF0000 00FF00 "
    "0000FF FFFF00 FF00FF 00FFFF 800000 008000 000080 808000 800080 008080 C0C0C0 808080 "
    "9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC CCCCFF 000080 FF00FF FFFF00 00FFFF "
    "800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99 "
    "3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 "
    "993300 993366 333399 333333"
)
_CELLS = {"table-cell", "covered-table-cell"}


MAX_RANGES = 500_000


def fills_of(package: Package) -> list[Fills]:
    """Of each sheet, in the order in which the sheets' facts are told. Raises Unreadable."""
    if package.kind == "ods":
        found = _Ods(package).sheets
    else:
        colours = _xlsx_colours(package)
        sheets = xlsx.worksheets(package)
        found = [_xlsx_sheet(package.part(part), colours) for _, part in sheets]
    if sum(len(one.ranges) + len(one.rules) for one in found) > MAX_RANGES:
        raise Unreadable(
            "This spreadsheet has far more coloured cells than a table does. Save the sheet with "
            "the table by itself."
        )
    return found


def _xlsx_sheet(xml: bytes, colours: list[str]) -> Fills:
    fills = Fills()
    row = column = 0
    inside = ""

    def start(name, given):
        nonlocal row, column, inside
        inside = name
        if name == "c":
            column = _column(given.get("r", ""), column + 1)
            style = whole(given.get("s"), 0)
            if colour := colours[style] if style < len(colours) else "":
                fills.add(row, row, column, column, colour)
        elif name == "row":
            row, column = whole(given.get("r"), row + 1), 0
        elif name == "conditionalFormatting" and "sqref" in given:
            fills.rules.append(given["sqref"])

    def text(written):
        if inside == "sqref":
            fills.rules.append(written)

    walk(xml, start, None, text)
    return fills


def _column(name: str, otherwise: int) -> int:
    column = 0
    for letter in name:
        if not "A" <= letter <= "Z":
            break
        column = column * 26 + ord(letter) - ord("A") + 1
    return column or otherwise


def _xlsx_colours(package: Package) -> list[str]:
    """For each format of cells its fill, or nothing."""
    part = "xl/styles.xml"
    if part not in package.names:
        return []
    themed = _theme(package)
    listed = _LISTED.split()
    own: list[str] = []  # the workbook's own list, in place of the usual one
    fills: list[dict[str, str]] = []
    formats: list[int] = []
    inside = ""

    def start(name, given):
        nonlocal inside
        if name in ("fills", "cellXfs", "cellStyleXfs", "dxfs", "indexedColors"):
            inside = name
        elif inside == "fills" and name == "fill":
            fills.append({})
        elif inside == "fills" and name == "patternFill" and fills:
            fills[-1]["pattern"] = given.get("patternType", "none")
        elif inside == "fills" and name == "fgColor" and fills:
            fills[-1].update(given)
        elif inside == "cellXfs" and name == "xf":
            formats.append(whole(given.get("fillId"), 0))
        elif inside == "indexedColors" and name == "rgbColor":
            own.append(given.get("rgb", ""))

    walk(package.part(part), start)
    listed[: len(own)] = own
    colours = [_xlsx_colour(fill, themed, listed) for fill in fills]
    return [colours[number] if number < len(colours) else "" for number in formats]


def _xlsx_colour(fill: dict[str, str], themed: list[str], listed: list[str]) -> str:
    if fill.get("pattern") != "solid":
        return ""
    if "rgb" in fill:
        colour = _plain(fill["rgb"])
    elif "theme" in fill:
        place = whole(fill["theme"], len(themed))
        colour = themed[place] if place < len(themed) else ""
    else:
        place = whole(fill.get("indexed"), len(listed))
        colour = _plain(listed[place]) if place < len(listed) else ""
    colour = _tinted(colour, fill.get("tint", "")) if colour else ""
    return "" if colour in _WHITE else colour


def _plain(written: str) -> str:
    """RRGGBB of what may begin with a transparency; nothing, if it is no colour."""
    found = re.fullmatch("#?(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})", written)
    return found[1].upper() if found else ""


def _tinted(colour: str, tint: str) -> str:
    """Lighter for a tint over 0, darker for one under it (ECMA-376, part 1, 18.8.19)."""
    if not re.fullmatch(r"-?(0|1|0?\.\d{1,20}|1\.0{1,20})", tint) or not float(tint):
        return colour
    share = float(tint)
    hue, light, saturation = colorsys.rgb_to_hls(*(n / _HLS_STEPS for n in bytes.fromhex(colour)))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    shades = colorsys.hls_to_rgb(hue, light, saturation)
    return "".join(f"{round(shade * _HLS_STEPS):02X}" for shade in shades)


def _theme(package: Package) -> list[str]:
    part = "xl/theme/theme1.xml"
    if part not in package.names:
        return []
    found: dict[str, str] = {}
    inside = ""

    def start(name, given):
        nonlocal inside
        if name in _THEME_ORDER:
            inside = name
        elif name in ("srgbClr", "sysClr") and inside and inside not in found:
            found[inside] = _plain(given.get("lastClr" if name == "sysClr" else "val", ""))

    walk(package.part(part), start)
    return [found.get(name, "") for name in _THEME_ORDER]


class _Ods:
    """The fills of an ODS file's sheets; the styles of cells may rest on others by name."""

    def __init__(self, package: Package):
        self.sheets: list[Fills] = []
        self.colours: dict[str, str] = {}
        self.rests_on: dict[str, str] = {}
        self.by_rule: set[str] = set()
        self.style = ""
        self.depth = self.row = self.column = 0
        self.rows = self.cells = 1
        self.row_style = ""
        self.columns: list[tuple[int, str]] = []  # how many columns, and their cells' style
        if "styles.xml" in package.names:
            walk(package.part("styles.xml"), self._styles)
        walk(package.part("content.xml"), self._start, self._end)

    def _styles(self, name: str, given: dict[str, str]) -> None:
        if name == "style" and given.get("family") == "table-cell":
            self.style = given.get("name", "")
            self.rests_on[self.style] = given.get("parent-style-name", "")
        elif name == "style":
            self.style = ""
        elif name == "table-cell-properties" and self.style and "background-color" in given:
            self.colours[self.style] = _plain(given["background-color"])
        elif name == "map" and self.style:
            self.by_rule.add(self.style)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheets.append(Fills())
                self.row, self.rows, self.columns = 0, 1, []
        elif self.depth == 0:
            self._styles(name, given)
        elif self.depth == 1:
            self._inside(name, given)

    def _inside(self, name: str, given: dict[str, str]) -> None:
        if name in _CELLS:
            self.column += self.cells
            self.cells = whole(given.get("number-columns-repeated"), 1)
            style = given.get("style-name") or self.row_style or self._of_column()
            last = self.row + self.rows - 1, self.column + self.cells - 1
            if colour := self._colour(style):
                self.sheets[-1].add(self.row, last[0], self.column, last[1], colour)
            if style in self.by_rule and len(self.sheets[-1].rules) < len(self.by_rule):
                self.sheets[-1].rules.append(f"{cell_name(self.row, self.column)} and others")
        elif name == "table-row":
            self.row, self.column, self.cells = self.row + self.rows, 1, 0
            self.rows = whole(given.get("number-rows-repeated"), 1)
            self.row_style = given.get("default-cell-style-name", "")
        elif name == "table-column":
            count = whole(given.get("number-columns-repeated"), 1)
            self.columns.append((count, given.get("default-cell-style-name", "")))
        elif name == "conditional-format":
            self.sheets[-1].rules.append(given.get("target-range-address", ""))

    def _end(self, name: str) -> None:
        if name == "table":
            self.depth -= 1

    def _of_column(self) -> str:
        passed = 0
        for count, style in self.columns:
            passed += count
            if self.column <= passed:
                return style
        return ""

    def _colour(self, style: str) -> str:
        for _ in range(len(self.rests_on) + 1):  # a style that rests on itself has no colour
            if style in self.colours or style not in self.rests_on:
                break
            style = self.rests_on[style]
        colour = self.colours.get(style, "")
        return "" if colour in _WHITE else colour
