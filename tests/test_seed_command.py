"""Seeding synthetic national data: its size, what it refuses, what the command says."""

import os

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction

from councils.models import Council
from improvement import synthetic
from improvement.models import Action, Plan, Update
from inspections.models import Inspection
from inspections.reference.frameworks import load_frameworks
from tests.factories import NOW, InspectionFactory, PlanFactory, UserFactory


@pytest.fixture
def small(db, monkeypatch):
    """The reference data that it needs, and a size that a test can bear."""
    load_frameworks(settings.ROOT / "fixtures")
    monkeypatch.setattr(synthetic, "RECOMMENDATIONS", 60)
    monkeypatch.setattr(synthetic, "ACTIONS", 120)


FEW = 12  # councils, where it does not matter how many there are


@pytest.mark.skipif(not os.environ.get("CI"), reason="it seeds twice: only with CI set")
def test_a_larger_scale_is_as_much_larger(small):
    counts = synthetic.seed(at=NOW, scale=2, councils=FEW)
    assert (counts["recommendations"], counts["actions"]) == (120, 240)


@pytest.mark.skipif(not os.environ.get("CI"), reason="it seeds twice: only with CI set")
def test_the_same_size_gives_the_same_records(small):
    def seeded():
        with transaction.atomic():
            synthetic.seed(at=NOW, councils=FEW)
            rows = Update.objects.order_by("action__plan__council", "action__reference", "number")
            told = list(rows.values_list("recorded_at", "status", "what_changed"))
            transaction.set_rollback(True)
        return told

    assert seeded() == seeded()


def test_all_is_shared_among_as_many_councils_as_are_asked_for(small):
    counts = synthetic.seed(at=NOW, actions=30, councils=2)
    assert (counts["councils"], counts["actions"]) == (2, 30)
    assert {plan.actions.count() for plan in Plan.objects.all()} == {15}


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
    synthetic.seed(at=NOW, actions=10, councils=FEW)
    with pytest.raises(synthetic.CannotSeed, match="already"):
        synthetic.seed(at=NOW, actions=10, councils=FEW)
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
