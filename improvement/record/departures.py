"""How an action stood on its last day in the plan: kept with it once it was taken out.

So what was late then, or reported and not borne out, is held against the record by the same rules
as everything else, and no evidence, date, word or answer that comes afterwards mends it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db import models

from improvement.models import Action, ActionState
from improvement.record.fields import FIELDS
from improvement.record.log_rows import REWORDED, Reworded
from improvement.record.snapshot import Snapshot

ONE_DAY = timedelta(days=1)
_KEPT = tuple(field.name for field in FIELDS if field.of_state and field.kept)
_DAYS = tuple(
    name for name in _KEPT if isinstance(ActionState._meta.get_field(name), models.DateField)
)
_SOMETHING = "named"  # the rules ask only whether there is one


def with_departures(
    by_day: Iterable[tuple[date, Snapshot]], action: Action, reworded: Sequence[Reworded]
) -> Iterator[tuple[date, Snapshot]]:
    """How the action stood from each of these London days on, the oldest first; where it is out
    of the plan, with the day on which it left and how it had stood before.

    Nothing is kept of one that no day had seen in the plan. Who had been asked for help last stays
    named, in `help_from_id`.
    """
    there: Snapshot | None = None
    left_on: date | None = None
    for day, snapshot in by_day:
        if snapshot.status not in ActionState.GONE:
            there, left_on = snapshot, None
        elif there is not None:
            left_on = left_on or day
            snapshot = replace(
                snapshot,
                left_on=left_on,
                before=_kept(there) | _named(action, reworded, left_on - ONE_DAY),
                help_from_id=there.help_from_id,
            )
        yield day, snapshot


def _kept(there: Snapshot) -> dict:
    values = {name: getattr(there, name) for name in _KEPT}
    return values | {name: day.isoformat() for name in _DAYS if (day := values[name])}


def _named(action, reworded, last_day) -> dict[str, bool]:
    """Whether a measure and a lead were named on that day. The words themselves are not kept, for
    words may have to be removed everywhere; what was removed leaves a mark, so it was named."""
    named = {"success_measure": bool(action.success_measure.strip()), "lead": bool(action.lead_id)}
    for one in reversed(reworded):
        if one.effective_on > last_day:
            named[one.field] = bool(one.old.strip())
    return named


# Of the row as it is now, and not as it was on that day.
_OF_LATER = {"update_id": None, "month_only": None, "left_on": None, "before": None}


def as_on_the_last_day(row):
    """The row (`rows.ActionRow`) of an action that was taken out, as it was on its last day.

    `row.before` holds what was kept.
    """
    kept = row.before
    days = {name: date.fromisoformat(kept[name]) for name in _DAYS if kept[name]}
    named = {name: _SOMETHING if kept[name] else "" for name in REWORDED}
    return row._replace(**kept | days | named, **_OF_LATER)
