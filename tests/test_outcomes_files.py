"""What a file of outcomes may look like, and what is said of one that is not right."""

from datetime import date
from unittest import mock

import pytest
from django.test import TestCase
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisCase

from inspections.cells import MARKER
from inspections.intake import Refused
from inspections.models import Import, Inspection, Judgement
from inspections.outcomes import bring_in
from inspections.outcomes import wording as telling
from inspections.outcomes.cells import day_in, no_grade_in
from inspections.outcomes.columns import Headings, known_headings
from inspections.outcomes.writing import OutcomeWriting
from inspections.spreadsheets import Unreadable
from tests.factories import NOW
from tests.outcome_files import (
    GRADES,
    HISTORY,
    IMPROVE,
    PLACE,
    WIRRAL,
    csv_of,
    load_some,
    new_one,
    row,
    statistics,
    wirral,
)
from tests.spreadsheets import workbook

AS_AT = date(2026, 3, 31)
NEW = "2025-09-standard-inspection"


def official(*rows, headings=HISTORY, **options):
    content = csv_of(headings, *rows)
    return bring_in(content=content, file_name="a.csv", by=None, at=NOW, as_at=AS_AT, **options)


def from_sheets(content, **options):
    return bring_in(content=content, file_name="a.ods", by=None, at=NOW, **options)


def told(done):
    return [*telling.wrong_rows(done.plan), *telling.summary(done, dry_run=False)]


def inspections():
    return Inspection.objects.filter(council__slug="wirral")


