"""The log: reports, later dates, evidence, sign-off. Nothing here is edited.

Three times stand on a row: `effective_on`, when it was so; `recorded_at`, when it was typed;
`public_at`, from when the public could read it. Days are London days.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from councils.access import Can, councils_where, within_reach
from councils.days import LondonDay
from improvement.models.actions import Action, Confidence, Impact, Status, Step
from improvement.models.plans import Plan

PERSON = settings.AUTH_USER_MODEL


class AppendOnlyError(TypeError):
    """Somebody tried to edit or delete a row of the log."""


class LogQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """Released rows of actions that `user` may read; to the council's own people, all."""
        rows = self.filter(action__in=Action.objects.visible_to(user, at=at).values("pk"))
        if user.is_authenticated and user.is_active and user.is_superuser:
            return rows
        own = Q(action__plan__council__in=councils_where(user, Can.SEE_RECORDS))
        return rows.filter(Q(public_at__lte=at) | own)

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "action__plan__council")

    def waiting(self):
        """Typed, and not yet released."""
        return self.filter(public_at__isnull=True)

    def public(self, at):
        return self.filter(public_at__lte=at)

    def delete(self):
        raise AppendOnlyError("The log is not deleted; words about a person are redacted.")


class LogRow(models.Model):
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

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise AppendOnlyError("The log is not edited; add a row that corrects this one.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError("The log is not deleted; words about a person are redacted.")


class Release(models.Model):
    """A publisher's act: these waiting rows became public, with the screening's answers."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="releases")
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answers = models.JSONField(
        default=list,
        help_text="What the screening found, and why it may be published all the same.",
    )

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
    reason = models.TextField(blank=True)
    what_changed = models.TextField(blank=True)
    impact = models.CharField(max_length=10, choices=Impact, default=Impact.NONE_YET)
    impact_note = models.TextField(blank=True)
    help_needed = models.TextField(blank=True)
    help_from = models.ForeignKey(
        "councils.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_to_help",
    )
    internal_note = models.TextField(blank=True)

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
        indexes = [models.Index(fields=["action", "effective_on", "number"])]

    def __str__(self):
        return f"{self.action.reference}, report {self.number}"

    @property
    def on_behalf(self) -> bool:
        return self.by_id != self.entered_by_id


class DueDateMove(LogRow):
    """A later (or earlier) date: asked for with a reason, then agreed or refused.

    The dates are facts and never wait for anyone; the words wait for `public_at`.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed", "agreed"
        REFUSED = "refused", "refused"

    WORDS = ("reason",)

    action = models.ForeignKey(Action, models.PROTECT, related_name="moves")
    number = models.PositiveSmallIntegerField()
    from_date = models.DateField("from", null=True, blank=True)
    to_date = models.DateField("to")
    reason = models.TextField(help_text="Public.")
    asked_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    decided_where = models.CharField(
        max_length=200,
        blank=True,
        help_text="The meeting, or other record of the decision.",
    )

    class Meta(LogRow.Meta):
        ordering = ["action", "number"]
        constraints = [
            *LogRow.Meta.constraints,
            models.UniqueConstraint(fields=["action", "number"], name="move_number_in_action"),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(outcome=""),
                name="move_one_open_at_a_time",
                violation_error_message="A later date is already asked for, and not yet decided.",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="",
                    decided_at__isnull=True,
                    decided_by__isnull=True,
                    decided_where="",
                )
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                & ~Q(outcome="")
                & ~Q(decided_where=""),
                name="move_decided_says_who_when_and_where",
                violation_error_message="Say who decided, when and where. All or none.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="move_is_not_decided_by_who_asked",
                violation_error_message="Somebody else must decide on a date that you asked for.",
            ),
            models.CheckConstraint(
                condition=Q(from_date__isnull=True) | ~Q(to_date=F("from_date")),
                name="move_goes_somewhere",
                violation_error_message="That is the date it already has.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="move_says_why"),
        ]

    def __str__(self):
        return f"{self.action.reference}: {self.from_date} → {self.to_date}"


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

    WORDS = ("note",)

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


class AmendmentQuerySet(LogQuerySet):
    """An amendment may be of a plan as a whole, with no action."""

    def visible_to(self, user, *, at):
        rows = self.filter(
            Q(action__isnull=True)
            | Q(action__in=Action.objects.visible_to(user, at=at).values("pk")),
            plan__in=Plan.objects.visible_to(user, at=at).values("pk"),
        )
        if user.is_authenticated and user.is_active and user.is_superuser:
            return rows
        own = Q(plan__council__in=councils_where(user, Can.SEE_RECORDS))
        return rows.filter(Q(public_at__lte=at) | own)

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "plan__council")


class Amendment(LogRow):
    """A change to what was promised, after it was published: old, new, why, who agreed."""

    WORDS = ("old", "new", "why")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="amendments")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="amendments"
    )
    field = models.CharField(max_length=40)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    why = models.TextField(help_text="Public.")
    effective_on = models.DateField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    agreed_by = models.CharField(
        max_length=200, blank=True, help_text="Who agreed, and where: the board, 3 October 2026."
    )

    objects = AmendmentQuerySet.as_manager()

    class Meta(LogRow.Meta):
        ordering = ["plan", "recorded_at", "pk"]
        constraints = [
            *LogRow.Meta.constraints,
            models.CheckConstraint(condition=~Q(why=""), name="amendment_says_why"),
            models.CheckConstraint(
                condition=Q(effective_on__lte=LondonDay("recorded_at")),
                name="amendment_is_not_from_the_future",
                violation_error_message="An amendment cannot be dated after today.",
            ),
        ]

    def __str__(self):
        return f"{self.action or self.plan}: {self.field} amended"


class Redaction(models.Model):
    """Words about a person were removed from a row everywhere; the row itself remains."""

    model = models.CharField(max_length=60, help_text="Which kind of row: improvement.update.")
    row_id = models.BigIntegerField()
    fields = models.JSONField()
    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="redactions")
    why = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="redaction_says_why")]

    def __str__(self):
        return f"{self.model} {self.row_id}: words removed"
