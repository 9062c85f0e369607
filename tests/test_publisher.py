"""The publisher: what is released, what is asked before it, and the preview of it."""

from datetime import timedelta

import pytest
from django.test import Client

from improvement import workflow
from improvement.models import Release
from tests import factories
from tests.factories import NOW, TODAY, moment
from tests.test_workflow import report

pytestmark = pytest.mark.django_db
NAMED = "Jayden, 7, waits."


@pytest.fixture
def publishes(signed_in, publisher):
    return signed_in(publisher)


@pytest.fixture
def address(plan):
    return f"/admin/improvement/plan/{plan.pk}/release-reports/"


@pytest.fixture
def preview(plan):
    return f"/admin/improvement/plan/{plan.pk}/preview/"


def ticks(*rows):
    return {f"{row._meta.model_name}-{row.pk}": "on" for row in rows}


def answers(response, words="It is invented."):
    """An answer to every suspicion on the page."""
    names = [name for name in response.context["form"].fields if name.startswith("answer-")]
    return dict.fromkeys(names, words)


# --- releasing reports ---


def test_a_report_without_words_is_a_sentence_and_no_list(publishes, address, action, officer):
    report(action, officer, reason="", what_changed="")
    page = publishes.get(address).content.decode()
    assert "It says no more than that." in page
    assert "<dl>" not in page


def test_that_a_report_says_a_milestone_was_reached_is_told_before_its_release(
    publishes, address, action, officer
):
    milestone = factories.MilestoneFactory(action=action, title="Five managers are there.")
    report(action, officer, reached={milestone: TODAY})
    page = publishes.get(address).content.decode()
    assert "a milestone was reached on 18 November 2026: Five managers are there." in page


def test_all_that_waits_is_ticked_with_the_words_as_the_public_will_read_them(
    publishes, address, action, officer
):
    update = report(action, officer, what_changed="Two <b>managers</b> came.")
    move = workflow.ask_for_later_date(
        action=action, to=TODAY + timedelta(days=90), reason="No managers.", by=officer, at=NOW
    )
    piece = workflow.offer_evidence(
        action=action,
        kind="audit",
        title="Audit of forty cases",
        dated=TODAY,
        url="https://www.example.org/audit",
        by=officer,
        at=NOW,
    )
    response = publishes.get(address)
    page = response.content.decode()
    for words in ("Two &lt;b&gt;managers", "No managers.", "Audit of forty cases"):
        assert words in page
    form = response.context["form"]
    assert {name for name in form.keys if form[name].initial} == set(ticks(update, move, piece))
    assert 'value="Release 3 rows"' in page


def test_what_is_ticked_becomes_public_together_and_the_rest_waits(
    publishes, address, action, officer
):
    first, second = report(action, officer, at=moment(2)), report(action, officer, at=moment(1))
    response = publishes.press(address, ticks(first), follow=True)
    assert "Released: 1 row" in response.content.decode()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.public_at, second.public_at) == (NOW, None)
    assert first.release == Release.objects.get()


def test_nothing_ticked_releases_nothing(publishes, address, action, officer):
    report(action, officer)
    assert "Choose at least one." in publishes.press(address, {}).content.decode()
    assert not Release.objects.exists()


def test_suspicious_words_are_marked_and_must_be_answered(publishes, address, action, officer):
    update = report(action, officer, reason=NAMED)
    page = publishes.get(address)
    assert "<mark>Jayden, 7</mark>, waits." in page.content.decode()
    refused = publishes.press(address, ticks(update))
    assert "Say why these words may be published, or leave this one out." in (
        refused.content.decode()
    )
    update.refresh_from_db()
    assert update.public_at is None
    publishes.press(address, ticks(update) | answers(page))
    update.refresh_from_db()
    assert update.public_at == NOW
    assert [each["answer"] for each in Release.objects.get().answers] == ["It is invented."]


def test_what_is_left_out_needs_no_answer(publishes, address, action, officer):
    plain, named = report(action, officer, at=moment(1)), report(action, officer, reason=NAMED)
    publishes.press(address, ticks(plain))
    named.refresh_from_db()
    plain.refresh_from_db()
    assert (plain.public_at, named.public_at) == (NOW, None)


def test_a_corrected_report_is_left_out_and_stops_waiting_once_its_correction_is_public(
    publishes, address, action, officer
):
    wrong = report(action, officer, reason=NAMED, at=moment(1))
    right = report(action, officer, corrects=wrong)
    response = publishes.get(address)
    form = response.context["form"]
    assert not form[f"update-{wrong.pk}"].initial
    assert form[f"update-{right.pk}"].initial
    assert "A newer report corrects this one" in response.content.decode()
    publishes.press(address, ticks(right))
    assert "Nothing of this plan waits." in publishes.get(address).content.decode()
    wrong.refresh_from_db()
    assert wrong.public_at is None


