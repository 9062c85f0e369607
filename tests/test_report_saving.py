"""A report comes in, is corrected, and becomes a draft inspection: whole, or not at all."""

from dataclasses import replace
from datetime import date

import pytest

from councils.models import Body
from inspections import intake
from inspections.intake import Refused
from inspections.models import Framework, Import, Inspection, Judgement, Recommendation, Report
from inspections.reports import correcting
from inspections.reports.correcting import current
from inspections.reports.kind import ReportChoices, save
from inspections.reports.plan import DraftPlan
from inspections.reports.reader.errors import Unreadable
from inspections.reports.reader.results import Doubt
from inspections.reports.receiving import receive
from tests import factories
from tests.brought_in import (
    FIRST_WORDS,
    Reader,
    brought_in,
    in_doubt,
    with_review,
    without_a_grade,
)
from tests.factories import NOW
from tests.test_report_letters import ended, letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(wirral):
    return wirral


@pytest.fixture
def report(council, board, clerk):
    return brought_in(with_review(), council, by=clerk)


def saved(report, by, **choices):
    return save(report=report, by=by, at=NOW, choices=ReportChoices(**choices))


def brought_and_saved(content, council, by, **choices):
    report = brought_in(content, council, by=by)
    saved(report, by, **choices)
    report.refresh_from_db()
    return report


# --- what comes in ---


def test_what_a_letter_looked_at_and_its_day_for_the_answer_are_kept(council, clerk):
    paper = letter(place="Wirral").line("Areas for improvement", bold=True, gap=2)
    brought_and_saved(ended(paper.entry("•", "Plans are late.")).pdf(), council, clerk)
    inspection = Inspection.objects.get()
    assert inspection.response_due_printed == date(2017, 1, 31)
    assert inspection.theme == "abuse and neglect"
    assert inspection.recommendations.count() == 1


def test_a_report_is_kept_with_its_bytes_its_reading_and_its_doubts(council, clerk):
    report = brought_in(in_doubt(), council, by=clerk, name="letter.pdf")
    assert bytes(report.content) == in_doubt()
    assert (report.file_name, report.by, report.state) == ("letter.pdf", clerk, "previewed")
    assert len(report.sha256) == 64
    assert report.as_read["council"]["name"] == "Wirral"
    (doubt,) = report.doubts.all()
    assert (doubt.field, doubt.is_open) == ("inspections[0].judgements[1].grade", True)
    assert not Inspection.objects.exists()


def test_a_character_that_no_database_holds_is_left_out(council, clerk):
    reading = Reader().read(with_review())

    class Odd:
        def read(self, data):
            return replace(reading, doubts=(Doubt("council", 1, "a\0b"),))

    report, _ = receive(
        content=b"odd", file_name="a.pdf", reader=Odd(), councils=[council], by=clerk, at=NOW
    )
    report.refresh_from_db()
    assert report.doubts.get().why == "ab"


def test_the_same_file_again_is_the_report_that_is_here(report, council, clerk):
    assert brought_in(with_review(), council, by=clerk, name="copy.pdf") == report
    assert Report.objects.count() == 1


def test_a_report_that_was_discarded_may_come_in_again(report, council, clerk):
    intake.discard(batch=report)
    assert brought_in(with_review(), council, by=clerk) != report


def test_a_report_of_another_council_is_refused(council, other_council, clerk):
    with pytest.raises(Unreadable, match=r"about Wirral. You may bring in reports for Southmoor"):
        brought_in(with_review(), other_council, by=clerk)
    assert not Report.objects.exists()


def test_where_the_reader_doubts_the_council_the_clerk_says_which(db, council, other_council):
    nowhere = in_doubt().replace(b"Wirral", b"Nowher")
    with pytest.raises(Unreadable, match="could not be read"):
        brought_in(nowhere, council, other_council)
    report = brought_in(nowhere, council, other_council, chosen=council)
    assert report.council == council
    assert "council" in {doubt.field for doubt in report.doubts.open()}


# --- what is saved ---


def test_two_inspections_in_one_file_become_two_drafts_that_belong_together(report, clerk, board):
    ours, theirs = saved(report, clerk).inspections
    assert (ours.framework.key, theirs.framework.key) == ("sif", "lscb-review")
    assert ours.slug == "2016-07-single-inspection"
    assert theirs.parent == ours
    assert ours.publish_from is None
    assert theirs.publish_from is None
    assert (ours.fieldwork_start, ours.published_on) == (date(2016, 7, 4), date(2016, 9, 20))
    assert [one.body for one in theirs.inspected.all()] == [board]
    assert ours.inspected.get().recommendations_printed == 2


