"""How a council writes its tracker, remembered; each tracker and file of readings brought in."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from councils.access import Can, within_reach
from councils.long_text import LongText
from improvement.models.plans import Plan
from inspections.models.imports import Import, ImportQuerySet


class TrackerLayoutQuerySet(models.QuerySet):
    def visible_to(self, user, *, at=None):
        """A council's way of writing its tracker is nobody else's: people of the council."""
        return within_reach(self, user, Can.SEE_RECORDS, "council")


class TrackerLayout(models.Model):
    """What a council's columns, colours and words mean: answered once, used every month.

    `fingerprint` tells a file of this layout by its headings. `layout` is as
    `improvement.trackers.layout` writes it.
    """

    council = models.ForeignKey(
        "councils.Council", models.PROTECT, related_name="tracker_layouts", editable=False
    )
    name = models.CharField(
        max_length=80,
        help_text="As your colleagues would call it: “Board tracker”. An export names it.",
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    layout = models.JSONField(default=dict, editable=False)
    due_is_original = models.BooleanField(
        "its only date is the one first promised",
        null=True,
        editable=False,
        help_text="Of a layout with one date for an action; empty: nobody has said.",
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    made_at = models.DateTimeField(editable=False)

    objects = TrackerLayoutQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = "tracker layout"
        ordering = ["council", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "name"],
                name="tracker_layout_name_unique_in_council",
                violation_error_message="This council already has a layout of this name.",
            ),
            models.UniqueConstraint(
                fields=["council", "fingerprint"],
                name="tracker_layout_fingerprint_unique_in_council",
                violation_error_message="This council already has a layout with these headings.",
            ),
        ]

    def __str__(self):
        return self.name


class TrackerImportQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """Internal: the council's own people, and not for a plan under an embargo unnamed."""
        rows = within_reach(self, user, Can.SEE_RECORDS, "council")
        return rows.filter(plan__in=Plan.objects.visible_to(user, at=at).values("pk"))


class TrackerImport(Import):
    """A tracker file brought into a plan: an import whose rows speak of actions.

    Undated words and states in the file are of the day `as_at`, which the clerk states. `settled`
    holds what people answered on the way (see `trackers.note`); `why` is the one reason of the
    batch for what it changes of the promises.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="tracker_imports")
    as_at = models.DateField("as at", help_text="The day of which the file tells.")
    layout = models.ForeignKey(
        TrackerLayout,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        help_text="Empty while somebody has to say what the columns mean.",
    )
    settled = models.JSONField(default=dict, blank=True)
    why = LongText(blank=True)

    objects = TrackerImportQuerySet.as_manager()

    class Meta:
        verbose_name = "tracker import"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self):
        return f"{self.file_name}, {self.uploaded_at:%-d %B %Y}"


class ReadingImportManager(models.Manager.from_queryset(ImportQuerySet)):
    """The imports of this kind alone."""

    def get_queryset(self):
        return super().get_queryset().filter(kind=Import.Kind.READINGS)


class ReadingImport(Import):
    """An import of readings: the same rows, with pages of their own."""

    objects = ReadingImportManager()

    class Meta:
        proxy = True
        verbose_name = "file of readings"
        verbose_name_plural = "files of readings"
