"""What inspectors found, in words that can be read out: right at none, at one and at many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from councils.models import Body
from improvement.pages.naming import in_sentence, name_of
from improvement.rules import due
from improvement.wording import (
    counted,
    day_words,
    listed,
    month_words,
    number,
    opened,
    plural,
)
from inspections.history import AreaJudged
from inspections.models import Framework, Inspection, Judgement


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence on the whole and one on the areas (components/judged.html).

    `opening` says when it was; then comes the overall `grade` as printed, or the words `instead`.
    """

    opening: str
    grade: str = ""
    instead: str = ""
    areas: str = ""


def judged(inspection: Inspection, areas: Iterable[AreaJudged], *, gives_overall: bool) -> Judged:
    """When it was, the overall grade as printed if there is one, and how the areas were graded.

    `areas` are this inspection's own; `gives_overall`: its framework has an overall judgement.
    """
    areas = list(areas)
    overall = next((area for area in areas if area.is_overall), None)
    graded = [area for area in areas if area.grade and not area.is_overall]
    opening = _opening(inspection)
    if not areas and not gives_overall:
        told = (
            "No grades are on record here" if inspection.framework.scale_id else "It gave no grades"
        )
        return Judged(opening, instead=f". {told}.")
    by_area = ""
    if graded:
        unknown = sum(area.no_grade == Judgement.NoGrade.NOT_KNOWN for area in areas)
        by_area = _by_area(graded, overall, unknown)
    if overall and overall.grade:
        return Judged(opening, grade=in_sentence(overall.grade), areas=by_area)
    return Judged(opening, instead=f": {_no_overall(overall, gives_overall)}.", areas=by_area)


_VERBS = {
    Framework.Kind.FOCUSED_VISIT: "Visited",
    Framework.Kind.MONITORING_VISIT: "Visited",
    Framework.Kind.REVIEW: "Reviewed",
}


def _opening(inspection) -> str:
    published = inspection.published_on and day_words(inspection.published_on)
    if inspection.fieldwork_start:
        verb = _VERBS.get(inspection.framework.kind, "Inspected")
        inspected = f"{verb} in {month_words(inspection.fieldwork_start)}"
        return f"{inspected}, published {published}" if published else inspected
    return f"Published {published}" if published else name_of(inspection)


def _no_overall(overall, gives_overall) -> str:
    if not gives_overall:
        return "this kind of inspection gives no overall grade"
    if overall and overall.no_grade != Judgement.NoGrade.NOT_KNOWN:
        return f"overall grade {Judgement.NoGrade(overall.no_grade).label}"
    return "the overall grade is not known here"


def _by_area(graded, overall, unknown) -> str:
    """Inadequate in three areas, good in two: the worst first, each grade of each scale apart."""
    by_grade: dict[tuple, int] = {}
    for area in sorted(graded, key=lambda area: (-area.rank, area.grade)):
        key = (area.scale_id, area.grade)
        by_grade[key] = by_grade.get(key, 0) + 1
    (_, worst), *others = by_grade
    areas = counted(len(graded), "area")
    if len(graded) == 1:
        told = f"One area was graded: {in_sentence(worst)}."
    elif others:
        parts = [f"{in_sentence(grade)} in {number(n)}" for (_, grade), n in by_grade.items()]
        told = f"Of {areas}: {listed(parts)}."
    else:
        who = opened(areas) if unknown else "Both areas" if len(graded) == 2 else f"All {areas}"
        grade = "" if overall and overall.grade == worst else f": {in_sentence(worst)}"
        told = f"{who} had the same grade{grade}."
    if not unknown:
        return told
    return (
        f"{told} {opened(counted(unknown, 'other grade is', 'other grades are'))} not known here."
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A body that was inspected, and how many recommendations the report makes to it.

    `here` counts those of the whole inspection whose text is on record.
    """

    inspection_id: int
    kind: str
    name: str
    printed: int | None
    here: int = 0

    @property
    def who(self) -> str:
        return "the council" if self.kind == Body.Kind.COUNCIL else self.name


def asked(bodies: Sequence[Asked]) -> str:
    """How many recommendations to whom, as printed, and how much of their text is here.

    Empty where nothing is known of either.
    """
    imported = sum({body.inspection_id: body.here for body in bodies}.values())
    printed = [body for body in bodies if body.printed is not None]
    if len(printed) < len(bodies) or not printed:
        on_record = opened(counted(imported, "recommendation is", "recommendations are"))
        return f"{on_record} on record here." if imported else ""
    total = sum(body.printed for body in printed)
    if not total:
        return "The report makes no recommendations."
    first, *others = [body for body in printed if body.printed]
    to_whom = [
        f"{counted(first.printed, 'recommendation')} to {first.who}",
        *(f"{number(body.printed)} to {body.who}" for body in others),
    ]
    return f"The report makes {listed(to_whom)}.{_text_here(total, imported)}"


def _text_here(total, imported) -> str:
    if not imported:
        return f" {plural(total, 'Its', 'Their')} text is not yet imported here."
    if imported < total:
        return f" The text of {number(imported)} of these {total} is imported here."
    return ""


def due_in_words(inspection: Inspection, on: date) -> str:
    """The day, whether it has passed by the London day `on`, and what it rests on; may be empty."""
    response = due(inspection)
    if response is None:
        return ""
    verb = "It was due by" if response.day < on else "It is due by"
    days = inspection.framework.response_working_days
    rests_on = {
        "printed": "The report itself prints this date.",
        "received": f"That is {days} working days after the council received the report.",
        "published": f"That is {days} working days after the report was published. "
        "The day on which the council received it is not known here.",
    }[response.rests_on]
    return f"{verb} {day_words(response.day)}. {rests_on}"
