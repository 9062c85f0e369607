"""What inspectors found at one council, fetched once and told newest first."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery

from councils.days import day_of
from councils.models import Council
from improvement.pages.council.judgements import JudgementTable, table_of
from improvement.pages.found import Asked, Judged, asked, judged
from improvement.pages.frame import Concern
from improvement.pages.naming import days_of, month_of, name_of
from improvement.rules import unanswered, with_answers
from improvement.wording import counted, day_words, opened, plural
from inspections.history import AreaJudged, areas_judged, day, grid, tone
from inspections.models import (
    Framework,
    InspectedBody,
    Inspection,
    RecommendationLink,
)

COLUMNS = 6  # inspections side by side; older ones stand in the list
RETURNED = 3  # inspections whose recommendations had been made before


@dataclass(frozen=True, slots=True)
class InspectionEntry:
    """An inspection, visit or review, in the list of all of them."""

    name: str
    address: str
    when: str
    published: str
    follows: str
    follows_address: str
    overall: str
    tone: str
    asked: str
    withdrawn: str


@dataclass(frozen=True)
class Findings:
    """`latest` is the newest inspection that can be compared with others, if there is one."""

    latest: Inspection | None
    judged: Judged | None
    asked: str
    table: JudgementTable
    entries: list[InspectionEntry]
    returned: list[Concern]
    without_plan: list[Concern]
    sources: list[tuple[str, str]]  # what the facts were taken from, and its address


def findings_at(council: Council, *, reader, at) -> Findings:
    """What `reader` may know of the council's inspections at the moment `at`; three queries."""
    everything = list(_visible(reader=reader, council=council, at=at))
    for one in everything:
        one.council = council
    standing = [inspection for inspection in everything if inspection.withdrawn_at is None]
    areas = areas_judged(standing)
    bodies = _bodies(standing)
    compared = grid(standing, areas, most=COLUMNS)
    latest = compared.columns[0].inspection if compared.columns else None
    return Findings(
        latest=latest,
        judged=_judged(latest, areas) if latest else None,
        asked=_asked_together(latest, standing, bodies) if latest else "",
        table=table_of(compared),
        entries=_entries(everything, areas, bodies),
        returned=_made_before(standing),
        without_plan=list(_without_plan(standing, council, day_of(at))),
        sources=list(dict.fromkeys((one.source, one.source_url) for one in standing if one.source)),
    )


def _visible(*, reader, council, at):
    visible = Inspection.objects.visible_to(reader, at=at).filter(council=council)
    links = RecommendationLink.objects.filter(
        later__inspection=OuterRef("pk"),
        later__withdrawn_at=None,
        earlier__inspection__in=visible.standing().values("pk"),
        earlier__withdrawn_at=None,
    )
    counts = links.order_by().values("later__inspection").annotate(n=Count("later", distinct=True))
    return (
        with_answers(visible, day_of(at))
        .annotate(returned=Subquery(counts.values("n")))
        .select_related("framework")
        .only(*_FIELDS)
        .order_by()
    )


_FIELDS = (
    *("council", "slug", "title", "theme", "parent", "fieldwork_start", "fieldwork_end"),
    *("published_on", "received_on", "response_due_printed", "source", "source_url"),
    *("publish_from", "withdrawn_at", "framework__short_name", "framework__kind"),
    "framework__response_working_days",
)


def _bodies(inspections) -> dict[int, list[Asked]]:
    """Who was inspected, and how many recommendations are printed, and stand here."""
    bodies = defaultdict(list)
    for row in _inspected(keys=tuple(one.pk for one in inspections)):
        bodies[row["inspection_id"]].append(
            Asked(
                inspection_id=row["inspection_id"],
                kind=row["body__kind"],
                name=row["body__name"],
                printed=row["recommendations_printed"],
                here=row["here"],
            )
        )
    return bodies


def _inspected(*, keys):
    standing = Q(inspection__recommendations__withdrawn_at=None)
    here = Count("inspection__recommendations", filter=standing)
    inspected = InspectedBody.objects.filter(inspection__in=keys).annotate(here=here)
    return inspected.order_by("pk").values(
        *("inspection_id", "body__kind", "body__name", "recommendations_printed", "here")
    )


def _made_before(inspections) -> list[Concern]:
    """Those whose recommendations return from another of them, the newest first.

    Both inspections have passed the gate, so what they say may be counted.
    """
    found = [one for one in inspections if one.returned]
    newest_first = sorted(found, key=lambda one: (day(one), one.pk), reverse=True)
    return [_returned(one, one.returned) for one in newest_first[:RETURNED]]


def _judged(latest, areas) -> Judged:
    return judged(
        latest,
        [area for area in areas if area.inspection_id == latest.pk],
        gives_overall=any(a.is_overall for a in areas if a.framework_id == latest.framework_id),
    )


def _asked_together(latest, inspections, bodies) -> str:
    """By the inspection and by the reviews that were published with it, in one report."""
    together = [latest] + [
        one
        for one in inspections
        if one.parent_id == latest.pk
        and one.framework.kind == Framework.Kind.REVIEW
        and one.published_on == latest.published_on
    ]
    return asked([body for one in together for body in bodies[one.pk]])


def _entries(inspections, areas: Sequence[AreaJudged], bodies) -> list[InspectionEntry]:
    overall = {area.inspection_id: area for area in areas if area.is_overall and area.grade}
    by_pk = {inspection.pk: inspection for inspection in inspections}
    newest_first = sorted(inspections, key=lambda one: (day(one), one.pk), reverse=True)
    return [
        _entry(one, by_pk.get(one.parent_id), overall.get(one.pk), bodies[one.pk])
        for one in newest_first
    ]


def _entry(one, parent, overall, bodies) -> InspectionEntry:
    return InspectionEntry(
        name=name_of(one),
        address=one.get_absolute_url(),
        when=days_of(one.fieldwork_start, one.fieldwork_end),
        published=day_words(one.published_on) if one.published_on else "",
        follows=f"{name_of(parent)}, {month_of(parent)}" if parent else "",
        follows_address=parent.get_absolute_url() if parent else "",
        overall=overall.grade if overall else "",
        tone=tone(overall.rank, overall.grades) if overall else "",
        asked=asked(bodies),
        withdrawn=day_words(one.withdrawn_at) if one.withdrawn_at else "",
    )


def _without_plan(inspections, council, on) -> Iterator[Concern]:
    """Those that no plan here answers after their date, the newest first."""
    for one in sorted(inspections, key=lambda one: (day(one), one.pk), reverse=True):
        if found := unanswered(one, on):
            yield Concern(
                code="unanswered",
                tag="No plan answers it",
                says=f"{name_of(one)}, {month_of(one)}. {found.in_words(council.name, on)}",
                link="See the inspection",
                address=one.get_absolute_url(),
            )


def _returned(inspection, count) -> Concern:
    made = opened(counted(count, "recommendation"))
    return Concern(
        code="repeated",
        tag="Asked before",
        says=f"{made} of {month_of(inspection) or name_of(inspection)} had been made before.",
        link=plural(count, "See it", "See them"),
        address=f"{inspection.get_absolute_url()}#recommendations",
    )
