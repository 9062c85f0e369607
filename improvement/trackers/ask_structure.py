"""The questions on the rows below the headings: which are actions, and what is hidden."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count

from improvement.trackers.layout import (
    BY_FIELD,
    NOT_USED,
    TABLES,
    UNANSWERED,
    Field,
    Layout,
    Role,
    SheetLayout,
    either,
    masked,
    means,
)
from improvement.trackers.questions import Choice, Question
from improvement.trackers.sheets import (
    BAND_REC,
    Book,
    BookSheet,
    Example,
    LineKind,
    locate,
    text,
)
from improvement.trackers.survey import OnSheet, Seen, Shape, Survey
from improvement.wording import counted, plural
from inspections.cells import one_line, shorten
from inspections.spreadsheets import Facts, cell_name, letters

ROLES = (
    Choice(Role.PLAN, "the plan: actions under way"),
    Choice(Role.CLOSED, "closed actions"),
    Choice(Role.KEY, "a key or guide, not read for actions"),
    Choice(Role.IGNORED, "something else: leave it out"),
)

_MOST = 12  # places that one sentence names

_LONG = 80  # characters: above, a band's words are rather a recommendation's than a theme's
_TAKE = (Choice("take", "take them like the others"), Choice("leave", "leave them out"))


def on_rows(one: OnSheet) -> Iterator[Question]:
    """What the rows are that are not plainly actions, and what is hidden among them."""
    yield from _on_bands(one)
    if (lone := one.of_kind.get(LineKind.LONE)) and one.here.lone in ("", UNANSWERED):
        choices = (
            Choice("action", "an action"),
            Choice("band", "the heading of a part of the plan"),
        )
        found = f"{_counted(lone)} the words of an action, and no lead, date or anything else."
        place = one.here.place(Field.ACTION)
        yield _question(one, "lone", found, choices, _seen(one, lone, place))
    lost = one.of_kind.get(LineKind.CONTINUATION)
    if lost and one.here.continuations in ("", UNANSWERED):
        choices = (
            Choice("above", "more of the action above"),
            Choice("leave", "no part of an action: leave them out"),
        )
        found = f"{_counted(lost)} words, but no action."
        yield _question(one, "continuations", found, choices, _seen(one, lost, 0))
    for wanted, seen in one.blanks.items():
        if one.here.down.get(wanted, UNANSWERED) == UNANSWERED:
            choices = (
                Choice("above", "the same as in the row above"),
                Choice("blank", "nothing"),
            )
            named = BY_FIELD[wanted].heading
            rows = counted(seen.count, "row")
            found = f"“{named}” is blank in {rows} below one where it is filled in."
            yield _question(one, "down", found, choices, seen, wanted)
    if one.inner_dates.count and not one.here.inner_dates:
        choices = (
            Choice("note", "a note of its own begins there, of that day"),
            Choice("words", "it belongs to the words before it, and begins nothing"),
        )
        lines = counted(one.inner_dates.count, "line")
        found = f"In {lines} of notes a date follows other words."
        asked = _question(one, "inner_dates", found, choices, one.inner_dates)
        why = "It stands after the end of a sentence, with a mark behind it, as notes begin."
        yield replace(asked, proposed="note", why=why)
    yield from _on_hidden(one)


def _on_bands(one: OnSheet) -> Iterator[Question]:
    kinds = {LineKind.BAND, LineKind.LONE} if one.here.lone == "band" else {LineKind.BAND}
    bands = [line for line in one.lines if line.kind in kinds]
    if not bands or one.here.bands not in ("", UNANSWERED):
        return
    words = [one_line(" ".join(map(text, line.cells))) for line in bands]
    proposed, why = _bands_mean(words, set(one.here.fields))
    choices = (
        Choice("workstream", "the workstream of the actions below"),
        Choice("recommendation", "the recommendation that the actions below answer"),
        Choice("leave", "neither: leave them out"),
    )
    found = f"{_counted(bands)} one text across the table."
    seen = _seen(one, bands, 0)
    yield replace(_question(one, "bands", found, choices, seen), proposed=proposed, why=why)


def _bands_mean(words: list[str], has: set[str]) -> tuple[str | None, str]:
    """What is proposed for bands of these words, and why; `has` are the sheet's fields."""
    numbered = [bool(BAND_REC.fullmatch(said)) for said in words]
    if all(numbered) and Field.RECOMMENDATION not in has:
        return "recommendation", "Each begins with “Recommendation” and a number."
    no_theme = any(numbered) or any(said[0].isdigit() or len(said) > _LONG for said in words)
    if Field.WORKSTREAM not in has and not no_theme:
        return "workstream", "Short words across the table head the actions below them."
    return None, ""


