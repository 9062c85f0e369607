"""A tracker is recognised, and what may mean two things is asked; a mapping is made once."""

import pytest

from improvement.trackers.layout import UNANSWERED, Field, Layout, Meaning, Role
from improvement.trackers.questions import BadAnswer, answer
from improvement.trackers.settling import fitting, propose
from inspections.spreadsheets import Unreadable
from tests.spreadsheets import FIRST, HEADINGS, workbook
from tests.trackers import (
    EXAMPLETON_ANSWERS,
    NEWTOWN_ANSWERS,
    OLD_BOROUGH_ANSWERS,
    SAMPLEBY_ANSWERS,
    TODAY,
    exampleton,
    fill,
    in_this_process,
    madeupshire,
    newtown,
    old_borough,
    proposed,
    sampleby,
    settled,
    workbook_of,
)

PLAIN = ["Ref", "Action", "Lead", "Due date", "Status"]


@pytest.fixture(autouse=True, scope="module")
def _here():
    with in_this_process():
        yield


@pytest.fixture(scope="module")
def first_look():
    with in_this_process():
        return proposed(exampleton())[1]


def asked(proposal):
    return {question.key: question for question in proposal.questions}


def blocking(content, known=None, **given):
    return {question.key for question in proposed(content, known, **given)[1].blocking}


def plain(*rows, headings=PLAIN, change=None):
    return workbook_of(headings, *rows, change=change)


# --- sheets, headings, columns ---


def test_sheets_get_their_roles_from_their_headings_and_names(first_look):
    assert [one.role for one in first_look.layout.sheets] == [Role.PLAN, Role.CLOSED, Role.KEY]


def test_titles_above_the_headings_are_left_out_and_told(first_look):
    assert any("children’s services improvement plan" in told for told in first_look.told)
    assert any("totals" in told and "11" in told for told in first_look.told)


def test_each_column_is_shown_with_what_it_is_taken_for_and_why(first_look):
    lead = asked(first_look)["column:0:3"]
    assert (lead.proposed, lead.why) == (Field.LEADS, "Trackers call it so.")
    assert "Principal Social Worker Head of HR" in [one.words for one in lead.examples]


def test_a_column_of_recommendations_that_says_only_numbers_holds_references(first_look):
    assert asked(first_look)["column:0:1"].proposed == Field.RECOMMENDATIONS


def test_two_rows_of_headings_are_read_together():
    here = proposed(sampleby())[1].layout.sheets[0]
    assert here.heading_rows == 2
    assert here.fields[5:7] == (Field.ORIGINAL_DUE, Field.DUE)
    assert here.fields[8:10] == (Field.RAG, Field.NOTES)


def test_a_plain_date_beside_a_revised_one_is_the_original():
    _, proposal = proposed(
        plain(["1", "A"], headings=["Ref", "Action", "Due date", "Revised date"])
    )
    assert proposal.layout.sheets[0].fields[2:] == (Field.ORIGINAL_DUE, Field.DUE)


@pytest.mark.parametrize(
    ("heading", "choices"),
    [
        ("Completion date", (Field.DUE, Field.COMPLETED)),
        ("Closed", (Field.STATUS, Field.COMPLETED)),
    ],
)
def test_a_heading_that_councils_use_for_two_things_is_asked(heading, choices):
    _, proposal = proposed(plain(["1", "A", "DCS", "x"], headings=[*PLAIN[:3], heading]))
    question = asked(proposal)["column:0:3"]
    assert question.blocks
    assert tuple(choice.value for choice in question.choices[:2]) == choices


def test_a_reference_that_several_actions_share_is_asked():
    def merge(sheet):
        sheet.merge_cells("A2:A3")

    rows = [["1", "Meet", "DCS"], [None, "Write", "DCS"], ["2", "Visit", "DCS"]]
    _, proposal = proposed(plain(*rows, change=merge))
    question = asked(proposal)["column:0:0"]
    assert question.blocks
    assert {choice.value for choice in question.choices[:2]} == {
        Field.REFERENCE,
        Field.RECOMMENDATIONS,
    }


