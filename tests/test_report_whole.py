"""Whole reports of each family, laid out as theirs are, with invented words."""

from pathlib import Path

import pytest

from inspections.reports.reader.reading import read_report
from inspections.reports.reader.reference import load_reference
from inspections.reports.reader.results import report_from_dict
from tests.report_pdf import Paper

REFERENCE = load_reference(Path(__file__).resolve().parent.parent / "fixtures")
PROSE = "Some words about what inspectors saw, which are here to fill the page, {}."
AREAS = {
    "leaders": ["The impact of leaders on social work", "practice with children and families"],
    "help-protection": ["The experiences and progress of", "children who need help and protection"],
    "in-care": ["The experiences and progress of", "children in care"],
    "care-leavers": ["The experiences and progress of care", "leavers"],
    "care-and-leavers": ["The experiences and progress of", "children in care and care leavers"],
    "overall": ["Overall effectiveness"],
}


def read(paper):
    return read_report(paper.pdf(), REFERENCE)


def prose(paper, word, lines=8):
    for _ in range(lines):
        paper.line(PROSE.format(word))
    return paper


def grades(inspection):
    return {judgement.area: judgement.grade for judgement in inspection.judgements}


def words(inspection):
    return [item.text for item in inspection.recommendations]


def ilacs(days, areas, council="Rutland"):
    paper = Paper().page(number=False)
    paper.line(f"Inspection of {council} local authority", size=26)
    paper.line("children’s services", size=26)
    paper.line(f"Inspection dates: {days}", bold=True, gap=2)
    paper.line("Lead inspector: Ann Other, His Majesty’s Inspector", bold=True, gap=2)
    paper.row(["Judgement"], ["Grade"])
    for area, grade in areas.items():
        paper.row(AREAS[area], [grade])
    paper.y -= 20
    prose(paper, "first").page(head=f"Inspection of {council} children’s services")
    return prose(paper, "second", 2)


def finish(paper):
    paper.heading("The experiences and progress of children who need help and")
    paper.line("protection: good", size=14, bold=True)
    prose(paper, "third").page(head="Inspection of Rutland children’s services")
    return prose(paper, "fourth")


@pytest.mark.parametrize(
    ("days", "areas", "framework"),
    [
        ("4 to 15 June 2018", "leaders help-protection care-and-leavers overall", "ilacs-2018"),
        ("5 to 9 June 2023", "leaders help-protection in-care care-leavers overall", "ilacs-2023"),
        ("8 to 19 June 2026", "leaders help-protection in-care care-leavers", "ilacs-2026"),
    ],
)
def test_a_councils_services_are_read_under_the_rules_of_the_day(days, areas, framework):
    paper = ilacs(days, dict.fromkeys(areas.split(), "Good")).heading("What needs to improve?")
    paper.entry("•", "How well plans are made for children whose plans were", "late (outcome 2).")
    report = read(finish(paper.entry("•", "The timeliness of visits.")))
    (inspection,) = report.inspections
    assert report.doubts == ()
    assert (report.council.name, report.council.gss_code) == ("Rutland", "E06000017")
    assert (inspection.framework, inspection.kind) == (framework, "inspection")
    assert grades(inspection) == dict.fromkeys(grades(inspection), "Good")
    assert set(grades(inspection)) == set(areas.split())
    assert words(inspection) == [
        "How well plans are made for children whose plans were late (outcome 2).",
        "The timeliness of visits.",
    ]
    assert inspection.lead_inspector == "Ann Other"


def test_judgements_of_other_rules_than_those_of_the_day_are_doubted():
    areas = ["leaders", "help-protection", "in-care", "care-leavers", "overall"]
    paper = ilacs("4 to 15 June 2018", dict.fromkeys(areas, "Good")).heading(
        "What needs to improve"
    )
    report = read(finish(paper.entry("•", "The timeliness of visits.")))
    assert report.inspections[0].framework == "ilacs-2023"
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].framework"]


def test_a_heading_that_contradicts_the_cover_is_doubted():
    areas = dict.fromkeys(["leaders", "in-care", "care-leavers", "overall"], "Good")
    areas = {"help-protection": "Inadequate"} | areas
    paper = ilacs("5 to 9 June 2023", areas).heading("What needs to improve?")
    report = read(finish(paper.entry("•", "The timeliness of visits.")))
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].judgements[1].grade"]
    assert "Page 1 prints “Inadequate”" in report.doubts[0].why


def test_a_grade_that_is_not_printed_is_left_out_with_a_doubt():
    areas = dict.fromkeys(["leaders", "help-protection", "in-care", "care-leavers"], "Good")
    paper = ilacs("5 to 9 June 2023", areas).heading("What needs to improve?")
    report = read(finish(paper.entry("•", "The timeliness of visits.")))
    assert grades(report.inspections[0])["overall"] is None
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].judgements[4].grade"]


