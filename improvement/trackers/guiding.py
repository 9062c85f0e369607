"""The sheet that tells what a tracker's columns, colours and words mean: written, never copied.

What stood on a council's own guide is not kept: it may be out of date, and may name people. What
was settled about its layout is known, and is how the file is read when it comes in again.
"""

from collections.abc import Iterator

from improvement.trackers.books import BookSheet
from improvement.trackers.colours import colour_words
from improvement.trackers.headings import BY_FIELD
from improvement.trackers.layout import TABLES, Field, Layout, Role, SheetLayout
from improvement.trackers.meanings import words_of
from improvement.trackers.own import GUIDE, OWN, guide
from inspections.cells import neutralise, one_line, shorten
from inspections.spreadsheets import Cell, Filled, Table

TITLE = "How this tracker is read"
_WIDTHS = (30, 80, 24)
_NOT_READ = "nothing that is read"
_LONGEST = 60  # characters: what is longer is no word of a status, and may name somebody
_MOST = 60  # words


def is_written_here(sheet: BookSheet) -> bool:
    """Whether a sheet is a guide that an export made: it says nothing of the council's own."""
    return sheet.cells(1)[:1] == [TITLE]


def sheets_with_guide(layout: Layout) -> tuple[SheetLayout, ...]:
    """The sheets that go out, in their order: with a guide at the end where the layout has none."""
    sheets = tuple(one for one in layout.sheets if one.role != Role.IGNORED)
    if any(one.role == Role.KEY for one in sheets):
        return sheets
    names = {one.name.casefold() for one in layout.sheets}
    name = next(one for one in (GUIDE, TITLE) if one.casefold() not in names)
    return (*sheets, SheetLayout(name, Role.KEY))


def guide_on(sheet: SheetLayout, layout: Layout) -> Table:
    """What stands on a sheet of guidance; of several the first one tells all."""
    if layout == OWN:
        return Table(sheet.name, _WIDTHS[:2], [list(row) for row in guide()])
    first = next((one for one in layout.sheets if one.role == Role.KEY), sheet)
    rows: list[list[Cell]] = [[TITLE]]
    if first.name == sheet.name:
        rows += _columns(layout)
        rows += _key(layout)
        rows += _left_out(layout)
    else:
        rows.append([f"See the sheet “{first.name}”."])
    return Table(sheet.name, _WIDTHS, rows)


def _columns(layout: Layout) -> Iterator[list[Cell]]:
    """Each heading once, with what the column holds."""
    yield []
    yield ["Column", "What it holds"]
    told = set()
    for sheet in layout.sheets:
        if sheet.role not in TABLES:
            continue
        for place, (heading, wanted) in enumerate(zip(sheet.headings, sheet.fields, strict=True)):
            if heading and (heading, wanted) not in told:
                told.add((heading, wanted))
                yield [neutralise(heading), _held(wanted, coloured=place == sheet.coloured)]


def _held(wanted: str, *, coloured: bool) -> str:
    said = BY_FIELD[wanted].meaning if wanted else "not kept here: this column comes out empty"
    if coloured:
        said += "; the colour behind the cell is read"
    return said


def _key(layout: Layout) -> Iterator[list[Cell]]:
    if layout.fills and any(sheet.coloured is not None for sheet in layout.sheets):
        yield []
        yield ["Colour", "What it means", "Its name"]
        for colour, meaning in layout.fills.items():
            yield [Filled("", colour), words_of(meaning) or _NOT_READ, colour_words(colour)]
    words = {
        word: meaning
        for wanted in (Field.STATUS, Field.RAG)
        for word, meaning in layout.meanings.get(wanted, {}).items()
        if len(word) <= _LONGEST
    }
    if words:
        yield []
        yield ["Word", "What it means"]
    for word, meaning in list(words.items())[:_MOST]:
        written = neutralise(layout.spelled.get(word, word))
        shade = layout.shades.get(word)
        yield [Filled(written, shade) if shade else written, words_of(meaning) or _NOT_READ]


def _left_out(layout: Layout) -> Iterator[list[Cell]]:
    named = [shorten(one_line(one.name)) for one in layout.sheets if one.role == Role.IGNORED]
    if named:
        yield []
        yield ["Not in this file", f"Left out when the tracker came in: {', '.join(named)}"]
