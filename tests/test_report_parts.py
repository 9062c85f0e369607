"""Files that hold more than one report, or something before it; invented words."""

import pytest

from inspections.reports.reader.reading import PAGES_MISSING
from tests.report_pdf import Paper
from tests.test_report_variants import letter, prose, read, single, words


def council(paper=None):
    """A report on a council's services, numbered from its first page."""
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    prose(paper.entry("1.", "Plans are late.").page().heading("Inspection findings"))
    return prose(paper.page().heading("Information about this inspection")).line(
        "Lead inspector: Ann Other"
    )


def board(paper, place="Bury"):
    """The cover and list of a board's review, with numbers of its own."""
    before = len(paper._pages)
    paper.page(number=False).put(500, 25, "1", size=20)
    paper.line(f"{place} Safeguarding Children Board", size=26)
    paper.heading("Review of the effectiveness of the Local Safeguarding Children").line(
        "Board", size=14, bold=True
    )
    paper.line("Inspection date: 4 July 2016 – 8 July 2016", size=14, bold=True, gap=2)
    paper.line("Report published: 10 September 2016", size=14, bold=True, gap=2)
    paper.heading("The Local Safeguarding Children Board is good")
    prose(paper).page(number=False).put(500, 25, str(len(paper._pages) - before), size=20)
    prose(paper.heading("Executive summary"), 3).heading("Recommendations")
    paper.entry("1.", "Meet more.").page(number=False).put(500, 25, "3", size=20)
    prose(paper.heading("Inspection findings"))
    return paper.line("Lead inspector: Bob Else")


def facts(inspection):
    return inspection.framework, inspection.body.name, inspection.published


def test_a_boards_review_by_itself_is_read():
    (inspection,) = read(board(Paper())).inspections
    assert facts(inspection) == ("lscb-review", "Bury Safeguarding Children Board", "2016-09-10")
    assert [judgement.grade for judgement in inspection.judgements] == ["Good"]
    assert [item.text for item in inspection.recommendations] == ["Meet more."]
    assert inspection.lead_inspector == "Bob Else"


def test_a_second_report_bound_into_the_file_is_read_with_the_pages_of_the_file():
    report = read(board(council()))
    assert report.doubts == ()
    assert [inspection.framework for inspection in report.inspections] == ["sif", "lscb-review"]
    assert [words(report, place) for place in range(2)] == [["Plans are late."], ["Meet more."]]
    (theirs,) = report.inspections[1].recommendations
    assert (theirs.page, theirs.order) == (6, 1)


def test_doubts_about_a_second_report_name_its_inspection_and_the_page_of_the_file():
    paper = board(council())
    paper._pages[5] = [line for line in paper._pages[5] if "Recommendations" not in line]
    (doubt,) = read(paper).doubts
    assert (doubt.field, doubt.page) == ("inspections[1].recommendations", 5)


def test_a_second_report_about_another_council_is_named_as_not_read():
    report = read(board(council(), place="Rutland"))
    assert len(report.inspections) == 1
    (doubt,) = report.doubts
    assert "Pages 5 to 7 hold a report about Rutland" in doubt.why


def test_another_document_bound_in_behind_a_report_is_named_as_not_read():
    paper = council()
    for number in range(1, 4):
        prose(paper.page(number=False).put(500, 25, str(number), size=20).heading("Our plan"))
    report = read(paper)
    assert words(report) == ["Plans are late."]
    (doubt,) = report.doubts
    assert "Pages 5 to 7 hold another document, which was not read." in doubt.why


def test_a_covering_letter_before_a_report_is_skipped():
    paper = Paper().page(number=False).line("9 September 2016").line("Dear colleague", gap=2)
    prose(paper.line("Inspection of children’s services", bold=True, gap=2))
    before = paper._pages[0]
    paper = council()
    paper._pages.insert(0, before)
    paper._entries.insert(0, "")
    report = read(paper)
    assert words(report) == ["Plans are late."]
    assert report.inspections[0].recommendations[0].page == 3
    assert report.doubts == ()


def test_a_page_that_is_missing_by_the_printed_numbers_is_doubted():
    paper = council()
    for _ in range(3):
        prose(paper.page())
    del paper._pages[3], paper._entries[3]
    report = read(paper)
    assert [doubt.why for doubt in report.doubts] == [PAGES_MISSING.format(3, 5)]
    assert report.doubts[0].page == 4


@pytest.mark.parametrize("pages", [1, 3])
def test_letters_have_no_numbers_and_are_one_report(pages):
    paper = letter().entry("•", "Plans are late.").line("Next steps", bold=True, gap=2)
    for _ in range(pages):
        prose(paper.page(number=False))
    report = read(paper)
    assert words(report) == ["Plans are late."]
    assert report.doubts == ()
