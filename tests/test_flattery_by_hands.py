"""A flattering director again: borrowed hands, moved days, words and figures that are taken away.

Each test is one attempt, as in `test_flattery`.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from councils.access import Role
from improvement import workflow
from improvement.forms.indicators import IndicatorForm
from improvement.indicators.recording import record_reading, release_readings
from improvement.models import Action, Amendment
from improvement.rules import findings
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.flatterer import counts, read, release, report
from tests.indicator_factories import IndicatorFactory, ReadingFactory
from tests.reading import public_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def deputy(person, council):
    """Whoever does what the director asks."""
    return person("Dan Peel", council, Role.PLAN_OFFICER, Role.BOARD_SECRETARY)


def codes(action):
    [row] = public_rows(Action.objects.filter(pk=action.pk))
    return {found.rule.code for found in findings(row, TODAY)}


# --- borrowed hands ---


def hand_over(action, by, lead=None):
    workflow.amend(action=action, changes={"lead": lead}, why="For now.", by=by, at=NOW)


def test_handing_the_action_over_for_a_day_makes_nobody_independent(late, director, deputy):
    report(late, deputy, status="complete", confidence="")
    piece = factories.EvidenceFactory(action=late, added_by=deputy)
    hand_over(late, deputy)
    with pytest.raises(workflow.Refused, match="other than the lead"):
        workflow.check_evidence(evidence=piece, by=director, at=NOW)


def test_ending_ones_holding_yesterday_makes_nobody_independent(late, director, deputy):
    report(late, deputy, status="complete", confidence="")
    factories.EvidenceFactory(action=late, checked_at=NOW, checked_by=factories.UserFactory())
    workflow.record_sign_off(action=late, step="proposed", by=deputy, at=NOW)
    late.lead.holdings.update(ended_on=days_ago(1))
    verified = {"step": "verified", "where": "Board", "checked_by": director}
    with pytest.raises(workflow.Refused, match="other than the lead"):
        workflow.record_sign_off(action=late, by=deputy, at=NOW, **verified)


def test_agreeing_to_a_later_date_that_a_deputy_asked_for_is_refused(plan, late, director, deputy):
    to = TODAY + timedelta(days=90)
    move = workflow.ask_for_later_date(action=late, to=to, reason="Time.", by=deputy, at=NOW)
    hand_over(late, deputy)
    decided = {"outcome": "agreed", "where": "My office", "at": NOW}
    with pytest.raises(workflow.Refused, match="other than the lead"):
        workflow.decide_later_date(move=move, by=director, **decided)
    assert counts(plan).late == 1


def test_answering_ones_own_request_for_help_is_refused(late, director):
    asked = factories.PostFactory(council=late.plan.council, title="Head of Property")
    report(late, director, help_needed="Rooms.", help_from=asked)
    release(late.plan, director)
    with pytest.raises(PermissionDenied):
        workflow.answer_help(action=late, words="We have them.", by=director, at=NOW)
    assert "unanswered" in codes(late)


# --- moved days ---


def test_an_action_added_later_cannot_say_that_it_was_promised_from_the_start(plan, director):
    easy = factories.ActionFactory(plan=plan, public_at=None, added_on=plan.starts_on)
    plan.publish_from = moment(60)
    plan.save()
    with pytest.raises(workflow.Refused, match="Correct the day on which it was added"):
        workflow.publish_actions(plan=plan, actions=[easy], by=director, at=NOW)


def test_an_action_of_a_day_to_come_which_nobody_would_miss_a_report_on_is_refused(plan, director):
    later = factories.ActionFactory(plan=plan, public_at=None, added_on=TODAY + timedelta(days=1))
    with pytest.raises(workflow.Refused, match="Correct the day on which it was added"):
        workflow.publish_actions(plan=plan, actions=[later], by=director, at=NOW)


@pytest.mark.parametrize(
    ("starts_in", "added_in", "why"),
    [(93, 0, "starts on"), (92, 93, "is said to be added")],
)
def test_a_plan_that_begins_when_nobody_looks_any_more_is_not_published(
    director, council, starts_in, added_in, why
):
    draft = factories.PlanFactory(
        council=council, publish_from=None, starts_on=TODAY + timedelta(days=starts_in)
    )
    factories.ActionFactory(plan=draft, public_at=None, added_on=TODAY + timedelta(days=added_in))
    with pytest.raises(workflow.Refused, match=why):
        workflow.publish_plan(plan=draft, by=director, at=NOW)


def test_promising_no_date_at_all_is_not_borne_out(plan, director):
    factories.UpdateFactory(
        action=factories.ActionFactory(plan=plan, original_due=None), public=True
    )
    assert (counts(plan).claimed, counts(plan).borne_out) == (1, 0)


@pytest.mark.parametrize("days", [0, 401])
def test_business_as_usual_without_a_check_that_will_come_is_refused(late, director, days):
    usual = {"status": "business-as-usual", "confidence": ""}
    with pytest.raises(workflow.Refused, match="within 400 days"):
        report(late, director, **usual, next_check_on=TODAY + timedelta(days=days))


def test_a_check_of_business_as_usual_that_never_came_is_told_and_no_report_puts_it_off(
    client, plan, late, director
):
    friend = factories.UserFactory()
    factories.EvidenceFactory(action=late, checked_at=NOW, checked_by=friend)
    usual = {"status": "business-as-usual", "confidence": ""}
    report(late, director, **usual, effective_on=days_ago(9), next_check_on=days_ago(3))
    report(late, director, **usual, effective_on=days_ago(5), next_check_on=days_ago(-99))
    release(plan, director)
    assert (counts(plan).delivered, counts(plan).borne_out) == (1, 0)
    assert "It was to be checked again by 15 November 2026, 3 days ago." in read(client, late)
    report(late, director, **usual, next_check_on=days_ago(-99))
    release(plan, director)
    assert counts(plan).borne_out == 1


def test_what_was_verified_today_has_not_lasted_yet(late, director, deputy):
    report(late, director, status="complete", confidence="", effective_on=days_ago(9))
    friend = factories.UserFactory()
    factories.EvidenceFactory(action=late, checked_at=NOW, checked_by=friend)
    workflow.record_sign_off(action=late, step="proposed", by=director, at=NOW)
    checked = {"where": "Board", "checked_by": friend, "by": deputy, "at": NOW}
    with pytest.raises(workflow.Refused, match="The report that it is about is of"):
        workflow.record_sign_off(action=late, step="verified", effective_on=days_ago(10), **checked)
    workflow.record_sign_off(action=late, step="verified", **checked)
    with pytest.raises(workflow.Refused, match="has not lasted yet"):
        workflow.record_sign_off(action=late, step="sustained", **checked)


def test_a_decision_that_is_dated_back_says_when_it_was_recorded(client, late, director, deputy):
    report(late, director, status="complete", confidence="", effective_on=days_ago(15))
    friend = factories.UserFactory()
    factories.EvidenceFactory(action=late, checked_at=NOW, checked_by=friend)
    release(late.plan, director)
    back = {"effective_on": days_ago(12), "at": NOW, "by": deputy}
    workflow.record_sign_off(action=late, step="proposed", **back)
    workflow.record_sign_off(action=late, step="verified", where="Board", checked_by=friend, **back)
    page = read(client, late)
    assert "Recorded on 18 November 2026." in page.partition("Verified: somebody")[2]


# --- words and figures that are taken away ---


def test_a_fresh_paper_that_nobody_read_makes_no_old_one_newer(plan, late, director):
    report(late, director, status="complete", confidence="")
    friend = factories.UserFactory()
    factories.EvidenceFactory(action=late, dated=days_ago(400), checked_at=NOW, checked_by=friend)
    factories.EvidenceFactory(action=late, dated=TODAY)
    release(plan, director)
    assert "old-evidence" in codes(late)
    assert counts(plan).borne_out == 0


def test_correcting_bad_news_before_its_release_leaves_that_it_was_not_published(
    client, late, director
):
    bad = factories.UpdateFactory(action=late, by=director, confidence="off-track")
    good = report(late, director, corrects=bad)
    workflow.release(plan=late.plan, rows=[good], by=director, at=NOW)
    assert "The report that it corrects was not published." in read(client, late)


def test_merging_into_what_nobody_can_read_is_refused(late, director):
    hidden = factories.ActionFactory(plan=late.plan, public_at=None)
    merged = {"status": "merged", "into": hidden, "confidence": "", "reason": "One action now."}
    report(late, director, **merged)
    with pytest.raises(workflow.Refused, match=f"Publish action {hidden.reference} first"):
        release(late.plan, director)


def test_removing_the_days_of_a_longer_interval_as_words_about_a_person_is_refused(plan, director):
    factories.ActionFactory(plan=plan, added_on=days_ago(60))
    workflow.change_interval(plan=plan, days=92, why="Fewer meetings.", by=director, at=NOW)
    longer = Amendment.objects.get(plan=plan)
    assert workflow.redactable(longer) == ["why"]
    with pytest.raises(workflow.Refused, match="Choose which words"):
        workflow.redact(row=longer, fields=["old"], why="A person.", by=director, at=NOW)
    assert counts(plan).silent == 1


@pytest.fixture
def worse(plan, late, director):
    """What is measured of another action of the director's, beyond its limit and getting worse."""
    action = factories.ActionFactory(plan=plan, lead=late.lead)
    factories.UpdateFactory(action=action, public=True, by=director)
    measured = IndicatorFactory(council=plan.council, target=20, actions=[action])
    for value, days in ((25, 120), (30, 40)):
        ReadingFactory(indicator=measured, as_at=days_ago(days), value=value)
    return measured


