"""The colours behind cells are told where they are asked for; a rule's colours are not guessed."""

import pytest

from inspections.bounded import BoundedProcess
from inspections.spreadsheets import Unreadable, asking, open_workbook, worker
from tests.spreadsheets import cell, ods, ods_row
from tests.trackers import exampleton, fill, in_this_process, themed_fills, workbook_of

FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


@pytest.fixture(autouse=True, scope="module")
def _here():
    with in_this_process():
        yield


def ranges(content):
    (sheet,) = open_workbook(content, fills=True).sheets
    return [tuple(one) for one in sheet.fills.ranges]


def style(name, colour="", parent="", more=""):
    shade = f'<style:table-cell-properties fo:background-color="{colour}" {FO}/>' if colour else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="{parent}">{shade}{more}</style:style>'
    )


def test_colours_by_theme_tint_and_number_are_worked_out_and_white_is_none():
    assert ranges(themed_fills()) == [
        (1, 1, 1, 1, "4F81BD"),
        (1, 1, 2, 2, "A7C0DE"),
        (1, 1, 3, 3, "FF0000"),
    ]


def test_cells_beside_each_other_of_one_colour_are_one_range():
    def change(sheet):
        for name in ("A1", "B1", "C1", "A2"):
            fill(sheet, name, "00B050")

    assert ranges(workbook_of(["a", None, "c"], ["d"], change=change)) == [
        (1, 1, 1, 3, "00B050"),
        (2, 2, 1, 1, "00B050"),
    ]


def test_colours_come_out_of_the_reader_in_its_own_process(monkeypatch):
    monkeypatch.setattr(asking, "BoundedProcess", BoundedProcess)
    assert len(ranges(themed_fills())) == 3


def test_more_coloured_cells_than_any_table_has_get_a_sentence(monkeypatch):
    monkeypatch.setattr(worker, "MAX_RANGES", 2)
    with pytest.raises(Unreadable, match="far more coloured cells"):
        ranges(themed_fills())


def test_colours_are_not_looked_for_unless_asked():
    sheet = open_workbook(themed_fills()).sheets[0]
    assert sheet.fills.ranges == []


def test_a_range_that_a_rule_colours_is_told_and_its_colours_are_not():
    sheet = open_workbook(exampleton(), fills=True).sheets[0]
    assert sheet.fills.rules == ["B6:B10"]
    assert "00FF00" not in {one[4] for one in sheet.fills.ranges}


def test_an_ods_cell_takes_its_colour_from_its_style_or_the_style_that_this_rests_on():
    styles = style("red", "#ff0000") + style("child", parent="red") + style("clear", "transparent")
    rows = [
        ods_row(cell("a", 'table:style-name="red"'), cell("b", 'table:style-name="clear"')),
        ods_row(cell("c"), cell("d", 'table:style-name="child" table:number-columns-repeated="2"')),
    ]
    assert ranges(ods(rows, styles=styles)) == [(1, 1, 1, 1, "FF0000"), (2, 2, 2, 3, "FF0000")]


def test_an_ods_cell_without_a_style_has_that_of_its_row_or_its_column():
    styles = style("red", "#ff0000") + style("green", "#00b050")
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="red"/>'
    rows = [
        ods_row("a", "b"),
        ods_row("c", "d", attributes='table:default-cell-style-name="green"'),
    ]
    assert ranges(ods(rows, styles=styles, columns=columns)) == [
        (1, 1, 2, 2, "FF0000"),
        (2, 2, 1, 2, "00B050"),
    ]


def test_a_style_that_rests_on_itself_has_no_colour():
    styles = style("a", parent="b") + style("b", parent="a")
    assert ranges(ods([ods_row(cell("x", 'table:style-name="a"'))], styles=styles)) == []


def test_rows_that_are_repeated_to_the_end_of_the_sheet_are_one_range():
    styles = style("red", "#ff0000")
    blank = '<table:table-cell table:style-name="red"/>'
    rows = [ods_row("a"), ods_row(blank, attributes='table:number-rows-repeated="1048574"')]
    assert ranges(ods(rows, styles=styles)) == [(2, 1048575, 1, 1, "FF0000")]
