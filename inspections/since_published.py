"""What the council changed of a finding after the public could read it, from its history.

Days are told with what they were: they decide by when the council must answer. Of words it is told
that they were corrected and when, not what stood there: it may have been corrected for a reason
that concerns a person. The council's own people read the versions in the record's history.
"""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Exists, OuterRef

from councils import prepared
from councils.days import day_of
from inspections.models import Inspection, Recommendation, RecommendationLink

DAYS = (
    "fieldwork_start",
    "fieldwork_end",
    "published_on",
    "received_on",
    "response_due_printed",
)
WORDS = ("section", "reference", "kind", "text", "timescale")


@dataclass(frozen=True, slots=True)
class DayChanged:
    """A day of an inspection, named by its field, before and after; and when that was changed."""

    on: date
    field: str
    old: date | None
    new: date | None


def days_changed(inspection: Inspection) -> list[DayChanged]:
    """In the order in which they were changed; one query."""
    if inspection.publish_from is None:
        return []
    versions = prepared.rows(_versions, inspection=inspection.pk)
    return [
        DayChanged(day_of(at), field, before, after)
        for (_, *old), (at, *new) in pairwise(versions)
        if at >= inspection.publish_from
        for field, before, after in zip(DAYS, old, new, strict=True)
        if before != after
    ]


def _versions(*, inspection):
    found = Inspection.history.filter(id=inspection).order_by("history_date", "history_id")
    return found.values_list("history_date", *DAYS)


def words_corrected(inspection: Inspection) -> dict[int, date]:
    """The key of each recommendation whose words changed, and when last; one query."""
    if inspection.publish_from is None:
        return {}
    versions = prepared.rows(_versions_of_recommendations, inspection=inspection.pk)
    return {
        new[0]: day_of(new[1])
        for old, new in pairwise(versions)
        if old[0] == new[0] and new[1] >= inspection.publish_from and old[2:] != new[2:]
    }


def _versions_of_recommendations(*, inspection):
    """Of those that stand here: of one that is gone nothing is told."""
    standing = Recommendation.objects.filter(inspection=inspection).values("pk")
    found = Recommendation.history.filter(id__in=standing)
    return found.order_by("id", "history_date", "history_id").values_list(
        "id", "history_date", *WORDS
    )


def links_removed(inspection: Inspection, *, at: datetime) -> dict[int, date]:
    """By recommendation that is no longer said to return, and since when; one query.

    Only from an inspection that is public at the moment `at`.
    """
    if inspection.publish_from is None:
        return {}
    asked = {"inspection": inspection.pk, "since": inspection.publish_from, "at": at}
    return {later: day_of(gone) for later, gone in prepared.rows(_removed, **asked)}


def _removed(*, inspection, since, at):
    standing = RecommendationLink.objects.filter(
        earlier=OuterRef("earlier_id"), later=OuterRef("later_id")
    )
    removed = RecommendationLink.history.filter(
        ~Exists(standing),
        earlier__inspection__publish_from__lte=at,
        history_type="-",
        history_date__gte=since,
        later__inspection=inspection,
    )
    return removed.order_by("history_date").values_list("later_id", "history_date")
