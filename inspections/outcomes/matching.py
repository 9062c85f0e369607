"""The part of the record that a file of outcomes speaks of, read once."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from inspections.models import Framework, Inspection, Judgement
from inspections.outcomes.provenance import Provenance, RecordSource, Whose, heard_of

_NEAR = timedelta(days=14)  # two of one kind at one council never began so close together

# Of these kinds no two are ever at one council on the same day.
_ALONE = (
    Framework.Kind.INSPECTION,
    Framework.Kind.FOCUSED_VISIT,
    Framework.Kind.MONITORING_VISIT,
)

FIELDS = {
    "start": "fieldwork_start",
    "end": "fieldwork_end",
    "published": "published_on",
    "title": "title",
    "theme": "theme",
    "inspector": "lead_inspector",
    "link": "report_url",
}


class StandingInspections:
    """The inspections of these councils with their judgements in force, and whose word they are."""

    def __init__(self, councils: Collection[int], *, lock: bool = False):
        rows = Inspection.objects.filter(council__in=councils).order_by("pk")
        if lock:
            list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        self.inspections = list(rows.select_related("council", "framework"))
        self._by_key = defaultdict(list)
        self._of = defaultdict(list)
        self.slugs = {(one.council_id, one.slug) for one in self.inspections}
        for one in self.inspections:
            whose = (one.council_id, one.framework.kind)
            self._of[whose].append(one)
            for name, day in (("start", one.fieldwork_start), ("published", one.published_on)):
                if day:
                    self._by_key[*whose, name, day].append(one)
        keys = [one.pk for one in self.inspections]
        self.judgements: dict[tuple[int, int], Judgement] = {}
        current = Judgement.objects.current().filter(inspection__in=keys)
        for row in current.select_related("area", "grade"):
            self.judgements[row.inspection_id, row.area_id] = row
        self._facts = Provenance(Inspection, keys, tuple(FIELDS.values()))
        judged = [row.pk for row in self.judgements.values()]
        self._judged = Provenance(Judgement, judged, ("grade_id", "no_grade"))
        self._heard = heard_of(keys)

    def find(
        self, council: int, kind: str, start: date | None, published: date | None
    ) -> Inspection | None:
        """The one with that first day, else the one published on that day; standing ones first."""
        for name, day in (("start", start), ("published", published)):
            found = self._by_key.get((council, kind, name, day), [])
            if name == "published" and start:
                # Several may be published on one day; one that began on another is another,
                # unless the days are so close that one of the sources is mistaken.
                found = [
                    one
                    for one in found
                    if not one.fieldwork_start or abs(one.fieldwork_start - start) <= 4 * _NEAR
                ]
            if found:
                return min(found, key=lambda one: (one.withdrawn_at is not None, one.pk))
        return None

    def near(self, council: int, kind: str, start: date | None, published: date | None):
        """One that is so close in time that it can hardly be another.

        That is one of the kind within a fortnight, or a visit of another kind on the very day.
        """
        for one in self._of[council, kind]:
            days = [(one.fieldwork_start, start), (one.published_on, published)]
            if any(here and there and abs(here - there) <= _NEAR for here, there in days):
                return one
        if start and kind in _ALONE:
            others = (one for other in _ALONE for one in self._of[council, other])
            return next((one for one in others if one.fieldwork_start == start), None)
        return None

    def last_before(self, council: int, day: date, kind: str) -> Inspection | None:
        """The last of that kind whose fieldwork began before that day."""
        earlier = [
            one
            for one in self._of[council, kind]
            if one.withdrawn_at is None and one.fieldwork_start and one.fieldwork_start < day
        ]
        return max(earlier, key=lambda one: one.fieldwork_start, default=None)

    def source_of_fact(self, inspection: Inspection, key: str) -> RecordSource:
        found = self._facts.of(inspection.pk, [FIELDS[key]], inspection.source)
        return self._as_heard(found, inspection)

    def source_of_judgement(self, judgement: Judgement, inspection: Inspection) -> RecordSource:
        found = self._judged.of(judgement.pk, ["grade_id", "no_grade"], inspection.source)
        return self._as_heard(found, inspection)

    def _as_heard(self, source: RecordSource, inspection: Inspection) -> RecordSource:
        """Official statistics that say a thing again bear it out as at their own day."""
        heard = self._heard.get(inspection.pk)
        if source.whose != Whose.OFFICIAL or not heard:
            return source
        return RecordSource(source.whose, source.words, max(source.as_at or date.min, heard))