def test_two_columns_that_claim_the_same_are_asked_and_cannot_both_be_it():
    content = plain(["1", "A", "DCS", "DCS"], headings=["Ref", "Action", "Lead", "Owner"])
    _, proposal = proposed(content)
    keys = {"column:0:2", "column:0:3"}
    assert keys <= {question.key for question in proposal.blocking}
    with pytest.raises(BadAnswer, match="“Lead” and “Owner” cannot both be the same"):
        answer(proposal.layout, proposal.questions, dict.fromkeys(keys, Field.LEADS))


def test_a_priority_of_high_and_low_is_no_workstream():
    rows = [["1", "A", "High"], ["2", "B", "Low"]]
    _, proposal = proposed(plain(*rows, headings=["Ref", "Action", "Priority"]))
    assert proposal.layout.sheets[0].fields[2] == ""


def test_sheets_that_all_look_like_the_plan_are_asked_one_by_one():
    assert blocking(newtown()) == {"role:0", "role:1"}


def test_a_hidden_sheet_with_a_plan_is_asked():
    def hide(book, sheet):
        book.create_sheet("Plan").append(PLAIN)
        book["Plan"].append(["1", "A"])
        book["Old"].sheet_state = "hidden"

    assert blocking(workbook(PLAIN, ["9", "Z"], title="Old", change=hide)) == {"role:0"}


def test_where_no_column_is_surely_the_action_it_is_asked():
    content = plain(["1", "Meet", "DCS"], headings=["Ref", "Things", "Lead", "Due date"])
    book, proposal = proposed(content)
    assert "action:0" in {question.key for question in proposal.blocking}
    layout = answer(proposal.layout, proposal.questions, {"action:0": "1"})
    assert propose(book, layout, today=TODAY).blocking == ()


def test_a_file_without_a_plan_gets_a_sentence():
    with pytest.raises(Unreadable, match="No sheet looks like a plan"):
        proposed(workbook(["a", "b"], ["c", "d"]))


def test_a_table_of_recommendations_is_asked_for_its_actions():
    assert "action:0" in blocking(workbook(HEADINGS, FIRST))


# --- words and colours ---


def test_the_files_own_key_speaks_for_its_colours(first_look):
    questions = asked(first_look)
    assert questions["fill:FF0000"].proposed == "/off-track"
    assert questions["fill:00B050"].proposed == "/on-track"


def test_amber_that_the_key_calls_awaiting_sign_off_has_no_proposal(first_look):
    amber = asked(first_look)["fill:FFC000"]
    assert amber.blocks
    assert "Amber (#FFC000)" in amber.found
    assert "Awaiting sign-off" in amber.found
    assert [one.cell for one in amber.examples] == ["G7"]


def test_without_a_key_no_colour_means_anything_by_itself():
    rows = [["1", "A", "Red"], ["2", "B", "Green"], ["3", "C", "On track"], ["4", "D", "-"]]
    _, proposal = proposed(plain(*rows, headings=["Ref", "Action", "RAG"]))
    assert {question.key for question in proposal.blocking} == {"word:rag:red", "word:rag:green"}
    assert asked(proposal)["word:rag:on track"].proposed == "/on-track"
    assert asked(proposal)["word:rag:-"].proposed == "ignore"


@pytest.mark.parametrize(
    ("word", "hint"),
    [("Overdue", "worked out from its date"), ("Awaiting sign-off", "recorded by itself")],
)
def test_what_is_held_apart_from_delivery_is_never_proposed_as_a_status(word, hint):
    (question,) = proposed(plain(["1", "A", "DCS", "", word]))[1].blocking
    assert hint in question.found


def test_a_key_above_the_table_speaks_for_the_words():
    questions = asked(proposed(sampleby())[1])
    assert questions["word:rag:amber"].proposed == "/at-risk"
    assert questions["word:rag:b"].blocks


def test_colours_behind_words_are_not_asked():
    def paint(sheet):
        fill(sheet, "C2", "FF0000")

    content = plain(["1", "A", "On track"], headings=["Ref", "Action", "RAG"], change=paint)
    assert blocking(content) == set()


