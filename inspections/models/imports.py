from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from councils.access import Can, within_reach
from inspections.models.inspections import Inspection
from inspections.models.packed import PackedBytesField


class ImportQuerySet(models.QuerySet):
    def emptied(self):
        """Those whose bytes are gone, because words in them were removed for good."""
        return self.filter(content=b"")

    def visible_to(self, user, *, at):
        """An import is internal: only people who may see the council's records, and not that of
        an inspection under an embargo on which they are not named.

        One that belongs to no council is seen by superusers alone.
        """
        rows = within_reach(self, user, Can.SEE_RECORDS, "council")
        seen = Inspection.objects.visible_to(user, at=at).values("pk")
        return rows.filter(Q(inspection__isnull=True) | Q(inspection__in=seen))


class Import(models.Model):
    """One file brought in: who, when, the bytes themselves, and what became of each row.

    Confirming acts on the stored bytes and on `fingerprint`, the state of the records that the
    preview was made against; if they moved since, it previews again.
    """

    REASON, UNDONE = "Import ", " undone: "  # in the reasons that the history of records holds
    REASON_MAX = 100  # characters

    class Kind(models.TextChoices):
        RECOMMENDATIONS = "recommendations", "recommendations"
        REPORT = "report", "report"
        PLAN = "plan", "plan or tracker"
        READINGS = "readings", "indicator readings"
        COUNCILS = "councils", "councils"
        OUTCOMES = "outcomes", "inspection outcomes"

        @classmethod
        def national(cls):
            """What belongs to no council: only superusers bring it in and see it."""
            return [cls.COUNCILS, cls.OUTCOMES]

    class State(models.TextChoices):
        PREVIEWED = "previewed", "previewed, nothing saved"
        CONFIRMED = "confirmed", "confirmed and saved"
        DISCARDED = "discarded", "discarded, nothing saved"
        UNDONE = "undone", "saved, and undone since"

    kind = models.CharField(max_length=20, choices=Kind)
    council = models.ForeignKey(
        "councils.Council", models.PROTECT, null=True, blank=True, related_name="imports"
    )
    inspection = models.ForeignKey(
        "inspections.Inspection", models.PROTECT, null=True, related_name="imports"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    uploaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = PackedBytesField(help_text="The file's bytes, as received.")
    sheet = models.CharField(max_length=255, blank=True, help_text="Empty for a CSV file.")
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    columns = models.JSONField(
        default=dict, blank=True, help_text="Our column → the file's heading."
    )
    reading = models.JSONField(
        default=dict,
        blank=True,
        help_text="How the file was understood, as the preview shows it (see intake.storing).",
    )
    fingerprint = models.CharField(max_length=64, blank=True)
    moves = models.JSONField(
        default=dict,
        blank=True,
        help_text="The key of each recommendation that moves → its place before, and its new one.",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["confirmed", "undone"], confirmed_at__isnull=False)
                | ~Q(state__in=["confirmed", "undone"]) & Q(confirmed_at__isnull=True),
                name="import_confirmed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | ~Q(state="undone") & Q(undone_at__isnull=True),
                name="import_undone_says_when",
            ),
            models.CheckConstraint(
                condition=Q(council__isnull=False) | Q(kind__in=["councils", "outcomes"]),
                name="import_names_its_council",
            ),
        ]

    def __str__(self):
        return f"{self.file_name}, {self.uploaded_at:%-d %B %Y}"

    @property
    def reason(self) -> str:
        """What its changes bear in the history of the records."""
        return f"{self.REASON}{self.pk}: {self.file_name}"[: self.REASON_MAX]

    @property
    def reason_undone(self) -> str:
        """What its undoing bears there."""
        return f"{self.REASON}{self.pk}{self.UNDONE}{self.file_name}"[: self.REASON_MAX]


class CouncilImportManager(models.Manager.from_queryset(ImportQuerySet)):
    """The imports of this kind alone."""

    def get_queryset(self):
        return super().get_queryset().filter(kind=Import.Kind.COUNCILS)


class CouncilImport(Import):
    """An import of the national list of councils: the same rows, with pages of their own."""

    objects = CouncilImportManager()

    class Meta:
        proxy = True
        verbose_name = "file of councils"
        verbose_name_plural = "files of councils"


class ImportRowQuerySet(models.QuerySet):
    def wrong(self):
        return self.filter(outcome=ImportRow.Outcome.WRONG)

    def unanswered(self):
        """Offered, and nobody has decided yet."""
        return self.filter(outcome=ImportRow.Outcome.SAME_AS, decision="")

    def adding(self):
        """Those that make a new recommendation."""
        outcome, decision = ImportRow.Outcome, ImportRow.Decision
        return self.filter(
            Q(outcome=outcome.NEW) | Q(outcome=outcome.SAME_AS, decision=decision.NEW)
        )

    def changing(self):
        """Those that change a recommendation; moving along is no change."""
        outcome, decision = ImportRow.Outcome, ImportRow.Decision
        taken = Q(outcome=outcome.CHANGED) | Q(outcome=outcome.SAME_AS, decision=decision.SAME)
        return self.filter(taken).exclude(before={})


class ImportRow(models.Model):
    """What one row of the file says, and what it does to the records."""

    class Outcome(models.TextChoices):
        NEW = "new", "new"
        CHANGED = "changed", "changed"
        UNCHANGED = "unchanged", "unchanged"
        SAME_AS = "same-as", "perhaps the same as one already here"
        CONFLICT = "conflict", "in conflict with another source"
        WRONG = "wrong", "wrong"

    class Decision(models.TextChoices):
        SAME = "same", "it is the same: update that one"
        NEW = "new", "it is another: add it"

    batch = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="The row in the file; the heading is row 1.")
    outcome = models.CharField(max_length=10, choices=Outcome)
    decision = models.CharField(max_length=4, choices=Decision, blank=True)
    recommendation = models.ForeignKey(
        "inspections.Recommendation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    # What the row of any other kind of import made or changed, on whichever storey it lives.
    subject_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, db_index=False
    )
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")
    values = models.JSONField(default=dict, help_text="What the row says, by our columns.")
    before = models.JSONField(default=dict, blank=True, help_text="What stood before, if changed.")
    errors = models.JSONField(
        default=list,
        blank=True,
        help_text="For each: column, value, reason, what to do.",
    )

    objects = ImportRowQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "number"], name="import_row_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(outcome="same-as"),
                name="import_row_decides_only_what_was_offered",
            ),
            models.CheckConstraint(
                condition=Q(subject_type__isnull=True, subject_id__isnull=True)
                | Q(subject_type__isnull=False, subject_id__isnull=False),
                name="import_row_names_its_subject_whole",
            ),
        ]

    def __str__(self):
        return f"row {self.number}: {self.get_outcome_display()}"
