"""The latest overall judgement of each council: as printed, never worked out from other grades."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Subquery

from inspections.history import tone
from inspections.models import Framework, Grade, Inspection, Judgement, Theme


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


def latest_overall(reader, at) -> dict[int, Overall]:
    """By council id: what `reader` may know at the moment `at`; one query.

    An overall judgement of a council's services is one of a theme that only overall judgements
    have: one of a partnership, or of a part of the services, does not stand for the whole.
    """
    whole = Theme.objects.filter(areas__is_overall=True).exclude(areas__is_overall=False)
    size = Grade.objects.filter(scale=OuterRef("grade__scale")).order_by().values("scale")
    found = (
        Judgement.objects.visible_to(reader, at=at)
        .current()
        .filter(
            area__is_overall=True,
            area__theme__in=whole,
            grade__isnull=False,
            inspection__withdrawn_at__isnull=True,
        )
        .order_by(F("inspection__published_on").desc(nulls_last=True), "-inspection_id")
        .values_list(
            *("inspection__council_id", "grade__label", "grade__rank"),
            Subquery(size.annotate(size=Count("pk")).values("size")),
            *("grade__scale__name", "inspection__published_on", "inspection__slug"),
        )
    )
    latest: dict[int, Overall] = {}
    for row in found:
        latest.setdefault(row[0], Overall(*row))
    return latest


def latest_without_overall(reader, at) -> dict[int, Since]:
    """By council id: the latest inspection whose framework judges themes but not the whole."""
    frameworks = Framework.objects.filter(areas__theme__isnull=False).exclude(
        areas__is_overall=True
    )
    found = (
        Inspection.objects.visible_to(reader, at=at)
        .standing()
        .filter(framework__in=frameworks.values("pk"))
        .order_by(F("published_on").desc(nulls_last=True), "-pk")
        .values_list("council_id", "published_on", "slug")
    )
    latest: dict[int, Since] = {}
    for council_id, *row in found:
        latest.setdefault(council_id, Since(*row))
    return latest
