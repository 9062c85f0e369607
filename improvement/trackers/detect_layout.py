"""Which sheets of a tracker are what, where their headings stand, and what each column holds."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

from improvement.trackers.days import read_day
from improvement.trackers.layout import (
    GROUPS,
    NOT_USED,
    TABLES,
    UNANSWERED,
    Field,
    Layout,
    Role,
    SheetLayout,
    fields_of,
    masked,
)
from improvement.trackers.sheets import (
    LOOKED_AT,
    Book,
    BookSheet,
    LineKind,
    fitted,
    headings_at,
    is_written_here,
    locate,
    names_closed,
    same_name,
)
from improvement.trackers.survey import OnSheet, Shape, Survey, said_in
from inspections.cells import fold, one_line
from inspections.spreadsheets import Unreadable

_ENOUGH = 3  # headings that are known, the action's among them, make a plan
_SHARED = 3  # where more than one action in so many shares its reference, it may be no typing error
_LEAST = 2  # headings without which a sheet is no table of actions
_KEY_NAME = re.compile(
    r"\b(?:key|guide|guidance|legend|instructions?|lookups?|lists?|notes|how to)\b"
)
_NUMBERED = re.compile(
    r"(?:(?:recommendations?|recs?|r|paras?)\.? ?)?(?:no\.? ?)?\d[\d., &/()a-z]{0,20}"
)
_RATINGS = {"high", "medium", "low", "h", "m", "l", "med", "1", "2", "3", "urgent"}


def shape(book: Book, known: Layout | None) -> Shape:
    """What is asked of it stands in `questions_on`. Raises Unreadable without any plan."""
    fits = fitted(book, known) if known else None
    before = _earlier(book, known, fits or {}) if known else {}
    sheets = [
        _again(sheet, before[sheet.name]) if sheet.name in before else _anew(sheet)
        for sheet in book.sheets
    ]
    sheets = _with_roles(book, sheets, before)
    if not any(one.role in (*TABLES, UNANSWERED) for one in sheets):
        raise Unreadable(
            "No sheet looks like a plan: in none was a row of headings found with one like "
            "“Action” and others like “Lead”, “Due date” or “Status”."
        )
    is_open = any(UNANSWERED in (one.role, *one.fields) for one in sheets)
    is_known = fits is not None and len(before) == len(sheets) and not is_open
    return Shape(replace(known or Layout(), sheets=tuple(sheets)), before, is_known)


def _earlier(book: Book, known: Layout, fits: dict[str, BookSheet]) -> dict[str, SheetLayout]:
    """For sheets of the book, by name, the one in the layout: by headings, by name, by likeness."""
    found = {sheet.name: known.sheet(name) for name, sheet in fits.items()}
    found |= {
        sheet.name: SheetLayout(sheet.name, Role.KEY)
        for sheet in book.sheets
        if sheet.name not in found and is_written_here(sheet)
    }
    left = [one for one in known.sheets if one.name not in fits]
    for sheet in (one for one in book.sheets if one.name not in found):
        if same := [one for one in left if same_name(one.name, sheet.name)]:
            found[sheet.name] = same[0]
            left.remove(same[0])
    return _of_likeness(book, left, found) | found


def _of_likeness(
    book: Book, left: list[SheetLayout], found: dict[str, SheetLayout]
) -> dict[str, SheetLayout]:
    """For sheets that are not found, the only one of last month's that has most of its headings."""
    new = {
        sheet.name: set(map(masked, _anew(sheet).headings)) - {""}
        for sheet in book.sheets
        if sheet.name not in found and not sheet.facts.hidden
    }
    likely: dict[str, SheetLayout] = {}
    for one in left:
        alike = [name for name, headings in new.items() if _alike(headings, one)]
        if len(alike) == 1:
            likely.setdefault(alike[0], one)
    return likely


def _alike(headings: set[str], before: SheetLayout) -> bool:
    """Whether most of last month's headings are there."""
    wanted = set(map(masked, before.headings)) - {""}
    return before.role in TABLES and len(wanted & headings) > len(wanted) * 0.6