def test_judgements_are_saved_as_printed_with_their_page_and_file(report, clerk):
    ours, theirs = saved(report, clerk).inspections
    adoption = ours.judgements.get(area__key="adoption")
    assert (adoption.grade.label, adoption.page, adoption.imported_by_id) == ("Good", 1, report.pk)
    assert ours.judgements.count() == 6
    assert theirs.judgements.get().printed_grade == "inadequate"


def test_recommendations_are_saved_with_their_place_page_and_file(report, clerk):
    ours, theirs = saved(report, clerk).inspections
    rows = list(ours.recommendations.order_by("order"))
    assert [(row.order, row.reference, row.page) for row in rows] == [(1, "1", 4), (2, "2", 4)]
    assert rows[0].text == FIRST_WORDS
    assert {row.imported_by_id for row in rows} == {report.pk}
    assert [(row.order, row.reference) for row in theirs.recommendations.all()] == [(1, "124")]


def test_places_are_counted_anew_in_each_section(report, clerk):
    correcting.correct(
        report=report, key="0.recommendations.1", values={"section": "Later"}, by=clerk, at=NOW
    )
    ours, _ = saved(report, clerk).inspections
    rows = ours.recommendations.order_by("reference")
    assert [(row.section, row.order) for row in rows] == [("Recommendations", 1), ("Later", 1)]


def test_a_board_that_is_not_known_here_is_added_to_the_council(council, clerk):
    report = brought_in(with_review(), council, by=clerk)
    _, theirs = saved(report, clerk).inspections
    body = theirs.inspected.get().body
    assert (body.kind, body.name) == (Body.Kind.LSCB, "Wirral Safeguarding Children Board")
    assert list(body.areas.all()) == [council]


def test_responsible_bodies_are_found_or_added_and_stand_in_the_history(council, board, clerk):
    report = brought_in(with_review(), council, by=clerk)
    names = ["Wirral Council", "NHS Wirral"]
    values = {"bodies": names}
    key = "0.recommendations.0"
    correcting.correct(report=report, key=key, values=values, by=clerk, at=NOW)
    ours, _ = saved(report, clerk).inspections
    first = ours.recommendations.get(reference="1")
    assert {body.name for body in first.responsible.all()} == {"Wirral", "NHS Wirral"}
    assert first.history.latest().responsible.count() == 2
    assert first.history.latest().history_change_reason.startswith("Reading corrected in ")


def test_what_each_recommendation_did_is_kept_on_record(report, clerk):
    ours, theirs = saved(report, clerk).inspections
    rows = report.rows.all()
    assert [(row.outcome, row.values["inspection"]) for row in rows] == [
        ("new", ours.pk),
        ("new", ours.pk),
        ("new", theirs.pk),
    ]
    assert [version.number for version in report.versions.all()] == [1, 1]


def test_what_was_saved_is_not_saved_twice(report, clerk):
    saved(report, clerk)
    with pytest.raises(Refused, match="confirmed and saved"):
        saved(report, clerk)
    assert Recommendation.objects.count() == 3


def test_nothing_is_saved_where_the_record_moved_since_it_was_seen(report, clerk, council):
    seen = DraftPlan(report, current(report), by=clerk, at=NOW).fingerprint
    correcting.leave_out(report=report, key="0.recommendations.1", out=True, by=clerk, at=NOW)
    assert not save(report=report, by=clerk, at=NOW, seen=seen).done
    assert not Inspection.objects.exists()


