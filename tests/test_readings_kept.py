"""Readings from a table, held against those that stand here: corrected, kept, undone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from improvement.models import Reading
from improvement.readings.kind import Readings
from inspections.intake import Refused
from inspections.intake import undo as undo_import
from inspections.spreadsheets import Unreadable
from tests.factories import NOW
from tests.indicator_factories import IndicatorFactory, ReadingFactory
from tests.tables import as_csv, confirm, outcomes, preview

pytestmark = pytest.mark.django_db
READINGS = Readings()
DAY = date(2025, 3, 31)


@pytest.fixture
def indicator(council):
    return IndicatorFactory(
        council=council, key="re-referrals", name="Children referred again within 12 months"
    )


@pytest.fixture
def seen(council, indicator):
    return IndicatorFactory(council=council, key="seen", name="Seen in time", unit="percent")


def readings(*rows, headings=("Key", "As at", "Value")):
    return as_csv(headings, *rows)


def bring_in(council, *rows, headings=("Key", "As at", "Value"), by=None, **choices):
    content = readings(*rows, headings=headings)
    return confirm(READINGS, preview(READINGS, council, content, by=by), by=by, **choices)


def stored():
    rows = Reading.objects.order_by("as_at", "version")
    return list(rows.values_list("as_at", "value", "missing"))


# --- what stands here ---


def test_a_new_reading_waits_for_release_and_says_where_it_came_from(
    council, indicator, plan_officer
):
    done = bring_in(council, ["re-referrals", DAY, "20"], by=plan_officer)
    reading = Reading.objects.get()
    assert (reading.by, reading.read_from, reading.public_at) == (plan_officer, "file.csv", None)
    assert (reading.version, reading.recorded_at) == (1, NOW)
    assert done.batch.rows.get().subject == reading


def test_again_changes_nothing(council, indicator):
    bring_in(council, ["re-referrals", DAY, "20"])
    assert str(bring_in(council, ["re-referrals", DAY, "20.0%"]).tally) == (
        "0 new, 0 changed, 1 unchanged, 0 wrong"
    )
    assert Reading.objects.count() == 1


def test_another_value_is_a_correction_that_says_why_and_keeps_the_first(council, indicator):
    bring_in(council, ["re-referrals", DAY, "20"])
    batch = preview(READINGS, council, readings(["re-referrals", DAY, "25"]))
    (change,) = READINGS.describe(batch.rows.get()).changes
    assert (change.heading, change.old, change.new) == ("Value", "20%", "25%")
    with pytest.raises(Refused, match="Say why figures are corrected"):
        confirm(READINGS, batch)
    confirm(READINGS, batch, why="Counted again.")
    rows = Reading.objects.order_by("version").values_list("version", "value", "correction_note")
    assert list(rows) == [(1, 20, ""), (2, 25, "Counted again.")]


def test_a_row_may_say_itself_why_it_is_corrected(council, indicator):
    bring_in(council, ["re-referrals", DAY, "20"])
    headings = ("Key", "As at", "Value", "Why it was corrected")
    bring_in(council, ["re-referrals", DAY, "25", "Late returns."], headings=headings)
    assert Reading.objects.get(version=2).correction_note == "Late returns."


def test_what_a_person_recorded_stays_without_a_tick(council, indicator, plan_officer):
    ReadingFactory(indicator=indicator, as_at=DAY, value="20", by=plan_officer)
    batch = preview(READINGS, council, readings(["re-referrals", DAY, "25"]))
    assert "Peter Elms recorded it here by hand" in batch.rows.get().values["hand"]
    assert confirm(READINGS, batch).tally.kept == 1
    assert Reading.objects.count() == 1
    bring_in(council, ["re-referrals", DAY, "25"], taking={2}, why="Counted again.")
    assert Reading.objects.count() == 2


def test_what_is_hidden_by_a_person_stays_hidden_in_its_correction(council, indicator):
    ReadingFactory(indicator=indicator, as_at=DAY, value="20", suppressed=True, joint_with="Ash")
    bring_in(council, ["re-referrals", DAY, "25"], taking={2}, why="Counted again.")
    assert Reading.objects.filter(version=2, suppressed=True, joint_with="Ash").exists()


def test_what_is_not_in_the_file_is_reported_and_never_deleted(council, indicator, seen):
    bring_in(council, ["re-referrals", "31/3/2024", "20"], ["seen", "31/3/2024", "1"])
    done = bring_in(council, ["re-referrals", DAY, "25"])
    assert done.batch.reading["absent"] == [f"{indicator}, 31 March 2024"]
    assert Reading.objects.count() == 3


def test_a_wrong_row_stops_all_of_them(council, indicator):
    batch = preview(READINGS, council, readings(["re-referrals", DAY, "1"], ["nothing", DAY, "2"]))
    assert outcomes(batch) == ["new", "wrong"]
    with pytest.raises(Refused):
        confirm(READINGS, batch)
    assert not Reading.objects.exists()


def test_a_fault_in_the_middle_saves_nothing(council, indicator, monkeypatch):
    batch = preview(READINGS, council, readings(["re-referrals", DAY, "1"]))

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("improvement.readings.kind.update", broken)
    with pytest.raises(RuntimeError):
        confirm(READINGS, batch)
    batch.refresh_from_db()
    assert (batch.state, Reading.objects.count()) == ("previewed", 0)


def test_a_withdrawn_indicator_takes_no_reading(council, indicator, publisher):
    type(indicator).objects.update(withdrawn_at=NOW, withdrawn_by=publisher, withdrawn_why="Gone.")
    assert outcomes(preview(READINGS, council, readings(["re-referrals", DAY, "1"]))) == ["wrong"]


def test_who_may_not_record_by_the_form_may_not_by_a_file(council, indicator, clerk):
    with pytest.raises(PermissionDenied):
        bring_in(council, ["re-referrals", DAY, "1"], by=clerk)


# --- two people ---


def test_a_reading_recorded_meanwhile_makes_a_new_preview(council, indicator):
    batch = preview(READINGS, council, readings(["re-referrals", DAY, "25"]))
    ReadingFactory(indicator=indicator, as_at=DAY, value="20")
    assert not confirm(READINGS, batch).saved
    assert outcomes(batch) == ["changed"]


def test_a_second_confirmation_saves_nothing_twice(council, indicator):
    batch = preview(READINGS, council, readings(["re-referrals", DAY, "25"]))
    assert confirm(READINGS, batch).saved
    again = confirm(READINGS, batch)
    assert (again.saved, again.before, Reading.objects.count()) == (False, True, 1)


# --- undone ---


def undo(batch):
    undo_import(batch=batch, by=None, at=NOW)


def test_undone_everything_is_as_before_and_the_import_says_what_it_was(council, indicator):
    bring_in(council, ["re-referrals", "31/3/2024", "20"])
    rows = [["re-referrals", "31/3/2024", "21"], ["re-referrals", DAY, "25"]]
    batch = bring_in(council, *rows, why="Again.").batch
    undo(batch)
    assert stored() == [(date(2024, 3, 31), 20, "")]
    assert [row.values["value"] for row in batch.rows.order_by("number")] == ["21", "25"]
    with pytest.raises(Refused, match="cannot be undone"):
        undo(batch)


def test_a_reading_whose_words_were_removed_is_not_undone(council, indicator):
    batch = bring_in(council, ["re-referrals", DAY, "20"]).batch
    Reading.objects.update(redacted_at=NOW)
    with pytest.raises(Refused, match="were removed for good"):
        undo(batch)
    assert Reading.objects.exists()


def test_what_is_public_or_was_corrected_since_is_not_undone(council, indicator):
    batch = bring_in(council, ["re-referrals", DAY, "25"]).batch
    bring_in(council, ["re-referrals", DAY, "26"], why="Again.")
    with pytest.raises(Refused, match="has been corrected since"):
        undo(batch)
    other = bring_in(council, ["re-referrals", "31/3/2024", "25"]).batch
    indicator.readings.waiting().update(public_at=NOW)
    with pytest.raises(Refused, match="is public"):
        undo(other)
    assert Reading.objects.count() == 3


# --- hostile and useless files ---


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "a PDF"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old kind"),
        ("EncryptedPackage".join(["\0" * 300] * 2).encode("utf-16-le"), "no text"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "protected with a password"),
        (b"PK\x03\x04rubbish", "damaged"),
        (b"Colour,Size\r\nred,5\r\n", "needs columns “Indicator”"),
        (b"Key,Date,Value\r\n", "no rows"),
        (b"Key,Date,Value,Result\r\na,b,c,d\r\n", "both claim to be"),
    ],
)
def test_what_is_no_table_of_readings_gets_a_sentence(council, indicator, content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        preview(READINGS, council, content)


def test_a_formula_is_words_that_are_not_run(council, indicator):
    batch = preview(READINGS, council, readings(["=HYPERLINK(1)", DAY, "=1+1"]))
    assert outcomes(batch) == ["wrong"]
