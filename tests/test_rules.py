"""Every rule is whole, and says the same to Python and to the database."""

import re
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from councils.days import LONDON
from improvement.models import Action, ActionState, Status
from improvement.rules import (
    BY_CODE,
    RULES,
    Ask,
    Claim,
    Rule,
    Weight,
    assess,
    claim_of,
    summarise,
)
from improvement.rules.rule import AGAINST, Finding
from improvement.rules.rulebook import RANKS, against
from tests import factories
from tests.factories import TODAY
from tests.reading import public_rows
from tests.rows import TODAY as TODAY_OF_ROWS
from tests.rows import done, gone, late, row, sent_back, silent

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


def test_there_is_room_for_another_rule_and_question_between_any_two():
    numbers = [*RANKS.values(), *(rule.ask.place for rule in RULES if rule.ask)]
    assert [number for number in numbers if number % 10] == []


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


# --- when each holds, at its edge ---

YESTERDAY = TODAY_OF_ROWS - timedelta(days=1)
LATER = TODAY_OF_ROWS + timedelta(days=1)


@pytest.mark.parametrize(
    ("code", "holds", "does_not"),
    [
        ("late", row(due_on=YESTERDAY), row(due_on=TODAY_OF_ROWS)),
        ("late", row(due_on=YESTERDAY), done(due_on=YESTERDAY)),
        ("milestone", row(milestone_due_on=YESTERDAY), row(milestone_due_on=TODAY_OF_ROWS)),
        (
            "milestone",
            done(milestone_due_on=YESTERDAY),
            gone()._replace(milestone_due_on=YESTERDAY),
        ),
        ("moved", done(moves=2), gone()._replace(moves=2)),
        ("moved", row(moves=2), row(moves=2, due_on=None)),
        ("no-lead", row(lead=""), done(lead="")),
        ("no-date", row(due_on=None), done(due_on=None)),
        ("no-measure", done(success_measure=""), gone()._replace(success_measure="")),
        ("silent", row(report_due_on=YESTERDAY), row(report_due_on=TODAY_OF_ROWS)),
        ("silent", row(report_due_on=YESTERDAY), done(report_due_on=YESTERDAY)),
        ("worsening", row(worse="It."), row(worse="It.", confidence="at-risk")),
        (
            "worsening",
            row(worse="It.", report_due_on=TODAY_OF_ROWS),
            row(worse="It.", report_due_on=YESTERDAY),
        ),
        ("unanswered", row(help_since=YESTERDAY), done(help_since=YESTERDAY)),
        ("unchanged", row(unchanged=3), row(unchanged=2)),
        ("unchanged", row(unchanged=4), done(unchanged=4)),
        ("returned", sent_back(), done()),
        ("returned", sent_back(claimed="business-as-usual"), row()),
        ("unevidenced", done(evidence=0), done(evidence=1)),
        ("unevidenced", done(evidence=0), row(evidence=0)),
        ("self-verified", done(verified_by_lead=True), row(verified_by_lead=True)),
        (
            "old-evidence",
            done(newest_evidence=YESTERDAY, open_until=TODAY_OF_ROWS),
            done(newest_evidence=TODAY_OF_ROWS, open_until=TODAY_OF_ROWS),
        ),
        (
            "old-evidence",
            done(newest_evidence=YESTERDAY, open_until=TODAY_OF_ROWS),
            row(newest_evidence=YESTERDAY, open_until=TODAY_OF_ROWS),
        ),
        ("check-overdue", done(check_due_on=YESTERDAY), done(check_due_on=TODAY_OF_ROWS)),
        ("check-overdue", done(check_due_on=YESTERDAY), row(check_due_on=YESTERDAY)),
        ("unchecked", done(evidenced=False), done(evidence=0, evidenced=False)),
        ("unchecked", done(evidenced=False), row(evidence=1)),
        ("impact-unproved", row(impact="embedded"), row(impact="emerging")),
        (
            "impact-unproved",
            done(impact="evidenced"),
            done(impact="evidenced", impact_evidenced=True),
        ),
        ("impact-unproved", row(impact="evidenced"), gone()._replace(impact="evidenced")),
    ],
)
def test_a_rule_holds_on_one_side_of_its_edge_alone(code, holds, does_not):
    rule = BY_CODE[code]
    assert rule.holds(holds, TODAY_OF_ROWS)
    assert not rule.holds(does_not, TODAY_OF_ROWS)


@pytest.mark.parametrize(
    ("code", "claims"),
    [
        ("late", {"complete", "on track"}),
        ("returned", {"complete"}),
        ("silent", {"on track"}),
        ("milestone", {"complete", "on track"}),
        ("worsening", {"on track"}),
        ("unevidenced", {"complete"}),
        ("self-verified", {"complete"}),
        ("old-evidence", {"complete"}),
        ("check-overdue", {"complete"}),
        ("unanswered", {"on track"}),
        ("moved", {"on track"}),
        ("unchanged", {"on track"}),
        ("impact-unproved", {"different for children"}),
        ("no-lead", {"on track"}),
        ("no-date", {"on track"}),
        ("unchecked", {"complete"}),
        ("no-measure", {"complete", "on track"}),
    ],
)
def test_a_rule_speaks_against_these_claims(code, claims):
    assert {claim.value for claim in BY_CODE[code].against} == claims


