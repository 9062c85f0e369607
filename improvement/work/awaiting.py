"""What waits for a person in each of their roles, as tasks with one button each.

Only councils where a role of theirs allows the act. Days are London days.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from councils.access import Can
from councils.days import day_of, working_days_between
from councils.models import Post, PostHolding
from improvement.models import (
    Action,
    ActionState,
    DueDateMove,
    Evidence,
    Indicator,
    Plan,
    Step,
    Update,
)
from improvement.rules import BY_CODE
from improvement.wording import ago, counted_as, plural
from improvement.work.inside import INTERNAL
from improvement.work.owed import inspections_to_answer, readings_to_take, trackers_to_confirm
from improvement.work.task import SHOWN, Task, at_their
from improvement.work.waiting import oldest_report, waiting_rows
from improvement.workflow import screening_of
from inspections.models import Import, Inspection, Report

_ACTION = "admin:improvement_action_change"


def tasks(user, at: datetime) -> list[Task]:
    """Everything that waits for `user`, in the order in which it matters."""
    return [task for kind in KINDS for task in kind(user, at)]


def _actions_list(**asked) -> str:
    return f"{reverse('admin:improvement_action_changelist')}?{urlencode(asked)}"


def _named(actions) -> tuple[tuple[str, str], ...]:
    return tuple((str(action), reverse(_ACTION, args=[action.pk])) for action in actions[:SHOWN])


# --- the publisher ---


def _releases(user, at) -> Iterator[Task]:
    """Each plan's waiting reports, and for how long the oldest has waited."""
    plans = Plan.objects.filter(at_their(user, Can.RELEASE, "council")).visible_to(user, at=at)
    plans = plans.released(at).standing()
    for plan in plans:
        rows = waiting_rows(plan, at)
        if rows:
            yield Task(
                f"{_what_waits(rows, at)} Plan: {plan.title}.",
                "Look and release",
                reverse("admin:improvement_plan_release-reports", args=[plan.pk]),
            )


def _what_waits(rows, at) -> str:
    oldest = oldest_report(rows)
    reports = sum(isinstance(one.row, Update) for one in rows)
    others = len(rows) - reports
    if oldest is None:
        says = plural(others, "reason, title or note waits", "reasons, titles and notes wait")
        return f"{others} {says} for release."
    days = working_days_between(day_of(oldest), day_of(at))
    since = f"the oldest for {counted_as(days, 'working day')}" if days else "made today"
    besides = f" So {plural(others, 'does', 'do')} {others} other {plural(others, 'row', 'rows')}."
    says = f"{counted_as(reports, 'report')} {plural(reports, 'waits', 'wait')} for release"
    return f"{says}, {since}.{besides if others else ''}"


def _readings(user, at) -> Iterator[Task]:
    """Each public indicator's waiting readings."""
    waits = Count("readings", filter=Q(readings__public_at__isnull=True))
    indicators = Indicator.objects.filter(at_their(user, Can.RELEASE, "council")).released(at)
    for one in indicators.standing().annotate(waits=waits).filter(waits__gt=0).order_by("name"):
        says = plural(one.waits, "waits", "wait")
        yield Task(
            f"{counted_as(one.waits, 'reading')} of “{one.name}” {says} for release.",
            "Look and release",
            reverse("admin:improvement_indicator_release-readings", args=[one.pk]),
        )


def _drafts_to_publish(user, at) -> Iterator[Task]:
    """Draft plans, and actions added to a plan since it was published."""
    mine = Plan.objects.filter(at_their(user, Can.RELEASE, "council")).visible_to(user, at=at)
    mine = mine.standing()
    for plan in mine.filter(publish_from__isnull=True).select_related("council"):
        yield Task(
            f"“{plan.title}” is a draft.",
            "Look and publish",
            reverse("admin:improvement_plan_release", args=[plan.pk]),
        )
    added = Count("actions", filter=Q(actions__public_at__isnull=True))
    for plan in mine.released(at).annotate(added=added).filter(added__gt=0):
        says = plural(plan.added, "is not public yet", "are not public yet")
        yield Task(
            f"{counted_as(plan.added, 'action')} added to “{plan.title}” {says}.",
            "Look and publish",
            reverse("admin:improvement_plan_publish-actions", args=[plan.pk]),
        )


