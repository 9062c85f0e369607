"""Which recommendations a plan was given, which of its actions answer them, and which do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.text import Truncator

from improvement.lookback import Links
from improvement.models import Action, Plan, Status
from improvement.pages.found import month_of, name_of
from improvement.rows import ActionRow
from improvement.wording import opened
from inspections.models import Inspection, Recommendation, RecommendationLink

# What the two are named and found by. Joins for the models' own orders are not asked for either.
_OF_RECOMMENDATION = ("inspection_id", "reference", "council_reference", "kind", "text")
_OF_INSPECTION = (
    *("title", "theme", "slug", "published_on", "fieldwork_start"),
    *("council__name", "council__slug", "framework__short_name"),
)


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation as a plan refers to it: its name, its words, its place in the report."""

    pk: int
    number: str  # the report's own; else the council's; else none
    name: str
    text: str
    source: str
    address: str
    asked_of_plan: bool  # by an inspection that the plan says it answers
    made_before: bool  # an earlier inspection had asked for the same

    @property
    def shortened(self) -> str:
        return _beginning(self.text)


@dataclass(frozen=True)
class Answers:
    """What a plan was asked, in the reports' order, and what answers it."""

    inspections: tuple[Inspection, ...]  # those that the plan says it answers
    recommendations: tuple[RecommendationRow, ...]
    by_action: dict[int, tuple[RecommendationRow, ...]]
    gaps: tuple[RecommendationRow, ...]
    before: tuple[RecommendationRow, ...]  # those that an earlier inspection had made too


def answers(
    plan: Plan, rows: Sequence[ActionRow], *, reader, at, links: Links | None = None
) -> Answers:
    """What `reader` may know at the moment `at`; three queries. `rows` are the plan's actions.

    `links`: of a past day, how what they answered differed from today (`lookback.as_promised`).
    """
    links = _links(plan, rows, links or {})
    inspections = _inspections(plan, {inspection for _, _, inspection in links}, reader, at)
    linked = {recommendation for _, recommendation, _ in links}
    recommendations = _recommendations(inspections, linked, reader, at)
    by_pk = {one.pk: one for one in recommendations}
    by_action = defaultdict(tuple)
    for action_id, recommendation_id, _ in links:
        if recommendation_id in by_pk:
            by_action[action_id] += (by_pk[recommendation_id],)
    return Answers(
        inspections=tuple(one for one in inspections.values() if one.asked_of_plan),
        recommendations=tuple(recommendations),
        by_action=dict(by_action),
        gaps=tuple(unanswered(recommendations, rows, by_action)),
        before=tuple(one for one in recommendations if one.made_before),
    )


def unanswered(
    recommendations: Iterable[RecommendationRow],
    rows: Iterable[ActionRow],
    by_action: dict[int, tuple[RecommendationRow, ...]],
) -> list[RecommendationRow]:
    """Those asked of the plan that no action answers, or only actions that were withdrawn.

    An action that was merged or replaced still answers, through the one that it went into.
    """
    answered = {
        recommendation.pk
        for row in rows
        if row.status != Status.WITHDRAWN
        for recommendation in by_action.get(row.pk, ())
    }
    return [one for one in recommendations if one.asked_of_plan and one.pk not in answered]


def answered_by(
    action: Action, *, reader, at, links: Links | None = None
) -> list[RecommendationRow]:
    """What `reader` may know at the moment `at` of what one action answers; one query.

    `links` as for `answers`.
    """
    other = (links or {}).get(action.pk, {})
    now = Action.recommendations.through.objects.filter(action=action)
    then = [pk for pk, inspection in other.items() if inspection]
    not_then = [pk for pk, inspection in other.items() if not inspection]
    found = (
        _with_past(Recommendation.objects.visible_to(reader, at=at), reader, at)
        .standing()
        .filter(Q(pk__in=now.values("recommendation_id")) | Q(pk__in=then))
        .exclude(pk__in=not_then)
        .order_by("inspection_id", "body_id", "section", "order")
        .select_related("inspection__council", "inspection__framework")
        .only(*_OF_RECOMMENDATION, *(f"inspection__{name}" for name in _OF_INSPECTION))
    )
    return [_row(one, _Source.of(one.inspection)) for one in found]


