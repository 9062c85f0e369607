"""Done is not verified: evidence, and the steps of sign-off."""

from django.db import models
from django.db.models import F, Q

from councils.days import LondonDay
from councils.long_text import LongText
from improvement.models.actions import Action, Step
from improvement.models.log import PERSON, LogRow, Update, waiting_index


def evidence_path(evidence, filename):
    """Under a protected folder and a name of our own; the uploader's name is not trusted."""
    return f"evidence/{evidence.sha256[:2]}/{evidence.sha256}"


class Evidence(LogRow):
    """Something that shows it: a file or an address, with its own date. Superseded, not replaced.

    That evidence exists, its kind and its date are public with the action; its title and
    address once released. A file itself is never public: a cleaned copy may be (`EvidenceCopy`).
    """

    class Kind(models.TextChoices):
        DOCUMENT = "document", "a document"
        DATA = "data", "data"
        AUDIT = "audit", "an audit"
        CHILDREN = "children", "what children and families say"
        STAFF = "staff", "what front-line staff say"

    class Shows(models.TextChoices):
        """Done is one question, what is different for children another: each has its own proof."""

        DONE = "done", "that it was done"
        IMPACT = "impact", "what is different for children"

    WORDS = ("title", "url", "check_note")

    action = models.ForeignKey(Action, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=10, choices=Kind)
    shows = models.CharField(
        "what it shows", max_length=6, choices=Shows, default=Shows.DONE, help_text="Public."
    )
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
        indexes = [
            waiting_index("evidence_waits"),
            models.Index(
                fields=["action"],
                condition=Q(checked_at__isnull=True),
                name="evidence_to_look_at",
            ),
        ]
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
            models.CheckConstraint(
                condition=Q(shows__in=["done", "impact"]), name="evidence_shows_is_known"
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.get_kind_display()}"


def copy_path(copy, filename):
    return f"evidence-copies/{copy.sha256[:2]}/{copy.sha256}"


class EvidenceCopyQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """Published copies of evidence that `user` may read, unless words in them were removed."""
        evidence = Evidence.objects.visible_to(user, at=at).filter(public_at__lte=at)
        return self.filter(evidence__in=evidence.values("pk"), published_at__lte=at, gone_at=None)


class EvidenceCopy(models.Model):
    """A copy of an evidence file for the public, made without what tells of people besides.

    The original keeps its own hash, in `Evidence`. A copy is published once, by a publisher's
    choice, and goes only with words about a person (`gone_at`).
    """

    MEDIA = {
        "pdf": "application/pdf",
        "png": "image/png",
        "jpg": "image/jpeg",
        "csv": "text/csv; charset=utf-8",
        "txt": "text/plain; charset=utf-8",
    }

    evidence = models.OneToOneField(Evidence, models.PROTECT, related_name="copy")
    file = models.FileField(upload_to=copy_path, max_length=200)
    ending = models.CharField(max_length=4)
    size = models.PositiveIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256 of the copy", max_length=64)
    removed = models.JSONField(default=list, help_text="What the copy lacks, in words.")
    answers = models.JSONField(
        default=list,
        help_text="What the screening found, and why it may be published all the same.",
    )
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    gone_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceCopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence copies"
        constraints = [
            models.CheckConstraint(
                condition=Q(gone_at__isnull=True) | Q(gone_at__gte=F("published_at")),
                name="evidence_copy_goes_after_it_was_published",
            ),
        ]

    def __str__(self):
        return f"{self.evidence}, public copy"


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
    note = LongText(blank=True, help_text="Public once released.")

    class Meta(LogRow.Meta):
        ordering = ["action", "recorded_at", "pk"]
        indexes = [waiting_index("sign_off_waits")]
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
