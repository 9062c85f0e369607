"""Every published recommendation, light enough to list, search and download by the thousand."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from councils.models import Body
from councils.publication import not_withdrawn
from improvement.wording import month_words, opened
from inspections.models import Inspection, Recommendation, RecommendationLink
from inspections.past import Day


@dataclass(frozen=True, slots=True)
class ListedRecommendation:
    """A recommendation with where it stands; the same problem may stand in other inspections."""

    pk: int
    reference: str
    council_reference: str
    kind: str
    section: str
    timescale: str
    text: str
    page: int | None
    body: str
    body_kind: str
    council: str
    council_slug: str
    is_demonstration: bool
    inspection_title: str
    inspection_slug: str
    framework: str
    fieldwork_start: date | None
    published_on: date | None
    made_before: bool = False
    made_again: bool = False

    @property
    def name(self) -> str:
        """Recommendation 14; without a printed number, only what the report calls it."""
        kind = opened(self.kind) or "Recommendation"
        return f"{kind} {self.reference}" if self.reference else kind

    @property
    def to(self) -> str:
        """Whom the report asks."""
        return "the council" if self.body_kind == Body.Kind.COUNCIL else self.body

    @property
    def source(self) -> str:
        """What it stands in, and when that was."""
        day = self.fieldwork_start or self.published_on
        name = self.inspection_title or self.framework
        return f"{name}, {month_words(day)}" if day and month_words(day) not in name else name

    @property
    def address(self) -> str:
        where = reverse("inspection", args=[self.council_slug, self.inspection_slug])
        return f"{where}#recommendation-{self.pk}"


_OWN = ("pk", "reference", "council_reference", "kind", "section", "timescale", "text", "page")
# What is told of one, and whence it is read.
_FIELDS = {name: name for name in _OWN} | {
    "body": "body__name",
    "body_kind": "body__kind",
    "council": "inspection__council__name",
    "council_slug": "inspection__council__slug",
    "is_demonstration": "inspection__council__is_demonstration",
    "inspection_title": "inspection__title",
    "inspection_slug": "inspection__slug",
    "framework": "inspection__framework__short_name",
    "fieldwork_start": "inspection__fieldwork_start",
    "published_on": "inspection__published_on",
}
NEWEST_FIRST = ("-inspection__published_on", "-inspection_id", "body_id", "section", "order", "pk")


def published(day: Day):
    """What anyone may read of that day, and was not withdrawn."""
    standing = Recommendation.objects.standing(day.withdrawn_by)
    return standing.filter(inspection__in=_inspections(day))


def made_before(day: Day) -> Exists:
    """Whether a published recommendation of an earlier inspection asked for the same."""
    return Exists(
        RecommendationLink.objects.filter(
            not_withdrawn(day.withdrawn_by, "earlier__"),
            later=OuterRef("pk"),
            earlier__inspection__in=_inspections(day),
        )
    )


def _inspections(day: Day):
    visible = Inspection.objects.visible_to(AnonymousUser(), at=day.moment)
    return visible.standing(day.withdrawn_by).filter(day.published()).values("pk")


def listed(pks, day: Day) -> list[ListedRecommendation]:
    """These, in the order of `pks`, which have passed the gate; at most three queries."""
    rows = Recommendation.objects.filter(pk__in=pks).order_by().values(*_FIELDS.values())
    found = {
        row["pk"]: ListedRecommendation(**{name: row[path] for name, path in _FIELDS.items()})
        for row in rows
    }
    before, again = _returned(pks, day)
    return [
        replace(found[pk], made_before=pk in before, made_again=pk in again)
        if pk in before or pk in again
        else found[pk]
        for pk in pks
    ]


def _returned(pks, day) -> tuple[set[int], set[int]]:
    """Which of these had been made before, and which were made again: both ends published."""
    links = RecommendationLink.objects.filter(Q(earlier__in=pks) | Q(later__in=pks)).order_by()
    pairs = list(links.values_list("earlier_id", "later_id"))
    ends = published(day).filter(pk__in={pk for pair in pairs for pk in pair})
    seen = set(ends.order_by().values_list("pk", flat=True))
    pairs = [pair for pair in pairs if seen.issuperset(pair)]
    return {later for _, later in pairs}, {earlier for earlier, _ in pairs}


def everything(recommendations, day: Day, *, at_once: int = 500) -> Iterator[ListedRecommendation]:
    """All of a queryset of published ones, newest first, `at_once` in memory."""
    pks = list(recommendations.order_by(*NEWEST_FIRST).values_list("pk", flat=True))
    for start in range(0, len(pks), at_once):
        yield from listed(pks[start : start + at_once], day)
