from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.access import MAY, Can, Role, within_reach


class User(AbstractUser):
    """A person who signs in. What they may do follows from their memberships (`access.py`)."""

    email = models.EmailField("email address", unique=True, null=True, blank=True)

    def __str__(self):
        return self.get_full_name() or self.username

    def clean(self):
        super().clean()
        self.email = self.email or None  # several people may have none; "" would clash

    @cached_property
    def powers(self) -> dict[int, frozenset[Can]]:
        """What this person may do, by council id; read once for each request."""
        powers: dict[int, frozenset[Can]] = {}
        for council_id, role in self.memberships.current().values_list("council_id", "role"):
            powers[council_id] = powers.get(council_id, frozenset()) | MAY[role]
        return powers


class MembershipQuerySet(models.QuerySet):
    def current(self):
        """Roles that have not been ended."""
        return self.filter(ended_on__isnull=True)

    def visible_to(self, user, *, at=None):
        return within_reach(self, user, Can.SEE_RECORDS, "council")


class Membership(models.Model):
    """A person's role at a council. Ended, never deleted: the record says who could do what."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    granted_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["council", "user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "council", "role"],
                condition=Q(ended_on__isnull=True),
                name="membership_one_of_each_role",
                violation_error_message="This person already has this role at this council.",
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="membership_role_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("granted_on")),
                name="membership_ends_after_it_began",
                violation_error_message="A role cannot end before it was given.",
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.get_role_display()} at {self.council}"
