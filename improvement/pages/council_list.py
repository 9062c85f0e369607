"""All councils, each with its latest overall judgement: to list, to count, to download."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from councils.days import day_of
from councils.models import Council, CouncilCode
from improvement.models import Plan, PlanShare
from inspections.latest import Overall, Since, latest
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
    gss_code: str
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


def council_rows(*, reader, at: datetime, with_codes: bool = False) -> list[CouncilRow]:
    """Every council, by name, as `reader` may know it at the moment `at`.

    Eight queries; one more `with_codes` of the Government Statistical Service.
    """
    councils = Council.objects.visible_to(reader, at=at).values_list(
        *("pk", "name", "official_name", "slug", "kind", "region", "dfe_code", "ofsted_urn"),
        *("abolished_on", "is_demonstration"),
    )
    codes = _codes() if with_codes else {}
    found = latest(reader, at)
    interventions = _interventions(reader, at)
    plans = _plans(reader, at)
    return [
        CouncilRow(
            *council,
            codes.get(pk, ""),
            found.overall.get(pk),
            _if_later(found.since.get(pk), found.overall.get(pk)),
            tuple(interventions.get(pk, ())),
            plans[pk],
        )
        for council in councils
        for pk in council[:1]
    ]


def _codes() -> dict[int, str]:
    return dict(
        CouncilCode.objects.filter(valid_to=None).order_by().values_list("council_id", "code")
    )


def _if_later(since: Since | None, overall: Overall | None) -> Since | None:
    if since and overall and overall.published_on and overall.published_on > since.published_on:
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
    owner = dict(plans.values_list("pk", "council_id"))
    shares = PlanShare.objects.values_list("plan_id", "council_id")
    return Counter([*owner.values(), *(council for plan, council in shares if plan in owner)])


def scales_in(rows: Sequence[CouncilRow]) -> list[str]:
    """The scales of these rows' grades: with more than one, an order by grade must say so."""
    return sorted({row.overall.scale for row in rows if row.overall})
