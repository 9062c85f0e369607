"""Reporting progress in the admin: what is asked, what is kept, what is refused."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from councils.access import Role
from improvement import workflow
from improvement.models import DueDateMove, Evidence, Update
from tests import factories
from tests.factories import TODAY, days_ago
from tests.test_workflow import report

pytestmark = pytest.mark.django_db

SAID = {
    "status": "in-progress",
    "confidence": "at-risk",
    "reason": "One manager is still to come.",
    "what_changed": "Four of five managers are in post.",
    "impact": "none-yet",
    "seen": "0",
}


@pytest.fixture
def address(action):
    return f"/admin/improvement/action/{action.pk}/report/"


@pytest.fixture
def lead(signed_in, officer, action):
    return signed_in(officer)


def errors(response) -> str:
    assert response.status_code == 200
    return str(response.context["form"].errors)


# --- saying it ---


def test_a_report_is_saved_and_the_person_is_told_what_happens_next(lead, address, action, officer):
    response = lead.post(address, SAID, follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    assert "becomes public when it is released" in response.content.decode()
    update = action.updates.get()
    assert (update.by, update.entered_by, update.source) == (officer, officer, "form")
    assert update.what_changed == SAID["what_changed"]
    assert update.public_at is None


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"confidence": ""}, "Say how sure you are"),
        ({"confidence": "off-track", "reason": ""}, "Say why"),
        ({"status": "business-as-usual"}, "checked next"),
        ({"impact": "emerging"}, "what is different for children"),
        ({"status": "withdrawn"}, "Select a valid choice"),
        ({"later_date": "2027-12-01"}, "needs the date and the reason"),
        ({"later_reason": "Late."}, "needs the date and the reason"),
        ({"evidence_title": "Audit"}, "leave all of it empty"),
        ({"effective_on": (TODAY + timedelta(days=1)).isoformat()}, "after today"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_saved_or_lost(
    lead, address, action, wrong, says
):
    response = lead.post(address, SAID | wrong)
    assert says in errors(response)
    assert SAID["what_changed"] in response.content.decode()
    assert not Update.objects.exists()


def test_a_finished_action_is_not_asked_how_sure(lead, address, action):
    lead.post(address, SAID | {"status": "complete", "reason": "", "confidence": ""})
    assert action.updates.get().confidence == ""


def test_what_is_reported_complete_without_evidence_is_reminded_of_it(lead, address):
    response = lead.post(address, SAID | {"status": "complete"}, follow=True)
    assert "has no evidence yet" in response.content.decode()


def test_words_that_look_like_personal_data_are_told_at_once(lead, address):
    response = lead.post(address, SAID | {"reason": "Jayden, 7, waits."}, follow=True)
    assert "“Jayden, 7” in report 1 on 2.3 looks like a name with an age" in (
        response.content.decode()
    )


def test_help_is_asked_from_a_post_of_this_council_only(lead, address, action, other_council):
    elsewhere = factories.PostFactory(council=other_council, title="Their director")
    assert "Their director" not in lead.get(address).content.decode()
    asked = {"help_needed": "Two social workers.", "help_from": elsewhere.pk}
    assert "Select a valid choice" in errors(lead.post(address, SAID | asked))
    lead.post(address, SAID | asked | {"help_from": action.lead.pk})
    assert action.updates.get().help_from == action.lead


def test_evidence_and_a_later_date_go_with_the_report_or_nothing_does(
    lead, address, action, officer
):
    evidence = {
        "evidence_kind": "audit",
        "evidence_title": "Audit of forty cases",
        "evidence_dated": TODAY.isoformat(),
        "evidence_url": "www.example.org/audit",
    }
    wrong = SAID | evidence | {"later_date": days_ago(3).isoformat(), "later_reason": "Late."}
    assert "Ask for a date after" in errors(lead.post(address, wrong))
    assert not Update.objects.exists()
    assert not Evidence.objects.exists()
    later = action.original_due + timedelta(days=60)
    lead.post(address, wrong | {"later_date": later.isoformat()})
    assert Evidence.objects.get().url == "https://www.example.org/audit"
    assert DueDateMove.objects.get().asked_by == officer
    assert Update.objects.count() == 1


def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(lead, address):
    evidence = {
        "evidence_kind": "audit",
        "evidence_title": "Audit",
        "evidence_dated": TODAY.isoformat(),
        "evidence_file": SimpleUploadedFile("page.html", b"<script>"),
    }
    found = errors(lead.post(address, SAID | evidence))
    assert "not accepted" in found
    assert "Choose the file again" in found


# --- twice, and two at once ---


def test_the_button_pressed_twice_makes_one_report(lead, address, action):
    lead.post(address, SAID)
    response = lead.post(address, SAID, follow=True)
    assert "This report was saved already." in response.content.decode()
    assert action.updates.count() == 1


def test_who_was_overtaken_reads_the_other_report_and_loses_nothing(
    lead, address, action, plan_officer
):
    report(action, plan_officer, reason="The board asked.")
    response = lead.post(address, SAID)
    page = response.content.decode()
    assert "reported on this action while you were writing" in page
    assert "The board asked." in page
    assert SAID["what_changed"] in page
    assert '<input type="hidden" name="seen" value="1">' in page
    lead.post(address, SAID | {"seen": "1"})
    assert action.updates.count() == 2


# --- for somebody else ---


def test_a_lead_is_not_asked_whose_report_it_is(lead, address):
    assert "Whose report is it?" not in lead.get(address).content.decode()


def test_the_plan_officer_reports_for_the_lead_and_it_says_so(
    signed_in, plan_officer, officer, address, action
):
    client = signed_in(plan_officer)
    assert "Whose report is it?" in client.get(address).content.decode()
    client.post(address, SAID | {"whose": officer.pk})
    update = action.updates.get()
    assert (update.by, update.entered_by) == (officer, plan_officer)
    page = client.get(f"/admin/improvement/action/{action.pk}/change/").content.decode()
    assert "By Olive Ash, entered by Peter Elms on their behalf" in page
    listed = client.get("/admin/improvement/update/").content.decode()
    assert "Olive Ash, entered by Peter Elms" in listed


def test_the_plan_officer_cannot_report_as_somebody_who_does_not_lead_it(
    signed_in, plan_officer, colleague, address
):
    response = signed_in(plan_officer).post(address, SAID | {"whose": colleague.pk})
    assert "Select a valid choice" in errors(response)


# --- who may not ---


@pytest.mark.parametrize("role", [Role.CLERK, Role.PUBLISHER, Role.READER, Role.ADMINISTRATOR])
def test_other_roles_cannot_report(signed_in, person, council, address, role):
    client = signed_in(person("Una Voce", council, role))
    assert client.get(address).status_code == 403
    assert client.post(address, SAID).status_code == 403
    assert not Update.objects.exists()


def test_a_colleague_cannot_report_on_somebody_elses_action(signed_in, colleague, address):
    assert signed_in(colleague).post(address, SAID).status_code == 403


def test_to_another_council_the_form_does_not_exist(signed_in, outsider, address):
    assert signed_in(outsider).get(address).status_code == 404
    assert signed_in(outsider).post(address, SAID).status_code == 404


def test_without_signing_in_there_is_only_the_way_to_sign_in(client, address):
    assert client.get(address).status_code == 302


# --- correcting ---


@pytest.fixture
def wrong(action, officer):
    return report(action, officer, reason="Jayden, 7, waits.", what_changed="It has begun.")


def correction(action, number=1):
    return f"/admin/improvement/action/{action.pk}/correct/{number}/"


def test_a_correction_starts_from_the_whole_report_and_leaves_it_standing(lead, action, wrong):
    page = lead.get(correction(action)).content.decode()
    assert "It has begun." in page
    assert "Add evidence" not in page
    response = lead.post(correction(action), SAID | {"seen": "1", "reason": "One family waits."})
    assert response.status_code == 302
    new = action.updates.get(number=2)
    assert (new.corrects, new.source, new.effective_on) == (wrong, "correction", TODAY)
    page = lead.get(f"/admin/improvement/action/{action.pk}/change/").content.decode()
    assert "Corrected by report 2." in page
    assert page.count("Correct this report") == 1


def test_an_officer_corrects_the_leads_words_and_they_stay_the_leads(
    signed_in, plan_officer, officer, action, wrong
):
    client = signed_in(plan_officer)
    client.post(correction(action), SAID | {"seen": "1", "whose": officer.pk})
    new = action.updates.get(number=2)
    assert (new.by, new.entered_by) == (officer, plan_officer)


def test_a_report_that_is_not_there_or_corrected_already_is_not_corrected(lead, action, wrong):
    assert lead.get(correction(action, 7)).status_code == 404
    lead.post(correction(action), SAID | {"seen": "1"})
    assert lead.get(correction(action)).status_code == 403


def test_nobody_else_corrects(signed_in, colleague, publisher, outsider, action, wrong):
    assert signed_in(colleague).get(correction(action)).status_code == 403
    assert signed_in(publisher).get(correction(action)).status_code == 403
    assert signed_in(outsider).get(correction(action)).status_code == 404


# --- what stands beside the form ---


def test_beside_the_form_stand_the_last_report_and_what_the_public_sees(
    lead, officer, action, address
):
    factories.UpdateFactory(action=action, public=True, confidence="on-track")
    report(action, officer)
    page = lead.get(address).content.decode()
    assert "Not released yet." in page
    assert "What the public sees now" in page
    assert "Goes to the publisher; public when released. Lateness shows in any case." in page


def test_an_action_that_has_left_the_plan_is_reported_on_by_the_plans_officers_alone(
    lead, signed_in, plan_officer, action, address
):
    workflow.report_progress(
        action=action, by=plan_officer, at=factories.NOW, status="withdrawn", reason="Done there."
    )
    assert lead.get(address).status_code == 403
    assert signed_in(plan_officer).get(address).status_code == 200