def test_a_report_that_says_there_is_nothing_to_improve_has_no_recommendations():
    areas = dict.fromkeys(AREAS, "Outstanding")
    del areas["care-and-leavers"]
    paper = ilacs("5 to 9 June 2023", areas).heading("What needs to improve?")
    report = read(finish(paper.line("There are no areas for improvement.", gap=2)))
    assert words(report.inspections[0]) == []
    assert [doubt.field for doubt in report.doubts if "recommendations" in doubt.field] == []


def test_a_missing_list_is_doubted():
    areas = dict.fromkeys(
        ["leaders", "help-protection", "in-care", "care-leavers", "overall"], "Good"
    )
    report = read(finish(ilacs("5 to 9 June 2023", areas)))
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].recommendations"]


def single_inspection():
    """A report with a board's review, whose cells lie as in the reports of 2014 to 2018."""
    paper = Paper().page().line("Wirral Metropolitan Borough Council", size=26)
    paper.heading("Inspection of services for children in need of help and")
    paper.line("protection, children looked after and care leavers", size=14, bold=True)
    paper.heading("Review of the effectiveness of the Local Safeguarding Children")
    paper.line("Board", size=14, bold=True)
    paper.line("Inspection date: 4 July 2016–28 July 2016", size=14, gap=2)
    paper.line("Report published: 20 September 2016", size=14, gap=2)
    paper.heading("Children’s services in Wirral require improvement to be").line(
        "good", size=14, bold=True
    )
    paper.row(["1. Children who need help and protection"], ["Inadequate"], grade_x=390)
    paper.row(
        ["2. Children looked after and achieving", "permanence"],
        ["Requires", "improvement"],
        grade_x=390,
    )
    paper.row(["2.1 Adoption performance"], ["Good"], label_x=119, grade_x=390)
    paper.row(["2.2 Experiences and progress of care leavers"], ["Good"], label_x=119, grade_x=390)
    paper.row(["3. Leadership, management and governance"], ["good"], grade_x=390)
    paper.page().line("Contents", size=26)
    contents = [("Executive summary", 3), ("Recommendations", 4), ("Summary for children", 5)]
    contents += [("The Local Safeguarding Children Board (LSCB)", 6), ("Recommendations", 6)]
    for title, number in [*contents, ("Information about this inspection", 7)]:
        paper.line(title, size=14).put(510, paper.y, str(number), size=14)
    prose(paper.page().heading("Executive summary"), "one")
    paper.page().heading("Recommendations")
    paper.entry("1.", "Make plans that are up to date and say what is to", "be done.", hang=28)
    paper.entry("2.", "Watch over:", hang=28).entry("–", "visits;", x=99).entry("–", "help.", x=99)
    prose(paper.page().heading("Summary for children"), "two")
    paper.page().heading("The Local Safeguarding Children Board (LSCB)", size=16)
    paper.heading("The Local Safeguarding Children Board is inadequate")
    prose(paper, "three").heading("Recommendations")
    paper.entry("124.", "Wirral Safeguarding Children Board should meet.", hang=28)
    paper.heading("Inspection findings – the Local Safeguarding Children Board")
    paper.entry("125.", "The board has met.", hang=28)
    prose(paper.page().heading("Information about this inspection", size=16), "four")
    return paper.line("Lead inspector: Ann Other HMI")


def test_a_single_inspection_is_read_with_the_boards_review():
    report = read(single_inspection())
    council, board = report.inspections
    assert report.doubts == ()
    assert report.council.gss_code == "E08000015"
    assert (council.framework, board.framework) == ("sif", "lscb-review")
    assert (council.body.kind, board.body.kind) == ("council", "lscb")
    assert board.body.name == "Wirral Safeguarding Children Board"
    assert (council.fieldwork_start, council.fieldwork_end) == ("2016-07-04", "2016-07-28")
    assert (council.published, council.lead_inspector) == ("2016-09-20", "Ann Other")
    ours = REFERENCE.frameworks["sif"].areas[0].grades
    assert grades(council) == {
        "overall": ours[2].label,
        "help-protection": ours[3].label,
        "cla-permanence": ours[2].label,
        "adoption": ours[1].label,
        "care-leavers": ours[1].label,
        "leadership": ours[1].label,
    }
    assert grades(board) == {"lscb": ours[3].label}
    assert words(council) == [
        "Make plans that are up to date and say what is to be done.",
        "Watch over:\nvisits;\nhelp.",
    ]
    assert [(item.reference, item.page) for item in board.recommendations] == [("124", 6)]


def test_a_report_survives_the_way_through_json():
    report = read(single_inspection())
    assert report_from_dict(report.as_dict()) == report