def test_what_no_rule_speaks_of_has_its_place_among_the_rules():
    order = sorted(RANKS, key=RANKS.__getitem__)
    assert order == [
        *("late", "returned", "off-track", "silent", "milestone", "worsening", "unevidenced"),
        *("self-verified", "old-evidence", "check-overdue", "unanswered", "at-risk"),
        "moved",
        *("unchanged", "impact-unproved", "no-lead", "no-date", "open", "unchecked", "delivered"),
        *("verified", "sustained", "gone", "no-measure", "awaiting-release"),
    ]


def test_questions_about_the_plan_as_a_whole_come_between():
    asked = sorted((rule for rule in RULES if rule.ask), key=lambda rule: rule.ask.place)
    first = [rule.code for rule in asked if rule.ask.place < Ask.AFTER_THE_PLAN]
    then = [rule.code for rule in asked if rule.ask.place > Ask.AFTER_THE_PLAN]
    assert first == [
        *("late", "returned", "worsening", "unanswered", "unevidenced", "silent", "milestone"),
    ]
    assert then == ["impact-unproved", "moved", "unchecked"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_nothing_of_what_left_the_plan_nor_of_what_is_in_order(rule):
    assert not rule.holds(gone(), LATER)
    assert not rule.holds(row(), LATER)


@pytest.mark.parametrize(
    ("one", "claim"),
    [
        (done(), Claim.COMPLETE),
        (sent_back(), Claim.COMPLETE),
        (row(), Claim.ON_TRACK),
        (row(confidence="at-risk"), None),
        (gone()._replace(confidence="on-track"), None),
    ],
)
def test_what_a_report_claims(one, claim):
    assert claim_of(one) is claim


@pytest.mark.parametrize("codes", [("late", "no-lead"), ("unchecked", "no-measure")])
def test_only_what_contradicts_the_claim_is_against_it(codes):
    found = tuple(Finding(BY_CODE[code], row(), TODAY_OF_ROWS) for code in codes)
    told = {claim: [one.rule.code for one in against(found, claim)] for claim in (*Claim, None)}
    assert told == {
        claim: [
            code
            for code in codes
            if claim in BY_CODE[code].against and BY_CODE[code].weighs in AGAINST
        ]
        for claim in (*Claim, None)
    }
    assert told[None] == []


# --- on which of the three lists a claim stands ---

YESTERDAY = TODAY_OF_ROWS - timedelta(days=1)


@pytest.mark.parametrize(
    ("one", "weight", "waits_for"),
    [
        (row(), None, ""),
        (done(), None, ""),
        (late(), Weight.OTHERWISE, ""),
        (late(days=9, asked_for=LATER, asked_on=YESTERDAY), Weight.OTHERWISE, ""),
        (
            late(days=1, asked_for=LATER, asked_on=YESTERDAY),
            Weight.WAITS,
            "those who decide on later dates",
        ),
        (sent_back(), Weight.OTHERWISE, ""),
        (silent(), Weight.OTHERWISE, ""),
        (
            silent(waiting_since=datetime(2026, 11, 17, 9, 0, tzinfo=LONDON)),
            Weight.WAITS,
            "the council’s publisher",
        ),
        (row(milestone_due_on=YESTERDAY), Weight.OTHERWISE, ""),
        (done(evidence=0, evidenced=False), Weight.NOT_SHOWN, ""),
        (
            done(evidenced=False),
            Weight.WAITS,
            "somebody other than its lead, to check it",
        ),
        (done(evidenced=False, verified_by_lead=True), Weight.NOT_SHOWN, ""),
        (row(help_since=YESTERDAY, help_from="Health"), Weight.WAITS, "Health"),
        (row(moves=4), None, ""),
        (row(lead=""), Weight.NOT_SHOWN, ""),
        (row(due_on=None), Weight.NOT_SHOWN, ""),
    ],
)
def test_a_claim_stands_on_the_gravest_list_and_an_agreed_move_on_none(one, weight, waits_for):
    (held,) = assess([one], TODAY_OF_ROWS)
    assert held.weight is weight
    assert bool(held.against) is (weight in AGAINST)
    if weight is Weight.WAITS:
        assert held.waits[0].waits_for == waits_for


def test_the_claims_are_the_sum_of_what_the_record_says_to_them():
    rows = [
        *(row("1"), done("2"), late("3"), sent_back("4"), silent("5")),
        *(done("6", evidence=0, evidenced=False), done("7", evidenced=False)),
        *(row("8", confidence="at-risk"), gone("9")),
    ]
    found = summarise(assess(rows, TODAY_OF_ROWS), started_on=TODAY_OF_ROWS, day=TODAY_OF_ROWS)
    assert found.claimed == 7
    parts = (found.otherwise, found.not_shown, found.waiting, found.borne_out, found.undisputed)
    assert parts == (3, 1, 1, 1, 1)
    made_of = (found.delivered, found.sent_back, found.on_track, found.on_track_stale)
    assert made_of == (3, 1, 2, 1)
