"""Every rule is whole, and says the same to Python and to the database."""

import re
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from improvement.models import Action, ActionState, Status
from improvement.rules import BY_CODE, RULES, Rule
from improvement.rules.rulebook import RANKS
from tests import factories
from tests.factories import TODAY
from tests.reading import public_rows
from tests.rows import row

CSS = (Path(__file__).parent.parent / "static" / "site.css").read_text(encoding="utf-8")
IN_SQL = [rule for rule in RULES if rule.condition(TODAY) is not None]
NEAR = [None, *(TODAY + timedelta(days=days) for days in (-2, -1, 0, 1, 2))]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_has_all_its_parts(rule):
    for part in ("code", "label", "why", "ends", "against", "rank", "look"):
        assert getattr(rule, part), f"the rule {rule.code!r} has no {part!r}"
    for part in ("holds", "describe"):
        assert getattr(type(rule), part) is not getattr(Rule, part), f"{rule.code}: no {part!r}"
    for css in rule.look.split():
        assert re.search(rf"\.{css}\b", CSS), f"{rule.code}: no look {css!r} in site.css"
    if rule.ask:
        assert "{reference}" in rule.ask.one
        assert "{count}" in rule.ask.several
        assert rule.ask.because


def test_no_two_rules_share_a_code_a_rank_or_the_place_of_a_question():
    assert len(BY_CODE) == len(RULES)
    assert len(set(RANKS.values())) == len(RANKS)
    places = [rule.ask.place for rule in RULES if rule.ask]
    assert len(set(places)) == len(places)


def test_the_gravest_rule_comes_first():
    ranks = [rule.rank for rule in RULES]
    assert ranks == sorted(ranks)
    assert [rule.code for rule in RULES[:3]] == ["late", "returned", "silent"]


def stands(action, **values):
    """Its public state as it is, but for `values`."""
    return ActionState(
        action=action, audience="public", **({"report_due_on": TODAY + timedelta(30)} | values)
    )


@pytest.fixture
def every_edge(plan, officer_post):
    """Actions of every status and claim, days around TODAY, with evidence or a lead and without."""
    cases = [
        {"status": status, "claimed": claimed}
        for status, claimed in product(Status.values, Status.values)
    ]
    for status, day in product(Status.values, NEAR):
        cases.append({"status": status, "due_on": day})
        cases.append({"status": status, "help_since": day, "help_from": day and officer_post})
        cases.append({"status": status, "report_due_on": day or TODAY})
    cases += [
        {"status": status, "evidence": pieces, "claimed": status}
        for status, pieces in product(Status.values, (0, 1, 2))
    ]
    cases += [{"status": status, "lead": officer_post} for status in Status.values]
    actions = Action.objects.bulk_create(
        factories.ActionFactory.build(
            plan=plan, reference=f"7.{number}", lead=case.pop("lead", None)
        )
        for number, case in enumerate(cases)
    )
    ActionState.objects.bulk_create(
        stands(action, **case) for action, case in zip(actions, cases, strict=True)
    )
    return Action.objects.filter(pk__in=[action.pk for action in actions])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "rule", [one for one in RULES if one.condition(TODAY)], ids=lambda r: r.code
)
def test_a_rule_says_the_same_to_python_and_to_the_database(every_edge, rule):
    rows = public_rows(every_edge)
    assert len(rows) == every_edge.count()
    by_python = {one.pk for one in rows if rule.holds(one, TODAY)}
    states = ActionState.objects.filter(rule.condition(TODAY), action__in=every_edge)
    by_database = set(states.values_list("action_id", flat=True))
    assert by_python
    assert by_database == by_python


def test_the_rules_that_lists_and_my_work_ask_for_have_a_condition():
    asked = {"late", "silent", "returned", "unevidenced", "no-lead", "unanswered"}
    assert {rule.code for rule in IN_SQL} >= asked


def test_a_rule_that_none_speaks_of_says_nothing():
    assert [rule.code for rule in RULES if rule.holds(row(), TODAY)] == []
