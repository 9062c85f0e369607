"""Records for tests, good and bad. A factory makes the plainest valid record; say what differs.

Rows of the log are best made by `improvement.workflow`, as people make them; the factories of
log rows at the end are for the cases that the workflow would refuse.
"""

from datetime import date, datetime, timedelta

import factory
from factory import LazyAttribute, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from councils.access import Role
from councils.days import LONDON
from councils.models import Body, Council, CouncilCode, Membership, Post, PostHolding, User
from improvement.models import (
    Action,
    DueDateMove,
    Evidence,
    EvidenceCopy,
    Milestone,
    Plan,
    Release,
    Update,
    Workstream,
)
from improvement.record import refresh
from inspections.models import (
    Framework,
    Grade,
    GradeScale,
    InspectedBody,
    Inspection,
    Intervention,
    Judgement,
    JudgementArea,
    Recommendation,
)

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)  # a Wednesday
TODAY = NOW.date()
LONG_AGO = datetime(2024, 1, 8, 9, 0, tzinfo=LONDON)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def moment(days_before: int, hour: int = 10) -> datetime:
    """That hour of the London day so many days before TODAY."""
    day = days_ago(days_before)
    return datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


class CouncilFactory(DjangoModelFactory):
    class Meta:
        model = Council

    name = Sequence(lambda n: f"Testshire {n}")
    official_name = LazyAttribute(lambda council: f"{council.name} Council")
    slug = Sequence(lambda n: f"testshire-{n}")
    kind = Council.Kind.METROPOLITAN
    region = "North West"


class CouncilCodeFactory(DjangoModelFactory):
    class Meta:
        model = CouncilCode

    council = SubFactory(CouncilFactory)
    code = Sequence(lambda n: f"E08{n:06}")


class BodyFactory(DjangoModelFactory):
    """A partner body; a council's own body comes with the council (`council.body`)."""

    class Meta:
        model = Body
        skip_postgeneration_save = True

    kind = Body.Kind.SAFEGUARDING
    name = Sequence(lambda n: f"Partnership {n}")

    @factory.post_generation
    def areas(self, create, extracted, **kwargs):
        if create and extracted:
            self.areas.set(extracted)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = Sequence(lambda n: f"person-{n}")
    email = LazyAttribute(lambda user: f"{user.username}@example.org")
    first_name = "Pat"
    last_name = Sequence(lambda n: f"Person{n}")

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        if create and extracted:
            self.set_password(extracted)
            self.save(update_fields=["password"])

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        """`roles=[(council, Role.CLERK), …]`"""
        for council, role in extracted or ():
            MembershipFactory(user=self, council=council, role=role)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = SubFactory(UserFactory)
    council = SubFactory(CouncilFactory)
    role = Role.ACTION_LEAD
    granted_on = LONG_AGO.date()


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    council = SubFactory(CouncilFactory)
    title = Sequence(lambda n: f"Head of Service {n}")
    service = "Children's social care"


class PostHoldingFactory(DjangoModelFactory):
    class Meta:
        model = PostHolding

    post = SubFactory(PostFactory)
    user = SubFactory(UserFactory)
    started_on = LONG_AGO.date()


class GradeScaleFactory(DjangoModelFactory):
    """A scale of four grades, best first."""

    class Meta:
        model = GradeScale
        skip_postgeneration_save = True

    key = Sequence(lambda n: f"scale-{n}")
    name = "Four grades"

    @factory.post_generation
    def labels(self, create, extracted, **kwargs):
        names = extracted or ("Best", "Fine", "Wanting", "Failing")
        for rank, label in enumerate(names, start=1):
            Grade.objects.create(scale=self, rank=rank, label=label, plain=f"It is {label}.")


class FrameworkFactory(DjangoModelFactory):
    class Meta:
        model = Framework

    key = Sequence(lambda n: f"framework-{n}")
    name = Sequence(lambda n: f"Framework of inspection {n}")
    short_name = Sequence(lambda n: f"Framework {n}")
    kind = Framework.Kind.INSPECTION
    inspectorates = ["Ofsted"]
    scale = SubFactory(GradeScaleFactory)
    items_term = "Recommendations"
    response_working_days = 70


class JudgementAreaFactory(DjangoModelFactory):
    class Meta:
        model = JudgementArea

    framework = SubFactory(FrameworkFactory)
    key = Sequence(lambda n: f"area-{n}")
    label = Sequence(lambda n: f"Area {n}")
    order = Sequence(lambda n: n)


class InspectionFactory(DjangoModelFactory):
    """A published inspection of a council; `publish_from=None` makes it a draft."""

    class Meta:
        model = Inspection
        skip_postgeneration_save = True

    council = SubFactory(CouncilFactory)
    framework = SubFactory(FrameworkFactory)
    slug = Sequence(lambda n: f"inspection-{n}")
    fieldwork_start = date(2024, 7, 1)
    fieldwork_end = date(2024, 7, 12)
    published_on = date(2024, 9, 20)
    publish_from = datetime(2024, 9, 20, tzinfo=LONDON)

    @factory.post_generation
    def bodies(self, create, extracted, **kwargs):
        if create:
            for body in extracted or (self.council.body,):
                InspectedBody.objects.create(inspection=self, body=body)


