"""A file's bytes become a table, or a sentence; never a traceback, never a guess in silence."""

import csv
import io
import itertools
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inspections.cells import neutralise, restore, tidy
from inspections.intake.headings import recognise
from inspections.intake.sources import MAX_BYTES
from inspections.recommendations.columns import COLUMNS, FORM
from inspections.spreadsheets import Unreadable
from tests.tables import read

HEADINGS = {
    "reference": ["Ref", "Reference", "Rec no", "Rec. No.", "printed_ref", "No", "Para", "REF NO"],
    "text": ["Recommendation", "recommendations", "Text", "Recommendation text", "  TEXT "],
    "body": ["Body", "Addressed to", "Bodies"],
    "section": ["Section", "Heading"],
    "order": ["Order", "Position"],
    "kind": ["Kind", "Type"],
    "timescale": ["Timescale", "By when", "Time-scale", "Deadline"],
    "page": ["Page", "Page no.", "Pages", "p."],
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]
DELIMITERS = [",", ";", "\t"]
ROW = {
    "reference": "124",
    "text": "Ensure “every” child’s plan – and\nits review; is timely,\tand\u00a0clear.",
    "body": "LSCB",
    "section": "Areas, for improvement",
    "order": "1",
    "kind": "Area",
    "timescale": "within 3 months",
    "page": "5",
}


def written(rows, *, delimiter=",", encoding="utf-8", newline="\r\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue().encode(encoding)


def cells(content):
    return [line.cells for line in read(content).rows()]


@pytest.mark.parametrize(
    ("encoding", "delimiter"), list(itertools.product(ENCODINGS, DELIMITERS)), ids=repr
)
def test_each_encoding_and_delimiter_comes_out_equal(encoding, delimiter):
    content = written([list(ROW), list(ROW.values())], delimiter=delimiter, encoding=encoding)
    table = read(content)
    assert (table.encoding, table.delimiter) == (encoding, delimiter)
    assert cells(content) == [ROW]


@pytest.mark.parametrize(
    ("key", "heading"), [(key, name) for key, names in HEADINGS.items() for name in names]
)
def test_headings_as_people_write_them_are_recognised(key, heading):
    headings = [heading] if key == "text" else [heading, "Text"]
    assert recognise(headings, FORM).columns[key] == 0


def test_the_order_of_the_columns_does_not_matter():
    for keys in itertools.islice(itertools.permutations(ROW), 0, None, 997):
        assert cells(written([keys, [ROW[key] for key in keys]])) == [ROW]


def test_blank_lines_and_blank_columns_at_the_end_are_skipped():
    content = b"\r\nRef,Text,,\r\n\r\n1,One,,\r\n,,,\r\n2,Two\r\n"
    assert cells(content) == [
        {"reference": "1", "text": "One"},
        {"reference": "2", "text": "Two"},
    ]
    assert [line.number for line in read(content).rows()] == [4, 6]


def test_the_first_line_that_excel_writes_for_itself_is_no_row():
    assert cells(b"sep=;\r\nRef;Text\r\n1;One\r\n") == [{"reference": "1", "text": "One"}]


def test_old_line_endings_are_read():
    assert cells(b"Ref,Text\r1,One\r2,Two") == [
        {"reference": "1", "text": "One"},
        {"reference": "2", "text": "Two"},
    ]


def test_the_headings_decide_the_delimiter_not_the_number_of_commas():
    content = b"Ref;Text\r\n1;One, two, three, four, five\r\n2;Six, seven, eight\r\n"
    assert read(content).delimiter == ";"
    assert cells(content)[0]["text"] == "One, two, three, four, five"


def test_columns_that_are_not_used_are_named():
    table = read(b"Ref,Text,Lead officer,,Source\r\n1,One,Ann,x,y\r\n")
    assert table.not_used == ["Lead officer", "column 4, which has no heading", "Source"]


def test_a_paragraph_number_is_the_reference_only_where_there_is_no_other():
    assert recognise(["Para", "Text"], FORM).columns == {"reference": 0, "text": 1}
    both = recognise(["Para", "Ref", "Text"], FORM)
    assert both.columns == {"reference": 1, "text": 2}
    assert both.unused == (0,)


def test_cells_beyond_the_headings_are_surplus():
    (line,) = read(b"Ref,Text\r\n1,One,and two\r\n").rows()
    assert line.surplus == ("and two",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04rest", "damaged or cut off"),
        (b"\xd0\xcf\x11\xe0rest", "old kind"),
        (b"%PDF-1.7", "PDF"),
        (b"\n <!DOCTYPE html><html>", "web page"),
        (b"Ref,Text\r\n1,a\x00b\r\n", "stand for no text"),
        ("Ref,Text\r\n1,a\r\n".encode("utf-16-le"), "stand for no text"),
        ("Ref,Text\r\n1,a\r\n".encode("utf-32"), "stand for no text"),
        (b"Ref,Text\r\n1,\x81\x8d\r\n", "stand for no text"),
        ("Ref,Text\r\n1,child’s".encode() + b"\r\n2,\xe9\r\n", "stand for no text"),
        (b"Ref,Colour\r\n1,red\r\n", "“Ref” and “Colour”"),
        (b"Ref,Reference,Text\r\n1,1,a\r\n", "“Ref” and “Reference” both claim"),
        (b"Text,Recommendation,Words\r\na,b,c\r\n", "all claim"),
        (b"Text," * 300, "headings"),
    ],
)
def test_what_is_no_table_of_recommendations_gets_a_sentence(content, words):
    with pytest.raises(Unreadable, match=words):
        list(read(content).rows())


