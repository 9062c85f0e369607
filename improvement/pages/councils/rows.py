"""All councils, each with its latest overall judgement: to list, to count, to download."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Q, When
from django.urls import reverse

from councils.days import end_of
from councils.models import Council, CouncilCode
from improvement.models import Plan, PlanShare
from improvement.wording import listed, opened
from inspections.latest import Overall, Since, latest
from inspections.models import Intervention
from inspections.past import Day


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
    def kind_and_region(self) -> str:
        return ", ".join(filter(None, [opened(self.kind_label), self.region]))

    @property
    def interventions(self) -> str:
        """Those in force, in words; empty if none is on record."""
        return opened(listed(self.intervention))

    @property
    def inspected(self) -> date | None:
        """The day of its latest inspection under a framework that judges the services."""
        days = [one.dated_on for one in (self.overall, self.since) if one]
        return max(filter(None, days), default=None)

    def is_counted(self, day: date) -> bool:
        """Whether it is one of the councils of the London day `day`, and no invented one."""
        return not self.is_demonstration and (self.abolished_on is None or self.abolished_on > day)


def council_rows(*, reader, day: Day, with_codes: bool = False) -> list[CouncilRow]:
    """Every council that there had been by then, by name, as `reader` may know it of that day.

    Eight queries; one more `with_codes` of the Government Statistical Service.
    """
    councils = (
        Council.objects.visible_to(reader, at=day.moment)
        .filter(Q(opened_on=None) | Q(opened_on__lte=day.day))
        .annotate(gone_on=Case(When(abolished_on__lte=day.day, then="abolished_on")))
        .only(*_OWN)
    )
    codes = _codes(day.day) if with_codes else {}
    found = latest(reader, day)
    interventions = _interventions(reader, day)
    plans = _plans(reader, day)
    return [
        CouncilRow(
            pk=one.pk,
            **{name: getattr(one, name) for name in _OWN},
            abolished_on=one.gone_on,
            gss_code=codes.get(one.pk, ""),
            overall=found.overall.get(one.pk),
            since=_if_later(found.since.get(one.pk), found.overall.get(one.pk)),
            intervention=tuple(interventions.get(one.pk, ())),
            plans=plans[one.pk],
        )
        for one in councils
    ]


_OWN = (
    *("name", "official_name", "slug", "kind", "region", "dfe_code", "ofsted_urn"),
    "is_demonstration",
)


def _codes(day) -> dict[int, str]:
    in_force = CouncilCode.objects.in_force(day).order_by()
    return dict(in_force.values_list("council_id", "code"))


def _if_later(since: Since | None, overall: Overall | None) -> Since | None:
    if since is None or overall is None:
        return since
    return None if (overall.dated_on or date.min) > (since.dated_on or date.min) else since


def _interventions(reader, day) -> dict[int, list[str]]:
    rows = Intervention.objects.visible_to(reader, at=day.moment).standing(day.withdrawn_by)
    in_force = rows.in_force(day.day)
    kinds = defaultdict(list)
    for council, kind in in_force.order_by("issued_on").values_list("council_id", "kind"):
        kinds[council].append(Intervention.Kind(kind).label)
    return kinds


def _plans(reader, day) -> Counter[int]:
    """How many plans stood under each council: its own, and those shared with it."""
    plans = Plan.objects.visible_to(reader, at=day.moment).standing(day.withdrawn_by).order_by()
    plans = plans.filter(publish_from__lt=end_of(day.day))
    owner = dict(plans.values_list("pk", "council_id"))
    shares = PlanShare.objects.values_list("plan_id", "council_id")
    return Counter([*owner.values(), *(council for plan, council in shares if plan in owner)])


def scales_in(rows: Sequence[CouncilRow]) -> list[str]:
    """The scales of these rows' grades: with more than one, an order by grade must say so."""
    return sorted({row.overall.scale for row in rows if row.overall})
