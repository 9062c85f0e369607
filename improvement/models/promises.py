"""What was promised moves in the open: later dates, amendments and milestones. London days."""

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.access import Can, released_or_own, within_reach
from councils.days import LondonDay
from councils.long_text import LongText
from improvement.models.actions import Action
from improvement.models.log import (
    PERSON,
    AddedOnly,
    AppendOnlyError,
    LogQuerySet,
    LogRow,
    Update,
    waiting_index,
)
from improvement.models.plans import Plan


class DueDateMove(LogRow):
    """A later (or earlier) date: asked for with a reason, then agreed or refused.

    The dates are facts and never wait for anyone; the words wait for `public_at`.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed", "agreed"
        REFUSED = "refused", "refused"

    WORDS = ("reason", "decided_where")

    action = models.ForeignKey(Action, models.PROTECT, related_name="moves")
    number = models.PositiveSmallIntegerField()
    from_date = models.DateField("from", null=True, blank=True)
    to_date = models.DateField("to")
    reason = LongText(help_text="Public.")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_where = models.CharField(
        max_length=200,
        blank=True,
        help_text="The meeting, or other record of the decision.",
    )

    class Meta(LogRow.Meta):
        ordering = ["action", "number"]
        indexes = [waiting_index("move_waits")]
        constraints = [
            *LogRow.Meta.constraints,
            models.UniqueConstraint(fields=["action", "number"], name="move_number_in_action"),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(outcome=""),
                name="move_one_open_at_a_time",
                violation_error_message="A later date is already asked for, and not yet decided.",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="",
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    decided_where="",
                )
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(decided_where=""),
                name="move_decided_says_who_when_and_where",
                violation_error_message="Say who decided, when and where. All or none.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="move_is_not_decided_by_who_asked",
                violation_error_message="Somebody else must decide on a date that you asked for.",
            ),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | ~Q(to_date=F("from_date")),
                name="move_goes_somewhere",
                violation_error_message="That is the date it already has.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="move_says_why"),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.from_date} → {self.to_date}"


class AmendmentQuerySet(LogQuerySet):
    """An amendment may be of a plan as a whole, with no action."""

    def visible_to(self, user, *, at):
        rows = self.filter(
            Q(action__isnull=True)
            | Q(action__in=Action.objects.visible_to(user, at=at).values("pk")),
            plan__in=Plan.objects.visible_to(user, at=at).values("pk"),
        )
        return released_or_own(rows, user, at, "plan__council")

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "plan__council")


class Amendment(LogRow):
    """A change to what was promised, after it was published: old, new, why, who agreed."""

    WORDS = ("old", "new", "why", "agreed_by")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    field = models.CharField(max_length=40)
    old = LongText(blank=True)
    new = LongText(blank=True)
    why = LongText(help_text="Public.")
    effective_on = models.DateField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    agreed_by = models.CharField(
        max_length=200, blank=True, help_text="Who agreed, and where: the board, 3 October 2026."
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta(LogRow.Meta):
        ordering = ["plan", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(why=""), name="amendment_says_why"),
            models.CheckConstraint(
                condition=Q(effective_on__lte=LondonDay("recorded_at")),
                name="amendment_is_not_from_the_future",
                violation_error_message="An amendment cannot be dated after today.",
            ),
        ]

    def __str__(self):
        return f"{self.action or self.plan}: {self.field} amended"


class Relinked(AddedOnly):
    """A recommendation that an amendment added to what an action answers, or took away.

    The amendment has the words; this has which they were, so that a past day can be told.
    """

    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="relinked")
    recommendation = models.ForeignKey(
        "inspections.Recommendation", models.PROTECT, related_name="relinked"
    )
    added = models.BooleanField()

    class Meta:
        ordering = ["amendment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "recommendation"], name="relinked_once_an_amendment"
            ),
        ]

    def __str__(self):
        return f"{self.amendment}: {self.recommendation}"


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
    why = LongText(help_text="Public.")
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
