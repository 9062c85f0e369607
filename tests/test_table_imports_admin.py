"""Tables in the admin and by command: the officer's way, and who has no business there."""

import html
import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from councils.models import Council
from improvement.models import Reading, ReadingImport
from inspections.intake.exporting import FORMS
from inspections.models import CouncilImport, Import
from inspections.spreadsheets import TYPES
from tests.factories import NOW
from tests.indicator_factories import IndicatorFactory, ReadingFactory
from tests.spreadsheets import workbook
from tests.tables import as_csv

pytestmark = pytest.mark.django_db
TWO = as_csv(("Key", "As at", "Value"), ("seen", "31/3/2024", "x"), ("seen", "31/3/2025", "20%"))


@pytest.fixture
def indicator(council):
    return IndicatorFactory(council=council, key="seen", name="Seen in time")


@pytest.fixture
def officers(signed_in, plan_officer):
    return signed_in(plan_officer)


def of_readings(page, *args, **named):
    return reverse(f"admin:improvement_readingimport_{page}", args=args, kwargs=named)


def of_councils(page, *args):
    return reverse(f"admin:inspections_councilimport_{page}", args=args)


def upload(client, council, content, name="readings.csv"):
    address = of_readings("upload", council_id=council.pk)
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def act(client, act, **sent):
    batch = Import.objects.first()
    return client.post(of_readings(act, batch.pk), sent, follow=True)