def _inspections_to_publish(user, at) -> Iterator[Task]:
    """Drafts that a report was saved into: the day of its publication may be today."""
    rows = Inspection.objects.filter(at_their(user, Can.RELEASE, "council")).visible_to(user, at=at)
    rows = rows.standing().filter(publish_from__isnull=True, reports__isnull=False)
    for inspection in rows.select_related("framework", "council").distinct():
        yield Task(
            f"“{inspection}” was read from its report, and is a draft.",
            "Look and publish",
            reverse("admin:inspections_inspection_release", args=[inspection.pk]),
        )


# --- whoever was asked for help ---


def _asked_for_help(user, at) -> Iterator[Task]:
    """What a lead needs from a post that `user` holds."""
    mine = Post.objects.held_by(user, day_of(at)).within_reach_of(user, Can.REPORT_OWN)
    states = ActionState.objects.filter(
        BY_CODE["unanswered"].condition(day_of(at)),
        audience=INTERNAL,
        help_from__in=mine.values("pk"),
        action__in=_seen(user, at),
        action__plan__withdrawn_at__isnull=True,
    )
    for state in states.select_related("action", "help_from").order_by("help_since", "pk"):
        asked = ago(state.help_since, day_of(at))
        yield Task(
            f"{state.help_from.title} was asked for help {asked}, and has not answered.",
            "Answer",
            reverse("admin:improvement_action_help", args=[state.action_id]),
            ((str(state.action), reverse(_ACTION, args=[state.action_id])),),
        )


# --- the lead, and who acts for leads ---


def _to_correct(user, at) -> Iterator[Task]:
    """Waiting reports whose words look like personal data: the publisher cannot just release."""
    mine = Q(action__in=Action.objects.led_by(user, at=at).values("pk"))
    updates = (
        Update.objects.waiting()
        .visible_to(user, at=at)
        .filter(
            mine | at_their(user, Can.REPORT_ANY, "action__plan__council"), corrections__isnull=True
        )
    )
    updates = updates.select_related("action").order_by("recorded_at")
    doubtful = [update for update in updates if screening_of([update])]
    if doubtful:
        one, many = "waiting report has words", "waiting reports have words"
        page = "admin:improvement_action_correct"
        addresses = [reverse(page, args=[each.action_id, each.number]) for each in doubtful]
        yield Task(
            f"{len(doubtful)} {plural(len(doubtful), one, many)} that look like personal data. "
            "The publisher will ask.",
            "Look and correct",
            addresses[0],
            tuple(zip(map(str, doubtful), addresses, strict=True))[:SHOWN],
        )


# --- the board's secretary, the plan's officers ---


def _dates(user, at) -> Iterator[Task]:
    moves = DueDateMove.objects.filter(
        at_their(user, Can.DECIDE, "action__plan__council"), outcome=""
    )
    moves = moves.visible_to(user, at=at).exclude(asked_by=user)
    moves = moves.exclude(action__in=Action.objects.ever_led_by(user, day_of(at)))
    moves = moves.select_related("action").order_by("recorded_at")
    if moves:
        says = plural(len(moves), "waits", "wait")
        yield Task(
            f"{counted_as(len(moves), 'later date')} asked for {says} for a decision.",
            "Decide",
            reverse("admin:improvement_duedatemove_changelist") + "?outcome__exact=",
            _named([move.action for move in moves]),
        )


def _sign_offs(user, at) -> Iterator[Task]:
    proposed = _stated(user, Can.DECIDE, at, Q(step=Step.PROPOSED))
    if proposed:
        says = plural(len(proposed), "waits", "wait")
        yield Task(
            f"{counted_as(len(proposed), 'action')} proposed for sign-off {says} for the board.",
            "Look at them",
            _actions_list(attention="proposed"),
            _named(proposed),
        )


def _evidence(user, at) -> Iterator[Task]:
    unseen = Evidence.objects.filter(
        at_their(user, Can.CHECK, "action__plan__council"),
        checked_at__isnull=True,
        superseded_by__isnull=True,
    )
    unseen = unseen.visible_to(user, at=at).exclude(added_by=user)
    unseen = unseen.exclude(action__in=Action.objects.ever_led_by(user, day_of(at)))
    unseen = list(unseen.select_related("action").order_by("recorded_at"))
    if unseen:
        says = plural(len(unseen), "piece of evidence waits", "pieces of evidence wait")
        yield Task(
            f"{len(unseen)} {says} for somebody independent to look at it.",
            "Look at it",
            reverse("admin:improvement_evidence_changelist") + "?checked_at__isempty=1",
            _named(list(dict.fromkeys(piece.action for piece in unseen))),
        )


