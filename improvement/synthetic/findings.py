"""Synthetic inspections with their judgements and recommendations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from councils.days import day_of, start_of
from councils.models import Council
from improvement.synthetic.places import Places, shares
from improvement.synthetic.words import recommendation_text
from inspections.models import (
    Framework,
    InspectedBody,
    Inspection,
    Judgement,
    JudgementArea,
    Recommendation,
)

BATCH = 1_000
# How often, in years, a council is inspected, and the visit in between.
YEARS_BETWEEN = 3
YEARS_TO_VISIT = 1.5


@dataclass(frozen=True)
class Rules:
    """The newest frameworks of their kind, with the grades for each area."""

    graded: Framework
    areas: Sequence[JudgementArea]
    visit: Framework

    @classmethod
    def in_use(cls) -> "Rules":
        graded = (
            Framework.objects.filter(
                kind=Framework.Kind.INSPECTION, areas__is_overall=True, response_working_days__gt=0
            )
            .order_by("-starts_on")
            .first()
        )
        visits = Framework.objects.filter(kind=Framework.Kind.FOCUSED_VISIT)
        return cls(graded, list(graded.areas.all()), visits.order_by("-starts_on").first())


def find(places: Places, *, total: int, at: datetime) -> None:
    """Two inspections and a visit between them for each council; more where `total` asks it."""
    rules = Rules.in_use()
    grades = list(rules.graded.scale.grades.order_by("rank"))
    rounds = max(2, total // 2_500)
    for council, share in zip(places.councils, shares(total, len(places.councils)), strict=True):
        random = places.random(council, "findings")
        inspections = Inspection.objects.bulk_create(
            _inspections(council, rules, rounds, random, at)
        )
        body = places.bodies[council.pk]
        InspectedBody.objects.bulk_create(
            InspectedBody(inspection=inspection, body=body) for inspection in inspections
        )
        graded = inspections[::2]
        Judgement.objects.bulk_create(
            Judgement(inspection=inspection, area=area, grade=random.choice(grades))
            for inspection in graded
            for area in rules.areas
        )
        Recommendation.objects.bulk_create(
            (
                Recommendation(
                    inspection=inspection,
                    body=body,
                    section=rules.graded.items_term,
                    order=order,
                    council_reference=str(order),
                    text=recommendation_text(random),
                    page=random.randint(2, 12),
                )
                for inspection, count in zip(graded, shares(share, len(graded)), strict=True)
                for order in range(1, count + 1)
            ),
            batch_size=BATCH,
        )


def _inspections(
    council: Council, rules: Rules, rounds: int, random: Random, at: datetime
) -> Iterator[Inspection]:
    """Graded inspections and visits in turn, newest first."""
    newest = random.randint(60, 900)
    for back in range(rounds):
        for framework, years in ((rules.graded, 0), (rules.visit, YEARS_TO_VISIT)):
            days = newest + round(365 * (YEARS_BETWEEN * back + years))
            published = day_of(at) - timedelta(days=days)
            began = published - timedelta(days=60)
            yield Inspection(
                council=council,
                framework=framework,
                slug=f"{began:%Y-%m}-{framework.key}-{back}",
                theme="Synthetic theme" if framework.needs_theme else "",
                fieldwork_start=began,
                fieldwork_end=began + timedelta(days=11),
                published_on=published,
                publish_from=start_of(published),
                source="Synthetic, for measuring",
            )
