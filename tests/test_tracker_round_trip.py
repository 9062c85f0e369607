"""Export, edit, import: only what was edited changes; and any bytes get a sentence or rows."""

import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.models import Confidence, Status
from improvement.trackers.export_file import template, write
from improvement.trackers.layout import Note, TrackerRow
from improvement.trackers.meanings import OWN
from improvement.trackers.open_file import open_book
from improvement.trackers.reading import read_rows
from improvement.trackers.settling import propose
from inspections.spreadsheets import Unreadable
from tests.spreadsheets import package, repacked
from tests.trackers import (
    EXAMPLETON_ANSWERS,
    MADEUPSHIRE_ANSWERS,
    NEWTOWN_ANSWERS,
    OLD_BOROUGH_ANSWERS,
    SAMPLEBY_ANSWERS,
    TODAY,
    edited,
    exampleton,
    in_this_process,
    madeupshire,
    newtown,
    old_borough,
    sampleby,
    settled,
)

FORMS = ["csv", "xlsx", "ods"]
COUNCILS = [
    (exampleton, EXAMPLETON_ANSWERS),
    (sampleby, SAMPLEBY_ANSWERS),
    (madeupshire, MADEUPSHIRE_ANSWERS),
    (old_borough, OLD_BOROUGH_ANSWERS),
    (newtown, NEWTOWN_ANSWERS),
]


@pytest.fixture(autouse=True, scope="module")
def _here():
    with in_this_process():
        yield


def again(rows, layout, form):
    return read_rows(open_book(write(rows, layout, form)), layout)


def any_words(**sizes):
    letters = string.ascii_letters + "=+-@' éß–“”,;\n\t"
    return st.text(letters, **sizes).map(str.strip)


words = any_words(max_size=30)
some_words = any_words(min_size=1, max_size=30).filter(bool)
one_line = some_words.map(lambda said: " ".join(said.split()))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@st.composite
def a_row(draw):
    """As the reader gives them: an undated note first, and no later date without the first."""
    original = draw(st.none() | days)
    dated = draw(st.dictionaries(days, some_words, max_size=3))
    undated = draw(st.none() | some_words)
    notes = [Note(undated)] if undated else []
    if words_of_a_month := draw(st.none() | some_words):
        month = draw(days).replace(day=1)
        notes.append(Note(words_of_a_month, month, whole_month=True))
    letters = st.text(string.ascii_letters, min_size=1, max_size=4)
    return TrackerRow(
        action=draw(some_words),
        reference=draw(st.from_regex(r"[0-9]{1,2}\.[0-9]{1,2}[a-z]?", fullmatch=True)),
        recommendations=tuple(draw(st.lists(letters.filter(_no_and), max_size=3, unique=True))),
        recommendation=draw(words),
        workstream=draw(st.just("") | one_line),
        leads=tuple(draw(st.lists(letters.filter(_a_title), max_size=3, unique=True))),
        original_due=original,
        due=draw(days) if original else draw(st.none() | days),
        status=draw(st.just("") | st.sampled_from(Status.values)),
        confidence=draw(st.just("") | st.sampled_from(Confidence.values)),
        reason=draw(words),
        notes=(*notes, *(Note(said, on) for on, said in dated.items())),
        success_measure=draw(words),
        evidence=draw(words),
        monitor=draw(words),
        completed=draw(st.none() | days),
    )


def _no_and(said):
    return said.casefold() != "and" and not said.casefold().startswith("rec")


def _a_title(said):
    return said.casefold() not in {"tbc", "tbd", "tba", "na", "none", "nil"}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8, deadline=None)
@given(rows=st.lists(a_row(), min_size=1, max_size=3))
def test_whatever_rows_say_is_read_back_from_our_own_layout(form, rows):
    assert again(rows, OWN, form) == rows


@pytest.mark.parametrize(("make", "answers"), COUNCILS)
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_plan_is_exported_in_the_councils_own_layout(make, answers, form):
    book, layout = settled(make(), answers)
    rows = read_rows(book, layout)
    assert again(rows, layout, form) == rows
    back = open_book(write(rows, layout, form))
    proposal = propose(back, layout, today=TODAY)
    assert proposal.known
    assert proposal.blocking == ()


def test_a_csv_layout_goes_back_to_csv_and_several_sheets_do_not():
    book, layout = settled(old_borough(), OLD_BOROUGH_ANSWERS)
    rows = read_rows(book, layout)
    assert again(rows, layout, "csv") == rows
    with pytest.raises(ValueError, match="Choose XLSX or ODS"):
        write([], settled(exampleton(), EXAMPLETON_ANSWERS)[1], "csv")


def test_what_is_edited_in_excel_is_all_that_changes():
    book, layout = settled(exampleton(), EXAMPLETON_ANSWERS)
    rows = read_rows(book, layout)
    content = edited(write(rows, layout, "xlsx"), E3=date(2026, 9, 30), C4="Train everybody")
    first, second, *others = read_rows(open_book(content), layout)
    assert first == replace(rows[0], due=date(2026, 9, 30))
    assert second == replace(rows[1], action="Train everybody")
    assert others == rows[2:]


def test_a_status_changed_in_the_records_is_written_in_the_councils_own_way():
    book, layout = settled(exampleton(), EXAMPLETON_ANSWERS)
    rows = read_rows(book, layout)
    changed = replace(rows[0], status="in-progress", confidence="at-risk")
    (back,) = again([changed], layout, "xlsx")
    assert (back.fill, back.status, back.confidence) == ("FFC000", "in-progress", "at-risk")


def test_a_status_for_which_the_layout_has_no_way_is_written_in_plain_words():
    _, layout = settled(exampleton(), EXAMPLETON_ANSWERS)
    row = TrackerRow(action="A", status="withdrawn", confidence="")
    (back,) = again([row], layout, "ods")
    assert (back.rag_words, back.status) == ("withdrawn", "withdrawn")


