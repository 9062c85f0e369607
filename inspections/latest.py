"""The latest overall judgement of each council: as printed, never worked out from other grades."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from councils.publication import not_withdrawn
from inspections.history import tone
from inspections.models import Grade, Inspection, Judgement, JudgementArea
from inspections.models.inspections import dated_on
from inspections.past import Day


@dataclass(frozen=True, slots=True)
class Overall:
    """An overall grade, where it stands in its scale, and the inspection that gave it.

    `published_on` is None where that day is not known; `dated_on` then is of its fieldwork.
    """

    grade: str
    rank: int
    grades: int
    scale: str
    published_on: date | None
    dated_on: date | None
    inspection: str  # its slug

    @property
    def tone(self) -> str:
        return tone(self.rank, self.grades)


@dataclass(frozen=True, slots=True)
class Since:
    """A later inspection under rules that give no overall grade."""

    published_on: date | None
    dated_on: date | None
    inspection: str  # its slug


@dataclass(frozen=True)
class Latest:
    """By council id: the latest overall judgement, and the latest inspection without one."""

    overall: dict[int, Overall]
    since: dict[int, Since]


def latest(reader, day: Day) -> Latest:
    """What `reader` may know of that day; four queries.

    An overall judgement of a council's services is one of a theme that only overall judgements
    have: one of a partnership, or of a part of the services, does not stand for the whole.
    """
    areas = JudgementArea.objects.filter(theme__isnull=False).order_by()
    areas = list(areas.values_list("pk", "framework_id", "theme_id", "is_overall"))
    of_parts = {theme for _, _, theme, is_overall in areas if not is_overall}
    whole = [pk for pk, _, theme, is_overall in areas if is_overall and theme not in of_parts]
    giving = {framework for _, framework, _, is_overall in areas if is_overall}
    others = {framework for _, framework, _, _ in areas} - giving
    return Latest(_overall(reader, day, whole), _without(reader, day, others))


def _overall(reader, day, areas) -> dict[int, Overall]:
    grades = _grades()
    found = (
        Judgement.objects.visible_to(reader, at=day.moment)
        .current(day.day if day.seen else None)
        .filter(day.published("inspection__"), not_withdrawn(day.withdrawn_by, "inspection__"))
        .filter(area__in=areas, grade__isnull=False)
        .annotate(dated_on=dated_on("inspection__"))
        .order_by(F("dated_on").asc(nulls_first=True), "inspection_id")
        .values("grade_id", "dated_on", *_OF_INSPECTION)
    )
    return {
        row["inspection__council_id"]: Overall(
            **grades[row["grade_id"]],
            published_on=row["inspection__published_on"],
            dated_on=row["dated_on"],
            inspection=row["inspection__slug"],
        )
        for row in found  # the newest comes last
    }


_OF_INSPECTION = ("inspection__council_id", "inspection__published_on", "inspection__slug")


def _grades() -> dict[int, dict]:
    """Of each grade what `Overall` says of it."""
    rows = list(Grade.objects.order_by().select_related("scale"))
    size = Counter(grade.scale_id for grade in rows)
    return {
        grade.pk: {
            "grade": grade.label,
            "rank": grade.rank,
            "grades": size[grade.scale_id],
            "scale": grade.scale.name,
        }
        for grade in rows
    }


def _without(reader, day, frameworks) -> dict[int, Since]:
    """The latest inspections under frameworks that judge themes but not the whole."""
    found = (
        Inspection.objects.visible_to(reader, at=day.moment)
        .standing(day.withdrawn_by)
        .filter(day.published(), framework__in=frameworks)
        .newest_first()
        .only("council", "published_on", "fieldwork_start", "fieldwork_end", "slug")
    )
    return {
        one.council_id: Since(one.published_on, one.dated_on, one.slug) for one in reversed(found)
    }
