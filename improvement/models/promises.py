"""What was promised moves in the open: later dates, and amendments."""

from django.db import models
from django.db.models import F, Q

from councils.access import Can, released_or_own, within_reach
from councils.days import LondonDay
from improvement.models.actions import Action
from improvement.models.log import PERSON, AddedOnly, LogQuerySet, LogRow
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
    reason = models.TextField(help_text="Public.")
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
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    why = models.TextField(help_text="Public.")
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
