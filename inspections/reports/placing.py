"""Which inspection of the record an inspection of the draft is: one that stands here, or a new one.

It is the same where council and framework are, and the first day of fieldwork or the day of
publication. Titles and slugs say nothing.
"""

from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.text import slugify

from councils.models import Council
from inspections.models import Framework, Inspection
from inspections.reports.draft import InspectionDraft


def day(value: str | None) -> date | None:
    """A day of the reading."""
    return date.fromisoformat(value) if value else None


def standing_inspection(
    draft: InspectionDraft, council: Council, *, by, at: datetime
) -> Inspection | None:
    """The inspection that the draft speaks of, among those that `by` may read; None: all."""
    rows = Inspection.objects.visible_to(by, at=at) if by else Inspection.objects.all()
    rows = rows.standing().select_related("council", "framework")
    rows = rows.filter(council=council, framework__key=draft.facts.values["framework"] or "")
    return _same_day(rows, draft).order_by("pk").first()


def _same_day(rows: QuerySet, draft: InspectionDraft) -> QuerySet:
    facts = draft.facts.values
    same = Q(pk=None)
    if facts["fieldwork_start"]:
        same |= Q(fieldwork_start=day(facts["fieldwork_start"]))
    if facts["published"]:
        same |= Q(published_on=day(facts["published"]))
    return rows.filter(same)


def free_slug(council: Council, framework: Framework, draft: InspectionDraft) -> str:
    """An address for a new inspection: its month and the name of its framework."""
    facts = draft.facts.values
    first = day(facts["fieldwork_start"] or facts["published"])
    name = slugify(framework.short_name)
    slug = f"{first:%Y-%m}-{name}"[:90].strip("-") if first else name[:90]
    taken = set(
        Inspection.objects.filter(council=council, slug__startswith=slug).values_list(
            "slug", flat=True
        )
    )
    return next(
        each for each in (slug, *(f"{slug}-{n}" for n in range(2, 1000))) if each not in taken
    )


def next_version(inspection: Inspection | None) -> int:
    """The number of the next version of the inspection's report, from 1."""
    if inspection is None:
        return 1
    last = inspection.reports.order_by("-number").first()
    return last.number + 1 if last else 1
