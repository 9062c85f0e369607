"""Synthetic national data: the right amount, true to the log's rules, never beside real records."""

from datetime import datetime

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from councils.days import LONDON
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
from improvement.standing import refresh_all
from inspections.models import Inspection, Recommendation
from inspections.reference.frameworks import load_frameworks
from tests.factories import CouncilFactory, InspectionFactory, PlanFactory, UserFactory

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=LONDON)


@pytest.fixture
def small(db, monkeypatch):
    """The reference data that it needs, and a size that a test can bear."""
    load_frameworks(settings.ROOT / "fixtures")
    monkeypatch.setattr(synthetic, "RECOMMENDATIONS", 400)
    monkeypatch.setattr(synthetic, "ACTIONS", 600)


def test_it_seeds_what_was_asked_for(small):
    counts = synthetic.seed(at=NOW)
    reports = counts.pop("reports")
    assert counts == {"councils": 153, "recommendations": 400, "plans": 153, "actions": 600}
    assert Recommendation.objects.count() == 400
    assert Action.objects.count() == 600
    assert 2_000 < reports == Update.objects.count()


def test_a_larger_scale_is_as_much_larger(small):
    counts = synthetic.seed(at=NOW, scale=2)
    assert (counts["recommendations"], counts["actions"]) == (800, 1_200)


def test_everything_is_marked_as_fictional(small):
    real = CouncilFactory()
    synthetic.seed(at=NOW)
    assert Council.objects.filter(is_demonstration=True).count() == 153
    assert not Plan.objects.filter(council=real).exists()
    assert not Inspection.objects.filter(council=real).exists()


def test_it_has_every_kind_of_row_and_state(small):
    synthetic.seed(at=NOW)
    public = ActionState.objects.filter(audience=ActionState.Audience.PUBLIC)
    statuses = set(public.values_list("status", flat=True))
    assert {Status.IN_PROGRESS, Status.COMPLETE, Status.WITHDRAWN} == statuses
    assert public.filter(evidenced=True).exists()
    assert public.filter(step=Step.VERIFIED).exists()
    assert public.filter(due_on__lt=NOW.date(), status__in=ActionState.OPEN).exists()
    assert public.filter(asked_for__isnull=False).exists()
    for model in (DueDateMove, Evidence, SignOff):
        assert model.objects.exists()


def test_its_log_keeps_the_rules_of_the_forms(small):
    synthetic.seed(at=NOW)
    for model in (Update, DueDateMove, Evidence, SignOff):
        for row in model.objects.order_by("pk")[:20]:
            row.full_clean()


def test_every_stored_state_is_what_the_log_says(small):
    synthetic.seed(at=NOW)
    assert refresh_all() == 0


def test_the_same_size_gives_the_same_records(small):
    def seeded():
        with transaction.atomic():
            synthetic.seed(at=NOW)
            rows = Update.objects.order_by("action__plan__council", "action__reference", "number")
            told = list(rows.values_list("recorded_at", "status", "what_changed"))
            transaction.set_rollback(True)
        return told

    assert seeded() == seeded()


def test_it_can_seed_actions_alone(small):
    counts = synthetic.seed(at=NOW, actions=300)
    assert (counts["actions"], counts["reports"], counts["recommendations"]) == (300, 300, 0)
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("entered", [UserFactory, PlanFactory, InspectionFactory])
def test_it_is_refused_beside_what_people_entered(small, entered):
    entered()
    with pytest.raises(CommandError, match="people entered"):
        call_command("seed_national", verbosity=0)
    assert not Council.objects.filter(is_demonstration=True).exists()


def test_it_is_refused_a_second_time(small):
    synthetic.seed(at=NOW, actions=10)
    with pytest.raises(synthetic.CannotSeed, match="already"):
        synthetic.seed(at=NOW, actions=10)
    assert Action.objects.count() == 10


def test_it_is_refused_without_reference_data(db):
    with pytest.raises(CommandError, match="load_reference"):
        call_command("seed_national", verbosity=0)


@pytest.mark.parametrize("wrong", [{"scale": 0}, {"actions": -1}])
def test_no_fewer_than_one(small, wrong):
    with pytest.raises(CommandError, match="from 1"):
        call_command("seed_national", verbosity=0, **wrong)


def test_a_pipe_gets_the_counts_and_nothing_else(small, capsys):
    call_command("seed_national", actions=5)
    assert capsys.readouterr().out.splitlines() == [
        "councils: 153",
        "recommendations: 0",
        "plans: 5",
        "actions: 5",
        "reports: 5",
    ]
