"""A tracker and its settled layout become rows; what was left open is a mistake, never a guess."""

from dataclasses import replace
from datetime import date

import pytest

from improvement.trackers.layout import Layout, Note
from improvement.trackers.open_file import open_book
from improvement.trackers.questions import answer
from improvement.trackers.reading import read_rows
from improvement.trackers.settling import propose
from inspections.spreadsheets import Unreadable
from tests.trackers import (
    EXAMPLETON_ANSWERS,
    EXAMPLETON_HEADINGS,
    MADEUPSHIRE_ANSWERS,
    NEWTOWN_ANSWERS,
    OLD_BOROUGH_ANSWERS,
    SAMPLEBY_ANSWERS,
    TODAY,
    by_reference,
    exampleton,
    in_this_process,
    madeupshire,
    newtown,
    old_borough,
    proposed,
    rows_of,
    sampleby,
    workbook_of,
)


@pytest.fixture(autouse=True, scope="module")
def _here():
    with in_this_process():
        yield


@pytest.fixture(scope="module")
def example():
    with in_this_process():
        return by_reference(rows_of(exampleton(), EXAMPLETON_ANSWERS))


def mistakes_of(content):
    """With what is proposed, and nothing answered."""
    book, proposal = proposed(content)
    return [mistake for row in read_rows(book, proposal.layout) for mistake in row.mistakes]


def table(*rows, headings=("Ref", "Action", "Lead", "Due date", "Status", "RAG"), change=None):
    return workbook_of(list(headings), *rows, change=change)


# --- what each council's way of writing becomes ---


def test_a_row_says_where_it_stands(example):
    row = example["1.1"]
    assert (row.sheet, row.row, row.last_row, row.closed) == ("Plan March 2026", 6, 6, False)


def test_a_colour_without_words_is_read_as_the_clerk_said(example):
    assert (example["1.1"].status, example["1.1"].confidence) == ("", "off-track")
    assert (example["1.2"].status, example["1.2"].confidence) == ("in-progress", "at-risk")
    assert example["1.2"].fill == "FFC000"


def test_dates_keep_the_words_that_stood_there(example):
    assert (example["1.1"].due, example["1.1"].due_words) == (date(2026, 3, 31), "")
    assert (example["1.2"].due, example["1.2"].due_words) == (date(2026, 12, 31), "Q3")
    assert (example["2.1"].due, example["2.1"].due_words) == (None, "Ongoing")


def test_without_a_column_for_it_the_original_date_is_not_known(example):
    assert all(row.original_due is None for row in example.values())


def test_several_leads_and_several_recommendations_in_a_cell(example):
    assert example["1.1"].leads == ("DCS", "Head of Quality Assurance")
    assert example["1.2"].leads == ("Principal Social Worker", "Head of HR")
    assert example["1.2"].recommendations == ("1", "3")


def test_themes_across_the_table_are_the_workstreams_of_the_rows_below(example):
    assert [example[one].workstream for one in ("1.1", "1.2", "2.1", "0.9")] == [
        "Leadership and governance",
        "Leadership and governance",
        "Practice",
        "",
    ]


def test_a_closed_tab_is_told_on_its_rows(example):
    assert (example["0.9"].closed, example["0.9"].status) == (True, "complete")


def test_hidden_rows_are_left_out_or_taken_as_the_clerk_said(example):
    assert "2.2" not in example
    taken = rows_of(exampleton(), EXAMPLETON_ANSWERS | {"hidden_rows:0": "take"})
    assert [row.hidden for row in taken if row.reference == "2.2"] == [True]


def test_comments_are_listed_and_taken_only_if_the_clerk_says_so(example):
    assert example["1.2"].comments == (("C7", "Is this still the right action?"),)
    assert example["1.2"].notes == ()
    taken = rows_of(exampleton(), EXAMPLETON_ANSWERS | {"comments:0": "take"})
    assert by_reference(taken)["1.2"].notes == (
        Note("Comment on C7: Is this still the right action?"),
    )


