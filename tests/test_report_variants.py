"""Ways of setting a report that few real ones show, with invented words."""

from pathlib import Path

from inspections.reports.reader.reading import read_report
from inspections.reports.reader.reference import load_reference
from tests.report_pdf import Paper

REFERENCE = load_reference(Path(__file__).resolve().parent.parent / "fixtures")
SEEN = "Some words about what inspectors saw, which are here to fill the page."


def read(paper):
    return read_report(paper.pdf(), REFERENCE)


def prose(paper, lines=8):
    for _ in range(lines):
        paper.line(SEEN)
    return paper


def words(report, place=0):
    return [item.text for item in report.inspections[place].recommendations]


def letter(paper=None):
    paper = (
        (paper or Paper()).page(number=False).line("21 April 2017").line("Dear local partnership")
    )
    paper.line("Joint targeted area inspection of the response to neglect", bold=True, gap=2)
    paper.line("in Bury", bold=True)
    paper.line("Between 27 February and 3 March 2017, Ofsted and others undertook a", gap=2)
    return prose(paper.line("joint inspection.")).line("Areas for improvement", bold=True, gap=2)


def test_a_box_about_one_case_does_not_end_the_list_it_stands_in_and_is_doubted():
    paper = letter().entry("•", "Plans are late.")
    paper.line("Practice study: area for improvement", bold=True, gap=2).line("One case was long.")
    paper.entry("•", "Visits are few.").line("Next steps", bold=True, gap=2)
    report = read(paper.entry("•", "This is no entry."))
    assert words(report) == ["Plans are late.", "Visits are few."]
    (doubt,) = report.doubts
    assert doubt.field == "inspections[0].recommendations"
    assert "below “Practice study: area for improvement”" in doubt.why


def test_an_entry_that_a_box_cuts_in_two_is_doubted():
    paper = letter().entry("•", "Plans are late.").entry("•", "Visits are few and do not")
    paper.line("Case study: good practice", bold=True, gap=2)
    report = read(prose(paper, 2))
    assert "ends without a full stop" in report.doubts[0].why


def test_prose_between_a_theme_and_its_bullets_does_not_end_the_list():
    paper = letter().line("The front door", bold=True, gap=2).entry("•", "Plans are late.")
    paper.line("Leaders", bold=True, gap=2).line("Leaders have more to do.", gap=2)
    paper.entry("•", "Visits are few.").line("Next steps", bold=True, gap=2)
    report = read(prose(paper, 2))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].recommendations[1].text"]


def test_a_letter_that_names_its_days_without_a_year_was_written_in_that_year():
    paper = Paper().page(number=False).line("3 August 2016").line("Dear local partnership")
    paper.line("Joint targeted area inspection of Bury", bold=True, gap=2)
    paper.line("Between 20 and 24 June, Ofsted and others undertook an inspection.", gap=2)
    paper = prose(paper).line("Areas for improvement", bold=True, gap=2)
    report = read(paper.entry("•", "Plans are late."))
    assert report.doubts == ()
    assert report.inspections[0].fieldwork_start == "2016-06-20"
    assert report.inspections[0].fieldwork_end == "2016-06-24"


