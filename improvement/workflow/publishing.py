"""Reporting is not releasing: what waits becomes public by a publisher's act, screened."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from councils import publishing
from councils.access import Can
from councils.days import day_of
from councils.screening import screen
from improvement.models import (
    Action,
    DueDateMove,
    Evidence,
    HelpAnswer,
    Milestone,
    Plan,
    Release,
    SignOff,
    Update,
)
from improvement.wording import day_words
from improvement.workflow.guards import Refused, demand
from improvement.workflow.together import read_again

# What a release makes public of each kind of row. Internal notes are not among them.
PUBLIC_WORDS = {
    Update: ("reason", "what_changed", "impact_note", "help_needed"),
    DueDateMove: ("reason", "decided_where"),
    Evidence: ("title", "url"),
    SignOff: ("note", "where"),
    HelpAnswer: ("words",),
}
PUBLIC_WORDS_OF_ACTION = ("title", "difference", "success_measure")
PUBLIC_WORDS_OF_PLAN = (
    "title",
    "summary",
    "overseen_by",
    "on_track_means",
    "at_risk_means",
    "off_track_means",
)


@dataclass(frozen=True)
class Suspicion:
    """Words about to be published that look like personal data, and where they stand."""

    key: str
    where: str
    looks_like: str
    words: str


class Unanswered(Refused):
    """The screening found something that is neither corrected nor answered."""

    def __init__(self, suspicions):
        self.suspicions = suspicions
        super().__init__(
            "Some words look like personal data. Have them corrected, or say why they may be "
            "published."
        )


def screened(row, fields, where: str) -> list[Suspicion]:
    """What looks like personal data in these fields of a row."""
    return [
        Suspicion(
            key=f"{row._meta.label_lower}:{row.pk}:{field}:{found.words}",
            where=f"{where}, {row._meta.get_field(field).verbose_name}",
            looks_like=found.looks_like,
            words=found.words,
        )
        for field in fields
        for found in screen(getattr(row, field) or "")
    ]


def screening_of(rows) -> list[Suspicion]:
    """What looks like personal data in rows of the log that wait for release."""
    return [
        suspicion for row in rows for suspicion in screened(row, PUBLIC_WORDS[type(row)], str(row))
    ]


def screening_of_plan(plan, actions) -> list[Suspicion]:
    """What looks like personal data in the words of a plan and of these actions."""
    found = screened(plan, PUBLIC_WORDS_OF_PLAN, "the plan")
    for workstream in plan.workstreams.all():
        found += screened(workstream, ("title",), f"workstream {workstream.order}")
    return found + screening_of_actions(actions)


def screening_of_actions(actions) -> list[Suspicion]:
    """What looks like personal data in the public words of these actions and their milestones."""
    found = [
        suspicion
        for action in actions
        for suspicion in screened(action, PUBLIC_WORDS_OF_ACTION, f"action {action.reference}")
    ]
    milestones = Milestone.objects.filter(action__in=[action.pk for action in actions])
    for one in milestones.select_related("action"):
        found += screened(one, ("title",), f"a milestone of action {one.action.reference}")
    return found


def answered(suspicions, answers) -> list[dict]:
    """The record of each suspicion and its answer. Raises `Unanswered` if one has none."""
    left = [found for found in suspicions if not answers.get(found.key, "").strip()]
    if left:
        raise Unanswered(left)
    return [
        {
            "where": found.where,
            "looks_like": found.looks_like,
            "words": found.words,
            "answer": answers[found.key].strip(),
        }
        for found in suspicions
    ]


@transaction.atomic
def release(*, plan, rows, by, at, answers=None) -> Release:
    """Make these waiting rows of the plan's log public together.

    `rows` are unreleased `Update`, `DueDateMove`, `Evidence` and `SignOff` rows of this plan.
    `answers` maps the key of each `Suspicion` to why the words may be published all the same.
    A file stays internal; evidence is released by its title and, if it is one, its address.
    """
    demand(by, Can.RELEASE, plan)
    if not plan.is_released(at):
        raise Refused("Publish the plan first.")
    rows = list(rows)
    _demand_public_heirs(rows, at)
    answers = answered(screening_of(rows), answers or {})
    batch = Release.objects.create(plan=plan, at=at, by=by, answers=answers)
    touched = set()
    for model in PUBLIC_WORDS:
        ids = [row.pk for row in rows if type(row) is model]
        waiting = model.objects.waiting().filter(pk__in=ids, action__plan=plan)
        waiting = waiting.filter(action__public_at__lte=at)
        touched |= set(waiting.values_list("action_id", flat=True))
        stamp = {"public_at": at} | ({"release": batch} if model is Update else {})
        if waiting.update(**stamp) != len(ids):
            raise Refused("Some of these have changed since the page was made. Look again.")
    read_again(touched)
    return batch


def _demand_public_heirs(rows, at) -> None:
    """What takes an action over is public first: nothing goes into what nobody can read."""
    heirs = {row.into_id for row in rows if isinstance(row, Update)} - {None}
    for heir in Action.objects.filter(pk__in=heirs).exclude(public_at__lte=at):
        raise Refused(f"Publish action {heir.reference} first: another goes into it.")


@transaction.atomic
def publish_plan(*, plan, by, at, publish_from=None, readers=(), answers=None) -> Plan:
    """Release a draft plan with its actions, at once or from a later moment (an embargo).

    Until an embargo ends only `readers` and `by` can read it, and it may be published again:
    sooner, or later.
    """
    demand(by, Can.RELEASE, plan)
    actions = list(plan.actions.all())
    _demand_begun(plan, actions, day_of(publish_from or at))
    answers = answered(screening_of_plan(plan, actions), answers or {})
    public = publishing.release(
        record=plan, by=by, at=at, publish_from=publish_from, readers=readers
    )
    plan.publish_from = public.publish_from
    Release.objects.create(plan=plan, at=at, by=by, answers=answers)
    _make_public(plan.actions.all(), public.publish_from)
    return public


@transaction.atomic
def take_back_plan(*, plan, by, at) -> Plan:
    """Make an embargoed plan, and its actions, drafts again before the public has seen them."""
    draft = publishing.take_back(record=plan, by=by, at=at)
    _make_public(plan.actions.all(), None)
    return draft


def _make_public(actions, at) -> int:
    """Set from when these actions are public, and read their states again; how many they are."""
    ids = list(actions.values_list("pk", flat=True))
    changed = Action.objects.filter(pk__in=ids).update(public_at=at)
    read_again(ids)
    return changed


@transaction.atomic
def publish_actions(*, plan, actions, by, at, answers=None) -> None:
    """Release actions that were added to a plan after it was published."""
    demand(by, Can.RELEASE, plan)
    if not plan.is_released(at):
        raise Refused("Publish the plan first.")
    actions = list(actions)
    _demand_added_since(plan, actions, at)
    answers = answered(screening_of_actions(actions), answers or {})
    Release.objects.create(plan=plan, at=at, by=by, answers=answers)
    ids = [action.pk for action in actions]
    drafts = plan.actions.select_for_update().filter(pk__in=ids, public_at__isnull=True)
    if _make_public(drafts, at) != len(ids):
        raise Refused("Some of these have changed since the page was made. Look again.")


def _demand_added_since(plan, actions, at) -> None:
    """Nothing joins a public plan as if it had been promised from the start, or will be one day."""
    first, last = day_of(plan.publish_from), day_of(at)
    for action in actions:
        if not first <= action.added_on <= last:
            raise Refused(
                f"Action {action.reference} became part of the plan between {day_words(first)}, "
                f"when the plan was published, and today. Correct the day on which it was added."
            )


def _demand_begun(plan, actions, public_on) -> None:
    """A plan begins soon after it can be read, and its actions with it at the latest: on what
    begins in ten years nobody is silent, and nothing is ever added since."""
    if plan.starts_on > public_on + timedelta(days=Plan.LONGEST_INTERVAL):
        raise Refused(
            f"The plan starts on {day_words(plan.starts_on)}, more than {Plan.LONGEST_INTERVAL} "
            "days after it is published. Correct its first day, or publish it later."
        )
    last = max(plan.starts_on, public_on)
    for action in actions:
        if action.added_on > last:
            raise Refused(
                f"Action {action.reference} is said to be added on {day_words(action.added_on)}, "
                "after the plan is published. Correct that day."
            )