def test_an_action_whose_cell_goes_over_several_rows_is_one():
    rows = by_reference(rows_of(sampleby(), SAMPLEBY_ANSWERS))
    assert set(rows) == {"1", "2", "3"}
    assert (rows["1"].row, rows["1"].last_row) == (5, 6)
    assert rows["1"].notes == (
        Note("Draft out", date(2026, 2, 1)),
        Note("Agreed", date(2026, 3, 1)),
    )
    assert rows["1"].leads == ("Head of Service", "Director of Practice")


def test_a_merged_theme_belongs_to_every_row_that_it_spans():
    rows = by_reference(rows_of(sampleby(), SAMPLEBY_ANSWERS))
    assert rows["2"].workstream == "Front door"
    assert rows["2"].recommendation == "Improve decisions at the front door"


def test_the_original_date_stands_where_no_later_one_was_agreed():
    rows = by_reference(rows_of(sampleby(), SAMPLEBY_ANSWERS))
    assert (rows["1"].original_due, rows["1"].due) == (date(2026, 1, 31), date(2026, 6, 30))
    assert (rows["2"].original_due, rows["2"].due) == (date(2026, 2, 28), date(2026, 2, 28))


def test_an_ods_file_with_colours_a_hidden_column_and_rows_that_go_on():
    first, second = rows_of(madeupshire(), MADEUPSHIRE_ANSWERS)
    assert (first.workstream, first.confidence, first.notes) == (
        "Leaders",
        "on-track",
        (Note("Held"),),
    )
    assert (second.workstream, second.status, second.confidence) == (
        "Leaders",
        "not-started",
        "off-track",
    )
    assert second.notes == (Note("Rota went out late"),)


def test_a_hidden_column_that_is_left_out_says_nothing():
    answers = MADEUPSHIRE_ANSWERS | {"hidden_columns:0": "leave", "continuations:0": "leave"}
    assert [row.notes for row in rows_of(madeupshire(), answers)] == [(), ()]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_file_with_recommendations_across(encoding):
    first, second = rows_of(old_borough(encoding=encoding), OLD_BOROUGH_ANSWERS)
    assert first.recommendations == ("1",)
    assert first.recommendation == "Make every child’s plan clear"
    assert first.due == date(2026, 4, 3)
    assert first.notes == (Note("=SUM(A1)"),)
    assert second.notes == (Note("Seen by £5 a head"),)


def test_rows_coloured_as_a_whole_sheets_for_themes_and_columns_for_months():
    rows = by_reference(rows_of(newtown(), NEWTOWN_ANSWERS))
    assert (rows["L2"].workstream, rows["L2"].status) == ("Leadership", "complete")
    assert (rows["P1"].workstream, rows["P1"].confidence) == ("Practice", "off-track")
    assert rows["L1"].notes == (
        Note("Begun", date(2026, 1, 1), whole_month=True),
        Note("Done", date(2026, 2, 12)),
    )


def test_formulas_give_what_was_saved_and_are_told():
    _, proposal = proposed(sampleby())
    assert any("formula" in told for told in proposal.told)


def test_a_reference_or_an_action_that_looks_like_a_total_is_still_an_action():
    rows = [["T1", "Total review of cases", "DCS"], ["", "Total", ""], ["Total", "", "2"]]
    book, proposal = proposed(table(*rows))
    assert [row.action for row in read_rows(book, proposal.layout)][:1] == ["Total review of cases"]
    assert any("totals" in told and "4" in told for told in proposal.told)


# --- what is left open ---


def test_an_open_question_is_a_mistake_of_its_row_with_what_to_do():
    found = mistakes_of(table(["1", "A", "Head of QA, Practice", "soon", "Delayed", "Amber"]))
    assert [(one.column, one.value) for one in found] == [
        ("Due date", "soon"),
        ("Status", "Delayed"),
        ("RAG", "Amber"),
        ("Lead", "Head of QA, Practice"),
    ]
    assert all(one.reason and one.remedy for one in found)


def test_a_date_that_may_be_two_is_a_mistake_until_its_order_is_said():
    rows = [["1", "A", "DCS", "03/04/2026"], ["2", "B", "DCS", "04/25/2026"]]
    found = mistakes_of(table(*rows))
    assert [one.value for one in found] == ["03/04/2026", "04/25/2026"]
    assert "either way round" in found[0].reason


