"""What a person is asked about a tracker, and what is proposed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from improvement.trackers.layout import NOT_USED, UNANSWERED, Field, Layout, SheetLayout
from improvement.trackers.meanings import meaning_of
from improvement.trackers.sheets import Example
from inspections.cells import one_line


class Free(StrEnum):
    """What may be answered beside the choices."""

    NOTHING = ""
    DATE = "date"  # an ISO date
    POSTS = "posts"  # titles of posts, one a line


@dataclass(frozen=True)
class Choice:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """`key` stays the same from one reading of the file to the next. Without a proposal it must
    be answered before anything is read; with one, `why` gives the reason, and it may be.
    """

    key: str
    group: str  # the title under which it is asked
    found: str  # a sentence
    choices: tuple[Choice, ...]
    proposed: str | None = None
    why: str = ""
    free: Free = Free.NOTHING
    examples: tuple[Example, ...] = ()
    count: int = 1  # how often it was found
    fill: str = ""  # RRGGBB, of a question on a colour

    @property
    def blocks(self) -> bool:
        return self.proposed is None


@dataclass(frozen=True)
class Proposal:
    """`layout` holds the proposed answers, and UNANSWERED (or nothing) where a question blocks.

    `known`: an earlier layout fits this file. `told` are sentences on which nothing is asked.
    """

    layout: Layout
    questions: tuple[Question, ...]
    told: tuple[str, ...]
    known: bool = False

    @property
    def blocking(self) -> tuple[Question, ...]:
        return tuple(one for one in self.questions if one.blocks)


class BadAnswer(ValueError):
    """An answer that the question does not have; the message tells a person."""


def answer(layout: Layout, questions: Iterable[Question], answers: Mapping[str, str]) -> Layout:
    """`proposal.layout` with these answers, by the questions' keys. Raises BadAnswer.

    A question that is not answered keeps its proposal, or stays open.
    """
    asked = {question.key: question for question in questions}
    for key, value in answers.items():
        if key not in asked:
            raise BadAnswer("This was not asked, or is settled by now. Look at the file again.")
        layout = given(layout, key, _checked(asked[key], value))
    _distinct(layout)
    return layout


def _checked(question: Question, value: str) -> str:
    value = value.strip()
    if any(value == choice.value for choice in question.choices):
        return value
    if question.free == Free.DATE:
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError as problem:
            raise BadAnswer(f"{question.found} “{value}” is no date like 2026-03-31.") from problem
    if question.free == Free.POSTS and value:
        return value
    raise BadAnswer(f"{question.found} “{value}” is none of the answers.")


def given(layout: Layout, key: str, value: str) -> Layout:
    """The layout with one answer; `key` is that of a question."""
    kind, _, about = key.partition(":")
    if kind == "word":
        wanted, _, word = about.partition(":")
        words = {**layout.meanings.get(wanted, {}), word: meaning_of(value)}
        return replace(layout, meanings={**layout.meanings, wanted: words})
    if kind == "fill":
        return replace(layout, fills={**layout.fills, about: meaning_of(value)})
    if kind == "date":
        return replace(layout, dates={**layout.dates, about: value})
    if kind == "order":
        return replace(layout, day_order={**layout.day_order, about: value})
    if kind == "lead":
        posts = tuple(filter(None, map(one_line, value.splitlines())))
        return replace(layout, leads={**layout.leads, about: posts})
    if kind == "quarters":
        return replace(layout, quarters=value)
    if kind == "tab":
        return replace(layout, sheets=tuple(replace(one, tab=value) for one in layout.sheets))
    number, _, more = about.partition(":")
    sheets = list(layout.sheets)
    sheets[int(number)] = _in_sheet(sheets[int(number)], kind, more, value)
    return replace(layout, sheets=tuple(sheets))


def _in_sheet(sheet: SheetLayout, kind: str, about: str, value: str) -> SheetLayout:
    if kind == "column":
        return _with_field(sheet, int(about), value)
    if kind == "action":
        return _with_field(sheet, int(value), Field.ACTION)
    if kind == "down":
        return replace(sheet, down={**sheet.down, about: value})
    if kind == "coloured":
        return replace(sheet, coloured=int(value) if value.isdigit() else None, colours_said=True)
    return replace(sheet, **{kind: value})


def _with_field(sheet: SheetLayout, place: int, wanted: str) -> SheetLayout:
    fields = list(sheet.fields)
    fields[place] = wanted
    return replace(sheet, fields=tuple(fields))


def _distinct(layout: Layout) -> None:
    """No two columns of a sheet hold the same, but for notes."""
    for sheet in layout.sheets:
        for wanted in set(sheet.fields) - {NOT_USED, UNANSWERED, Field.NOTES}:
            places = sheet.places(wanted)
            if len(places) > 1:
                named = " and ".join(f"“{sheet.headings[place]}”" for place in places)
                raise BadAnswer(f"{named} cannot both be the same. Choose one of them.")
