"""What a joint targeted area inspection looked at, from the subject of its letter; invented words.

The subject may be one line or several, bold or as the text is; or it names the place alone, and
the text below says what was looked at.
"""

import time

import pytest

from inspections.reports.reader.cleaning import Vocabulary
from inspections.reports.reader.lines import Line
from inspections.reports.reader.subject import theme_of
from tests.report_pdf import Paper
from tests.test_report_letters import ended, theme
from tests.test_report_variants import prose, read

OF = "Joint targeted area inspection of"
RESPONSE = f"{OF} the multi-agency response to"
SERVICES = "services for children subject to, or at risk of, harm"
AGED = "those aged 0 to 7"
DAYS = "Between 12 and 16 September 2016, Ofsted and others inspected."


def about(*subject, opening=(), place="Salford", bold=True, gap=1.2, apart=1.2):
    """The reading of a letter with these lines of its subject, and of how its text opens.

    `gap` and `apart` are between those lines, in times their size.
    """
    paper = Paper().page(number=False).line("28 October 2016")
    paper.line(f"Dear {place} safeguarding partnership", gap=2)
    for number, line in enumerate(subject):
        paper.line(line, bold=bold, gap=gap if number else 2)
    for number, line in enumerate(opening):
        paper.line(line, gap=apart if number else 2)
    prose(paper.line(DAYS, gap=2))
    return read(ended(theme(paper, "Areas for improvement").entry("•", "Plans are late.")))


def looked_at(report):
    assert report.doubts == ()
    return report.inspections[0].theme


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (f"{RESPONSE} abuse and|neglect in Salford", "abuse and neglect"),
        (f"{OF} first need and risk in Salford", "first need and risk"),
        (f"{RESPONSE}|harm in the family in the City|of Salford", "harm in the family"),
        (f"{OF} services for children subject|to, or at risk of, harm in Salford", SERVICES),
        (
            f"{RESPONSE} the exploitation|of girls in Salford City Council",
            "the exploitation of girls",
        ),
        (f"{OF} the multi-|agency response to those aged 0 to 7|in Salford’s area", AGED),
        (f"{OF} Salford: the response to neglect", "neglect"),
        (f"{OF} Salford: neglect", "neglect"),
    ],
)
def test_the_theme_is_what_the_subject_names_before_the_place(subject, words):
    assert looked_at(about(*subject.split("|"))) == words


@pytest.mark.parametrize(
    "days",
    [
        "between 12 and 16 September 2016",
        "between 12 September 2016 and 16 September 2016",
        "(12 to 16 September 2016)",
        "– September 2016",
    ],
)
@pytest.mark.parametrize("place", ["in Salford ", ""])
def test_days_at_the_end_of_the_subject_are_no_part_of_the_theme(days, place):
    report = about(RESPONSE, f"children who may be at risk {place}{days}")
    assert looked_at(report) == "children who may be at risk"


@pytest.mark.parametrize(
    ("council", "printed"),
    [
        ("St Helens", "St. Helens"),
        ("Telford and Wrekin", "Telford & Wrekin"),
        ("Durham", "County Durham"),
        ("Kingston upon Hull", "Hull"),
        ("Sutton", "the London Borough of Sutton"),
    ],
)
def test_the_place_may_be_printed_in_other_words(council, printed):
    assert looked_at(about(RESPONSE, f"neglect in {printed}", place=council)) == "neglect"


def test_a_subject_that_is_set_as_the_text_is_ends_where_the_text_begins():
    report = about(f"{RESPONSE} neglect", "in Salford", DAYS, bold=False)
    assert looked_at(report) == "neglect"


def test_a_subject_is_read_across_wide_gaps_between_its_lines():
    subject = ("Joint targeted area inspection", "Multi-agency response to neglect and", "risk")
    assert looked_at(about(*subject, gap=2)) == "neglect and risk"


def test_where_the_subject_names_the_place_alone_the_text_below_gives_the_theme():
    opening = (
        "This letter is about the joint targeted area inspection (JTAI) of the multi-agency",
        "response to first need and risk in",
        "Salford.1 It tells of the response to others.",
    )
    assert looked_at(about(f"{OF} Salford", opening=opening)) == "first need and risk"


@pytest.mark.parametrize(
    "opening",
    [
        (),
        ("The inspectorates made a joint inspection of this area.",),
        ("This joint targeted area inspection took place in Salford.",),
        ("They undertook a joint inspection of services in Salford.",),
    ],
)
def test_a_letter_that_does_not_say_what_was_looked_at_has_no_theme(opening):
    assert looked_at(about(f"{OF} Salford", opening=opening)) is None


def test_an_earlier_inspection_that_is_told_of_further_down_gives_no_theme():
    further = ("They came in June.", "They wrote in July.")
    opening = (DAYS, *further, "The joint inspection of the response to neglect was in 2012.")
    assert looked_at(about(f"{OF} Salford", opening=opening, apart=2)) is None


@pytest.mark.parametrize(
    ("subject", "words", "why"),
    [
        (f"{RESPONSE} risk in Salford for some", "risk", "goes on: “for some”"),
        (f"{RESPONSE} risk in the North West", "risk in the North West", "not clear where"),
    ],
)
def test_a_subject_that_goes_on_or_names_another_place_is_doubted(subject, words, why):
    report = about(subject)
    (doubt,) = report.doubts
    assert (doubt.field, doubt.page) == ("inspections[0].theme", 1)
    assert why in doubt.why
    assert report.inspections[0].theme == words


def test_a_subject_of_nothing_but_commas_is_read_in_time():
    words = f"{OF} harm {',' * 10_000}x"
    before = time.process_time()
    assert theme_of([Line(1, words, 50, 500, 700, 11, False)], None, Vocabulary([])) is not None
    assert time.process_time() - before < 2  # it took nine seconds
