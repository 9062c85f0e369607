"""What a measure is of: the actions and the recommendations that it tells of, as links."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse

from improvement.indicators.measures import Group, Link
from improvement.models import Action, Indicator
from improvement.pages.recommendations.rows import listed
from inspections.models import Recommendation
from inspections.past import Day


def say_what_they_tell_of(groups: Iterable[Group], *, reader, at: datetime) -> None:
    """Put on each card the actions and recommendations that it tells of; two to five queries."""
    cards = [card for group in groups for card in group.cards]
    links = links_of([card.measure.pk for card in cards], reader=reader, at=at)
    for card in cards:
        card.tells_of = links.get(card.measure.pk, [])


def links_of(indicators: Collection[int], *, reader, at: datetime) -> dict[int, list[Link]]:
    """Of these indicators, by key; only what `reader` may read at the moment `at`.

    Two queries, and three more where recommendations are linked.
    """
    links: defaultdict[int, list[Link]] = defaultdict(list)
    _add_actions(links, indicators, reader, at)
    _add_recommendations(links, indicators, reader, at)
    return links


def _add_actions(links, indicators, reader, at) -> None:
    actions = Action.objects.visible_to(reader, at=at).filter(plan__withdrawn_at=None)
    rows = Indicator.actions.through.objects.filter(
        indicator__in=indicators, action__in=actions.values("pk")
    )
    of_action = ("action__plan__council__slug", "action__plan__slug", "action__reference")
    for pk, title, *where in rows.order_by("action__sorts_as", "action_id").values_list(
        "indicator_id", "action__title", *of_action
    ):
        links[pk].append(Link(f"Action {where[-1]}: {title}", reverse("action", args=where)))


def _add_recommendations(links, indicators, reader, at) -> None:
    seen = Recommendation.objects.visible_to(reader, at=at).standing()
    rows = Indicator.recommendations.through.objects.filter(
        indicator__in=indicators,
        recommendation__in=seen.filter(inspection__withdrawn_at=None).values("pk"),
    )
    pairs = list(rows.order_by("pk").values_list("indicator_id", "recommendation_id"))
    if not pairs:
        return
    keys = list(dict.fromkeys(key for _, key in pairs))
    told = {one.pk: one for one in listed(keys, Day.of(at))}
    for pk, key in pairs:
        one = told[key]
        links[pk].append(Link(f"{one.name}, {one.source}", one.address))
