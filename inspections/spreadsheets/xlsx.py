"""What an XLSX workbook holds besides the values of its cells (ECMA-376, part 1, chapter 18)."""

import posixpath
from dataclasses import dataclass

from inspections.spreadsheets.errors import Unreadable
from inspections.spreadsheets.facts import Facts, linked_by, place
from inspections.spreadsheets.packages import Package
from inspections.spreadsheets.parsing import walk, whole

_YES = {"1", "true", "on"}
_PERCENT_FORMATS = {"9", "10"}  # built in: 0% and 0.00%


@dataclass(frozen=True)
class XlsxSheet:
    """What is to be known of a sheet, and its cells whose numbers are shown as percentages."""

    facts: Facts
    percentages: list[str]


def sheets_of(package: Package) -> list[XlsxSheet]:
    """Each sheet with cells, in the workbook's order. Raises Unreadable."""
    styles = _percentages(package)
    sheets = []
    for facts, part in worksheets(package):
        addresses = _addresses(package, part)
        percentages = _scan(package.part(part), facts, addresses, styles)
        sheets.append(XlsxSheet(facts, percentages))
        _scan_comments(package, part, facts)
        facts.bounded()
    return sheets


def worksheets(package: Package) -> list[tuple[Facts, str]]:
    """The sheets with cells, nothing but their names told yet, and their parts of the package."""
    found = []
    targets = _targets(package, "xl/workbook.xml")

    def start(name, given):
        if name == "sheet" and given.get("id") in targets:
            state = given.get("state", "visible")
            facts = Facts(given.get("name", ""), hidden=state != "visible")
            kind, part = targets[given["id"]]
            if kind == "worksheet":
                found.append((facts, part))

    walk(package.part("xl/workbook.xml"), start)
    return found


def _percentages(package: Package) -> set[str]:
    """The numbers of the cell styles that show 0.235 as 23.5%."""
    formats, places, inside = set(_PERCENT_FORMATS), [], ""

    def start(name, given):
        nonlocal inside
        if name in ("numFmts", "cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        elif name == "numFmt" and inside == "numFmts" and "%" in given.get("formatCode", ""):
            formats.add(given.get("numFmtId", ""))
        elif name == "xf" and inside == "cellXfs":
            places.append(given.get("numFmtId", ""))

    if "xl/styles.xml" in package.names:
        walk(package.part("xl/styles.xml"), start)
    return {str(place) for place, number in enumerate(places) if number in formats}


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Where a part's relationships lead: kind and part, by their names."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    found = {}

    def start(name, given):
        if name == "Relationship" and given.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
            found[given.get("Id")] = given.get("Type", "").rpartition("/")[2], target.lstrip("/")

    if links in package.names:
        walk(package.part(links), start)
    return found


def _addresses(package: Package, part: str) -> dict[str, str]:
    """Where a sheet's links lead outside the file, by the names of their relationships."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    found = {}

    def start(name, given):
        if name == "Relationship" and given.get("TargetMode") == "External":
            found[given.get("Id", "")] = given.get("Target", "")

    if links in package.names:
        walk(package.part(links), start)
    return found


def _scan(xml: bytes, facts: Facts, addresses: dict[str, str], styles: set[str]) -> list[str]:
    """Note the facts of one sheet; the names of its cells in one of these styles."""
    found: list[str] = []
    row, cell, inside, valued, formula = 0, "", "", False, False
    rows_hidden_unless_said = False
    shown: list[int] = []
    written_formula: list[str] = []

    def start(name, given):
        nonlocal row, cell, inside, valued, formula, rows_hidden_unless_said
        inside = name
        if name == "c":
            cell, valued, formula = given.get("r", ""), False, False
            if given.get("t") == "e":
                facts.errors.append(cell)
            if styles and given.get("s") in styles:
                found.append(cell)
        elif name == "row":
            row = whole(given.get("r"), row + 1)
            if given.get("hidden") in _YES or given.get("ht") == "0":
                facts.hidden_rows.append((row, row))
            else:
                shown.append(row)
        elif name == "f":
            formula = True
            written_formula.clear()
        elif name == "sheetFormatPr":
            rows_hidden_unless_said = given.get("zeroHeight") in _YES
        elif name == "col" and (given.get("hidden") in _YES or given.get("width") == "0"):
            first = whole(given.get("min"), 1)
            facts.hidden_columns.append((first, whole(given.get("max"), first)))
        elif name == "hyperlink" and given.get("id") in addresses:
            facts.link(*_range(given.get("ref", ""))[:2], addresses[given["id"]])
        elif name == "mergeCell":
            facts.merged.append(_range(given.get("ref", "")))

    def text(written):
        nonlocal valued
        valued = valued or inside in ("v", "t")
        if inside == "f":
            written_formula.append(written)

    def end(name):
        if name == "c" and formula:
            facts.formulas += 1
            if address := linked_by("".join(written_formula)):
                facts.link(*_range(cell)[:2], address)
            if not valued:
                facts.unsaved.append(cell)

    walk(xml, start, end, text)
    if rows_hidden_unless_said:
        facts.hidden_rows += _between(shown)
    return found


def _between(shown: list[int]) -> list[tuple[int, int]]:
    """The rows that are not among the shown ones, up to the last of them."""
    gaps, before = [], 0
    for row in sorted(shown):
        if row > before + 1:
            gaps.append((before + 1, row - 1))
        before = row
    return gaps


def _range(reference: str) -> tuple[int, int, int, int]:
    first, _, last = reference.partition(":")
    try:
        return *place(first), *place(last or first)
    except ValueError as problem:
        raise Unreadable(
            f"This spreadsheet is damaged: “{reference[:40]}” names no cells. Save it again."
        ) from problem


def _scan_comments(package: Package, part: str, facts: Facts) -> None:
    """A thread of comments also stands among the plain ones, and is then read as written there."""
    said: dict[str, list[str]] = {}
    for kind, target in _targets(package, part).values():
        if kind in ("comments", "threadedComment") and target in package.names:
            found = _comments(package.part(target))
            said |= found if kind == "threadedComment" else found | said
    facts.comments = [(cell, "".join(words).strip()) for cell, words in said.items()]


def _comments(xml: bytes) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    words: list[str] | None = None
    reading = False

    def start(name, given):
        nonlocal words, reading
        if name in ("comment", "threadedComment"):
            words = found.setdefault(given.get("ref", ""), [])
            if words:
                words.append("\n")
        reading = name in ("t", "text")

    def text(written):
        if reading and words is not None:
            words.append(written)

    def end(name):
        nonlocal reading
        reading = False

    walk(xml, start, end, text)
    return found
