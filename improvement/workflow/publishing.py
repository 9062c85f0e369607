"""Reporting is not releasing: what waits becomes public by a publisher's act, screened."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Model

from councils import publishing
from councils.access import Can
from councils.days import day_of
from councils.screening import screen
from improvement.models import (
    Action,
    DueDateMove,
    Evidence,
    HelpAnswer,
    Indicator,
    Milestone,
    MilestoneReached,
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


def what_goes_out(plan) -> list[tuple[str, list[str]]]:
    """All that publishing the plan makes public, in words: headings, with what is under each."""
    lists = [("The plan’s own words", _public_words(plan, PUBLIC_WORDS_OF_PLAN))]
    parts = [one.title for one in plan.workstreams.all()]
    lists += [("Its parts", parts)] if parts else []
    for action in plan.actions.order_by("sorts_as").prefetch_related("milestones"):
        due = action.original_due
        said = [
            *_public_words(action, PUBLIC_WORDS_OF_ACTION),
            f"Due: {day_words(due)}" if due else "No due date",
            *(f"Milestone: {one.title}" for one in action.milestones.all()),
        ]
        lists.append((f"Action {action.reference}", said))
    return lists


def _public_words(row, fields) -> list[str]:
    """What the public will read of a row: what each field is called, and its words."""
    named = ((row._meta.get_field(field).verbose_name, getattr(row, field)) for field in fields)
    return [f"{str(name).capitalize()}: {text}" for name, text in named if text]


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
def release(*, plan, rows, by, at, answers=None, seen="") -> Release:
    """Make these waiting rows of the plan's log public together.

    `seen` is the fingerprint of what the publisher had before them. Raises `ChangedSince`.

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
    fingerprint = publishing.demand_unchanged(contents_of_rows(rows), seen)
    batch = Release.objects.create(
        plan=plan, at=at, by=by, answers=answers, fingerprint=fingerprint
    )
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


def contents_of_rows(rows) -> list[Model]:
    """These rows of the log as they stand in the database, and what they say of milestones."""
    stands = [
        row
        for model in PUBLIC_WORDS
        for row in model.objects.filter(pk__in=[row.pk for row in rows if type(row) is model])
    ]
    reports = [row.pk for row in rows if type(row) is Update]
    return [*stands, *MilestoneReached.objects.filter(update__in=reports)]


def contents_of_actions(actions) -> list[Model]:
    """Every row that publishing these actions makes public, as it stands in the database."""
    keys = [action.pk for action in actions]
    return [
        *Action.objects.filter(pk__in=keys),
        *Milestone.objects.filter(action__in=keys),
        *Action.recommendations.through.objects.filter(action__in=keys),
        *Indicator.actions.through.objects.filter(action__in=keys),
    ]


def contents_of_plan(plan) -> list[Model]:
    """Every row that publishing the plan makes public, as it stands in the database."""
    return [
        Plan.objects.get(pk=plan.pk),
        *plan.workstreams.all(),
        *plan.shares.all(),
        *Plan.inspections.through.objects.filter(plan=plan),
        *contents_of_actions(plan.actions.all()),
    ]


def _demand_public_heirs(rows, at) -> None:
    """What takes an action over is public first: nothing goes into what nobody can read."""
    heirs = {row.into_id for row in rows if isinstance(row, Update)} - {None}
    for heir in Action.objects.filter(pk__in=heirs).exclude(public_at__lte=at):
        raise Refused(f"Publish action {heir.reference} first: another goes into it.")


@transaction.atomic
def publish_plan(*, plan, by, at, publish_from=None, readers=(), answers=None, seen="") -> Plan:
    """Release a draft plan with its actions, at once or from a later moment (an embargo).

    `seen` is the fingerprint of what the publisher had before them. Raises `ChangedSince`.

    Until an embargo ends only `readers` and `by` can read it, and it may be published again:
    sooner, or later.
    """
    demand(by, Can.RELEASE, plan)
    actions = list(plan.actions.select_for_update())
    fingerprint = publishing.demand_unchanged(contents_of_plan(plan), seen)
    _demand_begun(plan, actions, day_of(publish_from or at))
    answers = answered(screening_of_plan(plan, actions), answers or {})
    public = publishing.release(
        record=plan, by=by, at=at, publish_from=publish_from, readers=readers
    )
    plan.publish_from = public.publish_from
    Release.objects.create(plan=plan, at=at, by=by, answers=answers, fingerprint=fingerprint)
    seen_actions = plan.actions.filter(pk__in=[action.pk for action in actions])
    _make_public(seen_actions, public.publish_from)
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
def publish_actions(*, plan, actions, by, at, answers=None, seen="") -> None:
    """Release actions that were added to a plan after it was published.

    `seen` is the fingerprint of what the publisher had before them. Raises `ChangedSince`.
    """
    demand(by, Can.RELEASE, plan)
    if not plan.is_released(at):
        raise Refused("Publish the plan first.")
    actions = list(plan.actions.select_for_update().filter(pk__in=[one.pk for one in actions]))
    fingerprint = publishing.demand_unchanged(contents_of_actions(actions), seen)
    _demand_added_since(plan, actions, at)
    answers = answered(screening_of_actions(actions), answers or {})
    Release.objects.create(plan=plan, at=at, by=by, answers=answers, fingerprint=fingerprint)
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
