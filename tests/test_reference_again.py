"""Loading the reference data again: nothing changes, and no person's decision is overridden."""

import shutil
from datetime import date

import pytest
from django.conf import settings
from django.test import TestCase

from councils.days import start_of
from councils.models import Body, Council, CouncilCode, User
from councils.reference.rows import REASON
from inspections.models import Framework, Grade, InspectedBody, Inspection, Judgement
from inspections.reference import load_reference

FIXTURES = settings.ROOT / "fixtures"


class TestLoadingAgain(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_reference(FIXTURES)

    def setUp(self):
        self.wirral = Council.objects.get(slug="wirral")
        self.inspection = Inspection.objects.get(council=self.wirral, framework__key="sif")

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.folder = tmp_path / "fixtures"

    def changed(self, file, old, new):
        """A copy of the reference data with one text replaced in one file."""
        shutil.copytree(FIXTURES, self.folder)
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
        return self.folder

    def again(self, folder=FIXTURES):
        """Load again; the counts of what was not simply unchanged, by label."""
        counts = {}
        for tally in load_reference(folder):
            if any(now := (tally.created, tally.changed, tally.kept)):
                counts[tally.label] = now
        return counts

    def test_nothing_changes(self):
        before = [m.history.count() for m in (Council, Body, Inspection, Judgement)]
        assert self.again() == {}
        assert [m.history.count() for m in (Council, Body, Inspection, Judgement)] == before

    def test_a_council_that_a_person_renamed_keeps_its_name(self):
        self.wirral.name = "Wirral Borough"
        self.wirral.save()
        assert self.again() == {"Councils": (0, 0, 1)}
        self.wirral.refresh_from_db()
        assert self.wirral.name == "Wirral Borough"

    def test_successors_that_a_person_chose_stay(self):
        cumbria = Council.objects.get(slug="cumbria")
        cumbria.succeeded_by.set([self.wirral])
        self.again()
        assert list(cumbria.succeeded_by.all()) == [self.wirral]

    def test_a_day_of_receipt_that_a_person_entered_stays(self):
        self.inspection.received_on = date(2016, 9, 13)
        self.inspection.save()
        assert self.again() == {}
        self.inspection.refresh_from_db()
        assert self.inspection.received_on == date(2016, 9, 13)

    def test_an_inspection_that_a_person_corrected_stays_corrected(self):
        self.inspection.fieldwork_end = date(2016, 7, 29)
        self.inspection.save()
        assert self.again() == {"Inspections": (0, 0, 1)}
        self.inspection.refresh_from_db()
        assert self.inspection.fieldwork_end == date(2016, 7, 29)

    def test_an_inspection_that_a_person_withdrew_stays_withdrawn(self):
        self.inspection.withdrawn_at = start_of(date(2026, 1, 5))
        self.inspection.withdrawn_by = User.objects.create(username="publisher")
        self.inspection.withdrawn_why = "Entered twice."
        self.inspection.save()
        assert self.again() == {}
        self.inspection.refresh_from_db()
        assert self.inspection.withdrawn_why == "Entered twice."

    def test_an_inspection_that_a_person_moved_to_another_framework_keeps_its_judgements(self):
        self.inspection.framework = Framework.objects.get(key="ilacs-2018")
        self.inspection.save()
        assert self.again() == {"Inspections": (0, 0, 1)}
        assert self.inspection.judgements.count() == 6

    def test_a_judgement_that_a_person_corrected_stays_and_so_does_the_first_reading(self):
        first = self.inspection.judgements.get(area__key="adoption")
        first.superseded_on = date(2026, 1, 5)
        first.save()
        second = Judgement.objects.create(
            inspection=self.inspection,
            area=first.area,
            grade=Grade.objects.get(scale=first.grade.scale, rank=2),
            printed_grade="Good",
            corrects=first,
            correction_note="The report was reissued.",
        )
        assert self.again() == {}
        assert list(self.inspection.judgements.current().filter(area=first.area)) == [second]

    def test_a_judgement_that_a_person_changed_stays_changed(self):
        judgement = self.inspection.judgements.get(area__key="adoption")
        judgement.grade, judgement.no_grade = None, Judgement.NoGrade.NOT_KNOWN
        judgement.save()
        assert self.again() == {"Judgements": (0, 0, 1)}
        judgement.refresh_from_db()
        assert judgement.grade is None

    def test_a_number_of_recommendations_that_a_person_set_stays(self):
        self.inspection.inspected.update(recommendations_printed=20)
        assert self.again() == {"Inspected bodies": (0, 0, 1)}
        assert self.inspection.inspected.get().recommendations_printed == 20

    def test_a_number_of_recommendations_fills_an_empty_place(self):
        self.inspection.inspected.update(recommendations_printed=None)
        assert self.again() == {"Inspected bodies": (0, 1, 0)}
        assert self.inspection.inspected.get().recommendations_printed == 19

    def test_an_inspected_body_that_a_person_chose_is_not_joined_by_another(self):
        trust = Body.objects.create(kind=Body.Kind.TRUST, name="A children's trust")
        self.inspection.inspected.update(body=trust)
        assert self.again() == {"Inspected bodies": (0, 0, 1)}
        assert self.inspection.inspected.get().body == trust

    def test_a_code_that_a_person_entered_stays_in_force(self):
        CouncilCode.objects.filter(council=self.wirral).update(valid_to=date(2027, 3, 31))
        CouncilCode.objects.create(
            council=self.wirral, code="E08000099", valid_from=date(2027, 4, 1)
        )
        assert self.again() == {"GSS codes": (0, 0, 1)}
        assert CouncilCode.objects.get(council=self.wirral, valid_to=None).code == "E08000099"

    def test_an_inspection_that_a_person_entered_at_the_same_address_is_left_alone(self):
        InspectedBody.objects.filter(inspection=self.inspection).delete()
        Judgement.objects.filter(inspection=self.inspection).delete()
        Inspection.objects.filter(parent=self.inspection).update(parent=None)
        self.inspection.delete()
        theirs = Inspection.objects.create(
            council=self.wirral,
            framework=self.inspection.framework,
            slug=self.inspection.slug,
        )
        self.again()
        theirs.refresh_from_db()
        assert theirs.published_on is None
        assert not theirs.judgements.exists()
        assert not theirs.inspected.exists()

    def test_a_line_that_changed_changes_its_row_and_the_history_says_why(self):
        folder = self.changed("inspections.csv", "2016-07-28", "2016-07-29")
        assert self.again(folder) == {"Inspections": (0, 2, 0)}  # the board's review too
        self.inspection.refresh_from_db()
        assert self.inspection.fieldwork_end == date(2016, 7, 29)
        assert self.inspection.history.first().history_change_reason == REASON

    def test_a_code_that_ended_makes_room_for_the_next(self):
        line = "wirral,E08000015,,\n"
        then = "wirral,E08000015,,2027-03-31\nwirral,E08000099,2027-04-01,\n"
        folder = self.changed("authority_codes.csv", line, then)
        assert self.again(folder) == {"GSS codes": (1, 1, 0)}
        assert CouncilCode.objects.get(council=self.wirral, valid_to=None).code == "E08000099"
