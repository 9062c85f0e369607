"""How a council's tracker looks, so that an export looks the same. Seen in the file, never asked.

None of it is read for what it means: a cell that goes over several actions, the spelling of a
word, the colour behind it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace

from improvement.trackers.books import Book
from improvement.trackers.layout import GROUPS, Field, Layout
from improvement.trackers.survey import OnSheet, Survey, said_in
from improvement.trackers.tables import Kind
from inspections.cells import fold, one_line

_SHADED = (Field.STATUS, Field.RAG)


def with_looks(book: Book, layout: Layout, found: Survey) -> Layout:
    """The layout as this file shows it; what the file does not show stays as it was known."""
    sheets = list(layout.sheets)
    for one in found.sheets if book.kind != "csv" else ():
        here = sheets[one.number]
        sheets[one.number] = replace(here, merged=_merged(one), whole_rows=_whole_rows(one))
    for one in found.sheets:
        here = sheets[one.number]
        sheets[one.number] = replace(here, only_moved=_only_moved(one))
    spelled = {
        word: one_line(seen.words)
        for (_, word), seen in found.words.items()
        if one_line(seen.words) != word
    }
    return replace(
        layout,
        sheets=tuple(sheets),
        spelled={**layout.spelled, **spelled},
        shades={**layout.shades, **_shades(found)},
    )


def _merged(one: OnSheet) -> tuple[str, ...]:
    """The columns of groups whose cells go over several actions; as before where none repeats."""
    actions = [line for line in one.of_kind.get(Kind.ACTION, ()) if line.first == line.number]
    numbers = [line.number for line in actions]
    merged = []
    for wanted in GROUPS:
        place = one.here.place(wanted)
        if place is None:
            continue
        over = [
            bisect_right(numbers, last) - bisect_left(numbers, first)
            for first, column, last, _ in one.sheet.facts.merged
            if column == place + 1
        ]
        said = [said_in(line, place) for line in actions]
        repeats = any(a and a == b for a, b in zip(said, said[1:], strict=False))
        if max(over, default=0) > 1 or (wanted in one.here.merged and not repeats):
            merged.append(str(wanted))
    return tuple(merged)


def _whole_rows(one: OnSheet) -> bool:
    """Whether each colour that is read goes over all columns that have a heading."""
    if one.here.coloured is None:
        return False
    columns = [place + 1 for place, heading in enumerate(one.here.headings) if heading]
    behind = one.sheet.fill_at.get
    rows = [line.number for line in one.of_kind.get(Kind.ACTION, ())]
    coloured = [row for row in rows if behind((row, one.here.coloured + 1))]
    return (
        bool(coloured)
        and len(columns) > 1
        and all(len({behind((row, column)) for column in columns}) == 1 for row in coloured)
    )


def _only_moved(one: OnSheet) -> bool:
    """Whether the later date is left blank while it is the first one; as before where none is."""
    first, later = one.here.place(Field.ORIGINAL_DUE), one.here.place(Field.DUE)
    if first is None or later is None:
        return False
    pairs = [
        (said_in(line, first), said_in(line, later))
        for line in one.of_kind.get(Kind.ACTION, ())
        if said_in(line, first)
    ]
    if any(fold(a) == fold(b) for a, b in pairs):
        return False
    return one.here.only_moved or any(not b for _, b in pairs)


def _shades(found: Survey) -> dict[str, str]:
    """For each word of a status or a rating its colour, where it has one and the same."""
    behind: dict[str, set[str]] = defaultdict(set)
    for one in found.sheets:
        for place, wanted in enumerate(one.here.fields):
            if wanted not in _SHADED or place == one.here.coloured:
                continue
            for line in one.of_kind.get(Kind.ACTION, ()):
                said = said_in(line, place)
                if said:
                    behind[fold(said)].add(one.sheet.fill_at.get((line.number, place + 1), ""))
    return {
        word: colour
        for word, colours in behind.items()
        if len(colours) == 1 and (colour := next(iter(colours)))
    }
