"""What is owed: a plan for an inspection and a reading, which the public reads to be missing; and
a decision on a tracker that somebody prepared.
"""

from collections.abc import Iterator

from django.db.models import Max
from django.urls import reverse

from councils.access import Can
from councils.days import day_of
from improvement.indicators.figures import is_reading_overdue, reading_due_on
from improvement.models import Indicator, Plan, TrackerImport
from improvement.rules import unanswered, with_answers
from improvement.wording import plural
from improvement.work.task import SHOWN, Task, at_their
from inspections.models import Import, Inspection


def inspections_to_answer(user, at) -> Iterator[Task]:
    """Inspections that no public plan answers after the day by which the law asks for one."""
    rows = (
        Inspection.objects.filter(at_their(user, Can.EDIT_PLAN, "council")).released(at).standing()
    )
    rows = with_answers(rows, day_of(at)).select_related("framework", "council")
    late = [one for one in rows if unanswered(one, day_of(at))]
    if late:
        says = plural(len(late), "inspection is", "inspections are")
        page = "admin:inspections_inspection_change"
        yield Task(
            f"{len(late)} {says} answered by no public plan, and the response is overdue. The "
            "public reads this.",
            "Plan the answer",
            reverse("admin:improvement_plan_changelist"),
            tuple((str(one), reverse(page, args=[one.pk])) for one in late[:SHOWN]),
        )


def readings_to_take(user, at) -> Iterator[Task]:
    """Public indicators whose next reading is overdue, readings that wait for release counted."""
    mine = (
        Indicator.objects.filter(at_their(user, Can.EDIT_PLAN, "council")).released(at).standing()
    )
    overdue = [
        one
        for one in mine.annotate(newest=Max("readings__as_at")).select_related("council")
        if is_reading_overdue(_due_on(one), day_of(at), ended_on=one.council.abolished_on)
    ]
    if overdue:
        says = plural(len(overdue), "indicator has", "indicators have")
        page = "admin:improvement_indicator_change"
        yield Task(
            f"{len(overdue)} {says} a reading overdue.",
            "Record a reading",
            reverse("admin:improvement_indicator_changelist"),
            tuple((str(one), reverse(page, args=[one.pk])) for one in overdue[:SHOWN]),
        )


def plans_to_track(user, at) -> list[Plan]:
    """The plans into which `user` may bring a tracker; none where they are too many to name."""
    plans = Plan.objects.filter(at_their(user, Can.IMPORT, "council")).visible_to(user, at=at)
    plans = plans.standing()
    plans = list(plans.order_by("title", "pk")[: SHOWN + 1])
    return plans if len(plans) <= SHOWN else []


def trackers_to_confirm(user, at) -> Iterator[Task]:
    """Trackers that were uploaded, and of which nothing is saved yet: whoever may go on."""
    rows = TrackerImport.objects.filter(at_their(user, Can.IMPORT, "council"))
    rows = rows.visible_to(user, at=at)
    rows = rows.filter(state=Import.State.PREVIEWED, plan__withdrawn_at__isnull=True)
    for batch in rows.select_related("plan").defer("content", "reading").order_by("uploaded_at"):
        yield Task(
            f"The tracker “{batch.file_name}” for “{batch.plan.title}” was uploaded, and nothing "
            "of it is saved yet.",
            "Go on with it",
            reverse("admin:improvement_trackerimport_change", args=[batch.pk]),
        )


def _due_on(indicator):
    counted_from = indicator.newest or day_of(indicator.publish_from)
    return reading_due_on(
        frequency=indicator.frequency, lag_days=indicator.lag_days, counted_from=counted_from
    )