def test_a_status_and_a_rating_that_contradict_each_other_are_not_decided():
    found = mistakes_of(table(["1", "A", "DCS", "", "Complete", "In progress, at risk"]))
    assert [one.reason for one in found] == [
        "“Complete” says complete and “In progress, at risk” says in progress."
    ]


def test_a_reference_that_excel_made_a_date_of_is_a_mistake():
    (mistake,) = mistakes_of(table([date(2026, 2, 1), "A", "DCS"]))
    assert mistake.reason == "The spreadsheet has made a date of this reference."


def test_two_dates_for_one_action_over_several_rows_are_a_mistake():
    def merge(sheet):
        sheet.merge_cells("B2:B3")

    rows = [["1", "A", "DCS", date(2026, 3, 1)], ["1", None, "DCS", date(2026, 4, 1)]]
    (mistake,) = mistakes_of(table(*rows, change=merge))
    assert "1 March 2026" in mistake.reason
    assert "1 April 2026" in mistake.reason


def test_a_row_of_which_nobody_said_whether_it_is_an_action_is_a_mistake():
    rows = [["1", "A", "DCS"], ["2", "Leadership"], ["2.1", "B", "DCS"]]
    (mistake,) = mistakes_of(table(*rows))
    assert mistake.value == "2 Leadership"
    assert "heading of a part" in mistake.reason


def test_a_row_of_a_number_and_a_theme_heads_the_actions_below_if_the_clerk_says_so():
    rows = [["1", "Leadership"], ["1.1", "A", "DCS"], ["1.2", "B", "DCS"]]
    answers = {"lone:0": "band", "bands:0": "workstream"}
    found = rows_of(table(*rows), answers)
    assert [row.reference for row in found] == ["1.1", "1.2"]
    assert [row.workstream for row in found] == ["1 Leadership", "1 Leadership"]


def test_actions_in_a_hidden_column_are_not_read_and_not_left_out_in_silence():
    def hide(sheet):
        sheet.column_dimensions["B"].hidden = True

    content = table(["1", "A", "DCS"], change=hide)
    (row,) = rows_of(content, {"hidden_columns:0": "leave"})
    assert row.action == ""
    assert "is hidden, and was left out" in row.mistakes[0].reason
    assert [row.action for row in rows_of(content, {"hidden_columns:0": "take"})] == ["A"]


def test_hidden_rows_are_not_read_while_nobody_has_said_so():
    book, proposal = proposed(exampleton())
    assert "2.2" not in by_reference(read_rows(book, proposal.layout))


def test_a_file_with_other_headings_than_the_layout_is_not_read():
    layout = propose(open_book(table(["1", "A"])), today=TODAY).layout
    with pytest.raises(Unreadable, match="Look at its layout again"):
        read_rows(open_book(table(["1", "A"], headings=("Ref", "Action", "Owner"))), layout)
    with pytest.raises(Unreadable, match="Look at its layout again"):
        read_rows(open_book(table(["1", "A"])), Layout())


def test_more_rows_than_any_plan_has_get_a_sentence(monkeypatch):
    monkeypatch.setattr("improvement.trackers.open_file.MAX_ROWS", 3)
    with pytest.raises(Unreadable, match="more than 3 rows"):
        open_book(table(*[[str(n), "A"] for n in range(4)]))


def test_the_proposal_of_a_changed_answer_changes_the_rows():
    book, proposal = proposed(table(["1", "A", "DCS", "", "Ongoing"]))
    assert proposal.blocking[0].key == "word:status:ongoing"
    layout = answer(proposal.layout, proposal.questions, {"word:status:ongoing": "in-progress/"})
    assert [row.status for row in read_rows(book, layout)] == ["in-progress"]
    without = replace(layout, meanings={})
    assert [row.status for row in read_rows(book, without)] == [""]


def test_the_headings_of_the_example_are_all_known():
    _, proposal = proposed(exampleton())
    assert all(proposal.layout.sheets[0].fields[: len(EXAMPLETON_HEADINGS)])