def test_of_two_publishers_at_once_the_second_is_told_to_look_again(
    publishes, address, action, officer, publisher
):
    update, later = report(action, officer, at=moment(1)), report(action, officer)
    workflow.release(plan=action.plan, rows=[update], by=publisher, at=NOW)
    response = publishes.press(address, ticks(update, later))
    assert "have changed since the page was made" in response.content.decode()
    later.refresh_from_db()
    assert later.public_at is None


def test_reports_on_actions_that_are_not_public_do_not_wait_here(publishes, address, plan, officer):
    draft = factories.ActionFactory(plan=plan, public_at=None)
    factories.UpdateFactory(action=draft)
    assert "Nothing of this plan waits." in publishes.get(address).content.decode()


@pytest.mark.parametrize("who", ["officer", "plan_officer", "secretary", "clerk", "reader"])
def test_nobody_else_releases(request, signed_in, address, action, officer, who):
    update = report(action, officer)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address).status_code == 403
    assert client.post(address, ticks(update)).status_code == 403
    update.refresh_from_db()
    assert update.public_at is None


def test_to_another_councils_publisher_the_page_does_not_exist(
    signed_in, outsider, address, preview, action, officer
):
    client = signed_in(outsider)
    assert client.get(address).status_code == 404
    assert client.post(preview, {"kind": "release-reports"}).status_code == 404


# --- the preview ---


def test_the_preview_is_the_public_page_to_the_letter_and_changes_nothing(
    publishes, preview, plan, action, officer, publisher
):
    update = report(action, officer, status="complete", what_changed="All five came.")
    for asked, public in (
        ({}, plan.get_absolute_url()),
        ({"action": "2.3"}, action.get_absolute_url()),
    ):
        shown = publishes.post(preview, ticks(update) | {"kind": "release-reports"} | asked)
        update.refresh_from_db()
        assert update.public_at is None
        workflow.release(plan=plan, rows=[update], by=publisher, at=NOW)
        assert shown.content == Client().get(public).content
        undo(update)
    assert "no-store" in shown.headers["Cache-Control"]


def undo(update):
    type(update).objects.filter(pk=update.pk).update(public_at=None, release=None)
    factories.refresh([update.action_id])


def test_the_preview_shows_only_what_is_ticked_and_asks_for_no_answer(
    publishes, preview, action, officer
):
    named = report(action, officer, reason=NAMED, at=moment(1))
    plain = report(action, officer, reason="All is well.")
    asked = {"kind": "release-reports", "action": "2.3"}
    page = publishes.post(preview, ticks(plain) | asked).content.decode()
    assert "All is well." in page
    assert "Jayden" not in page
    assert "Jayden" in publishes.post(preview, ticks(named) | asked).content.decode()
    assert not Release.objects.exists()


def test_a_preview_of_nothing_goes_back_to_the_choice(publishes, preview, address, action, officer):
    report(action, officer)
    response = publishes.post(preview, {"kind": "release-reports"})
    assert (response.status_code, response.url) == (302, address)


def test_the_page_of_an_action_that_is_not_in_the_plan_is_not_previewed(
    publishes, preview, action, officer
):
    update = report(action, officer)
    asked = {"kind": "release-reports", "action": "9.9"}
    assert publishes.post(preview, ticks(update) | asked).status_code == 404


def test_only_publishers_preview_and_only_by_a_button(signed_in, plan_officer, publishes, preview):
    assert signed_in(plan_officer).post(preview, {"kind": "release-reports"}).status_code == 403
    assert publishes.get(preview).status_code == 405
    assert publishes.post(preview, {"kind": "withdraw"}).status_code == 403
    assert publishes.post(preview, {}).status_code == 403


# --- publishing a plan ---


@pytest.fixture
def draft(council):
    plan = factories.PlanFactory(council=council, slug="next", title="Next", publish_from=None)
    factories.ActionFactory(plan=plan, reference="1.1", title="Begin", public_at=None)
    return plan


def test_a_draft_plan_is_previewed_as_the_public_would_see_it_then_published(publishes, draft):
    page = publishes.get(f"/admin/improvement/plan/{draft.pk}/release/").content.decode()
    assert "The plan becomes public with 1 action." in page
    shown = publishes.post(f"/admin/improvement/plan/{draft.pk}/preview/", {"kind": "release"})
    draft.refresh_from_db()
    assert draft.publish_from is None
    publishes.press(f"/admin/improvement/plan/{draft.pk}/release/", {"when": "now"})
    draft.refresh_from_db()
    assert draft.publish_from == NOW
    assert shown.content == Client().get(draft.get_absolute_url()).content
    assert b"Begin" in shown.content


