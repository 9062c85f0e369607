"""What of a plan's log waits for its release, with what the screening says of each row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from improvement.models import Action, DueDateMove, Evidence, HelpAnswer, Plan, SignOff, Update
from improvement.models.log import LogRow
from improvement.record import Chain
from improvement.workflow.publishing import PUBLIC_WORDS, Suspicion, screening_of


@dataclass(frozen=True)
class Waiting:
    """One row that waits; `corrected` if a newer report, waiting too, stands in its place."""

    row: LogRow
    suspicions: tuple[Suspicion, ...]
    corrected: bool = False

    @property
    def key(self) -> str:
        """Its name in a form: update-12."""
        return f"{self.row._meta.model_name}-{self.row.pk}"

    @property
    def words(self) -> list[tuple[str, str]]:
        """What the public will read: (the field's name, the words)."""
        return [
            (self.row._meta.get_field(name).verbose_name, text)
            for name in PUBLIC_WORDS[type(self.row)]
            if (text := getattr(self.row, name))
        ]


def waiting_rows(plan: Plan, at: datetime) -> list[Waiting]:
    """Every waiting row of the plan's public actions, in the plan's order, then as typed.

    Not among them: a report whose correction is public already. It stays internal.
    """
    rows = [*_updates(plan, at), *_others(plan, at)]
    return sorted(rows, key=lambda one: (one.row.action.sorts_as, one.row.recorded_at))


def oldest_report(rows: Iterable[Waiting]) -> datetime | None:
    """When the oldest waiting report was made."""
    return min((one.row.recorded_at for one in rows if type(one.row) is Update), default=None)


def _updates(plan, at):
    held_up = Action.objects.filter(plan=plan, public_at__lte=at, updates__public_at__isnull=True)
    updates = Update.objects.filter(action__in=held_up.values("pk"))
    updates = updates.select_related("action", "by", "entered_by", "help_from", "into", "corrects")
    by_action = defaultdict(list)
    for update in updates.prefetch_related("reached__milestone").order_by("number"):
        by_action[update.action_id].append(update)
    for said in by_action.values():
        chain = Chain(said)
        unsettled = chain.unsettled([update for update in said if not update.public_at])
        newest = {chain.origin(update.pk): update.pk for update in unsettled}
        for update in unsettled:
            replaced = newest[chain.origin(update.pk)] != update.pk
            yield Waiting(update, tuple(screening_of([update])), replaced)


def _others(plan, at):
    """Reasons of later dates, titles of evidence, notes of sign-off of released claims, answers."""
    for model in (DueDateMove, Evidence, SignOff, HelpAnswer):
        rows = model.objects.waiting().filter(action__plan=plan, action__public_at__lte=at)
        for row in rows.select_related("action", *_PEOPLE[model]):
            yield Waiting(row, tuple(screening_of([row])))


_PEOPLE = {
    DueDateMove: ("asked_by", "decided_by"),
    Evidence: ("added_by", "checked_by"),
    SignOff: ("by", "checked_by", "claim"),
    HelpAnswer: ("by",),
}
