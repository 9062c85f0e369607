"""What a report was saved into can be taken back, while nobody has gone on working with it."""

from datetime import date

import pytest
from django.urls import reverse

from inspections.intake import Refused
from inspections.models import (
    Framework,
    Import,
    InspectedBody,
    Inspection,
    Judgement,
    Recommendation,
    RecommendationLink,
    ReportVersion,
)
from inspections.reports.correcting import correct
from inspections.reports.kind import ReportChoices, save, take_back
from inspections.reports.undoing import why_not
from inspections.reports.words import corrections_in_words
from tests import factories
from tests.brought_in import FIRST_WORDS, brought_in, reissued, with_review
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(wirral, board):
    return wirral


@pytest.fixture
def report(council, clerk):
    report = brought_in(with_review(), council, by=clerk)
    save(report=report, by=clerk, at=NOW)
    report.refresh_from_db()
    return report


def test_the_drafts_go_and_the_reading_can_be_corrected_again(report, clerk):
    take_back(report=report, by=clerk, at=NOW)
    report.refresh_from_db()
    for model in (Inspection, Judgement, Recommendation, ReportVersion):
        assert not model.objects.exists()
    assert (report.state, report.confirmed_at) == (Import.State.PREVIEWED, None)
    assert bytes(report.content) == with_review()
    values = {"text": "Plan."}
    correct(report=report, key="0.recommendations.0", values=values, by=clerk, at=NOW)
    assert save(report=report, by=clerk, at=NOW).done


def test_drafts_of_a_corrected_reading_are_taken_back_too(council, clerk):
    report = brought_in(with_review(), council, by=clerk)
    values = {"text": "Plan."}
    correct(report=report, key="0.recommendations.0", values=values, by=clerk, at=NOW)
    save(report=report, by=clerk, at=NOW)
    take_back(report=report, by=clerk, at=NOW)
    assert not Inspection.objects.exists()


def test_it_stays_on_record_who_took_it_back(report, clerk):
    take_back(report=report, by=clerk, at=NOW)
    ((words, act),) = corrections_in_words(report)
    assert words == "Saved on 18 November 2026, and taken back."
    assert act.by == clerk
    gone = Recommendation.history.filter(history_type="-")
    assert gone.count() == 3
    assert {row.history_user for row in gone} == {clerk}


def edited(report, user):
    row = report.inspection.recommendations.first()
    row.text, row._history_user = "Edited.", user
    row.save()


def released(report, user):
    Inspection.objects.update(publish_from=NOW)


def answered(report, user):
    row = report.inspection.recommendations.first()
    factories.ActionFactory(plan__council=report.council, recommendations=[row])


def linked(report, user):
    earlier = factories.RecommendationFactory(inspection__council=report.council)
    row = report.inspection.recommendations.first()
    RecommendationLink.objects.create(earlier=earlier, later=row, by=user)


def added_to(report, user):
    factories.RecommendationFactory(inspection=report.inspection, order=9)


def inspected_too(report, user):
    body = factories.BodyFactory(areas=[report.council])
    InspectedBody.objects.create(inspection=report.inspection, body=body)


def reissued_since(report, user):
    again = brought_in(reissued(), report.council, by=user)
    save(report=again, by=user, at=NOW)


WORK = [edited, released, answered, linked, added_to, inspected_too, reissued_since]


@pytest.mark.parametrize("work", WORK)
def test_what_somebody_has_worked_on_since_is_not_taken_back(report, clerk, work):
    work(report, clerk)
    before = Recommendation.objects.count(), Inspection.objects.count()
    with pytest.raises(Refused, match="It cannot be taken back."):
        take_back(report=report, by=clerk, at=NOW)
    assert (Recommendation.objects.count(), Inspection.objects.count()) == before
    report.refresh_from_db()
    assert report.state == Import.State.CONFIRMED


# --- a report of an inspection that stood here before it ---


