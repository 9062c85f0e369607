"""Notes of a tracker below headings that name a month: reported once, as of that month."""

import pytest

from improvement import workflow
from improvement.trackers.export_file import write
from improvement.trackers.export_rows import rows_of
from improvement.trackers.layout import Layout
from improvement.trackers.meanings import OWN
from tests.factories import NOW
from tests.tracker_files import HEADINGS, MANAGERS, brought_in, day, previewed, received

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


# --- notes of which only the month is known ---


@pytest.fixture
def scoped(plan, action, plan_officer):
    """A report of March, brought in from a file that says no day."""
    brought_in(plan, [*MANAGERS, "", "March 2026: Scoped."], by=plan_officer)
    return action.updates.get(what_changed="Scoped.")


def test_a_note_of_a_month_is_recorded_as_of_the_month_and_goes_out_so(
    plan, scoped, council, plan_officer
):
    assert (scoped.effective_on, scoped.month_only) == (day("2026-03-01"), True)
    assert scoped.as_at == "March 2026"
    for layout in (OWN, Layout.from_json(council.tracker_layouts.get().layout)):
        content = write(rows_of(plan, layout), layout, "csv")
        assert b"March 2026: Scoped." in content
        batch = received(plan, content, by=plan_officer)
        assert {row.outcome for row in batch.rows.all()} == {"unchanged"}


def test_what_happened_in_a_month_is_told_of_no_day(client, plan, action, scoped, publisher):
    workflow.release(plan=plan, rows=[scoped], by=publisher, at=NOW)
    address = action.get_absolute_url()
    page = client.get(address).content.decode()
    assert '<time datetime="2026-03">March 2026</time>' in page
    assert "No report has been published since March 2026, 37 weeks ago." in page
    assert "2026-03-01" not in page
    for one in (action, plan):
        assert "1 March 2026" not in client.get(one.get_absolute_url()).content.decode()
    told = client.get(f"{address.rstrip('/')}.json").json()["history"]
    assert "2026-03" in [event["on"] for event in told]
    [row] = client.get(f"{plan.get_absolute_url()}actions.json").json()["actions"]
    assert row["last_report"] == "2026-03"


def test_a_correction_of_the_same_month_knows_no_day_either(action, scoped, plan_officer):
    said = {"action": action, "by": plan_officer, "at": NOW, "status": "in-progress"}
    same = workflow.report_progress(
        corrects=scoped, effective_on=scoped.effective_on, what_changed="Begun.", **said
    )
    assert same.as_at == "March 2026"
    other = workflow.report_progress(
        corrects=same, effective_on=day("2026-03-12"), what_changed="Begun.", **said
    )
    assert other.as_at == "12 March 2026"


def test_the_state_that_a_file_tells_of_its_own_day_is_not_of_a_month(plan, action, plan_officer):
    row = [*MANAGERS, "Green", "November 2026: Two came."]
    brought_in(plan, row, by=plan_officer, as_at=day("2026-11-01"))
    assert [(one.confidence, one.month_only) for one in action.updates.order_by("number")] == [
        *(("", True), ("on-track", False))
    ]
