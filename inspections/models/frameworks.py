from django.db import models
from django.db.models import F, Q


class GradeScale(models.Model):
    """An ordered set of grades. Scales are data: no code names a grade."""

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.name


class Grade(models.Model):
    """One step of a scale. Rank 1 is the best, whatever code the inspectorate prints."""

    scale = models.ForeignKey(GradeScale, models.PROTECT, related_name="grades")
    rank = models.PositiveSmallIntegerField(help_text="1 is the best.")
    code = models.CharField(max_length=8, blank=True, help_text="The code printed, if any.")
    label = models.CharField(max_length=80)
    aliases = models.JSONField(default=list, blank=True, help_text="Other wordings in reports.")
    plain = models.CharField(max_length=200, blank=True, help_text="What it means, in plain words.")

    class Meta:
        ordering = ["scale", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="grade_rank_unique_in_scale"),
            models.UniqueConstraint(fields=["scale", "label"], name="grade_label_unique_in_scale"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="grade_rank_from_one"),
        ]

    def __str__(self):
        return self.label


class Theme(models.Model):
    """What judgement areas of different frameworks have in common, for comparing over time."""

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=120)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]

    def __str__(self):
        return self.label


class Framework(models.Model):
    """The rules that an inspection followed, or another kind of source of findings.

    Independent reviews, peer reviews and the like are frameworks without grades.
    """

    class Kind(models.TextChoices):
        INSPECTION = "inspection", "inspection"
        FOCUSED_VISIT = "focused-visit", "focused visit"
        MONITORING_VISIT = "monitoring-visit", "monitoring visit"
        JOINT = "joint-inspection", "joint inspection"
        REVIEW = "review", "review"

    key = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=Kind)
    inspectorates = models.JSONField(default=list, blank=True)
    legal_basis = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField("first fieldwork", null=True, blank=True)
    ends_on = models.DateField("last fieldwork", null=True, blank=True)
    scale = models.ForeignKey(
        GradeScale, models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    items_term = models.CharField(
        max_length=60,
        blank=True,
        help_text="What its reports call their recommendations.",
    )
    response_working_days = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Working days, from receipt of the report, for the statement of proposed "
        "action. Empty: the letter prints its own date, or none is due.",
    )
    needs_theme = models.BooleanField(default=False)
    needs_parent = models.BooleanField(
        default=False, help_text="A monitoring visit follows an inspection."
    )
    verified = models.CharField(
        max_length=300, blank=True, help_text="What this entry was checked against."
    )

    class Meta:
        ordering = [F("starts_on").asc(nulls_first=True), "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="framework_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.short_name


class JudgementArea(models.Model):
    """What a framework judges: an area, or a sub-judgement under its parent."""

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="areas")
    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=200)
    number = models.CharField(max_length=8, blank=True, help_text="As printed: 2.1.")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_judgements"
    )
    order = models.PositiveSmallIntegerField(default=0)
    own_scale = models.ForeignKey(
        GradeScale, models.PROTECT, null=True, blank=True, related_name="+"
    )
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, related_name="areas")
    is_overall = models.BooleanField(
        default=False,
        help_text="The inspectorate's own overall judgement; never computed.",
    )
    aliases = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["framework", "order", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "key"],
                name="judgement_area_key_unique_in_framework",
            ),
            models.UniqueConstraint(
                fields=["framework"],
                condition=Q(is_overall=True),
                name="framework_has_one_overall_area",
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def scale_id(self):
        return self.own_scale_id or self.framework.scale_id