def _again(sheet: BookSheet, before: SheetLayout) -> SheetLayout:
    """Last month's sheet, as it is now: a heading keeps what was said of it."""
    if before.role not in (*TABLES, UNANSWERED):
        return replace(before, name=sheet.name)
    if before.headings and (number := locate(sheet, before)):
        headings = headings_at(sheet, number, before.heading_rows)
        return replace(before, name=sheet.name, headings=headings)
    now = _anew(sheet)
    if not now.headings:
        return replace(now, role=UNANSWERED)  # it can be no plan any more; what it is, is asked
    return replace(
        before,
        name=sheet.name,
        headings=now.headings,
        heading_rows=now.heading_rows,
        fields=_fields_again(before, now),
        coloured=None,
        colours_said=False,
    )


def _fields_again(before: SheetLayout, now: SheetLayout) -> tuple[str, ...]:
    """For each heading what was said of it; of a new one what it may mean, unless that is taken."""
    said: dict[str, list[str]] = {}
    for heading, wanted in zip(before.headings, before.fields, strict=True):
        said.setdefault(masked(heading), []).append(wanted)
    kept = [said[name].pop(0) if said.get(name) else None for name in map(masked, now.headings)]
    taken = {wanted for wanted in kept if wanted} - {NOT_USED, UNANSWERED, Field.NOTES}
    guesses = [UNANSWERED if guess in taken else guess for guess in now.fields]
    pairs = zip(kept, guesses, strict=True)
    return tuple(guess if answer is None else answer for answer, guess in pairs)


def _anew(sheet: BookSheet) -> SheetLayout:
    """The headings that bring most to light; its role is not decided."""
    best: tuple[tuple, SheetLayout] | None = None
    for number in range(1, min(LOOKED_AT, len(sheet.rows)) + 1):
        for rows in (1, 2):
            if rows > number:
                continue
            if found := _headed(sheet, number, rows):
                score = *_weight(found), -rows, -number
                if best is None or score > best[0]:
                    best = score, found
    if best is None:
        return SheetLayout(sheet.name)
    fields = best[1].fields
    for look in (_ratings_left_out, _numbers_are_references, _shared_references):
        fields = look(sheet, -best[0][-1], fields)
    return replace(best[1], fields=fields)


def _headed(sheet: BookSheet, number: int, rows: int) -> SheetLayout | None:
    headings = headings_at(sheet, number, rows)
    texts = set(headings) - {""}
    if len(texts) < _LEAST or max(map(len, texts)) > 200:
        return None
    if rows > 1:
        is_title = len({cell for cell in sheet.cells(number - 1) if cell.strip()}) < _LEAST
        is_action = any(map(read_day, sheet.cells(number)))
        if is_title or is_action:
            return None
    fields = fields_of(headings)
    return SheetLayout(sheet.name, headings=headings, heading_rows=rows, fields=fields)


def _ratings_left_out(sheet: BookSheet, number: int, fields: tuple[str, ...]) -> tuple[str, ...]:
    """A column “Priority” that says high, medium and low is no workstream."""
    place = fields.index(Field.WORKSTREAM) if Field.WORKSTREAM in fields else None
    if place is None:
        return fields
    words = _words_below(sheet, number, place)
    if words and words <= _RATINGS:
        return (*fields[:place], NOT_USED, *fields[place + 1 :])
    return fields


def _numbers_are_references(
    sheet: BookSheet, number: int, fields: tuple[str, ...]
) -> tuple[str, ...]:
    """A column “Recommendation” that says no more than “Rec 1, 4” holds references."""
    if Field.RECOMMENDATION not in fields or Field.RECOMMENDATIONS in fields:
        return fields
    place = fields.index(Field.RECOMMENDATION)
    words = _words_below(sheet, number, place)
    if words and all(_NUMBERED.fullmatch(one) for one in words):
        return (*fields[:place], Field.RECOMMENDATIONS, *fields[place + 1 :])
    return fields


def _shared_references(sheet: BookSheet, number: int, fields: tuple[str, ...]) -> tuple[str, ...]:
    """A reference beside several actions is rather that of what they answer: asked."""
    if not {Field.REFERENCE, Field.ACTION} <= set(fields) or Field.RECOMMENDATIONS in fields:
        return fields
    place, action = fields.index(Field.REFERENCE), fields.index(Field.ACTION)
    beside: dict[str, set[str]] = {}
    for cells in sheet.rows[number:]:
        if len(cells) > max(place, action) and cells[place].strip() and cells[action].strip():
            beside.setdefault(fold(cells[place]), set()).add(fold(cells[action]))
    shared = sum(len(actions) for actions in beside.values() if len(actions) > 1)
    if shared * _SHARED > sum(map(len, beside.values())):
        return (*fields[:place], UNANSWERED, *fields[place + 1 :])
    return fields


