"""XLSX and ODS: what a sheet shows is read; what it hides is shown before it is taken."""

import io
import re
import zipfile
from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from openpyxl.comments import Comment

from inspections.intake import SeveralSheets
from inspections.intake.beside import hidden_in, notices_of
from inspections.spreadsheets import Unreadable, writing
from tests import factories
from tests import recommendations_in as saving
from tests.factories import NOW
from tests.spreadsheets import (
    FIRST,
    HEADINGS,
    SECOND,
    cell,
    ods,
    ods_row,
    package,
    parts_of,
    workbook,
)
from tests.tables import read


def lines(content, sheet=""):
    return [(line.number, line.cells) for line in read(content, sheet).rows()]


def preview(content, inspection, **given):
    return saving.preview(
        content=content, file_name="plan.xlsx", inspection=inspection, by=None, at=NOW, **given
    )


# --- cells ---


@pytest.mark.parametrize("write", [writing.xlsx, writing.ods])
def test_both_kinds_are_read_with_the_rows_numbers_as_the_spreadsheet_shows_them(write):
    content = write("Recs", HEADINGS, [FIRST, ["", "", "", ""], SECOND])
    (first, cells), (second, _) = lines(content)
    assert (first, second) == (2, 4)
    assert cells == {
        "reference": "1",
        "section": "Now",
        "text": "Make every plan clear.",
        "page": "5",
    }


def test_titles_above_the_headings_are_left_out_and_told():
    table = read(workbook(["Recommendations"], ["Wirral, 2016"], [], HEADINGS, FIRST))
    assert [line.number for line in table.rows()] == [5]
    assert "Above the headings, and not read: “Recommendations” and “Wirral, 2016”." in notices_of(
        table
    )


def test_titles_above_the_headings_of_a_csv_file_are_left_out_too():
    table = read(b"Recommendations of 2016\r\n\r\nRef,Recommendation\r\n1,One\r\n")
    assert [line.cells["text"] for line in table.rows()] == ["One"]


def test_a_whole_number_has_no_point_and_a_day_is_in_words():
    content = workbook(["Ref", "Recommendation", "By when"], [7.0, "One", date(2026, 3, 31)])
    assert lines(content) == [(2, {"reference": "7", "text": "One", "timescale": "31 March 2026"})]


@pytest.mark.django_db
def test_a_date_where_a_number_is_printed_is_wrong(council):
    inspection = factories.InspectionFactory(council=council)
    content = workbook(HEADINGS, [date(2026, 2, 1), *FIRST[1:]])
    batch = preview(content, inspection)
    assert "This cell holds a date." in batch.rows.get().errors[0]["reason"]


def test_cells_merged_downwards_say_the_same_in_each_row():
    rows = [HEADINGS, FIRST, ["2", None, "Two", 6], ["3", "Later", "Three", 7]]
    table = read(workbook(*rows, change=lambda book, sheet: sheet.merge_cells("B2:B3")))
    assert [line.cells["section"] for line in table.rows()] == ["Now", "Now", "Later"]
    assert "Merged downwards, and read as if each row said it: B2:B3." in notices_of(table)


def test_a_formula_gives_the_value_it_was_saved_with():
    content = workbook(HEADINGS, ["1", "Now", "=A1", 5])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml")
    calculated = re.sub(
        rb'<c r="C2"><f>A1</f><v(?: ?/>|></v>)</c>',
        b'<c r="C2" t="str"><f>A1</f><v>As it was</v></c>',
        sheet,
    )
    assert calculated != sheet
    saved_so = package(
        {
            name: calculated if name == "xl/worksheets/sheet1.xml" else part
            for name, part in parts_of(content).items()
        }
    )
    assert lines(saved_so)[0][1]["text"] == "As it was"
    assert any("None was run" in sentence for sentence in notices_of(read(saved_so)))
    assert "Formulas saved without a value, and read as empty: C2." in notices_of(read(content))


# --- what is hidden ---


def hide(book, sheet):
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    sheet["C2"].comment = Comment("Ask the head of service", "Ann")


def test_hidden_rows_and_columns_and_comments_are_told():
    table = read(workbook(HEADINGS, FIRST, SECOND, change=hide))
    assert hidden_in(table) == [
        "Row 3 is hidden in the file, and read like the others.",
        "The column “Section” is hidden in the file, and read.",
    ]
    assert "A comment on cell C2, not imported: “Ask the head of service”" in notices_of(table)


