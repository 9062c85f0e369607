"""All councils, each with its latest overall judgement: to list, to count, to download."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from councils.days import day_of
from councils.models import Council, CouncilCode
from improvement.models import Plan, PlanShare
from inspections.latest import Overall, Since, latest_overall, latest_without_overall
from inspections.models import Intervention


@dataclass(frozen=True, slots=True)
class CouncilRow:
    """A council as a line of the list. `since`: inspected later, under rules without an overall."""

    pk: int
    name: str
    official_name: str
    slug: str
    kind: str
    region: str
    dfe_code: str
    ofsted_urn: str
    abolished_on: date | None
    is_demonstration: bool
    gss_code: str | None
    overall: Overall | None
    since: Since | None
    intervention: tuple[str, ...]
    plans: int

    @property
    def address(self) -> str:
        return reverse("council", args=[self.slug])

    @property
    def kind_label(self) -> str:
        return Council.Kind(self.kind).label

    @property
    def inspected(self) -> date | None:
        """When its latest inspection under a framework that judges the services was published."""
        published = [one.published_on for one in (self.overall, self.since) if one]
        return max(filter(None, published), default=None)


def council_rows(*, reader, at: datetime) -> list[CouncilRow]:
    """Every council, by name, as `reader` may know it at the moment `at`; six queries."""
    code = CouncilCode.objects.filter(council=OuterRef("pk"), valid_to=None).values("code")[:1]
    councils = Council.objects.visible_to(reader, at=at).values_list(
        *("pk", "name", "official_name", "slug", "kind", "region", "dfe_code", "ofsted_urn"),
        *("abolished_on", "is_demonstration"),
        Subquery(code),
    )
    overall = latest_overall(reader, at)
    since = latest_without_overall(reader, at)
    interventions = _interventions(reader, at)
    plans = _plans(reader, at)
    return [
        CouncilRow(
            *council,
            overall.get(pk),
            _if_later(since.get(pk), overall.get(pk)),
            tuple(interventions[pk]),
            plans[pk],
        )
        for council in councils
        for pk in council[:1]
    ]


def _if_later(since: Since | None, overall: Overall | None) -> Since | None:
    if since is None or since.published_on is None:
        return None
    if overall and overall.published_on and overall.published_on > since.published_on:
        return None
    return since


def _interventions(reader, at) -> dict[int, list[str]]:
    in_force = Intervention.objects.visible_to(reader, at=at).standing().in_force(day_of(at))
    kinds = defaultdict(list)
    for council, kind in in_force.order_by("issued_on").values_list("council_id", "kind"):
        kinds[council].append(Intervention.Kind(kind).label)
    return kinds


def _plans(reader, at) -> Counter[int]:
    """How many plans stand under each council: its own, and those shared with it."""
    plans = Plan.objects.visible_to(reader, at=at).standing().order_by()
    shares = PlanShare.objects.filter(plan__in=plans.values("pk"))
    own = plans.values_list("council_id", flat=True)
    return Counter([*own, *shares.values_list("council_id", flat=True)])


def scales_in(rows: Sequence[CouncilRow]) -> list[str]:
    """The scales of these rows' grades: with more than one, an order by grade must say so."""
    return sorted({row.overall.scale for row in rows if row.overall})
