"""Where an action stood on any past day, as the log tells it."""

from django.db import models
from django.db.models import F, Q

from improvement.models.actions import Action, StandingColumns


class ActionPeriod(StandingColumns):
    """An action stood so at the end of each of these London days, for the public.

    Written only by `periods.store`, inside the log's own transaction, and rebuilt by the command
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
