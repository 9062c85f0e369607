"""Everything that a council's page says, put together for its template."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q

from councils.days import day_of
from councils.models import Council, CouncilCode
from improvement.models import Plan
from improvement.pages.council_findings import Findings, findings_at
from improvement.pages.found import due_in_words, month_of, name_of
from improvement.pages.frame import Banner, banners
from improvement.pages.plan_glance import Concern, Glance, glances, promised
from improvement.pages.plan_page import Figure
from improvement.wording import day_words, opened
from inspections.models import Intervention

PUBLIC = AnonymousUser()

Relative = tuple[str, str]  # another council's slug and name


@dataclass(frozen=True)
class CouncilPage:
    """The parts of the page, in its order. Whoever looks, it says what the public may know."""

    council: Council
    banners: list[Banner]
    kind: str
    became: list[Relative]
    was: list[Relative]
    promised: str
    figures: list[Figure]
    found: Findings
    plans: list[Glance]
    withdrawn_plans: list[Plan]
    concerns: list[Concern]
    response_of: str
    response: str
    in_force: list[Intervention]
    ended: list[Intervention]
    codes: list[CouncilCode]
    today: str
    drafts: list[tuple[str, str]]  # their name and address: for the council's own people


def council_page(council: Council, *, user, at: datetime) -> CouncilPage:
    """The page of a council at the moment `at`; ten queries after the council's own."""
    day = day_of(at)
    found = findings_at(council, reader=PUBLIC, at=at)
    plans = _plans(council, at)
    told = glances([plan for plan in plans if not plan.withdrawn_at], reader=PUBLIC, at=at)
    interventions = _interventions(council, at)
    became, was = _relatives(council)
    return CouncilPage(
        council=council,
        banners=banners(council, draft=False),
        kind=", ".join(filter(None, [opened(council.get_kind_display()), council.region])),
        became=became,
        was=was,
        promised=promised(told[0].summary) if told else "",
        figures=_figures(told[0].summary) if told else [],
        found=found,
        plans=told,
        withdrawn_plans=[plan for plan in plans if plan.withdrawn_at],
        concerns=[*(concern for plan in told for concern in plan.concerns), *found.returned],
        response_of=month_of(found.latest) if found.latest else "",
        response=due_in_words(found.latest, day) if found.latest else "",
        in_force=[one for one in interventions if not one.closed_on or one.closed_on > day],
        ended=[one for one in interventions if one.closed_on and one.closed_on <= day],
        codes=list(council.codes.order_by(F("valid_from").asc(nulls_first=True))),
        today=day_words(day),
        drafts=_drafts(council, user, at) if user.is_authenticated else [],
    )


def _plans(council, at) -> list[Plan]:
    """Its own and those shared with it, the newest first."""
    plans = Plan.objects.for_council(council).visible_to(PUBLIC, at=at)
    return list(
        plans.select_related("council")
        .only("slug", "title", "starts_on", "overseen_by", "withdrawn_at", "council__slug")
        .order_by("-starts_on", "-pk")
    )


def _interventions(council, at) -> list[Intervention]:
    """Issued by that day, the newest first."""
    public = council.interventions.visible_to(PUBLIC, at=at).standing()
    issued = public.filter(issued_on__lte=day_of(at)).order_by("-issued_on", "-pk")
    return list(issued.only("council_id", "kind", "issued_on", "closed_on", "who"))


def _relatives(council) -> tuple[list[Relative], list[Relative]]:
    """The councils that took over from it, and those that it took over from."""
    links = Council.succeeded_by.through.objects.filter(
        Q(from_council=council) | Q(to_council=council)
    )
    values = links.order_by("from_council__name", "to_council__name").values_list(
        *("from_council__slug", "from_council__name", "to_council__slug", "to_council__name")
    )
    became, was = [], []
    for from_slug, from_name, to_slug, to_name in values:
        if from_slug == council.slug:
            became.append((to_slug, to_name))
        else:
            was.append((from_slug, from_name))
    return became, was


def _figures(summary) -> list[Figure]:
    return [
        Figure(summary.delivered, "reported complete", of=summary.total),
        Figure(
            summary.evidenced,
            "of those, somebody independent has checked the evidence",
            of=summary.delivered,
            tone="good" if summary.evidenced else "",
        ),
        Figure(summary.late, "late", of=summary.total, tone="bad" if summary.late else ""),
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