def _on_hidden(one: OnSheet) -> Iterator[Question]:
    """Asked each time: what was hidden last month says nothing of what is hidden now."""
    last = "As you said for an earlier file."
    if one.hidden.count:
        rows, are = counted(one.hidden.count, "row"), plural(one.hidden.count, "is", "are")
        numbers = ranges_of(
            line.number for line in one.lines if line.number in one.sheet.hidden_rows
        )
        found = f"{rows[0].upper()}{rows[1:]} with words {are} hidden in the file: {numbers}."
        yield _as_before(_question(one, "hidden_rows", found, _TAKE, one.hidden), one, last)
    columns = [
        place
        for place, wanted in enumerate(one.here.fields)
        if wanted and place + 1 in one.sheet.hidden_columns
    ]
    if columns:
        named = ", ".join(
            f"{letters(place + 1)} “{shorten(one.here.headings[place])}”" for place in columns
        )
        found = f"Hidden in the file, and with words that could be read: column {named}."
        seen = Seen("", len(columns))
        yield _as_before(_question(one, "hidden_columns", found, _TAKE, seen), one, last)
    if one.comments.count and not one.here.comments:
        choices = (
            Choice("leave", "leave them out"),
            Choice("take", "take each as a progress note without a date"),
        )
        found = f"There are comments beside {counted(one.comments.count, 'cell')}."
        asked = _question(one, "comments", found, choices, one.comments)
        yield replace(asked, proposed="leave", why="A comment is not part of the table.")


def _as_before(question: Question, one: OnSheet, why: str) -> Question:
    said = getattr(one.here, question.key.partition(":")[0])
    return replace(question, proposed=said, why=why) if said in ("take", "leave") else question


def on_tabs(found: Survey) -> Iterator[Question]:
    """Several sheets of the plan may stand for its workstreams."""
    plans = [one for one in found.sheets if one.here.role == Role.PLAN]
    open_ones = [one for one in plans if one.here.tab in ("", UNANSWERED)]
    if len(plans) > 1 and open_ones and not any(one.here.places(Field.WORKSTREAM) for one in plans):
        named = ", ".join(f"“{one.sheet.name}”" for one in plans)
        yield Question(
            "tab",
            "Rows",
            f"The plan stands on several sheets: {named}.",
            (
                Choice("workstream", "each sheet’s name is its workstream"),
                Choice("no", "the names say nothing of the actions"),
            ),
        )


def _question(one: OnSheet, kind: str, found: str, choices, seen: Seen, more: str = "") -> Question:
    where = f"On the sheet “{one.sheet.name}”: " if one.sheet.name else ""
    key = f"{kind}:{one.number}" + (f":{more}" if more else "")
    return Question(
        key, "Rows", where + found, choices, examples=tuple(seen.examples), count=seen.count
    )


def _seen(one: OnSheet, lines, place: int) -> Seen:
    seen = Seen("")
    for line in lines:
        first = next((n for n, cell in enumerate(line.cells) if cell.strip()), place)
        seen.add(one.sheet, line, first, line.cells[first])
    return seen


def _counted(lines) -> str:
    return "One row has" if len(lines) == 1 else f"{len(lines):,} rows have"


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
    yield from _on_order(layout, found)
    if found.short_years:
        yield "Years of two digits are read as years of this century: 26 is 2026."


def _on_order(layout: Layout, found: Survey) -> Iterator[str]:
    for wanted, shown in found.orders.items():
        if "either" in shown and "mdy" not in shown and wanted not in layout.day_order:
            seen = shown["either"]
            yield (
                f"“{BY_FIELD[wanted].heading}”: dates like “{seen.words}” are read with the day "
                "first, as nothing in the column speaks against it."
            )


def _on_sheet(one: OnSheet) -> Iterator[str]:
    above = [
        shorten(one_line(" ".join(cells)))
        for cells in one.sheet.rows[: one.headings_in - one.here.heading_rows]
        if any(map(str.strip, cells))
    ]
    if above:
        yield f"Above the headings, and not read: {_listed(f'“{one}”' for one in above)}."
    for kind, what in (
        (LineKind.TOTAL, "of totals"),
        (LineKind.AGAIN, "with the headings again"),
        (LineKind.AFTER, "with a text below the table"),
    ):
        if lines := one.of_kind.get(kind):
            yield f"Rows {what}, and not read: {ranges_of(line.number for line in lines)}."
    if rules := one.sheet.fills.rules:
        yield (
            f"Colours that a rule of the spreadsheet gives ({_listed(rules)}) are not read; the "
            "words in the cells are."
            if one.here.coloured is None
            else f"Colour by rule: not read ({_listed(rules)})."
        )
    used = {place + 1 for place, wanted in enumerate(one.here.fields) if wanted}
    unused = [column for column in one.sheet.hidden_columns - used if _holds(one, column)]
    if unused:
        yield f"Hidden columns, and not read: {_listed(map(letters, sorted(unused)))}."
    yield from _on_formulas(one.sheet.facts)


