"""Reports and small files in ../shared/data/cases that were once read wrongly: what is right.

Only facts stand here: names, days, numbers.
"""

import io
import random
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from pypdfium2 import raw

from inspections.reports.reader.reading import STRUCK, UNSEEN, read_report
from inspections.reports.reader.reference import load_reference

REFERENCE = load_reference(Path(__file__).resolve().parent.parent / "fixtures")
# How many recommendations each framework's part of a report has.
COUNTED = {
    "80418_norfolk": {"lac-2013": 17},
    "80426_barnsley": {"sif": 25, "lscb-review": 7},
    "80477_kingston upon hull": {"sif": 20, "lscb-review": 7},
    "80567_surrey": {"lscb-review": 8},
    "80568_swindon": {"sif": 16, "lscb-review": 3},
    "80569_tameside": {"sif": 14, "lscb-review": 6},
    "80469_gateshead": {"area-send-2023": 5},
    "80494_enfield": {"area-send-2023": 3},
    "80522_medway": {"jtai": 23},
}


@pytest.fixture(scope="module")
def reports(shared_data):
    paths = sorted((shared_data / "cases" / "reports").rglob("*.pdf"))
    return {path.parent.name: read_report(path.read_bytes(), REFERENCE) for path in paths}


def test_each_has_its_parts_and_as_many_recommendations_without_a_doubt(reports):
    read = {
        name: {
            inspection.framework: len(inspection.recommendations)
            for inspection in report.inspections
        }
        for name, report in reports.items()
    }
    assert read == COUNTED
    assert {name: report.doubts for name, report in reports.items() if report.doubts} == {}


def test_the_facts_around_them_are_as_printed(reports):
    def facts(name, *fields, place=0):
        return [getattr(reports[name].inspections[place], field) for field in fields]

    days = "fieldwork_start", "fieldwork_end", "published", "lead_inspector"
    assert facts("80418_norfolk", *days) == ["2013-07-08", "2013-07-12", "2013-08-16", "Gary Lamb"]
    assert facts("80477_kingston upon hull", "lead_inspector") == ["Gary Lamb"]
    assert facts("80477_kingston upon hull", "published", place=1) == ["2015-02-10"]
    assert facts("80567_surrey", *days[:3]) == ["2015-06-15", "2015-06-17", "2015-08-03"]
    assert facts("80522_medway", "response_due") == ["2018-11-12"]
    boards = [
        inspection.body.name
        for report in reports.values()
        for inspection in report.inspections
        if inspection.body.kind == "lscb"
    ]
    assert sorted(boards) == [
        "Barnsley Safeguarding Children’s Board",
        "Kingston upon Hull Safeguarding Children Board",
        "Surrey Safeguarding Children Board",
        "Swindon Safeguarding Children Board",
        "Tameside Safeguarding Children Board",
    ]


def test_words_that_the_typesetter_broke_are_whole(reports):
    texts = [item.text for item in reports["80494_enfield"].inspections[0].recommendations]
    assert not any("ser-vices" in text or "chil-dren" in text for text in texts)


@pytest.mark.parametrize(
    ("name", "entries", "doubts"),
    [
        ("10-black-box-over-words", 3, [UNSEEN]),
        ("10b-white-words", 3, [UNSEEN]),
        ("10e-struck-out", 3, [STRUCK]),
        ("11-soft-hyphens", 3, []),
        ("21-rotated-pages", 3, []),
        ("21c-line-numbers", 3, []),
    ],
)
def test_the_page_is_read_as_it_is_seen(shared_data, name, entries, doubts):
    report = read_report((shared_data / "cases" / f"{name}.pdf").read_bytes(), REFERENCE)
    texts = [item.text for item in report.inspections[0].recommendations]
    assert len(texts) == entries
    assert not any("•" in text or "\xad" in text or "-" in text for text in texts)
    assert [doubt.why for doubt in report.doubts] == doubts


# --- real reports, spoilt ---


@pytest.fixture(scope="module")
def some(shared_data):
    """A few of the real reports, by chance, but always the same ones."""
    paths = sorted((shared_data / "reports").rglob("*.pdf"))
    real = [path for path in paths if path.read_bytes().startswith(b"%PDF")]
    return [path.read_bytes() for path in random.Random(7).sample(real, 6)]


def saved(pdf):
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()


def entries_of(data):
    report = read_report(data, REFERENCE)
    return [item for inspection in report.inspections for item in inspection.recommendations]


def places_on(page, words):
    """Where these words stand on a page, if they do once: the boxes of their letters."""
    textpage = page.get_textpage()
    search = textpage.search(words)
    found, again = search.get_next(), search.get_next()
    if not found or again:
        return []
    start, count = found
    return [textpage.get_charbox(place) for place in range(start, start + count)]


@pytest.mark.parametrize("number", range(6))
def test_a_page_taken_out_of_a_list_is_doubted(some, number):
    data = some[number]
    pdf = pypdfium2.PdfDocument(data)
    pdf.del_page(random.Random(number).choice(entries_of(data)).page - 1)
    assert read_report(saved(pdf), REFERENCE).doubts


@pytest.mark.parametrize("number", range(6))
def test_a_black_box_drawn_over_an_entry_takes_its_words_out(some, number):
    pdf = pypdfium2.PdfDocument(some[number])
    entries = entries_of(some[number])
    whole = " ".join(entry.text for entry in entries)
    words, page, boxes = next(
        (words, page, boxes)
        for entry in random.Random(number).sample(entries, len(entries))
        for words in map(" ".join, pairwise(entry.text.split()))
        if whole.count(words) == 1 and (boxes := places_on(page := pdf[entry.page - 1], words))
    )
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    box = raw.FPDFPageObj_CreateNewRect(left - 1, bottom - 2, right - left + 2, top - bottom + 4)
    raw.FPDFPageObj_SetFillColor(box, 0, 0, 0, 255)
    raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_ALTERNATE, False)
    raw.FPDFPage_InsertObject(page, box)
    raw.FPDFPage_GenerateContent(page)
    report = read_report(saved(pdf), REFERENCE)
    texts = [item.text for inspection in report.inspections for item in inspection.recommendations]
    assert not any(words in text for text in texts)
    assert UNSEEN in [doubt.why for doubt in report.doubts]


@pytest.mark.parametrize("number", range(5))
def test_a_report_bound_in_behind_another_is_read_or_named(some, number):
    first, second = some[number], some[number + 1]
    pdf = pypdfium2.PdfDocument(first)
    before = len(pdf)
    pdf.import_pages(pypdfium2.PdfDocument(second))
    report = read_report(saved(pdf), REFERENCE)
    alone = [read_report(data, REFERENCE) for data in (first, second)]
    same = alone[0].council.name == alone[1].council.name
    expected = len(alone[0].inspections) + (len(alone[1].inspections) if same else 0)
    assert len(report.inspections) == expected
    assert same or f"Pages {before + 1} to {len(pdf)} hold a report" in report.doubts[0].why
