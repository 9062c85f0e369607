"""What is measured: an indicator, its readings, and what was promised of it and then changed."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from simple_history.models import HistoricalRecords

from councils.access import Can, released_or_own, within_reach
from councils.days import LondonDay
from councils.long_text import LongText
from councils.publication import Publishable, PublishableQuerySet
from improvement.models.actions import Action
from improvement.models.log import PERSON, LogQuerySet, LogRow
from improvement.models.plans import Plan


class IndicatorQuerySet(PublishableQuerySet):
    """`visible_to` is the gate of all publishable records; readings have one of their own."""

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "council")


class Figure(models.DecimalField):
    """A measured number: four places, so that no rate is rounded when it is stored."""

    def __init__(self, *args, **kwargs):
        kwargs |= {"max_digits": 16, "decimal_places": 4}
        super().__init__(*args, **kwargs)


class Indicator(Publishable):
    """A number that a council, or the Department for Education, takes again and again.

    Its readings are in `readings`. After release, what was promised of it changes only through
    `recording.change_target`, which writes an `IndicatorAmendment`.
    """

    class Subject(models.TextChoices):
        CHILDREN = "children", "children and families"
        WORKFORCE = "workforce", "the workforce"
        MONEY = "money", "money"

    class Unit(models.TextChoices):
        PERCENT = "percent", "per cent"
        NUMBER = "number", "a number of something"
        POUNDS = "pounds", "pounds"

    class Polarity(models.TextChoices):
        HIGHER = "higher", "higher is better"
        LOWER = "lower", "lower is better"
        NEITHER = "neither", "neither higher nor lower is better"

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", "every month"
        QUARTERLY = "quarterly", "every quarter"
        HALF_YEARLY = "half-yearly", "twice a year"
        YEARLY = "yearly", "once a year"

    class SmallNumbers(models.TextChoices):
        CHILDREN = "children", "numbers of children: hide small ones here"
        SOURCE = "source", "the source has hidden small numbers already"
        NOT_CHILDREN = "not-children", "no children are counted"

    # After release these change only in the open.
    PROMISED = ("target", "target_on", "tolerance", "frequency", "lag_days")
    LONGEST_LAG = 400  # days: of a later figure it would be too late to act on
    LAG_OF_OFFICIAL = 300  # days from the end of a year to the department's figures for councils

    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="indicators")
    key = models.SlugField(
        max_length=80,
        help_text="Its name in downloads; it never changes once published.",
    )
    name = models.CharField(max_length=200, help_text="Public. In plain words, without a number.")
    for_children = LongText(
        "what it says about children",
        blank=True,
        help_text="Public. One or two plain sentences: what would a child notice?",
    )
    subject = models.CharField(
        "what it is about", max_length=10, choices=Subject, default=Subject.CHILDREN
    )
    unit = models.CharField(max_length=8, choices=Unit, default=Unit.PERCENT)
    of_what = models.CharField(
        "counted in",
        max_length=80,
        blank=True,
        help_text="The words after the number: children, cases for each social worker, of "
        "referrals.",
    )
    decimals = models.PositiveSmallIntegerField(
        "decimal places", default=1, validators=[MaxValueValidator(2)]
    )
    polarity = models.CharField(
        "which way is better",
        max_length=8,
        choices=Polarity,
        help_text="The public reads these words beside every figure.",
    )
    frequency = models.CharField("measured", max_length=12, choices=Frequency)
    lag_days = models.PositiveSmallIntegerField(
        "published within so many days",
        default=60,
        help_text="Public. How long it takes until a figure is published. Without a new reading "
        "for a whole period and these days, the public reads “reading overdue”. "
        f"At most {LONGEST_LAG}.",
    )
    source = models.CharField(max_length=200, help_text="Public. Who publishes or counts it.")
    source_url = models.URLField("address of the source", max_length=500, blank=True)
    measure = models.CharField(
        "the source's own name for it",
        max_length=60,
        blank=True,
        help_text="Of a measure of the Department for Education: its short name there.",
    )
    small_numbers = models.CharField(
        "small numbers",
        max_length=12,
        choices=SmallNumbers,
        default=SmallNumbers.CHILDREN,
        help_text="Decides what the public sees. Numbers of children from 1 to 5, and what they "
        "could be worked out from, are not shown; other counts are rounded to the nearest ten "
        "and percentages to whole ones.",
    )
    baseline = Figure(
        null=True,
        blank=True,
        help_text="Public. Where it stood at the start. A percentage of children is shown where "
        "there is a reading of that day.",
    )
    baseline_on = models.DateField("baseline as at", null=True, blank=True)
    target = Figure(null=True, blank=True, help_text="Public. What is promised.")
    target_on = models.DateField("target to be reached by", null=True, blank=True)
    tolerance = Figure(
        null=True,
        blank=True,
        help_text="Public. The value beyond which something must be done: with a target of 45 %, "
        "for example 40 %. Empty: the target itself.",
    )
    plans = models.ManyToManyField(
        Plan, blank=True, related_name="indicators", help_text="The plans on whose pages it stands."
    )
    actions = models.ManyToManyField(
        Action,
        blank=True,
        related_name="indicators",
        help_text="The actions whose success it measures. It stands on their plan's page too.",
    )
    recommendations = models.ManyToManyField(
        "inspections.Recommendation", blank=True, related_name="indicators"
    )

    objects = IndicatorQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[plans, actions, recommendations])

    class Meta(Publishable.Meta):
        ordering = ["council", "name", "pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["council", "key"],
                name="indicator_key_unique_in_council",
                violation_error_message="This council already has an indicator of this key.",
            ),
            models.CheckConstraint(
                condition=Q(polarity__in=["higher", "lower", "neither"]),
                name="indicator_polarity_is_known",
            ),
            models.CheckConstraint(
                condition=Q(lag_days__lte=400),
                name="indicator_lag_is_bounded",
                violation_error_message="A figure is published within 400 days at most.",
            ),
            models.CheckConstraint(
                condition=~Q(unit="number") | ~Q(of_what=""),
                name="indicator_number_says_of_what",
                violation_error_message="Say what is counted: children, days, cases.",
            ),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="indicator_baseline_has_its_date",
                violation_error_message="Give the baseline and its date, or neither.",
            ),
            models.CheckConstraint(
                condition=Q(target_on__isnull=True) | Q(target__isnull=False),
                name="indicator_target_date_has_a_target",
                violation_error_message="Give the target that is to be reached by that date.",
            ),
            models.CheckConstraint(
                condition=~Q(polarity="neither") | Q(target__isnull=True, tolerance__isnull=True),
                name="indicator_without_direction_has_no_target",
                violation_error_message="Where neither higher nor lower is better there is no "
                "target to reach. Choose a direction, or leave target and tolerance empty.",
            ),
            models.CheckConstraint(
                condition=Q(tolerance__isnull=True)
                | Q(target__isnull=False, polarity="higher", target__gte=F("tolerance"))
                | Q(target__isnull=False, polarity="lower", target__lte=F("tolerance")),
                name="indicator_tolerance_is_on_the_worse_side",
                violation_error_message="The tolerance lies on the worse side of the target: below "
                "it where higher is better, above it where lower is better.",
            ),
        ]

    def __str__(self):
        return self.name


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
    why = LongText(help_text="Public.")
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
