"""Done is not verified: evidence, and the steps of sign-off."""

from django.db import models
from django.db.models import F, Q

from councils.days import LondonDay
from improvement.models.actions import Action, Step
from improvement.models.log import PERSON, LogRow, Update


def evidence_path(evidence, filename):
    """Under a protected folder and a name of our own; the uploader's name is not trusted."""
    return f"evidence/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(LogRow):
    """Something that shows it: a file or an address, with its own date. Superseded, not replaced.

    That evidence exists, its kind and its date are public with the action; its title and
    address only if `public`. A file itself is never public in this version.
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", "a document"
        DATA = "data", "data"
        AUDIT = "audit", "an audit"
        CHILDREN = "children", "what children and families say"
        STAFF = "staff", "what front-line staff say"

    WORDS = ("title", "url", "check_note")

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=200)
    dated = models.DateField("date of the evidence itself")
    url = models.URLField("address", max_length=500, blank=True)
    file = models.FileField(upload_to=evidence_path, blank=True, max_length=200)
    file_name = models.CharField(max_length=255, blank=True)
    sha256 = models.CharField("SHA-256 of the file", max_length=64, blank=True)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    check_note = models.CharField(max_length=300, blank=True)

    class Meta(LogRow.Meta):
        verbose_name_plural = "evidence"
        ordering = ["action", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(file="", sha256="") & ~Q(url="")
                | Q(url="") & ~Q(file="") & ~Q(sha256=""),
                name="evidence_is_a_file_or_an_address",
                violation_error_message="Give a file or an address, not both.",
            ),
            models.CheckConstraint(
                condition=Q(checked_at__isnull=True, checked_by__isnull=True)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="evidence_checked_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("added_by")),
                name="evidence_is_not_checked_by_its_uploader",
                violation_error_message="Somebody other than the uploader must check it.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.get_kind_display()}"


class SignOff(LogRow):
    """A step of sign-off. Done is not verified: the lead proposes, someone else checks."""

    WORDS = ("note", "where")

    action = models.ForeignKey(Action, models.PROTECT, related_name="sign_offs")
    claim = models.ForeignKey(
        Update,
        models.PROTECT,
        related_name="sign_offs",
        help_text="The report it is about.",
    )
    step = models.CharField(max_length=10, choices=Step)
    effective_on = models.DateField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    checked_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="sign_offs")
    where = models.CharField(
        max_length=200,
        blank=True,
        help_text="The meeting, or other record of the decision.",
    )
    note = models.TextField(blank=True, help_text="Public once released.")

    class Meta(LogRow.Meta):
        ordering = ["action", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(
                condition=Q(effective_on__lte=LondonDay("recorded_at")),
                name="sign_off_is_not_from_the_future",
                violation_error_message="A decision cannot be dated after today.",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[Step.VERIFIED, Step.SUSTAINED])
                | Q(checked_by__isnull=False) & ~Q(where=""),
                name="sign_off_verified_says_who_checked_and_where",
                violation_error_message="Say who checked it, and where that was confirmed.",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=[Step.RETURNED, Step.REOPENED]) | ~Q(note=""),
                name="sign_off_returned_says_why",
                violation_error_message="Say why it is returned or reopened.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.get_step_display()}"