def test_an_embargo_hides_the_plan_from_all_but_the_people_named(publishes, draft, publisher):
    until = NOW + timedelta(days=2)
    publishes.press(
        f"/admin/improvement/plan/{draft.pk}/release/",
        {"when": "later", "publish_from": f"{until:%Y-%m-%dT%H:%M}"},
    )
    draft.refresh_from_db()
    assert draft.publish_from == until
    assert list(draft.embargo_readers.all()) == [publisher]
    assert Client().get(draft.get_absolute_url()).status_code == 404


def test_suspicious_words_of_a_plan_stop_its_publication_until_answered(publishes, draft):
    action = draft.actions.get()
    action.difference = NAMED
    action.save()
    address = f"/admin/improvement/plan/{draft.pk}/release/"
    page = publishes.get(address)
    assert "“Jayden, 7” (action 1.1, what will be different for children)" in page.content.decode()
    assert publishes.press(address, {"when": "now"}).status_code == 200
    publishes.press(address, {"when": "now"} | answers(page))
    draft.refresh_from_db()
    assert draft.publish_from == NOW
    assert Release.objects.get().answers[0]["answer"] == "It is invented."


def test_added_actions_are_chosen_screened_and_published(publishes, plan):
    plain = factories.ActionFactory(plan=plan, public_at=None, reference="3.1")
    named = factories.ActionFactory(plan=plan, public_at=None, reference="3.2", title=NAMED)
    address = f"/admin/improvement/plan/{plan.pk}/publish-actions/"
    assert "<mark>Jayden, 7</mark>" in publishes.get(address).content.decode()
    assert publishes.press(address, ticks(plain, named)).status_code == 200
    asked = {"kind": "publish-actions", "action": "3.1"} | ticks(plain)
    shown = publishes.post(f"/admin/improvement/plan/{plan.pk}/preview/", asked)
    publishes.press(address, ticks(plain))
    plain.refresh_from_db()
    named.refresh_from_db()
    assert (plain.public_at, named.public_at) == (NOW, None)
    assert shown.content == Client().get(plain.get_absolute_url()).content


# --- what a publisher cannot do ---


def test_a_publisher_edits_no_words(publishes, plan, action):
    for row in (plan, action):
        page = f"/admin/improvement/{row._meta.model_name}/{row.pk}/change/"
        assert publishes.get(page).status_code == 200
        assert publishes.post(page, {"title": "Other words"}).status_code == 403
        row.refresh_from_db()
        assert row.title != "Other words"


# --- words about a person ---


def test_words_are_removed_from_a_report_by_the_publisher_alone(
    publishes, signed_in, plan_officer, action, officer
):
    update = report(action, officer, reason=NAMED)
    address = f"/admin/improvement/update/{update.pk}/remove-words/"
    said = {"fields_to_clear": ["reason"], "why": "Named a child."}
    assert signed_in(plan_officer).post(address, said).status_code == 403
    assert NAMED in publishes.get(address).content.decode()
    response = publishes.press(address, said)
    assert response.url == f"/admin/improvement/action/{action.pk}/change/"
    update.refresh_from_db()
    assert update.reason == "[words about a person removed]"
    page = publishes.get(response.url).content.decode()
    assert "Words about a person were removed on 18 November 2026." in page
    assert "Named a child." in publishes.get("/admin/improvement/redaction/").content.decode()


def test_words_are_removed_from_actions_plans_evidence_and_recommendations(
    publishes, plan, action, officer
):
    inspection = factories.InspectionFactory(council=plan.council)
    rows = {
        action: "title",
        plan: "summary",
        factories.EvidenceFactory(action=action, title=NAMED): "title",
        factories.RecommendationFactory(inspection=inspection, text=NAMED): "text",
    }
    for row, name in rows.items():
        opts = row._meta
        address = f"/admin/{opts.app_label}/{opts.model_name}/{row.pk}/remove-words/"
        publishes.press(address, {"fields_to_clear": [name], "why": "Named a child."})
        row.refresh_from_db()
        assert getattr(row, name) == "[words about a person removed]"


def test_internal_words_and_files_are_not_among_what_is_offered(
    publishes, address, action, officer
):
    report(action, officer, internal_note="Only for us.")
    assert "Only for us." not in publishes.get(address).content.decode()
