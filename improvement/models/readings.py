"""What was measured, and what was promised and then changed. Added, never edited."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from councils.access import Can, released_or_own, within_reach
from councils.days import LondonDay
from improvement.models.indicators import Figure, Indicator
from improvement.models.log import PERSON, LogQuerySet, LogRow


class OfIndicatorQuerySet(LogQuerySet):
    """Rows that belong to an indicator, and are never more public than it is."""

    def visible_to(self, user, *, at):
        rows = self.filter(indicator__in=Indicator.objects.visible_to(user, at=at).values("pk"))
        return released_or_own(rows, user, at, "indicator__council")

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "indicator__council")


class ReadingQuerySet(OfIndicatorQuerySet):
    def in_force(self, at):
        """What the public could read at the moment `at`: of each day, the newest version."""
        newer = self.model.objects.filter(
            indicator=OuterRef("indicator"),
            as_at=OuterRef("as_at"),
            version__gt=OuterRef("version"),
            public_at__lte=at,
        )
        return self.public(at).filter(~Exists(newer))


class Reading(LogRow):
    """One measurement: a value, or the reason why there is none.

    A correction is a further version of the same day. `unit` is the indicator's when it was
    recorded, so that a change of unit never turns an old number into another one.
    """

    class Missing(models.TextChoices):
        """The markers of official statistics, as the source prints them; and the council's own."""

        CONFIDENTIAL = "c", "hidden by the source, to protect people"
        NOT_APPLICABLE = "z", "not applicable"
        NOT_AVAILABLE = "x", "not available"
        UNRELIABLE = "u", "too unreliable to publish"
        LOW = "low", "too low to show: it rounds to zero"
        ROUNDS_TO_ZERO = "k", "rounds to zero, but is not zero"
        OTHER = "other", "another reason"

    class Standing(models.TextChoices):
        PROVISIONAL = "provisional", "provisional"
        FINAL = "final", "final"

    WORDS = ("missing_note", "correction_note")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="readings")
    as_at = models.DateField(
        "as at", help_text="The day of the count, or the last day of the period. Public."
    )
    version = models.PositiveSmallIntegerField(default=1, editable=False)
    unit = models.CharField(max_length=8, choices=Indicator.Unit, editable=False)
    value = Figure(null=True, blank=True)
    numerator = Figure("how many", null=True, blank=True)
    denominator = Figure("out of how many", null=True, blank=True)
    missing = models.CharField("not available, because", max_length=5, choices=Missing, blank=True)
    missing_note = models.CharField(
        "the reason in words", max_length=200, blank=True, help_text="Public."
    )
    standing = models.CharField(max_length=11, choices=Standing, default=Standing.FINAL)
    suppressed = models.BooleanField(
        "do not show the value",
        default=False,
        help_text="It would let a child be recognised, by itself or beside another figure. The "
        "public sees that there is a reading, and not what it is.",
    )
    joint_with = models.CharField(
        max_length=200,
        blank=True,
        help_text="Public. The councils that the source counts together with this one.",
    )
    correction_note = models.CharField("why it was corrected", max_length=200, blank=True)
    read_from = models.CharField(
        "file", max_length=200, blank=True, editable=False, help_text="The file that it came from."
    )
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, editable=False, related_name="+")

    objects = ReadingQuerySet.as_manager()

    class Meta(LogRow.Meta):
        ordering = ["indicator", "-as_at", "-version"]
        constraints = [
            *LogRow.Meta.constraints,
            models.UniqueConstraint(
                fields=["indicator", "as_at", "version"], name="reading_version_of_its_day"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="")
                | Q(value__isnull=True) & ~Q(missing=""),
                name="reading_has_a_value_or_a_reason",
                violation_error_message="Give a value, or the reason why there is none; not both.",
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(
                    value__isnull=False,
                    numerator__isnull=False,
                    numerator__gte=0,
                    denominator__isnull=False,
                    denominator__gt=0,
                ),
                name="reading_numbers_come_together",
                violation_error_message="Give both numbers, of which the second is above 0, or "
                "neither.",
            ),
            models.CheckConstraint(
                condition=~Q(unit="percent")
                | Q(numerator__isnull=True)
                | Q(numerator__lte=F("denominator")),
                name="reading_part_is_within_its_whole",
                violation_error_message="“How many” cannot be more than “out of how many”.",
            ),
            models.CheckConstraint(
                condition=~Q(missing="other") | ~Q(missing_note=""),
                name="reading_other_reason_is_given",
                violation_error_message="Say why there is no value: the public will read it.",
            ),
            models.CheckConstraint(
                condition=Q(suppressed=False) | Q(value__isnull=False),
                name="reading_hides_only_a_value",
                violation_error_message="There is no value to hide.",
            ),
            models.CheckConstraint(
                condition=Q(as_at__lte=LondonDay("recorded_at")),
                name="reading_is_not_from_the_future",
                violation_error_message="A reading cannot be dated after today.",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | Q(version__gt=1) & ~Q(correction_note=""),
                name="reading_correction_says_why",
                violation_error_message="Say why it is corrected: the public will read it.",
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False) | ~Q(read_from=""),
                name="reading_says_where_it_came_from",
            ),
        ]

    def __str__(self):
        return f"{self.indicator}, {self.as_at:%-d %B %Y}"


class IndicatorAmendment(LogRow):
    """A target or tolerance that was changed after it was public: old, new, why, who agreed."""

    WORDS = ("why", "agreed_by")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="amendments")
    field = models.CharField(max_length=20)
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)
    why = models.TextField(help_text="Public.")
    agreed_by = models.CharField(
        max_length=200, blank=True, help_text="Who agreed, and where: the board, 3 October 2026."
    )
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    objects = OfIndicatorQuerySet.as_manager()

    class Meta(LogRow.Meta):
        ordering = ["indicator", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(why=""), name="indicator_amendment_says_why"),
        ]

    def __str__(self):
        return f"{self.indicator}: {self.field} changed"