def test_on_track_is_not_borne_out_while_what_is_measured_gets_worse(client, plan, worse):
    [action] = worse.actions.all()
    assert (counts(plan).claimed, counts(plan).borne_out) == (2, 0)
    told = "30% on 9 October 2026, 25% before. Lower is better, and the limit is 20%."
    assert f"{worse.name}: {told}" in read(client, action)
    assert "Measure getting worse" in read(client, plan)


def test_saying_that_a_figure_is_not_available_takes_no_finding_back(client, plan, worse, director):
    gap = {"missing": "other", "missing_note": "We changed the system.", "as_at": days_ago(5)}
    record_reading(indicator=worse, by=director, at=NOW, **gap)
    release_readings(indicator=worse, by=director, at=NOW)
    assert counts(plan).borne_out == 0
    assert "30% on 9 October 2026, 25% before" in read(client, plan)


def test_hiding_a_figure_about_no_child_to_protect_children_is_refused(worse, director):
    hidden = {"value": 30, "suppressed": True, "correction_note": "Wrong."}
    with pytest.raises(workflow.Refused, match="no child to protect"):
        record_reading(indicator=worse, as_at=days_ago(40), by=director, at=NOW, **hidden)


def test_an_indicator_is_not_unlinked_from_a_recommendation_in_silence(worse):
    inspection = factories.InspectionFactory(council=worse.council)
    worse.recommendations.add(factories.RecommendationFactory(inspection=inspection))
    names = ("plans", "actions", "recommendations")
    form = IndicatorForm(instance=worse)
    form.cleaned_data, form._errors = {}, {}
    form._demand_kept(dict.fromkeys(names, ()))
    assert {"actions", "recommendations"} <= form.errors.keys()


