"""Which recommendations a plan was given, which of its actions answer them, and which do not."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    FilteredRelation,
    OuterRef,
    Q,
)
from django.utils.text import Truncator

from councils.models import Council
from councils.publication import not_withdrawn
from improvement.models import Action, ActionState, Plan, Relinked, Status
from improvement.pages.naming import month_of, name_of
from improvement.record import ActionRow, Links
from improvement.wording import opened
from inspections.models import Framework, Inspection, Recommendation, RecommendationLink

# What the two are named and found by. Joins for the models' own orders are not asked for either.
_OF_RECOMMENDATION = ("pk", "reference", "council_reference", "kind", "text")
_OF_INSPECTION = (
    *("title", "theme", "slug", "published_on", "fieldwork_start", "fieldwork_end"),
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


def recommendation_record(one: RecommendationRow) -> dict:
    return {"name": one.name, "source": one.source, "text": one.text, "address": one.address}


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
    """What `reader` may know at the moment `at`; two queries. `rows` are the plan's actions.

    `links`: of a past day, how what they answered differed from today (`lookback.as_promised`).
    """
    links = _links(plan, rows, links or {})
    linked = {recommendation for _, recommendation, _ in links}
    sources, recommendations = _asked_or_answered(plan, linked, reader, at)
    by_pk = {one.pk: one for one in recommendations}
    by_action = defaultdict(tuple)
    for action_id, recommendation_id, _ in links:
        if recommendation_id in by_pk:
            by_action[action_id] += (by_pk[recommendation_id],)
    return Answers(
        inspections=tuple(one.inspection for one in sources if one.asked_of_plan),
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

    An action that was merged or replaced still answers, through the one that it went into; unless
    that was withdrawn.
    """
    rows = list(rows)
    lost = _lost(rows)
    answered = {
        recommendation.pk
        for row in rows
        if row.status != Status.WITHDRAWN and row.pk not in lost
        for recommendation in by_action.get(row.pk, ())
    }
    return [one for one in recommendations if one.asked_of_plan and one.pk not in answered]


def _lost(rows: Sequence[ActionRow]) -> set[int]:
    """Of those merged or replaced, which went into nothing that stands.

    A query for each step into an action that is not among the rows.
    """
    status = {row.pk: row.status for row in rows}
    into = {row.pk: row.into_id for row in rows if row.status in _INTO_ANOTHER}
    went = set(into)
    while unknown := set(into.values()) - status.keys():
        state = ActionState.objects.filter(action__in=unknown, audience=_PUBLIC)
        status |= dict.fromkeys(unknown, Status.WITHDRAWN.value)  # one that is no longer public
        for action_id, now, heir in state.values_list("action_id", "status", "update__into_id"):
            status[action_id] = now
            if now in _INTO_ANOTHER:
                into[action_id] = heir
    return {pk for pk in went if status[_end_of(pk, into)] in ActionState.GONE}


_INTO_ANOTHER = (Status.MERGED.value, Status.REPLACED.value)
_PUBLIC = ActionState.Audience.PUBLIC


def _end_of(pk: int, into: dict[int, int]) -> int:
    """Where the way from one into another ends; of two that went into each other, at one."""
    seen = set()
    while pk in into and pk not in seen:
        seen.add(pk)
        pk = into[pk]
    return pk


def answered_by(
    action: Action, *, reader, at, links: Links | None = None
) -> list[RecommendationRow]:
    """What `reader` may know at the moment `at` of what one action answers; one query.

    `links` as for `answers`.
    """
    then = (links or {}).get(action.pk, {})
    words = len(_OF_RECOMMENDATION) + 1
    found = _linked_once(reader=reader, action=action.pk, at=at)
    return [
        _row(*values[:words], source=_Source.of(*values[words:]))
        for is_linked, *values in found
        if then.get(values[0], is_linked)
    ]


def _linked_once(*, reader, action, at):
    """What the action answers, and what it ever answered."""
    now = Action.recommendations.through.objects.filter(action=action)
    once = Relinked.objects.filter(amendment__action=action)
    is_linked = Q(pk__in=now.values("recommendation_id"))
    return (
        Recommendation.objects.visible_to(reader, at=at)
        .standing()
        .filter(is_linked | Q(pk__in=once.values("recommendation_id")))
        .annotate(
            is_linked=ExpressionWrapper(is_linked, BooleanField()),
            made_before=_made_before(reader, at, "pk"),
        )
        .order_by("inspection_id", "body_id", "section", "order")
        .values_list(
            *("is_linked", *_OF_RECOMMENDATION, "made_before"),
            *(f"inspection__{name}" for name in _OF_INSPECTION),
        )
    )


