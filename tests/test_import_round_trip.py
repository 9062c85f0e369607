"""One file for the two inspections of a report; and a file that goes out and comes in again."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from councils.models import Body
from inspections.intake import undo
from inspections.intake.exporting import FORMS, export, template
from inspections.recommendations import Recommendations
from inspections.recommendations.wording import absent_from
from inspections.spreadsheets import writing
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW
from tests.tables import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(council):
    return factories.InspectionFactory(council=council, publish_from=None)


@pytest.fixture
def bring_in(inspection, clerk):
    """`bring_in(text)`: preview and confirm it; the confirmation."""

    def bring_in(text):
        return saving.confirm(batch=preview(text, inspection, by=clerk), by=clerk, at=NOW)

    return bring_in


def preview(text, inspection, *, by=None, name="file.csv"):
    content = text if isinstance(text, bytes) else text.encode()
    return saving.preview(content=content, file_name=name, inspection=inspection, by=by, at=NOW)


def standing(inspection):
    rows = inspection.recommendations.standing().order_by("section", "order")
    return [(row.reference, row.order, row.text) for row in rows]


# --- words and their characters ---


@pytest.mark.parametrize(
    "words",
    [
        r"\N",
        r"a \ and C:\new\table \x41",
        "two\nlines\tand a tab",
        'say "so" 100%',
        "The \U0001f9d2’s own plan",
        "null",
    ],
)
def test_words_stand_in_the_record_as_the_file_has_them(words, bring_in, inspection):
    def file_of(text, kind, page):
        cells = (f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in ("1", text, kind, page))
        return f"Ref,Text,Kind,Page\n{','.join(cells)}"

    def record():
        return inspection.recommendations.values_list("text", "kind", "page").get()

    bring_in(file_of(words, "null", ""))
    assert record() == (words, "null", None)
    batch = bring_in(file_of(f"{words} And more.", "", "7")).batch
    assert record() == (f"{words} And more.", "", 7)
    undo(batch=batch, by=batch.by, at=NOW)
    assert record() == (words, "null", None)
    versions = inspection.recommendations.get().history.order_by("history_id")
    assert [version.text for version in versions] == [words, f"{words} And more.", words]


# --- two inspections in one report ---


@pytest.fixture
def review(inspection, council):
    board = factories.BodyFactory(
        kind=Body.Kind.LSCB, name="Northbridge Safeguarding Children Board", areas=[council]
    )
    return factories.InspectionFactory(
        council=council, parent=inspection, bodies=[board], publish_from=None
    )


def test_rows_go_to_the_inspection_that_looked_at_their_body(bring_in, inspection, review):
    done = bring_in("Ref,Body,Text\r\n1,council,For the council\r\n124,LSCB,For the board\r\n")
    assert done.tally.new == 2
    assert standing(inspection) == [("1", 1, "For the council")]
    assert standing(review) == [("124", 1, "For the board")]


def test_a_visit_of_another_day_is_no_part_of_the_report(bring_in, inspection, review):
    review.published_on = NOW.date()
    review.save()
    with pytest.raises(saving.Refused, match="Add Northbridge .* to the inspected bodies first"):
        bring_in("Ref,Body,Text\r\n124,LSCB,For the board\r\n")


def test_a_linked_inspection_under_an_embargo_is_hidden_from_who_is_not_named(
    bring_in, inspection, review, clerk
):
    review.publish_from = NOW + timedelta(days=1)
    review.save()
    text = "Ref,Body,Text\r\n124,LSCB,For the board\r\n"
    with pytest.raises(saving.Refused, match="inspected bodies"):
        bring_in(text)
    review.embargo_readers.add(clerk)
    assert bring_in(text).saved


# --- out and in again ---


MANY = (
    "Ref,Body,Section,Kind,By when,Page,Text\r\n"
    "1,council,Now,Area,at once,3,=SUM(A1) is what it says\r\n"
    "2,council,Now,Area,,,'+44 and “curly” – quotes\r\n"
    '3,council,Later,,,,"Lines\nand more, with; delimiters"\r\n'
    "124,LSCB,Now,,,,-1 for the board\r\n"
)


def exported(inspection, form):
    pieces = export(Recommendations(), inspection, by=None, at=NOW, form=form)
    return b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)


@pytest.mark.parametrize("form", FORMS)
def test_an_export_comes_back_as_all_unchanged(bring_in, inspection, review, form):
    bring_in(MANY)
    batch = preview(exported(inspection, form), inspection)
    assert set(batch.rows.values_list("outcome", flat=True)) == {"unchanged"}
    assert not absent_from(batch).exists()


@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_what_was_edited_in_an_export_is_all_that_changes(bring_in, inspection, review, form):
    bring_in(MANY)
    table = read(exported(inspection, form))
    rows = [
        [cell.replace("– quotes", "– quotation marks") for cell in cells]
        for _, cells in table.source.records()
    ]
    write = {"xlsx": writing.xlsx, "ods": writing.ods}[form]
    done = bring_in(write("Edited", rows[0], rows[1:]))
    assert str(done.tally) == "0 new, 1 changed, 3 unchanged, 0 wrong"
    (row,) = done.batch.rows.filter(outcome="changed")
    assert row.before == {"text": "+44 and “curly” – quotes"}


def test_an_export_as_text_is_known_by_a_spreadsheet_and_runs_nothing(bring_in, inspection):
    bring_in("Ref,Text\r\n1,=SUM(A1) is what it says\r\n")
    content = exported(inspection, "csv")
    assert content.startswith(b"\xef\xbb\xbfReference,Recommendation,Body")
    assert b",'=SUM(A1)" in content


def test_an_exported_workbook_holds_text_where_a_formula_might_be(bring_in, inspection):
    bring_in("Ref,Text\r\n1,=SUM(A1) is what it says\r\n")
    sheet = load_workbook(io.BytesIO(exported(inspection, "xlsx"))).active
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("'=SUM(A1) is what it says", "s")
    assert sheet["E2"].value == 1


@pytest.mark.parametrize("form", FORMS)
def test_the_template_is_read_and_its_example_is_not_imported(inspection, form):
    pieces = template(Recommendations(), form)
    content = b"".join(piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    batch = preview(content, inspection)
    (row,) = batch.rows.all()
    assert set(batch.columns) == {
        *("reference", "text", "body", "section"),
        *("order", "kind", "timescale", "page"),
    }
    assert row.errors[0]["reason"] == "This is the template's example."


def test_a_long_file_name_keeps_its_end(inspection):
    batch = preview("Text\r\nOne.\r\n", inspection, name="x" * 300 + ".csv")
    assert len(batch.file_name) == 255
    assert batch.file_name.endswith("x.csv")