def test_a_report_on_child_protection_has_numbered_prose_before_its_list():
    paper = Paper().page(number=False)
    paper.line("Inspection of local authority arrangements", size=26)
    paper.line("for the protection of children", size=26).line("Bury Council", size=18, gap=2)
    paper.line("Inspection dates: 16 – 25 July 2012").line("Lead inspector: Ann Other HMI")
    prose(paper.line("Published: 10 August 2012").page()).heading("Areas for improvement")
    paper.line("3. In order to improve the help given to children and young people, the")
    paper.line("local authority should take the following action.", x=89)
    paper.line("Immediately:", x=89, bold=True, gap=2)
    paper.entry("•", "ensure that plans are made,", "and kept", x=89)
    paper.line("Within three months:", x=89, bold=True, gap=2).entry("•", "visit more.", x=89)
    prose(paper.page().heading("About this inspection"))
    paper.heading("Record of main findings")
    paper.row(["Overall effectiveness"], ["Adequate"], grade_x=390)
    paper.row(
        ["The effectiveness of the help and protection", "provided to children, young people,"]
        + ["families and carers"],
        ["Good"],
        grade_x=390,
    )
    paper.row(["The quality of practice"], ["Inadequate"], grade_x=390)
    report = read(paper.row(["Leadership and governance"], ["Adequate"], grade_x=390))
    (inspection,) = report.inspections
    ranked = [grade.label for grade in REFERENCE.frameworks["cp-2012"].areas[0].grades]
    assert report.doubts == ()
    assert inspection.framework == "cp-2012"
    assert [ranked.index(each.grade) + 1 for each in inspection.judgements] == [3, 2, 4, 3]
    assert [(item.timescale, item.text) for item in inspection.recommendations] == [
        ("Immediately", "ensure that plans are made, and kept"),
        ("Within three months", "visit more."),
    ]


def single(board_heading=True, council="Bury Metropolitan Borough Council"):
    paper = Paper().page().line(council, size=26)
    paper.heading("Inspection of services for children in need of help and")
    paper.line("protection, children looked after and care leavers", size=14, bold=True)
    if board_heading:
        paper.heading("Review of the Local Safeguarding Children Board")
    paper.line("Inspection date: 4 July 2016–28 July 2016", size=14, gap=2)
    paper.heading("Children’s services are good")
    for label in ("1. Children who need help and protection", "2.1 Adoption performance"):
        paper.row([label], ["Good"], grade_x=390)
    paper.row(["2. Children looked after and achieving", "permanence"], ["Good"], grade_x=390)
    paper.row(["2.2 Experiences and progress of care leavers"], ["Good"], grade_x=390)
    return paper.row(["3. Leadership, management and governance"], ["Good"], grade_x=390)


def test_a_list_whose_numbers_go_on_below_a_heading_of_the_same_size_is_one():
    paper = prose(single(board_heading=False).page()).line("Areas for improvement", bold=True)
    paper.entry("1.", "Ensure one thing.", hang=28).line("Care leavers", bold=True, gap=2)
    paper.entry("2.", "Ensure another.", hang=28).line("Local authority area", bold=True, gap=2)
    report = read(paper.entry("3.", "Children live here.", hang=28))
    assert words(report) == ["Ensure one thing.", "Ensure another."]


def test_a_small_heading_that_names_the_board_does_not_begin_its_part():
    paper = prose(single().page(), 4).line("The local safeguarding children board", bold=True)
    prose(paper, 2).heading("Recommendations").entry("1.", "Ensure one thing.", hang=28)
    prose(paper.page().heading("Summary"), 2)
    paper.page().heading("The Local Safeguarding Children Board is good", size=16)
    report = read(paper.heading("Recommendations").entry("2.", "Meet.", hang=28))
    assert (words(report, 0), words(report, 1)) == (["Ensure one thing."], ["Meet."])


def test_services_that_are_no_longer_inadequate_are_not_read_as_inadequate():
    paper = Paper().page().line("Bury Metropolitan Borough Council", size=26)
    paper.heading("Inspection of services for children in need of help and")
    paper.line("protection, children looked after and care leavers", size=14, bold=True)
    paper.line("Inspection date: 4 July 2016–28 July 2016", size=14, gap=2)
    paper.heading("Children’s services in Bury are no longer inadequate")
    report = read(prose(paper))
    overall = report.inspections[0].judgements[0]
    assert (overall.area, overall.grade) == ("overall", None)


def ilacs():
    paper = Paper().page(number=False)
    paper.line("Inspection of Rutland local authority children’s services", size=18)
    paper.line("Inspection dates: 4 to 8 March 2024", bold=True, gap=2)
    paper.row(
        ["The impact of leaders on social work", "practice with children and families"], ["Good"]
    )
    paper.row(
        ["The experiences and progress of", "children who need help and protection"], ["Good"]
    )
    paper.row(["The experiences and progress of care", "leavers"], ["Inadequate"])
    return paper


