"""Milestones, past days and what was taken out, by the rows of a log: without a database."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from improvement.record.log_rows import (
    Claimed,
    Interval,
    Kind,
    Log,
    MilestoneChanged,
    Moved,
    Offered,
    Planned,
    Reworded,
    Signed,
    course,
    known_before,
    stages,
)
from improvement.record.periods import View, both_views, with_departures
from improvement.record.snapshot import claims_of
from tests.log_rows import ACTION, MONTHLY, at, day, report, stands

# --- milestones ---


def changed(pk, kind, to=None, on=5):
    to_date = None if to is None else day(to)
    return MilestoneChanged(milestone_id=pk, kind=kind, to_date=to_date, recorded_at=at(on))


def planned(pk, due):
    return Planned(pk=pk, original_due=day(due))


def test_what_became_of_milestones():
    changes = [
        changed(1, Kind.MOVED, 40),
        changed(1, Kind.MOVED, 30),
        changed(2, Kind.DROPPED),
        changed(3, Kind.ADDED, 15),
    ]
    claims = [Claimed(1, 4, day(9)), Claimed(2, 4, day(8))]
    found = stages(
        [planned(1, 10), planned(2, 11), planned(3, 15), planned(4, 30)], changes, claims
    )
    assert [(one.pk, one.due_on, one.moves, one.dropped, one.reached_on) for one in found] == [
        (2, day(11), 0, True, None),
        (3, day(15), 0, False, None),
        (1, day(30), 2, False, None),
        (4, day(30), 0, False, day(8)),
    ]
    way = course(found)
    assert (way.promised, way.reached, way.changed, way.next_due) == (4, 1, 3, day(15))
    assert course([]).next_due is None


def test_before_a_moment_there_is_only_what_was_added_by_then():
    changes = [changed(2, Kind.ADDED, 30, on=5), changed(1, Kind.MOVED, 40, on=6)]
    there = [planned(1, 10), planned(2, 30)]
    assert known_before(at(5), there, changes) == ([there[0]], [])
    assert known_before(at(6), there, changes) == (there, changes[:1])
    assert known_before(at(7), there, changes) == (there, changes)


def test_what_uncounted_reports_say_of_milestones_is_left_out():
    claims = [Claimed(1, 4, day(9)), Claimed(2, 5, day(8))]
    assert claims_of(claims, [report(2)]) == claims[1:]


# --- day by day ---


def views(action=ACTION, interval=MONTHLY, **parts):
    found = both_views(action=action, interval=interval, log=Log(**parts))
    return {view: found[action.pk, view.value] for view in View}


def test_nothing_is_told_of_an_action_that_is_not_public():
    hidden = SimpleNamespace(**vars(ACTION) | {"public_at": None})
    assert views(hidden, updates=[report(1)]) == {View.SEEN: [], View.KNOWN: []}


def test_a_late_release_is_seen_late_and_known_of_its_day():
    late = report(3, "complete", public=at(9))
    both = views(updates=[late])
    seen = [(since, one.status) for since, one in both[View.SEEN]]
    known = [(since, one.status) for since, one in both[View.KNOWN]]
    assert seen == [(day(0), "not-started"), (day(3), "not-started"), (day(9), "complete")]
    assert known == [(day(0), "not-started"), (day(3), "complete")]
    assert [one.waiting_since for _, one in both[View.SEEN]] == [None, at(3), None]


def test_what_was_corrected_is_seen_and_not_known():
    rows = [report(3, "complete"), report(8, on=3, corrects_id=3)]
    both = views(updates=rows)
    seen = [(since, one.status) for since, one in both[View.SEEN]]
    assert seen == [(day(0), "not-started"), (day(3), "complete"), (day(8), "in-progress")]
    known = [(since, one.status) for since, one in both[View.KNOWN]]
    assert known == [(day(0), "not-started"), (day(3), "in-progress")]


def test_what_waits_for_nobody_counts_from_its_day_in_both():
    move = Moved(to_date=day(99), recorded_at=at(4), outcome="agreed", decided_at=at(6))
    paper = Offered(1, None, "delivery", day(1), at(4), at(7))
    for series in views(moves=[move], evidence=[paper]).values():
        told = [
            (since, one.asked_for, one.moves, one.evidence, one.evidenced) for since, one in series
        ]
        assert told == [
            (day(0), None, 0, 0, False),
            (day(4), day(99), 0, 1, False),
            (day(6), None, 1, 1, False),
            (day(7), None, 1, 1, True),
        ]


def test_an_interval_and_a_milestone_change_on_their_day():
    both = views(
        interval=Interval(31, ((day(5), 10),)),
        milestones=[planned(1, 30)],
        milestone_changes=[changed(1, Kind.MOVED, 40, on=8)],
    )
    for series in both.values():
        told = [(since, one.report_due_on, one.milestone_due_on) for since, one in series]
        assert told == [
            (day(0), day(31), day(30)),
            (day(5), day(10), day(30)),
            (day(8), day(10), day(40)),
        ]


def test_a_milestone_is_known_to_be_reached_on_the_day_that_the_report_says():
    both = views(updates=[report(9)], milestones=[planned(1, 30)], reached=[Claimed(9, 1, day(6))])
    reached = {view: [(on, s.milestones_reached) for on, s in both[view]] for view in View}
    assert reached[View.SEEN] == [(day(0), 0), (day(9), 1)]
    assert reached[View.KNOWN] == [(day(0), 0), (day(6), 1), (day(9), 1)]


def test_a_step_of_sign_off_is_known_of_its_day_and_seen_when_it_was_recorded():
    step = Signed("verified", 3, 2, effective_on=day(5), recorded_at=at(8))
    both = views(updates=[report(3, "complete")], sign_offs=[step])
    steps = {view: [(on, one.step) for on, one in both[view]] for view in View}
    assert steps[View.SEEN] == [(day(0), ""), (day(3), ""), (day(8), "verified")]
    assert steps[View.KNOWN] == [(day(0), ""), (day(3), ""), (day(5), "verified")]


# --- what was taken out ---


def snapshot(status, **fields):
    return replace(stands(), status=status, **fields)


def left(*series, reworded=()):
    return list(with_departures(series, ACTION, reworded))


def test_what_left_keeps_the_day_and_how_it_had_stood():
    there = snapshot("in-progress", moves=2, help_from_id=4, last_heard_on=day(3))
    gone = snapshot("withdrawn")
    [(_, first), (_, second), (_, third)] = left(
        (day(0), there), (day(9), gone), (day(12), snapshot("withdrawn", evidence=1))
    )
    assert (first.left_on, first.before) == (None, None)
    assert (second.left_on, third.left_on) == (day(9), day(9))
    assert second.help_from_id == 4
    assert second.before == third.before
    kept = second.before
    assert (kept["moves"], kept["due_on"], kept["last_heard_on"]) == (
        2,
        day(90).isoformat(),
        day(3).isoformat(),
    )
    assert kept["newest_evidence"] is None
    assert kept["success_measure"] is kept["lead"] is True
    assert not {"update_id", "waiting_since", "help_from_id", "left_on", "before"} & set(kept)


def test_what_no_day_had_seen_in_the_plan_keeps_nothing():
    [(_, one)] = left((day(0), snapshot("merged")))
    assert (one.left_on, one.before) == (None, None)


def test_what_comes_back_and_leaves_again_leaves_on_the_later_day():
    series = [snapshot("in-progress"), snapshot("withdrawn"), snapshot("in-progress")]
    series.append(snapshot("replaced"))
    found = left(*((day(number), one) for number, one in enumerate(series)))
    assert [one.left_on for _, one in found] == [None, day(1), None, day(3)]


@pytest.mark.parametrize(
    ("on", "old", "named"),
    [(8, "", True), (9, "", False), (9, "Somebody", True), (10, " ", False)],
)
def test_whether_a_lead_was_named_on_the_last_day(on, old, named):
    """The last day is the one before it left; what was changed after it counts as it was."""
    words = [Reworded(field="lead", old=old, effective_on=day(on))]
    found = left((day(0), snapshot("in-progress")), (day(9), snapshot("withdrawn")), reworded=words)
    assert found[-1][1].before["lead"] is named
