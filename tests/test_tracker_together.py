"""Two people bring in a tracker at the same moment, each with a connection of their own."""

import pytest

from improvement import workflow
from improvement.models import Update
from tests.factories import NOW
from tests.test_import_together import together
from tests.tracker_files import MANAGERS, VISITS, confirm, previewed

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = [*MANAGERS, "Green", ""], [*VISITS, "Green", "Begun."]


def confirming(batch, by):
    return lambda: confirm(batch=batch, by=by, at=NOW)


def test_a_double_click_and_two_clerks_save_a_file_once(plan, action, plan_officer, secretary):
    one = previewed(plan, *ROWS, by=plan_officer)
    done = together(confirming(one, plan_officer), confirming(one, plan_officer))
    assert sorted((each.saved, each.before) for each in done) == [(False, True), (True, False)]
    rows = [*MANAGERS, "Amber", ""], [*VISITS, "Amber", ""]
    first, second = (previewed(plan, *rows, by=by) for by in (plan_officer, secretary))
    done = together(confirming(first, plan_officer), confirming(second, secretary))
    assert sorted((each.saved, each.before) for each in done) == [(False, False), (True, False)]
    assert (plan.actions.count(), Update.objects.count()) == (2, 4)


def test_a_report_made_at_the_same_moment_is_not_lost(plan, action, officer, plan_officer):
    batch = previewed(plan, *ROWS, by=plan_officer)
    done, report = together(
        confirming(batch, plan_officer),
        lambda: workflow.report_progress(action=action, by=officer, at=NOW, status="complete"),
    )
    assert Update.objects.filter(pk=report.pk).exists()
    assert action.updates.count() == (2 if done.saved else 1)
