"""Everything that a council's page says, put together for its template."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import F

from councils.days import day_of
from councils.models import Council
from improvement.indicators.measures import Group, of_council
from improvement.models import Plan
from improvement.pages.council.findings import Findings, findings_at
from improvement.pages.council.glance import Glance, glances, promised
from improvement.pages.found import due_in_words
from improvement.pages.frame import Banner, Concern, KeyFigure, banners
from improvement.pages.naming import month_of, name_of
from improvement.pages.public import PUBLIC
from improvement.wording import day_words, opened
from inspections.models import Intervention

LATELY = timedelta(days=5 * 366)  # of what is measured: enough to say which way it goes
_OF_CODE = {"gss_code": "code", "code_from": "valid_from", "code_to": "valid_to"}

Relative = tuple[str, str]  # another council's name and slug


class Code(NamedTuple):
    """A code of the Government Statistical Service; its first and last day where known."""

    code: str
    valid_from: date | None
    valid_to: date | None


class Identity(NamedTuple):
    """Which council this is, among codes that change and councils that are abolished."""

    codes: list[Code]
    became: list[Relative]
    was: list[Relative]


@dataclass(frozen=True)
class CouncilPage:
    """The parts of the page, in its order. Whoever looks, it says what the public may know."""

    council: Council
    banners: list[Banner]
    kind: str
    identity: Identity
    promised: str
    figures: list[KeyFigure]
    found: Findings
    plans: list[Glance]
    withdrawn_plans: list[Plan]
    concerns: list[Concern]
    indicators: list[Group]
    response_of: str
    response: str
    in_force: list[Intervention]
    ended: list[Intervention]
    today: str
    drafts: list[tuple[str, str]]  # their name and address: for the council's own people


def council_page(slug: str, *, user, at: datetime) -> CouncilPage | None:
    """The page of the council of that `slug` at the moment `at`, if there is one; nine queries."""
    council, identity = _council(slug, user, at)
    if council is None:
        return None
    day = day_of(at)
    found = findings_at(council, reader=PUBLIC, at=at)
    plans = _plans(council, at)
    standing = [plan for plan in plans if not plan.withdrawn_at]
    told = glances(council, standing, reader=PUBLIC, at=at)
    interventions = _interventions(council, at)
    return CouncilPage(
        council=council,
        banners=banners(council, draft=False),
        kind=", ".join(filter(None, [opened(council.get_kind_display()), council.region])),
        identity=identity,
        promised=promised(told[0].summary) if told else "",
        figures=_figures(told[0]) if told else [],
        found=found,
        plans=told,
        withdrawn_plans=[plan for plan in plans if plan.withdrawn_at],
        concerns=[
            *found.without_plan,
            *(concern for plan in told for concern in plan.concerns),
            *found.returned,
        ],
        indicators=of_council(council, reader=PUBLIC, at=at, since=day - LATELY),
        response_of=month_of(found.latest) if found.latest else "",
        response=due_in_words(found.latest, day) if found.latest else "",
        in_force=[one for one in interventions if not one.closed_on or one.closed_on > day],
        ended=[one for one in interventions if one.closed_on and one.closed_on <= day],
        today=day_words(day),
        drafts=_drafts(council, user, at) if user.is_authenticated else [],
    )


def _plans(council, at) -> list[Plan]:
    """Its own and those shared with it, the newest first."""
    return list(_plans_of(council=council.pk, at=at))


def _plans_of(*, council, at):
    plans = Plan.objects.for_council(council).visible_to(PUBLIC, at=at)
    return (
        plans.select_related("council")
        .only(
            *("slug", "title", "starts_on", "publish_from", "overseen_by", "withdrawn_at"),
            *("council__slug", "council__name"),
        )
        .order_by("-starts_on", "-pk")
    )


def _interventions(council, at) -> list[Intervention]:
    """Issued by that day, the newest first."""
    return list(_issued(council=council.pk, at=at, day=day_of(at)))


def _issued(*, council, at, day):
    public = Intervention.objects.visible_to(PUBLIC, at=at).standing()
    issued = public.filter(council=council, issued_on__lte=day).order_by("-issued_on", "-pk")
    return issued.only("council_id", "kind", "issued_on", "closed_on", "who")


def _council(slug, user, at) -> tuple[Council | None, Identity | None]:
    """The council; its codes, the oldest first; the councils that took over from it, and those
    it took over.

    One query, whose few rows are every combination of the three.
    """
    rows = list(_councils_at(reader=user, slug=slug, at=at))
    if not rows:
        return None, None
    codes = dict.fromkeys(
        Code(**{field: getattr(row, name) for name, field in _OF_CODE.items()}) for row in rows
    )
    became = sorted({(row.became_name, row.became_slug) for row in rows if row.became_name})
    was = sorted({(row.was_name, row.was_slug) for row in rows if row.was_name})
    return rows[0], Identity([code for code in codes if code.code], became, was)


def _councils_at(*, reader, slug, at):
    return (
        Council.objects.visible_to(reader, at=at)
        .filter(slug=slug)
        .order_by(F("codes__valid_from").asc(nulls_first=True))
        .annotate(
            **{name: F(f"codes__{field}") for name, field in _OF_CODE.items()},
            became_name=F("succeeded_by__name"),
            became_slug=F("succeeded_by__slug"),
            was_name=F("predecessors__name"),
            was_slug=F("predecessors__slug"),
        )
    )


def _figures(glance: Glance) -> list[KeyFigure]:
    summary, gone = glance.summary, glance.summary.gone_late
    return [
        KeyFigure(summary.delivered, "reported complete", of=summary.total),
        KeyFigure(
            summary.evidenced,
            "of those, somebody independent has checked the evidence",
            of=summary.delivered,
            tone="good" if summary.evidenced else "",
        ),
        KeyFigure(
            summary.late,
            "late",
            of=summary.total,
            tone="bad" if summary.late else "",
            note=f"{gone} late when taken out of the plan" if gone else "",
            behind=f"{glance.address}?state=left-late#actions",
        ),
    ]


def _drafts(council, user, at) -> list[tuple[str, str]]:
    """What this person may see and the public may not yet."""
    inspections = council.inspections.visible_to(user, at=at).exclude(publish_from__lte=at)
    plans = council.plans.visible_to(user, at=at).exclude(publish_from__lte=at)
    return [
        *(
            (name_of(one), one.get_absolute_url())
            for one in inspections.select_related("framework")
        ),
        *((one.title, one.get_absolute_url()) for one in plans),
    ]
