import re

from django.conf import settings
from django.db import models
from django.db.models import Q

from councils.access import Can, within_reach
from councils.long_text import LongText
from inspections.models.imports import Import
from inspections.models.inspections import Inspection


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """What `user` may read of the reports brought in; never anything public.

        While nothing is saved: people who may import there. Later: people who may see the
        council's records, and every inspection that the report was saved into.
        """
        editors = within_reach(self, user, Can.IMPORT, "council")
        people = within_reach(self, user, Can.SEE_RECORDS, "council")
        seen = Inspection.objects.visible_to(user, at=at).values("pk")
        hidden = ReportVersion.objects.exclude(inspection__in=seen).values("report")
        saved = Q(state=Import.State.CONFIRMED)
        return self.filter(
            Q(inspection__isnull=True) | Q(inspection__in=seen),
            ~saved & Q(pk__in=editors.values("pk"))
            | saved & Q(pk__in=people.values("pk")) & ~Q(pk__in=hidden),
        )


class Report(Import):
    """A report that was brought in as a PDF: an import whose file was read, not parsed.

    `as_read` is what the reader made of the file and never changes; what a clerk corrected stands
    beside it, as `ReadingCorrection`. The words stay the inspectorate's: only the reading changes.
    """

    as_read = models.JSONField(
        "the reading", help_text="As `inspections.reports.reader.results.Report.as_dict` gives it."
    )

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "inspection report"
        verbose_name_plural = "inspection reports (PDF)"

    def __str__(self):
        return f"{self.file_name}, {self.uploaded_at:%-d %B %Y}"

    @property
    def reason_corrected(self) -> str:
        """What bears, beside the import itself, a reading that a person corrected before saving."""
        return f"Reading corrected in report {self.pk}: {self.file_name}"[: self.REASON_MAX]


class ReportVersion(models.Model):
    """Which inspections a report was saved into. A reissued report is a further version.

    One file may hold two inspections (`place` is 0, 1, … in the file): each has versions of its
    own. Every version stays.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="reports")
    report = models.ForeignKey(Report, models.PROTECT, related_name="versions")
    place = models.PositiveSmallIntegerField(help_text="Which inspection of the file, from 0.")
    number = models.PositiveSmallIntegerField("version")

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"], name="report_version_number_once"
            ),
            models.UniqueConstraint(fields=["report", "place"], name="report_version_place_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="report_version_number_from_one"
            ),
        ]

    def __str__(self):
        return f"version {self.number}"


class ReadingCorrection(models.Model):
    """One value of a reading that a clerk corrected, from and to, in their order.

    `item` names a thing that was read: "council", "0" (an inspection), "0.judgements.2",
    "0.recommendations.5". `name` is what of it: "grade", "text", "left_out", "added".
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="corrections")
    number = models.PositiveIntegerField()
    item = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"], name="reading_correction_number_once"
            ),
        ]

    def __str__(self):
        return f"{self.item} {self.name}"


class ReadingDoubtQuerySet(models.QuerySet):
    def open(self):
        return self.filter(how="")


class ReadingDoubt(models.Model):
    """What the reader was not sure of: open until a person looked at the page and settled it."""

    class How(models.TextChoices):
        STANDS = "stands", "right as it was read"
        CORRECTED = "corrected", "corrected"

    report = models.ForeignKey(Report, models.CASCADE, related_name="doubts")
    number = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=80, help_text="As the reader names it.")
    page = models.PositiveSmallIntegerField()
    why = LongText()
    how = models.CharField("how it was settled", max_length=10, choices=How, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingDoubtQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reading_doubt_number_once"),
            models.CheckConstraint(
                condition=Q(how="", settled_by__isnull=True, settled_at__isnull=True)
                | ~Q(how="") & Q(settled_by__isnull=False, settled_at__isnull=False),
                name="reading_doubt_settled_says_who_and_when",
                violation_error_message="Say who settled this, and when.",
            ),
        ]

    def __str__(self):
        return f"page {self.page}: {self.why}"

    @property
    def is_open(self) -> bool:
        return not self.how

    @property
    def item(self) -> str:
        """The thing that is doubted, as `ReadingCorrection.item` names it."""
        return self._parts[0]

    @property
    def place(self) -> int | None:
        """Which inspection of the file it is about, from 0; None: the council, so all of it."""
        first = self.item.split(".")[0]
        return int(first) if first.isdigit() else None

    @property
    def name(self) -> str:
        """What of it is doubted; "" for the whole of it."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        path = re.sub(r"\[(\d+)\]", r".\1", self.field.removeprefix("inspections")).lstrip(".")
        found = re.fullmatch(
            r"(council|\d+(?:\.(?:judgements|recommendations)(?:\.\d+)?)?)(?:\.(\w+))?", path
        )
        return (found[1], found[2] or "") if found else ("0", "")
