"""Everything that an inspection's page says, put together for its template."""

from dataclasses import dataclass
from datetime import datetime

from councils.days import day_of
from improvement.models import Plan
from improvement.pages.found import (
    Asked,
    Judged,
    asked,
    due_in_words,
    judged,
)
from improvement.pages.frame import Banner, banners, trail
from improvement.pages.inspection.judgements import (
    JudgementLine,
    Relative,
    judgements_of,
    relatives_of,
)
from improvement.pages.inspection.recommended import (
    Group,
    Recommended,
    grouped,
    plans_answering,
    recommended,
)
from improvement.pages.naming import days_of, month_of, name_of
from improvement.pages.public import reader_of
from improvement.rules import unanswered
from improvement.wording import counted, day_words, listed, opened, plural
from inspections.models import Inspection
from inspections.since_published import DayChanged, since_published


@dataclass(frozen=True)
class InspectionPage:
    """The parts of the page, in its order."""

    banners: list[Banner]
    trail: list[tuple[str, str]]
    title: str
    judged: Judged
    asked: str
    answered: str
    on_site: str
    inspectorates: str
    bodies: list[Asked]
    response: str
    no_plan: str
    changed: list[str]
    follows: list[Relative]
    followed_by: list[Relative]
    judgements: list[JudgementLine]
    groups: list[Group]
    withdrawn: list[Recommended]
    plans: list[Plan]
    today: str


def inspection_page(inspection: Inspection, *, user, at: datetime) -> InspectionPage:
    """The page of an inspection that `user` may see at the moment `at`; eight queries.

    `inspection.gives_overall` says whether its framework has an overall judgement; the rest of
    it is as `unanswered.with_answers` brings it.
    """
    found = unanswered(inspection, day_of(at))
    reader, day = reader_of(inspection, user, at), day_of(at)
    judgements, areas = judgements_of(inspection)
    plans = plans_answering(inspection, reader=reader, at=at)
    changed = since_published(inspection, at=at)
    everything, inspected = recommended(
        inspection, plans=plans, changed=changed, reader=reader, at=at
    )
    standing = [one for one in everything if one.withdrawn_at is None]
    bodies = [
        Asked(inspection.pk, body.kind, body.name, body.printed, len(standing))
        for body in inspected
    ]
    follows, followed_by = relatives_of(inspection, reader=reader, at=at)
    return InspectionPage(
        banners=banners(
            inspection.council,
            draft=inspection.is_draft(at),
            publish_from=inspection.publish_from,
        ),
        trail=trail(inspection.council),
        title=", ".join(filter(None, [name_of(inspection), _when(inspection)])),
        judged=judged(inspection, areas, gives_overall=inspection.gives_overall),
        asked=asked(bodies),
        answered=_answered(standing) if plans else "",
        on_site=days_of(inspection.fieldwork_start, inspection.fieldwork_end),
        inspectorates=listed(inspection.framework.inspectorates),
        bodies=bodies,
        response=due_in_words(inspection, day),
        no_plan=found.in_words(inspection.council.name, day) if found else "",
        changed=[_changed(one) for one in changed.days],
        follows=follows,
        followed_by=followed_by,
        judgements=judgements,
        groups=grouped(standing, [body.name for body in bodies]),
        withdrawn=[one for one in everything if one.withdrawn_at],
        plans=plans,
        today=day_words(day),
    )


_DAYS = {
    "fieldwork_start": "the first day on site",
    "fieldwork_end": "the last day on site",
    "published_on": "the day on which the report was published",
    "received_on": "the day on which the council received the report",
    "response_due_printed": "the day by which a response is due, as printed",
}


def _changed(one: DayChanged) -> str:
    old, new = (day_words(day) if day else "not known" for day in (one.old, one.new))
    return f"{day_words(one.on)}: {_DAYS[one.field]}, from {old} to {new}."


def _when(inspection) -> str:
    """The month, unless the title says it already."""
    month = month_of(inspection)
    return "" if month in inspection.title else month


def _answered(standing) -> str:
    """How many of the recommendations on record here have an action, once a plan answers them."""
    if not standing:
        return ""
    gaps = sum(one.unanswered for one in standing)
    if not gaps:
        return plural(
            len(standing),
            "An action answers it.",
            f"An action answers each of the {len(standing)} on record here.",
        )
    return f"{opened(counted(gaps, 'recommendation has', 'recommendations have'))} no action."
