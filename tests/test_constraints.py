"""What must never be false: the database itself refuses it, whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from councils.models import Body, Council, CouncilCode, Membership, Post, PostHolding
from improvement.models import Evidence, Plan, Update
from inspections.models import Inspection, Judgement, Recommendation, RecommendationLink
from tests import factories
from tests.factories import NOW, TODAY, days_ago

pytestmark = pytest.mark.django_db


def refused(make, **fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(**fields)


def test_two_councils_never_share_an_address(council):
    refused(factories.CouncilFactory, slug=council.slug)


def test_a_council_has_one_code_in_force_and_a_code_one_council(council, other_council):
    factories.CouncilCodeFactory(council=council, code="E08000015")
    refused(factories.CouncilCodeFactory, council=council, code="E08000099")
    refused(factories.CouncilCodeFactory, council=other_council, code="E08000015")
    assert CouncilCode.objects.count() == 1


def test_every_council_is_a_body_and_only_a_council_is_one_of_that_kind(council):
    assert council.body.kind == Body.Kind.COUNCIL
    refused(factories.BodyFactory, kind=Body.Kind.COUNCIL)


def test_a_role_is_held_once_and_may_be_held_again_after_it_ended(officer, council):
    role = officer.memberships.get()
    refused(factories.MembershipFactory, user=officer, council=council, role=role.role)
    Membership.objects.update(ended_on=TODAY)
    factories.MembershipFactory(user=officer, council=council, role=role.role)


def test_a_post_shown_by_its_service_names_the_service(council):
    refused(factories.PostFactory, council=council, shown=Post.Shown.SERVICE, service="")


def test_nobody_leaves_a_post_before_coming_to_it(officer_post):
    refused(factories.PostHoldingFactory, post=officer_post, started_on=TODAY, ended_on=days_ago(1))
    assert PostHolding.objects.count() == 1


def test_an_area_has_one_judgement_in_force():
    judgement = factories.JudgementFactory()
    refused(factories.JudgementFactory, inspection=judgement.inspection, area=judgement.area)


def test_a_blank_is_not_a_grade():
    judgement = factories.JudgementFactory()
    refused(factories.JudgementFactory, grade=None, no_grade="")
    refused(factories.JudgementFactory, no_grade=Judgement.NoGrade.NOT_KNOWN)
    assert Judgement.objects.get() == judgement


def test_a_recommendation_has_its_own_place_in_the_report():
    first = factories.RecommendationFactory(order=1, reference="1")
    place = {"inspection": first.inspection, "body": first.body, "section": first.section}
    refused(factories.RecommendationFactory, **place, order=1, reference="2")
    refused(factories.RecommendationFactory, **place, order=2, reference="1")
    refused(factories.RecommendationFactory, **place, order=2, reference="2", text="")
    assert Recommendation.objects.count() == 1


def test_recommendations_without_a_printed_reference_do_not_clash():
    first = factories.RecommendationFactory(order=1, reference="")
    factories.RecommendationFactory(inspection=first.inspection, order=2, reference="")


def test_a_recommendation_does_not_return_from_itself():
    recommendation = factories.RecommendationFactory()
    refused(RecommendationLink.objects.create, earlier=recommendation, later=recommendation)


@pytest.mark.parametrize("model", [Inspection, Plan])
def test_what_is_withdrawn_says_who_and_why(model, publisher):
    factory = factories.InspectionFactory if model is Inspection else factories.PlanFactory
    record = factory()
    rows = model.objects.filter(pk=record.pk)
    refused(rows.update, withdrawn_at=NOW)
    refused(rows.update, withdrawn_at=NOW, withdrawn_by=publisher)
    refused(rows.update, withdrawn_why="A mistake.")
    assert rows.update(withdrawn_at=NOW, withdrawn_by=publisher, withdrawn_why="A mistake.") == 1


def test_a_plan_reports_at_least_quarterly(council):
    factories.PlanFactory(council=council, reporting_interval_days=92)
    refused(factories.PlanFactory, council=council, reporting_interval_days=93)
    refused(factories.PlanFactory, council=council, reporting_interval_days=0)


def test_a_reference_is_used_once_in_a_plan(action):
    refused(factories.ActionFactory, plan=action.plan, reference=action.reference)


def test_a_report_is_public_only_by_a_release_and_never_before_it_was_recorded(action):
    update = factories.UpdateFactory(action=action)
    rows = Update.objects.filter(pk=update.pk)
    refused(rows.update, public_at=NOW)
    released = factories.UpdateFactory(action=action, public=True)
    early = released.recorded_at.replace(year=2025)
    refused(Update.objects.filter(pk=released.pk).update, public_at=early)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "merged"},
        {"status": "withdrawn", "reason": ""},
        {"status": "business-as-usual"},
        {"status": "nearly-done"},
    ],
)
def test_a_report_says_all_that_its_status_needs(action, fields):
    refused(factories.UpdateFactory, action=action, **fields)


@pytest.mark.parametrize("half", [{"outcome": "agreed"}, {"decided_at": NOW}])
def test_a_decision_on_a_date_says_who_when_and_where(action, half):
    refused(factories.DueDateMoveFactory, action=action, **half)


def test_who_asked_for_a_date_does_not_decide_it(action, officer):
    refused(
        factories.DueDateMoveFactory,
        action=action,
        agreed=True,
        asked_by=officer,
        decided_by=officer,
    )


def test_one_request_for_a_date_is_open_at_a_time(action):
    factories.DueDateMoveFactory(action=action)
    refused(factories.DueDateMoveFactory, action=action)


def test_evidence_is_a_file_or_an_address_and_not_checked_by_its_uploader(action, officer):
    refused(factories.EvidenceFactory, action=action, url="")
    refused(
        factories.EvidenceFactory,
        action=action,
        added_by=officer,
        checked_by=officer,
        checked_at=NOW,
    )
    assert not Evidence.objects.exists()


def test_a_council_that_is_referred_to_cannot_be_deleted(plan):
    with pytest.raises(Exception, match="protected"):
        Council.objects.filter(pk=plan.council_id).delete()


def test_a_council_that_is_renamed_keeps_its_body_under_the_new_name(council):
    council.name = "Northbridge and Vale"
    council.save()
    assert Body.objects.get(council=council).name == "Northbridge and Vale"