@pytest.mark.parametrize("heirs", [1, 2])
def test_merging_into_what_is_then_withdrawn_leaves_a_recommendation_without_an_action(
    client, plan, late, director, heirs
):
    inspection = factories.InspectionFactory(council=plan.council)
    plan.inspections.add(inspection)
    late.recommendations.add(factories.RecommendationFactory(inspection=inspection))
    one = late
    for _ in range(heirs):
        heir = factories.ActionFactory(plan=plan)
        report(one, director, status="merged", into=heir, confidence="", reason="It is one.")
        release(plan, director)
        one = heir
    for page in (plan, inspection):
        assert "No action of the plan answers" not in read(client, page)
    report(one, director, status="withdrawn", confidence="", reason="It is not needed.")
    release(plan, director)
    assert "No action of the plan answers this" in read(client, inspection)
    assert "1 recommendation without an action" in read(client, plan)


def test_two_sentences_told_in_turn_are_no_news(plan, director):
    action = factories.ActionFactory(plan=plan)
    for days, words in (
        (50, "Two came."),
        (40, "One left."),
        (30, "Two came."),
        (20, "one  left."),
    ):
        said = {"what_changed": words, "recorded_at": moment(days)}
        factories.UpdateFactory(action=action, public=True, **said)
    assert "unchanged" not in codes(action)
    factories.UpdateFactory(action=action, public=True, what_changed="Two came.")
    assert "unchanged" in codes(action)


def test_a_public_indicator_keeps_the_name_under_which_its_figures_were_read(
    signed_in, director, worse
):
    address = f"/admin/improvement/indicator/{worse.pk}/change/"
    form = signed_in(director).get(address).context["adminform"].form
    assert not {"name", "of_what", "subject", "decimals", "polarity"} & set(form.fields)