def _made_before(reader, at, recommendation):
    """Whether one of an earlier inspection that `reader` may see too returns in this one.

    `recommendation`: where its key is in the query around.
    """
    visible = Inspection.objects.visible_to(reader, at=at).values("pk")
    return Exists(
        RecommendationLink.objects.filter(
            later=OuterRef(recommendation), earlier__inspection__in=visible
        )
    )


def _links(plan, rows, other: Links) -> list[tuple[int, int, int]]:
    """Action, recommendation and its inspection: of those actions that are in `rows`."""
    gated = {row.pk for row in rows}
    found = {link[:2]: link for link in _links_of(plan=plan.pk) if link[0] in gated}
    for action_id, changed in other.items():
        for recommendation_id, inspection_id in changed.items():
            found.pop((action_id, recommendation_id), None)
            if inspection_id:
                key = (action_id, recommendation_id)
                found[key] = (*key, inspection_id)
    return list(found.values())


def _links_of(*, plan):
    links = Action.recommendations.through.objects.filter(action__plan=plan).order_by("pk")
    return links.values_list("action_id", "recommendation_id", "recommendation__inspection_id")


def _asked_or_answered(plan, linked, reader, at) -> tuple[list["_Source"], list[RecommendationRow]]:
    """The inspections in question, the newest first; and what they recommend, in their order.

    Those that the plan says it answers, and of others what its actions do answer (`linked`).
    """
    sources: dict[int, _Source] = {}
    found = []
    for pk, asked, *values in _inspected(reader=reader, plan=plan.pk, at=at):
        if pk not in sources:
            sources[pk] = _Source.of(*values[: len(_OF_INSPECTION)], asked_of_plan=asked)
        key, *recommendation = values[len(_OF_INSPECTION) :]
        if key and (asked or key in linked):
            found.append(_row(key, *recommendation, source=sources[pk]))
    newest_first = sorted(
        sources.values(), key=lambda one: one.inspection.published_on or date.min, reverse=True
    )
    return newest_first, found


def _inspected(*, reader, plan, at):
    """Each with its recommendations that stand: also what actions of the plan once answered."""
    asked = Plan.inspections.through.objects.filter(plan=plan).values("inspection_id")
    linked = Action.recommendations.through.objects.filter(action__plan=plan)
    relinked = Relinked.objects.filter(amendment__action__plan=plan)
    asked_of_plan = Q(pk__in=asked)
    return (
        Inspection.objects.visible_to(reader, at=at)
        .standing()
        .filter(
            asked_of_plan
            | Q(pk__in=linked.values("recommendation__inspection_id"))
            | Q(pk__in=relinked.values("recommendation__inspection_id"))
        )
        .annotate(
            asked_of_plan=ExpressionWrapper(asked_of_plan, BooleanField()),
            found=FilteredRelation(
                "recommendations", condition=not_withdrawn(path="recommendations__")
            ),
            made_before=_made_before(reader, at, "found__pk"),
        )
        .order_by("pk", "found__body_id", "found__section", "found__order")
        .values_list(
            *("pk", "asked_of_plan", *_OF_INSPECTION),
            *(f"found__{name}" for name in _OF_RECOMMENDATION),
            "made_before",
        )
    )


@dataclass(frozen=True)
class _Source:
    """An inspection, as its recommendations name it."""

    inspection: Inspection
    name: str
    address: str
    asked_of_plan: bool

    @classmethod
    def of(cls, *values, asked_of_plan=False):
        """By the values of `_OF_INSPECTION`: as much of an inspection as its name takes."""
        *own, council, slug, framework = values
        inspection = Inspection(
            **dict(zip(_OF_INSPECTION, own, strict=False)),
            council=Council(name=council, slug=slug),
            framework=Framework(short_name=framework),
        )
        name = ", ".join(filter(None, (name_of(inspection), month_of(inspection))))
        return cls(inspection, name, inspection.get_absolute_url(), asked_of_plan)


def _name(reference, council_reference, kind, text) -> str:
    """Under the report's own number; where it prints none, the council's, said to be so."""
    kind = opened(kind) or "Recommendation"
    if reference:
        return f"{kind} {reference}"
    if council_reference:
        return f"{kind}: the council’s own item {council_reference}"
    return f"{kind} “{_beginning(text)}”"


def _beginning(text) -> str:
    return Truncator(text).words(7, truncate="…")


def _row(pk, reference, council_reference, kind, text, made_before, *, source) -> RecommendationRow:
    return RecommendationRow(
        pk=pk,
        number=reference or council_reference,
        name=_name(reference, council_reference, kind, text),
        text=text,
        source=source.name,
        address=f"{source.address}#recommendation-{pk}",
        asked_of_plan=source.asked_of_plan,
        made_before=made_before,
    )
