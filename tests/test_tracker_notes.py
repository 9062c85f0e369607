"""Notes of a tracker below headings that name a month: reported once, as of that month."""

import pytest

from tests.tracker_files import HEADINGS, MANAGERS, brought_in, day, previewed

pytestmark = pytest.mark.django_db


def test_a_note_carried_over_below_another_month_is_not_reported_again(plan, action, plan_officer):
    def headings(month):
        return [*HEADINGS[:5], f"Progress ({month} 2026)"]

    def row(note):
        return [*MANAGERS, "Green", note]

    brought_in(plan, row("Recruiting."), by=plan_officer, headings=headings("September"))
    (first,) = action.updates.exclude(what_changed="")
    assert first.effective_on == day("2026-09-01")
    batch = previewed(plan, row("Recruiting."), by=plan_officer, headings=headings("October"))
    assert batch.rows.get().outcome == "unchanged"
    assert "says what was on record before" in batch.rows.get().values["told"][0]
    brought_in(plan, row("One came."), by=plan_officer, headings=headings("October"))
    assert action.updates.latest("number").effective_on == day("2026-10-01")


def test_the_same_note_in_columns_for_two_months_is_a_note_of_each(plan, action, plan_officer):
    headings = [*HEADINGS[:5], "Progress (September 2026)", "Progress (October 2026)"]
    brought_in(
        plan,
        [*MANAGERS, "Green", "No change.", "No change."],
        by=plan_officer,
        headings=headings,
    )
    noted = action.updates.filter(what_changed="No change.").order_by("effective_on")
    assert [update.effective_on for update in noted] == [day("2026-09-01"), day("2026-10-01")]
