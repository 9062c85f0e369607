"""Official statistics come in: what is new, what is corrected, what is in conflict."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import TestCase

from councils.days import start_of
from councils.models import Council
from inspections.corrections import correct_judgement
from inspections.intake import Refused
from inspections.models import Import, ImportRow, Inspection, Judgement
from inspections.outcomes import bring_in
from inspections.outcomes import wording as telling
from tests import factories
from tests.factories import NOW
from tests.outcome_files import (
    BARNSLEY,
    CUMBRIA,
    HISTORY,
    IMPROVE,
    LATEST,
    WIRRAL,
    YEAR,
    csv_of,
    load_some,
    new_one,
    row,
    statistics,
    wirral,
)

AS_AT = date(2026, 3, 31)


def official(*rows, headings=HISTORY, as_at=AS_AT, name="outcomes.csv", **options):
    """Bring in rows as official statistics of that day; None: as a table that others made."""
    content = csv_of(headings, *rows)
    return bring_in(content=content, file_name=name, by=None, at=NOW, as_at=as_at, **options)


def told(done):
    return [*telling.wrong_rows(done.plan), *telling.summary(done, dry_run=False)]


def grades_of(inspection):
    rows = inspection.judgements.current().select_related("area__theme", "grade")
    return {
        row.area.theme.key if row.area.theme else row.area.key: str(row.grade or row.no_grade)
        for row in rows
    }


class Outcomes(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_some()

    def of_wirral(self, slug="2023-09-standard-inspection"):
        return Inspection.objects.get(council__slug="wirral", slug=slug)


class TestWhatIsNew(Outcomes):
    def test_a_new_inspection_has_its_judgements_and_says_where_they_are_from(self):
        done = official(new_one(["Good", "Good", IMPROVE, "Good", "Outstanding"]))
        inspection = self.of_wirral("2025-09-standard-inspection")
        assert grades_of(inspection) == {
            "overall": "Good",
            "leaders": "Good",
            "help-protection": IMPROVE,
            "in-care": "Good",
            "care-leavers": "Outstanding",
        }
        assert inspection.framework.key == "ilacs-2023"
        assert str(inspection) == "Standard inspection of children's services, Wirral 2025"
        assert [str(one) for one in inspection.bodies.all()] == ["Wirral"]
        assert inspection.source == (
            "Ofsted official statistics: local authority inspection outcomes as at 31 March 2026"
        )
        kept = done.batch.rows.get()
        assert (kept.outcome, kept.subject) == (ImportRow.Outcome.NEW, inspection)
        assert kept.values["cells"]["Inspection date"] == "8 September 2025"

    def test_it_is_public_from_the_day_of_its_report_as_reference_data_is(self):
        official(new_one())
        seen = Inspection.objects.visible_to
        day, nobody = date(2025, 10, 20), AnonymousUser()
        mine = self.of_wirral("2025-09-standard-inspection").pk
        assert seen(nobody, at=start_of(day)).filter(pk=mine).exists()
        assert not seen(nobody, at=start_of(date(2025, 10, 19))).filter(pk=mine).exists()

    def test_kept_as_a_draft_it_waits_for_a_publisher(self):
        official(new_one(), draft=True)
        assert self.of_wirral("2025-09-standard-inspection").publish_from is None

    def test_the_same_file_again_changes_nothing_and_is_no_second_import(self):
        first = official(new_one())
        versions = Judgement.history.count(), Inspection.history.count()
        again = official(new_one())
        assert (first.batch is None, again.batch) == (False, None)
        assert Import.objects.count() == 1
        assert versions == (Judgement.history.count(), Inspection.history.count())
        assert "The same file was imported before: nothing changed." in told(again)

    def test_the_framework_follows_the_first_day_and_what_was_judged(self):
        old = row(WIRRAL, "Wirral", "5 July 2021", "2 August 2021", grades=["Good"] * 4 + [""])
        official(old)
        inspection = self.of_wirral("2021-07-standard-inspection")
        assert inspection.framework.key == "ilacs-2018"
        assert grades_of(inspection).keys() == {"overall", "leaders", "help-protection", "in-care"}

    def test_from_april_2026_a_blank_overall_grade_is_none_and_is_never_computed(self):
        later = row(WIRRAL, "Wirral", "11 May 2026", "7 July 2026", grades=["", *["Good"] * 4])
        official(later)
        inspection = self.of_wirral("2026-05-standard-inspection")
        assert inspection.framework.key == "ilacs-2026"
        assert "overall" not in grades_of(inspection)

    def test_a_blank_where_the_framework_judges_is_not_known_and_no_grade(self):
        official(new_one(["Good", "Good", "", "Good", "Good"]))
        inspection = self.of_wirral("2025-09-standard-inspection")
        assert grades_of(inspection)["help-protection"] == Judgement.NoGrade.NOT_KNOWN

    def test_a_monitoring_visit_follows_the_last_inspection_even_one_of_the_same_file(self):
        visit = [WIRRAL, "Wirral", "3 March 2026", "1 April 2026", "LA Monitoring visit"]
        content = statistics(new_one(), Year=[list(YEAR), [*visit, "Front door"]])
        bring_in(content=content, file_name="a.ods", by=None, at=NOW)
        found = self.of_wirral("2026-03-monitoring-visit")
        assert (found.theme, found.framework.key) == ("Front door", "la-monitoring-visit")
        assert found.parent == self.of_wirral("2025-09-standard-inspection")

    def test_one_inspection_in_several_sheets_is_one_and_has_the_address_under_its_cell(self):
        address = "https://reports.example.org/44/344"
        listed = [("Ofsted Webpage", address), *new_one()[:4], *new_one()[5:]]
        content = statistics(new_one(), Latest=[["Latest"], list(LATEST), listed])
        done = bring_in(content=content, file_name="a.ods", by=None, at=NOW)
        inspection = self.of_wirral("2025-09-standard-inspection")
        assert inspection.report_url == address
        assert inspection.judgements.count() == 5
        counts = "0 new, 0 corrected or completed, 1 unchanged, 0 in conflict, 0 wrong."
        assert f"“Latest”: {counts}" in told(done)
        assert (
            Inspection.objects.filter(council__slug="wirral", slug__startswith="2025").count() == 1
        )


class TestWhatIsCorrected(Outcomes):
    def test_a_later_issue_corrects_an_earlier_one_and_what_stood_is_kept(self):
        done = official(wirral(["Good", *[IMPROVE] * 4]))
        inspection = self.of_wirral()
        new = inspection.judgements.current().get(area__is_overall=True)
        assert (str(new.grade), str(new.corrects.grade)) == ("Good", IMPROVE)
        assert new.corrects.superseded_on == NOW.date()
        assert "as at 31 March 2026" in new.correction_note
        assert new.imported_by == done.batch
        assert inspection.source.endswith("31 March 2026")
        assert inspection.judgements.current().count() == 5
        said = [one for one in told(done) if one.startswith("Corrected:")]
        assert len(said) == 1
        assert "“Requires improvement to be good”" in said[0]

    def test_its_page_says_that_it_was_corrected_and_why(self):
        official(wirral(["Good", *[IMPROVE] * 4]))
        page = self.client.get(self.of_wirral().get_absolute_url()).content.decode()
        assert "Before that: Requires improvement to be good." in page
        assert "as at 31 March 2026: this is what stands there." in page

    def test_a_corrected_grade_can_be_corrected_again_by_the_next_issue(self):
        official(wirral(["Good", *[IMPROVE] * 4]))
        official(wirral(["Outstanding", *[IMPROVE] * 4]), as_at=date(2027, 3, 31))
        rows = self.of_wirral().judgements.filter(area__is_overall=True).order_by("pk")
        assert [str(one.grade) for one in rows] == [IMPROVE, "Good", "Outstanding"]

    def test_last_years_issue_does_not_take_a_correction_back(self):
        done = official(wirral(["Good", *[IMPROVE] * 4]), as_at=date(2024, 3, 31))
        assert grades_of(self.of_wirral())["overall"] == IMPROVE
        assert sum(one.startswith("Conflict:") for one in told(done)) == 1

    def test_an_older_issue_does_not_contradict_what_a_later_one_said_again(self):
        official(new_one(), as_at=date(2025, 12, 31), name="first.csv")
        official(new_one(), as_at=date(2027, 3, 31), name="third.csv")
        official(new_one(["Inadequate"] * 5), as_at=date(2026, 12, 31), name="second.csv")
        inspection = self.of_wirral("2025-09-standard-inspection")
        assert set(grades_of(inspection).values()) == {"Good"}

    def test_a_day_and_the_kind_are_corrected_and_the_address_of_the_page_stays(self):
        changed = wirral()
        changed[3:5] = ["5 February 2024", "ILACS Short Inspection"]
        official(changed)
        inspection = self.of_wirral()
        assert inspection.published_on == date(2024, 2, 5)
        assert inspection.title == "Short inspection of children's services"

    def test_reference_data_loaded_again_leaves_the_correction_alone(self):
        official(wirral(["Good", *[IMPROVE] * 4]))
        load_some()
        assert grades_of(self.of_wirral())["overall"] == "Good"

    def test_in_a_draft_it_is_put_right_in_place(self):
        official(new_one(), draft=True)
        official(new_one(["Inadequate"] * 5), as_at=date(2027, 3, 31))
        inspection = self.of_wirral("2025-09-standard-inspection")
        assert set(grades_of(inspection).values()) == {"Inadequate"}
        assert inspection.judgements.count() == 5


class TestWhatIsInConflict(Outcomes):
    def test_what_a_person_entered_stands_and_both_are_listed(self):
        olive = factories.UserFactory(is_superuser=True, first_name="Olive", last_name="Officer")
        judged = self.of_wirral().judgements.get(area__is_overall=True)
        good = judged.grade.scale.grades.get(rank=2)
        correct_judgement(judgement=judged, grade=good, why="Ofsted wrote to us.", by=olive, at=NOW)
        done = official(wirral())
        assert grades_of(self.of_wirral())["overall"] == "Good"
        (conflict,) = [one for one in told(done) if one.startswith("Conflict:")]
        assert "“Good”" in conflict
        assert "“Requires improvement to be good” (row 2 of the file)" in conflict
        assert done.batch.rows.get().outcome == ImportRow.Outcome.CONFLICT

    def test_a_report_is_not_overridden_by_statistics(self):
        """The inspection of 2016 was taken from the report."""
        report = row(WIRRAL, "Wirral", "4 July 2016", "20 September 2016", kind="Inspection")
        done = official(report)
        inspection = self.of_wirral("2016-07-single-inspection")
        assert grades_of(inspection)["overall"] == "Inadequate"
        conflicts = [one for one in told(done) if one.startswith("Conflict:")]
        assert len(conflicts) == 5
        assert all("Ofsted's report on Wirral" in one for one in conflicts)

    def test_a_table_that_others_made_contradicts_statistics_and_changes_nothing(self):
        done = official(wirral(["good"] * 5), as_at=None, name="scraped.csv")
        assert set(grades_of(self.of_wirral()).values()) == {IMPROVE}
        assert sum(one.startswith("Conflict:") for one in told(done)) == 5
        again = official(wirral(["good"] * 5), as_at=None, name="scraped.csv")
        assert sum(one.startswith("Conflict:") for one in told(again)) == 5

    def test_two_sheets_that_differ_are_told_and_neither_is_taken(self):
        other = ["", *new_one()[:4], "Inadequate", *new_one()[6:]]
        content = statistics(new_one(), Latest=[list(LATEST), other])
        done = bring_in(content=content, file_name="a.ods", by=None, at=NOW)
        inspection = self.of_wirral("2025-09-standard-inspection")
        assert "overall" not in grades_of(inspection)
        (conflict,) = [one for one in told(done) if one.startswith("Conflict:")]
        assert "“Good” (sheet “History”, row 4)" in conflict
        assert "“Inadequate” (sheet “Latest”, row 2 of the file)" in conflict

    def test_days_that_nearly_agree_are_asked_about_and_make_no_second_inspection(self):
        near = wirral()
        near[2:4] = ["25 September 2023", "9 February 2024"]
        with pytest.raises(Refused, match="it can hardly be another"):
            official(near)
        done = official(near, new_one())
        assert any("18 September 2023 and 2 February 2024" in one for one in told(done))

    def test_a_withdrawn_inspection_stays_withdrawn_and_is_not_made_again(self):
        inspection = self.of_wirral()
        inspection.withdrawn_at, inspection.withdrawn_why = NOW, "Not ours."
        inspection.withdrawn_by = factories.UserFactory()
        inspection.save()
        done = official(wirral(["Good"] * 5))
        assert any("has been withdrawn here. It stays so." in one for one in told(done))
        assert set(grades_of(self.of_wirral()).values()) == {IMPROVE}


class TestWhoseItIs(Outcomes):
    def test_what_was_found_at_an_abolished_council_stays_its_own(self):
        gone = row(CUMBRIA, "Cumbria", "6 November 2017", "8 January 2018", grades=[IMPROVE] * 5)
        official(gone)
        inspection = Inspection.objects.get(fieldwork_start=date(2017, 11, 6))
        assert inspection.council.slug == "cumbria"
        assert not Council.objects.get(slug="cumberland").inspections.filter(pk=inspection.pk)

    def test_a_council_that_did_not_exist_that_day_is_told_with_whose_day_it_was(self):
        early = row("E06000063", "Cumberland", "6 November 2017", "8 January 2018")
        done = official(early, new_one())
        (wrong,) = telling.wrong_rows(done.plan)
        assert wrong == (
            "Row 2, column “Local authority area code”: “E06000063”. Cumberland did not exist on "
            "6 November 2017. Cumbria did. Correct the code or the day."
        )

    def test_an_old_code_and_a_new_one_are_the_same_council(self):
        old = row(BARNSLEY, "Barnsley", "3 February 2025", "10 March 2025")
        new = row("E08000038", "Barnsley", "10 November 2025", "15 December 2025")
        official(old, new)
        assert (
            Inspection.objects.filter(
                council__slug="barnsley", fieldwork_start__gte=date(2025, 2, 1)
            ).count()
            == 2
        )

    def test_the_code_of_the_statistics_own_day_serves_for_inspections_before_it(self):
        before = row("E08000038", "Barnsley", "3 February 2025", "10 March 2025")
        done = official(before)
        assert not [one for said in done.plan.rows for one in said.notes]

    def test_a_code_that_was_never_in_force_then_is_told(self):
        never = row("E08000038", "Barnsley", "3 February 2025", "10 March 2025")
        done = official(never, as_at=date(2025, 3, 31))
        assert any(
            "The code E08000038 was not in force on 3 February 2025 and 31 March 2025. It was "
            "Barnsley's from 1 April 2025" in one
            for one in told(done)
        )

    def test_a_code_that_nobody_has_and_a_name_of_somebody_else_are_wrong(self):
        nobody = row("E08999999", "Nowhere", "3 February 2025", "10 March 2025")
        other = row(WIRRAL, "Croydon", "3 February 2025", "10 March 2025")
        done = official(nobody, other, new_one())
        first, second = telling.wrong_rows(done.plan)
        assert "“E08999999”. No council has, or ever had, this code here." in first
        assert "is Wirral's, and this is the name of Croydon." in second
        assert done.batch.rows.wrong().count() == 2


class TestTheThreeKindsOfNoGrade(Outcomes):
    HEADINGS = (
        *("urn", "local_authority", "inspection_link", "publication_date"),
        *("inspection_framework", "inspection_start_date", "overall_effectiveness_grade"),
        *("impact_of_leaders_grade", "help_and_protection_grade", "in_care_grade"),
        "care_leavers_grade",
    )

    def bring_in(self, published, start, *grades):
        line = ["80480", "wirral", "https://files.example.org/1", published, "standard", start]
        official([*line, *grades], headings=self.HEADINGS, as_at=None, name="history.csv")
        return Inspection.objects.get(
            council__slug="wirral", report_url="https://files.example.org/1"
        )

    def setUp(self):
        council = Council.objects.get(slug="wirral")
        Council.objects.filter(pk=council.pk).update(ofsted_urn="80480")

    def test_a_judgement_that_did_not_exist_then(self):
        found = self.bring_in(
            "02/08/21", "05/07/2021", *["good"] * 4, "inspection_pre_dates_judgement"
        )
        assert grades_of(found)["care-leavers"] == Judgement.NoGrade.NOT_JUDGED
        page = self.client.get(found.get_absolute_url()).content.decode()
        assert "Not judged under this framework" in page

    def test_one_that_is_no_longer_reported(self):
        found = self.bring_in("07/07/26", "11/05/2026", "not_reported_post_reform", *["good"] * 4)
        assert found.framework.key == "ilacs-2026"
        assert grades_of(found)["overall"] == Judgement.NoGrade.NOT_REPORTED
        page = self.client.get(Council.objects.get(slug="wirral").get_absolute_url())
        assert "No longer reported after the framework" in page.content.decode()

    def test_one_that_nobody_could_read(self):
        found = self.bring_in("13/06/17", "", "", *["data_unreadable"] * 4)
        assert found.framework.key == "sif"
        assert set(grades_of(found).values()) == {Judgement.NoGrade.NOT_KNOWN}

    def test_what_is_known_here_is_not_made_unknown_and_statistics_fill_what_is(self):
        line = ["80480", "wirral", "", "02/02/24", "standard", "18/09/2023"]
        official(
            [*line, *["data_unreadable"] * 5], headings=self.HEADINGS, as_at=None, name="a.csv"
        )
        assert set(grades_of(self.of_wirral()).values()) == {IMPROVE}
        found = self.bring_in("20/10/25", "08/09/2025", *["data_unreadable"] * 5)
        official(new_one())
        assert set(grades_of(found).values()) == {"Good"}
        assert found.judgements.filter(no_grade=Judgement.NoGrade.NOT_KNOWN).count() == 5
