"""Judgements over time: inspections side by side, compared only where they can be.

Two inspections under one framework can be compared, area by area. Under different frameworks the
same word may mean something else: then the grid says that the framework changed, and no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, FilteredRelation, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from inspections.models import Grade, Inspection, Judgement, JudgementArea


@dataclass(frozen=True, slots=True)
class AreaJudged:
    """An area that a framework judges, and what one inspection found of it.

    `inspection_id` is None where none of the inspections asked about has a judgement of it.
    """

    framework_id: int
    label: str
    is_overall: bool
    theme: str | None
    theme_order: int | None
    inspection_id: int | None
    grade: str | None
    rank: int | None
    scale_id: int | None
    grades: int | None  # how many the scale has
    no_grade: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands in a cell. `compared`: "better", "same" or "worse" than the time before.

    `area` names the area where the framework has several of one theme.
    """

    words: str
    tone: str
    compared: str = ""
    area: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One inspection. `changed`: the one before it followed another framework."""

    inspection: Inspection
    changed: bool
    followed_by: tuple[Inspection, ...]  # visits and reviews until the next one, newest first


@dataclass(frozen=True, slots=True)
class Row:
    """A theme that areas of several frameworks have in common, and a cell for each column."""

    theme: str
    cells: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns from the newest inspection to the oldest, rows in the themes' order."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def tone(rank: int | None, grades: int | None) -> str:
    """Where a grade stands in its own scale, from "best" to "worst"; "none" without a grade."""
    if not rank or not grades:
        return "none"
    if rank == 1:
        return "best"
    if rank >= grades:
        return "worst"
    place = (rank - 1) / (grades - 1)
    return "good" if place < 0.5 else "middle" if place == 0.5 else "poor"


def areas_judged(inspections: Sequence[Inspection]) -> list[AreaJudged]:
    """Every area of these inspections' frameworks, with its judgements in force; one query.

    The inspections have passed the gate already.
    """
    in_force = FilteredRelation(
        "judgements",
        condition=Q(
            judgements__inspection__in=[inspection.pk for inspection in inspections],
            judgements__superseded_on__isnull=True,
        ),
    )
    size = (
        Grade.objects.filter(scale=OuterRef("scale"))
        .order_by()
        .values("scale")
        .annotate(size=Count("pk"))
        .values("size")
    )
    # An area of another framework stands here only to say that this one does not judge it.
    told = Judgement.objects.current().filter(
        inspection__in=[inspection.pk for inspection in inspections], grade__isnull=True
    )
    areas = JudgementArea.objects.filter(
        Q(framework__in={inspection.framework_id for inspection in inspections})
        | Q(pk__in=told.values("area"))
    ).annotate(
        judged=in_force,
        scale=Coalesce("own_scale", "framework__scale"),
        size=Subquery(size),
    )
    values = areas.order_by("framework", "order", "pk").values(*_OF_AREA.values())
    return [AreaJudged(**{name: row[path] for name, path in _OF_AREA.items()}) for row in values]


# What is known of an area, and whence it is read.
_OF_AREA = {
    "framework_id": "framework_id",
    "label": "label",
    "is_overall": "is_overall",
    "theme": "theme__label",
    "theme_order": "theme__order",
    "inspection_id": "judged__inspection_id",
    "grade": "judged__grade__label",
    "rank": "judged__grade__rank",
    "scale_id": "scale",
    "grades": "size",
    "no_grade": "judged__no_grade",
}


def day(inspection: Inspection) -> date:
    """The day that places an inspection in time; for what has none, before all others."""
    return inspection.dated_on or date.min


def grid(inspections: Sequence[Inspection], areas: Iterable[AreaJudged], *, most: int) -> Grid:
    """The newest `most` of the inspections that judged a theme; the others as what followed them.

    `inspections` stand in any order and were not withdrawn; `areas` are `areas_judged` of them.
    """
    themed = [area for area in areas if area.theme is not None]
    comparable = {area.inspection_id for area in themed}
    newest_first = sorted(inspections, key=lambda one: (day(one), one.pk), reverse=True)
    compared = [one for one in newest_first if one.pk in comparable]
    others = [one for one in newest_first if one.pk not in comparable]
    # Each with the one before it, which may itself be too old to be shown.
    pairs = list(zip(compared, [*compared[1:], None], strict=False))[:most]
    frameworks = {one.framework_id for one, _ in pairs}
    shown = {one.pk for one, _ in pairs}
    themed = [
        area for area in themed if area.framework_id in frameworks or area.inspection_id in shown
    ]
    themes = dict.fromkeys(
        area.theme for area in sorted(themed, key=lambda area: (area.theme_order, area.theme))
    )
    return Grid(
        columns=_columns(pairs, others),
        rows=tuple(
            Row(
                theme,
                tuple(_cell(*pair, [a for a in themed if a.theme == theme]) for pair in pairs),
            )
            for theme in themes
        ),
    )


def _columns(pairs, others) -> tuple[Column, ...]:
    columns, until = [], date.max
    for one, earlier in pairs:
        columns.append(
            Column(
                inspection=one,
                changed=earlier is not None and earlier.framework_id != one.framework_id,
                followed_by=tuple(other for other in others if day(one) <= day(other) < until),
            )
        )
        until = day(one)
    return tuple(columns)


def _cell(inspection, earlier, areas) -> tuple[Mark, ...]:
    """What `inspection` found of the areas of one theme, beside what `earlier` had found."""
    own = [area for area in areas if area.framework_id == inspection.framework_id]
    labels = list(dict.fromkeys(area.label for area in own))
    marks = []
    for label in labels:
        found = {area.inspection_id: area for area in own if area.label == label}
        before = found.get(earlier.pk) if earlier else None
        marks.append(_mark(found.get(inspection.pk), before, label if len(labels) > 1 else ""))
    if marks:
        return tuple(marks)
    told = (area.no_grade for area in areas if area.inspection_id == inspection.pk)
    why = next(filter(None, told), Judgement.NoGrade.NOT_JUDGED)
    return (Mark(Judgement.NoGrade(why).label, "none"),)


def _mark(area, before, named) -> Mark:
    if area is None:
        return Mark(Judgement.NoGrade.NOT_KNOWN.label, "none", area=named)
    if area.grade is None:
        return Mark(Judgement.NoGrade(area.no_grade).label, "none", area=named)
    return Mark(area.grade, tone(area.rank, area.grades), _compared(area, before), named)


def _compared(area, before) -> str:
    """Only within one area of one framework, which has one scale."""
    if before is None or before.rank is None:
        return ""
    if area.rank == before.rank:
        return "same"
    return "better" if area.rank < before.rank else "worse"
