from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from councils.access import Can, within_reach
from councils.days import day_of
from councils.long_text import LongText
from councils.publication import BelongingQuerySet, Publishable, PublishableQuerySet


class PlanQuerySet(PublishableQuerySet):
    def for_council(self, council):
        """The council's own plans, and those that another council shares with it."""
        shared = PlanShare.objects.filter(council=council).values("plan_id")
        return self.filter(Q(council=council) | Q(pk__in=shared))

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        """The plans on which `user` may do `can`: only the owning council's people."""
        return within_reach(self, user, can, "council")


class Plan(Publishable):
    """An improvement plan, or a statement of action: what is promised after findings."""

    LONGEST_INTERVAL = 92  # days: a quarter. Without news for longer, nothing can read as green.
    # After publication these change only through `workflow.amend_plan`, which writes an Amendment.
    PROMISED = (
        "title",
        "inspections",
        "summary",
        "overseen_by",
        "ends_on",
        "reporting_interval_days",
        "on_track_means",
        "at_risk_means",
        "off_track_means",
    )

    council = models.ForeignKey(
        "councils.Council",
        models.PROTECT,
        related_name="plans",
        help_text="The council that owns the plan and whose officers keep it.",
    )
    title = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=100,
        help_text="Part of the public address; it never changes once published.",
    )
    inspections = models.ManyToManyField(
        "inspections.Inspection",
        blank=True,
        related_name="plans",
        verbose_name="inspections that it answers",
    )
    summary = LongText(blank=True, help_text="What the plan is for, in plain words. Public.")
    overseen_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="The board or committee that oversees it. Public.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    reporting_interval_days = models.PositiveSmallIntegerField(
        "days between reports",
        default=31,
        help_text="Without a report for longer than this, an action reads “not reported”. "
        f"At most {LONGEST_INTERVAL}.",
    )
    on_track_means = models.CharField(
        max_length=200, default="We expect to finish on time and we can show why."
    )
    at_risk_means = models.CharField(
        max_length=200,
        default="Something could make it late or weaker; we are acting on it.",
    )
    off_track_means = models.CharField(
        max_length=200,
        default="It will be late or will not work unless something changes.",
    )

    objects = PlanQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[inspections])

    class Meta(Publishable.Meta):
        ordering = ["council", "-starts_on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["council", "slug"],
                name="plan_slug_unique_in_council",
                violation_error_message="This council already has a plan at this address.",
            ),
            models.CheckConstraint(
                condition=Q(reporting_interval_days__gte=1, reporting_interval_days__lte=92),
                name="plan_reports_at_least_quarterly",
                violation_error_message="Reports are due at least every 92 days.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="plan_dates_in_order",
                violation_error_message="The plan cannot end before it starts.",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {self.council}"

    @property
    def promised_until(self) -> date:
        """The London day until which what came into it was promised at the start.

        Its first day, or the day on which it became public, if that was later: nobody outside could
        read a promise before. Of a draft that day is still to come.
        """
        if self.publish_from is None:
            return date.max
        return max(self.starts_on, day_of(self.publish_from))

    def get_absolute_url(self):
        return reverse("plan", args=[self.council.slug, self.slug])


class OfPlanQuerySet(BelongingQuerySet):
    belongs_to = ("plan",)

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "plan__council")


class PlanShare(models.Model):
    """Another council that the plan also belongs to: a trust may serve two. Explicit, public."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="shares")
    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="shared_plans")
    why = models.CharField(max_length=200, help_text="Public.")

    objects = OfPlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "council"], name="plan_share_once"),
        ]

    def __str__(self):
        return f"{self.plan}, shared with {self.council}"


class Workstream(models.Model):
    """A part of a plan; councils also say theme or priority."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="workstreams")
    title = models.CharField(max_length=160)
    order = models.PositiveSmallIntegerField(default=1)
    sponsor = models.ForeignKey(
        "councils.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sponsors",
        verbose_name="senior responsible officer",
    )

    objects = OfPlanQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "title"],
                name="workstream_title_unique_in_plan",
                violation_error_message="This plan already has a workstream of this title.",
            ),
        ]

    def __str__(self):
        return self.title
