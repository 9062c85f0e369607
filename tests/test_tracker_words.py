"""Days, notes, leads and meanings as trackers write them: what may mean two things is not read."""

from datetime import date

import pytest

from improvement.trackers.cell_parts import notes_of, titles, units, written
from improvement.trackers.days import quarter_end, read_day, reading_of
from improvement.trackers.layout import Layout, Meaning, Note
from improvement.trackers.meanings import colour_name, spoken_of
from improvement.trackers.survey import said_after_colour
from tests.trackers import PILED, TODAY

MARCH = date(2026, 3, 12)


@pytest.mark.parametrize(
    "written_so",
    [
        *("12/03/2026", "12/3/26", "12.03.2026", "12-03-26", "2026-03-12", "2026-03-12 00:00:00"),
        *(
            "12 March 2026",
            "12th Mar 26",
            "Thursday 12 March 2026",
            "12-Mar-2026",
            "March 12, 2026",
        ),
        "12 March 2026 14:30",
    ],
)
def test_british_dates_iso_dates_and_dates_in_words_are_read(written_so):
    assert read_day(written_so) == MARCH


@pytest.mark.parametrize(
    "written_so",
    ["31/02/2026", "12/03", "March 2026", "Q3", "12/03/26 or 14/03/26", "99/99/9999", "1/1/1066"],
)
def test_what_names_no_one_day_is_not_read(written_so):
    assert read_day(written_so) is None


def test_the_american_way_is_read_only_where_the_layout_says_so():
    assert read_day("03/12/2026") == date(2026, 12, 3)
    assert read_day("03/12/2026", "mdy") == MARCH


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        ("Ongoing", ""),
        ("T.B.C", None),
        ("TBC", ""),
        ("end of March 2026", "2026-03-31"),
        ("March 2026", "2026-03-31"),
        ("Mar ’26", "2026-03-31"),
        ("Q3 2026/27", "2026-12-31"),
        ("Q4 2026-27", "2027-03-31"),
        ("Q3 2026/29", None),
        ("Q3 2026", None),
        ("Q3", None),
        ("Sept 26", None),
        ("end of March", None),
        ("mid June 2026", None),
        ("Spring term", None),
        ("w/c 12 March 2026", None),
        ("46093", None),
        ("31/03/26 then 30/06/26", None),
    ],
)
def test_words_for_a_date_are_proposed_only_where_they_mean_one(words, proposed):
    assert reading_of(words, today=TODAY).proposed == proposed


def test_what_words_may_mean_is_offered():
    def offered(words, **given):
        return [day for day, _ in reading_of(words, today=TODAY, **given).choices]

    assert offered("Sept 26") == ["2026-09-30", "2026-09-26", "2027-09-26"]
    assert offered("31/03/26 then 30/06/26") == ["2026-03-31", "2026-06-30"]
    assert offered("46093") == ["2026-03-12"]
    assert offered("Q3 2026") == ["2026-09-30", "2026-12-31"]
    assert offered("Q3 2026", quarters="financial") == ["2026-12-31"]


def test_the_fourth_financial_quarter_ends_in_the_next_calendar_year():
    assert quarter_end(4, 2026, "financial") == date(2027, 3, 31)
    assert quarter_end(4, 2026, "calendar") == date(2026, 12, 31)
    assert quarter_end(1, 2026, "financial") == date(2026, 6, 30)


def test_notes_piled_in_a_cell_are_taken_apart_by_their_dates():
    assert notes_of(PILED) == (
        Note("Still in draft at Easter"),
        Note("Panel met for the first time.\n12 cases seen.", MARCH),
        Note("Audit tool agreed", date(2026, 4, 1), whole_month=True),
        Note("Trained 40 staff", date(2026, 5, 15)),
        Note("Dip sample shows 61%", date(2026, 6, 3)),
    )


@pytest.mark.parametrize("cell", ["15/05 – Trained 40 staff", "12/12/25 - A\n01/02 - B\n03/04 - C"])
def test_a_note_keeps_its_words_undated_where_its_year_may_be_another(cell):
    (undated, *_) = notes_of(cell)
    assert undated.on is None
    assert undated.words.startswith(("15/05", "01/02"))


