from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.long_text import LongText
from councils.models import Body
from councils.publication import BelongingQuerySet, not_withdrawn
from inspections.models.frameworks import Grade, JudgementArea
from inspections.models.inspections import Inspection


class FindingQuerySet(models.QuerySet):
    """Rows that are as public as the inspection they belong to."""

    def visible_to(self, user, *, at):
        return self.filter(inspection__in=Inspection.objects.visible_to(user, at=at).values("pk"))


class JudgementQuerySet(FindingQuerySet):
    def current(self, on=None):
        """Without those that a correction replaced; with `on`, by the end of that London day."""
        if on is None:
            return self.filter(superseded_on__isnull=True)
        not_yet = Q(superseded_on__isnull=True) | Q(superseded_on__gt=on)
        made = Q(corrects__isnull=True) | Q(corrects__superseded_on__lte=on)
        return self.filter(not_yet, made)


class Judgement(models.Model):
    """A grade given to an area, as printed; or why there is none. A blank is not a grade.

    A correction after publication is a new row; the old one stays, marked superseded.
    """

    class NoGrade(models.TextChoices):
        NOT_JUDGED = "not-judged", "not judged under this framework"
        NOT_REPORTED = "not-reported", "no longer reported after the framework's reform"
        NOT_KNOWN = "not-known", "not known"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="judgements")
    area = models.ForeignKey(JudgementArea, models.PROTECT, related_name="judgements")
    grade = models.ForeignKey(
        Grade, models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    no_grade = models.CharField("why there is no grade", max_length=16, choices=NoGrade, blank=True)
    printed_grade = models.CharField("grade as printed", max_length=120, blank=True)
    page = models.PositiveSmallIntegerField("page of the report", null=True, blank=True)
    imported_by = models.ForeignKey(
        "inspections.Import",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="judgements",
    )
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )
    superseded_on = models.DateField(null=True, blank=True)
    correction_note = models.CharField(max_length=300, blank=True)

    objects = JudgementQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["inspection", "area__order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "area"],
                condition=Q(superseded_on__isnull=True),
                name="judgement_one_in_force_for_each_area",
                violation_error_message="This area already has a judgement in this inspection.",
            ),
            models.CheckConstraint(
                condition=Q(grade__isnull=False, no_grade="")
                | Q(grade__isnull=True) & ~Q(no_grade=""),
                name="judgement_grade_or_why_none",
                violation_error_message="Choose a grade, or say why there is none. Not both.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(correction_note=""),
                name="judgement_correction_says_why",
                violation_error_message="Say what was corrected, and on whose word.",
            ),
        ]

    def __str__(self):
        return f"{self.area}: {self.grade or self.get_no_grade_display()}"

    @property
    def says_not_judged(self) -> bool:
        """Whether it says that its framework does not judge, or report, what another one does.

        Only then may the area be one of another framework.
        """
        return self.no_grade in {self.NoGrade.NOT_JUDGED, self.NoGrade.NOT_REPORTED}

    def clean(self):
        super().clean()
        if not (self.inspection_id and self.area_id):
            return
        if self.area.framework_id != self.inspection.framework_id and not self.says_not_judged:
            raise ValidationError({"area": "This area belongs to another framework."})
        if self.grade_id and self.grade.scale_id != self.area.scale_id:
            raise ValidationError({"grade": "This grade belongs to another scale."})


class RecommendationQuerySet(FindingQuerySet):
    def standing(self, at=None):
        """Without what was withdrawn, or had been withdrawn by the moment `at`."""
        return self.filter(not_withdrawn(at))


class Recommendation(models.Model):
    """One recommendation, in the report's own words and under the report's own number.

    "Recommendation" is the umbrella word; `kind` holds what the report itself calls it.
    """

    TEXT_MAX = 4000  # characters; real ones run to about 900

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="recommendations")
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        related_name="recommendations",
        help_text="The body that the report makes it to.",
    )
    section = models.CharField(max_length=160, blank=True, help_text="The report's heading.")
    order = models.PositiveSmallIntegerField(help_text="Its place in that section, from 1.")
    reference = models.CharField(
        "reference as printed",
        max_length=20,
        blank=True,
        help_text="Empty: none is printed.",
    )
    council_reference = models.CharField(
        "council's own reference",
        max_length=20,
        blank=True,
        help_text="Shown as the council's own, where the report prints none.",
    )
    kind = models.CharField("kind as printed", max_length=80, blank=True)
    timescale = models.CharField("timescale as printed", max_length=80, blank=True)
    text = LongText(max_length=TEXT_MAX, help_text="The report's own words.")
    page = models.PositiveSmallIntegerField("page of the report", null=True, blank=True)
    responsible = models.ManyToManyField(
        Body,
        blank=True,
        related_name="+",
        verbose_name="responsible bodies, if others or several",
    )
    imported_by = models.ForeignKey(
        "inspections.Import",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="recommendations",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    withdrawn_why = LongText(blank=True, editable=False)

    objects = RecommendationQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[responsible])

    class Meta:
        ordering = ["inspection", "body", "section", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "body", "section", "order"],
                condition=Q(withdrawn_at__isnull=True),
                name="recommendation_place_unique",
                violation_error_message="There is already a recommendation at this place.",
            ),
            models.UniqueConstraint(
                fields=["inspection", "body", "section", "reference"],
                condition=Q(withdrawn_at__isnull=True) & ~Q(reference=""),
                name="recommendation_reference_unique",
                violation_error_message="The report's reference is used twice in this section.",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="recommendation_has_words"),
            models.CheckConstraint(condition=Q(order__gte=1), name="recommendation_order_from_one"),
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_why="",
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="recommendation_withdrawn_says_who_and_why",
                violation_error_message="Say who withdraws this, and why.",
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.text[:80]}".strip()

    @property
    def label(self) -> str:
        """The printed reference; else the council's own, said to be so; else nothing."""
        if self.reference:
            return self.reference
        return f"council's item {self.council_reference}" if self.council_reference else ""


class RecommendationLinkQuerySet(BelongingQuerySet):
    belongs_to = ("earlier", "later")


class RecommendationLink(models.Model):
    """The same problem, found again: "we have been here before"."""

    BELONGS_TO = ("later",)

    earlier = models.ForeignKey(Recommendation, models.PROTECT, related_name="returned_as")
    later = models.ForeignKey(Recommendation, models.PROTECT, related_name="returns_from")
    note = models.CharField(max_length=300, blank=True, help_text="What returned. Public.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = RecommendationLinkQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["later", "earlier"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="recommendation_link_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")),
                name="recommendation_link_joins_two",
                violation_error_message="A recommendation cannot return from itself.",
            ),
        ]

    def __str__(self):
        return f"{self.later} returns from {self.earlier}"


class RecommendationApart(models.Model):
    """Two that look alike, of which a person said that they are not the same problem.

    They are not offered as "seen before" again.
    """

    earlier = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    later = models.ForeignKey(Recommendation, models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = "recommendation told apart"
        verbose_name_plural = "recommendations told apart"
        ordering = ["later", "earlier"]
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="recommendation_apart_once"),
            models.CheckConstraint(
                condition=~Q(earlier=F("later")), name="recommendation_apart_parts_two"
            ),
        ]

    def __str__(self):
        return f"{self.later} is not {self.earlier}"
