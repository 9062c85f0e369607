"""An XLSX file cut down to what its tables say (ECMA-376, part 1, chapter 18).

The library that reads it gets a small, regular file: rows and cells that hold nothing, pictures,
pivots, fonts and rules are cut out as the XML passes by. A million formatted empty rows would cost
the library half a minute and 1.6 GiB. What it does not tell is noted on the way: formulas beside
their saved values, threads of comments, the places of rules.
"""

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from inspections.spreadsheets.facts import Facts, Unreadable, linked_by, place
from inspections.spreadsheets.packages import Package, refuse_many_sheets
from inspections.spreadsheets.parsing import new_parser, parse, walk, whole

MAX_MERGED = 300_000  # cells of a sheet that are merged or linked together
_KEPT = {"sheetFormatPr", "cols", "sheetData", "mergeCells", "hyperlinks"}
_NEVER = {"alignment", "protection", "extLst"}  # wherever they stand
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
# The same names in files saved as "Strict Open XML", which the library does not know.
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": _MAIN.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _RELATIONS.encode(),
}


@dataclass
class PlainSheet:
    """`last_columns` holds, by its number, the last column of each row that was kept."""

    facts: Facts
    part: str
    last_columns: dict[int, int] = field(default_factory=dict)
    rules: list[str] = field(default_factory=list)


def plain(package: Package, *, fills: bool) -> tuple[bytes, list[PlainSheet]]:
    """The file cut down, and its sheets in their order. Raises Unreadable.

    If `fills` are wanted, cells that have no more than a format are kept beside those that hold
    something.
    """
    targets = _targets(package, "xl/workbook.xml")
    sheets = _sheets(package, targets)
    nothing = PlainSheet(Facts(""), "")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for part in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
            packed.writestr(part, _usual(package.part(part)))
        book = _Trimming(package, "xl/workbook.xml", {"workbookPr", "sheets"}, nothing)
        packed.writestr("xl/workbook.xml", book.trimmed)
        for kind, part in targets.values():
            if part in package.names and kind == "sharedStrings":
                packed.writestr(part, _usual(package.part(part)))
            elif part in package.names and kind == "styles":
                kept = {"numFmts", "cellXfs", *(["fills", "colors"] if fills else [])}
                styles = _Trimming(package, part, kept, nothing)
                packed.writestr("xl/styles.xml", styles.trimmed)
        for sheet in sheets:
            trimming = _Trimming(package, sheet.part, _KEPT, sheet, styled=fills)
            packed.writestr(sheet.part, trimming.trimmed)
            links, sheet.facts.comments = _beside(package, sheet.part)
            packed.writestr(_links_of(sheet.part), links)
    return out.getvalue(), sheets


def theme_of(package: Package) -> bytes:
    """The part that holds the theme's colours, or nothing."""
    for kind, part in _targets(package, "xl/workbook.xml").values():
        if kind == "theme" and part in package.names:
            return package.part(part)
    return b""


def _usual(xml: bytes) -> bytes:
    for strict, usual in _STRICT.items():
        xml = xml.replace(strict, usual)
    return xml


def _sheets(package: Package, targets: dict[str, tuple[str, str]]) -> list[PlainSheet]:
    """The sheets with cells."""
    found: list[PlainSheet] = []

    def start(name, given):
        kind, part = targets.get(given.get("id", ""), ("", ""))
        if name == "sheet" and kind == "worksheet":
            hidden = given.get("state", "visible") != "visible"
            found.append(PlainSheet(Facts(given.get("name", ""), hidden=hidden), part))

    walk(package.part("xl/workbook.xml"), start)
    refuse_many_sheets(len(found))
    if len({sheet.part for sheet in found}) < len(found):
        raise Unreadable(
            "This spreadsheet is damaged: it names one sheet twice. Save it again in your "
            "spreadsheet program, and upload that file."
        )
    return found


def _links_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _relations(package: Package, part: str) -> list[dict[str, str]]:
    links = _links_of(part)
    found: list[dict[str, str]] = []
    if links in package.names:
        walk(package.part(links), lambda _, given: found.append(given))
    return [given for given in found if "Target" in given]


