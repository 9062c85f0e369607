"""A plan goes out as a tracker, is edited in a spreadsheet, and comes in: only the edit changes."""

import csv
import io

import pytest
from openpyxl import load_workbook

from improvement import workflow
from improvement.trackers.export_file import template, write
from improvement.trackers.export_rows import rows_of
from improvement.trackers.layout import Layout
from improvement.trackers.meanings import OWN
from tests import factories
from tests.factories import NOW, days_ago, moment
from tests.spreadsheets import saved, workbook
from tests.tracker_files import HEADINGS, MANAGERS, VISITS, brought_in, confirm, received, settled
from tests.trackers import exampleton, newtown, old_borough, sampleby

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(plan, action, officer, officer_post, plan_officer, secretary):
    """A public plan with a life: reports, a date that moved, links, one action withdrawn."""
    inspection = factories.InspectionFactory(council=plan.council)
    plan.inspections.set([inspection])
    action.recommendations.set([factories.RecommendationFactory(inspection=inspection)])
    front_door = factories.WorkstreamFactory(plan=plan, title="Front door")
    by = {"by": officer, "status": "in-progress"}
    for days, sure, words in ((90, "at-risk", "Posts are out."), (30, "on-track", "Two start.")):
        at = moment(days)
        workflow.report_progress(
            action=action,
            at=at,
            confidence=sure,
            reason=f"{words} So we say.",
            what_changed=words,
            **by,
        )
    move = workflow.ask_for_later_date(
        action=action,
        to=NOW.date().replace(month=12, day=31),
        reason="Late.",
        by=officer,
        at=moment(20),
    )
    workflow.decide_later_date(
        move=move, outcome="agreed", where="Board", by=secretary, at=moment(10)
    )
    visits = factories.ActionFactory(
        plan=plan, reference="2.4", title=VISITS[1], lead=officer_post, workstream=front_door
    )
    workflow.report_progress(
        action=visits, by=plan_officer, at=moment(9), status="complete", what_changed="All seen."
    )
    gone = factories.ActionFactory(
        plan=plan, reference="2.10", title="=1+1 is a formula", lead=None, original_due=None
    )
    workflow.report_progress(
        action=gone, by=plan_officer, at=moment(9), status="withdrawn", reason="The law changed."
    )
    return plan


def exported(plan, layout, form):
    return write(rows_of(plan, layout), layout, form)


def outcomes(batch):
    return {row.values["reference"]: row.outcome for row in batch.rows.all()}


def in_again(plan, content, form, by):
    batch = received(plan, content, by=by, name=f"tracker.{form}")
    return batch if batch.fingerprint else settled(batch, by=by)


@pytest.mark.parametrize("form", ["csv", "ods"])
def test_our_own_layout_comes_in_again_unchanged_with_nothing_to_ask(told, form, plan_officer):
    batch = received(told, exported(told, OWN, form), by=plan_officer, name=f"tracker.{form}")
    assert batch.fingerprint, "nothing has to be explained"
    assert outcomes(batch) == dict.fromkeys(["2.3", "2.4", "2.10"], "unchanged")
    assert [row.values["told"] for row in batch.rows.all()] == [[], [], []]


def test_one_cell_edited_in_excel_changes_one_row(told, plan_officer):
    book = load_workbook(io.BytesIO(exported(told, OWN, "xlsx")))
    edit(book["Plan"], "2.3", "Confidence", "off track")
    batch = in_again(told, saved(book), "xlsx", plan_officer)
    assert outcomes(batch) == {"2.3": "changed", "2.4": "unchanged", "2.10": "unchanged"}
    (row,) = batch.rows.filter(outcome="changed")
    assert row.before == {"confidence": "on track"}
    confirm(batch=batch, by=plan_officer, at=NOW)
    report = told.actions.get(reference="2.3").updates.last()
    assert (report.confidence, report.what_changed) == ("off-track", "")
    again = in_again(told, exported(told, OWN, "xlsx"), "xlsx", plan_officer)
    assert set(outcomes(again).values()) == {"unchanged"}


