"""Judgements side by side: compared within one framework, and not across frameworks."""

from datetime import date

import pytest

from inspections.history import areas_judged, grid, tone
from inspections.models import GradeScale, Judgement, Theme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme():
    return Theme.objects.create(key="in-care", label="Children in care", order=2)


@pytest.fixture
def framework():
    return factories.FrameworkFactory(short_name="The rules of 2018")


@pytest.fixture
def area(framework, theme):
    return factories.JudgementAreaFactory(framework=framework, theme=theme, label="In care")


@pytest.fixture
def inspected(council):
    """`inspected(framework, year, area=…, rank=…)`: an inspection of June that year."""

    def make(framework, year, area=None, rank=None, no_grade="", **fields):
        inspection = factories.InspectionFactory(
            council=council,
            framework=framework,
            fieldwork_start=date(year, 6, 1),
            fieldwork_end=date(year, 6, 12),
            published_on=date(year, 8, 1),
            **fields,
        )
        if area:
            grade = area.framework.scale.grades.get(rank=rank) if rank else None
            Judgement.objects.create(
                inspection=inspection, area=area, grade=grade, no_grade=no_grade
            )
        return inspection

    return make


def shown(*inspections, most=6):
    return grid(inspections, areas_judged(inspections), most=most)


def marks(found):
    """By theme: (words, compared) of each cell's marks, newest first."""
    return {
        row.theme: [[(mark.words, mark.compared) for mark in cell] for cell in row.cells]
        for row in found.rows
    }


def test_under_one_framework_a_grade_is_compared_with_the_time_before(framework, area, inspected):
    first = inspected(framework, 2018, area, rank=3)
    second = inspected(framework, 2020, area, rank=2)
    third = inspected(framework, 2022, area, rank=2)
    fourth = inspected(framework, 2024, area, rank=4)
    found = shown(second, fourth, first, third)
    assert [column.inspection for column in found.columns] == [fourth, third, second, first]
    assert not any(column.changed for column in found.columns)
    assert marks(found) == {
        "Children in care": [
            [("Failing", "worse")],
            [("Fine", "same")],
            [("Fine", "better")],
            [("Wanting", "")],
        ]
    }


def test_across_frameworks_nothing_is_compared_and_the_change_is_said(
    framework, area, theme, inspected
):
    other = factories.FrameworkFactory(scale=framework.scale)
    same_theme = factories.JudgementAreaFactory(framework=other, theme=theme, label="Care")
    newer = inspected(other, 2024, same_theme, rank=1)
    older = inspected(framework, 2018, area, rank=4)
    found = shown(newer, older)
    assert [column.changed for column in found.columns] == [True, False]
    assert marks(found) == {"Children in care": [[("Best", "")], [("Failing", "")]]}


def test_a_theme_that_a_framework_does_not_judge_says_so(framework, area, inspected):
    leavers = Theme.objects.create(key="leavers", label="Care leavers", order=3)
    other = factories.FrameworkFactory()
    apart = factories.JudgementAreaFactory(framework=other, theme=leavers)
    found = shown(inspected(other, 2024, apart, rank=1), inspected(framework, 2018, area, rank=1))
    not_judged = [("not judged under this framework", "")]
    assert marks(found) == {
        "Children in care": [not_judged, [("Best", "")]],
        "Care leavers": [[("Best", "")], not_judged],
    }


def test_each_kind_of_missing_grade_is_told_apart(framework, area, inspected):
    unknown = inspected(framework, 2018, area, no_grade=Judgement.NoGrade.NOT_KNOWN)
    unreported = inspected(framework, 2020, area, no_grade=Judgement.NoGrade.NOT_REPORTED)
    found = shown(unknown, unreported)
    cells = marks(found)["Children in care"]
    assert [cell[0][0] for cell in cells] == [
        "no longer reported after the framework's reform",
        "not known",
    ]
    assert {mark.tone for row in found.rows for cell in row.cells for mark in cell} == {"none"}


def test_an_area_without_a_judgement_on_record_is_not_known(framework, area, theme, inspected):
    second = factories.JudgementAreaFactory(framework=framework, label="Adoption", theme=theme)
    found = shown(inspected(framework, 2020, area, rank=1))
    (cell,) = found.rows[0].cells
    assert [(mark.area, mark.words) for mark in cell] == [
        (area.label, "Best"),
        (second.label, "not known"),
    ]


def test_a_corrected_judgement_is_shown_as_corrected(framework, area, inspected):
    inspection = inspected(framework, 2020, area, rank=4)
    old = inspection.judgements.get()
    Judgement.objects.filter(pk=old.pk).update(superseded_on=date(2020, 9, 1))
    Judgement.objects.create(
        inspection=inspection,
        area=area,
        grade=framework.scale.grades.get(rank=2),
        corrects=old,
        correction_note="The inspectorate reissued the report.",
    )
    assert marks(shown(inspection)) == {"Children in care": [[("Fine", "")]]}


def test_visits_stand_after_the_inspection_that_they_came_after(framework, area, inspected):
    visits = factories.FrameworkFactory(scale=None, kind="monitoring-visit")
    older, newer = (
        inspected(framework, 2018, area, rank=4),
        inspected(framework, 2022, area, rank=2),
    )
    between, after = inspected(visits, 2019), inspected(visits, 2023)
    before_all = inspected(visits, 2016)
    found = shown(between, older, after, newer, before_all)
    assert [column.followed_by for column in found.columns] == [(after,), (between,)]


def test_the_oldest_one_shown_is_still_compared_with_the_one_before_it(framework, area, inspected):
    inspections = [
        inspected(framework, year, area, rank=rank)
        for year, rank in [(2018, 4), (2020, 3), (2022, 2)]
    ]
    assert marks(shown(*inspections, most=2)) == {
        "Children in care": [[("Fine", "better")], [("Wanting", "better")]]
    }


def test_without_inspections_there_is_nothing_to_show():
    assert shown() == grid([], [], most=6)
    assert shown().columns == ()


@pytest.mark.parametrize(
    ("size", "tones"),
    [
        (2, ["best", "worst"]),
        (3, ["best", "middle", "worst"]),
        (4, ["best", "good", "poor", "worst"]),
        (5, ["best", "good", "middle", "poor", "worst"]),
    ],
)
def test_a_tone_follows_the_place_in_the_scale_and_no_name(size, tones):
    scale = factories.GradeScaleFactory(labels=[f"Grade {n}" for n in range(size)])
    assert GradeScale.objects.get(pk=scale.pk).grades.count() == size
    assert [tone(rank, size) for rank in range(1, size + 1)] == tones


def test_no_grade_has_no_tone():
    assert tone(None, 4) == tone(None, None) == "none"
