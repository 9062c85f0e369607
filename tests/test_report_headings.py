"""Headings within and around the lists of a report, and its page of contents; invented words."""

import pytest

from inspections.reports.reader.doubts import doubts_about
from inspections.reports.reader.headings import is_about_strengths, opener
from tests.test_report_variants import ilacs, prose, read, single, words

CONTENTS = [
    ("Executive summary", 3),
    ("Recommendations", 4),
    ("Summary for children", 5),
    ("The Local Safeguarding Children Board (LSCB)", 6),
    ("Recommendations", 6),
    ("Information about this inspection", 7),
]


def whole(paper):
    """The reading of a report with two lists, below the pages that `paper` holds."""
    prose(paper.page().heading("Executive summary"), 5).page().heading("Recommendations")
    paper.entry("1.", "Ensure one thing.", hang=28).entry("2.", "Ensure another.", hang=28)
    prose(paper.page().heading("Summary for children"), 5).page()
    paper.heading("The Local Safeguarding Children Board (LSCB)", size=16)
    paper.heading("The Local Safeguarding Children Board is good")
    paper.heading("Recommendations").entry("95.", "Meet.", hang=28)
    prose(paper.heading("Inspection findings"), 3).page()
    return read(prose(paper.heading("Information about this inspection", size=16)))


def with_contents(entries, *, columns=False, headed=True):
    paper = single().page()
    if headed:
        paper.line("Contents", size=26)
    places = []
    for title, number in entries:
        places.append((paper.line(title, size=14).y, number))
        if not columns:
            paper.put(510, paper.y, str(number), size=14)
    if columns:
        for height, number in places:
            paper.put(510, height, str(number), size=14)
    return whole(paper)


@pytest.mark.parametrize(
    "report",
    [
        lambda: with_contents(CONTENTS),
        lambda: with_contents(CONTENTS, headed=False),
        lambda: with_contents(CONTENTS, columns=True),
        lambda: with_contents([*CONTENTS[:2], ("Summary for children", 9), *CONTENTS[3:]]),
        lambda: with_contents([CONTENTS[1], CONTENTS[2]]),
    ],
    ids=["plain", "unheaded", "numbers in a column of their own", "a wrong number", "short"],
)
def test_a_page_of_contents_is_no_list(report):
    read_ = report()
    assert (words(read_, 0), words(read_, 1)) == (
        ["Ensure one thing.", "Ensure another."],
        ["Meet."],
    )
    assert [doubt for doubt in read_.doubts if "recommendations" in doubt.field] == []


def test_a_list_on_a_page_before_those_that_the_contents_name_is_read():
    paper = single(board_heading=False).page().line("Contents", size=26)
    for title, number in (("Findings", 3), ("Areas for improvement", 8), ("Annex", 9)):
        paper.line(title, size=14).put(510, paper.y, str(number), size=14)
    prose(paper.page().heading("Findings")).page().heading("Priority and immediate action")
    paper.entry("1.", "Ensure one thing.")
    for _ in range(3):
        prose(paper.page())
    paper.page().heading("Areas for improvement").entry("2.", "Ensure another.")
    report = read(prose(prose(paper.page().heading("Annex")).page()))
    assert words(report) == ["Ensure one thing.", "Ensure another."]


def test_every_page_is_read_where_those_that_the_contents_name_leave_a_doubt():
    wrong = [(title, number + 9) for title, number in CONTENTS]
    report = with_contents(wrong)
    assert (words(report, 0), words(report, 1)) == (
        ["Ensure one thing.", "Ensure another."],
        ["Meet."],
    )
    assert report.inspections[1].judgements[0].page == 6


def test_a_grade_that_the_table_lacks_may_stand_in_a_heading_of_a_later_page():
    paper = prose(ilacs().row(["Overall effectiveness"], ["Good"]).page())
    paper.heading("What needs to improve?").entry("•", "Plans.").heading("Help: good")
    prose(paper.page()).heading("The experiences and progress of children in care: outstanding")
    report = read(prose(paper))
    in_care = report.inspections[0].judgements[2]
    assert (in_care.area, in_care.grade, in_care.page) == ("in-care", "Outstanding", 3)
    assert report.doubts == ()


def test_an_entry_without_words_is_doubted():
    assert doubts_about("17") == ["The text holds no words."]


@pytest.mark.parametrize(
    ("text", "fills_line", "doubted"),
    [
        ("What care leavers are entitled to", False, False),
        ("What care leavers are entitled to", True, True),
        ("Plans for children and", False, True),
    ],
)
def test_a_text_that_may_lack_its_end_is_doubted(text, fills_line, doubted):
    assert bool(doubts_about(text, fills_line=fills_line)) == doubted


def improvements(size=14):
    paper = prose(ilacs().row(["Overall effectiveness"], ["Good"]).page())
    paper.row(["The experiences and progress of", "children in care"], ["Good"])
    return paper.heading("What needs to improve?", size=size).entry("•", "Plans.")


def doubts_about_lists(paper):
    report = read(prose(paper))
    return [doubt.why for doubt in report.doubts if "recommendations" in doubt.field]


@pytest.mark.parametrize("size", [14, 16])
def test_bullets_below_another_heading_may_belong_to_the_list_above(size):
    paper = improvements().heading("Care leavers", size=size).entry("•", "Visits.")
    (why,) = doubts_about_lists(paper)
    assert why.startswith("Entries like those above stand below “Care leavers” too")


def test_bullets_below_a_heading_that_every_report_has_do_not():
    paper = improvements().heading("Summary for children and young people")
    assert doubts_about_lists(paper.entry("•", "Children are safe.")) == []


