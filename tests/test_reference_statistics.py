"""The reference data held against Ofsted's official statistics, read here by other means."""

import html
import re
import zipfile

import pytest
from django.conf import settings
from django.test import TestCase

from inspections.models import Framework, Inspection
from inspections.reference import load_reference

FILE = "official/LA_Inspection_Outcomes_as_at_31_March_2025.ods"
CELL = re.compile(r"<table:table-cell\b([^>]*?)(?:/>|>(.*?)</table:table-cell>)", re.DOTALL)
REPEATED = re.compile(r'table:number-columns-repeated="(\d+)"')
LINK = re.compile(r"HYPERLINK\(&quot;(.*?)&quot;")
GRADED = {"ILACS Standard Inspection": "standard", "ILACS Short Inspection": "short"}
VISITS = {
    "ILACS Focused Visit": Framework.Kind.FOCUSED_VISIT,
    "LA Monitoring visit": Framework.Kind.MONITORING_VISIT,
}
# The statistics name the columns after the rules of 2023; until then one area held both.
COLUMNS = ("overall", "leaders", "help-protection", "in-care", "care-leavers")
OLD_NAMES = {"care-and-leavers": "in-care"}


def sheet(folder, name):
    """The rows below the header of one sheet, as dictionaries; the link as "address"."""
    with zipfile.ZipFile(folder / FILE) as archive:
        xml = archive.read("content.xml").decode()
    table = re.search(rf'<table:table table:name="{name}".*?</table:table>', xml, re.DOTALL)[0]
    rows = [cells(row) for row in re.findall(r"<table:table-row.*?</table:table-row>", table)]
    header = next(row for row in rows if row[:1] == ["Web link"])
    below = rows[rows.index(header) + 1 :]
    links = LINK.findall(table)
    filled = [row for row in below if any(row)]
    assert len(filled) == len(links)
    return [
        dict(zip(header, row + [""] * 13, strict=False)) | {"address": link}
        for row, link in zip(filled, links, strict=True)
    ]


def cells(row):
    """The texts of a row's cells; a date in its ISO form; repetitions cut at twenty."""
    texts = []
    for attributes, content in CELL.findall(row):
        day = re.search(r'office:date-value="(\d{4}-\d\d-\d\d)', attributes)
        text = day[1] if day else html.unescape(re.sub(r"<[^>]+>", "", content))
        repeated = REPEATED.search(attributes)
        texts += [text] * min(int(repeated[1]) if repeated else 1, 20)
    while texts and not texts[-1]:
        texts.pop()
    return texts


def grades_in(row):
    """The five grades of a row of the statistics, by area; without the blank ones."""
    graded = [text for column, text in row.items() if column.startswith(("Overall", "The "))]
    return {area: grade for area, grade in zip(COLUMNS, graded, strict=True) if grade}


def grades_of(inspection):
    return {
        OLD_NAMES.get(judgement.area.key, judgement.area.key): judgement.grade.label
        for judgement in inspection.judgements.all()
    }


class TestAgainstTheOfficialStatistics(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_reference(settings.ROOT / "fixtures")

    @pytest.fixture(autouse=True)
    def _data(self, shared_data):
        self.data = shared_data

    def setUp(self):
        """The loaded inspections, by GSS code, first day of fieldwork and kind."""
        self.found = {}
        for inspection in Inspection.objects.select_related("framework").prefetch_related(
            "council__codes", "judgements__area", "judgements__grade"
        ):
            for code in inspection.council.codes.all():
                key = (code.code, str(inspection.fieldwork_start), inspection.framework.kind)
                self.found[key] = inspection

    def test_every_inspection_in_the_history_stands_here_with_every_grade(self):
        history = sheet(self.data, "ILACS_inspection_history")
        assert len(history) == 271
        for row in history:
            day = row["Inspection date"]
            key = (row["Local authority area code"], day, Framework.Kind.INSPECTION)
            inspection = self.found[key]
            assert str(inspection.published_on) == row["Publication date"], row
            assert grades_of(inspection) == grades_in(row), row
            assert GRADED[row["Inspection type"]] in inspection.slug
            apart = "The experiences and progress of care leavers"
            assert inspection.framework.key == ("ilacs-2023" if row[apart] else "ilacs-2018")
            assert bool(row[apart]) == (day >= "2023-01-01")

    def test_no_inspection_of_these_frameworks_stands_here_that_is_not_in_the_history(self):
        ours = Inspection.objects.filter(framework__key__in=["ilacs-2018", "ilacs-2023"])
        assert ours.count() == 271

    def test_every_visit_in_the_year_stands_here_with_its_theme(self):
        in_year = sheet(self.data, "In-year_inspections")
        visits = [row for row in in_year if row["Inspection/Visit type"] in VISITS]
        assert len(visits) == 60
        for row in visits:
            kind = VISITS[row["Inspection/Visit type"]]
            key = (row["Local authority area code"], row["Inspection/Visit date"], kind)
            visit = self.found[key]
            assert visit.theme == row["Visit Theme"]
            assert str(visit.published_on) == row["Publication date"]
            assert visit.report_url == row["address"]

    def test_the_latest_judgements_of_all_153_are_those_of_their_latest_inspection(self):
        latest = {}
        for (code, day, _), inspection in sorted(self.found.items()):
            if inspection.framework.key.startswith("ilacs-20"):
                latest[code] = (day, inspection)
        rows = sheet(self.data, "Inspections_as_at_31_March")
        assert len(rows) == 153
        for row in rows:
            day, inspection = latest[row["Local authority area code"]]
            assert day == row["Inspection date"]
            assert grades_of(inspection) == grades_in(row), row
