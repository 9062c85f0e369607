"""One inspection's recommendations, each with what answers it and when it was made before."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator

from councils.days import day_of
from councils.models import Body
from improvement.indicators.measures import measures_and_earlier, on_inspection
from improvement.indicators.on_rows import last_days, says_on_track, with_measures
from improvement.models import Plan
from improvement.models.references import sorted_as
from improvement.pages.action_lines import Tag, record, reported
from improvement.pages.answers import unanswered
from improvement.pages.sentences import is_it_done
from improvement.record import rows_answering
from improvement.rules import assess, summarise
from improvement.wording import month_words, opened
from inspections.models import InspectedBody, Inspection, Recommendation, RecommendationLink
from inspections.since_published import SincePublished


@dataclass(frozen=True, slots=True)
class Answer:
    """An action that answers it: what is reported of it, and what the record shows."""

    name: str
    address: str
    reported: list[Tag]
    record: list[Tag]


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
    body_name: str
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


@dataclass(frozen=True, slots=True)
class Inspected:
    """A body that was inspected, and how many recommendations the report makes to it, if known."""

    kind: str
    name: str
    printed: int | None


def recommended(
    inspection: Inspection, *, plans: Sequence[Plan], changed: SincePublished, reader, at
) -> tuple[list[Recommended], list[Inspected]]:
    """All of an inspection that has passed the gate, as `reader` may know them; five queries.

    And the bodies that were inspected. `plans` are those that say they answer it: without any, a
    missing answer is no gap.
    """
    found, bodies = _found(inspection, bool(plans))
    _add_answers(found, inspection, reader, at)
    _add_past(found, inspection, reader, at)
    for pk, day in changed.corrected.items():
        found[pk].corrected_on = day
    for pk, day in changed.unlinked.items():
        found[pk].unlinked_on = day
    return list(found.values()), bodies


def _found(inspection, asked_of_plan) -> tuple[dict[int, Recommended], list[Inspected]]:
    found: dict[int, Recommended] = {}
    for row in _printed(inspection).order_by("pk", "responsible__name"):
        responsible = row.pop("responsible__name")
        one = found.setdefault(row["pk"], Recommended(**row, asked_of_plan=asked_of_plan))
        if responsible:
            one.responsible.append(responsible)
    bodies = InspectedBody.objects.filter(inspection=inspection).select_related("body")
    return found, [
        Inspected(one.body.kind, one.body.name, one.recommendations_printed)
        for one in bodies.order_by("pk")
    ]


def _printed(inspection):
    """The recommendations by the names of `Recommended`, once for each that is responsible."""
    return Recommendation.objects.filter(inspection=inspection).values(
        *("pk", "body_id", "section", "order", "reference", "council_reference", "kind"),
        *("timescale", "text", "page", "withdrawn_at", "withdrawn_why", "responsible__name"),
        body_name=F("body__name"),
        body_kind=F("body__kind"),
    )


def _add_answers(found, inspection, reader, at) -> None:
    """The actions of plans that stand, each once for each recommendation that it answers."""
    answering = rows_answering(inspection, reader=reader, at=at)
    rows = list({row.pk: row for _, _, row in answering}.values())
    if says_on_track(rows):
        asked = {"reader": reader, "at": at, "days": last_days(rows)}
        rows = with_measures(rows, *measures_and_earlier(on_inspection, inspection.pk, **asked))
    assessed = {one.row.pk: one for one in assess(rows, day_of(at))}
    by_action, by_asked = defaultdict(tuple), defaultdict(list)
    for pk, plan, row in sorted(answering, key=_in_order):
        found[pk].answers.append(_answer(assessed[row.pk], plan))
        by_asked[pk].append(assessed[row.pk])
        by_action[row.pk] += (found[pk],)
    for gap in unanswered(found.values(), rows, by_action):
        gap.unanswered = True
    for pk, actions in by_asked.items():
        found[pk].is_it_done = is_it_done(summarise(actions, started_on=date.max, day=day_of(at)))


def _in_order(answer):
    pk, plan, row = answer
    return pk, plan, sorted_as(row.reference)


def _answer(one, plan) -> Answer:
    row = one.row
    return Answer(
        name=f"{row.reference} {row.title}",
        address=reverse("action", args=[*plan, row.reference]),
        reported=reported(one),
        record=record(one),
    )


def _add_past(found, inspection, reader, at) -> None:
    """Links to recommendations of other inspections, if `reader` may see those too."""
    for link in _links(reader=reader, inspection=inspection.pk, at=at):
        if link.earlier_id in found and link.later.withdrawn_at is None:
            found[link.earlier_id].after.append(_again(link.later, link.note))
        if link.later_id in found and link.earlier.withdrawn_at is None:
            found[link.later_id].before.append(_again(link.earlier, link.note))


def _links(*, reader, inspection, at):
    """Both ends with what names them; the other end is past the gate, and stands."""
    ends = Recommendation.objects.visible_to(reader, at=at).standing()
    others = ends.filter(inspection__withdrawn_at=None)
    links = RecommendationLink.objects.filter(
        Q(Exists(others.filter(pk=OuterRef("later"))), earlier__inspection=inspection)
        | Q(Exists(others.filter(pk=OuterRef("earlier"))), later__inspection=inspection)
    )
    inspections = [f"{end}__inspection__{other}" for end in _ENDS for other in _OTHERS]
    return links.select_related(*inspections).only("note", *_NAMED).order_by("pk")


_ENDS, _OTHERS = ("earlier", "later"), ("council", "framework")
_NAMED = [
    f"{end}__{name}"
    for end in _ENDS
    for name in (
        *("kind", "reference", "council_reference", "text", "withdrawn_at"),
        *("inspection__slug", "inspection__fieldwork_start", "inspection__published_on"),
        *("inspection__council__slug", "inspection__framework__short_name"),
    )
]


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
        by_body[one.body_name, one.body_kind][one.section].append(one)
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
    return list(_plans(reader=reader, inspection=inspection.pk, at=at))


def _plans(*, reader, inspection, at):
    plans = Plan.objects.visible_to(reader, at=at).standing().filter(inspections=inspection)
    return plans.select_related("council").only("title", "slug", "council__slug", "council__name")