def _silent(user, at) -> Iterator[Task]:
    silent = _stated(user, Can.REPORT_ANY, at, BY_CODE["silent"].condition(day_of(at)))
    if silent:
        says = plural(len(silent), "has", "have")
        yield Task(
            f"{counted_as(len(silent), 'action')} {says} had no report for longer than the plan "
            "allows.",
            "Ask, or report for the lead",
            _actions_list(attention="silent"),
            _named(silent),
        )


def _seen(user, at):
    """The keys of the actions that `user` may read: none under an embargo, unless named there."""
    return Action.objects.visible_to(user, at=at).values("pk")


def _stated(user, can, at, condition: Q) -> list[Action]:
    """Actions whose internal state is so, the longest in silence first."""
    states = ActionState.objects.filter(
        at_their(user, can, "action__plan__council"),
        condition,
        audience=INTERNAL,
        action__in=_seen(user, at),
    )
    states = states.filter(action__plan__withdrawn_at__isnull=True).select_related("action")
    return [state.action for state in states.order_by("report_due_on", "action_id")]


def _drafts_to_finish(user, at) -> Iterator[Task]:
    drafts = Plan.objects.filter(
        at_their(user, Can.EDIT_PLAN, "council"), publish_from__isnull=True
    )
    for plan in drafts.standing():
        yield Task(
            f"“{plan.title}” is a draft that the public cannot see.",
            "Go on with it",
            reverse("admin:improvement_plan_change", args=[plan.pk]),
        )


# --- the clerk, the administrator ---


def _texts_to_import(user, at) -> Iterator[Task]:
    """Inspections whose report's recommendations are counted, and not entered."""
    rows = Inspection.objects.filter(at_their(user, Can.IMPORT, "council")).visible_to(user, at=at)
    rows = rows.standing().filter(inspected__recommendations_printed__gt=0)
    rows = rows.filter(recommendations__isnull=True).select_related("framework", "council")
    page = "admin:inspections_import_upload"
    rows = list(rows.distinct())
    if rows:
        says = plural(len(rows), "inspection has", "inspections have")
        addresses = [reverse(page, args=[row.pk]) for row in rows]
        yield Task(
            f"{len(rows)} {says} recommendations whose text is not entered yet.",
            "Import them",
            addresses[0],
            tuple(zip(map(str, rows), addresses, strict=True))[:SHOWN],
        )


def _reports_to_save(user, at) -> Iterator[Task]:
    """Reports that were read, and of which nothing is saved yet."""
    rows = Report.objects.filter(at_their(user, Can.IMPORT, "council")).visible_to(user, at=at)
    page = "admin:inspections_report_change"
    for report in rows.filter(state=Import.State.PREVIEWED).defer("content", "as_read"):
        yield Task(
            f"The report “{report.file_name}” was read, and nothing of it is saved yet.",
            "Go on with it",
            reverse(page, args=[report.pk]),
        )


def _empty_posts(user, at) -> Iterator[Task]:
    held = PostHolding.objects.on(day_of(at)).values("post_id")
    posts = Post.objects.filter(at_their(user, Can.MANAGE_PEOPLE, "council"), leads__isnull=False)
    posts = list(posts.exclude(pk__in=held).distinct())
    if posts:
        says = plural(len(posts), "post leads actions and is", "posts lead actions and are")
        page = "admin:councils_post_change"
        yield Task(
            f"{len(posts)} {says} held by nobody.",
            "Name who holds it",
            reverse("admin:councils_post_changelist"),
            tuple((str(post), reverse(page, args=[post.pk])) for post in posts[:SHOWN]),
        )


KINDS = (
    _asked_for_help,
    _releases,
    _readings,
    _drafts_to_publish,
    _inspections_to_publish,
    _to_correct,
    _dates,
    _sign_offs,
    _evidence,
    _silent,
    _drafts_to_finish,
    trackers_to_confirm,
    inspections_to_answer,
    readings_to_take,
    _texts_to_import,
    _reports_to_save,
    _empty_posts,
)
