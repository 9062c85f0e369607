"""What was published is the page, not the file: words that nobody sees on it are not read out."""

import json

import pytest

from inspections.reports.reader.reading import STRUCK, UNSEEN
from tests.report_pdf import Paper
from tests.test_report_whole import AREAS, finish, ilacs, read, words

DAYS = "5 to 9 June 2023"
GRADED = ("leaders", "help-protection", "in-care", "care-leavers", "overall")
SECRET = "Xan Hidden was hurt."
SEEN = ["How well plans are made.", "The timeliness of visits."]


def listed():
    paper = ilacs(DAYS, dict.fromkeys(GRADED, "Good")).heading("What needs to improve?")
    return paper.entry("•", SEEN[0]).entry("•", SEEN[1])


def under(entries):
    """The list on a page whose dictionary holds `entries`: an annotation over the third entry."""
    paper = Paper().page(number=False).line("Inspection of Rutland local authority", size=26)
    paper.line("children’s services", size=26).line(f"Inspection dates: {DAYS}", gap=2)
    for area in GRADED:
        paper.row(AREAS[area], ["Good"])
    paper.page(number=False, entries=entries).heading("What needs to improve?")
    return paper.entry("•", SEEN[0]).entry("•", SEEN[1])


def at(paper, before="", after=""):
    """The secret as a third entry, with operators before and after it."""
    paper.y -= 21.6
    written = f"BT /F1 12 Tf 1 0 0 1 89 {paper.y} Tm ({SECRET}) Tj ET"
    return written, f"{before} {written} {after}"


def box(paper, colour="0 g"):
    return f"q {colour} 60 {paper.y - 5} 400 18 re f Q"


def black(paper):
    return paper.draw(at(paper)[0]).draw(box(paper))


def white_box(paper):
    return paper.draw(at(paper)[0]).draw(box(paper, "1 g"))


def black_below(paper):
    written, _ = at(paper)
    return paper.draw(box(paper)).draw(written)


def picture(paper):
    written, _ = at(paper)
    image = "BI /W 1 /H 1 /CS /G /BPC 8 ID x EI"
    return paper.draw(f"{written} q 400 0 0 18 60 {paper.y - 5} cm {image} Q")


def white(paper):
    return paper.draw(at(paper, "q 1 g", "Q")[1])


def nearly_white(paper):
    return paper.draw(at(paper, "q 0.97 g", "Q")[1])


def invisible(paper):
    return paper.draw(at(paper, "q 3 Tr", "Q")[1])


def off_layer(paper):
    return paper.in_hidden_layer(at(paper)[0])


def outside(paper):
    return paper.draw(f"BT /F1 12 Tf 1 0 0 1 700 {paper.y - 21.6} Tm ({SECRET}) Tj ET")


def clipped(paper):
    return paper.draw(at(paper, "q 10 10 20 20 re W n", "Q")[1])


@pytest.mark.parametrize(
    "hide",
    [black, white_box, black_below, picture, white, nearly_white, invisible, off_layer, outside]
    + [clipped],
)
def test_words_that_nobody_sees_are_not_read_out_and_are_doubted(hide):
    report = read(finish(hide(listed())))
    assert words(report.inspections[0]) == SEEN
    assert "Hidden" not in json.dumps(report.as_dict())
    assert UNSEEN in [doubt.why for doubt in report.doubts]


@pytest.mark.parametrize(
    "note",
    [
        "/Subtype /Square /IC [0 0 0] /C [0 0 0]",
        "/Subtype /Redact",
    ],
)
def test_words_below_an_annotation_are_not_read_out_and_are_doubted(note):
    place = under("").y - 21.6
    rectangle = f"/Rect [60 {place - 5} 500 {place + 13}] /F 4"
    paper = under(f"/Annots [<< /Type /Annot {note} {rectangle} >>]")
    report = read(finish(paper.draw(at(paper)[0])))
    assert words(report.inspections[0]) == SEEN
    assert "Hidden" not in json.dumps(report.as_dict())
    assert UNSEEN in [doubt.why for doubt in report.doubts]


def test_an_entry_that_a_box_covers_in_part_keeps_its_other_words_and_is_doubted():
    paper = listed().entry("•", "Oversight of Xan Hidden in care.")
    paper.draw(f"0 g 158 {paper.y - 4} 62 16 re f")
    report = read(finish(paper))
    assert words(report.inspections[0]) == [*SEEN, "Oversight of in care."]
    assert [doubt.why for doubt in report.doubts] == [UNSEEN]
    assert report.doubts[0].field == "inspections[0].recommendations[2].text"


