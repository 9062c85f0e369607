"""Real reports, changed in ways that change nothing they say: read the same, or with a doubt.

A reading that differs without a doubt would be a guess that nobody is told of.
"""

import random
from pathlib import Path

import pytest

from inspections.reports.reader.opening import open_document
from inspections.reports.reader.reading import read_document
from inspections.reports.reader.reference import load_reference
from tests.report_changes import CHANGES, Paged, with_text

REFERENCE = load_reference(Path(__file__).resolve().parent.parent / "fixtures")
# One or two of each family and time, among them those whose lists are set in the oddest ways.
CHOSEN = (
    "ilacs/80429_birmingham/*2014",
    "ilacs/80543_rotherham/*2014",
    "ilacs/80553_slough/*2016",
    "ilacs/80522_medway/*2019",
    "ilacs/80554_solihull/*2023",
    "ilacs/80573_trafford/*2026",
    "jtai/80555_somerset/*2024",
    "send/80480_lancashire/*2025",
    "send/80486_barking and dagenham/*2024",
)


@pytest.fixture(scope="module")
def documents(shared_data):
    found = {}
    for pattern in CHOSEN:
        (path,) = (shared_data / "reports").glob(f"{pattern}.pdf")
        with open_document(path.read_bytes()) as document:
            numbers = range(1, document.page_count + 1)
            pages = [document.page(number) for number in numbers]
            found[pattern] = Paged(pages, [document.rules(number) for number in numbers])
    return found


@pytest.fixture(scope="module")
def readings(documents):
    return {name: read_document(document, REFERENCE) for name, document in documents.items()}


def said(report):
    """What a report says, whichever page says it."""
    return [
        (
            inspection.framework,
            inspection.fieldwork_start,
            [(judgement.area, judgement.grade) for judgement in inspection.judgements],
            [(" ".join(item.text.split()), item.bodies) for item in inspection.recommendations],
        )
        for inspection in report.inspections
    ]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_layout_changes_nothing_without_a_doubt(documents, readings, change):
    """And where the page still shows all, there is no doubt: a bullet of another shape is none."""
    silent, doubted = [], []
    for name, document in documents.items():
        changed = CHANGES[change](document, random.Random(f"{change} {name}"))
        report = read_document(changed, REFERENCE)
        if report.doubts:
            doubted.append(name)
        elif said(report) != said(readings[name]):
            silent.append(name)
    assert silent == []
    assert doubted == [] or change.startswith(("no bold", "a page break"))


def test_another_councils_name_changes_the_council_alone(documents):
    name = "ilacs/80522_medway/*2019"
    changed = with_text("Medway", "Rutland")(documents[name], random.Random(name))
    report = read_document(changed, REFERENCE)
    assert report.council.name == "Rutland"
    assert report.doubts == ()
    assert len(report.inspections[0].recommendations) == 10
