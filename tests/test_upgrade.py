"""What is read from the log is read anew where migrations have changed how it is read."""

import pytest
from django.core.management import call_command

from improvement.models import ActionState
from tests import factories


@pytest.fixture
def at_migration(transactional_db):
    """The improvement tables as they were after one migration; afterwards as they are."""
    yield lambda name: call_command("migrate", "improvement", name, verbosity=0)
    call_command("migrate", verbosity=0)


def test_the_log_is_read_again_after_the_last_migration_and_not_on_the_way(at_migration, plan):
    action = factories.ActionFactory(plan=plan)
    factories.UpdateFactory(action=action, public=True)
    states = ActionState.objects.filter(action=action, audience=ActionState.Audience.PUBLIC)
    told = states.get().status
    states.update(status="not-started")
    at_migration("0011")
    at_migration("0012")
    assert list(states.values_list("status", flat=True)) == ["not-started"]
    call_command("migrate", verbosity=0)
    assert states.get().status == told != "not-started"
