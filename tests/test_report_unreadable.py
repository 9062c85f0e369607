"""What is not a readable report gets a sentence: never a traceback, never a wait, never a guess."""

import os
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspections.bounded import BoundedProcess, TooSlow
from inspections.reports.reader.bounded import BoundedReader
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.reading import read_report
from inspections.reports.reader.reference import load_reference
from tests.report_pdf import Paper, _file, _font

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
REFERENCE = load_reference(FIXTURES)
PROSE = "Some words about something else, long enough to fill a page of a report with prose."


def why_not(data):
    with pytest.raises(Unreadable) as problem:
        read_report(data, REFERENCE)
    return str(problem.value)


def page_of_prose(*first, lines=12):
    paper = Paper().page(number=False)
    for text in first:
        paper.line(text, size=16)
    for _ in range(lines):
        paper.line(PROSE)
    return paper


def encrypted():
    """A file that names an encryption which no empty password opens."""
    key = "<" + "41" * 32 + ">"
    plain = page_of_prose("A report").pdf()
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O {key} /U {key} /P -4 >> "
        f"/ID [<{'00' * 16}> <{'00' * 16}>] /Root"
    )
    return plain.replace(b"/Root", lock.encode(), 1)


def with_content(content: bytes, *, pages=1, packed=False):
    filtered = "/Filter /FlateDecode" if packed else ""
    text = content.decode("latin-1")
    return _file(
        [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{'4 0 R ' * pages}] /Count {pages} >>",
            _font("Helvetica"),
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources "
            "<< /Font << /F1 3 0 R >> >> /Contents 5 0 R >>",
            f"<< {filtered} /Length {len(text)} >>\nstream\n{text}\nendstream",
        ]
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"<!DOCTYPE html><html><title>Gone</title>", "web page"),
        (b"\xef\xbb\xbf\r\n<html>", "web page"),
        (b"PK\x03\x04 and so on", "zip"),
        (b"\xd0\xcf\x11\xe0 and so on", "old Word"),
        (b"Only text.", "not a PDF"),
        (b"%PDF-1.7\nnothing more", "cut off"),
        (b"%PDF-1.7\nnothing more\n%%EOF", "damaged"),
        (with_content(b"q Q", pages=3), "scan"),
        (with_content(b"q Q", pages=5_000), "5,000 pages"),
        (encrypted(), "password"),
        (page_of_prose("Recipes for a meeting").pdf(), "not a report of a kind that is known"),
        (page_of_prose("Minutes of a meeting").pdf(), "the minutes of a meeting"),
        (
            page_of_prose("Improvement plan", "Inspection of Rutland children’s services").pdf(),
            "plan",
        ),
        (page_of_prose("Rutland", "Ofsted action plan for children’s services").pdf(), "plan"),
        (
            page_of_prose("Inspection of children’s services").line("Purpose of the report").pdf(),
            "a council's own meeting",
        ),
        (
            page_of_prose("An inspection of youth offending services in Rutland").pdf(),
            "HM Inspectorate of Probation",
        ),
        (page_of_prose("PEEL assessment of Rutland police").pdf(), "Constabulary and Fire"),
        (page_of_prose().line("Care Quality Commission").pdf(), "Care Quality Commission"),
        (page_of_prose("Estyn: Rutland").pdf(), "Welsh"),
        (page_of_prose("Care Inspectorate: Rutland").pdf(), "Scotland"),
        (page_of_prose("Northtown Primary School", "Headteacher: Ann Other").pdf(), "school"),
        (page_of_prose("Focused visit to Rutland children’s services").pdf(), "focused visit"),
        (page_of_prose("Monitoring visit to Rutland children’s services").pdf(), "monitoring"),
        (
            page_of_prose().line("The monitoring visit of Rutland").line(PROSE).pdf(),
            "monitoring",
        ),
    ],
)
def test_a_file_that_is_no_report_is_named_for_what_it_is(data, words):
    assert words in why_not(data)