def _targets(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Where a part's relationships lead inside the file: kind and part, by their names."""
    folder = posixpath.dirname(part)
    return {
        given.get("Id", ""): (
            given.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/"),
        )
        for given in _relations(package, part)
        if given.get("TargetMode") != "External"
    }


def _beside(package: Package, part: str) -> tuple[str, list[tuple[str, str]]]:
    """The XML of a sheet's links outside the file, and its comments by cell.

    A thread of comments also stands among the plain ones, and is then read as written there.
    """
    links = "".join(
        f'<Relationship Id={quoteattr(given.get("Id", ""))} Type="{_RELATIONS}/hyperlink" '
        f'Target={quoteattr(given["Target"])} TargetMode="External"/>'
        for given in _relations(package, part)
        if given.get("TargetMode") == "External"
    )
    said: dict[str, list[str]] = {}
    for kind, target in _targets(package, part).values():
        if kind in ("comments", "threadedComment") and target in package.names:
            found = _comments(package.part(target))
            said |= found if kind == "threadedComment" else found | said
    comments = [(cell, "".join(words).strip()) for cell, words in said.items()]
    return f'<Relationships xmlns="{_LINKS}">{links}</Relationships>', comments


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


class _Trimming:
    """Cuts bytes out of XML while it is read, and notes of a sheet what the library does not tell.

    Of the first element's children, those of some names are kept; of rows and cells, those that
    hold something. `trimmed` is what remains.
    """

    def __init__(
        self,
        package: Package,
        part: str,
        kept: set[str],
        sheet: PlainSheet,
        *,
        styled: bool = False,
    ):
        xml = _usual(package.part(part))
        self.kept, self.sheet, self.facts, self.styled = kept, sheet, sheet.facts, styled
        self.cuts: list[tuple[int, int]] = []
        self.ended: int | None = None  # where a cut begins; it ends where the next element begins
        self.depth = self.cutting = self.since = 0  # `cutting`: the depth of what is being cut
        self.inside = self.cell = ""
        self.row = self.column = self.last = self.merged = 0
        self.row_at = self.cell_at = self.cuts_before = 0
        self.numbered = self.named = self.holds = self.valued = self.coloured = False
        self.formula: list[str] | None = None
        self.parser = new_parser()
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._text
        parse(self.parser, xml)
        ends = [0, *(end for _, end in self.cuts)]
        starts = [*(start for start, _ in self.cuts), len(xml)]
        self.trimmed = b"".join(xml[a:b] for a, b in zip(ends, starts, strict=True))

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        at = self._settled()
        self.depth += 1
        self.inside = name = name.rpartition(":")[2]
        given = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        unkept = self.depth == 2 and name not in self.kept
        if not self.cutting and (unkept or name in _NEVER):
            self.cutting, self.since = self.depth, at
        if name == "conditionalFormatting" and "sqref" in given:
            self.sheet.rules.append(given["sqref"])
        elif not self.cutting:
            self._opened(name, given, at)

    def _opened(self, name: str, given: dict[str, str], at: int) -> None:
        if name == "c":
            self.cell, self.cell_at = given.get("r", ""), at
            self.named = self.named and bool(self.cell)
            self.column = _place(self.cell)[1] if self.cell else self.column + 1
            self.coloured = self.styled and "s" in given
            self.valued, self.formula = False, None
        elif name == "f":
            self.formula = []
        elif name == "row":
            self.numbered, self.named, self.holds = "r" in given, True, False
            self.row, self.row_at = whole(given.get("r"), self.row + 1), at
            self.column, self.last, self.cuts_before = 0, 0, len(self.cuts)
        elif name in ("mergeCell", "hyperlink"):
            self._count_merged(given.get("ref", ""))

    def _text(self, written: str) -> None:
        if self.inside in ("v", "t"):
            self.valued = self.valued or bool(written.strip())
        elif self.inside == "f" and self.formula is not None:
            self.formula.append(written)
        elif self.inside == "sqref":
            self.sheet.rules.append(written)

    def _ended(self, name: str) -> None:
        self._settled()
        name, self.inside = name.rpartition(":")[2], ""
        if self.depth == self.cutting:
            self.ended, self.cutting = self.since, 0
        elif name == "c" and not self.cutting:
            self._cell_ended()
        elif name == "row" and not self.cutting:
            self._row_ended()
        self.depth -= 1

    def _settled(self) -> int:
        """The byte where this element begins or ends; what is to be cut before it is."""
        at = self.parser.CurrentByteIndex
        if self.ended is not None:
            self.cuts.append((self.ended, at))
            self.ended = None
        return at

    def _cell_ended(self) -> None:
        if self.formula is not None:
            self.facts.formulas += 1
            self.facts.link(self.row, self.column, linked_by("".join(self.formula)))
            if not self.valued:
                self.facts.unsaved.append(self.cell)
        self.holds = self.holds or self.valued
        if self.valued or self.coloured:
            self.last = self.column
        elif self.named:  # else its place counts for the next
            self.ended = self.cell_at

    def _row_ended(self) -> None:
        if self.holds:
            self.sheet.last_columns[self.row] = self.last
        elif self.numbered:
            del self.cuts[self.cuts_before :]
            self.ended = self.row_at

    def _count_merged(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        self.merged += (bottom - top + 1) * (right - left + 1)
        if self.merged > MAX_MERGED:
            raise Unreadable(
                f"On the sheet “{self.facts.name}” more cells are merged or linked together than "
                "a table has. Save the sheet with the table by itself."
            )


def _place(name: str) -> tuple[int, int]:
    try:
        return place(name)
    except ValueError as problem:
        raise Unreadable(
            f"This spreadsheet is damaged: “{name[:40]}” names no cells. Save it again."
        ) from problem
