"""Synthetic national data: the right amount, true to the log's rules, never beside real records."""

import pytest
from django.conf import settings

from councils.models import Council
from improvement import synthetic
from improvement.models import (
    Action,
    ActionState,
    DueDateMove,
    Evidence,
    Plan,
    SignOff,
    Status,
    Step,
    Update,
)
from improvement.record import refresh_all
from inspections.models import Inspection, Recommendation
from inspections.reference.frameworks import load_frameworks
from tests.factories import NOW, CouncilFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def real(kept):
    """A council that stood there before."""
    return CouncilFactory()


@pytest.fixture(scope="module")
def counts(real):
    """What was seeded, in a size that a test can bear: once, for all who look at it."""
    load_frameworks(settings.ROOT / "fixtures")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(synthetic, "RECOMMENDATIONS", 400)
        patch.setattr(synthetic, "ACTIONS", 600)
        return synthetic.seed(at=NOW)


def test_it_seeds_what_was_asked_for(counts):
    wanted = {"councils": 153, "recommendations": 400, "plans": 153, "actions": 600}
    assert counts == wanted | {"reports": Update.objects.count()}
    assert Recommendation.objects.count() == 400
    assert Action.objects.count() == 600
    assert counts["reports"] > 2_000


def test_everything_is_marked_as_fictional(real, counts):
    assert Council.objects.filter(is_demonstration=True).count() == 153
    assert not Plan.objects.filter(council=real).exists()
    assert not Inspection.objects.filter(council=real).exists()


def test_it_has_every_kind_of_row_and_state(counts):
    public = ActionState.objects.filter(audience=ActionState.Audience.PUBLIC)
    statuses = set(public.values_list("status", flat=True))
    assert {Status.IN_PROGRESS, Status.COMPLETE, Status.WITHDRAWN} == statuses
    assert public.filter(evidenced=True).exists()
    assert public.filter(step=Step.VERIFIED).exists()
    assert public.filter(due_on__lt=NOW.date(), status__in=ActionState.OPEN).exists()
    assert public.filter(asked_for__isnull=False).exists()
    for model in (DueDateMove, Evidence, SignOff):
        assert model.objects.exists()


def test_its_log_keeps_the_rules_of_the_forms(counts):
    for model in (Update, DueDateMove, Evidence, SignOff):
        for row in model.objects.order_by("pk")[:20]:
            row.full_clean()


def test_every_stored_state_is_what_the_log_says(counts):
    assert refresh_all() == 0
