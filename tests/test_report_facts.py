"""The facts around an inspection: days, councils, codes, inspectors, grades, bodies."""

import time
from datetime import date
from pathlib import Path

import pytest

from inspections.reports.reader.cover import (
    authorities_named,
    authority_by_part,
    board_name,
    code_on,
    fieldwork,
    lead_inspector,
    published,
    read_days,
)
from inspections.reports.reader.grades import grades_within, last_grade
from inspections.reports.reader.lines import Line
from inspections.reports.reader.reference import load_reference
from inspections.reports.reader.responsible import addressees, split_bodies
from inspections.reports.reader.tables import match_area

REFERENCE = load_reference(Path(__file__).resolve().parent.parent / "fixtures")
PLACES = REFERENCE.place_words


def lines_of(*texts):
    return [Line(1, text, 71, 400, 700 - 15 * row, 12, False) for row, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("4 July 2016–28 July 2016", date(2016, 7, 4), date(2016, 7, 28)),
        ("6 to 30 July 2015", date(2015, 7, 6), date(2015, 7, 30)),
        ("16 September – 8 October 2014", date(2014, 9, 16), date(2014, 10, 8)),
        ("18 March 2014 – 09 April 2014", date(2014, 3, 18), date(2014, 4, 9)),
        ("1/06/2015 – 25/06/2015", date(2015, 6, 1), date(2015, 6, 25)),
        ("12 November 18", date(2018, 11, 12), date(2018, 11, 12)),
        ("12 – 16 June 17", date(2017, 6, 12), date(2017, 6, 16)),
        ("28 November to 9 January 2019", date(2018, 11, 28), date(2019, 1, 9)),
        ("14 to 18 January and 21 to 25 January 2019", date(2019, 1, 14), date(2019, 1, 25)),
        ("Monday 3rd to Friday 7th Sept 2018", date(2018, 9, 3), date(2018, 9, 7)),
        ("7 April 2017", date(2017, 4, 7), date(2017, 4, 7)),
        ("10/09/12 – 19/09/12", date(2012, 9, 10), date(2012, 9, 19)),
        ("10.09.2012 – 19.09.2012", date(2012, 9, 10), date(2012, 9, 19)),
    ],
)
def test_days_are_read_as_reports_print_them(printed, start, end):
    days = read_days(printed)
    assert (days.start, days.end, days.doubt) == (start, end, "")


@pytest.mark.parametrize(
    "printed",
    [
        "31 June 2016",
        "early in July",
        "12 to 16",
        "9 May 2016 to 2 May 2016",
        "12 January 2015 to 4 February 2016",
    ],
)
def test_days_that_cannot_be_right_are_doubted(printed):
    assert read_days(printed).doubt


def test_a_label_may_stand_in_a_cell_of_its_own():
    lines = lines_of("Inspection dates:", "4 to 8 June 2018", "Lead inspector:", "Ann Other, HMI")
    days, _ = fieldwork(lines)
    assert (days.start, days.end) == (date(2018, 6, 4), date(2018, 6, 8))
    assert lead_inspector(lines) == "Ann Other"


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (("Inspection dates: 29 April 2019 –", "7 May 2019"), date(2019, 5, 7)),
        (
            ("Inspection dates: 29 April 2019 to 3 May 2019 and", "6 to 7 May 2019"),
            date(2019, 5, 7),
        ),
        (
            ("Inspection dates: 29 April 2019 to 3 May 2019", "and 6 to 7 May 2019"),
            date(2019, 5, 7),
        ),
        (("Inspection dates: 29 April to 3 May and 6 to 7", "May 2019"), date(2019, 5, 7)),
        (
            ("Inspection dates: 29 April 2019 to 3 May 2019", "1. Children in care"),
            date(2019, 5, 3),
        ),
        (("Inspection dates: 29 April to 3 May 2019.", "Good"), date(2019, 5, 3)),
        (("Inspection dates: 29th April 2019 to", "3rd May 2019"), date(2019, 5, 3)),
        (("Inspection dates: 29 April 2019 to Friday", "3 May 2019"), date(2019, 5, 3)),
        (("Inspection dates: 29 April 2019", "until 3 May 2019"), date(2019, 5, 3)),
        (("Inspection dates: 29 April–3 May", "2019"), date(2019, 5, 3)),
    ],
)
def test_days_go_on_over_the_end_of_a_line(lines, end):
    days, _ = fieldwork(lines_of(*lines))
    assert (days.start, days.end, days.doubt) == (date(2019, 4, 29), end, "")


