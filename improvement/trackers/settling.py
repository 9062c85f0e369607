"""What a tracker's columns, colours and words mean: asked once, and remembered for the council."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from councils.days import day_of
from councils.models import Post
from improvement.models import TrackerImport, TrackerLayout
from improvement.trackers.ask_structure import on_rows, on_tabs, questions_on, told_of
from improvement.trackers.ask_words import (
    on_colours_of,
    on_dates,
    on_fills,
    on_leads,
    on_orders,
    on_words,
)
from improvement.trackers.detect_layout import shape, with_looks
from improvement.trackers.layout import TABLES, UNANSWERED, Field, Layout, Role
from improvement.trackers.meanings import OWN, meaning_of, words_of
from improvement.trackers.open_file import open_book
from improvement.trackers.plan_records import posts_titled
from improvement.trackers.questions import Proposal, Question, answer, given
from improvement.trackers.sheets import Book, fitted, same_name
from improvement.trackers.survey import Survey, key_of, survey
from inspections import intake
from inspections.cells import fold, shorten
from inspections.intake import Refused, kind_of
from inspections.intake.lifecycle import locked, refuse_closed

NAME_MAX = 80
OURS = "Our own layout"


@dataclass(frozen=True)
class Asked:
    """What is still to be said of a file: questions, and whether its one date is the first."""

    proposal: Proposal
    asks_first_date: bool

    @property
    def is_settled(self) -> bool:
        return not self.proposal.questions and not self.asks_first_date

    @property
    def is_ours(self) -> bool:
        """Whether the file is in the layout that is the same for every council."""
        return self.proposal.layout.fingerprint == OWN.fingerprint


def ask_about(batch: TrackerImport, *, at: datetime) -> Asked:
    """What is still asked of the stored file. Raises Unreadable."""
    return ask(batch, open_book(bytes(batch.content)), at=at)


def ask(batch: TrackerImport, book: Book, *, at: datetime) -> Asked:
    """What is still asked, after the answers so far.

    At first the council's layout that the file has, if it has one, is kept in `batch.layout`.
    Raises Unreadable where no sheet looks like a plan.
    """
    if so_far := batch.reading.get("layout") or (batch.layout and batch.layout.layout):
        return _ask(batch, book, Layout.from_json(so_far), at=at)
    kept = {one: Layout.from_json(one.layout) for one in batch.council.tracker_layouts.all()}
    found = fitting(book, [*kept.values(), OWN])
    batch.layout = next((one for one, layout in kept.items() if layout is found), None)
    return _ask(batch, book, found, at=at)


@transaction.atomic
def settle(
    *,
    batch: TrackerImport,
    answers: Mapping[str, str],
    first_date: bool | None,
    name: str,
    by,
    at: datetime,
) -> bool:
    """Take answers on the layout; tell whether nothing is left to ask, and it is previewed.

    The layout is remembered by its name then. Raises BadAnswer, Unreadable, and Refused for a name
    that another of the council's layouts has.
    """
    batch = locked(batch)
    refuse_closed(kind_of(batch), batch)
    proposal = ask_about(batch, at=at).proposal
    layout = answer(proposal.layout, proposal.questions, answers)
    batch.reading |= {
        "layout": layout.to_json(),
        "answered": [*batch.reading.get("answered", ()), *answers],
        "name": name.strip(),
    }
    if first_date is not None:
        batch.reading["due_is_original"] = first_date
    batch.save(update_fields=["reading"])
    return bool(intake.choose(batch=batch, sheet="", by=by, at=at).fingerprint)


def remember(batch: TrackerImport, layout: Layout, *, by, at: datetime) -> None:
    """Keep the layout for the council: next month's file is recognised by it. Raises Refused."""
    print_of = layout.fingerprint
    layouts = batch.council.tracker_layouts
    kept = layouts.filter(fingerprint=print_of).first() or batch.layout
    if kept is None:
        ours = OURS if print_of == OWN.fingerprint else ""
        name = shorten(ours or batch.reading.get("name") or batch.file_name, NAME_MAX)
        if layouts.filter(name=name).exists():
            raise Refused(
                f"There is a layout “{name}” already, of other columns. Give this one another name."
            )
        kept = TrackerLayout(council=batch.council, name=name, made_by=by, made_at=at)
    if kept.pk:
        layout = _with_what_is_not_here(layout, Layout.from_json(kept.layout))
    said = layout.to_json(), batch.reading.get("due_is_original", kept.due_is_original)
    if kept.pk is None or said != (kept.layout, kept.due_is_original):
        kept.fingerprint = print_of
        kept.layout, kept.due_is_original = said
        kept._history_user, kept._history_date = by, at
        kept.save()
    batch.layout = kept