@pytest.fixture
def again(report, council, clerk):
    """A reissue that was saved: other words in one recommendation, and another grade."""
    again = brought_in(reissued(), council, by=clerk)
    save(report=again, by=clerk, at=NOW, choices=ReportChoices(accepting={"0.judgements.1"}))
    again.refresh_from_db()
    return again


def grade_of(inspection):
    return inspection.judgements.get(area__key="help-protection").grade.label


def test_what_a_report_changed_in_a_draft_is_as_it_was_before(report, again, clerk):
    inspection = report.inspection
    assert grade_of(inspection) == "Good"
    take_back(report=again, by=clerk, at=NOW)
    first = inspection.recommendations.get(reference="1")
    assert (first.text, first.order) == (FIRST_WORDS, 1)
    assert grade_of(inspection) == "Inadequate"
    assert inspection.judgements.get(area__key="help-protection").imported_by == report.import_ptr
    assert [version.report for version in inspection.reports.all()] == [report]
    assert first.history.latest().history_change_reason.endswith("taken back")
    again.refresh_from_db()
    assert again.state == Import.State.PREVIEWED
    assert save(report=again, by=clerk, at=NOW).done


def test_what_a_report_added_to_a_draft_that_was_entered_by_hand_goes_again(council, clerk):
    report = brought_in(with_review(), council, by=clerk)
    days = {"fieldwork_start": date(2016, 7, 4), "publish_from": None}
    sif = Framework.objects.get(key="sif")
    by_hand = factories.InspectionFactory(council=council, framework=sif, **days)
    save(report=report, by=clerk, at=NOW)
    by_hand.refresh_from_db()
    assert (by_hand.recommendations.count(), by_hand.lead_inspector) == (2, "Ann Other")
    report.refresh_from_db()
    take_back(report=report, by=clerk, at=NOW)
    by_hand.refresh_from_db()
    assert (by_hand.recommendations.count(), by_hand.judgements.count()) == (0, 0)
    assert by_hand.lead_inspector == ""
    assert list(Inspection.objects.all()) == [by_hand]


def test_bodies_that_a_report_named_for_what_stood_here_are_taken_off_again(report, clerk, council):
    again = brought_in(reissued(), council, by=clerk)
    values = {"bodies": ["NHS Wirral"]}
    for key in ("0.recommendations.0", "0.recommendations.1"):  # one changed, one unchanged
        correct(report=again, key=key, values=values, by=clerk, at=NOW)
    save(report=again, by=clerk, at=NOW)
    ours = report.inspection.recommendations.filter(responsible__isnull=False)
    assert ours.count() == 2
    again.refresh_from_db()
    take_back(report=again, by=clerk, at=NOW)
    assert ours.count() == 0


def test_what_somebody_changed_since_in_a_draft_that_stood_here_is_not_taken_back(again, clerk):
    edited(again, clerk)
    assert "worked on" in why_not(again)


def test_the_page_says_why_it_cannot_be_taken_back(again, clerk, signed_in):
    Inspection.objects.update(publish_from=NOW)
    page = reverse("admin:inspections_report_change", args=[again.pk])
    told = signed_in(clerk).get(page).content.decode()
    assert "It cannot be taken back." in told
    assert "is not a draft" in told


def test_the_page_offers_it_and_does_it(report, clerk, signed_in):
    client = signed_in(clerk)
    page = reverse("admin:inspections_report_change", args=[report.pk])
    address = reverse("admin:inspections_report_take_back", args=[report.pk])
    assert address in client.get(page).content.decode()
    told = client.post(address, follow=True).content.decode()
    assert "Taken back. Nothing of this report is saved now." in told
    assert "Nothing has been saved yet." in told


def test_only_who_may_bring_reports_in_takes_them_back(report, signed_in, publisher, outsider):
    address = reverse("admin:inspections_report_take_back", args=[report.pk])
    assert signed_in(publisher).post(address).status_code == 403
    assert signed_in(outsider).post(address).status_code == 404
    assert Inspection.objects.count() == 2
