from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.access import Can, may, within_reach


class PostQuerySet(models.QuerySet):
    def held_by(self, user, on):
        """Posts that `user` holds on the day `on`."""
        return self.filter(pk__in=PostHolding.objects.on(on).filter(user=user).values("post_id"))

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        return within_reach(self, user, can, "council")

    def visible_to(self, user, *, at=None):
        return self.within_reach_of(user)


class Post(models.Model):
    """A job that leads actions. Actions name posts, so that leavers and cover break nothing.

    The public reads `public_name`: officers appear by post title, below head of service by
    service; the chief executive, the director of children's services and councillors by name.
    """

    class Shown(models.TextChoices):
        SERVICE = "service", "by service"
        TITLE = "title", "by post title"
        NAME = "name", "by name and post title"

    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="posts")
    body = models.ForeignKey(
        "councils.Body",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        help_text="The partner body that the post belongs to, if it is not the council's own.",
    )
    title = models.CharField(max_length=120)
    service = models.CharField(max_length=120, blank=True)
    shown = models.CharField(
        "how the public sees it",
        max_length=8,
        choices=Shown,
        default=Shown.TITLE,
        help_text="Below head of service choose “by service”: a post with one holder is "
        "personal data. By name only councillors, the chief executive and the director of "
        "children's services.",
    )

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["council", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "title"],
                name="post_title_unique_in_council",
                violation_error_message="This council already has a post of this title.",
            ),
            models.CheckConstraint(
                condition=~Q(shown="service") | ~Q(service=""),
                name="post_shown_by_service_names_it",
                violation_error_message="Name the service: the public will see it.",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def public_name(self) -> str:
        """What the public reads for this post; a holder's name is added by `Holding` pages."""
        return self.service if self.shown == self.Shown.SERVICE else self.title


def held_on(day) -> Q:
    """That a holding had begun by `day` and not ended before it."""
    return (Q(ended_on__isnull=True) | Q(ended_on__gte=day)) & Q(started_on__lte=day)


class PostHoldingQuerySet(models.QuerySet):
    def on(self, day):
        """Who held what on `day`."""
        return self.filter(held_on(day))

    def within(self, first, last):
        """Who held what on any day from `first` to `last`."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=first), started_on__lte=last)

    def visible_to(self, user, *, at=None):
        return within_reach(self, user, Can.SEE_RECORDS, "post__council")


class PostHolding(models.Model):
    """Who holds a post, from when to when; two may share it. A gap means that it was vacant."""

    class Terms(models.TextChoices):
        PERMANENT = "permanent", "permanent"
        INTERIM = "interim", "interim"
        ACTING = "acting", "acting or covering"

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="holdings",
    )
    name = models.CharField(
        max_length=120, blank=True, help_text="If the holder does not sign in here."
    )
    terms = models.CharField(max_length=10, choices=Terms, default=Terms.PERMANENT)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = PostHoldingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["post", "started_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "user"],
                condition=Q(ended_on__isnull=True, user__isnull=False),
                name="post_holding_once_at_a_time",
                violation_error_message="This person already holds this post.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="post_holding_dates_in_order",
                violation_error_message="Nobody can leave a post before they came to it.",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""),
                name="post_holding_names_somebody",
                violation_error_message="Choose a person or give a name.",
            ),
        ]

    def __str__(self):
        return f"{self.user or self.name}, {self.post}"


def may_report_on(user, *, post: Post | None, council_id: int, on) -> bool:
    """Whether `user` may report for `post`: as its holder on the day, or on its behalf."""
    if may(user, Can.REPORT_ANY, council_id):
        return True
    return (
        post is not None
        and may(user, Can.REPORT_OWN, council_id)
        and post.holdings.on(on).filter(user=user).exists()
    )
