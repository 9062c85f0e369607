"""What a person should know of how a tracker is read, where nothing need be asked."""

from collections.abc import Iterable, Iterator

from improvement.trackers.books import Book
from improvement.trackers.headings import BY_FIELD
from improvement.trackers.layout import TABLES, Layout
from improvement.trackers.survey import OnSheet, Survey
from improvement.trackers.tables import Kind
from inspections.cells import one_line, shorten
from inspections.spreadsheets import letters

_MOST = 12  # places that one sentence names


def told_of(book: Book, layout: Layout, found: Survey) -> Iterator[str]:
    """Sentences, on the file, then on each of its sheets."""
    if book.macros:
        yield "The file holds macros. They were not run, and are not imported."
    for sheet, here in zip(book.sheets, layout.sheets, strict=True):
        if sheet.facts.hidden:
            taken = "and read" if here.role in TABLES else "and not read"
            yield f"The sheet “{sheet.name}” is hidden in the file, {taken}."
    for one in found.sheets:
        where = f"“{one.sheet.name}”: " if one.sheet.name else ""
        yield from (where + said for said in _on_sheet(one))
    for wanted, shown in found.orders.items():
        if "either" in shown and "mdy" not in shown and wanted not in layout.day_order:
            seen = shown["either"]
            yield (
                f"“{BY_FIELD[wanted].heading}”: dates like “{seen.words}” are read with the day "
                "first, as nothing in the column speaks against it."
            )
    if found.short_years:
        yield "Years of two digits are read as years of this century: 26 is 2026."


def _on_sheet(one: OnSheet) -> Iterator[str]:
    facts, here = one.sheet.facts, one.here
    above = [
        shorten(one_line(" ".join(cells)))
        for cells in one.sheet.rows[: one.headings_in - here.heading_rows]
        if any(map(str.strip, cells))
    ]
    if above:
        yield f"Above the headings, and not read: {_listed(f'“{one}”' for one in above)}."
    for kind, what in (
        (Kind.TOTAL, "of totals"),
        (Kind.AGAIN, "with the headings again"),
        (Kind.AFTER, "with a text below the table"),
    ):
        if lines := one.of_kind.get(kind):
            yield f"Rows {what}, and not read: {ranges_of(line.number for line in lines)}."
    if one.sheet.fills.rules and here.coloured is None:
        yield (
            f"Colours that a rule of the spreadsheet gives ({_listed(one.sheet.fills.rules)}) "
            "are not read; the words in the cells are."
        )
    elif one.sheet.fills.rules:
        yield f"Colour by rule: not read ({_listed(one.sheet.fills.rules)})."
    unused = [
        letters(column)
        for column in sorted(one.sheet.hidden_columns)
        if not (here.fields[column - 1 : column] or ("",))[0] and _holds(one, column)
    ]
    if unused:
        yield f"Hidden columns, and not read: {_listed(unused)}."
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


def _holds(one: OnSheet, column: int) -> bool:
    return any(len(line.cells) >= column and line.cells[column - 1].strip() for line in one.lines)


def ranges_of(numbers: Iterable[int]) -> str:
    """Rows as a sentence names them: 4, 7–9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return _listed(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _listed(names) -> str:
    names = list(names)
    more = len(names) - _MOST
    shown = ", ".join(names[:_MOST])
    return f"{shown} and {more:,} more" if more > 0 else shown
