"""All of a person's actions on one screen: a row each, all saved or none."""

import pytest

from improvement.models import Update
from tests import factories
from tests.factories import NOW, days_ago, moment
from tests.test_workflow import report

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/improvement/action/report-several/"


@pytest.fixture
def second(action, officer_post):
    return factories.ActionFactory(plan=action.plan, lead=officer_post, reference="2.4")


def row(action, seen=0, **said):
    said = {"seen": seen, "status": "not-started", **said}
    return {f"action-{action.pk}-{name}": value for name, value in said.items()}


NEWS = {
    "status": "in-progress",
    "confidence": "on-track",
    "what_changed": "The first three have started.",
}


def test_only_the_rows_that_say_something_are_saved(signed_in, officer, action, second):
    client = signed_in(officer)
    response = client.post(ADDRESS, row(action, **NEWS) | row(second), follow=True)
    assert response.redirect_chain == [("/admin/", 302)]
    update = Update.objects.get()
    assert (update.action, update.source) == (action, "several")
    assert "report 1 on 2.3" in response.content.decode()


def test_nothing_has_changed_repeats_the_last_report_as_of_today(signed_in, officer, action):
    before = report(action, officer, at=moment(20), help_needed="Two social workers.")
    signed_in(officer).post(ADDRESS, row(action, seen=1, status="in-progress", unchanged="on"))
    after = action.updates.get(number=2)
    assert after.what_changed == "Nothing has changed since the last report."
    assert (after.confidence, after.reason) == (before.confidence, before.reason)
    assert after.help_needed == "Two social workers."
    assert after.effective_on == NOW.date()


def test_what_the_short_row_does_not_ask_stays_as_it_was_said(signed_in, officer, action):
    report(action, officer, at=moment(20), impact="emerging", impact_note="Fewer families wait.")
    signed_in(officer).post(ADDRESS, row(action, seen=1, **NEWS))
    after = action.updates.get(number=2)
    assert (after.impact, after.impact_note) == ("emerging", "Fewer families wait.")


def test_one_wrong_row_saves_none_says_which_and_keeps_what_was_typed(
    signed_in, officer, action, second
):
    wrong = row(second, status="in-progress", what_changed="It has begun.")
    response = signed_in(officer).post(ADDRESS, row(action, **NEWS) | wrong)
    page = response.content.decode()
    assert f'href="#row-{second.pk}"' in page
    assert f'href="#row-{action.pk}"' not in page
    assert NEWS["what_changed"] in page
    assert not Update.objects.exists()


def test_a_row_overtaken_by_somebody_saves_none(signed_in, officer, plan_officer, action, second):
    client = signed_in(officer)
    report(second, plan_officer)
    response = client.post(ADDRESS, row(action, **NEWS) | row(second, **NEWS))
    assert "while you were writing" in response.content.decode()
    assert Update.objects.count() == 1


def test_the_button_pressed_twice_makes_one_report_of_each(signed_in, officer, action, second):
    client = signed_in(officer)
    said = row(action, **NEWS) | row(second, **NEWS)
    client.post(ADDRESS, said)
    client.post(ADDRESS, said)
    assert (action.updates.count(), second.updates.count()) == (1, 1)


def test_an_empty_screen_is_told_to_be_empty(signed_in, officer, action):
    response = signed_in(officer).post(ADDRESS, row(action))
    assert "You have not reported on any action yet." in response.content.decode()


def test_changed_and_unchanged_at_once_is_refused(signed_in, officer, action):
    report(action, officer, at=moment(20))
    said = row(action, seen=1, status="in-progress", unchanged="on", what_changed="A lot.")
    assert "not both" in signed_in(officer).post(ADDRESS, said).content.decode()
    assert action.updates.count() == 1


def test_a_claim_that_was_sent_back_is_not_repeated_by_a_tick(
    signed_in, officer, secretary, action
):
    claim = report(action, officer, status="complete", at=moment(20))
    action.sign_offs.create(
        claim=claim,
        step="returned",
        note="Too early.",
        effective_on=days_ago(5),
        recorded_at=moment(5),
        by=secretary,
    )
    factories.refresh([action.pk])
    page = signed_in(officer).get(ADDRESS).content.decode()
    assert f"action-{action.pk}-status" in page
    assert "my last report is still true" not in page


def test_rows_of_actions_that_i_do_not_lead_are_not_offered_nor_taken(
    signed_in, colleague, officer, action
):
    client = signed_in(colleague)
    chosen = f"{ADDRESS}?ids={action.pk}"
    assert action.title not in client.get(chosen).content.decode()
    client.post(chosen, row(action, **NEWS))
    assert not Update.objects.exists()


def test_another_councils_actions_cannot_be_named(signed_in, outsider, action):
    client = signed_in(outsider)
    chosen = f"{ADDRESS}?ids={action.pk}"
    assert action.title not in client.get(chosen).content.decode()
    client.post(chosen, row(action, **NEWS))
    assert not Update.objects.exists()


@pytest.mark.parametrize("who", ["reader", "publisher", "clerk"])
def test_who_may_not_report_finds_no_such_page(request, signed_in, action, who):
    assert signed_in(request.getfixturevalue(who)).get(ADDRESS).status_code == 403


def test_the_list_hands_the_chosen_actions_to_the_screen_without_touching_them(
    signed_in, plan_officer, officer, action, second
):
    client = signed_in(plan_officer)
    response = client.post(
        "/admin/improvement/action/",
        {"action": "report_on_selected", "_selected_action": [action.pk, second.pk]},
    )
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert action.title in page
    assert second.title in page
    said = row(action, whose=officer.pk, **NEWS) | row(second)
    client.post(response.url, said)
    update = Update.objects.get()
    assert (update.by, update.entered_by) == (officer, plan_officer)


def test_more_than_fifty_at_once_is_too_many(signed_in, plan_officer, plan, officer_post):
    factories.ActionFactory.create_batch(51, plan=plan, lead=officer_post)
    response = signed_in(plan_officer).post(
        "/admin/improvement/action/",
        {
            "action": "report_on_selected",
            "_selected_action": list(plan.actions.values_list("pk", flat=True)),
        },
        follow=True,
    )
    assert "Choose at most 50 actions at once." in response.content.decode()
