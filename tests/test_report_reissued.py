"""A report of an inspection that stands here: a new version, overriding nothing decided."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from councils.access import Role
from inspections.intake import Refused
from inspections.models import Framework, Inspection
from inspections.reports import correcting
from tests import factories
from tests.brought_in import FIRST_WORDS, brought_in, reissued, with_review
from tests.factories import NOW
from tests.test_report_letters import ended, letter
from tests.test_report_saving import brought_and_saved, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(wirral):
    return wirral


def test_a_reissued_report_is_a_new_version_and_both_stay(council, board, clerk):
    first = brought_and_saved(with_review(), council, clerk)
    again = brought_and_saved(reissued(), council, clerk)
    inspection = first.inspection
    assert again.inspection == inspection
    assert [one.number for one in inspection.reports.all()] == [1, 2]
    assert bytes(first.content) == with_review()
    assert Inspection.objects.count() == 2
    text = inspection.recommendations.get(reference="1").text
    assert text.startswith("Draw plans")
    assert inspection.recommendations.get(reference="1").history.count() == 2


def test_a_judgement_of_the_record_stays_unless_somebody_takes_the_reports(council, board, clerk):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    brought_and_saved(reissued(), council, clerk)
    judgement = inspection.judgements.get(area__key="help-protection")
    assert judgement.grade.label == "Inadequate"


def test_a_judgement_of_a_draft_is_changed_where_a_person_says_so(council, board, clerk):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    accepting = {"0.judgements.1"}
    brought_and_saved(reissued(), council, clerk, accepting=accepting)
    judgement = inspection.judgements.get(area__key="help-protection")
    assert judgement.grade.label == "Good"


def test_a_judgement_that_is_public_is_corrected_in_the_open(council, board, clerk):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    inspection.publish_from = NOW
    inspection.save()
    brought_and_saved(reissued(), council, clerk, accepting={"0.judgements.1"})
    old, new = inspection.judgements.filter(area__key="help-protection").order_by("pk")
    assert (old.superseded_on, new.corrects) == (NOW.date(), old)
    assert (new.grade.label, new.correction_note) == (
        "Good",
        "The report says so: version 2, page 1.",
    )


def test_only_who_may_correct_findings_corrects_them_by_a_report(council, board, clerk, person):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    inspection.publish_from = NOW
    inspection.save()
    reader = person("Ravi Hill", council, Role.READER)
    report = brought_in(reissued(), council, by=clerk)
    with pytest.raises(PermissionDenied):
        saved(report, reader, accepting={"0.judgements.1"})


def test_what_a_person_wrote_by_hand_stays_unless_ticked(council, board, clerk, plan_officer):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    record = inspection.recommendations.get(reference="1")
    by_hand = FIRST_WORDS.replace("up to date", "new")
    record.text, record._history_user = by_hand, plan_officer
    record.save()
    brought_and_saved(reissued(), council, clerk)
    record.refresh_from_db()
    assert record.text == by_hand


def test_a_reading_that_a_person_corrected_stays_unless_ticked(council, board, clerk):
    report = brought_in(with_review(), council, by=clerk)
    by_hand = FIRST_WORDS.replace("up to date", "new")
    values = {"text": by_hand}
    correcting.correct(report=report, key="0.recommendations.0", values=values, by=clerk, at=NOW)
    ours, _ = saved(report, clerk).inspections
    record = ours.recommendations.get(reference="1")
    brought_and_saved(reissued(), council, clerk)
    record.refresh_from_db()
    assert record.text == by_hand
    brought_and_saved(reissued() + b"%\n", council, clerk, taking={1})
    record.refresh_from_db()
    assert record.text.startswith("Draw plans")


def test_the_same_number_with_quite_other_words_is_offered_and_decided(council, board, clerk):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    inspection.recommendations.filter(reference="1").update(text="Hire three more managers.")
    report = brought_in(reissued(), council, by=clerk)
    with pytest.raises(Refused, match="decide on first: 1"):
        saved(report, clerk)
    saved(report, clerk, answers={1: "same"})
    assert inspection.recommendations.get(reference="1").text.startswith("Draw plans")


def test_a_recommendation_that_the_reissue_lacks_stays(council, board, clerk):
    inspection = brought_and_saved(with_review(), council, clerk).inspection
    report = brought_in(reissued(), council, by=clerk)
    correcting.leave_out(report=report, key="0.recommendations.1", out=True, by=clerk, at=NOW)
    saved(report, clerk)
    assert inspection.recommendations.standing().count() == 2


def test_an_inspection_entered_before_is_filled_in_and_never_contradicted(council, board, clerk):
    standing = factories.InspectionFactory(
        council=council,
        framework=Framework.objects.get(key="sif"),
        fieldwork_start=date(2016, 7, 4),
        fieldwork_end=date(2016, 7, 20),
        published_on=None,
        publish_from=None,
    )
    report = brought_and_saved(with_review(), council, clerk)
    standing.refresh_from_db()
    assert report.inspection == standing
    assert standing.published_on == date(2016, 9, 20)
    assert standing.fieldwork_end == date(2016, 7, 20)
    assert standing.recommendations.count() == 2


@pytest.mark.parametrize(
    ("here", "accepting", "stands"),
    [
        ("", set(), "abuse and neglect"),
        ("Neglect", set(), "Neglect"),
        ("Neglect", {"0.theme"}, "abuse and neglect"),
    ],
)
def test_the_theme_of_the_record_is_filled_in_and_else_changed_only_where_a_person_says_so(
    council, clerk, here, accepting, stands
):
    standing = factories.InspectionFactory(
        council=council,
        framework=Framework.objects.get(key="jtai"),
        fieldwork_start=date(2016, 9, 12),
        fieldwork_end=date(2016, 9, 16),
        theme=here,
        publish_from=None,
    )
    paper = letter(place="Wirral").line("Areas for improvement", bold=True, gap=2)
    content = ended(paper.entry("•", "Plans are late.")).pdf()
    report = brought_and_saved(content, council, clerk, accepting=accepting)
    standing.refresh_from_db()
    assert (report.inspection, standing.theme) == (standing, stands)


def test_an_inspection_of_other_days_is_another(council, board, clerk):
    sif = Framework.objects.get(key="sif")
    factories.InspectionFactory(council=council, framework=sif)
    assert len(saved(brought_in(with_review(), council, by=clerk), clerk).inspections) == 2
    assert Inspection.objects.count() == 3