def test_hidden_rows_and_columns_and_comments_of_an_open_document_are_told():
    written = "<dc:creator>Bo Lee</dc:creator><dc:date>2026-11-18T00:00:00</dc:date>"
    note = f"<office:annotation>{written}<text:p>Ask Ann</text:p></office:annotation>"
    content = ods(
        [
            ods_row("Ref", "Section", "Recommendation"),
            ods_row("1", "Now", cell("One", inside=note)),
            ods_row("2", "Now", "Two", attributes='table:visibility="filter"'),
        ],
        columns='<table:table-column/><table:table-column table:visibility="collapse"/>',
    )
    table = read(content)
    assert [line.cells["text"] for line in table.rows()] == ["One", "Two"]
    assert hidden_in(table) == [
        "Row 3 is hidden in the file, and read like the others.",
        "The column “Section” is hidden in the file, and read.",
    ]
    assert "A comment on cell C2, not imported: “Ask Ann”" in notices_of(table)


@pytest.mark.django_db
def test_nothing_hidden_is_imported_unseen(council):
    inspection = factories.InspectionFactory(council=council)
    batch = preview(workbook(HEADINGS, FIRST, SECOND, change=hide), inspection)
    assert list(batch.rows.filter(values__hidden=True).values_list("number", flat=True)) == [3]
    with pytest.raises(saving.Refused, match="Look first at what is hidden. Row 3 is hidden"):
        saving.confirm(batch=batch, by=None, at=NOW)
    assert not inspection.recommendations.exists()
    assert saving.confirm(batch=batch, by=None, at=NOW, hidden_seen=True).saved
    assert inspection.recommendations.count() == 2


@pytest.mark.django_db
def test_the_command_takes_what_is_hidden_only_when_told(council, tmp_path, capsys):
    inspection = factories.InspectionFactory(council=council, slug="one")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(workbook(HEADINGS, FIRST, SECOND, change=hide))
    given = [str(file), "--council", council.slug, "--inspection", "one"]
    with pytest.raises(CommandError, match="--with-hidden"):
        call_command("import_recommendations", *given)
    assert "Row 3 is hidden in the file" in capsys.readouterr().out
    call_command("import_recommendations", *given, "--with-hidden")
    assert inspection.recommendations.count() == 2


# --- several sheets ---


def two_sheets(state="visible"):
    def add(book, sheet):
        other = book.create_sheet("Closed")
        other.append(["Ref", "Recommendation"])
        other.append(["9", "Done long ago."])
        other.sheet_state = state
        book.create_sheet("Notes").append(["Nothing of the kind"])

    return workbook(HEADINGS, FIRST, title="Open", change=add)


def test_the_only_sheet_that_may_be_meant_is_read():
    def notes(book, sheet):
        book.create_sheet("Notes", 0).append(["About this file"])

    table = read(workbook(HEADINGS, FIRST, title="Plan", change=notes))
    assert table.source.name == "Plan"


@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_where_two_sheets_may_be_meant_a_person_chooses(state):
    content = two_sheets(state)
    with pytest.raises(SeveralSheets) as problem:
        read(content)
    assert [(one.name, one.rows, one.hidden) for one in problem.value.choices] == [
        ("Open", 1, False),
        ("Closed", 1, state != "visible"),
    ]
    assert lines(content, "Closed")[0][1]["text"] == "Done long ago."
    with pytest.raises(Unreadable, match="no sheet “Old”"):
        read(content, "Old")


def test_a_hidden_sheet_is_never_taken_by_itself():
    def swap(book, sheet):
        book.create_sheet("Cover").append(["About this file"])
        sheet.sheet_state = "hidden"

    with pytest.raises(SeveralSheets):
        read(workbook(HEADINGS, FIRST, change=swap))


def test_a_hidden_sheet_of_an_open_document_is_known():
    style = (
        '<style:style style:name="h" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    content = ods(
        [ods_row("Ref", "Recommendation"), ods_row("1", "One")],
        styles=style,
        table='table:style-name="h"',
    )
    assert read(content).source.facts.hidden


@pytest.mark.django_db
def test_until_a_sheet_is_chosen_nothing_can_be_confirmed(council):
    inspection = factories.InspectionFactory(council=council)
    batch = preview(two_sheets(), inspection)
    assert not batch.rows.exists()
    with pytest.raises(saving.Refused, match="Choose first which sheet"):
        saving.confirm(batch=batch, by=None, at=NOW)
    saving.choose(batch=batch, sheet="Closed", by=None, at=NOW)
    assert saving.confirm(batch=batch, by=None, at=NOW).saved
    assert inspection.recommendations.get().text == "Done long ago."


@pytest.mark.django_db
def test_the_command_names_the_sheets_to_choose_from(council, tmp_path):
    inspection = factories.InspectionFactory(council=council, slug="one")
    file = tmp_path / "plan.xlsx"
    file.write_bytes(two_sheets())
    given = [str(file), "--council", council.slug, "--inspection", "one"]
    with pytest.raises(CommandError, match="--sheet: “Open”; “Closed”"):
        call_command("import_recommendations", *given)
    call_command("import_recommendations", *given, "--sheet", "Open")
    assert inspection.recommendations.get().text == FIRST[2]
