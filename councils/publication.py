"""Draft, embargoed, released, withdrawn: the one gate between the record and the public."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from councils.access import Can, councils_where
from councils.long_text import LongText


def not_withdrawn(at=None, path="") -> Q:
    """What stands, or stood at the moment `at`; `path` leads to the row that is withdrawn."""
    standing = Q(**{f"{path}withdrawn_at__isnull": True})
    return standing if at is None else standing | Q(**{f"{path}withdrawn_at__gt": at})


class PublishableQuerySet(models.QuerySet):
    """Rows that have an owning council and a moment from which the public may read them."""

    council_path = "council"

    def released(self, at):
        """What anyone may read at the moment `at`; withdrawn rows too, which say so."""
        return self.filter(publish_from__lte=at)

    def standing(self, at=None):
        """Without what was withdrawn, or had been withdrawn by the moment `at`."""
        return self.filter(not_withdrawn(at))

    def visible_to(self, user, *, at):
        """What `user` may read at the moment `at`.

        Released rows: anyone. Drafts: people who may see that council's records. Embargoed rows
        (a publish-from moment still to come): only the people named on the record.
        """
        if not user.is_authenticated or not user.is_active:
            return self.released(at)
        if user.is_superuser:
            return self.all()
        own = Q(**{f"{self.council_path}__in": councils_where(user, Can.SEE_RECORDS)})
        named = self.model.objects.filter(embargo_readers=user).values("pk")
        return self.filter(
            Q(publish_from__lte=at)
            | own & Q(publish_from__isnull=True)
            | Q(publish_from__gt=at, pk__in=named)
        )


class BelongingQuerySet(models.QuerySet):
    """Rows that are no more visible than those that they belong to, whatever a role allows.

    `belongs_to` names the fields that lead there: to rows with a gate of their own.
    """

    belongs_to: tuple[str, ...]

    def visible_to(self, user, *, at):
        rows = self
        for name in self.belongs_to:
            owners = self.model._meta.get_field(name).related_model._default_manager
            rows = rows.filter(**{f"{name}__in": owners.visible_to(user, at=at).values("pk")})
        return rows


class Publishable(models.Model):
    """A record that is a draft until released, and after that is withdrawn, never deleted."""

    publish_from = models.DateTimeField(
        "public from",
        null=True,
        blank=True,
        db_index=True,
        help_text="Empty: a draft, which the public cannot see. A moment still to come: embargoed "
        "until then, and seen only by the people named below.",
    )
    embargo_readers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name="people who may read it under embargo",
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    withdrawn_why = LongText("why it was withdrawn", editable=False)

    class Meta:
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    withdrawn_at__isnull=True,
                    withdrawn_by__isnull=True,
                    withdrawn_why="",
                )
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="%(app_label)s_%(class)s_withdrawn_says_who_and_why",
                violation_error_message="Say who withdraws this, and why.",
            ),
        )

    def is_released(self, at):
        return self.publish_from is not None and self.publish_from <= at

    def is_draft(self, at):
        """Not yet readable by the public at the moment `at`, embargoed or not."""
        return not self.is_released(at)
