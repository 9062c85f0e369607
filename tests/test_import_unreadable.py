"""Any spreadsheet at all gives cells or a sentence, within bounds, and never a traceback."""

import json
import re
import time
import tracemalloc
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.trackers.open_file import open_book
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


@contextmanager
def within(*, seconds=None, mebibytes=None):
    """What is done takes no more processor time, or memory of Python's, than this."""
    before = time.process_time()
    if mebibytes:  # which makes it slower
        tracemalloc.start()
    try:
        yield
        assert mebibytes or time.process_time() - before < seconds
        assert seconds or tracemalloc.get_traced_memory()[1] < mebibytes * 1024**2
    finally:
        tracemalloc.stop()


def named_again(times):
    """A workbook that names its one sheet so many times."""
    listed = parts_of(BOOK)["xl/workbook.xml"].decode()
    (entry,) = re.findall("<sheet [^>]*/>", listed)
    entries = "".join(entry.replace('"Sheet"', f'"Sheet {number}"') for number in range(times))
    return repacked(BOOK, **{"xl/workbook__xml": listed.replace(entry, entries)})


def test_a_sheet_named_twenty_thousand_times_is_refused_at_once():
    content = named_again(20_000)
    for bound in ({"seconds": 2}, {"mebibytes": 200}):
        with within(**bound), pytest.raises(Unreadable, match="names 20,000 sheets"):
            worker.read(content)


def test_a_sheet_named_twice_is_damage():
    with pytest.raises(Unreadable, match="names one sheet twice"):
        worker.read(named_again(2))


BLANK = b"Ref,Recommendation\r\n1,One\r\n" + b"\r\n" * 1_048_580


@pytest.mark.parametrize("read_all", [lambda content: list(read(content).rows()), open_book])
def test_far_more_blank_lines_than_a_sheet_has_are_refused(read_all):
    with within(seconds=2), pytest.raises(Unreadable, match="more than 1,048,576 rows"):
        read_all(BLANK)


def test_a_file_of_nothing_but_blank_lines_is_refused_at_once():
    content = b"1,2\n" + b"\n" * 38_000_000
    with within(seconds=2), pytest.raises(Unreadable, match="more than 1,048,576 rows"):
        open_book(content)


def test_rows_that_hold_only_a_format_are_no_rows():
    row = '<row r="{0}" s="1" hidden="1"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>'
    sheet = parts_of(BOOK)["xl/worksheets/sheet1.xml"].decode()
    blank = "".join(row.format(number) for number in range(3, 50_000))
    content = repacked(
        BOOK,
        **{"xl/worksheets/sheet1__xml": sheet.replace("</sheetData>", f"{blank}</sheetData>")},
    )
    with within(mebibytes=40):
        said, lines = worker.read(content, fills=True)
    assert len(lines.splitlines()) == 2
    assert said["sheets"][0]["hidden_rows"] == []


def test_cells_merged_over_the_whole_sheet_are_not_taken_one_by_one():
    content = workbook(HEADINGS, change=lambda book, sheet: sheet.merged_cells.add("A2:XFD1048576"))
    with pytest.raises(Unreadable, match="more cells are merged"):
        worker.read(content)


@pytest.mark.parametrize("part", ["workbook", "styles", "worksheets/sheet1", "theme/theme1"])
def test_no_part_that_is_read_may_define_words_of_its_own(part):
    name = f"xl/{part}.xml"
    xml = parts_of(BOOK)[name].decode().partition("?>")
    own = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for prolog in (own, " " * 3_000 + own):
        changed = f"{prolog}{xml[2] or xml[0]}".encode()
        content = repacked(BOOK, **{name.replace(".", "__"): changed})
        with pytest.raises(Unreadable, match="document type"):
            worker.read(content, fills=True)


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