def test_a_quotation_mark_that_is_never_closed_is_named_by_its_row():
    with pytest.raises(Unreadable, match=r"Row 3 cannot be read: a quotation mark is opened"):
        cells(b'Ref,Text\r\n1,One\r\n2,"Two\r\n3,Three\r\n')


def test_a_stray_quotation_mark_is_named_by_its_row():
    with pytest.raises(Unreadable, match=r"Row 2 cannot be read: a quotation mark stands"):
        cells(b'Ref,Text\r\n1,"One" and more\r\n')


def test_a_cell_longer_than_the_reader_takes_gets_a_sentence():
    with pytest.raises(Unreadable, match="too long"):
        cells(b'Ref,Text\r\n1,"' + b"x" * 140_000 + b'"\r\n')


def test_a_file_that_is_too_large_is_not_even_decoded():
    with pytest.raises(Unreadable, match="larger than 40 MB"):
        read(b"\xff" * (MAX_BYTES + 1))


def test_too_many_rows_get_a_sentence(monkeypatch):
    monkeypatch.setattr("inspections.intake.tables.MAX_ROWS", 3)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        cells(b"Text\r\n" + b"a\r\n" * 4)


# --- over any input ---

# What a spreadsheet in Western Europe holds, and every encoding claimed can write. Letters that
# together would be valid UTF-8 by accident are left out.
PLAIN = "".join(map(chr, range(32, 127))) + "’“”–£€…"
words = st.text(PLAIN + "\n\t;,", min_size=1).map(str.strip).filter(bool)
line = st.text(PLAIN, max_size=30).map(lambda text: " ".join(text.split()))


CELLS = {
    "reference": st.text(string.ascii_letters + string.digits + ".-/ ", max_size=20),
    "text": words,
    "page": st.integers(1, 99).map(str),
    "order": st.integers(1, 99).map(str),
}


def written_differently(heading):
    """The same heading as other people write it."""
    plurals = [] if heading.endswith("s") or len(heading) < 3 else ["{}s".format]
    changes = [str, str.upper, str.title, "{}.".format, "  {} ".format, "{}:".format, *plurals]
    return st.sampled_from(changes).map(lambda change: change(heading))


@st.composite
def tables(draw):
    """Headings that mean some of our columns, in any order, and rows by our columns' keys."""
    others = st.sets(st.sampled_from([column.key for column in COLUMNS if column.key != "text"]))
    keys = draw(st.permutations(["text", *draw(others)]))
    by_key = {column.key: column for column in COLUMNS}
    headings = [
        draw(st.sampled_from(by_key[key].names).flatmap(written_differently)) for key in keys
    ]
    row = st.fixed_dictionaries({key: CELLS.get(key, line) for key in keys})
    return dict(zip(keys, headings, strict=True)), draw(st.lists(row, min_size=1, max_size=8))


@settings(deadline=None, max_examples=200)
@given(
    table=tables(),
    titles=st.lists(st.sampled_from([["Recommendations"], ["Plan for 2016", ""], []]), max_size=3),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from(DELIMITERS),
    newline=st.sampled_from(["\r\n", "\n"]),
    blanks=st.integers(0, 2),
)
def test_any_table_written_any_way_comes_out_equal(
    table, titles, encoding, delimiter, newline, blanks
):
    headings, rows = table
    assume(len(headings) > 1 or not any(titles))  # one heading alone may as well be a title
    # In a file of one column nothing tells which marks part cells: it must hold none of them.
    marked = any(mark in row["text"] for row in rows for mark in DELIMITERS)
    assume(len(headings) > 1 or blanks or not marked)
    body = [[row[key] for key in headings] + [""] * blanks for row in rows]
    lines = [*titles, [*headings.values()] + [""] * blanks, [], *body]
    content = written(lines, delimiter=delimiter, encoding=encoding, newline=newline)
    assume(encoding != "cp1252" or _is_not_utf8(content))
    assume(content.decode(encoding).strip())
    assert cells(content) == [
        {key: restore(tidy(cell)) for key, cell in row.items()} for row in rows
    ]


def _is_not_utf8(content):
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return content.isascii()


@settings(deadline=None)
@given(st.one_of(st.binary(), st.binary().map(lambda tail: b"Ref,Text\r\n" + tail)))
def test_any_bytes_are_read_or_get_a_sentence(content):
    read_or_told = None
    try:
        read_or_told = cells(content)
    except Unreadable as problem:
        read_or_told = str(problem)
    if isinstance(read_or_told, str):
        assert read_or_told.endswith(".")
    else:
        assert all(set(row) <= {column.key for column in COLUMNS} for row in read_or_told)


@settings(deadline=None)
@given(st.text(st.sampled_from("'=+-@\t\rab "), max_size=6))
def test_a_neutralised_cell_is_no_formula_and_comes_back_exactly(cell):
    safe = neutralise(cell)
    assert restore(safe) == cell
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("cell", ["=1+1", "+44 is a code", "-1", "@home"])
def test_a_formula_in_a_file_stays_the_text_that_it_is(cell):
    assert cells(written([["Text"], [cell]]))[0]["text"] == cell
