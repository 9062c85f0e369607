"""Milestones of a public action are added, moved and dropped in the open; reports reach them."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from councils.access import Can
from improvement.models import Milestone, MilestoneChange, MilestoneReached
from improvement.record import Stage, claims_of, logs, reports_inside, stages
from improvement.wording import day_words
from improvement.workflow.guards import Refused, add, demand, demand_why, locked
from improvement.workflow.together import read_again

Kind = MilestoneChange.Kind


def stages_now(action) -> dict[int, Stage]:
    """Its milestones as its own people know them, unreleased reports included; by key."""
    if not action.milestones.exists():
        return {}
    log = logs([action.pk])[action.pk]
    claims = claims_of(log.reached, reports_inside(log))
    return {one.pk: one for one in stages(log.milestones, log.milestone_changes, claims)}


@transaction.atomic
def add_milestone(*, action, title, due, why, by, at, agreed_by="") -> Milestone:
    """Promise something more on the way. The public reads at once that it was added, and why."""
    action = _public(action, by)
    demand_why(why, f"{agreed_by}\n{title}")
    milestone = Milestone(action=action, title=title.strip(), original_due=due)
    milestone._change_reason = why[:100]  # the history's field is that long
    milestone.full_clean()
    milestone.save()
    _record(action, milestone, Kind.ADDED, None, due, why, agreed_by, by, at)
    return milestone


@transaction.atomic
def move_milestone(*, milestone, to, why, agreed_by, by, at) -> MilestoneChange:
    """Give it another day; the first one stays beside it for good."""
    action = _public(milestone.action, by)
    demand_why(why, agreed_by)
    stage = _outstanding(action, milestone)
    return _record(action, milestone, Kind.MOVED, stage.due_on, to, why, agreed_by, by, at)


@transaction.atomic
def drop_milestone(*, milestone, why, agreed_by, by, at) -> MilestoneChange:
    """Promise it no longer. It stays on the page as dropped, and counts among what was promised."""
    action = _public(milestone.action, by)
    demand_why(why, agreed_by)
    stage = _outstanding(action, milestone)
    return _record(action, milestone, Kind.DROPPED, stage.due_on, None, why, agreed_by, by, at)


def claim_reached(update, reached: Mapping[Milestone, date]) -> None:
    """What a report, just added under `locked`, says of milestones.

    Raises `Refused` for one of another action, dropped, or reached by another report; and for a
    day after that of the report.
    """
    if not reached:
        return
    now = stages_now(update.action)
    for milestone, day in reached.items():
        if milestone.pk not in now:
            raise Refused("A report speaks of the milestones of its own action.")
        stage = now[milestone.pk]
        if stage.dropped:
            raise Refused(f"“{milestone.title}” was dropped from the action.")
        if stage.reached_on:
            raise Refused(
                f"“{milestone.title}” was reported reached on {day_words(stage.reached_on)} "
                "already. If that is wrong, correct that report."
            )
        if day > update.effective_on:
            raise Refused(
                f"“{milestone.title}” cannot be reached after {day_words(update.effective_on)}, "
                "the day of the report."
            )
    for milestone, day in reached.items():
        add(
            MilestoneReached(
                action=update.action,
                update=update,
                milestone=milestone,
                reached_on=day,
                recorded_at=update.recorded_at,
            ),
            known=["action", "update", "milestone"],
        )


def _public(action, by):
    action = locked(action)
    demand(by, Can.EDIT_PLAN, action.plan)
    if action.public_at is None:
        raise Refused("This action is a draft: change its milestones in its form.")
    return action


def _outstanding(action, milestone) -> Stage:
    stage = stages_now(action).get(milestone.pk)
    if stage is None or stage.dropped:
        raise Refused("This milestone was dropped already.")
    if stage.reached_on:
        raise Refused(f"It was reported reached on {day_words(stage.reached_on)}: it stands.")
    return stage


def _record(action, milestone, kind, from_date, to_date, why, agreed_by, by, at):
    change = MilestoneChange(
        action=action,
        milestone=milestone,
        kind=kind,
        from_date=from_date,
        to_date=to_date,
        why=why,
        agreed_by=agreed_by.strip(),
        by=by,
        recorded_at=at,
        public_at=max(at, action.public_at),
    )
    add(change, known=["action", "milestone", "by"])
    read_again([action.pk])
    return change
