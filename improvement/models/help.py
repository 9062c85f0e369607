"""Help that a lead asked for in a report, and the answer of the one who was asked."""

from django.db import models
from django.db.models import Q

from improvement.models.actions import Action
from improvement.models.log import PERSON, LogRow, Update


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
    words = models.TextField(help_text="Public once released.")
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