def text_of(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_list_of_indicators_leads_there(officers, indicator):
    listed = officers.get(reverse("admin:improvement_indicator_changelist")).content.decode()
    assert of_readings("add") in listed
    told = text_of(officers.get(of_readings("add")))
    assert "Nothing has been saved yet." in told
    assert "x: not available" in told


def test_an_officer_previews_confirms_and_undoes(officers, council, indicator):
    told = text_of(upload(officers, council, TWO))
    assert "Nothing has been saved yet." in told
    assert "2 new 0 changed 0 unchanged 0 wrong" in told
    assert "Seen in time, 31 March 2024 no value: not available, final" in told
    assert not Reading.objects.exists()
    assert "Saved: 2 new" in text_of(act(officers, "confirm"))
    assert Reading.objects.count() == 2
    assert "everything is as it was before" in text_of(act(officers, "undo"))
    assert not Reading.objects.exists()
    assert "cannot be undone" in text_of(act(officers, "undo"))


def test_a_correction_is_told_as_from_and_to_and_asks_why(officers, council, indicator):
    ReadingFactory(indicator=indicator, as_at=date(2025, 3, 31), value="25", by=None, read_from="f")
    told = text_of(upload(officers, council, TWO))
    assert "Value changed from 25% to 20%" in told
    assert "Why are figures corrected?" in told
    assert "Say why figures are corrected" in text_of(act(officers, "confirm"))
    assert "Saved: 1 new, 1 changed" in text_of(act(officers, "confirm", why="Counted again."))


def test_what_was_recorded_by_hand_needs_a_tick(officers, council, indicator, plan_officer):
    ReadingFactory(indicator=indicator, as_at=date(2025, 3, 31), value="25", by=plan_officer)
    page = upload(officers, council, TWO)
    assert "Decided here by hand" in text_of(page)
    assert 'name="take" value="3"' in page.content.decode()
    assert "Saved: 1 new, 0 changed, 1 unchanged" in text_of(act(officers, "confirm"))


def test_a_wrong_row_is_told_with_its_mend_and_cannot_be_confirmed(officers, council, indicator):
    page = upload(officers, council, TWO.replace(b"seen,31/3/2025", b"sean,31/3/2025"))
    assert "Is one of these meant? “Seen in time” (key seen)." in text_of(page)
    assert 'value="Confirm' not in page.content.decode()
    batch = Import.objects.get()
    assert "sean" in text_of(officers.get(of_readings("rows", batch.pk, "wrong")))
    assert officers.get(of_readings("rows", batch.pk, "nothing")).status_code == 404


def test_a_sheet_is_chosen_and_what_is_hidden_is_looked_at(officers, council, indicator):
    def two_sheets(book, sheet):
        sheet.row_dimensions[2].hidden = True
        book.create_sheet("Other").append(["Key", "As at", "Value"])

    content = workbook(["Key", "As at", "Value"], ["seen", "31/3/2025", 20], change=two_sheets)
    assert "Choose a sheet" in text_of(upload(officers, council, content, "a.xlsx"))
    assert "Row 2 is hidden in the file" in text_of(act(officers, "sheet", sheet="Sheet"))
    assert "Look first at what is hidden" in text_of(act(officers, "confirm"))
    assert "Saved: 1 new" in text_of(act(officers, "confirm", **{"hidden-seen": "on"}))


def test_a_file_that_cannot_be_read_gets_a_sentence_and_is_not_kept(officers, council):
    assert "This is a PDF" in text_of(upload(officers, council, b"%PDF-1.7"))
    assert not Import.objects.exists()


def test_discarded_it_stays_on_record_and_cannot_be_confirmed(officers, council, indicator):
    upload(officers, council, TWO)
    assert "Discarded." in text_of(act(officers, "discard"))
    assert "cannot be changed any more" in text_of(act(officers, "confirm"))


@pytest.mark.parametrize("form", FORMS)
def test_template_and_export_come_in_each_form(officers, council, indicator, form):
    for at in (of_readings("template", form), of_readings("export", council.pk, form)):
        answer = officers.get(at)
        assert (answer["Content-Type"], bool(answer.getvalue())) == (TYPES[form], True)
    assert officers.get(of_readings("template", "xls")).status_code == 404


# --- who has no business there ---


def test_another_councils_people_find_nothing(officers, signed_in, outsider, council, indicator):
    upload(officers, council, TWO)
    batch = ReadingImport.objects.get()
    theirs = signed_in(outsider)
    for at in (
        of_readings("upload", council_id=council.pk),
        of_readings("export", council.pk, "csv"),
        of_readings("change", batch.pk),
        of_readings("rows", batch.pk, "new"),
    ):
        assert theirs.get(at).status_code == 404, at
    for name in ("confirm", "sheet", "undo", "discard"):
        assert theirs.post(of_readings(name, batch.pk)).status_code == 404
    batch.refresh_from_db()
    assert batch.state == "previewed"


def test_a_colleague_without_the_power_reads_and_does_nothing(
    officers, signed_in, clerk, council, indicator
):
    upload(officers, council, TWO)
    batch = ReadingImport.objects.get()
    theirs = signed_in(clerk)
    assert 'value="Confirm' not in theirs.get(of_readings("change", batch.pk)).content.decode()
    assert theirs.post(of_readings("confirm", batch.pk)).status_code == 403
    assert theirs.get(of_readings("upload", council_id=council.pk)).status_code == 403


def test_an_import_of_what_is_under_an_embargo_is_hidden_with_it(
    officers, council, indicator, signed_in, reader
):
    upload(officers, council, TWO)
    type(indicator).objects.update(publish_from=NOW.replace(year=2027))
    batch = ReadingImport.objects.get()
    assert signed_in(reader).get(of_readings("change", batch.pk)).status_code == 404


def test_councils_are_brought_in_by_superusers_alone(
    signed_in, site_administrator, administrator, council
):
    root, theirs = signed_in(site_administrator), signed_in(administrator)
    assert of_councils("add") in root.get("/admin/councils/council/").content.decode()
    assert of_councils("add") not in theirs.get("/admin/councils/council/").content.decode()
    content = as_csv(("Name",), ("Newtown",))
    sent = {"file": SimpleUploadedFile("councils.csv", content)}
    assert theirs.post(of_councils("add"), sent).status_code == 404
    sent = {"file": SimpleUploadedFile("councils.csv", content)}
    told = text_of(root.post(of_councils("add"), sent, follow=True))
    assert "Here, and not in the file: 1" in told
    batch = CouncilImport.objects.get()
    for at in (of_councils("change", batch.pk), of_councils("export", "csv")):
        assert theirs.get(at).status_code == 404
        assert root.get(at).status_code == 200
    assert theirs.post(of_councils("confirm", batch.pk)).status_code == 404
    root.post(of_councils("confirm", batch.pk))
    assert Council.objects.filter(slug="newtown").exists()


# --- by command ---


@pytest.fixture
def run(tmp_path):
    """`run(command, content, …)`: what it says, by lines."""

    def run(command, content, *options):
        path = tmp_path / "file.csv"
        path.write_bytes(content)
        out, run.errors = io.StringIO(), io.StringIO()
        call_command(command, path, *options, stdout=out, stderr=run.errors)
        return out.getvalue().splitlines()

    return run


def test_readings_by_command_and_again(run, council, indicator):
    here = f"--council={council.slug}"
    assert run("import_readings", TWO, here, "--dry-run")[-1].startswith("2 new")
    assert not Import.objects.exists()
    assert run("import_readings", TWO, here) == ["2 new, 0 changed, 0 unchanged, 0 wrong"]
    assert run("import_readings", TWO, here) == ["0 new, 0 changed, 2 unchanged, 0 wrong"]
    with pytest.raises(CommandError, match="Nothing was imported. Say why figures are corrected"):
        run("import_readings", TWO.replace(b"20%", b"21%"), here)
    told = run("import_readings", TWO.replace(b"20%", b"21%"), here, "--why=Counted again.")
    assert told == ["0 new, 1 changed, 1 unchanged, 0 wrong"]


def test_a_wrong_row_is_told_by_the_command_and_nothing_is_saved(run, council, indicator):
    with pytest.raises(CommandError, match="Rows that are wrong: 1"):
        run("import_readings", TWO.replace(b"20%", b"soon"), f"--council={council.slug}")
    assert "Row 3, column “Value”: “soon”. This is not a number." in run.errors.getvalue()
    assert not Reading.objects.exists()


def test_an_unknown_council_or_file_gets_a_sentence(run, tmp_path):
    with pytest.raises(CommandError, match="There is no council “nowhere”"):
        run("import_readings", TWO, "--council=nowhere")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_councils", tmp_path / "nothing.csv")


def test_councils_by_command(run, council):
    content = as_csv(("Name", "Region"), (council.name, "North"), ("Newtown", ""))
    assert run("import_councils", content, "--dry-run")[-1].startswith("1 new, 1 changed")
    assert Council.objects.count() == 1
    assert run("import_councils", content)[-1] == "1 new, 1 changed, 0 unchanged, 0 wrong"
