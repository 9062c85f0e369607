from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from simple_history.models import HistoricalRecords

from councils.long_text import LongText
from councils.models import Body
from councils.publication import BelongingQuerySet, Publishable, PublishableQuerySet
from inspections.models.frameworks import Framework


def dated_on(path: str = "") -> Coalesce:
    """The London day that places an inspection in time; `path` leads to it. In Python: `dated_on`.

    Its report's publication; where that is not known, its fieldwork. Which inspection is a
    council's latest is decided by this day, and then by which record is newer, and by nothing else.
    """
    return Coalesce(f"{path}published_on", f"{path}fieldwork_end", f"{path}fieldwork_start")


class InspectionQuerySet(PublishableQuerySet):
    def of_kind(self, kind):
        return self.filter(framework__kind=kind)

    def published_with(self, inspection):
        """Those of the same report: parent and children that were published on the same day.

        The review of a safeguarding board stands in the same report as the inspection of the
        council. A visit of another day is not meant.
        """
        day = inspection.published_on
        return self.standing().filter(
            Q(pk=inspection.parent_id) | Q(parent=inspection.pk),
            Q(published_on=day) if day else Q(published_on__isnull=True),
            council=inspection.council_id,
        )

    def newest_first(self):
        return self.order_by(dated_on().desc(nulls_last=True), "-pk")


class Inspection(Publishable):
    """One inspection, visit or review of one or more bodies in a council's area.

    The framework is stored, never worked out from a date: versions overlap, and the fieldwork's
    date decides, not publication's.
    """

    council = models.ForeignKey(
        "councils.Council",
        models.PROTECT,
        related_name="inspections",
        help_text="The council whose officers keep this record.",
    )
    framework = models.ForeignKey(Framework, models.PROTECT, related_name="inspections")
    title = models.CharField(
        max_length=200,
        blank=True,
        help_text="Only where the kind of inspection does not say it.",
    )
    slug = models.SlugField(
        max_length=100,
        help_text="Part of the public address; it never changes once published.",
    )
    theme = models.CharField(max_length=200, blank=True, help_text="What a visit looked at.")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="visits",
        help_text="The inspection that this visit follows, or that this review was published with.",
    )
    fieldwork_start = models.DateField(null=True, blank=True)
    fieldwork_end = models.DateField(null=True, blank=True)
    published_on = models.DateField("report published", null=True, blank=True)
    received_on = models.DateField(
        "report received",
        null=True,
        blank=True,
        help_text="The statutory period runs from the day on which the council received the "
        "report. Where it is not known, publication stands in for it, and the page says so.",
    )
    response_due_printed = models.DateField(
        "response due, as printed",
        null=True,
        blank=True,
        help_text="The date that the report or letter itself prints. It wins over the 70 days.",
    )
    lead_inspector = models.CharField(max_length=120, blank=True)
    report_url = models.URLField("address of the report", max_length=500, blank=True)
    source = models.CharField(
        max_length=200, blank=True, help_text="Where these facts were taken from."
    )
    source_url = models.URLField(max_length=500, blank=True)
    bodies = models.ManyToManyField(
        Body,
        through="InspectedBody",
        related_name="inspections",
        verbose_name="inspected bodies",
    )
    internal_note = LongText(
        blank=True,
        help_text="Never published here. Freedom of information and subject access requests "
        "can reach it.",
    )

    objects = InspectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Publishable.Meta):
        ordering = [dated_on().desc(nulls_last=True), "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.UniqueConstraint(
                fields=["council", "slug"],
                name="inspection_slug_unique_in_council",
                violation_error_message="This council already has an inspection at this address.",
            ),
            models.CheckConstraint(
                condition=Q(fieldwork_start__isnull=True)
                | Q(fieldwork_end__isnull=True)
                | Q(fieldwork_end__gte=F("fieldwork_start")),
                name="inspection_fieldwork_in_order",
                violation_error_message="The fieldwork cannot end before it began.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True)
                | Q(fieldwork_start__isnull=True)
                | Q(published_on__gte=F("fieldwork_start")),
                name="inspection_published_after_fieldwork",
                violation_error_message="A report cannot be published before the fieldwork.",
            ),
            models.CheckConstraint(
                condition=~Q(parent=F("pk")), name="inspection_is_not_its_own_parent"
            ),
        ]
        indexes = [models.Index(fields=["council", "-published_on"])]

    def __str__(self):
        return f"{self.title or self.framework.short_name}, {self.council} {self.year}".strip()

    @property
    def year(self) -> int | str:
        return self.dated_on.year if self.dated_on else ""

    @property
    def dated_on(self):
        """The London day that places it in time, or None; `dated_on` above is the same in SQL."""
        return self.published_on or self.fieldwork_end or self.fieldwork_start

    def get_absolute_url(self):
        return reverse("inspection", args=[self.council.slug, self.slug])

    def clean(self):
        super().clean()
        if not self.framework_id:
            return
        if self.framework.needs_theme and not self.theme:
            raise ValidationError({"theme": "Say what this visit looked at."})
        if self.framework.needs_parent and not self.parent_id:
            raise ValidationError({"parent": "Choose the inspection that this visit follows."})


class InspectedBodyQuerySet(BelongingQuerySet):
    belongs_to = ("inspection",)


class InspectedBody(models.Model):
    """A body that an inspection looked at, and how many recommendations its report makes to it.

    The number is as printed, so that a page can say "19 recommendations, text not yet imported".
    """

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="inspected")
    body = models.ForeignKey(Body, models.PROTECT, related_name="inspected_in")
    recommendations_printed = models.PositiveSmallIntegerField(
        "recommendations in the report",
        null=True,
        blank=True,
        help_text="As the report prints them. Empty: not known.",
    )

    objects = InspectedBodyQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name_plural = "inspected bodies"
        ordering = ["inspection", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "body"],
                name="inspected_body_once_in_an_inspection",
            ),
        ]

    def __str__(self):
        return f"{self.body}"
