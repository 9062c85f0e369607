"""Any spreadsheet at all gives cells or a sentence, within bounds, and never a traceback."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspections.intake.beside import notices_of
from inspections.spreadsheets import Unreadable, cell_name, place, worker, writing
from tests.spreadsheets import FIRST, HEADINGS, package, parts_of, repacked, workbook
from tests.tables import read

BOOK = workbook(HEADINGS, FIRST)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
LOCKED_ODS = package(
    {
        "mimetype": writing.TYPES["ods"],
        "META-INF/manifest.xml": "<m:encryption-data/>",
        "content.xml": b"\x01",
    }
)


# A version of the format that is not there yet, as its list of contents claims.
_LIST = BOOK.index(b"PK\x01\x02")
OF_THE_FUTURE = BOOK[: _LIST + 6] + b"\xff" + BOOK[_LIST + 7 :]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLD, "old kind .XLS."),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (LOCKED_ODS, "protected with a password"),
        (BOOK[: len(BOOK) // 2], "damaged or cut off"),
        (OF_THE_FUTURE, "packed in an unusual way"),
        (package({"word/document.xml": "<x/>"}), "a word-processing file"),
        (package({"notes.txt": "x"}), "a packed file, not a spreadsheet"),
        (package({"xl/workbook.bin": "x"}), "XLSB"),
        (package({"xl/workbook.xml": "<x"}), "no XML"),
        (workbook(["Name", "Age"], ["Ann", 3]), "No column holds the recommendations' words"),
        (workbook(), "The sheet is empty"),
        (
            repacked(BOOK, **{"xl/workbook__xml": '<!DOCTYPE x [<!ENTITY e "x">]><workbook/>'}),
            "document type",
        ),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_that_says_what_to_do(content, words):
    with pytest.raises(Unreadable, match=words):
        list(read(content).rows())


@pytest.mark.parametrize("again", [HEADINGS, ["", *HEADINGS], ["Ref", "What needs to improve"]])
def test_a_second_table_on_the_sheet_is_not_read_as_more_of_the_first(again):
    content = workbook(HEADINGS, FIRST, [], again, ["9", "Another table's words"])
    with pytest.raises(Unreadable, match="Row 4 holds headings again.*on a sheet"):
        list(read(content).rows())


def test_a_recommendation_of_one_word_that_a_heading_has_is_no_second_table():
    rows = list(read(workbook(["Ref", "Recommendation"], ["7", "Recommendation"])).rows())
    assert [row.cells["text"] for row in rows] == ["Recommendation"]


def test_a_recommendation_whose_other_cells_are_words_of_headings_is_no_second_table():
    words = "Write better plans for children."
    headings = ["Ref", "What needs to improve", "Section", "Kind", "Body"]
    again = ["1", words, "Recommendations", "Recommendation", "Local authority"]
    assert [row.cells["text"] for row in read(workbook(headings, again)).rows()] == [words]


def test_macros_are_not_run_and_that_is_said():
    content = repacked(BOOK, **{"xl/vbaProject__bin": b"\x00"})
    assert any(
        "holds macros. They were not run" in sentence for sentence in notices_of(read(content))
    )


def test_what_unpacks_to_far_more_than_a_table_is_not_unpacked():
    bomb = package({"xl/workbook.xml": b" " * 201_000_000})
    assert len(bomb) < 400_000
    with pytest.raises(Unreadable, match="unpacks to more than 200 MB"):
        read(bomb)


def test_a_sheet_that_is_nothing_but_wide_and_tall_takes_only_its_process_with_it():
    far = workbook(HEADINGS, FIRST, change=lambda book, sheet: sheet.cell(1_048_576, 16_384, "x"))
    with pytest.raises(Unreadable, match="more than a table does|memory"):
        read(far)


def test_reading_that_takes_for_ever_is_stopped(monkeypatch):
    monkeypatch.setattr("inspections.spreadsheets.asking.MAX_SECONDS", 0.001)
    with pytest.raises(Unreadable, match="stopped after"):
        read(BOOK)


# --- over any input ---


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_a_cells_name_says_its_place(row, column):
    assert place(cell_name(row, column)) == (row, column)


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
    | st.sampled_from("\n\t")
).map(str.strip)


@pytest.mark.parametrize("write", [writing.xlsx, writing.ods])
@given(rows=st.lists(st.lists(TEXT, min_size=3, max_size=3), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_any_text_written_as_a_spreadsheet_comes_out_equal(write, rows):
    said, lines = worker.answer({}, write("Any “sheet” & <name>", ["A", "B", "C"], rows))
    assert [sheet["name"] for sheet in said["sheets"]] == ["Any “sheet” & <name>"]
    read_back = [json.loads(line) for line in lines.splitlines()][1:]
    padded = [row + [""] * (3 - len(row)) for row in read_back]
    expected = rows
    while expected and not any(expected[-1]):
        expected = expected[:-1]
    assert padded == expected


WHOLE = {"xlsx": BOOK, "ods": writing.ods("Recs", HEADINGS, [FIRST])}


@pytest.mark.parametrize("kind", WHOLE)
@given(data=st.data())
@settings(deadline=None, max_examples=150)
def test_a_damaged_spreadsheet_gives_sheets_or_a_sentence(kind, data):
    content = bytearray(WHOLE[kind])
    places = st.integers(0, len(content) - 1)
    for at, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=20)):
        content[at] = byte
    del content[data.draw(st.just(len(content)) | places) :]
    said, _ = worker.answer({}, bytes(content))
    assert said.get("sheets") is not None or said["error"].endswith(".")


@given(st.dictionaries(st.sampled_from(sorted(parts_of(BOOK))), st.binary(max_size=300)))
@settings(deadline=None, max_examples=150)
def test_a_workbook_with_strange_parts_gives_sheets_or_a_sentence(parts):
    said, _ = worker.answer({}, package(parts_of(BOOK) | parts))
    assert said.get("sheets") is not None or said["error"].endswith(".")
