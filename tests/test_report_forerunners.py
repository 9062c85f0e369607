"""Lists of the reports of 2012 and 2013, with their times; invented words."""

import pytest

from inspections.reports.reader.errors import Unreadable
from tests.report_pdf import Paper
from tests.test_report_variants import prose, read


def forerunner(list_of):
    """A report on child protection with the list that is written on its second page."""
    paper = Paper().page(number=False)
    paper.line("Inspection of local authority arrangements", size=26)
    paper.line("for the protection of children", size=26).line("Bury Council", size=18, gap=2)
    paper.line("Inspection dates: 16 – 25 July 2012")
    list_of(prose(paper.page()).heading("Areas for improvement"))
    return read(prose(paper.heading("About this inspection")))


def announced(paper, number):
    paper.line(
        f"{number}. In order to improve the help given to children and young people, the", gap=2
    )
    return paper.line("board should take the following action.", x=89)


def timed(report):
    return [
        (item.reference, item.timescale, item.text)
        for item in report.inspections[0].recommendations
    ]


def test_several_numbered_paragraphs_may_each_announce_a_list():
    def list_of(paper):
        announced(paper, 3).line("Immediately:", x=89, gap=2).entry("•", "make plans.", x=89)
        announced(paper, 4).line("Within three months:", x=89, gap=2)
        paper.entry("•", "visit", "more.", x=89).entry("•", "meet.", x=89)

    assert timed(forerunner(list_of)) == [
        ("", "Immediately", "make plans."),
        ("", "Within three months", "visit more."),
        ("", "Within three months", "meet."),
    ]


def test_a_time_set_under_the_words_of_a_numbered_entry_is_no_part_of_it():
    def list_of(paper):
        announced(paper, 3).line("Immediately:", x=89, gap=2)
        paper.entry("4.", "make plans.").entry("5.", "visit at once and", "within a month")
        paper.line("Within three months:", x=89, gap=2).entry("6.", "meet.")

    assert timed(forerunner(list_of)) == [
        ("4", "Immediately", "make plans."),
        ("5", "Immediately", "visit at once and within a month"),
        ("6", "Within three months", "meet."),
    ]


def titled(*title, days):
    paper = Paper().page(number=False)
    for line in title:
        paper.line(line, size=24)
    return read(prose(paper.line("Bury Council", size=20, gap=2).line(f"Inspection dates: {days}")))


def test_a_page_of_small_print_does_not_make_the_text_of_the_report_large():
    paper = Paper().page(number=False).line("Inspection of local authority arrangements", size=26)
    paper.line("for the protection of children", size=26).line("Bury Council", size=18, gap=2)
    paper.line("Inspection dates: 16 – 25 July 2012").page(number=False)
    for _ in range(9):
        paper.line(
            "You may copy all or parts of this document, and this is said at length.", size=9
        )
    announced(prose(paper.page()).heading("Areas for improvement"), 3)
    paper.line("Immediately:", x=89, bold=True, gap=2).entry("•", "make plans that", "last:", x=89)
    paper.entry("–", "one;", x=107).entry("–", "two.", x=107)
    report = read(prose(prose(prose(paper.heading("About this inspection")).page()).page(), 20))
    assert timed(report) == [("", "Immediately", "make plans that last:\none;\ntwo.")]


def test_looked_after_children_are_named_in_several_ways():
    for title in ("services for", "local authority services for", ""):
        report = titled(f"Inspection of {title}", "looked after children", days="8–19 July 2013")
        assert report.inspections[0].framework == "lac-2013"


def test_a_report_under_older_rules_is_named_for_what_it_is():
    title = ("Inspection of safeguarding and", "looked after children services")
    with pytest.raises(Unreadable, match="rules of 2009"):
        titled(*title, days="8–19 July 2010")


def test_days_on_which_the_rules_were_not_in_force_are_doubted():
    report = titled("Inspection of looked after children services", days="8–19 July 2015")
    assert "inspections[0].framework" in [doubt.field for doubt in report.doubts]
