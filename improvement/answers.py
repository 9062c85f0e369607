"""Which recommendations a plan was given, which of its actions answer them, and which do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.text import Truncator

from improvement.models import Action, Plan, Status
from improvement.rows import ActionRow
from improvement.wording import opened
from inspections.models import Inspection, Recommendation, RecommendationLink


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation as a plan refers to it: its name, its words, its place in the report."""

    pk: int
    label: str
    kind: str
    text: str
    source: str
    address: str
    asked_of_plan: bool  # by an inspection that the plan says it answers
    made_before: bool  # an earlier inspection had asked for the same

    @property
    def name(self) -> str:
        """Recommendation 14; where the report prints no number, how its words begin."""
        return f"{self.kind} {self.label}" if self.label else f"“{self.shortened}”"

    @property
    def shortened(self) -> str:
        return Truncator(self.text).words(9, truncate="…")


@dataclass(frozen=True)
class Answers:
    """What a plan was asked, in the reports' order, and what answers it."""

    inspections: tuple[Inspection, ...]  # those that the plan says it answers
    recommendations: tuple[RecommendationRow, ...]
    by_action: dict[int, tuple[RecommendationRow, ...]]
    gaps: tuple[RecommendationRow, ...]
    before: tuple[RecommendationRow, ...]  # those that an earlier inspection had made too


def answers(plan: Plan, rows: Sequence[ActionRow], *, reader, at) -> Answers:
    """What `reader` may know at the moment `at`; three queries. `rows` are the plan's actions."""
    links = _links(rows)
    inspections = _inspections(plan, {pk for _, pk in links}, reader, at)
    recommendations = _recommendations(inspections, {pk for _, pk in links}, reader, at)
    by_pk = {one.pk: one for one in recommendations}
    by_action = defaultdict(tuple)
    for action_id, recommendation_id in links:
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


def answered_by(action: Action, *, reader, at) -> list[RecommendationRow]:
    """What `reader` may know at the moment `at` of what one action answers; one query."""
    asked = Plan.inspections.through.objects.filter(
        plan=action.plan_id, inspection=OuterRef("inspection")
    )
    found = (
        _with_past(Recommendation.objects.visible_to(reader, at=at).standing())
        .filter(actions=action)
        .annotate(asked_of_plan=Exists(asked))
        .select_related("inspection__council", "inspection__framework")
    )
    return [_row(one, one.inspection, one.asked_of_plan) for one in found]


def _with_past(visible):
    """With `made_before`: an earlier recommendation, visible too, returns in this one."""
    earlier = RecommendationLink.objects.filter(
        later=OuterRef("pk"), earlier__in=visible.values("pk")
    )
    return visible.annotate(made_before=Exists(earlier))


def _links(rows) -> list[tuple[int, int]]:
    """Pairs of action and recommendation; the actions have passed the gate already."""
    pairs = Action.recommendations.through.objects.filter(action__in=[row.pk for row in rows])
    return list(pairs.order_by("pk").values_list("action_id", "recommendation_id"))


def _inspections(plan, linked, reader, at) -> dict[int, Inspection]:
    asked = Plan.inspections.through.objects.filter(plan=plan, inspection=OuterRef("pk"))
    of_linked = Recommendation.objects.filter(pk__in=linked).values("inspection")
    found = (
        Inspection.objects.visible_to(reader, at=at)
        .standing()
        .annotate(asked_of_plan=Exists(asked))
        .filter(Q(asked_of_plan=True) | Q(pk__in=of_linked))
        .select_related("council", "framework")
    )
    return {inspection.pk: inspection for inspection in found}


def _recommendations(inspections, linked, reader, at) -> list[RecommendationRow]:
    asked = [pk for pk, inspection in inspections.items() if inspection.asked_of_plan]
    found = (
        _with_past(Recommendation.objects.visible_to(reader, at=at).standing())
        .filter(Q(inspection__in=asked) | Q(pk__in=linked), inspection__in=list(inspections))
        .only("inspection_id", "reference", "council_reference", "kind", "text")
    )
    by_pk = inspections
    return [
        _row(one, by_pk[one.inspection_id], by_pk[one.inspection_id].asked_of_plan) for one in found
    ]


def _row(recommendation, inspection, asked_of_plan) -> RecommendationRow:
    return RecommendationRow(
        pk=recommendation.pk,
        label=recommendation.label,
        kind=opened(recommendation.kind) or "Recommendation",
        text=recommendation.text,
        source=f"{inspection.title or inspection.framework.short_name} {inspection.year}",
        address=f"{inspection.get_absolute_url()}#recommendation-{recommendation.pk}",
        asked_of_plan=asked_of_plan,
        made_before=recommendation.made_before,
    )