def test_all_of_it_is_saved_or_nothing(report, clerk, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("inspections.reports.writing.note_responsible", fail)
    with pytest.raises(RuntimeError):
        saved(report, clerk)
    report.refresh_from_db()
    assert report.state == Import.State.PREVIEWED
    assert not Inspection.objects.exists()
    assert not Judgement.objects.exists()


def test_a_day_of_publication_that_is_not_printed_may_be_given(council, clerk):
    report = brought_in(in_doubt(), council, by=clerk)
    correcting.settle(report=report, number=1, by=clerk, at=NOW)
    (ours,) = saved(report, clerk, published={0: date(2023, 7, 14)}).inspections
    assert ours.published_on == date(2023, 7, 14)
    assert report.corrections.get().after == "2023-07-14"


def test_a_day_that_makes_it_one_that_is_here_is_shown_before_it_is_saved(council, clerk):
    framework = Framework.objects.get(key="ilacs-2023")
    factories.InspectionFactory(
        council=council,
        framework=framework,
        fieldwork_start=None,
        fieldwork_end=None,
        published_on=date(2023, 7, 14),
    )
    report = brought_in(in_doubt(), council, by=clerk)
    correcting.settle(report=report, number=1, by=clerk, at=NOW)
    assert not saved(report, clerk, published={0: date(2023, 7, 14)}).done
    assert Inspection.objects.count() == 1
    assert saved(report, clerk).done
    assert Inspection.objects.count() == 1


# --- the clerk's corrections ---


def test_a_correction_changes_the_draft_and_never_the_reading(report, clerk):
    read = report.as_read
    key, words = "0.recommendations.0", "Make plans that last."
    changed = correcting.correct(report=report, key=key, values={"text": words}, by=clerk, at=NOW)
    report.refresh_from_db()
    item = current(report).item(key)
    assert changed == ["text"]
    assert (item.values["text"], item.as_read["text"]) == (words, FIRST_WORDS)
    assert report.as_read == read
    (kept,) = report.corrections.all()
    assert (kept.before, kept.after, kept.by) == (FIRST_WORDS, words, clerk)


def test_what_the_reader_took_too_much_is_left_out_and_what_it_missed_is_added(report, clerk):
    correcting.leave_out(report=report, key="0.recommendations.0", out=True, by=clerk, at=NOW)
    correcting.add(
        report=report,
        group="0.recommendations",
        after="0.recommendations.0",
        values={"text": "Missed.", "reference": "1a", "section": "Recommendations", "page": 4},
        by=clerk,
        at=NOW,
    )
    ours, _ = saved(report, clerk).inspections
    rows = ours.recommendations.order_by("order")
    assert [(row.reference, row.order) for row in rows] == [("1a", 1), ("2", 2)]


def test_a_doubt_is_settled_by_a_person_or_by_a_correction(council, clerk):
    report = brought_in(in_doubt(), council, by=clerk)
    with pytest.raises(Refused, match="Doubts to settle first: 1"):
        saved(report, clerk)
    correcting.settle(report=report, number=1, by=clerk, at=NOW)
    doubt = report.doubts.get()
    assert (doubt.how, doubt.settled_by, doubt.settled_at) == ("stands", clerk, NOW)
    assert saved(report, clerk).done


def test_correcting_what_is_doubted_settles_the_doubt(council, clerk):
    report = brought_in(in_doubt(), council, by=clerk)
    key = "0.judgements.1"
    values = {"grade": "Good"}
    correcting.correct(report=report, key=key, values=values, by=clerk, at=NOW)
    assert report.doubts.get().how == "corrected"


def test_correcting_something_else_leaves_the_doubt_open(council, clerk):
    report = brought_in(in_doubt(), council, by=clerk)
    correcting.correct(report=report, key="0.judgements.1", values={"page": 2}, by=clerk, at=NOW)
    assert report.doubts.get().is_open


def test_a_blank_is_not_a_grade(council, clerk):
    report = brought_in(without_a_grade(), council, by=clerk)
    correcting.settle(report=report, number=1, by=clerk, at=NOW)
    with pytest.raises(Refused, match="Choose one, or say why there is none"):
        saved(report, clerk)
    values = {"no_grade": "not-reported"}
    key = "0.judgements.4"
    correcting.correct(report=report, key=key, values=values, by=clerk, at=NOW)
    (ours,) = saved(report, clerk).inspections
    assert ours.judgements.get(area__is_overall=True).no_grade == "not-reported"


@pytest.mark.parametrize(
    ("key", "values", "problem"),
    [
        ("0", {"framework": ""}, "Choose the framework"),
        ("0", {"fieldwork_end": "2016-07-01"}, "cannot end before it began"),
        ("0", {"published": "2016-07-05"}, "cannot be published before"),
        ("1", {"body_name": " "}, "which body was inspected"),
        ("0", {"framework": "ilacs-2023"}, "does not judge this area"),
        ("1", {"framework": "sif"}, "does not judge this area"),
        ("0.judgements.1", {"area": "adoption"}, "judged twice"),
        ("0.judgements.1", {"grade": "Splendid"}, "not one of the area's scale"),
        ("0.recommendations.0", {"text": " "}, "no words here"),
        ("0.recommendations.0", {"reference": "2"}, "has the same number"),
        ("0.recommendations.0", {"reference": "x" * 21}, "longer than 20 characters"),
    ],
)
def test_what_cannot_be_saved_is_told_and_nothing_is_saved(report, clerk, key, values, problem):
    correcting.correct(report=report, key=key, values=values, by=clerk, at=NOW)
    with pytest.raises(Refused, match=problem):
        saved(report, clerk)
    assert not Inspection.objects.exists()
