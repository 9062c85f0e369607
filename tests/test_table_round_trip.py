"""Any valid table comes in as it stands; an export that is edited comes in as that edit alone."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from councils.models import Council
from improvement.models import Reading
from improvement.readings.columns import FORM
from improvement.readings.kind import Readings
from inspections.authorities.kind import Councils
from inspections.intake.exporting import FORMS, template
from inspections.intake.tables import read
from inspections.spreadsheets import writing
from tests.factories import CouncilFactory
from tests.indicator_factories import IndicatorFactory, ReadingFactory
from tests.tables import as_csv, confirm, exported, mistakes, outcomes, preview

pytestmark = pytest.mark.django_db
READINGS, COUNCILS = Readings(), Councils()
SOMETIMES = settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
WRITERS = {"xlsx": writing.xlsx, "ods": writing.ods}


@pytest.fixture
def indicator(council):
    return IndicatorFactory(council=council, key="seen", name="=Seen, “in” time; and – heard")


@pytest.fixture
def four(indicator, council):
    """Readings of every kind."""
    said = {"indicator": indicator, "by": None, "read_from": "first.csv"}
    ReadingFactory(**said, as_at=date(2022, 3, 31), value="23.5", standing="provisional")
    ReadingFactory(**said, as_at=date(2023, 3, 31), value="20.3333", numerator=61, denominator=300)
    ReadingFactory(
        **said, as_at=date(2024, 3, 31), value=None, missing="other", missing_note="=not counted"
    )
    ReadingFactory(**said, as_at=date(2025, 3, 31), value=None, missing="c")


def edited(content, form, change):
    """The file as a person edits it: its cells as text, `change` made to the rows."""
    rows = [list(cells) for _, cells in read(content, FORM).source.records()]
    change(rows)
    if form in WRITERS:
        return WRITERS[form]("Edited", rows[0], rows[1:])
    return as_csv(*rows)


@pytest.mark.parametrize("form", FORMS)
def test_an_export_of_readings_comes_back_unchanged(council, four, form):
    batch = preview(READINGS, council, exported(READINGS, council, form), name=f"a.{form}")
    assert mistakes(batch) == []
    assert outcomes(batch) == ["unchanged"] * 4
    assert batch.reading["absent"] == []


@pytest.mark.parametrize("form", FORMS)
def test_what_was_edited_in_an_export_is_all_that_changes(council, four, form):
    def change(rows):
        place = rows[0].index("Numerator")
        rows[2][place] = "62"

    batch = preview(READINGS, council, edited(exported(READINGS, council, form), form, change))
    assert outcomes(batch) == ["unchanged", "changed", "unchanged", "unchanged"]
    assert set(batch.rows.get(number=3).before) == {"value", "numerator"}
    confirm(READINGS, batch, why="Counted again.")
    assert Reading.objects.filter(version=2).get().value == Decimal("20.6667")


@pytest.mark.parametrize("form", FORMS)
def test_a_value_that_its_source_rounded_stays_while_its_numbers_do(council, indicator, form):
    rounded = {"value": "92", "numerator": 190, "denominator": 207, "standing": "provisional"}
    said = {"indicator": indicator, "by": None, "read_from": "first.csv"}
    ReadingFactory(**said, as_at=date(2025, 3, 31), **rounded)
    content = exported(READINGS, council, form)
    assert outcomes(preview(READINGS, council, content)) == ["unchanged"]

    def change(rows):
        rows[1][rows[0].index("Provisional or final")] = "final"
        rows[1][rows[0].index("Value")] = ""

    batch = preview(READINGS, council, edited(content, form, change))
    assert set(batch.rows.get().before) == {"standing"}
    confirm(READINGS, batch, why="Final now.")
    assert Reading.objects.get(version=2).value == 92


@pytest.mark.parametrize("form", FORMS)
def test_an_export_of_councils_comes_back_unchanged_and_an_edit_changes_only_itself(db, form):
    for name in ("=Northshire", "Southshire"):
        one = CouncilFactory(name=name, dfe_code="", official_name="'+Full", opened_on=None)
        one.codes.create(code=f"E1000000{one.pk % 10}", valid_to=date(2020, 3, 31))
    content = exported(COUNCILS, None, form)
    assert outcomes(preview(COUNCILS, None, content)) == ["unchanged"] * 2
    rows = [list(cells) for _, cells in read(content, COUNCILS.form).source.records()]
    rows[2][rows[0].index("Region")] = "Elsewhere"
    changed = WRITERS[form]("E", rows[0], rows[1:]) if form in WRITERS else as_csv(*rows)
    confirm(COUNCILS, preview(COUNCILS, None, changed))
    assert set(Council.objects.values_list("name", flat=True)) == {"=Northshire", "Southshire"}
    assert Council.objects.filter(region="Elsewhere").count() == 1


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", [READINGS, COUNCILS], ids=["readings", "councils"])
def test_the_templates_example_is_read_and_not_taken(council, kind, form):
    pieces = template(kind, form)
    content = b"".join(one.encode() if isinstance(one, str) else one for one in pieces)
    whose = council if kind is READINGS else None
    (mistake,) = mistakes(preview(kind, whose, content))
    assert mistake[3] == "This is the template's example."


def test_no_cell_of_an_export_is_a_formula(council, four):
    rows = list(csv.reader(io.StringIO(exported(READINGS, council).decode("utf-8-sig"))))
    assert rows[1][0] == "'=Seen, “in” time; and – heard"
    assert [row for row in rows if any(cell.startswith(("=", "+", "@")) for cell in row)] == []


# --- any valid table ---

DAYS = st.dates(date(2015, 1, 1), date(2026, 11, 18))
FIGURES = st.one_of(
    st.decimals(0, 100, places=4, allow_nan=False).map(lambda n: (f"{n}", n, "")),
    st.integers(0, 10**6).map(lambda n: (f"{n:,}", Decimal(n), "")),
    st.decimals(0, 100, places=1, allow_nan=False).map(lambda n: (f"{n}%", n, "")),
    st.sampled_from(["x", "z", "u", "c", "low", "k"]).map(lambda m: (m, None, m)),
)
AS_WRITTEN = st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d.%m.%y", "%d-%b-%Y"])
NAMES = {column.key: column.names for column in FORM.columns}


@SOMETIMES
@given(data=st.data())
def test_any_table_of_valid_rows_comes_out_equal(council, indicator, data):
    Reading.objects.all()._raw_delete("default")
    days = data.draw(st.lists(DAYS, min_size=1, max_size=5, unique=True))
    figures = [data.draw(FIGURES) for _ in days]
    keys = data.draw(st.permutations(["key", "as_at", "value"]))
    delimiter = data.draw(st.sampled_from(",;\t"))
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]))
    written = data.draw(AS_WRITTEN)
    headings = [data.draw(st.sampled_from(NAMES[key])) for key in keys]
    headings = [data.draw(st.sampled_from([str.upper, str.title, str]))(name) for name in headings]
    rows = [
        {"key": "seen", "as_at": day.strftime(written), "value": said}
        for day, (said, _, _) in zip(days, figures, strict=True)
    ]
    table = [headings, *([row[key] for key in keys] for row in rows)]
    batch = preview(READINGS, council, as_csv(*table, delimiter=delimiter, encoding=encoding))
    assert mistakes(batch) == []
    confirm(READINGS, batch)
    stored = {
        (one.as_at, one.value, one.missing) for one in Reading.objects.filter(indicator=indicator)
    }
    assert stored == {
        (day, value, missing) for day, (_, value, missing) in zip(days, figures, strict=True)
    }
