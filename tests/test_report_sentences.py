"""Grades that a sentence states on the cover of a single inspection, with invented words."""

import pytest

from tests.report_pdf import Paper
from tests.test_report_variants import prose, read

LSCB = "The effectiveness of the Local Safeguarding Children Board (LSCB)"


def with_cover(sentence, about_board):
    """A report whose cover states two grades: that of the council, and below that of the board."""
    paper = Paper().page().line("Bury Metropolitan Borough Council", size=26)
    paper.heading("Inspection of services for children in need of help and")
    paper.line("protection, children looked after and care leavers", size=14, bold=True)
    paper.heading("Review of the effectiveness of the local safeguarding children board")
    paper.line("Inspection date: 4 July 2014 – 28 July 2014", size=14, gap=2)
    for line in sentence:
        paper.line(line, size=14, bold=True)
    paper.row(["1. Children who need help and protection"], ["Good"], grade_x=390)
    for line in about_board:
        paper.line(line, size=14)
    prose(paper.page()).heading("Areas for improvement").entry("1.", "Ensure one thing.")
    prose(paper.heading("Summary")).page().heading("The Local Safeguarding Children Board")
    return prose(paper.heading("Areas for improvement").entry("9.", "Meet.").heading("Findings"))


def grades(sentence=("The overall judgement is good",), about_board=(f"{LSCB} is good",)):
    council, board = read(with_cover(sentence, about_board)).inspections
    return council.judgements[0].grade, board.judgements[0].grade


@pytest.mark.parametrize(
    "sentence",
    [
        ("The overall judgement is that children’s services are inadequate",),
        ("The overall judgement is: Inadequate",),
        ("Services in Bury are inadequate",),
        ("Children’s social care services in the borough of Bury are now", "inadequate"),
        ("Bury’s children’s services have been judged as inadequate",),
        ("The overall judgement is inadequate. The council is not yet good",),
    ],
)
def test_a_sentence_about_the_services_states_the_grade_overall(sentence):
    assert grades(sentence) == ("Inadequate", "Good")


@pytest.mark.parametrize(
    "about_board",
    [
        (LSCB, "is inadequate"),
        (f"{LSCB} is", "inadequate. The LSCB has yet to show that it is good."),
        ("The LSCB is inadequate and is not yet good because:",),
        ("The Brighton & Hove Safeguarding Children Board is inadequate",),
        ("The arrangements in place to evaluate what is done by the board", "are inadequate"),
    ],
)
def test_a_sentence_about_the_board_states_its_grade(about_board):
    assert grades(about_board=about_board) == ("Good", "Inadequate")


@pytest.mark.parametrize(
    "words",
    [
        "The LSCB is not yet demonstrating the characteristics of good",
        "The LSCB does not show that it is good",
        "The LSCB was inadequate",
        "The LSCB is good and in parts is outstanding",
        "The LSCB shows the features of good",
    ],
)
def test_a_grade_that_a_sentence_only_speaks_of_is_none(words):
    assert grades(about_board=(words,))[1] is None


def test_a_sentence_does_not_go_on_in_the_table_below():
    assert grades(("Children’s services in Bury are not yet good",))[0] is None
