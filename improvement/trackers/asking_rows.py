"""The questions on the rows below the headings: which are actions, and what is hidden."""

from collections.abc import Iterator
from dataclasses import replace

from improvement.trackers.headings import BY_FIELD
from improvement.trackers.layout import UNANSWERED, Field, Role
from improvement.trackers.questions import Choice, Question
from improvement.trackers.reading import BAND_REC
from improvement.trackers.survey import OnSheet, Seen, Survey
from improvement.trackers.tables import Kind, text
from improvement.trackers.telling import ranges_of
from improvement.wording import counted, plural
from inspections.cells import one_line, shorten
from inspections.spreadsheets import letters

_LONG = 80  # characters: above, a band's words are rather a recommendation's than a theme's
_TAKE = (Choice("take", "take them like the others"), Choice("leave", "leave them out"))


def on_rows(one: OnSheet) -> Iterator[Question]:
    """What the rows are that are not plainly actions, and what is hidden among them."""
    yield from _on_bands(one)
    if (lone := one.of_kind.get(Kind.LONE)) and one.here.lone in ("", UNANSWERED):
        choices = (
            Choice("action", "an action"),
            Choice("band", "the heading of a part of the plan"),
        )
        found = f"{_counted(lone)} the words of an action, and no lead, date or anything else."
        place = one.here.place(Field.ACTION)
        yield _question(one, "lone", found, choices, _seen(one, lone, place))
    lost = one.of_kind.get(Kind.CONTINUATION)
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
    kinds = {Kind.BAND, Kind.LONE} if one.here.lone == "band" else {Kind.BAND}
    bands = [line for line in one.lines if line.kind in kinds]
    if not bands or one.here.bands not in ("", UNANSWERED):
        return
    words = [one_line(" ".join(map(text, line.cells))) for line in bands]
    proposed, why = None, ""
    has = set(one.here.fields)
    if all(BAND_REC.fullmatch(said) for said in words) and Field.RECOMMENDATION not in has:
        proposed, why = "recommendation", "Each begins with “Recommendation” and a number."
    elif Field.WORKSTREAM not in has and not any(
        said[0].isdigit() or len(said) > _LONG or BAND_REC.fullmatch(said) for said in words
    ):
        proposed, why = "workstream", "Short words across the table head the actions below them."
    choices = (
        Choice("workstream", "the workstream of the actions below"),
        Choice("recommendation", "the recommendation that the actions below answer"),
        Choice("leave", "neither: leave them out"),
    )
    found = f"{_counted(bands)} one text across the table."
    seen = _seen(one, bands, 0)
    yield replace(_question(one, "bands", found, choices, seen), proposed=proposed, why=why)


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
