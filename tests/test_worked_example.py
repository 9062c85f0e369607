"""One action's life, worked out by hand: what the rules say of it on seven days, told both ways.

    20 January   reported on track, released two days later
    20 February  reported on track, nothing new
    20 March     reported on track, nothing new; released only on 10 April
    25 March     a later date is asked for: 31 May in place of 31 March; agreed on 2 April
    20 April     reported on track, nothing new
    20 May       a later date is asked for: 31 July; agreed on 28 May
    30 June      reported complete, without evidence; released the next day
    10 July      evidence is added, dated 1 April; somebody looks at it on 20 July
    1 August     the report of 30 June is corrected: it was in progress; released on 3 August

The plan asks for a report every 31 days.
"""

from datetime import date, datetime

import pytest

from councils.days import LONDON
from improvement.models import Action, Release
from improvement.record import AsAt
from improvement.rules import findings
from tests import factories
from tests.reading import public_rows

pytestmark = pytest.mark.django_db

# The day, what the rules say as it was seen then, and as is now known.
EXPECTED = [
    (date(2026, 3, 26), ["awaiting-release"], []),
    (date(2026, 4, 1), ["late", "awaiting-release"], ["late"]),
    (date(2026, 4, 21), ["unchanged"], ["unchanged"]),
    (date(2026, 5, 29), ["silent", "moved", "unchanged"], ["silent", "moved", "unchanged"]),
    (date(2026, 7, 5), ["unevidenced", "moved"], ["moved", "unchanged"]),
    (date(2026, 7, 15), ["old-evidence", "moved", "unchecked"], ["moved", "unchanged"]),
    (
        date(2026, 8, 5),
        ["late", "silent", "moved", "unchanged"],
        ["late", "silent", "moved", "unchanged"],
    ),
]


def at(month, day):
    return datetime(2026, month, day, 11, 0, tzinfo=LONDON)


@pytest.fixture
def example():
    plan = factories.PlanFactory(reporting_interval_days=31, publish_from=at(1, 5))
    action = factories.ActionFactory(
        plan=plan,
        added_on=date(2026, 1, 5),
        original_due=date(2026, 3, 31),
        public_at=at(1, 5),
    )

    def report(month, day, released, **said):
        said = {"what_changed": ""} | said
        release = Release.objects.create(plan=plan, at=released, by=factories.UserFactory())
        return factories.UpdateFactory(
            action=action, recorded_at=at(month, day), public_at=released, release=release, **said
        )

    def later(month, day, to, agreed):
        factories.DueDateMoveFactory(
            action=action, recorded_at=at(month, day), to_date=to, agreed=True, decided_at=agreed
        )

    report(1, 20, at(1, 22), what_changed="The team is in place.")
    report(2, 20, at(2, 20))
    report(3, 20, at(4, 10))
    later(3, 25, date(2026, 5, 31), at(4, 2))
    report(4, 20, at(4, 20))
    later(5, 20, date(2026, 7, 31), at(5, 28))
    claim = report(6, 30, at(7, 1), status="complete", confidence="")
    factories.EvidenceFactory(
        action=action,
        recorded_at=at(7, 10),
        dated=date(2026, 4, 1),
        checked_at=at(7, 20),
        checked_by=factories.UserFactory(),
    )
    report(8, 1, at(8, 3), corrects=claim, effective_on=date(2026, 6, 30))
    return action


@pytest.mark.parametrize(("day", "seen", "known"), EXPECTED, ids=lambda given: str(given))
def test_the_rules_say_on_each_day_what_was_worked_out_by_hand(example, day, seen, known):
    told = {}
    for view in ("seen", "known"):
        [row] = public_rows(Action.objects.filter(pk=example.pk), AsAt(day, view))
        told[view] = [found.rule.code for found in findings(row, day)]
    assert told == {"seen": seen, "known": known}
