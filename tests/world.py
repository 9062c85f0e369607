"""A council with something to hide: each kind of secret stands beside something public.

Every secret holds the word SECRET, so that a leak is found by looking for it.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.access import Role
from councils.models import Council, Post
from improvement import workflow
from improvement.models import Action, Plan
from inspections.models import Import, Inspection
from tests import factories
from tests.cast import somebody
from tests.evidence_files import photograph
from tests.factories import NOW, TODAY, days_ago, moment
from tests.indicator_factories import IndicatorFactory, ReadingFactory

SECRET = "SECRET"
TELLING = Decimal("4.2857")  # three of seventy children: no page may show it, rounded or not


@dataclass
class World:
    council: Council
    plan: Plan
    draft_plan: Plan
    embargoed_plan: Plan
    withdrawn_plan: Plan
    action: Action
    draft_action: Action
    inspection: Inspection
    draft_inspection: Inspection
    embargoed_inspection: Inspection
    batch: Import


@pytest.fixture
def world(council, officer, officer_post, plan_officer, secretary, publisher):
    return build(council, officer, officer_post, publisher)


def build(council, officer, officer_post, publisher):
    """The world of a council, with its lead, the lead's post and its publisher."""
    tomorrow = NOW + timedelta(days=1)
    inspection = factories.InspectionFactory(
        council=council, slug="inspection-2024", internal_note=f"{SECRET} note on the inspection"
    )
    area = factories.JudgementAreaFactory(framework=inspection.framework, is_overall=True)
    factories.JudgementFactory(inspection=inspection, area=area)
    asked = factories.RecommendationFactory(inspection=inspection, text="Decide contacts in time.")
    draft_inspection = factories.InspectionFactory(
        council=council, slug="draft", title=f"{SECRET} draft inspection", publish_from=None
    )
    hidden = factories.RecommendationFactory(
        inspection=draft_inspection, text=f"{SECRET} recommendation of a draft"
    )
    embargoed = factories.InspectionFactory(
        council=council, slug="embargoed", title=f"{SECRET} embargo", publish_from=tomorrow
    )
    factories.RecommendationFactory(inspection=embargoed, text=f"{SECRET} under embargo")
    hidden.returns_from.create(earlier=asked, note=f"{SECRET} link")

    plan = factories.PlanFactory(council=council, slug="improvement-plan")
    plan.inspections.set([inspection, draft_inspection])
    draft_plan = factories.PlanFactory(
        council=council, slug="draft-plan", title=f"{SECRET} draft plan", publish_from=None
    )
    draft_plan.inspections.set([inspection])
    embargoed_plan = factories.PlanFactory(
        council=council, slug="embargoed-plan", title=f"{SECRET} plan", publish_from=tomorrow
    )
    withdrawn_plan = factories.PlanFactory(
        council=council,
        slug="withdrawn-plan",
        summary=f"{SECRET} summary of what was withdrawn",
        withdrawn_at=NOW,
        withdrawn_by=publisher,
        withdrawn_why="It was published by mistake.",
    )
    quiet_post = factories.PostFactory(
        council=council,
        title=f"{SECRET} sole social worker",
        service="Assessment service",
        shown=Post.Shown.SERVICE,
    )
    holder = somebody(f"{SECRET} Holder", council, Role.ACTION_LEAD)
    factories.PostHoldingFactory(post=quiet_post, user=holder)
    action = factories.ActionFactory(
        plan=plan,
        reference="2.3",
        lead=officer_post,
        recommendations=[asked, hidden],
        internal_note=f"{SECRET} note on the action",
    )
    factories.ActionFactory(plan=plan, reference="2.4", lead=quiet_post, recommendations=[asked])
    draft_action = factories.ActionFactory(
        plan=plan, reference="9.9", title=f"{SECRET} draft action", public_at=None
    )
    factories.ActionFactory(plan=draft_plan, reference="1.1", title=f"{SECRET} action of a draft")
    factories.MilestoneFactory(action=draft_action, title=f"{SECRET} milestone of a draft")
    milestone = factories.MilestoneFactory(action=action, title="The team is there")

    released = workflow.report_progress(
        action=action,
        by=officer,
        at=moment(20),
        status="complete",
        reason="All five managers are in post.",
        internal_note=f"{SECRET} note on a report",
    )
    workflow.release(plan=plan, rows=[released], by=publisher, at=moment(19))
    workflow.report_progress(
        action=action,
        by=officer,
        at=moment(12),
        status="in-progress",
        confidence="off-track",
        reason=f"{SECRET} unreleased report",
        what_changed=f"{SECRET} change",
        help_needed=f"{SECRET} help",
        reached={milestone: days_ago(13)},
        help_from=quiet_post,
    )
    workflow.ask_for_later_date(
        action=action,
        to=TODAY + timedelta(days=200),
        reason=f"{SECRET} reason",
        by=officer,
        at=moment(3),
    )
    workflow.offer_evidence(
        action=action,
        kind="audit",
        title=f"{SECRET} evidence",
        url=f"https://www.example.org/{SECRET}",
        dated=days_ago(2),
        by=officer,
        at=moment(2),
    )
    # A picture that says who took it, under a secret name: the public gets a copy.
    offered = workflow.offer_evidence(
        action=action,
        kind="document",
        title="A photograph of the board",
        file=SimpleUploadedFile(f"{SECRET}.jpg", photograph(by=SECRET)),
        dated=days_ago(9),
        by=officer,
        at=moment(9),
    )
    workflow.release(plan=plan, rows=[offered], by=publisher, at=moment(8))
    offered.refresh_from_db()
    workflow.publish_copy(evidence=offered, by=publisher, at=moment(7))
    measured = {"council": council, "plans": [plan], "actions": [action]}
    children = IndicatorFactory(
        key="children",
        name="Children seen in time",
        small_numbers="children",
        **measured,
    )
    ReadingFactory(indicator=children, as_at=days_ago(90), value=50, numerator=50, denominator=100)
    waits = {"indicator": children, "as_at": days_ago(60), "public_at": None}
    ReadingFactory(value=None, missing="other", missing_note=f"{SECRET} reason", **waits)
    few = {"value": TELLING, "numerator": 3, "denominator": 70}
    ReadingFactory(indicator=children, as_at=days_ago(30), **few)
    draft_indicator = IndicatorFactory(
        name=f"{SECRET} draft indicator", publish_from=None, **measured
    )
    ReadingFactory(indicator=draft_indicator)
    ReadingFactory(
        indicator=IndicatorFactory(name="Staff in post", **measured),
        value=TELLING,
        suppressed=True,
    )
    batch = Import.objects.create(
        kind=Import.Kind.RECOMMENDATIONS,
        council=council,
        inspection=inspection,
        by=publisher,
        uploaded_at=NOW,
        file_name=f"{SECRET}.csv",
        sha256="0" * 64,
        content=f"{SECRET} bytes".encode(),
    )
    return World(
        council=council,
        plan=plan,
        draft_plan=draft_plan,
        embargoed_plan=embargoed_plan,
        withdrawn_plan=withdrawn_plan,
        action=action,
        draft_action=draft_action,
        inspection=inspection,
        draft_inspection=draft_inspection,
        embargoed_inspection=embargoed,
        batch=batch,
    )
