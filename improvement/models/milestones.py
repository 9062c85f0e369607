"""Milestones: what an action promises on its way, and what became of each. Days are London days."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.access import Can, within_reach
from councils.days import LondonDay
from improvement.models.actions import Action
from improvement.models.log import PERSON, AddedOnly, AppendOnlyError, LogRow, Update


class MilestoneQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """A milestone is as public as its action."""
        return self.filter(action__in=Action.objects.visible_to(user, at=at).values("pk"))

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "action__plan__council")


class Milestone(models.Model):
    """Something that will be there by a day, before the action as a whole is complete.

    Typed freely while the action is a draft. After that neither its words nor its first day
    change: it moves, and leaves, by a `MilestoneChange`; it is reached by a report.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    title = models.CharField(
        "what will be there by then", max_length=200, help_text="Public. It never changes."
    )
    original_due = models.DateField("first day", help_text="Public. It never changes.")

    objects = MilestoneQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["action", "original_due", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="milestone_says_what"),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.title}"


class MilestoneChange(LogRow):
    """A milestone was added, moved or dropped after the action was public: when, why, who agreed.

    It waits for nobody, as amendments do. A dropped milestone stays on the action's page.
    """

    class Kind(models.TextChoices):
        ADDED = "added", "added"
        MOVED = "moved", "moved"
        DROPPED = "dropped", "dropped"

    WORDS = ("why", "agreed_by")

    action = models.ForeignKey(Action, models.PROTECT, related_name="milestone_changes")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=7, choices=Kind)
    from_date = models.DateField("from", null=True, blank=True)
    to_date = models.DateField("to", null=True, blank=True)
    why = models.TextField(help_text="Public.")
    agreed_by = models.CharField(
        max_length=200, blank=True, help_text="Who agreed, and where: the board, 3 October 2026."
    )
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(LogRow.Meta):
        ordering = ["action", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(why=""), name="milestone_change_says_why"),
            models.CheckConstraint(
                condition=Q(kind="added") | ~Q(agreed_by=""),
                name="milestone_change_says_who_agreed",
                violation_error_message="Say who agreed, and where: the public will read it.",
            ),
            models.CheckConstraint(
                condition=Q(kind="added", from_date__isnull=True, to_date__isnull=False)
                | Q(kind="moved", from_date__isnull=False, to_date__isnull=False)
                & ~Q(to_date=F("from_date"))
                | Q(kind="dropped", from_date__isnull=False, to_date__isnull=True),
                name="milestone_change_has_its_days",
                violation_error_message="That is the day it already has.",
            ),
            models.UniqueConstraint(
                fields=["milestone", "kind"],
                condition=~Q(kind="moved"),
                name="milestone_added_and_dropped_once",
                violation_error_message="This milestone was dropped already.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: milestone {self.get_kind_display()}"


class MilestoneReachedQuerySet(models.QuerySet):
    def delete(self):
        raise AppendOnlyError("What a report says is not deleted; correct the report.")


class MilestoneReached(AddedOnly):
    """What a report says of a milestone: that it was reached, and on which day.

    Part of the report: public with it, and taken back by its correction. Never edited.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="reached")
    update = models.ForeignKey(Update, models.PROTECT, related_name="reached")
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="claims")
    reached_on = models.DateField()
    recorded_at = models.DateTimeField(editable=False)

    objects = MilestoneReachedQuerySet.as_manager()

    class Meta:
        ordering = ["action", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["update", "milestone"], name="milestone_reached_once_a_report"
            ),
            models.CheckConstraint(
                condition=Q(reached_on__lte=LondonDay("recorded_at")),
                name="milestone_is_not_reached_in_the_future",
                violation_error_message="A milestone cannot be reached after today.",
            ),
        ]

    def __str__(self):
        return f"{self.milestone}, reached {self.reached_on:%-d %B %Y}"
