"""What inspectors found, in words: right at none, at one and at many."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from improvement.pages import found
from improvement.pages.found import Asked, asked, due_in_words
from improvement.pages.naming import days_of, in_sentence, name_of
from inspections.history import AreaJudged
from inspections.models import Framework, Inspection, Judgement

TODAY = date(2026, 11, 18)


def judged(*args, **options) -> str:
    """As the page says it."""
    told = found.judged(*args, **options)
    return render_to_string("components/judged.html", {"judged": told}).strip()


def inspection(**fields):
    framework = Framework(
        short_name="Single inspection", kind="inspection", scale_id=1, response_working_days=70
    )
    values = {
        "framework": framework,
        "fieldwork_start": date(2024, 7, 1),
        "published_on": date(2024, 9, 20),
    }
    return Inspection(**(values | fields))


def area(grade=None, rank=None, *, overall=False, no_grade="", scale=1):
    return AreaJudged(
        framework_id=1,
        label="An area",
        is_overall=overall,
        theme=None,
        theme_order=None,
        inspection_id=1,
        grade=grade,
        rank=rank,
        scale_id=scale,
        grades=4,
        no_grade=no_grade,
    )


OVERALL = area("Inadequate", 4, overall=True)
GOOD, BAD = area("Good", 2), area("Inadequate", 4)
UNKNOWN = area(no_grade=Judgement.NoGrade.NOT_KNOWN)


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ([OVERALL], ""),
        ([OVERALL, BAD], " One area was graded: inadequate."),
        ([OVERALL, BAD, BAD], " Both areas had the same grade."),
        ([OVERALL, BAD, BAD, BAD], " All three areas had the same grade."),
        ([OVERALL, GOOD, GOOD], " Both areas had the same grade: good."),
        ([OVERALL, GOOD, BAD, BAD], " Of three areas: inadequate in two and good in one."),
        (
            [OVERALL, GOOD, GOOD, UNKNOWN],
            " Two areas had the same grade: good. One other grade is not known here.",
        ),
    ],
)
def test_grades_are_told_with_their_counts(areas, words):
    told = " ".join(judged(inspection(), areas, gives_overall=True).split())
    when = "Inspected in July 2024, published 20 September 2024"
    assert told == f"{when}: <strong>inadequate</strong> overall.{words}"


def test_grades_of_two_scales_are_not_added_up():
    other = area("Good", 2, scale=2)
    told = judged(inspection(), [GOOD, other], gives_overall=False)
    assert "good in one and good in one" in told


def test_an_overall_grade_is_never_worked_out():
    told = judged(inspection(), [GOOD, GOOD, GOOD], gives_overall=False)
    assert "this kind of inspection gives no overall grade." in told
    assert "strong" not in told
    told = judged(inspection(), [GOOD, GOOD], gives_overall=True)
    assert "the overall grade is not known here." in told


def test_why_there_is_no_overall_grade_is_said():
    reformed = area(no_grade=Judgement.NoGrade.NOT_REPORTED, overall=True)
    told = judged(inspection(), [reformed], gives_overall=True)
    assert "overall grade no longer reported after the framework" in told


def test_a_visit_without_grades_says_so():
    visit = Framework(short_name="Monitoring visit", kind=Framework.Kind.MONITORING_VISIT)
    told = judged(inspection(framework=visit), [], gives_overall=False)
    assert told == "Visited in July 2024, published 20 September 2024. It gave no grades."


def test_days_that_are_not_known_are_left_out():
    told = judged(inspection(fieldwork_start=None), [OVERALL], gives_overall=True)
    assert told.startswith("Published 20 September 2024:")
    undated = inspection(fieldwork_start=None, published_on=None, title="Inspection, March 2011")
    assert judged(undated, [OVERALL], gives_overall=True).startswith("Inspection, March 2011:")


def test_what_a_clerk_typed_is_escaped():
    hostile = inspection(fieldwork_start=None, published_on=None, title="<b>Inspection</b>")
    told = judged(hostile, [area("<i>Good</i>", 1, overall=True)], gives_overall=True)
    assert "<b>" not in told
    assert "<i>" not in told


COUNCIL, BOARD = ("council", "Northbridge"), ("lscb", "Northbridge Children Board")


@pytest.mark.parametrize(
    ("bodies", "words"),
    [
        ([], ""),
        ([(COUNCIL, None, 0)], ""),
        ([(COUNCIL, None, 1)], "One recommendation is on record here."),
        ([(COUNCIL, None, 12)], "12 recommendations are on record here."),
        ([(COUNCIL, 0, 0)], "The report makes no recommendations."),
        ([(COUNCIL, 1, 1)], "The report makes one recommendation to the council."),
        (
            [(COUNCIL, 1, 0)],
            "The report makes one recommendation to the council. "
            "Its text is not yet imported here.",
        ),
        (
            [(COUNCIL, 19, 0), (BOARD, 7, 0)],
            "The report makes 19 recommendations to the council and seven to "
            "Northbridge Children Board. Their text is not yet imported here.",
        ),
        (
            [(COUNCIL, 19, 20), (BOARD, 7, 20)],
            "The report makes 19 recommendations to the council and seven to "
            "Northbridge Children Board. The text of 20 of these 26 is imported here.",
        ),
        (
            [(COUNCIL, 0, 7), (BOARD, 7, 7)],
            "The report makes seven recommendations to Northbridge Children Board.",
        ),
    ],
)
def test_recommendations_are_counted_as_printed_and_as_they_stand_here(bodies, words):
    assert asked([Asked(1, *body, printed, here) for body, printed, here in bodies]) == words


def test_two_inspections_in_one_report_are_counted_together():
    both = [Asked(1, *COUNCIL, 19, 19), Asked(2, *BOARD, 7, 7)]
    assert asked(both).endswith("seven to Northbridge Children Board.")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (None, None, ""),
        (date(2016, 7, 4), None, "from 4 July 2016"),
        (date(2016, 7, 4), date(2016, 7, 4), "4 July 2016"),
        (date(2016, 7, 4), date(2016, 7, 28), "4 to 28 July 2016"),
        (date(2016, 6, 28), date(2016, 7, 4), "28 June to 4 July 2016"),
        (date(2016, 12, 28), date(2017, 1, 4), "28 December 2016 to 4 January 2017"),
    ],
)
def test_days_on_site(start, end, words):
    assert days_of(start, end) == words


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"response_due_printed": date(2026, 12, 1)}, "It is due by 1 December 2026. The report"),
        ({"response_due_printed": TODAY}, "It is due by 18 November 2026."),
        ({"response_due_printed": date(2026, 11, 17)}, "It was due by 17 November 2026."),
        (
            {"published_on": date(2016, 9, 20)},
            "It was due by 29 December 2016. That is 70 working days after the report was "
            "published. The day on which the council received it is not known here.",
        ),
        (
            {"published_on": date(2016, 9, 20), "received_on": date(2016, 9, 20)},
            "It was due by 29 December 2016. That is 70 working days after the council received",
        ),
    ],
)
def test_the_statutory_day_says_what_it_rests_on(fields, words):
    assert due_in_words(inspection(**fields), TODAY).startswith(words)


def test_without_a_statutory_day_nothing_is_said():
    visit = Framework(short_name="Focused visit", kind="focused-visit")
    assert due_in_words(inspection(framework=visit), TODAY) == ""


def test_a_grade_keeps_its_capital_only_where_it_is_a_code():
    assert in_sentence("Requires improvement") == "requires improvement"
    assert in_sentence("C1") == "C1"


def test_a_visit_is_named_with_what_it_looked_at():
    plain = SimpleNamespace(title="", theme="", framework=SimpleNamespace(short_name="Visit"))
    assert name_of(plain) == "Visit"
    plain.theme = "Care leavers"
    assert name_of(plain) == "Visit: care leavers"
    plain.theme = "SEND support"
    assert name_of(plain) == "Visit: SEND support"
