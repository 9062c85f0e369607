"""One inspection's recommendations, each with what answers it and when it was made before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from councils.days import day_of
from councils.models import Body
from improvement.models import Action, Plan
from improvement.pages.answers import unanswered
from improvement.pages.indicators import measures, on_inspection
from improvement.pages.lines import record, reported
from improvement.pages.measured import says_on_track, with_measures
from improvement.pages.sentences import is_it_done
from improvement.progress import assess, summarise
from improvement.rows import public_rows
from improvement.wording import month_words, opened
from inspections.models import Inspection, Recommendation, RecommendationLink
from inspections.since_published import links_removed, words_corrected


@dataclass(frozen=True, slots=True)
class Answer:
    """An action that answers it: what is reported of it, and what the record shows."""

    name: str
    address: str
    reported: SafeString
    record: SafeString


@dataclass(frozen=True, slots=True)
class Again:
    """The same problem in another inspection, before or after."""

    name: str
    address: str
    text: str
    note: str


@dataclass(slots=True)
class Recommended:
    """A recommendation in its place in the report."""

    pk: int
    body_id: int
    body: str
    body_kind: str
    section: str
    order: int
    reference: str
    council_reference: str
    kind: str
    timescale: str
    text: str
    page: int | None
    withdrawn_at: date | None
    withdrawn_why: str
    asked_of_plan: bool  # a plan says that it answers this inspection
    responsible: list[str] = field(default_factory=list)
    heading: str = ""
    unanswered: bool = False
    corrected_on: date | None = None  # its words, after they were public
    unlinked_on: date | None = None  # from an earlier one
    is_it_done: str = ""  # the four answers and the difference, over the actions that answer it
    answers: list[Answer] = field(default_factory=list)
    before: list[Again] = field(default_factory=list)
    after: list[Again] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """The recommendations to one body, section by section, as the report has them."""

    to: str
    sections: list[tuple[str, list[Recommended]]]


_OF_RECOMMENDATION = (
    *("pk", "body_id", "body__name", "body__kind", "section", "order", "reference"),
    *("council_reference", "kind", "timescale", "text", "page", "withdrawn_at"),
    "withdrawn_why",
)


def recommended(inspection: Inspection, *, plans: Sequence[Plan], reader, at) -> list[Recommended]:
    """All of an inspection that has passed the gate, as `reader` may know them; eight queries.

    `plans` are those that say they answer it: without any, a missing answer is no gap.
    """
    found = _recommendations(inspection, bool(plans))
    _add_answers(found, inspection, reader, at)
    _add_past(found, reader, at)
    for pk, day in words_corrected(inspection).items():
        found[pk].corrected_on = day
    for pk, day in links_removed(inspection, at=at).items():
        found[pk].unlinked_on = day
    return list(found.values())


def _recommendations(inspection, asked_of_plan) -> dict[int, Recommended]:
    rows = Recommendation.objects.filter(inspection=inspection).order_by("pk", "responsible__name")
    found: dict[int, Recommended] = {}
    for *row, responsible in rows.values_list(*_OF_RECOMMENDATION, "responsible__name"):
        one = found.setdefault(row[0], Recommended(*row, asked_of_plan))
        if responsible:
            one.responsible.append(responsible)
    return found


def _add_answers(found, inspection, reader, at) -> None:
    """The actions of plans that stand, each once for each recommendation that it answers."""
    links = Action.recommendations.through.objects.filter(recommendation__inspection=inspection)
    actions = Action.objects.visible_to(reader, at=at).filter(
        pk__in=links.values("action_id"), plan__withdrawn_at=None
    )
    rows = public_rows(actions)
    if says_on_track(rows):
        measured = measures(on_inspection, inspection.pk, reader=reader, at=at)
        rows = with_measures(rows, measured)
    assessed = {one.row.pk: one for one in assess(rows, day_of(at))}
    by_action, answering = defaultdict(tuple), defaultdict(list)
    keys = ("action_id", "recommendation_id", "action__plan__council__slug", "action__plan__slug")
    for action_id, pk, *plan in links.order_by("pk").values_list(*keys):
        if action_id in assessed:
            found[pk].answers.append(_answer(assessed[action_id], plan))
            answering[pk].append(assessed[action_id])
            by_action[action_id] += (found[pk],)
    for gap in unanswered(found.values(), [one.row for one in assessed.values()], by_action):
        gap.unanswered = True
    for pk, actions in answering.items():
        found[pk].is_it_done = is_it_done(summarise(actions, started_on=date.max, day=day_of(at)))


def _answer(one, plan) -> Answer:
    row = one.row
    return Answer(
        name=f"{row.reference} {row.title}",
        address=reverse("action", args=[*plan, row.reference]),
        reported=reported(one),
        record=record(one),
    )


def _add_past(found, reader, at) -> None:
    """Links to recommendations of other inspections, if `reader` may see those too."""
    pks = list(found)
    links = RecommendationLink.objects.filter(Q(earlier__in=pks) | Q(later__in=pks))
    links = list(links.order_by("pk").values_list("earlier_id", "later_id", "note"))
    ends = Recommendation.objects.visible_to(reader, at=at).standing()
    others = ends.filter(
        pk__in={pk for earlier, later, _ in links for pk in (earlier, later)},
        inspection__withdrawn_at=None,
    ).select_related("inspection__council", "inspection__framework")
    seen = {one.pk: one for one in others}
    for earlier, later, note in links:
        if earlier in found and later in seen:
            found[earlier].after.append(_again(seen[later], note))
        if later in found and earlier in seen:
            found[later].before.append(_again(seen[earlier], note))


def _again(one, note) -> Again:
    inspection = one.inspection
    day = inspection.fieldwork_start or inspection.published_on
    name = f"{opened(one.kind) or 'Recommendation'} {one.label}".strip()
    return Again(
        name=f"{name}, {month_words(day) if day else inspection.framework.short_name}",
        address=f"{inspection.get_absolute_url()}#recommendation-{one.pk}",
        text=Truncator(one.text).words(30, truncate="…"),
        note=note,
    )


def grouped(found: Iterable[Recommended], bodies: Sequence[str]) -> list[Group]:
    """By body in the order of `bodies`, then by section as the report has them.

    The report's sections come in the order of their pages; where no page is known, as imported.
    """
    by_body = defaultdict(lambda: defaultdict(list))
    for one in found:
        by_body[one.body, one.body_kind][one.section].append(one)
    place = {name: number for number, name in enumerate(bodies)}
    groups = []
    for (body, kind), sections in sorted(
        by_body.items(), key=lambda item: (place.get(item[0][0], len(place)), item[0][0])
    ):
        told = [(name, sorted(ones, key=lambda one: one.order)) for name, ones in sections.items()]
        told.sort(key=lambda part: min((one.page or 0, one.pk) for one in part[1]))
        _name(told)
        groups.append(Group("the council" if kind == Body.Kind.COUNCIL else body, told))
    return groups


def _name(sections) -> None:
    """Under the report's own number; where it prints none, by its place."""
    for _, ones in sections:
        for place, one in enumerate(ones, start=1):
            kind = opened(one.kind) or "Recommendation"
            if one.reference:
                one.heading = f"{kind} {one.reference}"
            elif one.council_reference:
                one.heading = f"{kind}: the council’s own item {one.council_reference}"
            else:
                one.heading = f"{kind}: {place} of {len(ones)}, not numbered in the report"


def plans_answering(inspection: Inspection, *, reader, at) -> list[Plan]:
    """The plans that say they answer this inspection; one query."""
    plans = Plan.objects.visible_to(reader, at=at).standing().filter(inspections=inspection)
    return list(plans.select_related("council").only("title", "slug", "council__slug"))
