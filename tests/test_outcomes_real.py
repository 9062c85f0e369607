"""Ofsted's own file, last year's and next year's of the kind, and a table that others made."""

import zipfile
from datetime import date

import pytest
from django.conf import settings
from django.test import TestCase

from inspections.models import Inspection, Judgement
from inspections.outcomes import bring_in
from inspections.outcomes import wording as telling
from inspections.reference import load_reference
from tests.factories import NOW
from tests.spreadsheets import repacked
from tests.test_reference_statistics import FILE, grades_in, sheet

TABLE = "csv/ofsted_csc_ilacs_history.csv"


class TestRealFiles(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_reference(settings.ROOT / "fixtures")

    @pytest.fixture(autouse=True)
    def _data(self, shared_data):
        self.data = shared_data

    def bring_in(self, content, name="a.ods"):
        return bring_in(content=content, file_name=name, by=None, at=NOW)

    def graded(self):
        """Grades by GSS code, first day and area, as the statistics name the areas."""
        found = {}
        rows = Judgement.objects.current().filter(grade__isnull=False)
        rows = rows.select_related("area__theme", "grade", "inspection__council")
        for row in rows.prefetch_related("inspection__council__codes"):
            for code in row.inspection.council.codes.all():
                key = (code.code, str(row.inspection.fieldwork_start))
                if row.area.theme:
                    found.setdefault(key, {})[row.area.theme.key] = row.grade.label
        return found

    def changed(self, **words):
        """The file with words put in others' place."""
        with zipfile.ZipFile(self.data / FILE) as packed:
            xml = packed.read("content.xml").decode()
        for before, after in words.values():
            assert before in xml
            xml = xml.replace(before, after)
        return repacked((self.data / FILE).read_bytes(), content__xml=xml)

    def test_every_grade_in_the_official_file_is_the_record_s(self):
        Judgement.objects.filter(inspection__framework__key__startswith="ilacs").delete()
        Inspection.objects.filter(framework__key="la-monitoring-visit").delete()
        for inspection in Inspection.objects.filter(framework__key__startswith="ilacs"):
            inspection.inspected.all().delete()
            inspection.delete()
        done = self.bring_in((self.data / FILE).read_bytes())
        assert [*telling.wrong_rows(done.plan)] == []
        graded = self.graded()
        for name in ("ILACS_inspection_history", "Inspections_as_at_31_March"):
            for row in sheet(self.data, name):
                key = (row["Local authority area code"], row["Inspection date"])
                assert graded[key] == grades_in(row), row
        again = Inspection.objects.filter(framework__key__in=["ilacs-2018", "ilacs-2023"])
        assert again.count() == 271
        assert not Inspection.objects.filter(source_url="").exists()

    def test_after_the_reference_data_it_says_nothing_new(self):
        done = self.bring_in((self.data / FILE).read_bytes())
        assert [one.outcome for one in done.plan.effects] == [None] * 331
        assert {said.sheet for said in done.plan.rows} == {
            "Inspections_as_at_31_March",
            "In-year_inspections",
            "ILACS_inspection_history",
        }
        assert all(
            said.link.startswith("https://reports.ofsted.gov.uk/") for said in done.plan.rows
        )

    def test_next_years_file_corrects_what_it_says_otherwise(self):
        content = self.changed(
            day=("31 March 2025", "31 March 2026"),
            heading=(
                "The impact of leaders on social work practice",
                "Impact of leaders on practice",
            ),
            sheet=("In-year_inspections", "Activity_in_the_year"),
        )
        done = self.bring_in(content)
        assert [*telling.wrong_rows(done.plan)] == []
        assert done.plan.source.as_at == date(2026, 3, 31)
        assert {one.outcome for one in done.plan.effects} == {None}

    def test_the_table_that_others_made_comes_in_with_its_three_kinds_of_no_grade(self):
        content = (self.data / TABLE).read_bytes()
        done = self.bring_in(content, "history.csv")
        counts = {
            why: Judgement.objects.current().filter(no_grade=why, imported_by=done.batch).count()
            for why in Judgement.NoGrade.values
        }
        assert (counts["not-judged"], counts["not-reported"]) == (162, 11)
        assert counts["not-known"] > 800
        assert sum(bool(said.problems) for said in done.plan.rows) == 12
        conflicts = [one for one in telling.summary(done, dry_run=False) if "Conflict:" in one]
        assert len(conflicts) == 5
        assert self.bring_in(content, "history.csv").batch is None