class Files(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_some()


class TestHeadings(Files):
    def test_a_judgement_is_known_by_what_its_heading_means(self):
        headings = [
            *("LA code", "LA Name", "Date published"),
            *("Overall effectiveness judgement", "impact_of_leaders_grade"),
            *("Help and protection", "in_care_grade", "Experiences and progress of care leavers"),
            "Number of children",
        ]
        found = known_headings().recognise(headings)
        assert found.places == {"code": 0, "name": 1, "published": 2}
        assert found.judged == {
            "overall": 3,
            "leaders": 4,
            "help-protection": 5,
            "in-care": 6,
            "care-leavers": 7,
        }
        assert found.unused == (8,)

    def test_a_label_of_two_themes_means_neither_unless_more_areas_bear_it(self):
        alike = Headings({}, [("one", "Same words"), ("two", "Same words")])
        assert alike.recognise(["Same words"]).judged == {}
        more = Headings({}, [("one", "Same words"), ("two", "Same words"), ("two", "Same words")])
        assert more.recognise(["Same words"]).judged == {"two": 0}

    def test_an_extra_column_is_named_and_not_read(self):
        done = official([*new_one(), "17"], headings=[*HISTORY, "Children in need"])
        assert "1 column is not known and not read: “Children in need”." in told(done)

    def test_a_judgement_without_a_column_is_named_and_nothing_is_made_up_for_it(self):
        done = official(new_one()[:-1], headings=HISTORY[:-1])
        assert "No column gives grades for “Care leavers”." in told(done)
        judged = inspections().get(slug=NEW).judgements
        assert judged.count() == 4

    def test_without_a_council_or_a_day_it_is_no_such_file(self):
        for headings in (HISTORY[2:], [*PLACE, *GRADES]):
            with pytest.raises(Unreadable, match="must name the council"):
                official(["Good"] * len(headings), headings=headings)

    def test_two_columns_that_mean_the_same_are_a_question(self):
        with pytest.raises(Unreadable, match="“Inspection date” and “Visit date” seem to mean"):
            official([*new_one(), ""], headings=[*HISTORY, "Visit date"])

    def test_titles_above_and_other_orders_of_columns_do_not_matter(self):
        order = [*reversed(range(len(HISTORY)))]
        headings = [HISTORY[place] for place in order]
        shuffled = [new_one()[place] for place in order]
        content = workbook(["What this is"], [], headings, shuffled)
        bring_in(content=content, file_name="a.xlsx", by=None, at=NOW, as_at=AS_AT)
        assert inspections().get(slug=NEW).judgements.count() == 5

    def test_an_address_under_a_cell_of_a_workbook_is_read_too(self):
        def link(book, sheet):
            sheet["A2"].hyperlink = "https://reports.example.org/1"

        content = workbook(["Web link", *HISTORY], ["Page", *new_one()], change=link)
        bring_in(content=content, file_name="a.xlsx", by=None, at=NOW, as_at=AS_AT)
        assert inspections().get(slug=NEW).report_url == "https://reports.example.org/1"


class TestSheets(Files):
    def test_an_unknown_sheet_is_named(self):
        content = statistics(new_one(), Staff=[["Name", "Posts"], ["Wirral", "12"]])
        done = from_sheets(content)
        assert (
            "No inspections are listed in “Cover” and “Staff”. Nothing there was imported."
            in told(done)
        )
        assert inspections().filter(slug=NEW).exists()

    def test_the_day_of_the_statistics_is_read_from_their_cover(self):
        done = from_sheets(statistics(new_one(), as_at="31 March 2027"))
        assert done.batch.reading["as_at"] == "2027-03-31"
        assert inspections().get(slug=NEW).source.endswith("as at 31 March 2027")

    def test_hidden_rows_are_refused_until_somebody_has_looked(self):
        content = statistics([None, *new_one()])
        with pytest.raises(Refused, match="these rows are hidden: 4"):
            from_sheets(content)
        assert not Import.objects.exists()
        from_sheets(content, with_hidden=True)
        assert inspections().filter(slug=NEW).exists()

    def test_a_hidden_sheet_is_told_and_not_read(self):
        def hide(book, sheet):
            sheet.sheet_state = "hidden"
            shown = book.create_sheet("Shown")
            shown.append(list(HISTORY))
            shown.append(new_one())

        other = row(WIRRAL, "Wirral", "5 May 2025", "7 July 2025")
        content = workbook(list(HISTORY), other, title="Old", change=hide)
        done = from_sheets(content, as_at=AS_AT)
        assert any(
            "The sheet “Old” is hidden in the file. It was not read." in one for one in told(done)
        )
        assert not inspections().filter(slug__startswith="2025-05").exists()
        assert inspections().filter(slug=NEW).exists()

    def test_notes_below_the_table_are_named_and_are_no_rows(self):
        done = official(new_one(), ["Source: the inspectorate"])
        assert "Row 3 holds one cell only, and was not read: “Source: the inspectorate”." in told(
            done
        )
        assert len(done.plan.rows) == 1

    def test_a_link_that_is_no_web_address_is_not_kept(self):
        words = [("Page", "javascript:alert(1)"), *new_one()]
        from_sheets(statistics(words, headings=["Web link", *HISTORY]))
        assert inspections().get(slug=NEW).report_url == ""


class TestCells(Files):
    def test_an_unknown_grade_is_told_with_its_place_and_the_rest_is_imported(self):
        odd = row(WIRRAL, "Wirral", "5 May 2025", "7 July 2025", grades=["Splendid", *["Good"] * 4])
        done = from_sheets(statistics(odd, new_one()))
        (wrong,) = telling.wrong_rows(done.plan)
        assert wrong == (
            "Sheet “History”, row 4, column “Overall effectiveness”: “Splendid”. This is no grade "
            "that is known. Known: Outstanding, Good, Requires improvement to be good, Inadequate."
        )
        assert not inspections().filter(slug__startswith="2025-05").exists()
        assert inspections().filter(slug=NEW).exists()

    def test_if_asked_for_all_or_nothing_one_wrong_row_refuses_the_file(self):
        odd = row(WIRRAL, "Wirral", "5 May 2025", "7 July 2025", kind="Assurance of something")
        with pytest.raises(Refused, match="Rows that are wrong: 1 of 2. Row 2, column “Inspection"):
            official(odd, new_one(), all_or_nothing=True)
        assert not inspections().filter(slug=NEW).exists()

    def test_a_type_that_is_of_another_framework_is_never_taken_for_this_one(self):
        blank = [""] * 5
        for kind in ("Area SEND inspection", "JTAI", "Something new"):
            odd = row(WIRRAL, "Wirral", "5 May 2025", "7 July 2025", kind, blank)
            (wrong,) = telling.wrong_rows(official(odd, new_one()).plan)
            assert f"“{kind}”. This type is not known." in wrong
        joint = "Joint targeted area inspection"
        official(row(WIRRAL, "Wirral", "5 May 2025", "7 July 2025", joint, blank))
        assert inspections().get(fieldwork_start="2025-05-05").framework.key == "jtai"

    def test_a_visit_that_stands_here_as_another_kind_is_not_made_twice(self):
        blank = [""] * 5
        visit = row(
            WIRRAL, "Wirral", "18 September 2023", "20 October 2023", "Focused visit", blank
        )
        done = official(
            [*visit, "Front door"], [*new_one(), ""], headings=[*HISTORY, "Visit Theme"]
        )
        (wrong,) = telling.wrong_rows(done.plan)
        assert "it can hardly be another" in wrong

    def test_days_that_are_none_or_in_the_wrong_order_are_told(self):
        none = row(WIRRAL, "Wirral", "soon", "7 July 2025")
        order = row(WIRRAL, "Wirral", "5 May 2025", "7 April 2025")
        done = official(none, order, new_one())
        first, second = telling.wrong_rows(done.plan)
        assert "Row 2, column “Inspection date”: “soon”. This is not a day." in first
        assert "Row 3, column “Publication date”: “7 April 2025”. It would be" in second

    def test_a_visit_without_its_theme_or_that_follows_nothing_is_told(self):
        headings = [*HISTORY, "Visit Theme"]
        blank = [""] * 5
        visit = row(WIRRAL, "Wirral", "5 May 2025", "7 July 2025", "ILACS Focused Visit", blank)
        early = row(WIRRAL, "Wirral", "6 May 2009", "7 July 2009", "Monitoring visit", blank)
        rows = [[*visit, ""], [*visit[:2], "6 June 2025", *visit[3:], "Front door"]]
        done = official(*rows, [*new_one(), ""], headings=headings)
        (wrong,) = telling.wrong_rows(done.plan)
        assert "It does not say what the visit looked at." in wrong
        assert inspections().get(slug="2025-06-focused-visit").theme == "Front door"
        with pytest.raises(Refused):
            official([*early, "Front door"], headings=headings)

    def test_a_grade_for_what_the_framework_does_not_judge_is_told(self):
        later = row(WIRRAL, "Wirral", "11 May 2026", "7 July 2026")
        with pytest.raises(Refused, match="No framework of this kind"):
            official(later)

    def test_cells_that_would_be_formulas_or_markup_are_kept_as_words(self):
        theme = f"{MARKER}=HYPERLINK(1)<script>"
        visit = [WIRRAL, "Wirral", "5 May 2025", "7 July 2025", "ILACS Focused Visit", *[""] * 5]
        official([*visit, theme], headings=[*HISTORY, "Visit Theme"])
        found = inspections().get(slug="2025-05-focused-visit")
        assert found.theme == "=HYPERLINK(1)<script>"
        page = self.client.get(found.get_absolute_url()).content.decode()
        assert "HYPERLINK(1)&lt;script&gt;" in page

    def test_words_that_are_too_long_are_told(self):
        visit = [WIRRAL, "Wirral", "5 May 2025", "7 July 2025", "ILACS Focused Visit", *[""] * 5]
        with pytest.raises(Refused, match="longer than 200 characters"):
            official([*visit, "x" * 201], headings=[*HISTORY, "Visit Theme"])


class TestBadFiles(Files):
    def test_an_empty_file_and_one_of_headings_only_are_refused(self):
        with pytest.raises(Unreadable, match="The file is empty."):
            bring_in(content=b"", file_name="a.csv", by=None, at=NOW)
        with pytest.raises(Refused, match="headings and no rows"):
            official()
        assert not Import.objects.exists()

    def test_half_way_killed_nothing_is_saved(self):
        before = Inspection.objects.count(), Judgement.objects.count(), Judgement.history.count()
        later = wirral(["Good", *[IMPROVE] * 4])
        dies = mock.patch.object(OutcomeWriting, "_judge", side_effect=KeyboardInterrupt)
        with dies, pytest.raises(KeyboardInterrupt):
            official(new_one(), later)
        after = Inspection.objects.count(), Judgement.objects.count(), Judgement.history.count()
        assert before == after
        assert not Import.objects.exists()


CELL = st.text(max_size=8) | st.sampled_from(
    ["Good", WIRRAL, "8 September 2025", "=1", "'", "data_unreadable"]
)


class TestAnything(HypothesisCase):
    @classmethod
    def setUpTestData(cls):
        load_some()

    @examples(deadline=None, max_examples=40)
    @given(st.lists(st.lists(CELL, min_size=10, max_size=11), max_size=5))
    def test_any_cells_at_all_come_to_an_import_or_a_sentence(self, rows):
        try:
            sentence = telling.summary(official(*rows), dry_run=False)
        except (Unreadable, Refused) as problem:
            sentence = [str(problem)]
        assert all(one.endswith(".") for one in sentence)


@pytest.mark.parametrize(
    "cell",
    ["10 July 2023", "10/07/2023", "10/07/23", "2023-07-10", "10 Jul 2023", "10 July 2023 00:00"],
)
def test_a_day_is_read_in_the_forms_that_people_write(cell):
    assert day_in(cell) == date(2023, 7, 10)


@pytest.mark.parametrize("cell", ["July 2023", "31/02/2023", "10 July", "45117", "10/07/1023"])
def test_what_is_no_day_is_not_guessed(cell):
    with pytest.raises(ValueError, match=cell):
        day_in(cell)


def test_words_that_say_why_there_is_no_grade():
    assert no_grade_in("Inspection_pre_dates_judgement") == Judgement.NoGrade.NOT_JUDGED
    assert no_grade_in("not_reported_post_reform") == Judgement.NoGrade.NOT_REPORTED
    assert no_grade_in("data_unreadable") == Judgement.NoGrade.NOT_KNOWN
    assert no_grade_in("[z]") == Judgement.NoGrade.NOT_JUDGED
    assert no_grade_in("[x]") == Judgement.NoGrade.NOT_KNOWN
    assert no_grade_in("Good") == no_grade_in("") == ""