def edit(sheet, reference, heading, value):
    headings = {cell.value: cell.column for row in sheet.iter_rows() for cell in row}
    (row,) = (
        cell.row
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value == reference and cell.column == headings["Reference"]
    )
    sheet.cell(row, headings[heading]).value = value


def test_a_note_added_to_the_cell_is_the_only_new_report(told, plan_officer):
    book = load_workbook(io.BytesIO(exported(told, OWN, "xlsx")))
    sheet = book["Plan"]
    before = next(
        c.value for r in sheet.iter_rows() for c in r if c.value and "Two start." in str(c.value)
    )
    note = f"{days_ago(5):%d/%m/%Y}: The third has signed."
    edit(sheet, "2.3", "Progress notes", f"{before}\n{note}")
    batch = in_again(told, saved(book), "xlsx", plan_officer)
    confirm(batch=batch, by=plan_officer, at=NOW)
    report = told.actions.get(reference="2.3").updates.last()
    assert (report.effective_on, report.what_changed) == (days_ago(5), "The third has signed.")
    assert told.actions.get(reference="2.3").updates.count() == 3


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_councils_own_layout_goes_out_and_comes_in_unchanged(
    council, officer_post, plan_officer, form
):
    plan = factories.PlanFactory(council=council, publish_from=None)
    rows = (
        [*MANAGERS, "Amber", "12/10/2026: Two are in post.\n03/11/2026: A third has signed."],
        [*VISITS, "Blue", "All seen."],
    )
    brought_in(plan, *rows, by=plan_officer)
    layout = Layout.from_json(council.tracker_layouts.get().layout)
    content = exported(plan, layout, form)
    if form == "csv":
        headings = next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert headings == ["Ref", "Action", "Lead", "By when", "RAG", "Progress"]
    batch = in_again(plan, content, form, plan_officer)
    assert outcomes(batch) == {"2.3": "unchanged", "2.4": "unchanged"}
    assert council.tracker_layouts.count() == 1


def test_a_date_that_is_only_asked_for_goes_out_in_the_councils_layout(council, plan_officer):
    plan = factories.PlanFactory(council=council, publish_from=None)
    row = [*MANAGERS, "Green", ""]
    brought_in(plan, row, by=plan_officer, first_date=False, why="As our tracker had it.")
    assert plan.actions.get().original_due is None
    layout = Layout.from_json(council.tracker_layouts.get().layout)
    content = exported(plan, layout, "csv")
    assert b",2026-12-18," in content
    assert b"2026-12-18" not in exported(plan, OWN, "csv")
    assert outcomes(in_again(plan, content, "csv", plan_officer)) == {"2.3": "unchanged"}


def test_a_guide_that_an_export_leaves_out_is_not_asked_about_next_month(council, plan_officer):
    plan = factories.PlanFactory(council=council, publish_from=None)

    def with_guide(note):
        def add(book, _):
            book.create_sheet("How we rate").append(["Ask the improvement team."])

        return workbook(HEADINGS, [*MANAGERS, "Green", note], change=add)

    first = settled(received(plan, with_guide(""), name="a.xlsx", by=plan_officer), by=plan_officer)
    confirm(batch=first, by=plan_officer, at=NOW)
    layout = Layout.from_json(council.tracker_layouts.get().layout)
    settled(received(plan, exported(plan, layout, "xlsx"), name="b.xlsx", by=plan_officer))
    batch = received(plan, with_guide("Two came."), name="c.xlsx", by=plan_officer)
    assert outcomes(batch) == {"2.3": "changed"}


def test_an_edit_in_the_councils_layout_changes_only_that(council, officer_post, plan_officer):
    plan = factories.PlanFactory(council=council, publish_from=None)
    brought_in(plan, [*MANAGERS, "Amber", ""], [*VISITS, "Green", ""], by=plan_officer)
    layout = Layout.from_json(council.tracker_layouts.get().layout)
    content = exported(plan, layout, "csv").replace(b"Amber", b"Red").replace(b"amber", b"Red")
    batch = received(plan, content, by=plan_officer)
    batch = batch if batch.fingerprint else settled(batch, by=plan_officer)
    assert outcomes(batch) == {"2.3": "changed", "2.4": "unchanged"}


