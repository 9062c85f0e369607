"""An action as the public reads it: one light row, so that a whole plan is held at once.

Every page, file and count of a plan is worked out from these rows. They hold the public state
whoever looks: what the council's people know besides stands in the admin.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import F

from councils.models import Post
from improvement.models import Action, ActionPeriod, ActionState, Plan
from improvement.record.departures import ONE_DAY, as_on_the_last_day
from improvement.wording import day_words, month_words


class ActionRow(NamedTuple):
    """What is promised, and where it stands by the public record. Days are London days.

    A named tuple, as there are a hundred of them, of some fifty values, on a page.
    """

    pk: int
    plan_id: int
    reference: str
    title: str
    difference: str
    success_measure: str
    measures: str
    workstream_id: int | None
    workstream: str | None
    lead_id: int | None
    added_on: date
    original_due: date | None
    status: str
    claimed: str
    confidence: str
    impact: str
    update_id: int | None
    last_heard_on: date | None
    report_due_on: date
    due_on: date | None
    moves: int
    asked_for: date | None
    delivered_on: date | None
    evidence: int
    evidenced: bool
    newest_evidence: date | None
    step: str
    verified_by_lead: bool
    open_until: date | None
    check_due_on: date | None
    unchanged: int
    help_since: date | None
    waiting_since: datetime | None
    impact_evidence: int
    impact_evidenced: bool
    milestones: int
    milestones_reached: int
    milestones_changed: int
    milestone_due_on: date | None
    # Of one that was taken out of the plan: the day, and its row as it had stood until then.
    left_on: date | None = None
    before: "ActionRow | None" = None
    into_id: int | None = None  # of one merged or replaced: the action that it went into
    month_only: bool | None = None  # of the last report no more than the month is known
    lead: str = ""
    help_from: str = ""
    worse: str = ""  # of one reported on track: what is measured of it and gets worse

    @property
    def is_open(self) -> bool:
        return self.status in ActionState.OPEN

    @property
    def is_delivered(self) -> bool:
        """Reported complete, or moved to business as usual; and not sent back since."""
        return self.status in ActionState.DELIVERED

    @property
    def is_gone(self) -> bool:
        """Withdrawn, merged or replaced: it still counts among what was promised."""
        return self.status in ActionState.GONE

    @property
    def last_day(self) -> date | None:
        """Of one that was taken out of the plan: the last day on which it stood there."""
        return self.left_on - ONE_DAY if self.left_on else None

    @property
    def last_heard(self) -> str:
        """The London day of the last report, or the month where no more is known; "" if none."""
        if self.last_heard_on is None:
            return ""
        return (month_words if self.month_only else day_words)(self.last_heard_on)

    @property
    def date_moved(self) -> bool:
        return self.due_on != self.original_due


_OF_ACTION = (
    "pk",
    "plan_id",
    "reference",
    "title",
    "difference",
    "success_measure",
    "measures",
    "workstream_id",
    "workstream__title",
    "lead_id",
    "added_on",
    "original_due",
)
_OF_STATE = (
    "status",
    "claimed",
    "confidence",
    "impact",
    "update_id",
    "last_heard_on",
    "report_due_on",
    "due_on",
    "moves",
    "asked_for",
    "delivered_on",
    "evidence",
    "evidenced",
    "newest_evidence",
    "step",
    "verified_by_lead",
    "open_until",
    "check_due_on",
    "unchanged",
    "help_since",
    "waiting_since",
    "impact_evidence",
    "impact_evidenced",
    "milestones",
    "milestones_reached",
    "milestones_changed",
    "milestone_due_on",
    "left_on",
    "before",
)


_OF_POST = ("title", "service", "shown")


def rows_of_plan(plan, *, reader, at, then=None) -> list[ActionRow]:
    """The rows of the actions of one plan that `reader` may know at the moment `at`; one query.

    As they stand, or as they stood `then` (`lookback.Then`): without those not in the plan yet.
    """
    asked = {"reader": reader, "plan": plan.pk, "at": at}
    if then:
        found = _stood(then.view, day=then.day, **asked)
    else:
        found = _stated(**asked)
    return [_row(values) for values in found]


def rows_of_council(council, *, reader, at) -> list[ActionRow]:
    """The same of all plans of a council, and of those that are shared with it; one query."""
    found = _stated_of_council(reader=reader, council=council.pk, at=at)
    return [_row(values) for values in found]


def rows_answering(inspection, *, reader, at) -> list[tuple[int, tuple[str, str], ActionRow]]:
    """The same of all plans that stand, for each recommendation of an inspection; one query.

    Each with the recommendation's key, and with what its plan's address is made of.
    """
    found = _stated_answering(reader=reader, inspection=inspection.pk, at=at)
    return [(asked, (council, plan), _row(row)) for asked, council, plan, *row in found]


def _stated_answering(*, reader, inspection, at):
    actions = Action.objects.visible_to(reader, at=at).filter(
        recommendations__inspection=inspection, plan__withdrawn_at=None
    )
    where = ("recommendations__pk", "plan__council__slug", "plan__slug")
    return actions.stated(ActionState.Audience.PUBLIC).order_by().values_list(*where, *_COLUMNS)


def _stated_of_council(*, reader, council, at):
    plans = Plan.objects.for_council(council).values("pk")
    actions = Action.objects.visible_to(reader, at=at).filter(plan__in=plans)
    return actions.stated(ActionState.Audience.PUBLIC).order_by().values_list(*_COLUMNS)


def _stated(*, reader, plan, at):
    actions = Action.objects.visible_to(reader, at=at).filter(plan=plan)
    return actions.stated(ActionState.Audience.PUBLIC).order_by().values_list(*_COLUMNS)


def _stood(view, *, reader, plan, at, day):
    actions = Action.objects.visible_to(reader, at=at).filter(plan=plan)
    return actions.stood(view, day).order_by().values_list(*_COLUMNS)


def rows_of_plan_on(plan, view, days, *, reader, at) -> dict[date, list[ActionRow]]:
    """The same on each of these London days; two queries.

    Asked again where a report that was saved between the two has made other periods of some.
    """
    asked = {f"day_{place}": day for place, day in enumerate(days)}
    asked |= {"reader": reader, "plan": plan.pk, "at": at}
    width = len(_OF_ACTION) + len(_OF_LEAD)
    while True:
        promised = list(_periods_on(view, **asked))
        keys = {key for action in promised for key in action[width:] if key}
        found = _periods(keys=tuple(keys))
        stood = {key: state for key, *state in found}
        if stood.keys() == keys:
            break
    by_day: dict[date, list[ActionRow]] = {day: [] for day in days}
    for action in promised:
        words, lead = action[: len(_OF_ACTION)], action[len(_OF_ACTION) : width]
        for day, key in zip(days, action[width:], strict=True):
            if key:
                state = stood[key]
                by_day[day].append(_row((*words, *state[:-3], *lead, *state[-3:])))
    return by_day


def _periods_on(view, *, reader, plan, at, **days):
    """Of each action what was promised, and the keys of its periods on the days."""
    actions = Action.objects.visible_to(reader, at=at).filter(plan=plan)
    keys = {name: actions.period_on(view, day) for name, day in days.items()}
    return actions.annotate(**keys).order_by().values_list(*_OF_ACTION, *_OF_LEAD, *keys)


def _periods(*, keys):
    """The periods that `_periods_on` has found, past its gate."""
    found = ActionPeriod.objects.filter(pk__in=keys).order_by()
    return found.values_list("pk", *_OF_PERIOD)


_OF_REPORT = ("update__into_id", "update__month_only")
_OF_LEAD = tuple(f"lead__{name}" for name in _OF_POST)
_OF_PERIOD = (*_OF_STATE, *_OF_REPORT, *(f"help_from__{name}" for name in _OF_POST))
_COLUMNS = (
    *_OF_ACTION,
    *(f"state__{name}" for name in _OF_STATE),
    *(f"state__{name}" for name in _OF_REPORT),
    *_OF_LEAD,
    *(f"state__help_from__{name}" for name in _OF_POST),
)


def with_public_row(actions, then=None):
    """The actions themselves, each with what `public_row` reads: no query of its own."""
    places = {f"row_{place}": F(path) for place, path in enumerate(_COLUMNS)}
    public = ActionState.Audience.PUBLIC
    found = actions.with_standing(then.view, then.day) if then else actions.stated(public)
    return found.annotate(**places)


def public_row(action) -> ActionRow | None:
    """The row of an action that came by `with_public_row`; None if it was not there `then`."""
    if getattr(action, f"row_{len(_OF_ACTION)}") is None:
        return None
    return _row([getattr(action, f"row_{place}") for place in range(len(_COLUMNS))])


def _row(values) -> ActionRow:
    row = ActionRow(*values[:-6], _public_name(*values[-6:-3]), _public_name(*values[-3:]))
    return row if row.before is None else row._replace(before=as_on_the_last_day(row))


@lru_cache(maxsize=1000)  # the same dozen posts lead a whole plan
def _public_name(title, service, shown) -> str:
    return Post(title=title, service=service, shown=shown).public_name if title else ""
