"""What a council's tracker looks like, and what its words and colours mean; settled once.

A `Layout` is plain data: `to_json` and `from_json` keep it beside the council. UNANSWERED stands
where a person must still say; nothing is read from there.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from inspections.cells import fold, shorten
from inspections.intake.headings import Column, same_heading

VERSION = 1
UNANSWERED = "?"
NOT_USED = ""


class Role(StrEnum):
    """What a sheet holds."""

    PLAN = "plan"  # the actions under way
    CLOSED = "closed"  # actions that the council has closed
    KEY = "key"  # what its colours mean, or how to fill it in; not read for rows
    IGNORED = "ignored"


class Field(StrEnum):
    """What a column holds. NOTES alone may stand over several columns."""

    REFERENCE = "reference"
    RECOMMENDATIONS = "recommendations"  # printed references or paragraphs, several in a cell
    RECOMMENDATION = "recommendation"  # the recommendation's words
    ACTION = "action"
    WORKSTREAM = "workstream"
    LEADS = "leads"
    ORIGINAL_DUE = "original_due"
    DUE = "due"
    STATUS = "status"
    RAG = "rag"
    REASON = "reason"  # why the lead is so confident
    NOTES = "notes"
    SUCCESS_MEASURE = "success_measure"
    EVIDENCE = "evidence"
    MONITOR = "monitor"
    COMPLETED = "completed"


TABLES = (Role.PLAN, Role.CLOSED)
GROUPS = (Field.WORKSTREAM, Field.RECOMMENDATION, Field.RECOMMENDATIONS)
DATES = (Field.ORIGINAL_DUE, Field.DUE, Field.COMPLETED)


@dataclass(frozen=True)
class Meaning:
    """What a word or a colour says of delivery (`Status`) and of the lead's `Confidence`.

    Both empty: it says neither, and is left out.
    """

    status: str = ""
    confidence: str = ""


@dataclass(frozen=True)
class SheetLayout:
    """One sheet. `fields` names, for each of `headings`, a Field, NOT_USED or UNANSWERED.

    `headings` are as last written; two rows of them are joined. The rest holds an answer each:
    bands (a row with one text, across the table) are "workstream", "recommendation" or "leave";
    lone rows (an action's words, and no lead, date or anything else) are "action" or "band";
    rows without an action are "above" (more of the action above) or "leave"; `down` says of a
    Field whether a blank below means "above" (the same) or "blank"; the sheet's name is a
    "workstream" or "no"; `hidden_rows`, `hidden_columns` and `comments` are "take" or "leave";
    `inner_dates`, a whole date after other words of a note's line, begins a "note" or belongs to
    the "words". An empty answer: nothing was asked. `merged` names the Fields of GROUPS whose cell
    goes over several actions; the colour may go over `whole_rows`; and DUE may hold a date only
    where it is another than the first (`only_moved`). That is seen, not asked (`looks`).
    """

    name: str
    role: str = Role.IGNORED
    headings: tuple[str, ...] = ()
    heading_rows: int = 1
    fields: tuple[str, ...] = ()
    coloured: int | None = None  # the place, from 0, of the column whose fill is read
    colours_said: bool = False  # whether a person, or the file, has settled that
    bands: str = ""
    lone: str = ""
    continuations: str = ""
    down: Mapping[str, str] = field(default_factory=dict)
    tab: str = ""
    hidden_rows: str = ""
    hidden_columns: str = ""
    comments: str = ""
    inner_dates: str = ""
    merged: tuple[str, ...] = ()
    whole_rows: bool = False
    only_moved: bool = False

    def places(self, wanted: Field) -> tuple[int, ...]:
        """The places, from 0, of the columns that hold this."""
        return tuple(place for place, one in enumerate(self.fields) if one == wanted)

    def place(self, wanted: Field) -> int | None:
        places = self.places(wanted)
        return places[0] if places else None


@dataclass(frozen=True)
class Layout:
    """How one council writes its tracker. Words are folded (`cells.fold`), colours are RRGGBB.

    `meanings` holds for Field.STATUS and Field.RAG what each word means, `fills` what each
    colour; `dates` gives for words that are no date an ISO date, or "" for no date; `day_order`
    for each Field of dates "dmy" or "mdy"; `quarters` is "calendar" or "financial"; `leads` gives
    for the words of a lead the titles of posts. `leads_on_lines`: a lead is a line of its cell,
    whatever commas it has. `spelled` has the words of `meanings` as they were written, and
    `shades` the colour that stands behind each: how it looks (`looks`), and nothing that is read.
    """

    sheets: tuple[SheetLayout, ...] = ()
    meanings: Mapping[str, Mapping[str, Meaning]] = field(default_factory=dict)
    fills: Mapping[str, Meaning] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    day_order: Mapping[str, str] = field(default_factory=dict)
    quarters: str = ""
    leads: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leads_on_lines: bool = False
    spelled: Mapping[str, str] = field(default_factory=dict)
    shades: Mapping[str, str] = field(default_factory=dict)
    version: int = VERSION

    @property
    def fingerprint(self) -> str:
        """The same for next month's file: of the roles and the headings, not of rows or names.

        Months and years in a heading do not count ("Update March 2026").
        """
        tables = sorted(
            [one.role, *(masked(heading) for heading in one.headings)]
            for one in self.sheets
            if one.role in TABLES
        )
        return hashlib.sha256(json.dumps(tables).encode()).hexdigest()

    def sheet(self, name: str) -> SheetLayout | None:
        return next((one for one in self.sheets if one.name == name), None)

    def to_json(self) -> dict:
        """Plain lists, dicts and strings, which `from_json` takes back."""
        return json.loads(json.dumps(asdict(self)))

    @classmethod
    def from_json(cls, kept: dict) -> "Layout":
        """Raises ValueError for what `to_json` did not make."""
        if not isinstance(kept, dict) or kept.get("version") != VERSION:
            raise ValueError("This layout was kept by another version. Read the file anew.")
        try:
            return cls(
                **kept
                | {
                    "sheets": tuple(_sheet(one) for one in kept["sheets"]),
                    "meanings": {
                        name: {word: Meaning(**one) for word, one in words.items()}
                        for name, words in kept["meanings"].items()
                    },
                    "fills": {colour: Meaning(**one) for colour, one in kept["fills"].items()},
                    "leads": {words: tuple(posts) for words, posts in kept["leads"].items()},
                }
            )
        except (AttributeError, KeyError, TypeError) as problem:
            raise ValueError("This is not a kept layout. Read the file anew.") from problem


def _sheet(kept: dict) -> SheetLayout:
    lists = {name: tuple(kept.get(name, ())) for name in ("headings", "fields", "merged")}
    return SheetLayout(**kept | lists)


_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec"
)
_DATED = re.compile(
    rf"\b(?:{_MONTHS})\b|\b(?:19|20)\d\d\b"
    r"|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}(?:st|nd|rd|th)\b"
)


def masked(heading: str) -> str:
    """A heading as next month's file also has it: folded, without months, years and dates."""
    named = fold(heading).replace("#", " number ")
    return " ".join(re.findall(r"\w+", _DATED.sub(" ", named)))


_NAMES = tomllib.loads(Path(__file__).with_name("columns.toml").read_text())
COLUMNS = tuple(
    Column(one, said["heading"], said["meaning"], tuple(said["names"]), tuple(said.get("weak", ())))
    for one in Field
    for said in (_NAMES[one],)
)
JOINED = " / "  # between the words of two rows of headings
BY_FIELD = {column.key: column for column in COLUMNS}
# Names that some councils give to one column and some to another.
_EITHER = {
    same_heading(name): tuple(map(Field, fields)) for name, fields in _NAMES["either"].items()
}
_BY_NAME = {
    name: (column.key, strong)
    for column in COLUMNS
    for strong, names in ((False, column.weak), (True, column.names))
    for name in map(same_heading, names)
}


def _name(heading: str) -> str:
    """The name that a heading has here: its words, else those outside brackets, else a part.

    Of two rows of headings ("Due date / Original") the lower one says which of the upper it is.
    """
    upper, _, lower = heading.partition(JOINED)
    ways = [heading, f"{lower} {upper}", lower, re.sub(r"\([^)\n]{0,200}\)", " ", heading)]
    ways += [re.sub(r"\([^)\n]{0,200}\)", " ", lower), *re.split(r"[\n(/:]| [-–] ", heading)[:1]]
    for name in (same_heading(masked(way)) for way in ways if way.strip()):
        if name in _BY_NAME or name in _EITHER:
            return name
    return same_heading(masked(heading))


def means(heading: str) -> str:
    """The Field that a heading may mean by itself, or nothing."""
    found = _BY_NAME.get(_name(heading))
    return found[0] if found else NOT_USED


def known_in(cells: Sequence[str]) -> int:
    """How many different fields the cells of a row seem to name as headings."""
    return len({means(cell) for cell in cells if cell and len(cell) < 80} - {NOT_USED})


def fields_of(headings: Sequence[str]) -> tuple[str, ...]:
    """For each heading its Field, NOT_USED, or UNANSWERED where a person must say.

    The stronger of two names for a field counts; a plain due date beside a revised one is the
    original; of NOTES there may be several.
    """
    names = [_name(heading) for heading in headings]
    strong = {place for place, name in enumerate(names) if _BY_NAME.get(name, ("", False))[1]}
    fields = [
        UNANSWERED if name in _EITHER else _BY_NAME.get(name, (NOT_USED, False))[0]
        for name in names
    ]
    due = _places(fields, Field.DUE)
    plain = [place for place in due if place not in strong]
    if Field.ORIGINAL_DUE not in fields and len(due) == 2 and len(plain) == 1:
        fields[plain[0]] = Field.ORIGINAL_DUE
    for wanted in set(fields) - {NOT_USED, UNANSWERED, Field.NOTES}:
        _leave_one(fields, wanted, strong)
    return tuple(fields)


def _leave_one(fields: list[str], wanted: str, strong: set[int]) -> None:
    """Of several places of a Field the one with a strong name; else a person must say."""
    places = _places(fields, wanted)
    sure = [place for place in places if place in strong]
    for place in places if len(places) > 1 else ():
        if [place] != sure:
            fields[place] = NOT_USED if len(sure) == 1 else UNANSWERED


def _places(fields: Sequence[str], wanted: str) -> list[int]:
    return [place for place, one in enumerate(fields) if one == wanted]


def either(heading: str) -> tuple[str, ...]:
    """The fields of a name that some give to one column and some to another."""
    return _EITHER.get(_name(heading), ())


@dataclass(frozen=True)
class Note:
    """One dated note of those that were piled in a cell; `on` is None where no date was written.

    `whole_month`: only the month is known, and `on` is its first day. `by_heading`: the month is
    the one that the column's heading names, and nobody wrote it beside these words.
    """

    words: str
    on: date | None = None
    whole_month: bool = False
    by_heading: bool = field(default=False, compare=False)


@dataclass(frozen=True)
class Mistake:
    """Why a row cannot be taken as it is: the column's heading, what stands there, what to do."""

    column: str
    value: str
    reason: str
    remedy: str

    def kept(self) -> dict[str, str]:
        """As the row of an import keeps it."""
        said = {"column": self.column, "value": shorten(self.value), "reason": self.reason}
        return said | {"mend": self.remedy}


@dataclass(frozen=True)
class TrackerRow:
    """Where it stands (`sheet`, `row` to `last_row`, numbered as the spreadsheet shows them) does
    not count when rows are compared, nor what is hidden or said in comments there.

    `original_due` None is "not known". `due_words` is what is written where no date can be said
    ("ongoing"). `status` and `confidence` are values of the models of these names, or "";
    `status_words`, `rag_words` and `fill` (RRGGBB) are what they were read from.
    """

    action: str = ""
    reference: str = ""
    recommendations: tuple[str, ...] = ()
    recommendation: str = ""
    workstream: str = ""
    leads: tuple[str, ...] = ()
    original_due: date | None = None
    original_due_words: str = ""
    due: date | None = None
    due_words: str = ""
    status: str = ""
    confidence: str = ""
    reason: str = ""
    notes: tuple[Note, ...] = ()
    success_measure: str = ""
    evidence: str = ""
    monitor: str = ""
    completed: date | None = None
    completed_words: str = ""
    closed: bool = False
    mistakes: tuple[Mistake, ...] = ()
    status_words: str = field(default="", compare=False)
    rag_words: str = field(default="", compare=False)
    fill: str = field(default="", compare=False)
    sheet: str = field(default="", compare=False)
    row: int = field(default=0, compare=False)
    last_row: int = field(default=0, compare=False)
    hidden: bool = field(default=False, compare=False)
    comments: tuple[tuple[str, str], ...] = field(default=(), compare=False)  # cell, words
