"""The log: its rules, the reports on it, the answers to their calls for help, their release.

Nothing here is edited.

Three times stand on a row: `effective_on`, when it was so; `recorded_at`, when it was typed;
`public_at`, from when the public could read it. Days are London days.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from councils.access import Can, released_or_own, within_reach
from councils.days import LondonDay
from councils.long_text import LongText
from improvement.models.actions import Action, Confidence, Impact, Status
from improvement.models.plans import OfPlanQuerySet, Plan
from improvement.wording import day_words, month_words

PERSON = settings.AUTH_USER_MODEL
RELEASE_WITHIN = 5  # working days: a report that waits longer is said to wait
# In the place of words about a person, and of an address that named one.
REMOVED = "[words about a person removed]"
REMOVED_ADDRESS = "https://removed.invalid/"  # .invalid never resolves (RFC 2606)


class AppendOnlyError(TypeError):
    """Somebody tried to edit or delete a row of the log."""


class LogQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """Released rows of actions that `user` may read; to the council's own people, all."""
        rows = self.filter(action__in=Action.objects.visible_to(user, at=at).values("pk"))
        return released_or_own(rows, user, at, "action__plan__council")

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "action__plan__council")

    def waiting(self):
        """Typed, and not yet released."""
        return self.filter(public_at__isnull=True)

    def public(self, at):
        return self.filter(public_at__lte=at)

    def delete(self):
        raise AppendOnlyError("The log is not deleted; words about a person are redacted.")


class AddedOnly(models.Model):
    """A row that is neither edited nor deleted."""

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("The log is not edited; add a row that corrects this one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("The log is not deleted; words about a person are redacted.")


def waiting_index(name: str) -> models.Index:
    """Of the few rows that wait for their release, among all that were ever written."""
    return models.Index(fields=["action"], condition=Q(public_at__isnull=True), name=name)


class LogRow(AddedOnly):
    """A row that is added and never edited; `workflow` releases, decides and redacts."""

    recorded_at = models.DateTimeField(editable=False)
    public_at = models.DateTimeField("public since", null=True, blank=True, editable=False)
    redacted_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LogQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(public_at__gte=F("recorded_at")),
                name="%(class)s_public_after_it_was_recorded",
            ),
        )


class Release(models.Model):
    """A publisher's act: these waiting rows became public, with the screening's answers."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="releases")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answers = models.JSONField(
        default=list,
        help_text="What the screening found, and why it may be published all the same.",
    )
    fingerprint = models.CharField(
        max_length=64, help_text="Of every row that went out, as the publisher had it before them."
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "-at", "-pk"]

    def __str__(self):
        return f"{self.plan}, released {self.at:%-d %B %Y}"


class Update(LogRow):
    """One report on an action: the lead's claim on a day."""

    class Source(models.TextChoices):
        FORM = "form", "reported on the form"
        SEVERAL = "several", "reported with several others"
        IMPORTED = "imported", "from a file"
        CORRECTION = "correction", "a correction"

    WORDS = ("reason", "what_changed", "impact_note", "help_needed", "internal_note")

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … in the action.")
    effective_on = models.DateField("as at")
    month_only = models.BooleanField(
        "only its month is known",
        default=False,
        help_text="Of a file's note; `effective_on` is the first day of the month then.",
    )
    by = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", help_text="Whose report it is."
    )
    entered_by = models.ForeignKey(
        PERSON, models.PROTECT, related_name="+", help_text="Who typed it."
    )
    source = models.CharField(max_length=10, choices=Source, default=Source.FORM)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections"
    )
    release = models.ForeignKey(
        Release, models.PROTECT, null=True, blank=True, related_name="updates"
    )
    status = models.CharField(max_length=20, choices=Status)
    into = models.ForeignKey(Action, models.PROTECT, null=True, blank=True, related_name="absorbed")
    next_check_on = models.DateField(null=True, blank=True)
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    reason = LongText(blank=True)
    what_changed = LongText(blank=True)
    impact = models.CharField(max_length=10, choices=Impact, default=Impact.NONE_YET)
    impact_note = LongText(blank=True)
    help_needed = LongText(blank=True)
    help_from = models.ForeignKey(
        "councils.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_to_help",
    )
    internal_note = LongText(blank=True)

    class Meta(LogRow.Meta):
        ordering = ["action", "number"]
        constraints = [
            *LogRow.Meta.constraints,
            models.UniqueConstraint(fields=["action", "number"], name="update_number_in_action"),
            models.CheckConstraint(
                condition=Q(effective_on__lte=LondonDay("recorded_at")),
                name="update_is_not_from_the_future",
                violation_error_message="A report cannot be dated after today.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="update_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[Status.MERGED, Status.REPLACED], into__isnull=False)
                | ~Q(status__in=[Status.MERGED, Status.REPLACED]) & Q(into__isnull=True),
                name="update_merged_or_replaced_says_into_what",
                violation_error_message="Name the action that it went into.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.WITHDRAWN, Status.MERGED, Status.REPLACED])
                | ~Q(reason=""),
                name="update_withdrawal_says_why",
                violation_error_message="Say why: the public will read it.",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.BUSINESS_AS_USUAL) | Q(next_check_on__isnull=False),
                name="update_business_as_usual_says_next_check",
                violation_error_message="Say when it will be checked next.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("pk")),
                name="update_does_not_correct_itself",
            ),
            models.CheckConstraint(
                condition=Q(public_at__isnull=True) | Q(release__isnull=False),
                name="update_is_public_only_by_a_release",
            ),
        ]
        indexes = [
            models.Index(fields=["action", "effective_on", "number"]),
            waiting_index("update_waits"),
        ]

    def __str__(self):
        return f"{self.action.reference}, report {self.number}"

    @property
    def as_at(self) -> str:
        """The London day of which it tells, or the month where no more is known."""
        return (month_words if self.month_only else day_words)(self.effective_on)

    @property
    def is_delivery(self) -> bool:
        return self.status in (Status.COMPLETE, Status.BUSINESS_AS_USUAL)

    @property
    def on_behalf(self) -> bool:
        return self.by_id != self.entered_by_id


class Redaction(models.Model):
    """Words about a person were removed from a row everywhere; the row itself remains."""

    model = models.CharField(max_length=60, help_text="Which kind of row: improvement.update.")
    row_id = models.BigIntegerField()
    fields = models.JSONField()
    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="redactions")
    why = LongText()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="redaction_says_why")]

    def __str__(self):
        return f"{self.model} {self.row_id}: words removed"


class HelpAnswer(LogRow):
    """What the post that was asked says to it. That it answered is public at once; words wait."""

    WORDS = ("words",)

    action = models.ForeignKey(Action, models.PROTECT, related_name="help_answers")
    update = models.ForeignKey(
        Update,
        models.PROTECT,
        related_name="help_answers",
        help_text="The report in which the help was asked for.",
    )
    words = LongText(help_text="Public once released.")
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta(LogRow.Meta):
        ordering = ["action", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(words=""),
                name="help_answer_says_something",
                violation_error_message="Say what you will do, and by when.",
            ),
        ]

    def __str__(self):
        return f"{self.action.reference}: answer to a request for help"