def test_one_day_alone_is_doubted():
    days, _ = fieldwork(lines_of("Inspection dates: 29 April 2019", "Good"))
    assert "a visit takes several" in days.doubt


def test_a_name_goes_on_over_the_end_of_a_line():
    assert lead_inspector(lines_of("Lead inspector: Ann", "Other, HMI")) == "Ann Other"


def test_two_days_of_publication_are_doubted():
    days, _ = published(lines_of("Report published: 5 May 2015 (corrected 9 May 2015)"))
    assert "more than one day" in days.doubt


def test_a_letter_names_its_days_in_prose():
    days, page = fieldwork(
        lines_of(
            "Between 3 December 2018 and 7 December 2018, Ofsted and others undertook",
            "a joint inspection.",
        )
    )
    assert (days.start, days.end, page) == (date(2018, 12, 3), date(2018, 12, 7), 1)


@pytest.mark.parametrize(
    ("title", "names"),
    [
        (
            "Inspection of Bournemouth, Christchurch & Poole",
            ["Bournemouth, Christchurch and Poole"],
        ),
        ("Cheshire West and Chester local authority", ["Cheshire West and Chester"]),
        ("North Somerset", ["North Somerset"]),
        ("Saint Helens Council", ["St Helens"]),
        ("City of Wolverhampton", ["Wolverhampton"]),
        ("Northtown", []),
        (
            "Kingston upon Thames and Richmond upon Thames",
            ["Kingston upon Thames", "Richmond upon Thames"],
        ),
    ],
)
def test_a_title_names_its_council(title, names):
    assert [each.name for each in authorities_named(title, REFERENCE.authorities)] == names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Southend Borough Council", "Southend-on-Sea"),
        ("Inspection of Hull", "Kingston upon Hull"),
        ("Kingston Council", None),
        ("Poole", None),
    ],
)
def test_a_shortened_name_is_read_only_where_one_council_has_it(title, name):
    found = authority_by_part(title, REFERENCE.authorities)
    assert (found and found.name) == name


def test_every_council_is_found_by_its_own_name():
    for authority in REFERENCE.authorities:
        for name in (authority.name, authority.official_name):
            assert authorities_named(f"Inspection of {name}", REFERENCE.authorities) == [authority]


@pytest.mark.parametrize(
    ("day", "code"), [(date(2025, 3, 31), "E08000016"), (date(2025, 4, 1), "E08000038")]
)
def test_the_code_is_that_of_the_day(day, code):
    barnsley = next(each for each in REFERENCE.authorities if each.name == "Barnsley")
    assert code_on(barnsley, day) == code
    assert code_on(barnsley, None) is None


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Lead inspector: Ann Other, His Majesty’s Inspector", "Ann Other"),
        ("Lead inspector: Ann Other Senior HMI", "Ann Other"),
        ("Lead inspector: Ann Other-Name", "Ann Other-Name"),
        ("Ann Other, Ofsted HMI lead inspector Bob Else, CQC lead inspector", "Ann Other"),
        ("Ann Other, His Majesty’s Inspector, lead inspector", "Ann Other"),
        ("Ann Other HMI (lead inspector)", "Ann Other"),
        ("Ann Other, Ofsted HMI (Lead)", "Ann Other"),
        ("Ann Other, Lead HMI", "Ann Other"),
        ("Bob Else, CQC Lead inspector", None),
        ("Deputy lead inspector: Bob Else", None),
        ("The lead inspector spoke to 14 children.", None),
    ],
)
def test_the_lead_inspector_is_named_without_rank(printed, name):
    assert lead_inspector(lines_of(printed)) == name


