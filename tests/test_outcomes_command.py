"""`import_outcomes` and `undo_import`: what they print, refuse, and leave behind."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.test import TestCase

from inspections.models import Import, ImportRow, Inspection, Judgement
from tests.factories import RecommendationFactory
from tests.outcome_files import (
    HISTORY,
    IMPROVE,
    csv_of,
    load_some,
    new_one,
    row,
    statistics,
    wirral,
)

NEW = "2025-09-standard-inspection"


def run(name, *args, **options):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *args, stdout=out, stderr=err, **options)
    return out.getvalue().splitlines(), err.getvalue().splitlines()


class Commands(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_some()

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.folder = tmp_path

    def file(self, content, name="outcomes.ods"):
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def new(self):
        return Inspection.objects.filter(council__slug="wirral", slug=NEW)


class TestImporting(Commands):
    def test_it_counts_by_sheet_and_says_where_it_all_is_from(self):
        path = self.file(statistics(new_one(), wirral(["Good", *[IMPROVE] * 4])))
        out, err = run("import_outcomes", path)
        batch = Import.objects.get()
        assert err == []
        assert (
            "“History”: 1 new, 1 corrected or completed, 0 unchanged, 0 in conflict, 0 wrong."
            in out
        )
        assert (
            "In all: 2 inspections and visits, 1 of them new here; judgements: 5 new, 1 corrected, "
            "0 completed, 0 in conflict." in out
        )
        assert out[-2].startswith(f"Saved as import {batch.pk}, from: Ofsted official statistics")
        assert batch.kind == Import.Kind.OUTCOMES
        assert batch.council is None

    def test_a_trial_tells_the_same_and_saves_nothing(self):
        path = self.file(statistics(new_one()))
        out, _ = run("import_outcomes", path, dry_run=True)
        assert (
            "“History”: 1 new, 0 corrected or completed, 0 unchanged, 0 in conflict, 0 wrong."
            in out
        )
        assert "This was a trial: nothing is saved." in out
        assert not self.new().exists()
        assert not Import.objects.exists()

    def test_what_is_wrong_goes_to_the_errors_and_is_kept_with_the_import(self):
        odd = row("E08999999", "Nowhere", "5 May 2025", "7 July 2025")
        out, err = run("import_outcomes", self.file(statistics(odd, new_one())))
        assert err == [
            "Sheet “History”, row 4, column “Local authority area code”: “E08999999”. No council "
            "has, or ever had, this code here. Correct the row, or add the code to the council in "
            "the admin, with its days."
        ]
        assert self.new().exists()
        wrong = ImportRow.objects.wrong().get()
        assert (wrong.values["sheet"], wrong.values["row"]) == ("History", 4)

    def test_a_file_that_is_none_or_missing_is_an_error_in_one_sentence(self):
        for path in (self.file(b"%PDF-1.4", "a.ods"), str(self.folder / "none.ods")):
            with pytest.raises(CommandError) as refused:
                run("import_outcomes", path)
            assert str(refused.value).count("Nothing was imported.") <= 1
            assert str(refused.value).endswith(".")
        assert not Import.objects.exists()

    def test_a_table_is_declared_official_by_its_day(self):
        path = self.file(csv_of(HISTORY, wirral(["Good"] * 5)), "a.csv")
        out, _ = run("import_outcomes", path)
        assert sum(one.startswith("Conflict:") for one in out) == 5
        out, _ = run("import_outcomes", path, "--as-at", "2026-03-31")
        assert sum(one.startswith("Corrected:") for one in out) == 5


class TestUndoing(Commands):
    def imported(self, *rows, **options):
        run("import_outcomes", self.file(statistics(*rows)), **options)
        return Import.objects.latest("pk")

    def test_drafts_that_nobody_touched_go_and_the_history_keeps_them(self):
        before = Inspection.objects.count(), Judgement.objects.count()
        batch = self.imported(new_one(), draft=True)
        out, _ = run("undo_import", str(batch.pk))
        assert out == [f"Import {batch.pk}, “outcomes.ods”, is undone."]
        assert (Inspection.objects.count(), Judgement.objects.count()) == before
        assert Inspection.history.filter(slug=NEW, history_type="-").exists()
        batch.refresh_from_db()
        assert batch.state == Import.State.UNDONE
        self.imported(new_one(), draft=True)
        assert self.new().exists()

    def test_what_it_changed_in_a_draft_stands_as_before(self):
        self.imported(new_one(), draft=True)
        changed = new_one(["Inadequate"] * 5)
        changed[3] = "27 October 2025"
        second = self.imported(changed)
        assert str(self.new().get().published_on) == "2025-10-27"
        run("undo_import", str(second.pk))
        inspection = self.new().get()
        assert str(inspection.published_on) == "2025-10-20"
        assert {str(one.grade) for one in inspection.judgements.all()} == {"Good"}

    def test_what_is_public_is_not_undone(self):
        batch = self.imported(new_one())
        with pytest.raises(CommandError, match="what was public is not deleted"):
            run("undo_import", str(batch.pk))
        assert self.new().exists()

    def test_what_somebody_has_worked_on_is_not_undone(self):
        batch = self.imported(new_one(), draft=True)
        RecommendationFactory(inspection=self.new().get())
        with pytest.raises(CommandError, match="Something hangs on it already"):
            run("undo_import", str(batch.pk))
        inspection = self.new().get()
        inspection.theme = "Seen by hand"
        inspection.save()
        with pytest.raises(CommandError, match="Somebody has changed since"):
            run("undo_import", str(batch.pk))
        assert self.new().get().judgements.count() == 5

    def test_twice_or_none_at_all_is_told(self):
        batch = self.imported(new_one(), draft=True)
        run("undo_import", str(batch.pk))
        with pytest.raises(CommandError, match="saved, and undone since: it cannot be undone"):
            run("undo_import", str(batch.pk))
        with pytest.raises(CommandError, match="There is no import 0"):
            run("undo_import", "0")
