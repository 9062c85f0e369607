"""The latest overall judgement of each council: as printed, never worked out from other grades."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from councils.publication import not_withdrawn
from inspections.history import tone
from inspections.models import Grade, Inspection, Judgement, JudgementArea
from inspections.past import Day


@dataclass(frozen=True, slots=True)
class Overall:
    """An overall grade, where it stands in its scale, and the inspection that gave it."""

    council_id: int
    grade: str
    rank: int
    grades: int
    scale: str
    published_on: date | None
    inspection: str  # its slug

    @property
    def tone(self) -> str:
        return tone(self.rank, self.grades)


@dataclass(frozen=True, slots=True)
class Since:
    """A later inspection under rules that give no overall grade."""

    published_on: date | None
    inspection: str


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
        .order_by("-inspection__published_on", "-inspection_id")
        .values_list(
            *("inspection__council_id", "grade_id"),
            *("inspection__published_on", "inspection__slug"),
        )
    )
    newest: dict[int, Overall] = {}
    for council, grade, published_on, slug in found:
        # Where a day is not known, NULL comes first on one database and last on another.
        known = newest.get(council)
        if known is None or (published_on and not known.published_on):
            newest[council] = Overall(council, *grades[grade], published_on, slug)
    return newest


def _grades() -> dict[int, tuple[str, int, int, str]]:
    """Each grade: its label and rank, how many its scale has, and the scale's name."""
    rows = list(
        Grade.objects.order_by().values_list("pk", "label", "rank", "scale_id", "scale__name")
    )
    size = Counter(scale for _, _, _, scale, _ in rows)
    return {pk: (label, rank, size[scale], name) for pk, label, rank, scale, name in rows}


def _without(reader, day, frameworks) -> dict[int, Since]:
    """The latest inspections under frameworks that judge themes but not the whole."""
    found = (
        Inspection.objects.visible_to(reader, at=day.moment)
        .standing(day.withdrawn_by)
        .filter(day.published(), framework__in=frameworks, published_on__isnull=False)
        .order_by("published_on", "pk")
        .values_list("council_id", "published_on", "slug")
    )
    return {council: Since(*row) for council, *row in found}
