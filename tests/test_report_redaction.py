"""Words about a person go out of the reading of a report, wherever they stand in it."""

import json

import pytest

from councils.access import Role
from improvement import workflow
from inspections.intake import Refused
from inspections.reports.correcting import correct, current
from inspections.reports.kind import save
from tests.brought_in import FIRST_WORDS, brought_in, reissued, with_review
from tests.factories import NOW

pytestmark = pytest.mark.django_db

KEY = "0.recommendations.0"
REMOVED = "[words about a person removed]"


@pytest.fixture
def council(wirral):
    return wirral


@pytest.fixture
def redacted(council, clerk, person):
    """A report that was saved, and a draft that a clerk corrected to the same words."""
    saved = brought_in(with_review(), council, by=clerk)
    draft = brought_in(reissued(), council, by=clerk)
    correct(report=draft, key=KEY, values={"text": FIRST_WORDS}, by=clerk, at=NOW)
    ours = save(report=saved, by=clerk, at=NOW).inspections[0]
    workflow.redact(
        row=ours.recommendations.get(reference="1"),
        fields=["text"],
        why="A child.",
        by=person("Petra Hall", council, Role.PUBLISHER),
        at=NOW,
    )
    for report in (saved, draft):
        report.refresh_from_db()
    return saved, draft


def test_the_words_the_readers_and_the_clerks_are_gone_with_the_file(redacted):
    for report in redacted:
        rows = [*report.corrections.values("before", "after"), *report.rows.values("values")]
        kept = json.dumps([report.as_read, rows])
        assert "plans that are up to date" not in kept
        assert "Draw plans" not in kept
        assert current(report).item(KEY).values["text"] == REMOVED
        assert bytes(report.content) == b""


def test_what_is_left_of_a_draft_cannot_be_saved(redacted, clerk, signed_in):
    _, draft = redacted
    with pytest.raises(Refused, match="removed for good"):
        save(report=draft, by=clerk, at=NOW)
    page = signed_in(clerk).get(f"/admin/inspections/report/{draft.pk}/change/")
    assert b"Words of this file have been removed for good." in page.content


def test_the_pages_of_a_redacted_report_are_not_shown(redacted, clerk, signed_in):
    client = signed_in(clerk)
    for report in redacted:
        for page in ("report.pdf", "pages/1.png"):
            address = f"/admin/inspections/report/{report.pk}/{page}"
            assert client.get(address).status_code == 404


def test_a_redacted_report_may_come_in_again(redacted, council, clerk):
    saved, _ = redacted
    assert brought_in(with_review(), council, by=clerk) != saved