def test_a_file_that_is_too_large_is_not_looked_into():
    assert "larger than 50 MB" in why_not(b"%PDF-1.7" + bytes(50_000_000))


def test_a_linearised_file_that_lost_its_end_is_cut_off():
    whole = page_of_prose("A report").pdf()
    head = b"%PDF-1.4\n9 0 obj << /Linearized 1 /L 999999 >> endobj\n%%EOF\n"
    assert "cut off" in why_not(head + whole)


def test_a_page_with_absurdly_much_text_is_not_read():
    flood = b"BT /F1 1 Tf 1 0 0 1 9 700 Tm " + b"(aaaaaaaaaa bbbbbbbbb) Tj " * 4_000 + b"ET"
    assert "characters" in why_not(with_content(zlib.compress(flood), packed=True))


@given(st.binary(max_size=300), st.sampled_from([b"", b"%PDF-1.4\n", b"<html>", b"PK"]))
@settings(deadline=None, max_examples=150)
def test_any_bytes_give_a_sentence(tail, head):
    assert why_not(head + tail).endswith(".")


WHOLE = page_of_prose("Inspection of Rutland local authority children’s services").pdf()


@given(st.integers(min_value=0, max_value=len(WHOLE) - 7))
@settings(deadline=None, max_examples=120)
def test_a_file_cut_off_anywhere_is_never_read(length):
    assert why_not(WHOLE[:length]).endswith(".")


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=40))
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_file_gives_a_reading_or_a_sentence(changes):
    damaged = bytearray(WHOLE)
    for place, byte in changes:
        damaged[place] = byte
    assert doubts_or_sentence(bytes(damaged))


def doubts_or_sentence(data):
    """The page has no grades and no list: a reading of it must say so."""
    try:
        return read_report(data, REFERENCE).doubts
    except Unreadable as problem:
        return str(problem)


# --- in a process of its own ---


def test_the_process_goes_on_after_a_file_that_cannot_be_read():
    with BoundedReader(FIXTURES) as reader:
        with pytest.raises(Unreadable, match="empty"):
            reader.read(b"")
        assert reader.read(WHOLE) == read_report(WHOLE, REFERENCE)


def test_a_bomb_of_many_gigabytes_takes_only_its_process_with_it():
    packer = zlib.compressobj(9)
    first, again = (packer.compress(bytes(10**7)) + packer.flush(zlib.Z_FULL_FLUSH) for _ in "12")
    squeezed = first + again * 500
    with BoundedReader(FIXTURES) as reader:
        with pytest.raises(Unreadable) as problem:
            reader.read(with_content(squeezed, packed=True))
        assert str(problem.value).endswith(".")
        assert reader.read(WHOLE).inspections


def test_a_file_that_takes_for_ever_is_stopped_and_the_next_one_is_read(monkeypatch):
    """No time at all is over on every machine, however fast or busy, before an answer comes."""
    with BoundedReader(FIXTURES) as reader:
        with monkeypatch.context() as hurried:
            hurried.setattr("inspections.reports.reader.bounded.MAX_SECONDS", 0)
            with pytest.raises(Unreadable, match="stopped after"):
                reader.read(WHOLE)
        assert reader.read(WHOLE).inspections


def test_a_process_that_never_answers_is_ended():
    with BoundedProcess("tests.never_answers") as process:
        assert process.ask({"answer": True}, b"", seconds=60) == ({}, b"")
        pid = process._process.pid
        with pytest.raises(TooSlow):
            process.ask({}, b"", seconds=0.01)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_file_that_needs_all_the_time_and_memory_there_is_meets_one_of_its_limits():
    """Which comes first depends on the machine; the reader goes on after either."""
    lines = zlib.compress(b"0 0 m 1 1 l S " * 3_000_000)
    with BoundedReader(FIXTURES) as reader:
        with pytest.raises(Unreadable, match=r"stopped after|memory|stops the reader"):
            reader.read(with_content(lines, packed=True))
        assert reader.read(WHOLE).inspections