def test_an_early_joint_inspection_is_read_theme_by_theme():
    paper = Paper().page(number=False).line("13 June 2017")
    paper.line("Ann Other, Chief Constable, Northshire Constabulary").line("Dear local partnership")
    paper.heading("Joint targeted area inspection of the multi-agency response to", size=12)
    paper.line("abuse and neglect in Hounslow", bold=True)
    paper.line("Between 21 March 2017 and 24 March 2017, Ofsted and others undertook a", gap=2)
    prose(paper.line("joint inspection."), "one").heading("Key strengths")
    paper.entry("•", "A thing done well.").heading("Areas for improvement")
    paper.line("Managing risk of harm", bold=True, gap=2)
    paper.entry("•", "Northshire Constabulary does not yet share what it", "knows.")
    paper.line("Response to families", bold=True, gap=2).entry("•", "Plans are late.")
    paper.heading("Case study: area for improvement").line("One case was long.")
    report = read(prose(paper.page(), "two"))
    (inspection,) = report.inspections
    assert report.doubts == ()
    assert (inspection.framework, inspection.kind) == ("jtai", "joint-inspection")
    assert inspection.body.kind == "safeguarding-partnership"
    assert (inspection.fieldwork_start, inspection.fieldwork_end) == ("2017-03-21", "2017-03-24")
    assert inspection.published == "2017-06-13"
    assert words(inspection) == [
        "Northshire Constabulary does not yet share what it knows.",
        "Plans are late.",
    ]
    assert inspection.recommendations[0].bodies == ("Northshire Constabulary",)


def test_a_report_on_looked_after_children_has_timescales_and_its_grades_at_the_end():
    paper = Paper().page(number=False)
    paper.line("Inspection of services for looked after children", size=24)
    paper.line("Wiltshire Council", size=20, gap=2).line("Inspection dates: 8–19 July 2013", gap=2)
    paper.line("Lead inspector: Ann Other HMI").line("Published: 23 August 2013")
    prose(prose(paper, "one").page(), "two").heading("Areas for improvement")
    paper.line("In order to improve, the local authority should take the following action.")
    paper.line("Immediately:", gap=2).entry(
        "•", "Act on the first thing, which is long and goes", "on."
    )
    paper.line("Within three months:", gap=2).entry("•", "Act on the second.").entry(
        "•", "And third."
    )
    prose(paper.heading("About this inspection"), "three").page().heading("Record of main findings")
    for label, grade in (
        ("Overall effectiveness", "Adequate"),
        ("Capacity to improve", "Good"),
        ("Outcomes for looked after children", "Good"),
        ("Quality of provision", "Grade 3 adequate"),
        ("Leadership and management", "Outstanding"),
    ):
        paper.row([label], [grade])
    report = read(paper)
    (inspection,) = report.inspections
    ranked = [grade.label for grade in REFERENCE.frameworks["lac-2013"].areas[0].grades]
    assert report.doubts == ()
    assert [ranked.index(grade) + 1 for grade in grades(inspection).values()] == [3, 2, 2, 3, 1]
    assert [(item.timescale, item.text) for item in inspection.recommendations] == [
        ("Immediately", "Act on the first thing, which is long and goes on."),
        ("Within three months", "Act on the second."),
        ("Within three months", "And third."),
    ]


def area_send(*, ruled):
    paper = Paper().page(number=False)
    paper.line("Area SEND inspection of Trafford Local", size=26, bold=True)
    paper.line("Area Partnership", size=26, bold=True)
    paper.line("Inspection dates: 16 to 20 October 2023", gap=2).heading("Inspection outcome")
    paper.line("There are widespread and/or systemic failings leading to concerns.")
    prose(prose(paper.heading("Information about the area"), "one").page(), "two")
    paper.heading("Areas for priority action").y -= 20
    top = paper.y
    paper.put(62, top, "Responsible body", bold=True)
    paper.put(223, top, "Areas for priority action", bold=True)
    for start in (top - 20, top - 80):
        paper.put(62, start, "Trafford Council").put(62, start - 14, "and NHS East and West ICB")
        paper.put(223, start, "Leaders should act to put right").put(223, start - 14, "one thing.")
        paper.y = start - 14
        paper.rule(below=10)
    paper.heading("Areas for improvement")
    paper.line("Leaders should do one thing. They", x=62, gap=2).line("should do it soon.", x=62)
    if ruled:
        paper.rule()
    paper.line("Leaders should do another.", x=62, gap=1.7)
    if ruled:
        paper.rule()
    return prose(paper.heading("Local area partnership details"), "three", 2)


def test_an_area_report_gives_the_rows_of_its_tables_and_who_is_responsible():
    report = read(area_send(ruled=True))
    (inspection,) = report.inspections
    assert report.doubts == ()
    assert inspection.body.name == "Trafford Local Area Partnership"
    assert [(item.kind, item.text, item.bodies) for item in inspection.recommendations] == [
        (
            "area for priority action",
            "Leaders should act to put right one thing.",
            ("Trafford Council", "NHS East and West ICB"),
        ),
        (
            "area for priority action",
            "Leaders should act to put right one thing.",
            ("Trafford Council", "NHS East and West ICB"),
        ),
        ("area for improvement", "Leaders should do one thing. They should do it soon.", ()),
        ("area for improvement", "Leaders should do another.", ()),
    ]


def test_rows_without_lines_between_them_are_told_apart_with_a_doubt():
    report = read(area_send(ruled=False))
    assert [item.order for item in report.inspections[0].recommendations] == [1, 2, 3, 4]
    assert [doubt.field for doubt in report.doubts] == ["inspections[0].recommendations[3].text"]