def test_colours_in_columns_without_a_rating_are_asked():
    book, proposal = proposed(newtown())
    layout = answer(proposal.layout, proposal.questions, {"role:0": "plan", "role:1": "plan"})
    again = propose(book, layout, today=TODAY)
    assert {question.key for question in again.blocking} == {"coloured:0", "coloured:1", "tab"}


# --- dates ---


def test_british_dates_are_assumed_where_nothing_speaks_against_them_and_that_is_told():
    _, proposal = proposed(old_borough())
    assert "order:due" not in asked(proposal)
    assert any("03/04/2026" in told and "day first" in told for told in proposal.told)


@pytest.mark.parametrize("other", ["03/04/2026", "25/12/2026"])
def test_one_american_date_puts_the_whole_column_in_question(other):
    content = old_borough(dates=("03/25/2026", other))
    _, proposal = proposed(content)
    assert asked(proposal)["order:due"].blocks
    assert proposal.layout.day_order == {"due": UNANSWERED}
    assert not any("day first" in told for told in proposal.told)


def test_an_answer_on_the_order_settles_it_and_what_it_leaves_unread_is_asked():
    dates = ("03/25/2026", "25/12/2026")
    answers = OLD_BOROUGH_ANSWERS | {"order:due": "mdy", "date:25/12/2026": "2026-12-25"}
    assert settled(old_borough(dates), answers)[1].day_order == {"due": "mdy"}


def test_years_of_two_digits_are_told():
    _, proposal = proposed(plain(["1", "A", "DCS", "31/03/26"]))
    assert any("26 is 2026" in told for told in proposal.told)


def test_what_a_quarter_is_is_asked_once_and_never_guessed():
    content = plain(["1", "A", "DCS", "Q3 2026"], ["2", "B", "DCS", "Q4 2026"])
    book, proposal = proposed(content)
    assert {question.key for question in proposal.blocking} == {"quarters"}
    layout = answer(proposal.layout, proposal.questions, {"quarters": "financial"})
    again = propose(book, layout, today=TODAY)
    assert again.blocking == ()
    assert again.layout.dates == {"q3 2026": "2026-12-31", "q4 2026": "2027-03-31"}


def test_an_answer_that_is_no_date_is_refused(first_look):
    with pytest.raises(BadAnswer, match="“soon” is no date like 2026-03-31"):
        answer(first_look.layout, first_look.questions, {"date:q3": "soon"})


def test_an_answer_that_nobody_asked_for_is_refused(first_look):
    with pytest.raises(BadAnswer, match="was not asked"):
        answer(first_look.layout, first_look.questions, {"date:q4": ""})


def test_a_date_without_its_year_is_asked_again_once_it_has_passed():
    content = plain(["1", "A", "DCS", "Q3"], ["2", "B", "DCS", "31 March"])
    layout = settled(content, {"date:q3": "2026-06-30", "date:31 march": "2027-03-31"})[1]
    (question,) = proposed(content, layout)[1].questions
    assert (question.key, question.proposed) == ("date:q3", "2026-06-30")


# --- rows, leads, hidden things ---


def test_one_lead_or_several_is_asked_unless_the_posts_are_known(first_look):
    key = "lead:dcs / head of quality assurance"
    assert asked(first_look)[key].blocks
    posts = ["DCS", "Head of Quality Assurance", "Head of Service"]
    questions = asked(proposed(exampleton(), posts=posts)[1])
    assert questions[key].proposed == "DCS\nHead of Quality Assurance"
    assert questions["lead:principal social worker"].blocks


def test_an_and_inside_a_title_parts_no_two_leads_where_a_stronger_mark_does():
    cell = "Head of Help and Protection / Board manager"
    content = plain(["1", "A", cell], headings=["Ref", "Action", "Lead"])
    question = asked(proposed(content)[1])[f"lead:{cell.casefold()}"]
    assert [one.value for one in question.choices] == [
        cell,
        "Head of Help and Protection\nBoard manager",
        "Head of Help\nProtection\nBoard manager",
        "",
    ]
    posts = ["Head of Help and Protection", "Board manager", "Head of Help"]
    question = asked(proposed(content, posts=posts)[1])[question.key]
    assert question.proposed == "Head of Help and Protection\nBoard manager"


