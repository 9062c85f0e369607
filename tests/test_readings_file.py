"""Readings of indicators from a table: read as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from improvement.models import Reading
from improvement.readings.kind import Readings
from inspections.intake import Refused
from tests.indicator_factories import IndicatorFactory
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
