"""Recommendations that an earlier inspection may have made already: offered, never merged.

A person says that it is the same problem, and a link is made; or that it is another, and that is
kept, so that nobody is asked twice.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from councils.access import Can, may
from inspections.history import day
from inspections.likeness import seen_before
from inspections.models import (
    Inspection,
    Recommendation,
    RecommendationApart,
    RecommendationLink,
)

EACH = 3  # of one recommendation
MOST_COMPARED = 20_000  # recommendations; no council comes near it
_DAYS = ("council", "fieldwork_start", "published_on")


@dataclass(frozen=True)
class Offer:
    """Two recommendations that may be about the same problem."""

    later: Recommendation
    earlier: Recommendation

    @property
    def key(self) -> str:
        return f"{self.later.pk}-{self.earlier.pk}"


def earlier_ones(inspection: Inspection, seen: QuerySet) -> list[Inspection]:
    """The council's inspections before this one, among those in `seen`."""
    rows = seen.filter(council=inspection.council_id).standing().exclude(pk=inspection.pk)
    own = day(inspection)
    return [one for one in rows.select_related(None).only(*_DAYS) if date.min < day(one) < own]


def offers(inspection: Inspection, seen: QuerySet) -> list[Offer]:
    """What is to be asked about this inspection's recommendations, the likest first.

    `seen` holds the inspections that the person may read. Pairs that are linked, or were told
    apart, are not offered again. Five queries.
    """
    before = [one.pk for one in earlier_ones(inspection, seen)]
    standing = Recommendation.objects.standing().order_by("pk")
    later = dict(_texts(standing.filter(inspection=inspection)))
    earlier = dict(_texts(standing.filter(inspection__in=before)))
    settled = {
        pair
        for model in (RecommendationLink, RecommendationApart)
        for pair in model.objects.filter(later__inspection=inspection).values_list(
            "later", "earlier"
        )
    }
    pairs = [
        (one, other)
        for _, one, other in seen_before(later, earlier, each=EACH)
        if (one, other) not in settled
    ]
    return _as_offers(pairs)


def _texts(rows: QuerySet):
    return rows.values_list("pk", "text")[:MOST_COMPARED]


def _as_offers(pairs: list[tuple[int, int]]) -> list[Offer]:
    rows = Recommendation.objects.select_related(
        "inspection__framework", "inspection__council", "body"
    ).in_bulk({key for pair in pairs for key in pair})
    return [Offer(rows[later], rows[earlier]) for later, earlier in pairs]


@transaction.atomic
def answer(*, later: Recommendation, earlier: Recommendation, same: bool, by, at: datetime) -> None:
    """Keep what a person said of two: a link where it is the same problem, else that it is not.

    Raises PermissionDenied, and ValidationError where the two are of different councils.
    """
    council = later.inspection.council_id
    if not may(by, Can.EDIT_FINDINGS, council):
        raise PermissionDenied(f"You may not {Can.EDIT_FINDINGS.value}.")
    if earlier.inspection.council_id != council:
        raise ValidationError("These two belong to different councils.")
    pair = {"later": later, "earlier": earlier}
    if same:
        RecommendationApart.objects.filter(**pair).delete()
        RecommendationLink.objects.get_or_create(**pair, defaults={"by": by})
    elif not RecommendationLink.objects.filter(**pair).exists():
        RecommendationApart.objects.get_or_create(**pair, defaults={"by": by, "at": at})