def test_a_date_in_figures_needs_no_mark_after_it():
    notes = notes_of("20/11/26 45 of 52 trained\n01.09.26 supplier late\n2026-08-03 started")
    assert [(note.on, note.words) for note in notes] == [
        (date(2026, 11, 20), "45 of 52 trained"),
        (date(2026, 9, 1), "supplier late"),
        (date(2026, 8, 3), "started"),
    ]


@pytest.mark.parametrize(
    "cell",
    ["From then on\n20/11/26 to 30/11/26", "20/11/26 was the panel", "20 November 2026 panel met"],
)
def test_a_date_that_the_words_go_on_from_begins_no_note(cell):
    assert notes_of(cell) == (Note(cell),)


def test_notes_that_follow_each_other_on_one_line_are_taken_apart_by_their_dates():
    notes = notes_of("12/09/2026: Two came. 03/10/2026 - 92% in time. (4 Nov 2026) – 96%\nand more")
    assert [(note.on, note.words) for note in notes] == [
        (date(2026, 9, 12), "Two came."),
        (date(2026, 10, 3), "92% in time."),
        (date(2026, 11, 4), "96%\nand more"),
    ]
    notes = notes_of("[12/09/2026] Two came. [03/10/2026]: 92%; 4 November 2026: 96%")
    assert [note.words for note in notes] == ["Two came.", "92%;", "96%"]


@pytest.mark.parametrize(
    "cell",
    [
        "It began late. 03/10/2026: the panel met",
        "12/09/2026: Seen by 03/10/2026 - in part",
        "12/09/2026: Seen. 03/10/2026 is the next",
        "15/05: Seen. 03/10/2026: again",
    ],
)
def test_a_date_among_words_begins_no_note(cell):
    assert len(notes_of(cell)) == 1


def test_a_year_is_taken_from_the_dated_notes_around_though_the_years_differ():
    notes = notes_of("05/12/25 - A\n09/01 - B\n03/02/26 - C")
    assert [note.on for note in notes] == [date(2025, 12, 5), date(2026, 1, 9), date(2026, 2, 3)]


@pytest.mark.parametrize(
    "cell",
    ["12 March 2026 was the inspection", "12 of 40 seen", "3.2 of the plan: done", "May help"],
)
def test_a_line_that_only_begins_like_a_date_is_no_new_note(cell):
    assert notes_of(cell) == (Note(cell),)


def test_leads_on_lines_are_several_and_an_and_is_left_to_a_person():
    layout = Layout(leads={"dcs / head of hr": ("DCS", "Head of HR")})
    assert list(units("Head of HR;\n• DCS", layout)) == ["Head of HR", "DCS"]
    assert titles("Head of Quality and Practice", layout) is None
    assert titles("DCS / Head of HR", layout) == ("DCS", "Head of HR")
    assert titles("TBC", layout) == ()
    assert written(["DCS"], Layout(leads={"jo": ("DCS",)})) == "DCS"


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("Action complete and evidenced", Meaning("complete")),
        ("At risk of missing its date", Meaning("", "at-risk")),
        ("not yet started", Meaning("not-started")),
        ("In progress, off track", Meaning("in-progress", "off-track")),
        ("Complete, awaiting sign-off", None),
        ("Not complete", None),
        ("Overdue", None),
        ("Amber", None),
        ("Not on track", Meaning("", "off-track")),
    ],
)
def test_words_have_a_meaning_only_where_they_speak_of_one_thing(words, meaning):
    assert spoken_of(words) == meaning


def test_what_stands_after_a_colour_is_its_meaning():
    assert said_after_colour("Green – on track") == "on track"
    assert said_after_colour("Amber (at risk)") == "at risk"
    assert said_after_colour("Greenwich") == ""


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        *(("FF0000", "red"), ("FFC000", "amber"), ("FFFF00", "yellow"), ("00B050", "green")),
        *(("0070C0", "blue"), ("7030A0", "purple"), ("BFBFBF", "grey"), ("000000", "black")),
        *(("C6EFCE", "light green"), ("FFC7CE", "light red"), ("800000", "dark red")),
    ],
)
def test_colours_have_names(colour, name):
    assert colour_name(colour) == name