def _with_what_is_not_here(layout: Layout, known: Layout) -> Layout:
    """Other sheets that this month's file lacks stay known, where they were: no CSV has them."""
    sheets = list(layout.sheets)
    for place, one in enumerate(known.sheets):
        if one.role not in TABLES and not any(same_name(one.name, two.name) for two in sheets):
            sheets.insert(place, one)
    return replace(layout, sheets=tuple(sheets))


def layout_of(batch: TrackerImport) -> Layout:
    """The settled layout of the batch's file."""
    return Layout.from_json(batch.layout.layout)


def _ask(batch, book, known: Layout | None, *, at: datetime) -> Asked:
    proposal = propose(book, known, today=day_of(at), posts=posts_titled(batch.council))
    said = batch.reading.get("answered", ())
    left = [one for one in proposal.questions if one.blocks or one.key not in said]
    if proposal.known:
        left = [one for one in left if not _goes_without_saying(one)]
    proposal = replace(proposal, questions=tuple(left))
    batch.reading["told"] = list(proposal.told)
    said = batch.reading.get("due_is_original")
    if said is None and batch.layout is not None:
        said = batch.layout.due_is_original
    return Asked(proposal, said is None and has_one_date(proposal.layout))


def _goes_without_saying(one: Question) -> bool:
    """In a layout that is known."""
    return _is_a_posts_title(one) or _is_shown_later(one) or _is_our_own_word(one)


def _is_a_posts_title(question: Question) -> bool:
    """A new lead in a known layout, by the very title of a post: there is nothing to ask."""
    kind, _, words = question.key.partition(":")
    return kind == "lead" and question.proposed is not None and fold(question.proposed) == words


def _is_shown_later(question: Question) -> bool:
    """Hidden rows that were taken last month: the preview shows them, and asks for a tick."""
    return question.key.startswith("hidden_rows:") and question.proposed == "take"


def _is_our_own_word(question: Question) -> bool:
    """What an export writes where the council has no word for it: it says what it says."""
    kind, _, about = question.key.partition(":")
    if kind != "word" or question.proposed is None:
        return False
    return fold(words_of(meaning_of(question.proposed))) == about.partition(":")[2]


def has_one_date(layout: Layout) -> bool:
    """Whether some sheet gives an action one date, and no column for the first one."""
    return any(
        sheet.places(Field.DUE) and not sheet.places(Field.ORIGINAL_DUE)
        for sheet in layout.sheets
        if sheet.role in (Role.PLAN, Role.CLOSED)
    )


def unknown_posts(batch: TrackerImport) -> list[str]:
    """The titles that the file's leads were said to hold and that the council has no post of."""
    if batch.state != TrackerImport.State.PREVIEWED or batch.layout is None:
        return []
    known = {fold(title) for title in posts_titled(batch.council)}
    wanted = {fold(title): title for title in batch.reading.get("leads", [])}
    return [title for folded, title in sorted(wanted.items()) if folded not in known]


@transaction.atomic
def make_posts(*, batch: TrackerImport, titles: Collection[str], by, at: datetime) -> None:
    """Make posts of these titles, which the file names, and look again at what it would do.

    The caller has checked that `by` names posts at this council. Raises Refused.
    """
    if not titles or set(titles) - set(unknown_posts(batch)):
        raise Refused("Choose among the titles that the file names. Nothing was made.")
    for title in titles:
        post = Post(council=batch.council, title=title)
        post._history_user, post._history_date = by, at
        try:
            post.full_clean()
        except ValidationError as problem:
            said = " ".join(problem.messages)
            raise Refused(f"Nothing was made. “{shorten(title)}”: {said}") from problem
        post.save()
    intake.choose(batch=batch, sheet="", by=by, at=at)


@transaction.atomic
def note(
    *, batch: TrackerImport, answers: Mapping[int, str], taking: Collection[int], why: str
) -> None:
    """Keep what a person decided on the preview, so that a refusal loses none of it."""
    batch = locked(batch)
    if batch.state == TrackerImport.State.PREVIEWED:
        kept = {str(number): decision for number, decision in answers.items()}
        batch.settled = {"answers": kept, "taking": sorted(taking)}
        batch.why = why.strip()
        batch.save(update_fields=["settled", "why"])


MOST_OF_A_GROUP = 60  # questions at once; a column with more different words is another column


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
