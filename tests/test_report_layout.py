"""From a PDF to lines: cells, footnote marks, furniture, headings, contents."""

import time

from inspections.reports.reader.furniture import Body
from inspections.reports.reader.lines import Line, in_reading_order
from inspections.reports.reader.opening import open_document
from inspections.reports.reader.sections import contents_entries, read_sections
from tests.report_pdf import Paper

FILLER = "Some words of prose that a report prints on its pages, and these say {}."


def filled(paper, word="nothing"):
    for _ in range(8):
        paper.line(FILLER.format(word))
    return paper


def texts(paper, number=1):
    with open_document(paper.pdf()) as document:
        return [line.text for line in document.page(number).lines]


def test_a_wide_gap_parts_the_cells_of_a_table():
    paper = filled(Paper().page(number=False)).row(["Overall effectiveness"], ["Good"])
    assert texts(paper)[-2:] == ["Overall effectiveness", "Good"]


def test_a_mark_stays_with_its_entry_however_wide_the_gap():
    paper = filled(Paper().page(number=False)).entry("12.", "Act on it.", hang=43)
    assert texts(paper)[-1] == "12. Act on it."


def test_the_small_raised_figure_of_a_footnote_is_no_text():
    paper = filled(Paper().page(number=False)).heading("What needs to improve?")
    paper.put(231, paper.y + 5, "1", size=8)
    assert texts(paper)[-1] == "What needs to improve?"


def test_lines_written_out_of_order_are_put_in_order():
    paper = filled(Paper().page(number=False))
    paper.put(71, 300, "Below.").put(71, 320, "Above.")
    assert texts(paper)[-2:] == ["Above.", "Below."]


def test_lines_written_out_of_order_at_nearly_one_height_are_one():
    paper = filled(Paper().page(number=False))
    paper.put(99, 300.4, "Below.").put(71, 300.6, "1.").put(99, 320.6, "Above.").put(
        71, 320.4, "2."
    )
    assert texts(paper)[-2:] == ["2. Above.", "1. Below."]


def test_marks_that_were_written_after_all_the_text_stand_with_their_entries():
    paper = filled(Paper().page(number=False))
    for row in range(3):
        paper.put(99, 300 - 20 * row, f"Entry {row}.")
    for row in range(3):
        paper.put(71, 300.5 - 20 * row, "•")
    assert texts(paper)[-3:] == ["• Entry 0.", "• Entry 1.", "• Entry 2."]


def test_two_columns_are_read_one_after_the_other():
    paper = filled(Paper().page(number=False))
    for x, words in ((71, ("One", "two")), (320, ("three", "four"))):
        for place, word in enumerate(words):
            paper.put(x, 300 - 14 * place, word)
    assert texts(paper)[-4:] == ["One", "two", "three", "four"]


def test_running_heads_page_numbers_and_footnotes_are_left_out():
    paper = Paper()
    for word in ("this", "that", "more"):
        filled(paper.page(head="Inspection of Northtown children's services"), word)
    paper.put(71, 90, "1", size=6).put(76, 85, "A footnote in smaller letters.", size=9)
    with open_document(paper.pdf()) as document:
        body = Body(document)
        assert [line.text for line in body.lines(3)] == [FILLER.format("more")] * 8


def test_a_heading_over_two_lines_is_one():
    paper = filled(Paper().page(number=False)).heading("The experiences of children who")
    paper.line("need help: good", size=14, bold=True).line("1. Prose.")
    with open_document(paper.pdf()) as document:
        headings = [section.heading for section in read_sections(Body(document), [1])]
    assert headings[-1] == "The experiences of children who need help: good"


def test_a_page_of_contents_is_known_and_passed_over():
    paper = filled(Paper().page(number=False)).page(number=False)
    entries = [("Executive summary", 2), ("Recommendations", 3), ("Findings", 4), ("Annex", 5)]
    for title, number in entries:
        paper.line(title, size=14).put(500, paper.y, str(number), size=14)
    for word in ("this", "that", "more"):
        filled(paper.page(), word)
    with open_document(paper.pdf()) as document:
        body = Body(document)
        assert contents_entries(body, 2) == entries
        assert list(read_sections(body, [2])) == []


def test_a_page_of_nothing_but_bullets_is_read_in_time():
    marks = [Line(1, "•", 50, 55, 800 - place / 20, 11, False) for place in range(8_000)]
    before = time.process_time()
    assert len(in_reading_order(marks, 842)) == len(marks)
    assert time.process_time() - before < 3  # it took twelve seconds
