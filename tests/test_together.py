"""Many acts in one transaction: they see one another, and the states are stored once."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from improvement import workflow
from improvement.models import ActionState, Update
from improvement.record import refresh_all
from tests import factories
from tests.factories import NOW, days_ago, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(plan, officer_post):
    return factories.ActionFactory(plan=plan, reference="2.4", lead=officer_post)


def report(action, by, at=NOW, **fields):
    said = {"status": "in-progress", "confidence": "on-track", "reason": "It began."} | fields
    return workflow.report_progress(action=action, by=by, at=at, **said)


def complete(action, by, at):
    return report(action, by, at, status="complete", confidence="")


def statements(captured, beginning):
    return [query for query in captured if query["sql"].startswith(beginning)]


def stored(action):
    unlike = ("id", "action_id", "update_id")
    return [
        {name: value for name, value in state.items() if name not in unlike}
        for state in action.states.order_by("audience").values()
    ]


# --- together ---


def test_the_states_are_stored_once_at_the_end(action, second, officer):
    with CaptureQueriesContext(connection) as captured, workflow.together():
        for day in (3, 2, 1):
            report(action, officer, at=moment(day))
            report(second, officer, at=moment(day))
        assert not action.states.exclude(status="not-started").exists()
    assert len(statements(captured, 'INSERT INTO "improvement_actionstate"')) == 1
    assert refresh_all() == 0
    assert set(ActionState.objects.values_list("audience", "status")) == {
        ("internal", "in-progress"),
        ("public", "not-started"),
    }


def test_acts_together_and_acts_one_by_one_leave_the_same(
    action, second, officer, officer_post, plan_officer, secretary, publisher
):
    def story(action):
        report(action, officer, at=moment(9), help_needed="Two people.", help_from=officer_post)
        workflow.answer_help(action=action, words="In May.", by=plan_officer, at=moment(8, hour=9))
        later = factories.TODAY.replace(year=2027)
        move = workflow.ask_for_later_date(
            action=action, to=later, reason="Too few people.", by=officer, at=moment(8)
        )
        workflow.decide_later_date(
            move=move, outcome="agreed", where="The board", by=secretary, at=moment(7)
        )
        claim = complete(action, officer, moment(6))
        evidence = workflow.offer_evidence(
            action=action,
            kind="audit",
            title="An audit",
            url="https://www.example.org/audit",
            dated=days_ago(6),
            by=officer,
            at=moment(5),
        )
        workflow.check_evidence(evidence=evidence, by=plan_officer, at=moment(4))
        for step, by in (("proposed", officer), ("verified", secretary)):
            workflow.record_sign_off(
                action=action,
                step=step,
                by=by,
                where="The board",
                checked_by=plan_officer,
                at=moment(3),
            )
        workflow.release(plan=action.plan, rows=[claim], by=publisher, at=moment(2))

    story(action)
    with workflow.together():
        story(second)
    assert stored(action) == stored(second)
    assert stored(action)[0]["step"] == "verified"
    assert refresh_all() == 0


def test_what_is_gone_stays_with_the_plans_officers_within_the_same_transaction(
    action, officer, plan_officer
):
    with workflow.together():
        report(action, plan_officer, status="withdrawn", confidence="")
        with pytest.raises(workflow.guards.PermissionDenied):
            report(action, officer)
        report(action, plan_officer)
        report(action, officer)


def test_a_refusal_undoes_all_of_it_and_the_next_act_is_stored_at_once(action, second, officer):
    def both():
        report(action, officer)
        report(second, officer, effective_on=days_ago(-1))

    with pytest.raises(ValidationError), workflow.together():
        both()
    assert not Update.objects.exists()
    report(second, officer)
    assert second.states.get(audience="internal").status == "in-progress"
    assert action.states.get(audience="internal").status == "not-started"


def test_a_refusal_that_is_caught_inside_leaves_the_rest(action, second, officer):
    with workflow.together():
        report(action, officer)
        with pytest.raises(ValidationError):
            report(second, officer, effective_on=days_ago(-1))
    assert Update.objects.get().action == action
    assert refresh_all() == 0


def test_one_within_another_is_part_of_it(action, second, officer):
    def refused():
        report(second, officer)
        report(second, officer, effective_on=days_ago(-1))

    with CaptureQueriesContext(connection) as captured, workflow.together():
        report(action, officer)
        with workflow.together():
            report(second, officer)
        with pytest.raises(ValidationError), workflow.together():
            refused()
    assert len(statements(captured, 'INSERT INTO "improvement_actionstate"')) == 1
    assert Update.objects.count() == 2
    assert refresh_all() == 0


# --- the rules are asked once, by the insertion ---


def test_a_report_that_breaks_no_rule_is_not_held_against_each_beforehand(action, officer):
    with CaptureQueriesContext(connection) as captured:
        report(action, officer)
    assert not [query for query in captured if '"_check"' in query["sql"]]


def test_every_fault_is_named_at_once(action, officer):
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        report(action, officer, status="business-as-usual", confidence="sure")
    assert refused.value.message_dict == {
        "confidence": ["Value 'sure' is not a valid choice."],
        "__all__": ["Say when it will be checked next."],
    }
    assert not Update.objects.exists()


def test_a_rule_that_the_database_alone_refuses_is_told_in_its_words(action, officer):
    with pytest.raises(ValidationError, match="A report cannot be dated after today"):
        report(action, officer, effective_on=days_ago(-1))
    assert report(action, officer).number == 1