def test_whom_a_file_names_beside_the_lead_goes_out_again(council, officer_post, plan_officer):
    plan = factories.PlanFactory(council=council, publish_from=None)
    rows = (
        ["1", "Do it", f"{officer_post.title}\nVirtual School Head"],
        ["2", "Do that", "Chair of Schools Forum"],  # no post here
    )
    headings = ["Ref", "Action", "Lead"]
    brought_in(plan, *rows, by=plan_officer, headings=headings)
    layout = Layout.from_json(council.tracker_layouts.get().layout)
    assert [row.leads for row in rows_of(plan, layout)] == [
        (officer_post.title, "Virtual School Head"),
        ("Chair of Schools Forum",),
    ]
    assert [row.leads for row in rows_of(plan)] == [(officer_post.title,), ()]  # posts alone
    for said in (OWN, layout):
        batch = received(plan, exported(plan, said, "csv"), by=plan_officer)
        assert set(outcomes(batch).values()) == {"unchanged"}
    other = factories.PostFactory(council=council, title="Head of Something")
    plan.actions.filter(reference="1").update(lead=other)
    assert next(rows_of(plan, layout)).leads == ("Head of Something",)


def test_our_words_in_a_councils_layout_are_not_asked_about(council, officer_post, plan_officer):
    plan = factories.PlanFactory(council=council, publish_from=None)
    brought_in(plan, [*MANAGERS, "Amber", ""], by=plan_officer)
    factories.ActionFactory(plan=plan, reference="9", lead=officer_post, added_on=plan.starts_on)
    layout = Layout.from_json(council.tracker_layouts.get().layout)
    content = exported(plan, layout, "xlsx")
    assert b"not started" in exported(plan, layout, "csv")
    batch = received(plan, content, by=plan_officer, name="out.xlsx")
    assert outcomes(batch) == {"2.3": "unchanged", "9": "unchanged"}


def test_what_the_plan_has_no_place_for_goes_out_again(council, plan_officer):
    plan = factories.PlanFactory(council=council, publish_from=None)
    headings = ["Ref", "Action", "Evidence", "Monitored by"]
    long = "Do this. " * 60
    brought_in(plan, ["1", long, "Audit of May", "Board"], by=plan_officer, headings=headings)
    assert plan.actions.get().internal_note.startswith("In full: Do this.")
    (row,) = rows_of(plan)
    assert (row.evidence, row.monitor) == ("Audit of May", "Board")
    assert row.action == long.strip()


def test_the_filled_in_template_needs_no_explanation(plan, officer_post, plan_officer):
    book = load_workbook(io.BytesIO(template("xlsx")))
    headings = [cell.value for cell in book["Plan"][1]]
    said = {"Reference": "7", "Action": "Do it.", "Lead": officer_post.title, "Status": "complete"}
    book["Plan"].append([said.get(heading) for heading in headings])
    batch = received(plan, saved(book), by=plan_officer)
    confirm(batch=batch, by=plan_officer, at=NOW)
    made = plan.actions.get(reference="7")
    assert (made.title, made.lead, made.updates.get().status) == (
        "Do it.",
        officer_post,
        "complete",
    )
    assert plan.council.tracker_layouts.get().name == "Our own layout"


@pytest.mark.parametrize("tracker", [exampleton, sampleby, newtown, old_borough])
def test_what_councils_trackers_hold_comes_in_and_goes_round(council, plan_officer, tracker):
    plan = factories.PlanFactory(council=council, publish_from=None)
    content = tracker()
    batch = in_again(plan, content, "xlsx", plan_officer)
    confirm(batch=batch, by=plan_officer, at=NOW, why="As agreed.", hidden_seen=True)
    assert plan.actions.exists()
    again = in_again(plan, content, "xlsx", plan_officer)
    assert set(outcomes(again).values()) == {"unchanged"}
    layout = Layout.from_json(again.layout.layout)
    out = received(plan, exported(plan, layout, "xlsx"), by=plan_officer)
    assert set(outcomes(out).values()) == {"unchanged"}, "and nothing had to be explained"
