"""One inspection: its judgements as printed, their corrections, and the inspections around it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from improvement.pages.naming import days_of, name_of
from improvement.wording import day_words
from inspections.history import AreaJudged, tone
from inspections.models import Grade, Inspection, Judgement


@dataclass(frozen=True, slots=True)
class Before:
    """What a judgement was before it was corrected, and until when."""

    words: str
    until: str


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """One judgement in force. `printed`: the report's own wording of it, where it differs."""

    area: str
    words: str
    tone: str
    printed: str
    page: int | None
    before: tuple[Before, ...]
    why_corrected: str


def judgements_of(inspection: Inspection) -> tuple[list[JudgementLine], list[AreaJudged]]:
    """In the framework's order; the second list holds those in force as rows. One query.

    The inspection has passed the gate, and its judgements are as public as it is.
    """
    by_pk = {row.pk: row for row in _judgements(inspection=inspection.pk)}
    in_force = [row for row in by_pk.values() if row.superseded_on is None]
    return (
        [_line(row, list(_corrected(row, by_pk))) for row in in_force],
        [_as_area(row) for row in in_force],
    )


def _judgements(*, inspection):
    size = Grade.objects.filter(scale=OuterRef("grade__scale")).order_by().values("scale")
    return (
        Judgement.objects.filter(inspection=inspection)
        .select_related("area", "grade")
        .annotate(grades=Subquery(size.annotate(count=Count("pk")).values("count")))
        .order_by("area__order", "area__pk", "pk")
    )


def _corrected(row, by_pk) -> Iterable[Judgement]:
    """What it corrects, and what that had corrected: the latest first."""
    while row.corrects_id in by_pk:
        row = by_pk[row.corrects_id]
        yield row


def _line(row, earlier) -> JudgementLine:
    printed = row.printed_grade if row.printed_grade.casefold() != _words(row).casefold() else ""
    return JudgementLine(
        area=f"{row.area.number} {row.area.label}".strip(),
        words=_words(row),
        tone=tone(row.grade and row.grade.rank, row.grades),
        printed=printed,
        page=row.page,
        before=tuple(
            Before(_words(one), day_words(one.superseded_on) if one.superseded_on else "")
            for one in earlier
        ),
        why_corrected=row.correction_note,
    )


def _words(row) -> str:
    return row.grade.label if row.grade else row.get_no_grade_display()


def _as_area(row) -> AreaJudged:
    grade = row.grade
    return AreaJudged(
        framework_id=row.area.framework_id,
        label=row.area.label,
        is_overall=row.area.is_overall,
        theme=None,
        theme_order=None,
        inspection_id=row.inspection_id,
        grade=grade and grade.label,
        rank=grade and grade.rank,
        scale_id=grade and grade.scale_id,
        grades=row.grades,
        no_grade=row.no_grade,
    )


@dataclass(frozen=True, slots=True)
class Relative:
    """The inspection that this one follows, or one that followed it."""

    name: str
    when: str
    address: str


def relatives_of(inspection: Inspection, *, reader, at) -> tuple[list[Relative], list[Relative]]:
    """What it follows, and what followed it, as `reader` may know it; one query."""
    asked = {"inspection": inspection.pk, "parent": inspection.parent_id or 0, "at": at}
    follows, followed = [], []
    for one in _family(reader=reader, **asked):
        (follows if one.pk == inspection.parent_id else followed).append(_relative(one))
    return follows, followed


def _family(*, reader, inspection, parent, at):
    return (
        Inspection.objects.visible_to(reader, at=at)
        .standing()
        .filter(Q(parent=inspection) | Q(pk=parent))
        .select_related("framework", "council")
        .only(
            *("title", "slug", "theme", "parent", "fieldwork_start", "fieldwork_end"),
            *("published_on", "framework__short_name", "council__slug"),
        )
    )


def _relative(one) -> Relative:
    when = days_of(one.fieldwork_start, one.fieldwork_end)
    published = f"published {day_words(one.published_on)}" if one.published_on else ""
    return Relative(name_of(one), when or published, one.get_absolute_url())
