"""Letters about joint targeted area inspections as they were set from 2016 on; invented words.

Their lists run to many long entries, below small headings, with boxes about single cases among
them.
"""

import pytest

from tests.report_pdf import Paper
from tests.test_report_variants import prose, read, words

LISTS = "inspections[0].recommendations"


def letter(place="Salford"):
    paper = Paper().page(number=False).line("28 October 2016")
    paper.line("Ann Other, Director of Children’s Services, Salford City Council")
    paper.line("Dear local partnership", gap=2)
    paper.line("Joint targeted area inspection of the multi-agency response to", bold=True, gap=2)
    paper.line(f"abuse and neglect in {place}", bold=True)
    paper.line("Between 12 and 16 September 2016, Ofsted and others undertook a", gap=2)
    paper.line("joint inspection.").line("Key strengths", bold=True, gap=2)
    return prose(paper.entry("•", "Leaders know children well."), 2)


def theme(paper, heading):
    return paper.line(heading, bold=True, gap=2)


def ended(paper, day="31 January 2017"):
    theme(paper, "Next steps").line("The director should send the written statement of action to")
    paper.line(f"an.address@example.org by {day}. It will be read.")
    return theme(paper, "Yours sincerely")


def case(paper, *, filled=False, heading="Case study: area for improvement"):
    """A box about one case, with bullets of its own, below the last line."""
    top = paper.y - 8
    theme(paper, heading).line("One case took long. There was:").entry("•", "a plan that was late.")
    return paper.line("Nobody asked why.").box(top, paper.y - 6, filled=filled)


@pytest.mark.parametrize("filled", [False, True])
def test_a_box_about_one_case_is_no_part_of_the_list_around_it(filled):
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    case(paper, filled=filled).entry("•", "Visits are few.")
    report = read(ended(paper))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert report.doubts == ()


def test_an_entry_goes_on_below_the_box_that_cuts_it_in_two():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late and do")
    report = read(ended(case(paper).line("not say why.", x=89).entry("•", "Visits are few.")))
    assert words(report) == ["Plans are late and do not say why.", "Visits are few."]
    assert report.doubts == ()


def test_a_box_that_goes_on_over_the_page_is_left_out_whole():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    top = paper.y - 8
    theme(paper, "Practice study: area for improvement").line("One case took long.")
    paper.box(top, paper.y - 6).page(number=False)
    top = paper.y
    paper.line("There was:").entry("•", "a plan that was late.").box(top, paper.y - 6)
    report = read(ended(paper.entry("•", "Visits are few.")))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert report.doubts == ()


def test_a_box_may_begin_with_its_heading_alone_at_the_foot_of_a_page():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    top = theme(paper, "Case study: area for improvement").y + 14
    paper.box(top, paper.y - 6).page(number=False)
    top = paper.y
    paper.line("There was:").entry("•", "a plan that was late.").box(top, paper.y - 6)
    report = read(ended(paper.entry("•", "Visits are few.")))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert report.doubts == ()


def test_the_heading_of_a_box_may_stand_above_it():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    top = theme(paper, "Case study: area for improvement").y - 4
    paper.line("One case took long. There was:").entry("•", "a late plan.").box(top, paper.y - 6)
    report = read(ended(paper.entry("•", "Visits are few.")))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert report.doubts == ()


def test_a_box_with_an_example_is_left_out_and_a_line_above_it_that_names_good_practice_is_not():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late, and few know of")
    paper.line("good practice", x=89)
    case(paper, heading="Example of effective practice").entry("•", "Visits are few.")
    report = read(ended(paper))
    assert words(report) == ["Plans are late, and few know of good practice", "Visits are few."]
    assert report.doubts == ()


def test_text_beside_a_box_is_not_in_it():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    top = paper.y - 8
    paper.put(330, top - 14, "Case study", bold=True).put(330, top - 28, "One case took long.")
    paper.box(top, top - 40, left=320, right=530)
    report = read(ended(paper.entry("•", "Visits are few.").entry("•", "Staff are new.")))
    assert words(report) == ["Plans are late.", "Visits are few.", "Staff are new."]
    assert report.doubts == ()


def test_the_background_of_a_whole_page_is_no_box():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    theme(paper, "Case study: area for improvement").line("One case took long.")
    paper.entry("•", "Visits are few.").box(842, 0, filled=True)
    report = read(ended(paper))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert [doubt.field for doubt in report.doubts] == [LISTS]


