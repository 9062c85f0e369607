"""What a tracker seems to say, with the reasons; and what a person must say of it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date

from improvement.trackers.answering import given
from improvement.trackers.asking import (
    on_colours_of,
    on_dates,
    on_fills,
    on_leads,
    on_orders,
    on_words,
)
from improvement.trackers.asking_rows import on_rows, on_tabs
from improvement.trackers.books import Book
from improvement.trackers.layout import TABLES, UNANSWERED, Field, Layout
from improvement.trackers.looks import with_looks
from improvement.trackers.meanings import key_of
from improvement.trackers.questions import Choice, Example, Free, Proposal, Question
from improvement.trackers.shaping import questions_on, shape
from improvement.trackers.survey import Survey, survey
from improvement.trackers.tables import fitted
from improvement.trackers.telling import told_of

MOST_OF_A_GROUP = 60  # questions at once; a column with more different words is another column

__all__ = ["Choice", "Example", "Free", "Proposal", "Question", "fitting", "propose"]


def propose(
    book: Book, known: Layout | None = None, *, today: date, posts: Collection[str] | None = None
) -> Proposal:
    """Read the book's layout; what `known` already says is not asked again.

    `known` is last month's layout or the one made by the answers so far: ask again after each
    round of answers, until nothing blocks. With `posts` (titles), leads that are none are asked.
    Raises Unreadable where no sheet looks like a plan.
    """
    shaped = shape(book, known)
    layout, questions = shaped.layout, list(questions_on(book, shaped))
    found = survey(book, layout)
    layout, more = _coloured(layout, found)
    layout = with_looks(book, layout, found)
    key = key_of(book, {one.sheet.name: one.headings_in for one in found.sheets})
    questions += more
    questions += [question for one in found.sheets for question in on_rows(one)]
    questions += on_tabs(found)
    for group in (
        on_words(found, layout, key),
        on_fills(found, layout, key),
        on_orders(found, layout),
        on_dates(found, layout, today),
        on_leads(found, layout, posts),
    ):
        questions += _not_too_many(group)
    told = tuple(told_of(book, layout, found))
    for question in questions:
        layout = _with_proposal(layout, question)
    return Proposal(layout, tuple(questions), told, shaped.fits)


def _coloured(layout: Layout, found: Survey) -> tuple[Layout, list[Question]]:
    sheets, questions = list(layout.sheets), []
    for one in found.sheets:
        if not one.here.colours_said:
            place, asked = on_colours_of(one, found)
            if asked:
                questions.append(asked)
            one.here = sheets[one.number] = replace(
                one.here, coloured=place, colours_said=place is not None
            )
        found.add_fills(one)
    return replace(layout, sheets=tuple(sheets)), questions


def _not_too_many(questions: Iterable[Question]) -> Iterator[Question]:
    """Those without a proposal first come first; the rest are asked once these are answered."""
    blocking = 0
    for question in questions:
        blocking += question.blocks
        if not question.blocks or blocking <= MOST_OF_A_GROUP:
            yield question


def _with_proposal(layout: Layout, question: Question) -> Layout:
    kind, _, about = question.key.partition(":")
    if question.proposed is not None:
        return given(layout, question.key, question.proposed)
    if kind == "order":
        return given(layout, question.key, UNANSWERED)
    if kind in ("hidden_rows", "hidden_columns", "bands", "lone", "continuations"):
        return given(layout, question.key, UNANSWERED)
    return layout


def fitting(book: Book, layouts: Iterable[Layout]) -> Layout | None:
    """The first of a council's layouts that this file has: its sheets and headings are there."""
    return next((one for one in layouts if fitted(book, one) is not None), None)


def settled(layout: Layout) -> bool:
    """Whether every sheet and column has an answer, so that rows can be read at all."""
    return all(
        one.role != UNANSWERED
        and (
            one.role not in TABLES or (Field.ACTION in one.fields and UNANSWERED not in one.fields)
        )
        for one in layout.sheets
    )
