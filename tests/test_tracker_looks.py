"""An export looks as the council's people know their tracker; none of that is read for meaning."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from improvement.trackers.cell_parts import inner_dates, notes_of
from improvement.trackers.export_file import forms_for, why_not_csv, write
from improvement.trackers.layout import Layout, Note, Role, SheetLayout, TrackerRow
from improvement.trackers.open_file import open_book
from improvement.trackers.reading import read_rows
from improvement.trackers.settling import propose
from improvement.trackers.sheets import TITLE
from tests.spreadsheets import parts_of, saved
from tests.trackers import (
    AMBER,
    EXAMPLETON_ANSWERS,
    GREEN,
    NEWTOWN_ANSWERS,
    RED,
    SAMPLEBY_ANSWERS,
    TODAY,
    exampleton,
    fill,
    in_this_process,
    newtown,
    sampleby,
    settled,
    workbook_of,
)

HEADINGS = ["Theme", "Ref", "Action", "Original due", "Revised due", "RAG", "Progress"]


@pytest.fixture(autouse=True, scope="module")
def _here():
    with in_this_process():
        yield


def themed():
    """Themes in merged cells, ratings in words on colours, a guide, and a sheet of something else.

    A later date stands only where there is one.
    """
    book = Workbook()
    guide = book.active
    guide.title = "How to"
    guide.append(["Ask Jo Bloggs on 4411"])
    book.create_sheet("Dashboard").append(["Reds", 1])
    plan = book.create_sheet("Plan")
    plan.append(HEADINGS)
    rows = [
        ["Front door", "1.1", "Rewrite thresholds", date(2026, 9, 30), None, "Amber", ""],
        [None, "1.2", "Train all staff", date(2026, 9, 30), date(2026, 12, 1), "Green", ""],
        ["Placements", "2.1", "Recruit carers", date(2026, 9, 30), None, "Red", ""],
    ]
    for row, colour in zip(rows, (AMBER, GREEN, RED), strict=True):
        plan.append(row)
        fill(plan, f"F{plan.max_row}", colour)
    plan.merge_cells("A2:A3")
    return saved(book)


RATINGS = {
    "word:rag:amber": "/at-risk",
    "word:rag:green": "/on-track",
    "word:rag:red": "/off-track",
}


def known():
    book, layout = settled(themed(), RATINGS)
    return read_rows(book, layout), layout


def sheet_of(content, name):
    return load_workbook(io.BytesIO(content))[name]


def merged(content, name):
    return sorted(str(one) for one in sheet_of(content, name).merged_cells.ranges)


def colours(content, name):
    rows = sheet_of(content, name).iter_rows(min_row=2)
    return [[one.fill.fgColor.rgb[2:] if one.fill.fill_type else "" for one in row] for row in rows]


def test_the_cells_of_a_theme_go_over_its_actions_where_the_council_has_it_so():
    rows, layout = known()
    content = write(rows, layout, "xlsx")
    assert merged(content, "Plan") == ["A2:A3"]
    assert read_rows(open_book(content), layout) == rows
    ods = open_book(write(rows, layout, "ods")).sheet("Plan")
    assert ods.facts.merged == [(2, 1, 3, 1)]


def test_an_action_added_here_stands_with_those_of_its_theme():
    rows, layout = known()
    new = TrackerRow(action="Answer in a day", reference="3.1", workstream="Front door")
    content = write([*rows, new], layout, "xlsx")
    assert merged(content, "Plan") == ["A2:A4"]
    references = [row.reference for row in read_rows(open_book(content), layout)]
    assert references == ["1.1", "1.2", "3.1", "2.1"]


def test_actions_without_a_theme_are_not_merged_and_keep_none():
    rows, layout = known()
    bare = [TrackerRow(action=one, reference=one) for one in ("X", "Y")]
    back = read_rows(open_book(write([*rows, *bare], layout, "xlsx")), layout)
    assert [row.workstream for row in back] == ["Front door", "Front door", "Placements", "", ""]


def test_a_recommendation_over_several_actions_is_merged_within_its_theme():
    book, layout = settled(sampleby(), SAMPLEBY_ANSWERS)
    assert layout.sheets[0].merged == ("workstream", "recommendation")
    row = TrackerRow(action="A", workstream="Care", recommendation="Find homes")
    rows = [row, replace(row, action="B"), replace(row, action="C", workstream="Front door")]
    assert {"A3:A4", "C3:C4"} <= set(merged(write(rows, layout, "xlsx"), "Tracker"))


def test_headings_of_two_rows_go_over_them_as_before():
    book, layout = settled(sampleby(), SAMPLEBY_ANSWERS)
    content = write(read_rows(book, layout), layout, "xlsx")
    assert {"A1:A2", "F1:G1", "I1:J1"} <= set(merged(content, "Tracker"))
    assert propose(open_book(content), layout, today=TODAY).known


def test_a_rating_keeps_its_spelling_and_the_colour_behind_it():
    rows, layout = known()
    changed = replace(rows[0], confidence="off-track")
    content = write([changed, *rows[1:]], layout, "xlsx")
    assert [row[5].value for row in sheet_of(content, "Plan").iter_rows(min_row=2)] == [
        *("Red", "Green", "Red")
    ]
    assert [row[5] for row in colours(content, "Plan")] == [RED, GREEN, RED]


def test_a_rating_that_a_rule_colours_goes_out_in_the_colour_that_it_names():
    rows = [["Ref", "Action", "Lead", "RAG"], ["1", "Do it", "DCS", "Amber"]]
    book, layout = settled(workbook_of(*rows), {"word:rag:amber": "/at-risk"})
    assert colours(write(read_rows(book, layout), layout, "xlsx"), "Sheet") == [["", "", "", AMBER]]


def test_whole_rows_are_coloured_where_the_council_colours_them():
    book, layout = settled(newtown(), NEWTOWN_ANSWERS)
    rows = read_rows(book, layout)
    content = write(rows, layout, "xlsx")
    assert colours(content, "Practice") == [[RED] * 6]
    assert read_rows(open_book(content), layout) == rows


def test_a_later_date_is_written_only_where_there_is_one_if_the_council_does_so():
    rows, layout = known()
    plan = sheet_of(write(rows, layout, "xlsx"), "Plan")
    assert [row[4].value and row[4].value.date() for row in plan.iter_rows(min_row=2)] == [
        *(None, date(2026, 12, 1), None)
    ]


def test_a_csv_file_between_does_not_make_an_export_forget_how_it_looks():
    rows, layout = known()
    (plan,) = [one for one in layout.sheets if one.role == Role.PLAN]
    content = write(rows, replace(layout, sheets=(plan,)), "csv")
    again = propose(open_book(content), layout, today=TODAY).layout
    (kept,) = [one for one in again.sheets if one.role == Role.PLAN]
    assert (kept.merged, kept.only_moved) == (("workstream",), True)
    assert again.shades == layout.shades


def test_a_layout_that_was_kept_before_is_still_read():
    _, layout = known()
    kept = layout.to_json()
    for name in ("merged", "whole_rows", "only_moved", "inner_dates"):
        for sheet in kept["sheets"]:
            del sheet[name]
    del kept["spelled"], kept["shades"]
    assert Layout.from_json(kept).fingerprint == layout.fingerprint


# --- the guide ---


def words_on(sheet):
    return [cell.value for row in sheet.iter_rows() for cell in row if cell.value]


def test_the_sheets_go_out_in_their_order_with_a_guide_that_is_written_anew():
    rows, layout = known()
    book = load_workbook(io.BytesIO(write(rows, layout, "xlsx")))
    assert book.sheetnames == ["How to", "Plan"]
    said = words_on(book["How to"])
    assert said[0] == TITLE
    assert {"Theme", "the part of the plan; also theme or priority"} <= set(said)
    assert {"Amber", "at risk"} <= set(said)
    assert said[-1] == "Left out when the tracker came in: Dashboard"
    assert not any("Bloggs" in word for word in said)


def test_a_colour_is_told_by_itself_and_in_words():
    _, layout = settled(exampleton(), EXAMPLETON_ANSWERS)
    said = words_on(sheet_of(write([], layout, "xlsx"), "Key"))
    assert {"amber (#FFC000)", "in progress, at risk"} <= set(said)


def test_of_several_guides_one_tells_and_the_others_say_where():
    _, layout = known()
    layout = replace(layout, sheets=(*layout.sheets, SheetLayout("Key", Role.KEY)))
    said = words_on(sheet_of(write([], layout, "xlsx"), "Key"))
    assert said == [TITLE, "See the sheet “How to”."]


def test_a_layout_without_a_guide_gets_one_which_is_not_asked_about():
    book, layout = settled(newtown(), NEWTOWN_ANSWERS)
    content = write(read_rows(book, layout), layout, "xlsx")
    assert load_workbook(io.BytesIO(content)).sheetnames == ["Leadership", "Practice", "Guide"]
    proposal = propose(open_book(content), layout, today=TODAY)
    assert proposal.known
    assert proposal.questions == ()


def test_a_sheet_that_is_only_called_a_guide_is_still_asked_about():
    rows, layout = known()
    book = load_workbook(io.BytesIO(write(rows, layout, "xlsx")))
    book.create_sheet("Guide").append(["Ask the board."])
    asked = propose(open_book(saved(book)), layout, today=TODAY).questions
    assert [one.key for one in asked] == ["role:2"]


def test_why_a_layout_of_several_sheets_is_no_csv_file_is_a_sentence():
    _, layout = settled(exampleton(), EXAMPLETON_ANSWERS)
    assert forms_for(layout) == ["xlsx", "ods"]
    assert why_not_csv(layout) == (
        "A CSV file holds one sheet, and this layout has 2: “Plan March 2026” and “Closed actions”."
    )
    assert why_not_csv(known()[1]) == ""


# --- groups that a blank would carry on ---


def test_where_a_blank_means_the_same_as_above_none_is_said_by_a_dash():
    table = [
        ["Theme", "Ref", "Action", "Lead"],
        ["Front door", "1", "Do it", "DCS"],
        ["", "2", "Do that", "DCS"],
    ]
    book, layout = settled(workbook_of(*table), {"down:0:workstream": "above"})
    rows = read_rows(book, layout)
    bare = replace(rows[1], reference="3", workstream="")
    for form in ("csv", "xlsx", "ods"):
        back = read_rows(open_book(write([*rows, bare], layout, form)), layout)
        assert [row.workstream for row in back] == ["Front door", "Front door", ""]


# --- notes ---


def test_a_month_goes_out_as_a_month_and_comes_in_as_one():
    note = Note("Scoped", date(2026, 3, 1), whole_month=True)
    rows, layout = known()
    content = write([replace(rows[0], notes=(note,))], layout, "xlsx")
    assert sheet_of(content, "Plan")["G2"].value == "March 2026: Scoped"
    (back,) = read_rows(open_book(content), layout)
    assert back.notes == (note,)


def test_notes_stand_in_the_column_of_their_month():
    book, layout = settled(newtown(), NEWTOWN_ANSWERS)
    content = write(read_rows(book, layout), layout, "xlsx")
    first = [cell.value for cell in sheet_of(content, "Leadership")[2]]
    assert first[4:] == ["Begun", "12 February 2026: Done"]


PILE = "Still in draft. 12/03/2026: Panel met.\n15/04/2026 - Agreed. 20/04/2026: Sent"


def test_a_date_after_other_words_begins_a_note_only_where_somebody_said_so():
    agreed, sent = Note("Agreed.", date(2026, 4, 15)), Note("Sent", date(2026, 4, 20))
    met = Note("Panel met.", date(2026, 3, 12))
    assert notes_of(PILE) == (Note("Still in draft. 12/03/2026: Panel met."), agreed, sent)
    assert notes_of(PILE, inner=True) == (Note("Still in draft."), met, agreed, sent)


@pytest.mark.parametrize(
    "cell",
    [
        "See the minutes of 12/03/2026: agreed",  # within a sentence
        "Draft. 12/03/2026 was agreed",  # no mark behind it
        "15/04/2026: Agreed\nMore. 12/03/2026: Met",  # below a date: words of that note
    ],
)
def test_other_dates_within_words_begin_nothing(cell):
    assert inner_dates(cell) == []
    assert notes_of(cell, inner=True) == notes_of(cell)


@pytest.mark.parametrize(("said", "count"), [("note", 2), ("words", 1)])
def test_a_date_within_words_is_proposed_as_a_note_once_and_remembered(said, count):
    table = [["Ref", "Action", "Lead", "Progress"], ["1", "Do it", "DCS", "Draft. 12/03/26: Met"]]
    content = workbook_of(*table)
    (asked,) = [
        one
        for one in propose(open_book(content), today=TODAY).questions
        if one.key == "inner_dates:0"
    ]
    assert (asked.proposed, asked.examples[0].words) == ("note", "Draft. 12/03/26: Met")
    book, layout = settled(content, {"inner_dates:0": said})
    (row,) = read_rows(book, layout)
    assert len(row.notes) == count
    assert propose(book, layout, today=TODAY).questions == ()


# --- whatever stands together, nothing moves to another theme ---


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("merges", [(), ("workstream",), ("workstream", "recommendation")])
@settings(max_examples=25, deadline=None)
@given(
    said=st.lists(
        st.tuples(st.sampled_from(["", "Care", "Practice"]), st.sampled_from(["", "See", "Hear"])),
        max_size=8,
    )
)
def test_every_action_keeps_its_theme_and_its_recommendation(form, merges, said):
    table = [
        ["Theme", "Recommendation", "Ref", "Action", "Lead"],
        ["Care", "See", "1", "Do it", "DCS"],
        ["", "", "2", "Do that", "DCS"],
    ]
    same_as_above = {"down:0:workstream": "above", "down:0:recommendation": "above"}
    _, layout = settled(workbook_of(*table), same_as_above)
    layout = replace(layout, sheets=(replace(layout.sheets[0], merged=merges),))
    rows = [
        TrackerRow(action="A", reference=f"1.{n}", workstream=theme, recommendation=words)
        for n, (theme, words) in enumerate(said)
    ]
    back = read_rows(open_book(write(rows, layout, form)), layout)
    assert sorted(back, key=lambda row: row.reference) == rows


def test_a_row_of_xlsx_is_as_high_as_its_words_and_grows_when_more_is_typed():
    rows, layout = known()
    content = write([replace(rows[0], notes=(Note("Met.\nAgreed.\nSent."),))], layout, "xlsx")
    heights = re.findall(rb"<row [^>]*>", parts_of(content)["xl/worksheets/sheet2.xml"])
    assert b'ht="45"' in heights[1]
    assert b"customHeight" not in heights[1]
