"""Readings of indicators from a table: read as people write them, corrected, kept, undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from improvement.models import Reading
from improvement.readings_file.kind import Readings
from inspections.batches import saving
from inspections.imports.saving import Refused
from inspections.spreadsheets.errors import Unreadable
from tests.factories import NOW
from tests.indicator_factories import IndicatorFactory, ReadingFactory
from tests.spreadsheets import workbook
from tests.tables import as_csv, confirm, mistakes, outcomes, preview

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


# --- as people write it ---


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("31/03/2025", DAY),
        ("31.3.25", DAY),
        ("2025-03-31", DAY),
        ("2025-03-31 00:00:00", DAY),
        ("31 March 2025", DAY),
        ("Mon 31st Mar 2025", None),
        ("Monday 31st March 2025", DAY),
        ("31-Mar-25", DAY),
        ("March 2025", DAY),
        ("Mar-25", DAY),
        ("2025-03", DAY),
        ("Q4 2024/25", DAY),
        ("2024-25 Q4", DAY),
        ("Q1 2025/26", date(2025, 6, 30)),
        ("3/4/2025", date(2025, 4, 3)),
        ("2024/25", None),
        ("45747", None),
        ("30/02/2025", None),
        ("Q4 2024/26", None),
        ("soon", None),
        ("", None),
        ("19/11/2026", None),
    ],
)
def test_a_day_or_a_period_is_read_as_people_write_it_and_never_guessed(
    council, indicator, written, day
):
    batch = preview(READINGS, council, readings(["re-referrals", written, "20"]))
    if day is None:
        assert [(row, column) for row, column, *_ in mistakes(batch)] == [(2, "As at")]
    else:
        assert batch.rows.get().values["as_at"] == day.isoformat()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("23.5", "23.5"),
        ("23.5%", "23.5"),
        (" 23.50 % ", "23.5"),
        ("1,234.5", "1234.5"),
        ("1 234", "1234"),
        (".5", "0.5"),
        ("-3", "-3"),
        ("−3", "-3"),
        ("0", "0"),
        ("1e-05", "0"),
        ("23,5", None),
        ("1,23,4", None),
        ("£20", None),
        ("n/a", None),
        ("nan", None),
        ("9" * 13, None),
        ("٢٣", None),
    ],
)
def test_a_number_has_a_point_for_decimals_and_may_have_thousands_and_a_sign(
    council, indicator, written, value
):
    batch = preview(READINGS, council, readings(["re-referrals", "31/3/2025", written]))
    if value is None:
        assert [(row, column) for row, column, *_ in mistakes(batch)] == [(2, "Value")]
    else:
        assert batch.rows.get().values["value"] in (value, f"-{value}" if value == "0" else value)


@pytest.mark.parametrize("marker", ["x", "z", "u", "c", "low", "k"])
def test_a_marker_stands_for_no_value_because_in_its_column_or_in_the_values(
    council, indicator, marker
):
    label = Reading.Missing(marker).label
    bring_in(council, ["re-referrals", "31/3/2024", marker.upper()])
    headings = ("Key", "As at", "Value", "Not available because")
    bring_in(council, ["re-referrals", "31/3/2025", "", label], headings=headings)
    assert [(value, missing) for _, value, missing in stored()] == [(None, marker)] * 2


def test_a_reason_of_ones_own_needs_words(council, indicator):
    headings = ("Key", "As at", "Marker", "Comment")
    content = readings(["re-referrals", "31/3/2025", "other", ""], headings=headings)
    batch = preview(READINGS, council, content)
    assert mistakes(batch) == [(2, "Comment", "", "The reason is not given.")]
    bring_in(council, ["re-referrals", "31/3/2025", "other", "Not counted."], headings=headings)
    assert Reading.objects.get().missing_note == "Not counted."


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Value": "20", "Marker": "x"}, "Marker"),
        ({"Value": "x", "Numerator": "1", "Denominator": "2"}, "Value"),
        ({"Value": "x", "Marker": "c"}, "Marker"),
        ({"Numerator": "61"}, "Denominator"),
        ({"Numerator": "301", "Denominator": "300"}, "Numerator"),
        ({"Numerator": "-1", "Denominator": "300"}, "Numerator"),
        ({"Numerator": "0", "Denominator": "0"}, "Denominator"),
        ({"Value": "25", "Numerator": "61", "Denominator": "300"}, "Value"),
        ({"Value": ""}, "Value"),
        ({"Value": "20", "Status": "soon"}, "Status"),
        ({"Marker": "q"}, "Marker"),
        ({"Marker": "x", "Comment": "Ask j.smith@example.org"}, "Comment"),
        ({"Value": "20", "Correction": "z" * 201}, "Correction"),
    ],
)
def test_what_cannot_be_is_told_by_row_and_column(council, indicator, cells, column):
    headings = ["Key", "As at", "Value", "Numerator", "Denominator", "Status", "Marker", "Comment"]
    headings.append("Correction")
    row = ["re-referrals", "31/3/2025", *(cells.get(name, "") for name in headings[2:])]
    batch = preview(READINGS, council, as_csv(headings, row))
    assert [(row, column) for row, column, *_ in mistakes(batch)] == [(2, column)]
    with pytest.raises(Refused, match="Row 2 is wrong"):
        confirm(READINGS, batch)
    assert not Reading.objects.exists()


def test_of_two_numbers_the_value_is_worked_out(council, indicator):
    headings = ("Key", "As at", "Value", "How many", "Out of")
    bring_in(council, ["re-referrals", "31/3/2025", "20.3%", "61", "300"], headings=headings)
    reading = Reading.objects.get()
    assert (reading.value, reading.numerator) == (Decimal("20.3333"), 61)


def test_real_cells_of_a_workbook_are_read_as_it_shows_them(council, indicator):
    def as_shown(book, sheet):
        sheet["B2"].number_format = "dd/mm/yyyy"
        sheet["C2"].number_format = "0.0%"

    content = workbook(["Key", "Date", "Value"], ["re-referrals", DAY, 0.235], change=as_shown)
    confirm(READINGS, preview(READINGS, council, content))
    assert stored() == [(DAY, Decimal("23.5"), "")]


def test_the_first_of_a_month_in_a_date_cell_is_doubted(council, indicator):
    content = workbook(["Key", "Month", "Value"], ["re-referrals", date(2025, 3, 1), 20])
    notices = preview(READINGS, council, content).reading["notices"]
    assert "write its last day" in notices[0]


# --- which indicator ---


def test_an_indicator_is_named_by_its_key_or_its_name_in_any_case(council, indicator, seen):
    headings = ("Measure", "Date", "Figure")
    rows = [["CHILDREN referred again within 12 months", "31/3/2025", "1"], ["seen", DAY, "2"]]
    bring_in(council, *rows, headings=headings)
    assert set(Reading.objects.values_list("indicator__key", flat=True)) == {"re-referrals", "seen"}


def test_an_unknown_indicator_is_offered_its_like_and_never_guessed(council, indicator, seen):
    batch = preview(
        READINGS,
        council,
        readings(
            ["Children refered again in 12 months", "31/3/2025", "1"],
            headings=("PI", "Date", "Value"),
        ),
    )
    (error,) = batch.rows.get().errors
    assert error["reason"] == "No indicator of this council is called so."
    assert "“Children referred again within 12 months” (key re-referrals)" in error["mend"]


def test_key_and_name_must_mean_the_same(council, indicator, seen):
    headings = ("Key", "Indicator", "Date", "Value")
    batch = preview(
        READINGS, council, readings(["seen", indicator.name, DAY, "1"], headings=headings)
    )
    assert mistakes(batch)[0][:2] == (2, "Indicator")


def test_two_indicators_of_one_name_are_told_apart_by_the_key(council, indicator):
    IndicatorFactory(council=council, key="other", name=indicator.name)
    batch = preview(
        READINGS, council, readings([indicator.name, DAY, "1"], headings=("Name", "Day", "Value"))
    )
    assert "“re-referrals” or “other”" in batch.rows.get().errors[0]["mend"]


def test_another_councils_indicator_is_unknown(council, other_council, indicator):
    IndicatorFactory(council=other_council, key="theirs", name="Zebra")
    batch = preview(READINGS, council, readings(["theirs", DAY, "1"]))
    assert "Zebra" not in str(batch.rows.get().errors)
    assert outcomes(batch) == ["wrong"]


def test_a_day_twice_in_the_file_is_wrong(council, indicator):
    batch = preview(
        READINGS, council, readings(["re-referrals", DAY, "1"], ["re-referrals", "Mar-25", "2"])
    )
    assert mistakes(batch) == [(3, "As at", "Mar-25", "Row 2 has the same indicator and day.")]


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
    (change,) = READINGS.describe(batch.rows.get().values, batch.rows.get().before).changes
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

    monkeypatch.setattr("improvement.readings_file.kind.update", broken)
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
    saving.undo(READINGS, batch=batch, by=None, at=NOW)


def test_undone_everything_is_as_before_and_the_import_says_what_it_was(council, indicator):
    bring_in(council, ["re-referrals", "31/3/2024", "20"])
    rows = [["re-referrals", "31/3/2024", "21"], ["re-referrals", DAY, "25"]]
    batch = bring_in(council, *rows, why="Again.").batch
    undo(batch)
    assert stored() == [(date(2024, 3, 31), 20, "")]
    assert [row.values["value"] for row in batch.rows.order_by("number")] == ["21", "25"]
    with pytest.raises(Refused, match="cannot be undone"):
        undo(batch)


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
