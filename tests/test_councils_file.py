"""The national list of councils from a table: matched, changed, never deleted, undone."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from councils.models import Council, CouncilCode
from inspections.authorities.kind import Councils
from inspections.intake import Refused
from inspections.intake import undo as undo_import
from tests import factories
from tests.factories import NOW
from tests.tables import as_csv, confirm, exported, mistakes, outcomes, preview

pytestmark = pytest.mark.django_db
COUNCILS = Councils()


@pytest.fixture
def west(db):
    """Westshire, with a code in force since long ago, entered by nobody."""
    west = Council.objects.create(
        name="Westshire", slug="westshire", kind="county", region="South West", dfe_code="901"
    )
    CouncilCode.objects.create(council=west, code="E10000901")
    return west


def bring_in(headings, *rows, **choices):
    return confirm(COUNCILS, preview(COUNCILS, None, as_csv(headings, *rows)), **choices)


def undo(batch):
    undo_import(batch=batch, by=None, at=NOW)


def told(headings, *rows):
    return preview(COUNCILS, None, as_csv(headings, *rows))


def test_a_new_council_gets_its_slug_its_codes_and_its_body(db):
    headings = ("LA name", "Type", "Region", "LA code", "GSS codes", "Opened")
    row = ("North Exampleshire", "Unitary Authority", "North East", "950", "e06000950", "1/4/2021")
    done = bring_in(headings, row)
    made = Council.objects.get()
    assert (made.slug, made.kind, made.dfe_code) == ("north-exampleshire", "unitary", "950")
    assert (made.opened_on, made.body.name) == (date(2021, 4, 1), "North Exampleshire")
    assert made.codes.get().code == "E06000950"
    assert made.history.get().history_change_reason.startswith("Import ")
    assert done.batch.rows.get().subject == made


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (("Slug", "Region"), ("westshire", "South")),
        (("Name", "Region"), ("WESTSHIRE", "South")),
        (("Name", "GSS code", "Region"), ("Westshire CC", "E10000901", "South")),
        (("Name", "DfE code", "Region"), ("Westshire CC", "901", "South")),
    ],
)
def test_a_council_is_known_by_slug_name_or_code(west, headings, row):
    assert bring_in(headings, row).tally.changed == 1
    assert Council.objects.get().region == "South"


def test_a_name_that_is_nearly_anothers_is_offered_and_a_person_decides(west):
    batch = told(("Name", "Region"), ("Westshire County Council", "South"))
    assert outcomes(batch) == ["same-as"]
    with pytest.raises(Refused, match="not answered"):
        confirm(COUNCILS, batch)
    confirm(COUNCILS, batch, answers={2: "same"})
    assert Council.objects.get().name == "Westshire County Council"
    assert Council.objects.get().slug == "westshire"


def test_where_the_file_holds_both_nothing_is_offered(west):
    batch = told(("Name", "Region"), ("Westshire County", "S"), ("Westshire", "South West"))
    assert outcomes(batch) == ["new", "unchanged"]


def test_answered_as_another_it_is_added(west):
    batch = told(("Name", "Region"), ("Westshire County Council", "South"))
    confirm(COUNCILS, batch, answers={2: "new"})
    assert Council.objects.count() == 2
    undo(batch)
    assert Council.objects.get() == west


def test_again_changes_nothing_and_so_does_an_export(west):
    assert bring_in(("Slug", "Type"), ("westshire", "county")).tally.unchanged == 1
    batch = preview(COUNCILS, None, exported(COUNCILS, None))
    assert outcomes(batch) == ["unchanged"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"Name": "Westshire", "Slug": "west", "GSS": "E10000901"}, "Slug"),
        ({"Name": "New", "Slug": "New Town"}, "Slug"),
        ({"Name": "New", "DfE code": "9a1"}, "DfE code"),
        ({"Name": "New", "GSS": "E1"}, "GSS"),
        ({"Name": "New", "GSS": "E10000001; E10000002"}, "GSS"),
        ({"Name": "New", "GSS": "E10000001 from 1/4/2020 until 31/3/2020"}, "GSS"),
        ({"Name": "Westshire", "GSS": "E06000001"}, "GSS"),
        ({"Name": "New", "Type": "parish"}, "Type"),
        ({"Name": "New", "Opened on": "soon"}, "Opened on"),
        ({"Name": "New", "Opened on": "1/4/2020", "Abolished on": "1/4/2020"}, "Abolished on"),
        ({"Name": "New", "Succeeded by": "Nowhere"}, "Succeeded by"),
        ({"Name": "n" * 121}, "Name"),
        ({"Slug": "nothing"}, "Name"),
        ({"Name": "EXAMPLE, delete this row: Exampleton"}, "Name"),
    ],
)
def test_what_cannot_be_is_told_by_row_and_column(west, cells, column):
    headings = ("Name", "Slug", "DfE code", "GSS", "Type", "Opened on", "Abolished on")
    headings += ("Succeeded by",)
    batch = told(headings, [cells.get(name, "") for name in headings])
    assert [(row, column) for row, column, *_ in mistakes(batch)] == [(2, column)]


def test_a_code_of_another_council_is_told_by_row_and_changes_nothing(west):
    other = factories.CouncilFactory(name="Eastshire", slug="eastshire")
    batch = told(("Slug", "GSS codes"), ("eastshire", "E10000901"))
    assert mistakes(batch)[0][:3] == (2, "GSS codes", "E10000901")
    assert "This is Westshire's here" in mistakes(batch)[0][3]
    assert not other.codes.filter(code="E10000901").exists()


def test_one_code_for_two_rows_is_told(db):
    batch = told(("Name", "DfE code"), ("One", "901"), ("Two", "901"))
    assert mistakes(batch) == [(3, "DfE code", "901", "Row 2 has the same code 901.")]


def test_a_new_code_follows_one_that_ends(west):
    codes = "E10000901 until 31/03/2020; E06000901 from 1 April 2020"
    batch = bring_in(("Slug", "GSS codes"), ("westshire", codes)).batch
    in_order = west.codes.order_by("code").values_list("code", "valid_to")
    assert list(in_order) == [("E06000901", None), ("E10000901", date(2020, 3, 31))]
    undo(batch)
    assert list(west.codes.values_list("code", "valid_to")) == [("E10000901", None)]


def test_a_code_that_is_not_in_the_file_stays_and_is_named(west):
    CouncilCode.objects.create(council=west, code="E10000800", valid_to=date(2000, 1, 1))
    batch = bring_in(("Slug", "GSS codes"), ("westshire", "E10000901")).batch
    assert "E10000800 of Westshire" in batch.reading["notices"][0]
    assert west.codes.count() == 2


@pytest.mark.parametrize("followers", ["upper; lower", "upper lower"])
def test_an_abolished_council_is_followed_by_those_of_the_same_file(west, followers):
    headings = ("Name", "Abolished on", "Succeeded by")
    rows = (("Westshire", "1/4/2023", followers), ("Upper", "", ""), ("Lower", "", ""))
    batch = bring_in(headings, *rows).batch
    west.refresh_from_db()
    assert west.abolished_on == date(2023, 4, 1)
    assert set(west.succeeded_by.values_list("slug", flat=True)) == {"upper", "lower"}
    undo(batch)
    assert list(Council.objects.values_list("slug", "abolished_on")) == [("westshire", None)]


def test_what_is_not_in_the_file_is_reported_and_never_deleted(west):
    factories.CouncilFactory(name="Eastshire", slug="eastshire")
    batch = bring_in(("Slug", "Region"), ("eastshire", "East")).batch
    assert batch.reading["absent"] == ["Westshire (westshire)"]
    assert Council.objects.count() == 2


def test_what_a_person_entered_stays_without_a_tick(west, site_administrator):
    west.region, west._history_user = "By hand", site_administrator
    west.save()
    headings, row = ("Slug", "Region"), ("westshire", "South")
    assert bring_in(headings, row).tally.kept == 1
    assert Council.objects.get().region == "By hand"
    bring_in(headings, row, taking={2})
    assert Council.objects.get().region == "South"


def test_a_council_that_is_used_by_now_is_not_unmade(db):
    batch = bring_in(("Name",), ("Newtown",)).batch
    factories.InspectionFactory(council=Council.objects.get())
    with pytest.raises(Refused, match="A council that is used is never deleted"):
        undo(batch)
    assert Council.objects.exists()


def test_what_was_touched_since_is_not_undone(west):
    batch = bring_in(("Slug", "Region"), ("westshire", "South")).batch
    west.refresh_from_db()
    west.official_name = "Westshire County Council"
    west.save()
    with pytest.raises(Refused, match="Somebody has changed “Westshire” since"):
        undo(batch)


def test_only_superusers_bring_councils_in(administrator, site_administrator):
    content = as_csv(("Name",), ("Newtown",))
    with pytest.raises(PermissionDenied):
        preview(COUNCILS, None, content, by=administrator)
    batch = preview(COUNCILS, None, content, by=site_administrator)
    with pytest.raises(PermissionDenied):
        confirm(COUNCILS, batch, by=administrator)
    assert confirm(COUNCILS, batch, by=site_administrator).saved


def test_a_council_entered_meanwhile_makes_a_new_preview(west):
    batch = told(("Name",), ("Newtown",))
    factories.CouncilFactory(name="Newtown", slug="newtown")
    assert not confirm(COUNCILS, batch).saved
    assert outcomes(batch) == ["unchanged"]