def test_lists_that_name_whose_they_are_are_read():
    paper = theme(letter(), "Multi-agency Areas for Improvement").entry("•", "Plans are late.")
    paper = theme(paper, "Areas for priority action: police").entry("•", "Act now.")
    paper = theme(paper, "Children’s social care areas for improvement").entry("•", "Visit more.")
    report = read(ended(theme(paper, "Strengths and areas for improvement").line("All is well.")))
    found = [(item.kind, item.text) for item in report.inspections[0].recommendations]
    assert found == [
        ("area for improvement", "Plans are late."),
        ("area for priority action", "Act now."),
        ("area for improvement", "Visit more."),
    ]
    assert report.doubts == ()


def test_a_list_set_in_further_below_one_of_its_headings_is_read_to_its_end():
    paper = theme(letter(), "Areas for improvement")
    paper = theme(paper, "The front door").entry("•", "Plans are late.")
    paper = theme(paper, "Leadership").entry("•", "Visits are few.", x=95).entry("•", "So?", x=95)
    paper = theme(paper, "Response to neglect").entry("•", "Staff are new.")
    report = read(ended(paper))
    assert words(report) == ["Plans are late.", "Visits are few.", "So?", "Staff are new."]
    assert report.doubts == ()


def test_a_list_that_ends_at_a_heading_of_no_known_kind_is_doubted():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    report = read(ended(theme(paper, "Leadership").line("Leaders do not know enough.")))
    assert words(report) == ["Plans are late."]
    (doubt,) = report.doubts
    assert (doubt.field, "heading “Leadership”" in doubt.why) == (LISTS, True)


def test_a_sentence_that_repeats_the_heading_announces_the_list():
    paper = theme(letter(), "Area for priority action")
    paper.line("This is a multi-agency area for priority action.", gap=2)
    report = read(ended(paper.entry("•", "Plans are late.").entry("•", "Visits are few.")))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert report.doubts == ()


def test_a_paragraph_alone_is_one_area_for_priority_action_of_several_sentences():
    paper = theme(letter(), "Area for priority action")
    paper.line("Children wait too long for what they need. Staff do not know why that is", gap=2)
    paper.line("so. Leaders have to act now.")
    report = read(ended(theme(paper, "Areas for improvement").entry("•", "Plans are late.")))
    assert [text.split()[0] for text in words(report)] == ["Children", "Plans"]
    assert report.doubts == ()


def test_the_letter_o_marks_bullets_within_an_entry():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late for:")
    paper.entry("o", "children in need", x=89).entry("o", "care leavers.", x=89)
    report = read(ended(paper.entry("•", "Visits are few.")))
    assert words(report) == [
        "Plans are late for:\nchildren in need\ncare leavers.",
        "Visits are few.",
    ]
    assert report.doubts == ()


def dated(day, between, title="abuse and neglect in Salford", *, bold=True, head=()):
    """A letter with its day, a sentence that says when the inspectors came, and a title."""
    paper = Paper().page(number=False)
    for line in head:
        paper.line(line, x=400, size=9)
    paper.line(day).line("Ann Other, Chief Constable of Greater Manchester Police")
    paper.line("Dear local partnership", gap=2)
    paper.line("Joint targeted area inspection of the multi-agency response to", bold=bold, gap=2)
    paper.line(title, bold=bold).line(f"{between}, Ofsted and others undertook a joint", gap=2)
    prose(paper.line("inspection of this area.")).line("Areas for improvement", bold=True, gap=2)
    return read(ended(paper.entry("•", "Plans are late."), "31 July 2018"))


@pytest.mark.parametrize(
    "between",
    [
        "Between 12 and 16 February 2018",
        "From 12 to 16 February 2018",
        "Between 12 February 2018 and 16 February 2018",
        "Between Monday 12 and Friday 16 February 2018",
        "Between the 12th and 16th of February 2018",
        "Between 12 and 16 February",
    ],
)
def test_the_days_of_an_inspection_are_read_from_its_letter(between):
    report = dated("9 May 2018", between)
    (inspection,) = report.inspections
    assert report.doubts == ()
    assert (inspection.fieldwork_start, inspection.fieldwork_end) == ("2018-02-12", "2018-02-16")


def test_days_without_a_year_lie_before_the_letter():
    report = dated("1 February 2017", "Between 28 November and 2 December")
    (inspection,) = report.inspections
    assert report.doubts == ()
    assert (inspection.fieldwork_start, inspection.fieldwork_end) == ("2016-11-28", "2016-12-02")


@pytest.mark.parametrize("day", ["5 April 2016", "Date: 5 April 2016", "Tuesday 5th April, 2016"])
def test_the_day_at_the_head_of_a_letter_is_that_of_publication(day):
    report = dated(day, "Between 22 and 26 February 2016")
    assert report.doubts == ()
    assert report.inspections[0].published == "2016-04-05"


def test_a_letter_without_a_day_is_doubted():
    report = dated("Spring 2016", "Between 22 and 26 February 2016")
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].published"]