def _with_past(recommendations, reader, at):
    """With `made_before`: one of an earlier inspection, visible too, returns in this one."""
    visible = Inspection.objects.visible_to(reader, at=at).values("pk")
    earlier = RecommendationLink.objects.filter(
        later=OuterRef("pk"), earlier__inspection__in=visible
    )
    return recommendations.annotate(made_before=Exists(earlier))


def _links(plan, rows, other: Links) -> list[tuple[int, int, int]]:
    """Action, recommendation and its inspection: of those actions that are in `rows`."""
    gated = {row.pk for row in rows}
    links = Action.recommendations.through.objects.filter(action__plan=plan).order_by("pk")
    keys = ("action_id", "recommendation_id", "recommendation__inspection_id")
    found = {link[:2]: link for link in links.values_list(*keys) if link[0] in gated}
    for action_id, changed in other.items():
        for recommendation_id, inspection_id in changed.items():
            found.pop((action_id, recommendation_id), None)
            if inspection_id:
                key = (action_id, recommendation_id)
                found[key] = (*key, inspection_id)
    return list(found.values())


def _inspections(plan, linked, reader, at) -> dict[int, Inspection]:
    """Those that the plan says it answers (`asked_of_plan`), and those its actions do answer."""
    asked = Plan.inspections.through.objects.filter(plan=plan, inspection=OuterRef("pk"))
    found = (
        Inspection.objects.visible_to(reader, at=at)
        .standing()
        .annotate(asked_of_plan=Exists(asked))
        .filter(Q(asked_of_plan=True) | Q(pk__in=linked))
        .select_related("council", "framework")
        .order_by("-published_on", "pk")
        .only(*_OF_INSPECTION)
    )
    return {inspection.pk: inspection for inspection in found}


def _recommendations(inspections, linked, reader, at) -> list[RecommendationRow]:
    """Of inspections that have passed the gate, and a recommendation is as public as its own."""
    sources = {pk: _Source.of(inspection) for pk, inspection in inspections.items()}
    found = (
        _with_past(Recommendation.objects.filter(inspection__in=list(inspections)), reader, at)
        .standing()
        .order_by("inspection_id", "body_id", "section", "order")
        .only(*_OF_RECOMMENDATION)
    )
    return [
        _row(one, sources[one.inspection_id])
        for one in found
        if one.pk in linked or sources[one.inspection_id].asked_of_plan
    ]


@dataclass(frozen=True)
class _Source:
    """An inspection, as its recommendations name it."""

    name: str
    address: str
    asked_of_plan: bool

    @classmethod
    def of(cls, inspection):
        name = ", ".join(filter(None, (name_of(inspection), month_of(inspection))))
        asked_of_plan = getattr(inspection, "asked_of_plan", False)
        return cls(name, inspection.get_absolute_url(), asked_of_plan)


def _name(recommendation) -> str:
    """Under the report's own number; where it prints none, the council's, said to be so."""
    kind = opened(recommendation.kind) or "Recommendation"
    if recommendation.reference:
        return f"{kind} {recommendation.reference}"
    if recommendation.council_reference:
        return f"{kind}: the council’s own item {recommendation.council_reference}"
    return f"{kind} “{_beginning(recommendation.text)}”"


def _beginning(text) -> str:
    return Truncator(text).words(7, truncate="…")


def _row(recommendation, source) -> RecommendationRow:
    return RecommendationRow(
        pk=recommendation.pk,
        number=recommendation.reference or recommendation.council_reference,
        name=_name(recommendation),
        text=recommendation.text,
        source=source.name,
        address=f"{source.address}#recommendation-{recommendation.pk}",
        asked_of_plan=source.asked_of_plan,
        made_before=recommendation.made_before,
    )
