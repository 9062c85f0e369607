"""What a tracker does to a plan: drafts are built, public plans are reported on."""

import pytest

from improvement.models import Action, Update
from improvement.trackers import saving
from inspections.imports.saving import Refused
from tests import factories
from tests.factories import NOW, TODAY, days_ago
from tests.tracker_files import MANAGERS, VISITS, brought_in, day, previewed

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(council, officer_post):
    return factories.PlanFactory(council=council, slug="draft-plan", publish_from=None)


def effects(batch):
    return {row.values["reference"]: row for row in batch.rows.order_by("number")}


def test_a_draft_plan_is_built_from_its_tracker(draft, plan_officer, officer_post):
    batch = brought_in(
        draft,
        [*MANAGERS, "Green", "12/10/2026: Two of five are in post."],
        [*VISITS, "", ""],
        by=plan_officer,
    )
    managers, visits = draft.actions.order_by("reference")
    assert (managers.title, managers.lead) == ("Decide every contact in one day", officer_post)
    assert managers.original_due == day("2026-12-18")
    assert managers.public_at is None
    note, now = managers.updates.order_by("number")
    assert (note.effective_on, note.what_changed) == (
        day("2026-10-12"),
        "Two of five are in post.",
    )
    assert (now.effective_on, now.status, now.confidence) == (TODAY, "in-progress", "on-track")
    assert {note.source, now.source} == {Update.Source.IMPORTED}
    assert note.public_at is None
    assert not visits.updates.exists()
    assert batch.state == "confirmed"
    state = managers.states.get(audience="internal")
    assert (state.status, state.confidence) == ("in-progress", "on-track")