@pytest.mark.parametrize(
    "show",
    [
        lambda paper: paper.box(paper.y + 10, paper.y - 4, filled=True),  # drawn before the words
        lambda paper: paper.draw(f"1 g 60 {paper.y - 30} 400 12 re f 0 g"),  # beside them
        lambda paper: paper.draw(f"0 g 71 {paper.y - 1.5} 150 0.6 re f"),  # an underline
    ],
)
def test_a_background_and_a_line_below_words_hide_nothing(show):
    report = read(finish(show(listed())))
    assert words(report.inspections[0]) == SEEN
    assert report.doubts == ()


def test_white_words_on_a_dark_background_are_seen():
    paper = listed()
    written, _ = at(paper)
    dark = f"0 0 0.4 rg 80 {paper.y - 5} 400 18 re f"
    paper.put(71, paper.y, "•").draw(f"q {dark} 1 g {written} Q")
    report = read(finish(paper))
    assert words(report.inspections[0])[2:] == [SECRET]
    assert report.doubts == ()


def by_line(paper):
    return paper.draw(f"89 {paper.y + 3.5} m 190 {paper.y + 3.5} l S")


def by_annotation(paper):
    place = paper.y
    note = f"/Subtype /StrikeOut /Rect [89 {place - 3} 190 {place + 10}] /C [1 0 0]"
    paper = under(f"/Annots [<< /Type /Annot {note} >>]")
    assert paper.y == place
    return paper


@pytest.mark.parametrize("strike", [by_line, by_annotation])
def test_struck_out_words_are_read_and_doubted(strike):
    report = read(finish(strike(under(""))))
    assert words(report.inspections[0]) == SEEN
    assert [(doubt.field, doubt.why) for doubt in report.doubts] == [
        ("inspections[0].recommendations[1].text", STRUCK)
    ]


@pytest.mark.parametrize(
    ("matrix", "size", "shown"),
    [
        ("0 1 -1 0 842 0", (842, 595), 90),
        ("0 1 -1 0 842 0", (842, 595), 270),  # upside down on the screen
        ("0 -1 1 0 0 595", (842, 595), 270),
        ("-1 0 0 -1 595 842", (595, 842), 180),
        ("1 0 0 1 0 0", (595, 842), 90),  # on its side
    ],
)
def test_pages_are_turned_until_their_words_are_upright(matrix, size, shown):
    paper = finish(black(listed())).turn(matrix, f"/Rotate {shown}")
    paper.size = size
    report = read(paper)
    assert words(report.inspections[0]) == SEEN
    assert [doubt.why for doubt in report.doubts] == [UNSEEN]
    assert {each.grade for each in report.inspections[0].judgements} == {"Good"}


def test_the_numbers_of_lines_in_the_margin_are_no_part_of_the_words():
    paper = ilacs(DAYS, dict.fromkeys(GRADED, "Good")).heading("What needs to improve?")
    paper.entry("•", "How well plans are made for", "children.").entry("•", SEEN[1])
    for number in range(1, 4):
        paper.put(
            40, paper.y + 14.4 * (3 - number) + (7.2 if number < 3 else 0), str(number), size=7
        )
    report = read(finish(paper))
    assert words(report.inspections[0]) == ["How well plans are made for children.", SEEN[1]]
    assert report.doubts == ()


def test_a_grade_that_is_struck_out_on_the_cover_is_doubted():
    paper = listed()
    written = next(each for each in paper._pages[0] if "(Good)" in each).split()
    x, y = float(written[8]), float(written[9])
    paper._pages[0].append(f"{x} {y + 3.5} m {x + 30} {y + 3.5} l S")
    report = read(finish(paper))
    assert [(doubt.page, doubt.why) for doubt in report.doubts] == [(1, STRUCK)]


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_lines_may_be_as_large_as_the_words(step):
    paper = ilacs(DAYS, dict.fromkeys(GRADED, "Good")).heading("What needs to improve?")
    paper.entry("•", "How well plans are made for", "children.").entry("•", SEEN[1])
    for _ in range(45):
        paper.line("Some words about what inspectors saw.", gap=0.8)
    written, seen = [], []
    for each in paper._pages[-1]:
        height = each.split()[9]
        if height not in seen:
            seen.append(height)
            if len(seen) % step == 0:
                number = f"BT /F1 12 Tf 1 0 0 1 30 {height} Tm ({len(seen)}) Tj ET"
                written.append(number)
        written.append(each)
    paper._pages[-1] = written
    texts = words(read(finish(paper)).inspections[0])
    assert texts[0] == "How well plans are made for children."
    assert texts[1].startswith(SEEN[1])
