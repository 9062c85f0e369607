"""Lists: where an entry begins and ends, and what of it is text."""

from dataclasses import replace

import pytest

from inspections.reports.reader.cleaning import Vocabulary
from inspections.reports.reader.gaps import doubt_paragraphs
from inspections.reports.reader.items import read_list
from inspections.reports.reader.lines import Line
from inspections.reports.reader.nothing import says_none
from inspections.reports.reader.rows import read_pairs, read_rows

MARK, TEXT, INNER = 71.0, 99.0, 117.0  # columns, in points


def lines_of(*rows, page=1, pitch=14.4):
    """Lines under one another: each a text, or a text with its column (x, or x and indent)."""
    made, y = [], 700.0
    for row in rows:
        text, *place = (row,) if isinstance(row, str) else row
        x = place[0] if place else MARK
        indent = place[1] if len(place) > 1 else (TEXT if x == MARK else x)
        ends = text.rstrip()
        made.append(
            Line(
                page=page,
                text=ends,
                x0=x,
                x1=500,
                y=y,
                size=12,
                bold=False,
                tight=text.endswith("-"),
                indent=indent,
            )
        )
        y -= pitch
    return made


def texts(items, words=()):
    return [item.text(Vocabulary(lambda: words)) for item in items]


def test_each_number_in_the_column_opens_an_entry():
    items = read_list(lines_of("1. First", ("and on.", TEXT), "2. Second."))
    assert [(item.reference, text) for item, text in zip(items, texts(items), strict=True)] == [
        ("1", "First and on."),
        ("2", "Second."),
    ]


def test_the_printed_number_is_kept_wherever_the_list_starts():
    assert [item.reference for item in read_list(lines_of("124. One.", "125. Two."))] == [
        "124",
        "125",
    ]


def test_a_number_without_a_space_opens_an_entry_and_a_decimal_does_not():
    items = read_list(lines_of("1.First part", ("2.5 per cent.", TEXT)))
    assert texts(items) == ["First part 2.5 per cent."]


@pytest.mark.parametrize("bullet", ["■", "\uf06e", "•", "◼", "➢"])
def test_any_bullet_opens_an_entry_and_is_no_part_of_it(bullet):
    assert texts(read_list(lines_of(f"{bullet} One", ("more.", TEXT), f"{bullet} Two."))) == [
        "One more.",
        "Two.",
    ]


def test_deeper_bullets_belong_to_their_entry_without_their_marks():
    items = read_list(
        lines_of(
            "1. Watch over:",
            ("\uf06e the first thing", TEXT, INNER),
            ("and its end", INNER),
            ("– the second thing", TEXT, INNER),
            "2. Next.",
        )
    )
    assert texts(items) == ["Watch over:\nthe first thing and its end\nthe second thing", "Next."]


def test_a_dash_at_the_start_of_a_line_may_only_be_a_dash():
    items = read_list(lines_of("1. Plans", ("– short and long – last.", TEXT, TEXT + 9)))
    assert texts(items) == ["Plans – short and long – last."]


def test_a_number_at_the_start_of_a_line_may_be_part_of_the_sentence():
    items = read_list(lines_of("1. As said (paragraphs 137,", ("138).", TEXT), "2. Next."))
    assert texts(items) == ["As said (paragraphs 137, 138).", "Next."]


def test_what_follows_the_list_in_the_column_of_its_marks_is_not_part_of_it():
    items = read_list(lines_of("• One", ("more.", TEXT), "Then other prose begins here."))
    assert texts(items) == ["One more."]


def test_small_headings_divide_a_numbered_list_without_a_doubt():
    items = read_list(lines_of("1. One", ("more.", TEXT), "Practice", "2. Two", ("more.", TEXT)))
    assert [item.under for item in items] == ["", "Practice"]
    assert texts(items) == ["One more.", "Two more."]
    assert [item.doubt for item in items] == ["", ""]


def test_a_small_heading_between_bullets_is_doubted():
    items = read_list(lines_of("• One", ("more.", TEXT), "Other matters", "• Two."))
    assert "Other matters" in items[1].doubt


def test_the_end_of_an_entry_that_stands_out_of_its_column_is_doubted():
    items = read_list(lines_of("1. One", ("more", TEXT), "and its end", "2. Two.", "3. Three."))
    assert [bool(item.doubt) for item in items] == [False, True, False]


