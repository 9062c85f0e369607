from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from councils.publication import Publishable, PublishableQuerySet


class InterventionQuerySet(PublishableQuerySet):
    def in_force(self, on):
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on), issued_on__lte=on)


class Intervention(Publishable):
    """A step of the Department for Education's ladder of intervention, as a dated fact.

    "In intervention" is recorded, never worked out from a grade.
    """

    class Kind(models.TextChoices):
        ADVISER = "adviser", "improvement adviser"
        NOTICE = "improvement-notice", "improvement notice"
        DIRECTION = "statutory-direction", "statutory direction"
        COMMISSIONER = "commissioner", "commissioner"
        TRUST = "trust", "services moved to a trust"

    council = models.ForeignKey("councils.Council", models.PROTECT, related_name="interventions")
    kind = models.CharField(max_length=20, choices=Kind)
    issued_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    who = models.CharField(max_length=160, blank=True, help_text="Adviser, commissioner, trust.")
    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(max_length=500, blank=True)

    objects = InterventionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta(Publishable.Meta):
        ordering = ["council", "-issued_on", "-pk"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("issued_on")),
                name="intervention_dates_in_order",
                violation_error_message="It cannot be closed before it was issued.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.council}"