def _on_formulas(facts: Facts) -> Iterator[str]:
    if facts.formulas:
        cells = f"{facts.formulas:,} cells hold formulas"
        cells = "One cell holds a formula" if facts.formulas == 1 else cells
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


def questions_on(book: Book, shape: Shape) -> Iterator[Question]:
    """What each sheet is, then what its columns hold; not what was settled before."""
    pairs = zip(book.sheets, shape.layout.sheets, strict=True)
    for place, (sheet, here) in enumerate(pairs):
        settled = shape.before.get(here.name)
        if here.role == UNANSWERED or (len(book.sheets) > 1 and not settled):
            yield _on_role(place, sheet, here)
        columns = _on_columns(place, sheet, here, settled) if here.headings else ()
        if here.role in TABLES:
            yield from columns
        elif here.role == UNANSWERED:  # shown already; what is open, once it is a plan
            yield from (question for question in columns if not question.blocks)


def _on_role(place: int, sheet: BookSheet, here: SheetLayout) -> Question:
    hidden = " It is hidden in the file." if sheet.facts.hidden else ""
    filled = sum(any(map(str.strip, cells)) for cells in sheet.rows)
    why = {
        Role.PLAN: "It is the only sheet with the headings of a plan that is not called closed.",
        Role.CLOSED: "It has the headings of a plan, and its name says closed.",
        Role.KEY: "Its name says so, and it has no headings of a plan.",
        Role.IGNORED: "It has no headings of a plan.",
    }
    return Question(
        f"role:{place}",
        "Sheets",
        f"The sheet “{sheet.name}” has {filled:,} {plural(filled, 'row', 'rows')}.{hidden}",
        ROLES if here.headings else ROLES[len(TABLES) :],
        None if here.role == UNANSWERED else here.role,
        why.get(here.role, ""),
    )


def _on_columns(
    place: int, sheet: BookSheet, here: SheetLayout, settled: SheetLayout | None
) -> Iterator[Question]:
    number = locate(sheet, here)
    where = f" of the sheet “{sheet.name}”" if sheet.name else ""
    said: dict[str, str] = {}
    if settled:
        headings = map(masked, settled.headings)
        said = dict(zip(headings, settled.fields, strict=True))
    if Field.ACTION not in here.fields:
        yield Question(
            f"action:{place}",
            "Columns",
            f"No column{where} is surely the one with the actions.",
            tuple(
                Choice(str(column), f"{cell_name(number, column + 1)}: {heading}")
                for column, heading in zip(count(), here.headings)
                if heading
            ),
        )
    for column, (heading, wanted) in enumerate(zip(here.headings, here.fields, strict=True)):
        if wanted != UNANSWERED and said.get(masked(heading), UNANSWERED) != UNANSWERED:
            continue
        below = _below(sheet, number, column)
        if not below and wanted == NOT_USED:
            continue
        yield _on_column(f"column:{place}:{column}", sheet, (heading, wanted), below)


def _on_column(
    key: str, sheet: BookSheet, column: tuple[str, str], below: list[Example]
) -> Question:
    heading, wanted = column
    named = f"headed “{shorten(heading)}”" if heading else "without a heading"
    where = f" of the sheet “{sheet.name}”" if sheet.name else ""
    narrow = either(heading) or (means(heading),) if wanted == UNANSWERED else ()
    if Field.REFERENCE in narrow:
        narrow = (Field.REFERENCE, Field.RECOMMENDATIONS)
    choices = [Choice(one, f"{BY_FIELD[one].heading}: {BY_FIELD[one].meaning}") for one in BY_FIELD]
    choices.sort(key=lambda choice: choice.value not in narrow)
    why = "Trackers call it so." if wanted else "No heading of a plan is written so."
    return Question(
        key,
        "Columns",
        f"A column {named}{where}.",
        (*choices, Choice(NOT_USED, "nothing that is read here")),
        None if wanted == UNANSWERED else wanted,
        "" if wanted == UNANSWERED else why,
        examples=tuple(below),
    )


def _below(sheet: BookSheet, number: int, column: int) -> list[Example]:
    """The first words of a column."""
    found = []
    for row in range(number + 1, min(number + 200, len(sheet.rows)) + 1):
        cells = sheet.cells(row)
        if column < len(cells) and cells[column].strip():
            said = shorten(" ".join(cells[column].split()))
            found.append(Example(sheet.name, cell_name(row, column + 1), said))
        if len(found) == 3:
            break
    return found
