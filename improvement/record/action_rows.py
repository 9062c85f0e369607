"""An action as the public reads it: one light row, so that a whole plan is held at once.

Every page, file and count of a plan is worked out from these rows. They hold the public state
whoever looks: what the council's people know besides stands in the admin.
"""

from collections import namedtuple
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F

from councils.days import end_of_month
from councils.models import Post
from improvement.models import Action, ActionPeriod, ActionState
from improvement.record.fields import ROW, STATE
from improvement.record.periods import ONE_DAY, as_on_the_last_day
from improvement.wording import day_words, month_words


class ActionRow(
    namedtuple(
        "ActionRow",
        [field.name for field in ROW],
        defaults=[field.default for field in ROW if field.default is not ...],
    )
):
    """What is promised, and where it stands by the public record. Days are London days.

    The fields are those of `fields.FIELDS`, whose types and meanings stand in `Action` and
    `ActionState`. A named tuple, as there are a hundred of them, of some fifty values, on a page.
    """

    __slots__ = ()

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
    def last_heard_by(self) -> date | None:
        """The London day of the last report; of one whose month alone is known, the month's end."""
        if self.last_heard_on is None or not self.month_only:
            return self.last_heard_on
        return end_of_month(self.last_heard_on)

    @property
    def last_heard(self) -> str:
        """The London day of the last report, or the month where no more is known; "" if none."""
        if self.last_heard_on is None:
            return ""
        return (month_words if self.month_only else day_words)(self.last_heard_on)

    @property
    def date_moved(self) -> bool:
        return self.due_on != self.original_due


PUBLIC = ActionState.Audience.PUBLIC
_POST = ("title", "service", "shown")
_POSTS = tuple(field for field in ROW if field.is_post)
_READ = tuple(field for field in ROW if field.path and not field.is_post)
_OF_ACTION = (
    *(field.path for field in _READ if not field.of_state),
    *(f"{post.path}__{part}" for post in _POSTS if not post.of_state for part in _POST),
)
_OF_STATE = (
    *(field.path for field in _READ if field.of_state),
    *(f"{post.path}__{part}" for post in _POSTS if post.of_state for part in _POST),
)
_COLUMNS = (*_OF_ACTION, *_OF_STATE)


def rows_of_plan(plan, *, reader, at, as_at=None) -> list[ActionRow]:
    """The rows of the actions of one plan that `reader` may know at the moment `at`; one query.

    As they stand, or as they stood `as_at` (`AsAt`): without those not in the plan yet.
    """
    actions = Action.objects.visible_to(reader, at=at).filter(plan=plan)
    return _rows(actions.as_at(as_at.view, as_at.day) if as_at else actions.stated(PUBLIC))


def rows_of_plans(plans: Collection[int], *, reader, at) -> list[ActionRow]:
    """The rows of all actions of the plans of these keys; one query.

    By keys, and not by the query that finds the plans: a database that cannot tell how few they
    are reads the tables of the whole nation.
    """
    actions = Action.objects.visible_to(reader, at=at).filter(plan__in=plans)
    return _rows(actions.stated(PUBLIC))


def _rows(stated) -> list[ActionRow]:
    return [_row(values) for values in stated.order_by().values(*_COLUMNS)]


def rows_answering(inspection, *, reader, at) -> list[tuple[int, tuple[str, str], ActionRow]]:
    """The same of all plans that stand, for each recommendation of an inspection; one query.

    Each with the recommendation's key, and with what its plan's address is made of.
    """
    actions = Action.objects.visible_to(reader, at=at).filter(
        recommendations__inspection=inspection, plan__withdrawn_at=None
    )
    asked, council, plan = "recommendations__pk", "plan__council__slug", "plan__slug"
    found = actions.stated(PUBLIC).order_by().values(asked, council, plan, *_COLUMNS)
    return [(one[asked], (one[council], one[plan]), _row(one)) for one in found]


def rows_of_plan_on(plan, view, days, *, reader, at) -> dict[date, list[ActionRow]]:
    """The same on each of these London days; two queries.

    Asked again where a report that was saved between the two has made other periods of some.
    """
    names = {f"day_{place}": day for place, day in enumerate(days)}
    while True:
        promised = _promised(plan, view, names, reader=reader, at=at)
        keys = {one[name] for one in promised for name in names if one[name]}
        stood = _periods(keys)
        if stood.keys() == keys:
            break
    return {
        day: [_row(one | stood[one[name]]) for one in promised if one[name]]
        for name, day in names.items()
    }


def _promised(plan, view, names, *, reader, at) -> list[dict[str, Any]]:
    """Of each action what was promised, and under these names the keys of its days' periods."""
    actions = Action.objects.visible_to(reader, at=at).filter(plan=plan)
    keys = {name: actions.period_on(view, day) for name, day in names.items()}
    return list(actions.annotate(**keys).order_by().values(*_OF_ACTION, *keys))


def _periods(keys) -> dict[int, dict[str, Any]]:
    """The periods that `_promised` has found, past its gate: by key, what a state has."""
    paths = {path: path.removeprefix(STATE) for path in _OF_STATE}
    found = ActionPeriod.objects.filter(pk__in=keys).order_by().values("pk", *paths.values())
    return {one["pk"]: {path: one[name] for path, name in paths.items()} for one in found}


_ASIDE = {f"row_{path.replace('__', '_')}": path for path in _COLUMNS}


def with_public_row(actions, as_at=None):
    """The actions themselves, each with what `public_row` reads: no query of its own."""
    found = actions.as_at_or_absent(as_at.view, as_at.day) if as_at else actions.stated(PUBLIC)
    return found.annotate(**{name: F(path) for name, path in _ASIDE.items()})


def public_row(action) -> ActionRow | None:
    """The row of an action that came by `with_public_row`; None if it was not there `as_at`."""
    values = {path: getattr(action, name) for name, path in _ASIDE.items()}
    return None if values[f"{STATE}status"] is None else _row(values)


def _row(values: Mapping[str, Any]) -> ActionRow:
    """The row of these values, by path."""
    posts = {
        post.name: _public_name(**{part: values[f"{post.path}__{part}"] for part in _POST})
        for post in _POSTS
    }
    row = ActionRow(**{field.name: values[field.path] for field in _READ}, **posts)
    return row if row.before is None else row._replace(before=as_on_the_last_day(row))


@lru_cache(maxsize=1000)  # the same dozen posts lead a whole plan
def _public_name(title, service, shown) -> str:
    return Post(title=title, service=service, shown=shown).public_name if title else ""


def internal_row(action: Action, state: ActionState) -> ActionRow:
    """The row of an action for the council's own people, by its internal state: posts by title.

    Needs the action's lead and workstream, and the state's `help_from`. What only the public's
    state holds, of what was taken out of the plan, is left out.
    """
    read = {field.name: _read(field, action, state) for field in _READ if field.default is ...}
    posts = {post.name: _read(post, action, state) for post in _POSTS}
    return ActionRow(**read, **{name: post.title if post else "" for name, post in posts.items()})


def _read(field, action, state):
    record = state if field.of_state else action
    for name in field.path.removeprefix(STATE).split("__"):
        record = getattr(record, name) if record is not None else None
    return record
