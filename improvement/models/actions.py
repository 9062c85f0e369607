"""Actions, where each stands now, and where it stood on any past day. Days are London days."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Q, Subquery, When
from django.urls import reverse
from simple_history.models import HistoricalRecords

from councils.access import Can, released_or_own, within_reach
from councils.days import day_of
from councils.long_text import LongText
from councils.models import Post, PostHolding
from improvement.models.plans import Plan, Workstream
from improvement.models.references import LONGEST, REFERENCE, SortsAs


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user, *, at):
        """What `user` may read: the plan's gate, and the action's own release."""
        rows = self.filter(plan__in=Plan.objects.visible_to(user, at=at).values("pk"))
        return released_or_own(rows, user, at, "plan__council")

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        """The actions on which `user` may do `can`: what the admin shows."""
        return within_reach(self, user, can, "plan__council")

    def led_by(self, user, *, at):
        """Actions whose lead post `user` holds on the day of `at`, where they may report, and may
        read the action: not under an embargo on which they are not named."""
        posts = Post.objects.within_reach_of(user, Can.REPORT_OWN).held_by(user, day_of(at))
        return self.visible_to(user, at=at).filter(lead__in=posts.values("pk"))

    def ever_led_by(self, user, until):
        """Actions that a post leads, or led, which `user` held at some time from their promise to
        the day `until`: for one action the same as `guards.ever_led`."""
        held = PostHolding.objects.within(OuterRef("added_on"), until).filter(user=user)
        held_then = PostHolding.objects.within(OuterRef(OuterRef("added_on")), until)
        led = Action.history.filter(
            id=OuterRef("pk"), lead__in=held_then.filter(user=user).values("post_id")
        )
        return self.filter(Exists(held.filter(post=OuterRef("lead"))) | Exists(led))

    # Those below read the stored state of one audience: join it first with `stated()`.

    def stated(self, audience):
        """With `state`, the current one as that audience sees it (`ActionState.Audience`).

        One join, which later filters share: a filter on `states__…` would join every audience.
        """
        state = FilteredRelation("states", condition=Q(states__audience=audience))
        return self.annotate(state=state)

    def as_at(self, view, day):
        """With `state` as it stood at the end of a London day (`ActionPeriod.View`).

        Without those that were not public yet, or not in the plan. Periods follow one another
        without a gap, so the day's is the last that had begun by then: an index finds it at once.
        """
        state = FilteredRelation("periods", condition=Q(periods__view=view))
        return self.annotate(state=state).filter(
            Q(state__to_day__isnull=True) | Q(state__to_day__gte=day),
            state__from_day=self._last_begun(view, day, "from_day"),
        )

    def period_on(self, view, day):
        """The key of the period in which a London day falls, as an expression; None: not there."""
        until = Q(to_day__gte=day) | Q(to_day__isnull=True)
        return self._last_begun(view, day, Case(When(until, then="pk")))

    def _last_begun(self, view, day, wanted):
        periods = self.model.periods.rel.related_model.objects
        begun = periods.filter(action=OuterRef("pk"), view=view, from_day__lte=day)
        return Subquery(begun.order_by("-from_day").values_list(wanted)[:1])

    def as_at_or_absent(self, view, day):
        """The same, and those too that were not there: without a `state`."""
        until = Q(periods__to_day__gte=day) | Q(periods__to_day__isnull=True)
        on_the_day = Q(periods__view=view, periods__from_day__lte=day) & until
        return self.annotate(state=FilteredRelation("periods", condition=on_the_day))

    def open(self):
        return self.filter(state__status__in=ActionState.OPEN)


class Action(models.Model):
    """One thing promised. What was promised is amended in the open once it is public.

    Its progress is not here: it is the log (`progress.py`), and `ActionState` is read from it.
    """

    class Measures(models.TextChoices):
        OUTCOME = "outcome", "what is different for children"
        PROCESS = "process", "what we have done"

    # After release these change only through `workflow.amend`, which writes an Amendment.
    PROMISED = (
        "title",
        "difference",
        "success_measure",
        "measures",
        "lead",
        "workstream",
        "recommendations",
    )

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="actions")
    workstream = models.ForeignKey(
        Workstream, models.PROTECT, null=True, blank=True, related_name="actions"
    )
    reference = models.CharField(
        max_length=LONGEST,
        validators=[REFERENCE],
        help_text="As people call it in meetings: 2.3. Part of the public address; never reused.",
    )
    sorts_as = SortsAs()
    title = models.CharField("what will be done", max_length=300, help_text="Public.")
    difference = LongText(
        "what will be different for children",
        blank=True,
        help_text="Public. One or two plain sentences about children, not about process.",
    )
    success_measure = LongText(
        "how we would know",
        blank=True,
        help_text="Public. What is measured, and what is enough.",
    )
    measures = models.CharField(
        "what the success measure looks at", max_length=8, choices=Measures, blank=True
    )
    recommendations = models.ManyToManyField(
        "inspections.Recommendation",
        blank=True,
        related_name="actions",
        help_text="The recommendations that it answers. None is possible.",
    )
    lead = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        help_text="The post that leads it. The public sees the post or its service, as the "
        "post says.",
    )
    original_due = models.DateField(
        "original due date",
        null=True,
        blank=True,
        help_text="It never changes. Empty: not known (an older tracker).",
    )
    added_on = models.DateField(help_text="When it became part of the plan.")
    public_at = models.DateTimeField("public since", null=True, blank=True, editable=False)
    internal_note = LongText(
        blank=True,
        help_text="Never published here. Freedom of information and subject access requests "
        "can reach it.",
    )

    objects = ActionQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[recommendations], excluded_fields=["sorts_as"])

    class Meta:
        ordering = ["plan", "sorts_as"]
        # The order of the admin's list of a hundred thousand.
        indexes = [models.Index(fields=["plan", "sorts_as"], name="action_in_order")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "reference"],
                name="action_reference_unique_in_plan",
                violation_error_message="This plan already has an action of this reference.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("action", args=[self.plan.council.slug, self.plan.slug, self.reference])

    def clean(self):
        super().clean()
        if not self.plan_id:
            return
        if self.workstream_id and self.workstream.plan_id != self.plan_id:
            raise ValidationError({"workstream": "This workstream belongs to another plan."})
        if self.lead_id and self.lead.council_id != self.plan.council_id:
            raise ValidationError({"lead": "This post belongs to another council."})


class Status(models.TextChoices):
    """Where delivery stands. It says nothing about confidence, proof or effect."""

    NOT_STARTED = "not-started", "not started"
    IN_PROGRESS = "in-progress", "in progress"
    COMPLETE = "complete", "complete"
    BUSINESS_AS_USUAL = "business-as-usual", "moved to business as usual"
    WITHDRAWN = "withdrawn", "withdrawn"
    MERGED = "merged", "merged into another action"
    REPLACED = "replaced", "replaced by another action"


class Confidence(models.TextChoices):
    """How sure the lead is. Each plan says in its own words what the three mean."""

    ON_TRACK = "on-track", "on track"
    AT_RISK = "at-risk", "at risk"
    OFF_TRACK = "off-track", "off track"


class Impact(models.TextChoices):
    """What is different for children so far: a separate answer from "done"."""

    NONE_YET = "none-yet", "none yet"
    EMERGING = "emerging", "emerging"
    EVIDENCED = "evidenced", "evidenced"
    EMBEDDED = "embedded", "embedded"


class Step(models.TextChoices):
    """Sign-off: the officer proposes, somebody else checks, the board confirms."""

    PROPOSED = "proposed", "sign-off proposed"
    VERIFIED = "verified", "verified"
    RETURNED = "returned", "returned: not accepted"
    SUSTAINED = "sustained", "still true when looked at again"
    REOPENED = "reopened", "reopened"


class SnapshotColumns(models.Model):
    """What the log says of one action: the columns of `Snapshot`."""

    OPEN = (Status.NOT_STARTED.value, Status.IN_PROGRESS.value)
    DELIVERED = (Status.COMPLETE.value, Status.BUSINESS_AS_USUAL.value)
    GONE = (Status.WITHDRAWN.value, Status.MERGED.value, Status.REPLACED.value)
    CLOSED = DELIVERED + GONE

    status = models.CharField(
        max_length=20,
        choices=Status,
        default=Status.NOT_STARTED,
        help_text="As the record has it: a claim that was returned or reopened is in progress.",
    )
    claimed = models.CharField(
        max_length=20, choices=Status, default=Status.NOT_STARTED, help_text="As last reported."
    )
    confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    impact = models.CharField(max_length=10, choices=Impact, default=Impact.NONE_YET)
    update = models.ForeignKey(
        "improvement.Update",
        models.CASCADE,
        null=True,
        related_name="+",
        help_text="The report that this state was read from.",
    )
    last_heard_on = models.DateField(null=True)
    report_due_on = models.DateField(help_text="The last day on which silence is still in order.")
    due_on = models.DateField(null=True, help_text="As last agreed; else the original.")
    moves = models.PositiveSmallIntegerField(default=0, help_text="Later dates agreed.")
    asked_for = models.DateField(null=True, help_text="A date asked for and not yet decided.")
    asked_on = models.DateField(null=True, help_text="The day on which it was asked for.")
    delivered_on = models.DateField(null=True)
    evidence = models.PositiveSmallIntegerField(default=0, help_text="Pieces offered.")
    evidenced = models.BooleanField(
        default=False,
        help_text="Somebody other than the lead and the uploader has looked.",
    )
    newest_evidence = models.DateField(
        null=True,
        help_text="The latest date of evidence: of what was looked at, if any was.",
    )
    step = models.CharField(max_length=10, choices=Step, blank=True)
    verified_by_lead = models.BooleanField(
        default=False, help_text="Whoever made the claim also checked it."
    )
    open_until = models.DateField(
        null=True, help_text="Of what is delivered: when it was last reported not to be."
    )
    check_due_on = models.DateField(
        null=True, help_text="Of business as usual: by when it is to be checked again."
    )
    unchanged = models.PositiveSmallIntegerField(
        default=0, help_text="How many reports in a row, up to the last, changed nothing."
    )
    help_from = models.ForeignKey(
        Post,
        models.PROTECT,
        null=True,
        related_name="+",
        help_text="Who was asked for help and has not answered.",
    )
    help_since = models.DateField(null=True, help_text="When they were first asked.")
    waiting_since = models.DateTimeField(
        null=True, help_text="When the oldest report that awaits release was made."
    )
    impact_evidence = models.PositiveSmallIntegerField(
        default=0, help_text="Pieces offered for what is different for children."
    )
    impact_evidenced = models.BooleanField(
        default=False, help_text="Somebody other than the lead and the uploader has looked at one."
    )
    milestones = models.PositiveSmallIntegerField(
        default=0, help_text="Milestones ever promised; one that was dropped still counts."
    )
    milestones_reached = models.PositiveSmallIntegerField(default=0)
    milestones_changed = models.PositiveSmallIntegerField(
        default=0, help_text="How often a milestone was moved or dropped."
    )
    milestone_due_on = models.DateField(
        null=True, help_text="Of those neither reached nor dropped, the earliest day."
    )
    left_on = models.DateField(
        null=True, help_text="Of what was taken out of the plan and had been seen there: when."
    )
    before = models.JSONField(
        null=True, help_text="How that had stood on its last day in the plan (record/periods.py)."
    )

    class Meta:
        abstract = True


class ActionState(SnapshotColumns):
    """Where an action stands now, read from the log; one row for the public, one for insiders.

    Written only by `record.refresh`, inside the log's own transaction; rebuilt by the command
    `rebuild_states`. No internal row ever feeds the public one.
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", "what the public sees"
        INTERNAL = "internal", "what the council's people see"

    action = models.ForeignKey(Action, models.CASCADE, related_name="states")
    audience = models.CharField(max_length=8, choices=Audience)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["action", "audience"], name="action_state_once"),
        ]
        indexes = [
            models.Index(fields=["audience", "status", "due_on"]),
            models.Index(
                fields=["help_from"],
                condition=Q(help_since__isnull=False),
                name="action_state_help_owed",
            ),
        ]

    def __str__(self):
        return f"{self.action}: {self.get_status_display()} ({self.audience})"


class ActionPeriod(SnapshotColumns):
    """An action stood so at the end of each of these London days, for the public.

    Written only by `record.refresh`, inside the log's own transaction, and rebuilt by the command
    `rebuild_states`. The periods of one view follow one another without a gap; the last is open.
    """

    class View(models.TextChoices):
        SEEN = "seen", "as it was seen then"
        KNOWN = "known", "as is now known"

    action = models.ForeignKey(Action, models.CASCADE, related_name="periods")
    view = models.CharField(max_length=5, choices=View)
    from_day = models.DateField()
    to_day = models.DateField(null=True, help_text="The last day of it; empty: it stands so still.")

    class Meta:
        ordering = ["action", "view", "from_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "view", "from_day"], name="action_period_begins_once"
            ),
            models.UniqueConstraint(
                fields=["action", "view"],
                condition=Q(to_day__isnull=True),
                name="action_period_one_is_open",
            ),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=F("from_day")),
                name="action_period_days_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.action} from {self.from_day}: {self.get_status_display()} ({self.view})"