def test_the_inspectorates_address_does_not_name_the_council_though_the_title_is_set_as_text_is():
    address = ("Piccadilly Gate", "Store Street", "Manchester")
    report = dated("5 April 2016", "Between 22 and 26 February 2016", bold=False, head=address)
    assert (report.council.name, report.doubts) == ("Salford", ())


def test_an_address_in_bold_letters_does_not_name_the_council():
    paper = Paper().page(number=False).line("28 October 2016")
    paper.line("Ann Other, Chief Constable of Greater Manchester Police", bold=True)
    paper.line("Dear local partnership", gap=2)
    paper.line("Joint targeted area inspection of Salford", bold=True, gap=2)
    paper.line("Between 12 and 16 September 2016, Ofsted and others inspected.", gap=2)
    paper = theme(prose(paper), "Areas for improvement").entry("•", "Plans are late.")
    report = read(ended(paper))
    assert (report.council.name, report.doubts) == ("Salford", ())


def test_a_council_that_only_an_address_names_is_doubted():
    report = dated("5 April 2016", "Between 22 and 26 February 2016", title="abuse and neglect")
    assert report.council.name == "Manchester"
    assert [doubt.field for doubt in report.doubts] == ["council"]


def test_dashes_mark_the_entries_of_a_list_below_several_headings():
    paper = theme(theme(letter(), "Areas for improvement"), "The front door")
    paper.entry("–", "Plans are late.").entry("–", "Visits are few – and short.")
    report = read(ended(theme(paper, "Leadership").entry("–", "Staff are new.")))
    assert words(report) == ["Plans are late.", "Visits are few – and short.", "Staff are new."]
    assert report.doubts == ()


def test_headings_may_number_their_entries_or_name_both_kinds():
    paper = theme(letter(), "Area for priority action 1").line("Children wait too long.", gap=2)
    paper = theme(paper, "Area for priority action 2").line("Staff do not ask.", gap=2)
    paper = theme(paper, "Areas for priority action and improvement").entry("•", "Plans are late.")
    report = read(ended(paper))
    assert words(report) == ["Children wait too long.", "Staff do not ask.", "Plans are late."]
    assert report.doubts == ()


def test_a_small_heading_on_contextual_safeguarding_does_not_end_a_list():
    paper = theme(theme(letter(), "Areas for improvement"), "The front door")
    paper = theme(paper.entry("•", "Plans are late."), "Contextual safeguarding")
    assert words(read(ended(paper.entry("•", "Visits are few.")))) == [
        "Plans are late.",
        "Visits are few.",
    ]


def test_numbers_that_begin_anew_below_each_heading_are_in_order():
    paper = theme(theme(letter(), "Areas for improvement"), "The front door")
    paper = theme(paper.entry("1.", "Plans are late").entry("2.", "Visits are few"), "Leadership")
    report = read(ended(paper.entry("1.", "Staff are new").entry("2.", "Leaders go.")))
    found = [(item.reference, item.text) for item in report.inspections[0].recommendations]
    assert found == [
        ("1", "Plans are late"),
        ("2", "Visits are few"),
        ("1", "Staff are new"),
        ("2", "Leaders go."),
    ]
    assert report.doubts == ()


@pytest.mark.parametrize("day", ["31 January 2017", "Tuesday 31st January 2017"])
def test_the_day_is_read_by_which_the_letter_wants_an_answer(day):
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    report = read(ended(paper, day))
    assert report.inspections[0].response_due == "2017-01-31"
    assert report.doubts == ()


def test_an_answer_that_is_due_before_the_letter_was_written_is_doubted():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    report = read(ended(paper, "31 January 2016"))
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].response_due"]


def test_a_letter_that_prints_no_day_for_the_answer_has_none():
    paper = theme(letter(), "Areas for improvement").entry("•", "Plans are late.")
    report = read(ended(paper, "the end of the month"))
    assert (report.inspections[0].response_due, report.doubts) == (None, ())


def test_lists_below_each_theme_are_read_though_strengths_stand_between_them():
    paper = letter()
    for name, entry in (("The front door", "Plans are late."), ("Leadership", "Staff are new.")):
        theme(paper, name)
        paper.line("Key strengths", bold=True).entry("•", "Staff are kind.")
        paper = theme(paper, "Areas for Improvement").entry("•", entry)
    report = read(ended(paper))
    assert words(report) == ["Plans are late.", "Staff are new."]
    assert report.doubts == ()


def test_a_small_heading_close_above_that_of_a_list_does_not_hide_it():
    paper = theme(letter(), "The front door")
    paper.line("Areas for improvement", bold=True).entry("•", "Plans are late.")
    assert words(read(ended(paper))) == ["Plans are late."]
