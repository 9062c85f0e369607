"""Reports to bring in: the small ones of the reader's tests, and the council that they name."""

from pathlib import Path

import pytest

from inspections.reference.frameworks import load_frameworks
from inspections.reports.reader.reading import read_report
from inspections.reports.reader.reference import load_reference
from inspections.reports.receiving import receive
from tests import factories
from tests.factories import NOW
from tests.test_report_whole import finish, ilacs, single_inspection

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
REFERENCE = load_reference(FIXTURES)
FIRST_WORDS = "Make plans that are up to date and say what is to be done."


class Reader:
    """Reads in this process: the bounded one is tried where files come from outside."""

    def read(self, data):
        return read_report(data, REFERENCE)


@pytest.fixture
def wirral(db):
    """The council of the small reports, and the frameworks that they follow."""
    load_frameworks(FIXTURES)
    wirral = factories.CouncilFactory(name="Wirral", slug="wirral")
    factories.CouncilCodeFactory(council=wirral, code="E08000015")
    return wirral


@pytest.fixture
def board(wirral):
    return factories.BodyFactory(
        kind="lscb", name="Wirral Safeguarding Children Board", areas=[wirral]
    )


def with_review() -> bytes:
    """A single inspection, with the review of the board in the same document: no doubts."""
    return single_inspection().pdf()


def reissued() -> bytes:
    """The same, with other words in one recommendation and another grade."""
    pdf = with_review().replace(b"Make plans that are", b"Draw plans that are")
    return pdf.replace(b"(Good) Tj", b"(good) Tj", 1).replace(b"(Inadequate)", b"(Good      )", 1)


def in_doubt() -> bytes:
    """The cover's grade for help and protection is contradicted by a heading inside."""
    areas = {"help-protection": "Inadequate"}
    areas |= dict.fromkeys(["leaders", "in-care", "care-leavers", "overall"], "Good")
    return _of_2023(areas)


def without_a_grade() -> bytes:
    """The overall grade is not printed."""
    return _of_2023(
        dict.fromkeys(["leaders", "help-protection", "in-care", "care-leavers"], "Good")
    )


def _of_2023(areas) -> bytes:
    paper = ilacs("5 to 9 June 2023", areas, council="Wirral").heading("What needs to improve?")
    return finish(paper.entry("•", "The timeliness of visits.")).pdf()


def brought_in(content: bytes, *councils, by=None, name="report.pdf", chosen=None):
    """The report, kept with its reading; nothing else is saved."""
    report, _ = receive(
        content=content,
        file_name=name,
        reader=Reader(),
        councils=councils,
        chosen=chosen,
        by=by,
        at=NOW,
    )
    return report