class JudgementFactory(DjangoModelFactory):
    class Meta:
        model = Judgement

    inspection = SubFactory(InspectionFactory)
    area = SubFactory(JudgementAreaFactory, framework=SelfAttribute("..inspection.framework"))
    grade = LazyAttribute(lambda judgement: judgement.area.framework.scale.grades.last())


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    inspection = SubFactory(InspectionFactory)
    body = LazyAttribute(lambda recommendation: recommendation.inspection.council.body)
    section = "Recommendations"
    order = Sequence(lambda n: n + 1)
    reference = LazyAttribute(lambda recommendation: str(recommendation.order))
    text = Sequence(lambda n: f"Make sure that thing number {n} is put right.")


class InterventionFactory(DjangoModelFactory):
    class Meta:
        model = Intervention

    council = SubFactory(CouncilFactory)
    kind = Intervention.Kind.NOTICE
    issued_on = date(2024, 10, 1)
    publish_from = LONG_AGO


class PlanFactory(DjangoModelFactory):
    """A public plan; `publish_from=None` makes it a draft."""

    class Meta:
        model = Plan

    council = SubFactory(CouncilFactory)
    title = "Improvement plan"
    slug = Sequence(lambda n: f"plan-{n}")
    summary = "What we will do for children."
    starts_on = date(2024, 12, 1)
    publish_from = LONG_AGO


class WorkstreamFactory(DjangoModelFactory):
    class Meta:
        model = Workstream

    plan = SubFactory(PlanFactory)
    title = Sequence(lambda n: f"Workstream {n}")


class ActionFactory(DjangoModelFactory):
    """A public action of a public plan, due in a month; `public_at=None` makes it a draft."""

    class Meta:
        model = Action
        skip_postgeneration_save = True

    plan = SubFactory(PlanFactory)
    reference = Sequence(lambda n: f"1.{n}")
    title = Sequence(lambda n: f"Do thing {n}")
    difference = "Children are seen sooner."
    success_measure = "Nine in ten visits are on time."
    measures = Action.Measures.OUTCOME
    lead = SubFactory(PostFactory, council=SelfAttribute("..plan.council"))
    original_due = LazyAttribute(lambda action: TODAY + timedelta(days=30))
    added_on = date(2024, 12, 1)
    public_at = LONG_AGO

    @factory.post_generation
    def recommendations(self, create, extracted, **kwargs):
        if create and extracted:
            self.recommendations.set(extracted)

    @factory.post_generation
    def states(self, create, extracted, **kwargs):
        if create:
            refresh([self.pk])


class MilestoneFactory(DjangoModelFactory):
    """A milestone promised with its action, due in two weeks."""

    class Meta:
        model = Milestone

    action = SubFactory(ActionFactory)
    title = Sequence(lambda n: f"Thing {n} is there")
    original_due = LazyAttribute(lambda milestone: TODAY + timedelta(days=14))

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        milestone = super()._create(model_class, *args, **kwargs)
        refresh([milestone.action_id])
        return milestone


class _LogRowFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    action = SubFactory(ActionFactory)
    recorded_at = NOW - timedelta(days=7)

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        """The log's rows are not saved twice."""

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = super()._create(model_class, *args, **kwargs)
        refresh([row.action_id])
        return row


class UpdateFactory(_LogRowFactory):
    """A waiting report; `public=True` releases it an hour after it was recorded."""

    class Meta:
        model = Update

    class Params:
        public = factory.Trait(
            public_at=LazyAttribute(lambda update: update.recorded_at + timedelta(hours=1)),
            release=factory.LazyAttribute(
                lambda update: Release.objects.create(
                    plan=update.action.plan, at=update.public_at, by=update.by
                )
            ),
        )

    number = LazyAttribute(lambda update: update.action.updates.count() + 1)
    effective_on = LazyAttribute(lambda update: update.recorded_at.astimezone(LONDON).date())
    by = SubFactory(UserFactory)
    entered_by = SelfAttribute("by")
    status = "in-progress"
    confidence = "on-track"
    reason = "Two of five managers are in post."


class DueDateMoveFactory(_LogRowFactory):
    """A later date asked for; `agreed=True` has it agreed by somebody else."""

    class Meta:
        model = DueDateMove

    class Params:
        agreed = factory.Trait(
            outcome="agreed",
            decided_at=LazyAttribute(lambda move: move.recorded_at + timedelta(hours=1)),
            decided_by=SubFactory(UserFactory),
            decided_where="Improvement Board, 3 October 2026",
        )

    number = LazyAttribute(lambda move: move.action.moves.count() + 1)
    from_date = LazyAttribute(lambda move: move.action.original_due)
    to_date = LazyAttribute(lambda move: (move.from_date or TODAY) + timedelta(days=60))
    reason = "Recruitment took longer than planned."
    asked_by = SubFactory(UserFactory)


class EvidenceFactory(_LogRowFactory):
    class Meta:
        model = Evidence

    kind = Evidence.Kind.AUDIT
    title = "Audit of forty cases"
    dated = LazyAttribute(lambda evidence: evidence.recorded_at.astimezone(LONDON).date())
    url = "https://www.example.org/audit"
    added_by = SubFactory(UserFactory)


class EvidenceCopyFactory(DjangoModelFactory):
    """A public copy of an evidence file; no file lies on the disk."""

    class Meta:
        model = EvidenceCopy

    evidence = SubFactory(EvidenceFactory, url="", file="evidence/a", sha256="a" * 64)
    file = "evidence-copies/b"
    ending = "pdf"
    size = 2_000
    sha256 = "b" * 64
    published_at = NOW
    published_by = SubFactory(UserFactory)