def test_a_list_of_strengths_ends_a_list_of_what_must_improve():
    items = read_list(lines_of("• One", ("more.", TEXT), "Strengths", "• Two."))
    assert texts(items) == ["One more."]


def test_a_gap_in_the_numbers_is_doubted():
    items = read_list(lines_of("1. One.", "3. Three."))
    assert items[1].doubt == "Number 3 follows number 1."


def test_a_number_without_its_stop_opens_an_entry_where_it_is_the_next():
    rows = lines_of("1. One.", "2. Two", ("more.", TEXT), ("3 Three.", MARK, MARK), "4. Four.")
    assert texts(read_list(rows)) == ["One.", "Two more.", "Three.", "Four."]


def test_a_number_out_of_its_column_is_an_entry_with_a_doubt_where_it_is_the_next():
    items = read_list(lines_of("1. One.", "2. Two.", ("3. Three.", TEXT, TEXT + 28)))
    assert texts(items) == ["One.", "Two.", "Three."]
    assert "does not stand below the others" in items[2].doubt


def test_the_numbers_of_a_list_within_an_entry_open_none():
    deeper = [(f"{number}. thing.", TEXT, INNER) for number in (1, 2, 3)]
    assert len(read_list(lines_of("1. Watch over these.", *deeper, "2. Two."))) == 2


def test_a_sentence_that_stands_apart_within_an_entry_is_doubted():
    upper = lines_of("• One", ("more", TEXT), ("and more.", TEXT), "• Two", ("more.", TEXT))
    apart = lines_of(("Three has no bullet", TEXT), ("at all.", TEXT))
    below = [replace(line, y=line.y - 90) for line in apart]
    items = read_list([*upper, *below])
    doubt_paragraphs(items)
    assert [bool(item.doubt) for item in items] == [False, True]


def test_a_list_whose_lines_are_not_set_in_is_read_by_distance_and_by_sentence():
    rows = lines_of(("• One", MARK, MARK + 10), "more. And more.", ("• Two.", MARK, MARK + 10))
    assert texts(read_list(rows)) == ["One more. And more.", "Two."]


def test_margins_may_differ_from_page_to_page():
    left = lines_of("• One", ("more.", TEXT))
    right = lines_of(("• Two", MARK + 9, TEXT + 9), ("more.", TEXT + 9), page=2)
    assert texts(read_list([*left, *right])) == ["One more.", "Two more."]


@pytest.mark.parametrize(
    ("printed", "elsewhere", "read"),
    [
        (("multi-", "agency work."), (), "multi-agency work."),
        (("recom-", "mends it."), ("It recommends this",), "recommends it."),
        (("16-", "and 17-year-olds."), (), "16- and 17-year-olds."),
        (("up-to-", "date plans."), ("up-to-date",), "up-to-date plans."),
        (("well-", "being first."), ("Their wellbeing is well known",), "well-being first."),
        (("co-", "ordination."), ("The coordination of it",), "co-ordination."),
        (("ser-", "vices."), ("Some services ser-", "vices"), "services."),
        (("re-", "views."), ("Good reviews. A chil-", "dren children"), "reviews."),
        (("qual-", "ity."), ("some chil-", "dren children qual-", "ity"), "quality."),
        (("multi-", "agency."), ("some chil-", "dren children"), "multi-agency."),
        (("under-", "standing."), ("chil-", "dren children under understanding"), "understanding."),
    ],
)
def test_a_hyphen_at_the_end_of_a_line_is_judged_by_what_the_document_prints(
    printed, elsewhere, read
):
    first, second = printed
    items = read_list(lines_of(f"1. A {first}", (second, TEXT)))
    assert texts(items, elsewhere) == [f"A {read}"]


def test_rows_are_told_apart_by_the_lines_drawn_between_them():
    rows = lines_of("Leaders should do this.", "They should do that.", "Leaders should do more.")
    between = (rows[1].y + rows[2].y + rows[2].size) / 2
    assert texts(read_rows(rows, {1: (between,)})) == [
        "Leaders should do this. They should do that.",
        "Leaders should do more.",
    ]


def test_a_row_goes_on_over_the_page_until_its_sentence_ends():
    first = lines_of("Leaders should do this and")
    second = lines_of("that.", "Leaders should do more.", page=2)
    rules = {1: (600.0,), 2: (second[0].y - 2,)}
    assert texts(read_rows([*first, *second], rules)) == [
        "Leaders should do this and that.",
        "Leaders should do more.",
    ]