def test_a_label_that_nearly_touches_its_grade_is_another_cell():
    paper = ilacs().row(["Overall effectiveness"], ["Good"])
    paper.row(["The experiences and progress of children in care"], ["Good"], label_x=40)
    report = read(prose(paper))
    in_care = report.inspections[0].judgements[2]
    assert (in_care.area, in_care.grade) == ("in-care", "Good")


def test_entries_that_only_line_ends_part_are_parted_with_a_doubt():
    paper = prose(ilacs().row(["Overall effectiveness"], ["Good"]).page())
    paper.heading("What needs to improve?").line("The quality of plans for children in need")
    paper.line("The reach of help for older care leavers who live far from the council’s area and")
    report = read(paper.line("from their friends.").line("Visits"))
    assert words(report) == [
        "The quality of plans for children in need",
        "The reach of help for older care leavers who live far from the council’s area and "
        "from their friends.",
        "Visits",
    ]
    fields = [doubt.field for doubt in report.doubts if "recommendations" in doubt.field]
    assert fields == [f"inspections[0].recommendations[{place}].text" for place in (1, 2)]


def test_prose_that_announces_no_list_and_is_left_out_is_doubted():
    paper = prose(ilacs().row(["Overall effectiveness"], ["Good"]).page())
    paper.heading("What needs to improve?").line("The quality of plans for children in")
    report = read(paper.line("need is poor.").entry("•", "Visits."))
    doubt = next(each for each in report.doubts if each.field == "inspections[0].recommendations")
    assert "stands before the first entry" in doubt.why


def test_a_list_is_read_to_its_end_though_the_printed_contents_are_out_of_date():
    paper = single(board_heading=False).page().line("Contents", size=26)
    for title, number in (("Executive summary", 3), ("Recommendations", 4), ("Summary", 4)):
        paper.line(title, size=14).put(510, paper.y, str(number), size=14)
    paper.line("Information about this inspection", size=14).put(510, paper.y, "9", size=14)
    prose(paper.page().heading("Executive summary"))
    paper.page().heading("Recommendations").entry("1.", "Ensure one thing.", hang=28)
    for number, thing in enumerate(("a second thing", "a third", "a fourth and last"), start=2):
        paper.page().entry(f"{number}.", f"Ensure {thing}.", hang=28)
    report = read(prose(paper.heading("Summary")))
    assert [item.reference for item in report.inspections[0].recommendations] == list("1234")


def test_paragraphs_below_themes_are_read_with_doubts():
    paper = letter().line("The front door", bold=True, gap=2)
    paper.line("Plans are often late. Visits are few.", gap=2)
    paper.line("Leadership", bold=True, gap=2).line("Leaders do not know enough.", gap=2)
    report = read(prose(paper.line("Next steps", bold=True, gap=2), 2))
    assert words(report) == ["Plans are often late. Visits are few.", "Leaders do not know enough."]
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].recommendations[1].text"]


def test_a_heading_with_nothing_to_read_below_it_is_doubted():
    paper = letter().line("Next steps", bold=True, gap=2)
    paper.line("Areas for priority action", bold=True, gap=2).entry("•", "Plans are late.")
    report = read(prose(paper.line("Yours sincerely", bold=True, gap=2), 1))
    assert words(report) == ["Plans are late."]
    assert [doubt.why for doubt in report.doubts] == [
        "Below the heading “Areas for improvement”, no entries were found."
    ]


def test_strengths_that_go_on_with_the_numbers_below_a_smaller_heading_are_no_entries():
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    paper.entry("1.", "Ensure one thing.", hang=28)
    paper.line("The local authority’s strengths", bold=True, gap=2)
    assert words(read(paper.entry("2.", "Leaders are known.", hang=28))) == ["Ensure one thing."]


def test_a_head_in_small_letters_that_one_page_alone_bears_is_no_text():
    paper = prose(ilacs().row(["Overall effectiveness"], ["Good"]).page())
    paper.heading("What needs to improve?").entry("•", "The quality of plans for children who")
    paper.page().put(71, 800, "Corrected in June 2024", size=8)
    report = read(paper.line("need help.", x=89).entry("•", "Visits."))
    assert words(report) == ["The quality of plans for children who need help.", "Visits."]


