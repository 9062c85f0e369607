"""Tables in reports on special educational needs: rows that hold several paragraphs; invented."""

from tests.report_pdf import Paper
from tests.test_report_variants import prose, read, words


def table(*, intro=""):
    """A report up to the first line of its table."""
    paper = Paper().page(number=False)
    paper.line("Area SEND inspection of Trafford Local Area Partnership", size=18)
    paper.line("Inspection dates: 16 to 20 October 2023", gap=2).heading("Inspection outcome")
    paper.line("There are widespread and/or systemic failings leading to concerns.")
    prose(prose(paper.heading("Information about the area")).page(number=False))
    paper.heading("Areas for improvement")
    if intro:
        paper.line(intro, gap=2)
    return paper.rule(below=10)


def ended(paper):
    return read(prose(paper.heading("Local area partnership details"), 2))


def test_a_sentence_above_a_table_that_announces_it_is_no_row():
    paper = table(intro="Leaders should take these steps:")
    paper.line("Leaders should do one thing.").rule().line("Leaders should do another.").rule()
    report = ended(paper)
    assert words(report) == ["Leaders should do one thing.", "Leaders should do another."]
    assert report.doubts == ()


def test_a_row_at_the_head_of_a_page_may_go_on_from_the_last_where_rows_hold_paragraphs():
    paper = table().line("Leaders should do one thing, and they should do it as soon as they can.")
    paper.line("They should tell all.").line("They should do it well.").rule()
    paper.line("Leaders should do another thing.").rule().page(number=False).rule()
    report = ended(paper.line("They should tell everyone of it.").rule())
    assert len(words(report)) == 3
    (doubt,) = report.doubts
    assert doubt.field == "inspections[0].recommendations[2].text"
    assert "several paragraphs" in doubt.why


def test_a_row_at_the_head_of_a_page_is_a_new_one_where_each_holds_one_paragraph():
    paper = table().line("Leaders should do one thing, and they should do it as soon as they can.")
    paper.rule().line("Leaders should do another thing.").rule().page(number=False).rule()
    report = ended(paper.line("They should tell everyone of it.").rule())
    assert len(words(report)) == 3
    assert report.doubts == ()


def test_cells_that_nearly_touch_are_two():
    paper = table().line("Leaders should do one thing.").rule().heading("Areas for priority action")
    paper.line("Responsible body", bold=True, gap=2)
    paper.put(223, paper.y, "Areas for priority action", bold=True).rule()
    for body, words_of_row in (
        ("Leaders across the partnership", ("Act on one thing, which has to", "be done soon.")),
        ("Trafford Council", ("Act on another.",)),
    ):
        paper.line(body, x=50)
        paper.put(223, paper.y, words_of_row[0])
        for line in words_of_row[1:]:
            paper.line(line, x=223)
        paper.rule()
    report = ended(paper)
    found = [(item.text, item.bodies) for item in report.inspections[0].recommendations[1:]]
    assert found == [
        (
            "Act on one thing, which has to be done soon.",
            ("Leaders across the partnership",),
        ),
        ("Act on another.", ("Trafford Council",)),
    ]
    assert report.doubts == ()