def test_an_action_of_which_nothing_else_is_said_is_not_read_back_as_a_heading():
    _, layout = settled(exampleton(), EXAMPLETON_ANSWERS)
    rows = [TrackerRow(action="A", reference="3.1", workstream="Practice"), TrackerRow(action="B")]
    for form in ("xlsx", "ods"):
        assert sorted(again(rows, layout, form), key=str) == sorted(rows, key=str)


def test_a_text_that_excel_cannot_hold_is_not_cut_off():
    rows = [TrackerRow(action="A", notes=(Note("x" * 40_000),))]
    with pytest.raises(ValueError, match="at most 32,767"):
        write(rows, OWN, "xlsx")
    assert again(rows, OWN, "ods") == rows


def test_a_sheet_whose_name_excel_does_not_allow_is_known_again():
    book, layout = settled(newtown(), NEWTOWN_ANSWERS)
    first, *others = layout.sheets
    layout = replace(layout, sheets=(replace(first, name="Leadership: [1/2]"), *others))
    rows = [TrackerRow(action="A", reference="L9", workstream="Leadership: [1/2]")]
    assert [row.reference for row in again(rows, layout, "xlsx")] == ["L9"]


def test_no_text_becomes_a_formula_and_reading_gives_it_back():
    rows = [TrackerRow(action="=cmd()", reason="'=quoted", evidence="@there", monitor="-1+2")]
    content = write(rows, OWN, "csv").decode("utf-8-sig")
    assert ",'=cmd()," in content
    assert ",''=quoted," in content
    for form in FORMS:
        assert again(rows, OWN, form) == rows


def test_a_line_in_a_note_that_looks_like_another_notes_date_starts_no_note():
    rows = [TrackerRow(action="A", notes=(Note("Met\n12/03/26: agreed", date(2026, 4, 1)),))]
    ((note,),) = [row.notes for row in again(rows, OWN, "csv")]
    assert note == Note("Met 12/03/26: agreed", date(2026, 4, 1))


@pytest.mark.parametrize("form", FORMS)
def test_a_date_inside_a_note_that_looks_like_another_notes_starts_no_note(form):
    notes = (
        Note("Met. 12/03/26: agreed", date(2026, 4, 1)),
        Note("Met again.\n13 March 2026 – agreed", date(2026, 4, 2)),
    )
    (row,) = again([TrackerRow(action="A", notes=notes)], OWN, form)
    assert row.notes == (notes[0], Note("Met again. 13 March 2026 – agreed", date(2026, 4, 2)))


@pytest.mark.parametrize("form", FORMS)
def test_the_template_has_our_headings_and_no_action(form):
    book = open_book(template(form))
    proposal = propose(book, OWN, today=TODAY)
    assert proposal.known
    assert proposal.questions == ()
    assert read_rows(book, proposal.layout) == []


@pytest.mark.parametrize("form", FORMS)
def test_our_own_export_is_known_without_any_question(form):
    rows = [
        TrackerRow(
            action="A",
            workstream="W",
            status="in-progress",
            confidence="at-risk",
            leads=("A and B",),
        ),
        TrackerRow(action="B", status="merged", due_words="TBC"),
    ]
    book = open_book(write(rows, OWN, form))
    proposal = propose(book, OWN, today=TODAY)
    assert proposal.known
    assert proposal.questions == ()
    assert read_rows(book, proposal.layout) == rows


# --- bytes from anywhere ---


def looked_at(content):
    """The book and what is proposed of it; nothing, where a sentence says why."""
    try:
        book = open_book(content)
        return book, propose(book, today=TODAY)
    except Unreadable:
        return None, None


@settings(max_examples=40, deadline=None)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_give_a_sentence_or_rows(content):
    book, proposal = looked_at(content)
    assert book is None or isinstance(read_rows(book, proposal.layout), list)


@settings(max_examples=40, deadline=None)
@given(
    cells=st.lists(
        st.lists(
            st.sampled_from(
                [
                    *("", "Ref", "Action", "Lead", "Due date", "RAG", "Status", "Update", "Theme"),
                    *("Recommendation", "Q3", "Ongoing", "12/13/2026", "Total", "1", "Green"),
                    *("Recommendation 1: Do", "A and B", "Original due date", "Completed", "'=1"),
                ]
            ),
            max_size=6,
        ),
        max_size=8,
    )
)
def test_any_table_of_likely_words_gives_a_sentence_or_rows_and_answers_settle_it(cells):
    content = "\n".join("\t".join(row) for row in cells).encode()
    book, proposal = looked_at(content)
    if book is None:
        return
    for row in read_rows(book, proposal.layout) if not _shape_is_open(proposal) else ():
        assert row.action
    assert propose(book, proposal.layout, today=TODAY).layout == proposal.layout


def _shape_is_open(proposal):
    return any(one.key.startswith(("role", "column", "action")) for one in proposal.blocking)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old kind"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (package({"xl/workbook.bin": b""}), "binary workbook"),
        (b"%PDF-1.7", "a PDF, not a table"),
        (b"", "empty"),
        (b"PK\x03\x04 cut off", "damaged or cut off"),
    ],
)
def test_what_is_no_table_gets_a_clear_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        open_book(content)


@pytest.mark.parametrize("part", ["xl__styles__xml", "xl__theme__theme1__xml"])
def test_damaged_styles_get_a_sentence(part):
    name = part.replace("__", "/").replace("/xml", ".xml")
    content = repacked(exampleton(), **{name.replace(".", "__"): b"<styleSheet"})
    with pytest.raises(Unreadable, match="damaged"):
        open_book(content)