def test_an_entry_that_alone_begins_with_a_small_letter_is_doubted():
    paper = prose(ilacs().row(["Overall effectiveness"], ["Good"]).page())
    paper.heading("What needs to improve?")
    for entry in ("Plans.", "Visits.", "Records.", "of children in care.", "Reviews."):
        paper.entry("•", entry)
    doubts = {doubt.field: doubt.why for doubt in read(paper).doubts}
    assert "small letter" in doubts["inspections[0].recommendations[3].text"]


def test_paragraphs_in_one_box_may_be_entries_of_their_own():
    paper = Paper().page(number=False)
    paper.line("Area SEND inspection of Trafford Local Area Partnership", size=18)
    paper.line("Inspection dates: 16 to 20 October 2023", gap=2).heading("Inspection outcome")
    paper.line("There are widespread and/or systemic failings leading to concerns.")
    prose(prose(paper.heading("Information about the area")).page()).heading(
        "Areas for improvement"
    )
    paper.rule().line("Leaders should do one thing, and they should do it as soon as they can.")
    paper.line("They should tell all.").line("Leaders should do another thing.", gap=2)
    paper.line("They should do it well.").rule()
    report = read(prose(paper.heading("Local area partnership details"), 2))
    assert len(words(report)) == 1
    (doubt,) = report.doubts
    assert doubt.why.startswith("No line is drawn between its paragraphs")


def test_a_theme_set_as_the_text_is_divides_the_list_of_a_letter_without_a_doubt():
    paper = letter().entry("•", "Plans are late.").line("Leadership and management", gap=2)
    paper.entry("•", "Visits are few.").line("Next steps", bold=True, gap=2)
    report = read(prose(paper, 2))
    assert words(report) == ["Plans are late.", "Visits are few."]
    assert report.doubts == ()


def test_a_list_of_the_board_that_the_cover_does_not_announce_is_doubted():
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    paper.entry("1.", "Ensure one thing.", hang=28).page()
    paper.heading("The Local Safeguarding Children Board", size=16).heading("Recommendations")
    report = read(prose(paper.entry("95.", "Meet.", hang=28).heading("Inspection findings"), 2))
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].recommendations"]
    assert "the part about the safeguarding board" in report.doubts[0].why


def test_a_list_in_bold_letters_is_read_to_the_end_of_each_entry():
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    for number in "12":
        paper.line("Ensure that plans are made and", x=99, bold=True, gap=1.8)
        paper.put(71, paper.y, f"{number}.", bold=True).line("kept.", x=99, bold=True)
    report = read(prose(paper.heading("Summary")))
    assert words(report) == ["Ensure that plans are made and kept."] * 2
    assert report.doubts == ()


def test_an_entry_cut_short_by_a_note_in_letters_like_its_own_is_doubted():
    paper = prose(single(board_heading=False).page()).heading("Recommendations")
    paper.entry("1.", "Ensure one thing.").entry("2.", "Ensure that all plans of children")
    paper.put(71, 60, "1 A note that explains something.").page()
    report = read(prose(paper.line("in care are kept.", x=89).heading("Summary")))
    (doubt,) = report.doubts
    assert "stands after the last entry" in doubt.why


def test_the_areas_that_a_board_serves_are_not_the_council_inspected():
    paper = Paper().page().line("London Borough of Hackney", size=26)
    paper.heading("Inspection of services for children in need of help and")
    paper.line("protection, children looked after and care leavers", size=14, bold=True)
    paper.heading("Review of the effectiveness of the City of London and Hackney")
    paper.line("Safeguarding Children Board", size=14, bold=True)
    report = read(prose(paper.line("Inspection date: 4 July 2016–28 July 2016", size=14, gap=2)))
    assert report.council.name == "Hackney"
    assert [doubt for doubt in report.doubts if doubt.field == "council"] == []