def test_a_cell_that_is_a_list_of_bullets_is_several_entries():
    rows = lines_of("• One", ("more.", TEXT), "• Two.")
    assert texts(read_rows(rows, {1: (720.0, 600.0)})) == ["One more.", "Two."]


def test_who_is_responsible_stands_beside_what_is_to_be_done():
    top = lines_of(("North Council", 62), ("and NHS North", 62), ("Act", 223), ("at once.", 223))
    more = lines_of(("North Council", 62), ("Act again.", 223))
    lower = [line.__class__(**{**_fields(line), "y": line.y - 200}) for line in more]
    items = read_pairs([*top, *lower], {}, split=223)
    assert texts(items) == ["Act at once.", "Act again."]
    assert [" ".join(line.text for line in item.bodies) for item in items] == [
        "North Council and NHS North",
        "North Council",
    ]


def test_who_is_responsible_may_stand_on_the_right():
    rows = lines_of(("Act at once.", 62), ("North Council", 300))
    (item,) = read_pairs(rows, {}, split=300, bodies_first=False)
    assert item.text(Vocabulary(lambda: ())) == "Act at once."
    assert [line.text for line in item.bodies] == ["North Council"]


def test_a_bodys_name_that_the_end_of_a_page_cuts_is_one():
    top = lines_of(("North Council and", 62), ("Act at once.", 223))
    below = lines_of(("South Council", 62), page=2)
    more = lines_of(("East Council", 62), ("Act again.", 223), page=2)
    lower = [replace(line, y=line.y - 200) for line in more]
    items = read_pairs([*top, *below, *lower], {}, split=223)
    assert [" ".join(line.text for line in item.bodies) for item in items] == [
        "North Council and South Council",
        "East Council",
    ]


def _fields(line):
    return {name: getattr(line, name) for name in line.__slots__}


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("accurate and up-", "to-date help", "accurate and up-to-date help"),
        ("homeless 16-", "and 17-year-olds", "homeless 16- and 17-year-olds"),
        ("from 16-", "to 17-year-olds", "from 16- to 17-year-olds"),
        ("a multi-", "agency plan", "a multi-agency plan"),
        ("well –", "mostly", "well – mostly"),
        ("2016–", "17", "2016–17"),
    ],
)
def test_lines_are_joined_as_their_words_are_printed(before, after, joined):
    assert Vocabulary(lambda: [before, after]).join(before, after, tight=True) == joined


@pytest.mark.parametrize(
    "words",
    [
        "There are no areas of priority action.",
        "There were none.",
        "None identified",
        "No immediate or priority actions were identified.",
        "Inspectors did not identify any areas for priority action.",
        "This review makes no recommendations",
        "The inspection did not find any areas for priority and immediate action.",
        "At the time of the inspection, no areas for immediate action were identified.",
        "The inspection team did not identify areas requiring immediate action.",
        "Areas for priority action: none",
        "We have not identified any areas for priority or immediate action.",
        "Inspectors found no areas of significant concern.",
        "Areas for priority action were not identified.",
        "During this review, no recommendations for the board were made.",
        "This joint inspection did not find that there were any areas for priority action.",
        "None were identified at this inspection.",
        "Inspectors did not find any issues that required immediate action.",
        "In this inspection, inspectors did not find any areas for priority action.",
        "Nothing was identified.",
    ],
)
def test_words_that_say_there_is_nothing_are_no_entry(words):
    assert says_none(words)


@pytest.mark.parametrize(
    "words",
    [
        "There are no clear arrangements for children who go missing.",
        "None of the plans say what is to be done.",
        "No priority is given to visits.",
        "Inspectors found no plans for children who leave care.",
        "No immediate help is there for families.",
        "Managers did not identify any areas for improvement in their audits.",
        "There are no areas for priority action. However, leaders should act on drift.",
        "Where audits found no areas for improvement, leaders should ask why.",
        "The partnership has not made any progress on plans.",
        "Nothing is done for families who wait.",
        "In the area, no areas of the service are inspected by managers, who should start.",
    ],
)
def test_words_that_say_what_is_lacking_are_an_entry(words):
    assert not says_none(words)