def _words_below(sheet: BookSheet, number: int, place: int) -> set[str]:
    below = (cells[place] for cells in sheet.rows[number:] if place < len(cells))
    return {fold(cell) for cell in below if cell.strip()}


def _weight(found: SheetLayout) -> tuple[bool, int]:
    fields = set(found.fields) - {NOT_USED, UNANSWERED}
    return Field.ACTION in fields, len(fields)


def _with_roles(
    book: Book, sheets: list[SheetLayout], before: dict[str, SheetLayout]
) -> list[SheetLayout]:
    """Where the names and the headings leave one way; else UNANSWERED. What was said stays."""
    plans = _plans_among(sheets)
    hidden = {sheet.name for sheet in book.sheets if sheet.facts.hidden}
    in_view = {name for name in plans - hidden if not names_closed(name)}

    def role_of(one: SheetLayout) -> str:
        if one.name in before:
            return one.role
        if one.name not in plans:
            return Role.KEY if _KEY_NAME.search(fold(one.name)) else Role.IGNORED
        if before or one.name in hidden or (len(in_view) > 1 and one.name in in_view):
            return UNANSWERED
        return Role.PLAN if one.name in in_view or len(sheets) == 1 else Role.CLOSED

    return [replace(one, role=role_of(one)) for one in sheets]


def _plans_among(sheets: list[SheetLayout]) -> set[str]:
    """The names of those with the headings of a plan; else of those with the most of them."""
    weights = {one.name: _weight(one) for one in sheets}
    surely = {name for name, (acts, count) in weights.items() if acts and count >= _ENOUGH}
    most = max((count for _, count in weights.values()), default=0)
    if surely or most < _LEAST:
        return surely
    return {name for name, (_, count) in weights.items() if count == most}


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
    actions = [line for line in one.of_kind.get(LineKind.ACTION, ()) if line.first == line.number]
    numbers = [line.number for line in actions]

    def is_merged(wanted: Field) -> bool:
        place = one.here.place(wanted)
        if place is None:
            return False
        over = [
            bisect_right(numbers, last) - bisect_left(numbers, first)
            for first, column, last, _ in one.sheet.facts.merged
            if column == place + 1
        ]
        if max(over, default=0) > 1:
            return True
        said = [said_in(line, place) for line in actions]
        repeats = any(a and a == b for a, b in pairwise(said))
        return wanted in one.here.merged and not repeats

    return tuple(str(wanted) for wanted in GROUPS if is_merged(wanted))


def _whole_rows(one: OnSheet) -> bool:
    """Whether each colour that is read goes over all columns that have a heading."""
    if one.here.coloured is None:
        return False
    columns = [place + 1 for place, heading in enumerate(one.here.headings) if heading]
    behind = one.sheet.fill_at.get
    rows = [line.number for line in one.of_kind.get(LineKind.ACTION, ())]
    coloured = [row for row in rows if behind((row, one.here.coloured + 1))]
    if not coloured or len(columns) < 2:
        return False
    return all(len({behind((row, column)) for column in columns}) == 1 for row in coloured)


def _only_moved(one: OnSheet) -> bool:
    """Whether the later date is left blank while it is the first one; as before where none is."""
    first, later = one.here.place(Field.ORIGINAL_DUE), one.here.place(Field.DUE)
    if first is None or later is None:
        return False
    pairs = [
        (said_in(line, first), said_in(line, later))
        for line in one.of_kind.get(LineKind.ACTION, ())
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
            for line in one.of_kind.get(LineKind.ACTION, ()):
                said = said_in(line, place)
                if said:
                    behind[fold(said)].add(one.sheet.fill_at.get((line.number, place + 1), ""))
    return {
        word: colour
        for word, colours in behind.items()
        if len(colours) == 1 and (colour := next(iter(colours)))
    }
