"""What the council changed of a finding after the public could read it, from its history.

Days are told with what they were: they decide by when the council must answer. Of words it is told
that they were corrected and when, not what stood there: it may have been corrected for a reason
that concerns a person. The council's own people read the versions in the record's history.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from django.db.models import CharField, Exists, OuterRef, Value
from django.db.models.functions import Cast

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


@dataclass(frozen=True, slots=True)
class SincePublished:
    """What is told of an inspection's record; recommendations by their keys."""

    days: tuple[DayChanged, ...] = ()
    corrected: Mapping[int, date] = field(default_factory=dict)  # whose words; when last
    unlinked: Mapping[int, date] = field(default_factory=dict)  # not said to return any more


def since_published(inspection: Inspection, *, at: datetime) -> SincePublished:
    """What was changed until now, as it may be told at the moment `at`; one query.

    Of a link that was removed only if its earlier inspection is public.
    """
    since = inspection.publish_from
    if since is None:
        return SincePublished()
    versions: dict[str, list] = {_DAYS: [], _WORDS: [], _LINKS: []}
    asked = {"inspection": inspection.pk, "since": since, "at": at}
    for of, *version in sorted(_versions(**asked), key=lambda row: row[:4]):
        versions[of].append(version)
    return SincePublished(
        days=tuple(_days_changed(versions[_DAYS], since)),
        corrected={
            new[0]: day_of(new[1])
            for old, new in pairwise(versions[_WORDS])
            if old[0] == new[0] and new[1] >= since and old[3:] != new[3:]
        },
        unlinked={later: day_of(gone) for later, gone, *_ in versions[_LINKS]},
    )


def _days_changed(versions, since) -> Iterator[DayChanged]:
    for (_, _, _, *old), (_, at, _, *new) in pairwise(versions):
        for name, before, after in zip(DAYS, old, new, strict=True):
            if at >= since and before != after:
                yield DayChanged(day_of(at), name, _day(before), _day(after))


def _day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


_DAYS, _WORDS, _LINKS = "days", "words", "links"


def _versions(*, inspection, since, at):
    """Of the inspection, of its recommendations that stand here, of the links that were removed.

    Each with whose it is, when, and five values: days as words, so that one query holds them all.
    """
    version = ("id", "history_date", "history_id")
    standing = Recommendation.objects.filter(inspection=inspection).values("pk")
    words = Recommendation.history.filter(id__in=standing).order_by()
    days = Inspection.history.filter(id=inspection).order_by()
    kept = RecommendationLink.objects.filter(
        earlier=OuterRef("earlier_id"), later=OuterRef("later_id")
    )
    removed = RecommendationLink.history.filter(
        ~Exists(kept),
        earlier__inspection__publish_from__lte=at,
        history_type="-",
        history_date__gte=since,
        later__inspection=inspection,
    ).order_by()
    return words.values_list(Value(_WORDS), *version, *WORDS).union(
        days.values_list(Value(_DAYS), *version, *(Cast(day, CharField()) for day in DAYS)),
        removed.values_list(Value(_LINKS), "later_id", *version[1:], *(Value("") for _ in DAYS)),
        all=True,
    )
