"""Rows of one theme under one another, and their cells as one, where a council's layout has it so.

A group is what a band says above its actions, or a cell that goes over several of them.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from improvement.trackers.layout import GROUPS, Field, SheetLayout
from improvement.trackers.rows import TrackerRow
from inspections.spreadsheets import Cell

Says = Callable[[TrackerRow], str]
_SAYS: dict[Field, Says] = {
    Field.WORKSTREAM: lambda row: row.workstream,
    Field.RECOMMENDATION: lambda row: row.recommendation,
    Field.RECOMMENDATIONS: lambda row: ", ".join(row.recommendations),
}


def band_of(sheet: SheetLayout) -> Says | None:
    """What stands in a row of its own above an action; None where the layout has no such rows."""
    if sheet.bands == "workstream" and not sheet.places(Field.WORKSTREAM):
        return _SAYS[Field.WORKSTREAM]
    if sheet.bands == "recommendation" and not sheet.places(Field.RECOMMENDATION):
        return _numbered
    return None


def _numbered(row: TrackerRow) -> str:
    """A recommendation as a band names it."""
    if row.recommendation and len(row.recommendations) == 1:
        return f"Recommendation {row.recommendations[0]}: {row.recommendation}"
    return row.recommendation


def merged_in(sheet: SheetLayout) -> list[tuple[int, Says]]:
    """The places, from 0, of the columns whose cells go over several actions, the outer first."""
    found = [(sheet.place(wanted), _SAYS[wanted]) for wanted in GROUPS if wanted in sheet.merged]
    return sorted((pair for pair in found if pair[0] is not None), key=lambda pair: pair[0])


def together(rows: Iterable[TrackerRow], sheet: SheetLayout) -> list[TrackerRow]:
    """The rows of one group together, in the order of their first.

    Those without a band come before: below one, nothing would end it.
    """
    band = band_of(sheet)
    if band:
        rows = sorted(_by_first(rows, band), key=lambda row: bool(band(row)))
    return _nested(list(rows), [*([band] if band else []), *(says for _, says in merged_in(sheet))])


def _nested(rows: list[TrackerRow], levels: Sequence[Says]) -> list[TrackerRow]:
    if not levels:
        return rows
    outer, *inner = levels
    return [
        row
        for _, group in groupby(_by_first(rows, outer), outer)
        for row in _nested(list(group), inner)
    ]


def _by_first(rows: Iterable[TrackerRow], says: Says) -> list[TrackerRow]:
    rows = list(rows)
    order = {said: place for place, said in enumerate(dict.fromkeys(map(says, rows)))}
    return sorted(rows, key=lambda row: order[says(row)])


def merged_cells(
    numbered: Iterable[tuple[int, TrackerRow]], sheet: SheetLayout
) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of each; rows come with their numbers."""
    found, runs = [], [list(numbered)]
    for place, says in merged_in(sheet):
        runs = [part for run in runs for part in _runs(run, says)]
        found += [
            (run[0][0], place + 1, run[-1][0], place + 1)
            for run in runs
            if len(run) > 1 and says(run[0][1])
        ]
    return found


def _runs(numbered: list[tuple[int, TrackerRow]], says: Says) -> list[list[tuple[int, TrackerRow]]]:
    """Parts of rows that follow each other and say the same; a band between them parts them."""
    parts: list[list[tuple[int, TrackerRow]]] = []
    for number, row in numbered:
        if parts and parts[-1][-1][0] == number - 1 and says(parts[-1][-1][1]) == says(row):
            parts[-1].append((number, row))
        else:
            parts.append([(number, row)])
    return parts


def merged_headings(lines: list[list[Cell]]) -> list[tuple[int, int, int, int]]:
    """Of two rows of headings: one over several columns, and one over both rows, as people do it.

    The words of the latter go up into the first row.
    """
    upper, lower = lines[:2]
    found, start = [], 0
    for said, columns in groupby(list(upper)):
        end = start + len(list(columns))
        if said and end - start > 1:
            found.append((1, start + 1, 1, end))
        elif not said:
            for place in filter(lambda place: lower[place], range(start, end)):
                upper[place] = lower[place]
                found.append((1, place + 1, 2, place + 1))
        start = end
    return found
