"""Who must act on a recommendation, where the report names them beside it."""

from collections.abc import Mapping

from councils.models import Body
from inspections.models import Recommendation
from inspections.reports.plan import InspectionPlan


def note_responsible(plan: InspectionPlan, keys: Mapping[int, int], why: str) -> None:
    """Write the bodies that the report names, where the record names none yet.

    `keys` are the recommendations by their rows' numbers. A body that is not known here is added
    as a partner of the council. Their history is written with the version that the import made.
    """
    named = {
        keys[number]: plan.item_of(number).values["bodies"]
        for number in keys
        if plan.item_of(number).values["bodies"]
    }
    links = Recommendation.responsible.through
    taken = set(
        links.objects.filter(recommendation__in=named).values_list("recommendation_id", flat=True)
    )
    fresh = {key: names for key, names in named.items() if key not in taken}
    links.objects.bulk_create(
        links(recommendation_id=key, body_id=body)
        for key, names in fresh.items()
        for body in dict.fromkeys(_body(plan, name).pk for name in names)
    )
    _remember(links.objects.filter(recommendation__in=fresh), why)


def _remember(links, why: str) -> None:
    """Into the version that the import made, instead of a version more: nobody did it by hand."""
    keys = links.values("recommendation")
    made = Recommendation.history.filter(id__in=keys, history_change_reason=why)
    versions = {version.id: version for version in made.order_by("history_id")}
    past = Recommendation.history.model.responsible.model
    past.objects.bulk_create(
        past(
            history=versions[link.recommendation_id],
            **{field.attname: getattr(link, field.attname) for field in link._meta.fields},
        )
        for link in links
        if link.recommendation_id in versions
    )


def _body(plan: InspectionPlan, name: str) -> Body:
    return plan.bodies.responsible(name) or plan.bodies.added(Body.Kind.OTHER, name)
