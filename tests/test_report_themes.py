"""What divides a list, announces it or belongs to another; the facts around; invented words."""

import pytest

from inspections.reports.reader.recommendations import MISSING
from tests.report_pdf import Paper
from tests.test_report_variants import ilacs, letter, prose, read, single, words


def test_entries_that_run_on_in_the_councils_numbers_below_the_boards_name_are_the_boards():
    paper = prose(single().page()).heading("Recommendations")
    paper.entry("1.", "Plans are late.").line("Local Safeguarding Children Board", gap=2)
    paper.entry("2.", "Meet more.").line("Working with the LSCB", gap=2).entry("3.", "Share.")
    prose(paper.page().heading("Information about this inspection"))
    report = read(paper)
    assert [words(report, place) for place in range(2)] == [
        ["Plans are late.", "Share."],
        ["Meet more."],
    ]


def test_the_boards_part_may_begin_with_a_heading_smaller_than_those_of_lists():
    paper = prose(single().page()).heading("Recommendations")
    prose(paper.entry("1.", "Plans are late.").heading("Summary for children").page())
    paper.line("The Local Safeguarding Children Board (LSCB)", bold=True, gap=2)
    prose(paper, 2).heading("Recommendations").entry("24.", "Meet more.")
    prose(paper.page().heading("Information about this inspection"))
    report = read(paper)
    assert [words(report, place) for place in range(2)] == [["Plans are late."], ["Meet more."]]


def test_a_number_that_a_list_right_below_another_leaves_out_is_doubted():
    paper = prose(single(board_heading=False).page()).heading("Priority and immediate action")
    paper.entry("1.", "Plans are late.").heading("Areas for improvement").entry("8.", "Visit.")
    report = read(prose(paper.page().heading("Information about this inspection")))
    assert MISSING.format(8, 1) in [doubt.why for doubt in report.doubts]


def test_a_small_heading_within_a_list_is_kept_with_its_entries():
    paper = prose(single(board_heading=False).page()).heading("Areas for improvement")
    paper.entry("1.", "Plans are late.").line("Care leavers", gap=2).entry("2.", "Visit.")
    report = read(prose(paper.page().heading("Information about this inspection")))
    assert [item.section for item in report.inspections[0].recommendations] == [
        "Areas for improvement",
        "Areas for improvement: Care leavers",
    ]


def test_a_bullet_with_nothing_behind_it_is_no_entry():
    paper = letter().entry("•", "Plans are late.").entry("•", " ").entry("•", "Visits are few.")
    assert words(read(paper)) == ["Plans are late.", "Visits are few."]


def test_the_facts_at_the_foot_of_an_early_cover_are_read_in_whatever_letters():
    paper = Paper().page(number=False).line("Inspection of looked after children", size=26)
    paper.line("services", size=26).line("Bury Council", size=18, gap=2)
    paper.put(85, 260, "Inspection dates:", size=10, bold=True)
    paper.put(191, 260, "8 – 12 July 2013", size=10, bold=True)
    paper.put(85, 244, "Reporting inspector Ann Other HMI", size=10, bold=True)
    paper.put(85, 103, "Published:", size=10, bold=True).put(156, 103, "16 August 2013", size=10)
    prose(paper.page()).heading("Areas for improvement").entry("•", "ensure that plans are made.")
    report = read(prose(paper.page().heading("About this inspection")))
    (inspection,) = report.inspections
    assert inspection.fieldwork_start == "2013-07-08"
    assert inspection.published == "2013-08-16"
    assert inspection.lead_inspector == "Ann Other"


def test_not_judged_is_an_answer_and_no_grade():
    paper = ilacs().row(["Overall effectiveness"], ["Not judged"])
    paper.row(["The experiences and progress of", "children in care"], ["Good"])
    report = read(prose(prose(paper.page()).heading("What needs to improve?").entry("•", "Plans.")))
    printed = {each.area: each.printed_grade for each in report.inspections[0].judgements}
    grades = {each.area: each.grade for each in report.inspections[0].judgements}
    assert (printed["overall"], grades["overall"]) == ("Not judged", None)
    assert not any("Overall" in doubt.why for doubt in report.doubts)


def test_a_title_may_shorten_the_name_of_a_council():
    paper = single(board_heading=False, council="East Riding")
    prose(paper.page()).heading("Recommendations").entry("1.", "Plans are late.")
    report = read(prose(paper.page().heading("Information about this inspection")))
    assert report.council.name == "East Riding of Yorkshire"


@pytest.mark.parametrize("size", [12, 13.5])
def test_an_entry_goes_on_where_only_the_font_changes(size):
    paper = letter().entry("•", "Plans are late, and visits to")
    paper.line("children who are missing", x=89, size=size, bold=True).line("are few.", x=89)
    report = read(paper.entry("•", "Leaders do not know."))
    assert words(report) == [
        "Plans are late, and visits to children who are missing are few.",
        "Leaders do not know.",
    ]


def test_a_heading_below_a_line_without_its_stop_is_one_still():
    paper = letter().entry("•", "Plans are late").line("Next steps", x=89, bold=True)
    assert words(read(prose(paper, 2))) == ["Plans are late"]


def test_the_words_that_announce_a_list_are_kept_with_its_entries():
    paper = prose(single(board_heading=False).page()).heading("Areas for improvement")
    paper.line("The council should:").entry("1.", "Make plans.").line("Care leavers", gap=2)
    report = read(prose(paper.entry("2.", "Visit.").page().heading("Inspection findings")))
    assert [item.section for item in report.inspections[0].recommendations] == [
        "Areas for improvement: The council should",
        "Areas for improvement: Care leavers",
    ]
