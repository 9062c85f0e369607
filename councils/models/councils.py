from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from councils.access import Can, within_reach


class CouncilQuerySet(models.QuerySet):
    def on(self, day):
        """Councils that existed on `day`."""
        return self.filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day),
            Q(abolished_on__isnull=True) | Q(abolished_on__gt=day),
        )

    def visible_to(self, user, *, at=None):
        """Every council is public: that a council exists is nobody's secret."""
        return self.all()

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        """The councils where `user` may do `can`: what the admin shows."""
        return within_reach(self, user, can, "")


class Council(models.Model):
    """A local authority with duties for children's services (Children Act 2004)."""

    class Kind(models.TextChoices):
        LONDON_BOROUGH = "london-borough", "London borough"
        METROPOLITAN = "metropolitan-borough", "metropolitan borough"
        UNITARY = "unitary", "unitary authority"
        COUNTY = "county", "county council"
        OTHER = "other", "other authority"

    name = models.CharField(max_length=120, help_text="As people say it: Wirral, Croydon.")
    official_name = models.CharField(max_length=160, blank=True)
    slug = models.SlugField(
        max_length=80,
        unique=True,
        help_text="Part of public addresses; it never changes.",
    )
    kind = models.CharField(max_length=24, choices=Kind, default=Kind.OTHER)
    region = models.CharField(max_length=60, blank=True)
    dfe_code = models.CharField("Department for Education code", max_length=3, blank=True)
    ofsted_urn = models.CharField("Ofsted reference number", max_length=12, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    abolished_on = models.DateField(
        null=True, blank=True, help_text="The first day on which it no longer existed."
    )
    succeeded_by = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    is_demonstration = models.BooleanField(
        default=False, help_text="A fictional council. Every page about it says so."
    )

    objects = CouncilQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[succeeded_by])

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dfe_code"],
                condition=~Q(dfe_code=""),
                name="council_dfe_code_unique",
            ),
            models.CheckConstraint(
                condition=Q(abolished_on__isnull=True)
                | Q(opened_on__isnull=True)
                | Q(abolished_on__gt=F("opened_on")),
                name="council_abolished_after_it_opened",
                violation_error_message="A council cannot end before it began.",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save the council, and the body that it is: every council can be inspected."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            body, _ = Body.objects.get_or_create(
                council=self, defaults={"kind": Body.Kind.COUNCIL, "name": self.name}
            )
            if body.name != self.name:
                body.name = self.name
                body.save(update_fields=["name"])

    def get_absolute_url(self):
        return reverse("council", args=[self.slug])


class CouncilCodeQuerySet(models.QuerySet):
    def in_force(self, on):
        """Those in force on the day `on`."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=on))


class CouncilCode(models.Model):
    """A council's GSS code, with the days on which it was in force (codes do change)."""

    council = models.ForeignKey(Council, models.CASCADE, related_name="codes")
    code = models.CharField("GSS code", max_length=9)
    valid_from = models.DateField(null=True, blank=True, help_text="Empty: from the beginning.")
    valid_to = models.DateField(
        null=True, blank=True, help_text="The last day in force. Empty: still in force."
    )

    objects = CouncilCodeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["council", F("valid_from").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["code"], name="council_code_unique"),
            models.UniqueConstraint(
                fields=["council"],
                condition=Q(valid_to__isnull=True),
                name="council_has_one_code_in_force",
                violation_error_message="This council already has a code in force.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_to__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="council_code_dates_in_order",
            ),
        ]

    def __str__(self):
        return self.code


class BodyQuerySet(models.QuerySet):
    def visible_to(self, user, *, at=None):
        """Every body is public, as councils are."""
        return self.all()

    def within_reach_of(self, user, can=Can.SEE_RECORDS):
        """Bodies that are, or serve the area of, a council where `user` may do `can`."""
        if user.is_superuser:
            return self.all()
        councils = Council.objects.within_reach_of(user, can).values("pk")
        serving = Body.areas.through.objects.filter(council__in=councils).values("body_id")
        return self.filter(Q(council__in=councils) | Q(pk__in=serving))


class Body(models.Model):
    """Who is inspected, or who must act: a council, or a partner body that serves councils.

    A safeguarding partnership (a Local Safeguarding Children Board, LSCB, before 2019) is
    inspected in its own right; one children's trust may serve two councils.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "council"
        LSCB = "lscb", "Local Safeguarding Children Board"
        SAFEGUARDING = "safeguarding-partnership", "safeguarding children partnership"
        SEND = (
            "send-partnership",
            "special educational needs and disabilities partnership",
        )
        TRUST = "trust", "children's trust"
        OTHER = "other", "partner body"

    kind = models.CharField(max_length=24, choices=Kind)
    name = models.CharField(max_length=160)
    council = models.OneToOneField(
        Council,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="body",
        editable=False,
    )
    areas = models.ManyToManyField(
        Council,
        blank=True,
        related_name="partner_bodies",
        verbose_name="councils that it serves",
    )

    objects = BodyQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[areas])

    class Meta:
        verbose_name_plural = "bodies"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="council", council__isnull=False)
                | ~Q(kind="council") & Q(council__isnull=True),
                name="body_council_exactly_when_of_that_kind",
                violation_error_message="Only a council's own body is of the kind “council”.",
            ),
        ]

    def __str__(self):
        return self.name


class CacheVersion(models.Model):
    """One row, with another token after every change of any record: not a record itself, but the
    version of the record for whoever keeps a copy of something made from it.
    """

    token = models.CharField(max_length=32)

    def __str__(self):
        return self.token
