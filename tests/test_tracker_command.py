"""`import_plan` and `export_plan`: what the admin does, from the command line."""

import io

import pytest
from django.core.management import CommandError, call_command

from improvement.models import TrackerImport, Update
from tests.tracker_files import MANAGERS, VISITS, brought_in, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def known(plan, action, plan_officer):
    """A plan whose council's layout somebody has explained."""
    brought_in(plan, [*MANAGERS, "Green", ""], by=plan_officer)
    return plan


@pytest.fixture
def file(tmp_path):
    def write(*rows):
        path = tmp_path / "tracker.csv"
        path.write_bytes(csv_of(*rows))
        return path

    return write


def run(name, *args, **options):
    out, err = io.StringIO(), io.StringIO()
    where = {"council": "northbridge", "plan": "improvement-plan"}
    try:
        call_command(name, *args, **where | options, stdout=out, stderr=err)
    except CommandError as problem:
        return f"{out.getvalue()}{err.getvalue()}{problem}"
    return out.getvalue()


def test_a_known_layout_comes_in(known, file, plan_officer):
    path = file([*MANAGERS, "Green", "Two are in post."], [*VISITS, "Green", ""])
    told = run("import_plan", path, by="peter")
    assert told.splitlines()[-1] == "1 new, 1 changed, 0 unchanged, 0 wrong"
    assert TrackerImport.objects.first().confirmed_by == plan_officer
    assert run("import_plan", path, by="peter").endswith("0 new, 0 changed, 2 unchanged, 0 wrong\n")


def test_an_unknown_layout_is_refused_with_its_open_questions(plan, action, file, plan_officer):
    told = run("import_plan", file([*MANAGERS, "Green", ""]), by="peter")
    assert "“Green” stands as rating of one action. What does it mean?" in told
    assert "Nothing was imported. Its layout has open questions." in told
    assert not TrackerImport.objects.exists()


def test_a_dry_run_tells_and_saves_nothing(known, file):
    told = run("import_plan", file([*MANAGERS, "Green", "News."]), dry_run=True)
    assert told.endswith("0 new, 1 changed, 0 unchanged, 0 wrong\n")
    assert (TrackerImport.objects.count(), Update.objects.count()) == (1, 1)


def test_reports_need_somebody_whose_they_are(known, file, reader):
    path = file([*MANAGERS, "Green", "News."])
    assert "Say with --by whose reports these are" in run("import_plan", path)
    assert "There is no user “nobody”" in run("import_plan", path, by="nobody")
    assert "may not import" in run("import_plan", path, by=reader.username)


def test_wrong_rows_and_offers_are_told_and_nothing_is_saved(known, file):
    told = run("import_plan", file([*MANAGERS, "", ""], [*MANAGERS, "", ""]), by="peter")
    assert "It has the same reference as row 2." in told
    assert "Nothing was saved. row 3 is wrong." in told
    near = file(["9", "Decide every new contact in one day", "", "", "", ""])
    assert "may be the action 2.3 here" in run("import_plan", near, by="peter")
    assert run("import_plan", near, by="peter", take_as="same").endswith("0 wrong\n")
    assert known.actions.count() == 1


def test_another_layout_than_the_named_one_is_refused(known, file):
    told = run("import_plan", file([*MANAGERS, "", ""]), by="peter", layout="Scrutiny tracker")
    assert "The file has the layout “Board tracker”, not “Scrutiny tracker”." in told


def test_a_tracker_is_undone_in_the_admin_by_a_person(known):
    out = io.StringIO()
    with pytest.raises(CommandError, match="undone in the admin"):
        call_command("undo_import", TrackerImport.objects.get().pk, stdout=out)
    assert Update.objects.count() == 1


def test_unknown_plans_and_files_get_a_sentence(known, tmp_path):
    assert "Its plans: improvement-plan." in run("import_plan", tmp_path, plan="x", by="peter")
    assert "cannot be read" in run("import_plan", tmp_path / "none.csv", by="peter")


def test_a_plan_goes_out_in_the_councils_layout_and_comes_in_unchanged(known, tmp_path):
    path = tmp_path / "out.csv"
    assert run("export_plan", path, layout="Board tracker") == (
        "Written: 1 actions of “Improvement plan”.\n"
    )
    assert run("import_plan", path, by="peter").endswith("1 unchanged, 0 wrong\n")
    assert "has no layout “x”. Its layouts: “Board tracker”." in run(
        "export_plan", path, layout="x"
    )
    assert "must end in one of" in run("export_plan", tmp_path / "out.doc")
    assert "There is no plan" in run("export_plan", path, plan="x")