def test_a_post_is_offered_for_its_initials_and_not_taken_by_them():
    content = plain(["1", "A", "DCS", "", "", ""], headings=["Ref", "Action", "Lead"])
    posts = ["Director of children’s services", "Head of Service"]
    question = asked(proposed(content, posts=posts)[1])["lead:dcs"]
    assert question.blocks
    assert [one.value for one in question.choices] == [posts[0], "DCS", ""]


def test_themes_across_the_table_are_proposed_as_workstreams(first_look):
    assert asked(first_look)["bands:0"].proposed == "workstream"


def test_rows_across_that_begin_with_a_number_may_be_either():
    def merge(sheet):
        sheet.merge_cells("A2:E2")

    assert blocking(plain(["1. Leaders"], ["1.1", "A"], change=merge)) == {"bands:0"}


def test_rows_of_one_text_rows_without_an_action_and_blanks_below_a_group_are_asked():
    headings = ["Theme", "Action", "Lead", "Update"]
    rows = [["Front door", "A", "DCS"], ["", "B", "DCS"], ["", "", "", "more"], ["", "Lone"]]
    assert blocking(plain(*rows, headings=headings)) == {
        "lone:0",
        "continuations:0",
        "down:0:workstream",
    }


def test_nothing_hidden_is_taken_unless_somebody_says_so(first_look):
    assert asked(first_look)["hidden_rows:0"].blocks
    assert [one.words for one in asked(first_look)["hidden_rows:0"].examples] == ["A secret"]
    assert asked(first_look)["comments:0"].proposed == "leave"
    assert "hidden_columns:0" in blocking(madeupshire())


# --- next month ---


def test_next_months_file_is_one_click():
    layout = settled(exampleton(), EXAMPLETON_ANSWERS)[1]
    _, proposal = proposed(exampleton("April 2026"), layout)
    assert proposal.known
    assert proposal.blocking == ()
    assert [question.key for question in proposal.questions] == ["hidden_rows:0"]
    assert proposal.layout.sheets[0].name == "Plan April 2026"
    assert proposal.layout.fingerprint == layout.fingerprint


def test_a_new_word_next_month_is_the_only_question():
    layout = settled(exampleton(), EXAMPLETON_ANSWERS)[1]
    more = [["2.3", "Rec 2", "Another", "DCS", "Autumn term", "", None]]
    assert blocking(exampleton("April 2026", more), layout) == {"date:autumn term"}


def test_a_new_column_of_the_month_keeps_what_was_said_of_the_others():
    layout = settled(newtown(), NEWTOWN_ANSWERS)[1]
    months = ("January 2026", "February 2026", "March 2026")
    _, proposal = proposed(newtown(months), layout)
    assert not any(question.key.startswith("role") for question in proposal.questions)
    assert proposal.layout.sheets[0].fields[-3:] == (Field.NOTES,) * 3


def test_a_layout_fits_the_file_that_has_its_headings_and_no_other():
    first = settled(exampleton(), EXAMPLETON_ANSWERS)[1]
    second = settled(sampleby(), SAMPLEBY_ANSWERS)[1]
    book = proposed(sampleby())[0]
    assert fitting(book, [first, second]) is second
    assert fitting(book, [first]) is None
    assert first.fingerprint != second.fingerprint


@pytest.mark.parametrize(
    ("make", "answers"), [(exampleton, EXAMPLETON_ANSWERS), (newtown, NEWTOWN_ANSWERS)]
)
def test_a_layout_is_kept_as_plain_data(make, answers):
    layout = settled(make(), answers)[1]
    assert Layout.from_json(layout.to_json()) == layout


@pytest.mark.parametrize("kept", [{}, {"version": 1}, {"version": 99}, [], {"version": 1, "x": 2}])
def test_what_is_no_kept_layout_is_refused(kept):
    with pytest.raises(ValueError, match="Read the file anew"):
        Layout.from_json(kept)


def test_meanings_are_kept_by_what_stands_in_the_file():
    layout = settled(exampleton(), EXAMPLETON_ANSWERS)[1]
    assert layout.fills["FFC000"] == Meaning("in-progress", "at-risk")
    assert layout.meanings == {"rag": {"complete": Meaning("complete")}}