def test_numbers_that_go_on_with_other_words_below_a_heading_like_the_lists_are_doubted():
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    paper.entry("1.", "Ensure one thing.").heading("Care leavers").entry("2.", "Visit.")
    (why,) = doubts_about_lists(paper)
    assert "“Care leavers”" in why


def test_numbers_go_on_where_any_entry_below_the_heading_begins_as_those_above_do():
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    paper.entry("1.", "Ensure one thing.").heading("Care leavers").entry("2.", "Visit.")
    report = read(prose(paper.entry("3.", "Ensure another.").heading("Summary")))
    assert words(report) == ["Ensure one thing.", "Visit.", "Ensure another."]
    assert report.doubts == ()


@pytest.mark.parametrize("gap", [1.2, 2])
def test_a_heading_like_the_lists_own_may_stand_right_below_it(gap):
    paper = prose(single(board_heading=False).page()).heading("Areas for improvement")
    paper.line("Care leavers", size=14, bold=True, gap=gap).entry("1.", "Ensure one thing.")
    report = read(prose(paper.heading("Summary")))
    assert (words(report), report.doubts) == (["Ensure one thing."], ())


def test_an_empty_list_is_not_forgiven_because_the_board_has_one_of_that_name():
    empty = prose(single().page()).heading("Recommendations").page()
    empty.heading("The Local Safeguarding Children Board (LSCB)", size=16)
    empty.heading("Recommendations").entry("95.", "Meet.", hang=28)
    whys = [doubt.why for doubt in read(prose(empty.heading("Inspection findings"))).doubts]
    assert "Below the heading “Recommendations”, no entries were found." in whys


def test_a_short_line_alone_below_the_heading_may_be_no_entry():
    paper = prose(single(board_heading=False).page()).heading("Areas for improvement")
    (why,) = doubts_about_lists(paper.line("Leadership and management", gap=2).heading("Summary"))
    assert why.startswith("No number, bullet or line marks")


def test_a_table_of_grades_may_go_on_over_the_page():
    paper = ilacs().row(["The experiences and progress of", "children in care"], ["Good"])
    paper = prose(paper.page().row(["Overall effectiveness"], ["Inadequate"]))
    report = read(paper.heading("What needs to improve?").entry("•", "Plans."))
    overall = report.inspections[0].judgements[-1]
    assert (overall.area, overall.grade, overall.page) == ("overall", "Inadequate", 2)
    assert report.doubts == ()


def test_bold_headings_divide_the_parts_of_a_list_up_to_what_ends_the_whole():
    paper = prose(single(board_heading=False).page())
    paper.heading("What does the local authority need to improve?")
    for part, entries in {
        "Priority and immediate action": ("1. Visit.", "2. Meet."),
        "Areas for improvement": ("3. Plan.", "4. Write."),
    }.items():
        paper.line(part, bold=True, gap=2)
        for place, entry in enumerate(entries):
            paper.line(f"Theme {place}", size=12.7, bold=True, gap=2)
            paper.entry(*entry.split(maxsplit=1), hang=28)
    report = read(prose(paper.heading("The local authority’s strengths").entry("5.", "Care.")))
    assert words(report) == ["Visit.", "Meet.", "Plan.", "Write."]
    assert report.doubts == ()


def parted(page):
    """A list that goes on over a page without text."""
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    page(paper.entry("1.", "Ensure one thing.").page(number=False))
    return read(prose(paper.page().entry("2.", "Ensure another.").heading("Summary")))


def test_a_blank_page_is_none_that_was_not_read():
    assert parted(lambda paper: paper).doubts == ()
    assert parted(lambda paper: paper.picture(90, 40)).doubts == ()


def test_a_page_that_is_a_picture_is_doubted():
    (doubt,) = parted(lambda paper: paper.picture()).doubts
    assert (doubt.page, doubt.why[:24]) == (3, "This page holds no text:")


def test_a_page_whose_letters_are_drawn_is_doubted():
    def letters(paper):
        for _ in range(300):
            paper.rule(below=1)

    (doubt,) = parted(letters).doubts
    assert doubt.page == 3


@pytest.mark.parametrize(
    "heading",
    [
        "What does the LSCB need to improve?",
        "What the local authority needs to improve",
        "What needs to improve in Rutland?",
        "Recommendations for the board",
        "Priority and immediate actions",
        "AREAS FOR FURTHER IMPROVEMENT",
    ],
)
def test_headings_that_open_a_list(heading):
    assert opener(heading)


@pytest.mark.parametrize(
    "heading", ["Progress since the last inspection", "What children say", "Areas of strength"]
)
def test_headings_that_open_none(heading):
    assert opener(heading) is None


@pytest.mark.parametrize(
    "heading",
    [
        "The local authority has the following strengths:",
        "The board’s strengths",
        "Key strengths:",
        "Strengths include:",
        "Areas of strength",
        "What is working well:",
        "What the local authority does well",
    ],
)
@pytest.mark.parametrize("bold", [True, False])
def test_a_list_of_strengths_among_what_must_improve_is_no_part_of_it(heading, bold):
    paper = prose(single(board_heading=False).page()).heading("Areas for improvement")
    paper.entry("1.", "Plans are late.").entry("2.", "Visits are few.")
    paper.line(heading, bold=bold, gap=2).entry("3.", "Leaders know children.")
    report = read(prose(paper.entry("4.", "Carers are praised.")))
    assert words(report) == ["Plans are late.", "Visits are few."]


@pytest.mark.parametrize(
    "words", ["The strengths of families should be in plans.", "Strengths and weaknesses in plans"]
)
def test_an_entry_may_speak_of_strengths(words):
    assert not is_about_strengths(words)