@pytest.mark.parametrize(
    ("text", "printed", "rank"),
    [
        ("Services in Northtown are good.", "good", 2),
        (
            "Services in Northtown require improvement to be good",
            "require improvement to be good",
            3,
        ),
        ("The overall judgement is Requires Improvement", "Requires Improvement", 3),
    ],
)
def test_a_sentence_ends_in_a_grade_in_any_wording_of_the_scale(text, printed, rank):
    grades = REFERENCE.frameworks["sif"].areas[0].grades
    found = last_grade(text, grades)
    assert (found.printed, found.grade) == (printed, grades[rank - 1])
    assert last_grade("Services in Northtown are not yet", grades) is None


@pytest.mark.parametrize(
    ("words", "rank"),
    [
        ("arrangements typically lead to positive experiences and outcomes for children", 1),
        ("arrangements lead to inconsistent experiences and outcomes for children", 2),
        ("there are widespread and/or systemic failings leading to concerns", 3),
    ],
)
def test_an_outcome_is_read_from_its_sentence(words, rank):
    grades = REFERENCE.frameworks["area-send-2023"].areas[0].grades
    assert [found.grade for found in grades_within(words, grades)] == [grades[rank - 1]]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("2.2 Experiences and progress of care leavers", "care-leavers"),
        ("2.2 Experience and progress of care leavers", "care-leavers"),
        ("3. Leadership, management and governance", "leadership"),
        ("Children looked after", None),
    ],
)
def test_an_area_is_known_by_its_label_or_nearly_so(label, key):
    area = match_area(label, REFERENCE.frameworks["sif"].areas)
    assert (area and area.key) == key


def test_bodies_are_parted_where_the_name_of_one_ends():
    assert split_bodies("North Council and NHS East and West ICB") == (
        "North Council",
        "NHS East and West ICB",
    )
    assert split_bodies("NHS East and West ICB, and North Council") == (
        "NHS East and West ICB",
        "North Council",
    )


def test_a_letter_is_addressed_to_bodies():
    letter = lines_of(
        "Ann Other, Director of Children, Families and Education, North",
        "Council",
        "Bob Else, Chief Constable, East and West Constabulary",
        "Cat More, Head of Kent, National Probation Service, South East and Eastern",
        "Dan Last, Chief Executive, North, East and West Rehabilitation Company",
        "Eve First, Manager, Youth Offending Team Manager, North Council",
        "Dear North partnership",
        "Prose, with commas, After The Greeting",
    )
    assert addressees(letter) == (
        "North Council",
        "East and West Constabulary",
        "National Probation Service",
        "North, East and West Rehabilitation Company",
    )


@pytest.mark.parametrize(
    ("text", "council", "name"),
    [
        ("The Wirral Safeguarding Children Board (WSCB)", "Wirral", "Wirral Safeguarding"),
        ("Brighton & Hove Safeguarding Children Board", "Brighton and Hove", "Brighton & Hove"),
        ("Nottingham City Safeguarding Children Board", "Nottingham", "Nottingham City"),
        ("The East Riding Safeguarding Children Board", "East Riding of Yorkshire", "East Riding"),
        ("Suffolk’s Local Safeguarding Children Board", "Suffolk", "Suffolk Local Safeguarding"),
        ("The board is new.", "Wirral", "Wirral Local Safeguarding"),
        ("Leaders of Leeds Safeguarding Children Board", "Leeds", "Leeds Safeguarding"),
        ("Leeds City Council and Leeds Safeguarding Children Board", "Leeds", "Leeds Safeguarding"),
        ("Chair Kent and Medway Safeguarding Children Board", "Medway", "Kent and Medway"),
        (
            "Bath & North East Somerset Safeguarding Children Board. The Somerset Safeguarding "
            "Children Board. Bath & North East Somerset Safeguarding Children Board",
            "Bath and North East Somerset",
            "Bath & North East Somerset",
        ),
    ],
)
def test_the_board_has_the_name_that_the_report_uses_most(text, council, name):
    assert board_name("", text, council, PLACES).startswith(f"{name} ")


def test_the_name_of_a_board_is_looked_for_in_one_word_of_60000_letters():
    before = time.process_time()
    assert (
        board_name("", "A-A" * 20_000, "Anywhere", PLACES)
        == "Anywhere Local Safeguarding Children Board"
    )
    assert time.process_time() - before < 1  # it took ten seconds
