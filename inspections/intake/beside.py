"""What a file holds beside its rows, as sentences: nothing hidden is imported unseen."""

from collections.abc import Iterable, Iterator
from itertools import islice

from inspections.cells import one_line, shorten
from inspections.intake.headings import listed
from inspections.intake.tables import Table
from inspections.spreadsheets import cell_name

_MOST = 20  # comments that are shown, and places that one sentence names


def hidden_in(table: Table) -> list[str]:
    """What would be imported though the spreadsheet does not show it: to be looked at first."""
    facts = table.source.facts
    said = []
    if rows := list(hidden_rows(table)):
        names = _ranges(rows)
        said.append(
            f"Row {names} is hidden in the file, and read like the others."
            if rows[0][0] == rows[-1][1]
            else f"Rows {names} are hidden in the file, and read like the others."
        )
    places = {place + 1: heading for place, heading in enumerate(table.headings)}
    used = {table.columns[key] + 1 for key in table.columns}
    columns = [
        places[place]
        for first, last in facts.hidden_columns
        for place in sorted(used)
        if first <= place <= last
    ]
    if len(columns) == 1:
        said.append(f"The column {listed(columns)} is hidden in the file, and read.")
    elif columns:
        said.append(f"The columns {listed(columns)} are hidden in the file, and read.")
    return said


def hidden_rows(table: Table) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of hidden rows below the headings."""
    for first, last in table.source.facts.hidden_rows:
        if last > table.headings_in:
            yield max(first, table.headings_in + 1), last


def notices_of(table: Table) -> Iterator[str]:
    """What a person should know of how the file was read, and what in it was not."""
    source, facts = table.source, table.source.facts
    if source.macros:
        yield "The file holds macros. They were not run, and are not imported."
    if facts.hidden:
        yield f"The sheet “{facts.name}” is hidden in the file."
    if above := [row for row in _rows_above(table) if row]:
        yield f"Above the headings, and not read: {listed(above)}."
    if merged := [m for m in facts.merged if m[2] > m[0] and m[2] > table.headings_in]:
        cells = _listed(f"{cell_name(*m[:2])}:{cell_name(*m[2:])}" for m in merged)
        yield f"Merged downwards, and read as if each row said it: {cells}."
    if facts.formulas:
        cells = (
            "One cell holds a formula"
            if facts.formulas == 1
            else (f"{facts.formulas:,} cells hold formulas")
        )
        yield f"{cells}. None was run: the values are those that the file was saved with."
    if facts.unsaved:
        yield f"Formulas saved without a value, and read as empty: {_listed(facts.unsaved)}."
    if facts.errors:
        yield f"Errors of the spreadsheet, and read as empty: {_listed(facts.errors)}."
    for cell, words in facts.comments[:_MOST]:
        yield f"A comment on cell {cell}, not imported: “{shorten(one_line(words), 200)}”"
    if (more := len(facts.comments) - _MOST) > 0:
        yield f"{more:,} more cells have comments. None is imported."


def _rows_above(table: Table) -> Iterator[str]:
    for number, cells in table.source.records():
        if number >= table.headings_in:
            return
        yield one_line(" ".join(cells))


def _ranges(ranges: Iterable[tuple[int, int]]) -> str:
    return _listed(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def _listed(names: Iterable[str]) -> str:
    names = list(names)
    shown = ", ".join(islice(names, _MOST))
    more = len(names) - _MOST
    return f"{shown} and {more:,} more" if more > 0 else shown
