"""What is measured: an indicator, what it says of children, and what was promised of it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.access import Can, within_reach
from councils.publication import Publishable, PublishableQuerySet
from improvement.models.actions import Action
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
    for_children = models.TextField(
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
