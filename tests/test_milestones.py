"""Milestones: promised with an action, reached by a report, moved and dropped only in the open."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from improvement import workflow
from improvement.models import Action, AppendOnlyError, Milestone, MilestoneChange
from improvement.record import AsAt
from improvement.rules import assess, findings, summarise
from improvement.workflow import Refused
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.reading import html_of, public_rows
from tests.rows import done, gone, row
from tests.test_workflow import report

ONE_DAY = timedelta(days=1)
AGREED = {"why": "The builders are late.", "agreed_by": "Improvement Board, 3 October 2026"}


def codes(one, day=TODAY):
    return [found.rule.code for found in findings(one, day)]


def row_of(action, day=None, view="seen"):
    actions = Action.objects.filter(pk=action.pk)
    [found] = public_rows(actions, AsAt(day, view) if day else None)
    return found


@pytest.fixture
def milestone(action):
    """Of Olive's action, due ten days ago; a report of a week ago says that it is on track."""
    made = factories.MilestoneFactory(
        action=action, title="The team is in place", original_due=days_ago(10)
    )
    factories.UpdateFactory(action=action, public=True, recorded_at=moment(7))
    return made


def changed(milestone, by, to=None, at=NOW, **more):
    said = AGREED | more | {"by": by, "at": at}
    if to:
        return workflow.move_milestone(milestone=milestone, to=to, **said)
    return workflow.drop_milestone(milestone=milestone, **said)


def released(update, publisher, at=NOW):
    workflow.release(plan=update.action.plan, rows=[update], by=publisher, at=at)


# --- the rule ---


def test_a_milestone_is_missed_from_the_day_after_its_day():
    assert codes(row(milestone_due_on=TODAY)) == []
    assert codes(row(milestone_due_on=TODAY - ONE_DAY)) == ["milestone"]


def test_what_is_complete_with_a_milestone_missed_is_not_borne_out_and_what_left_is_not_asked():
    [one] = assess([done(milestone_due_on=TODAY - ONE_DAY)], TODAY)
    assert [found.rule.code for found in one.against] == ["milestone"]
    assert codes(gone()) == []
    assert codes(row(status="withdrawn", milestone_due_on=TODAY - ONE_DAY)) == []


def test_on_track_with_a_milestone_missed_is_held_against_the_report():
    [one] = assess([row(milestone_due_on=TODAY - 21 * ONE_DAY)], TODAY)
    [found] = one.against
    assert found.words == (
        "A milestone was due on 28 October 2026, 3 weeks ago. No published report says that it "
        "was reached."
    )


# --- reached, by a report and its release ---


@pytest.mark.django_db
def test_a_milestone_is_reached_for_its_people_at_once_and_for_the_public_at_the_release(
    milestone, action, officer, publisher
):
    update = report(action, officer, reached={milestone: days_ago(2)})
    inside = action.states.get(audience="internal")
    assert (inside.milestones_reached, inside.milestone_due_on) == (1, None)
    assert codes(row_of(action)) == ["milestone"]
    released(update, publisher)
    assert codes(row_of(action)) == []


@pytest.mark.django_db
def test_a_correction_takes_back_what_a_report_said_of_a_milestone(
    milestone, action, officer, publisher
):
    wrong = report(action, officer, at=moment(3), reached={milestone: days_ago(5)})
    released(wrong, publisher, at=moment(2))
    right = report(action, officer, corrects=wrong, effective_on=days_ago(3))
    released(right, publisher)
    assert codes(row_of(action)) == ["milestone"]
    assert row_of(action, days_ago(1)).milestones_reached == 1  # as it was seen then
    assert row_of(action, days_ago(1), "known").milestones_reached == 0
    again = report(action, officer, reached={milestone: days_ago(5)})
    assert again.reached.get().milestone == milestone


@pytest.mark.django_db
def test_past_days_are_told_by_when_it_was_so_and_by_when_it_was_said(
    milestone, action, officer, publisher
):
    update = report(action, officer, at=moment(3), reached={milestone: days_ago(9)})
    released(update, publisher, at=moment(3, hour=12))

    def missed(days, view):
        day = days_ago(days)
        return "milestone" in codes(row_of(action, day, view), day)

    assert [missed(n, "seen") for n in (10, 9, 4, 3)] == [False, True, True, False]
    assert [missed(n, "known") for n in (10, 9, 4, 3)] == [False, False, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "says"),
    [(TODAY + ONE_DAY, "cannot be reached after 18 November 2026")],
)
def test_a_milestone_is_not_reached_after_the_day_of_the_report(
    milestone, action, officer, day, says
):
    with pytest.raises(Refused, match=says):
        report(action, officer, reached={milestone: day})
    assert not action.updates.filter(by=officer).exists()


@pytest.mark.django_db
def test_a_milestone_is_reached_once_and_on_its_own_action(
    milestone, action, officer, plan_officer
):
    other = factories.MilestoneFactory(action=factories.ActionFactory(plan=action.plan))
    with pytest.raises(Refused, match="of its own action"):
        report(action, officer, reached={other: TODAY})
    report(action, officer, reached={milestone: TODAY})
    with pytest.raises(Refused, match="was reported reached on 18 November 2026 already"):
        report(action, officer, reached={milestone: TODAY})
    with pytest.raises(Refused, match="it stands"):
        changed(milestone, plan_officer)


# --- moved, dropped and added in the open ---


@pytest.mark.django_db
def test_a_milestone_moves_with_a_reason_and_keeps_its_first_day(
    client, milestone, action, plan_officer
):
    changed(milestone, plan_officer, to=TODAY + 30 * ONE_DAY)
    assert codes(row_of(action)) == []
    assert codes(row_of(action, days_ago(1)), days_ago(1)) == ["milestone"]
    milestone.refresh_from_db()
    assert milestone.original_due == days_ago(10)
    html = html_of(client, action)
    assert "Due 18 December 2026, moved once from 8 November 2026." in html
    assert "Milestone moved from 8 November 2026 to 18 December 2026" in html
    assert "Why: The builders are late." in html
    assert "Agreed by: Improvement Board, 3 October 2026" in html


@pytest.mark.django_db
def test_dropping_what_was_missed_improves_no_count_in_silence(
    client, milestone, action, plan_officer
):
    changed(milestone, plan_officer)
    found = row_of(action)
    assert (found.milestones, found.milestones_changed, found.milestone_due_on) == (1, 1, None)
    html = html_of(client, action)
    assert "One milestone: none reported reached, one dropped." in html
    assert "Milestone dropped: The team is in place, which was due 8 November 2026" in html
    plan = html_of(client, action.plan, since=days_ago(2))
    assert "<h3>A milestone moved or dropped: 1" in plan
    with pytest.raises(Refused, match="dropped already"):
        changed(milestone, plan_officer)
    with pytest.raises(Refused, match="was dropped from the action"):
        report(action, plan_officer, reached={milestone: TODAY})


@pytest.mark.django_db
def test_a_milestone_that_is_added_says_so_and_was_not_there_before(
    client, milestone, action, plan_officer
):
    new = workflow.add_milestone(
        action=action,
        title="Two teams are in place",
        due=days_ago(1),
        why="The board asked for it.",
        by=plan_officer,
        at=moment(3),
    )
    assert row_of(action).milestones == 2
    assert row_of(action, days_ago(4)).milestones == 1
    html = html_of(client, action)
    assert "Milestone added: Two teams are in place, due 17 November 2026" in html
    assert new.title not in html_of(client, action, as_at=days_ago(4))


@pytest.mark.django_db
def test_without_a_reason_or_who_agreed_nothing_moves(milestone, plan_officer):
    with pytest.raises(Refused, match="Say why"):
        changed(milestone, plan_officer, why=" ")
    with pytest.raises(ValidationError, match="Say who agreed"):
        changed(milestone, plan_officer, agreed_by=" ")
    with pytest.raises(ValidationError, match="the day it already has"):
        changed(milestone, plan_officer, to=days_ago(10))
    with pytest.raises(Refused, match="looks like personal data"):
        changed(milestone, plan_officer, why="Ring 0151 496 0123.")


@pytest.mark.django_db
def test_only_the_plans_officers_change_milestones(milestone, officer, outsider, publisher):
    for nobody in (officer, outsider, publisher):
        with pytest.raises(PermissionDenied):
            changed(milestone, nobody)


@pytest.mark.django_db
def test_the_milestones_of_a_draft_are_typed_in_its_form_and_not_by_an_act(plan, plan_officer):
    draft = factories.ActionFactory(plan=plan, public_at=None)
    with pytest.raises(Refused, match="change its milestones in its form"):
        changed(factories.MilestoneFactory(action=draft), plan_officer)


@pytest.mark.django_db
def test_the_database_holds_what_must_not_be_false(milestone, action, plan_officer):
    said = {"action": action, "milestone": milestone, "by": plan_officer, "recorded_at": NOW}
    wrong = [
        {"kind": "moved", "from_date": TODAY, "to_date": TODAY, **AGREED},
        {"kind": "moved", "from_date": TODAY, "to_date": days_ago(1), "why": "?"},
        {"kind": "dropped", "from_date": TODAY, "to_date": TODAY, **AGREED},
        {"kind": "dropped", "from_date": TODAY, "agreed_by": "The board"},
    ]
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            MilestoneChange.objects.create(**said, **fields)
    claim = report(action, plan_officer, reached={milestone: TODAY}).reached.get()
    for attempt in (claim.save, claim.delete, action.reached.all().delete):
        with pytest.raises(AppendOnlyError):
            attempt()


# --- the pages of the council's people ---


@pytest.mark.django_db
def test_a_lead_sees_what_is_missed_and_reports_it_reached(milestone, action, officer, signed_in):
    client = signed_in(officer)
    work = client.get("/admin/").content.decode()
    assert "Milestone missed" in work
    assert "next milestone 8 November 2026" in work
    address = f"/admin/improvement/action/{action.pk}/report/"
    form = client.get(address).content.decode()
    assert "The team is in place (due 8 November 2026)" in form
    said = {
        "seen": 1,
        "status": "in-progress",
        "confidence": "on-track",
        "impact": "none-yet",
        f"milestone_{milestone.pk}": days_ago(1).isoformat(),
    }
    assert client.post(address, said).status_code == 302
    assert action.reached.get().reached_on == days_ago(1)
    assert "Milestone missed" not in client.get("/admin/").content.decode()
    corrects = f"/admin/improvement/action/{action.pk}/correct/2/"
    assert f'value="{days_ago(1)}"' in client.get(corrects).content.decode()
    assert client.post(corrects, said | {"seen": 2, f"milestone_{milestone.pk}": ""})
    assert action.states.get(audience="internal").milestones_reached == 0


@pytest.mark.django_db
def test_the_plan_officer_types_moves_and_drops_in_the_admin(
    milestone, action, plan_officer, officer, outsider, signed_in
):
    client, here = signed_in(plan_officer), f"/admin/improvement/action/{action.pk}"
    add = {"title": "Two teams", "due": TODAY.isoformat(), "why": "The board asked."}
    assert client.post(f"{here}/add-milestone/", add).status_code == 302
    move = {"milestone": milestone.pk, "kind": "moved", **AGREED}
    page = client.post(f"{here}/change-milestone/", move)
    assert "Give the day that it gets." in page.content.decode()
    move["to"] = (TODAY + 9 * ONE_DAY).isoformat()
    assert client.post(f"{here}/change-milestone/", move).status_code == 302
    drop = move | {"kind": "dropped", "to": ""}
    assert client.post(f"{here}/change-milestone/", drop).status_code == 302
    kinds = list(action.milestone_changes.values_list("kind", flat=True))
    assert kinds == ["added", "moved", "dropped"]
    shown = client.get(f"{here}/change/").content.decode()
    assert "<strong>The team is in place</strong> was dropped, from 27 November 2026" in shown
    for act in ("add-milestone", "change-milestone"):
        assert signed_in(officer).get(f"{here}/{act}/").status_code == 403
        assert signed_in(outsider).get(f"{here}/{act}/").status_code == 404


@pytest.mark.django_db
def test_a_draft_gets_its_milestones_in_its_form_and_publishing_screens_them(
    plan, plan_officer, publisher, signed_in
):
    draft = factories.ActionFactory(plan=plan, public_at=None)
    client = signed_in(plan_officer)
    address = f"/admin/improvement/action/{draft.pk}/change/"
    page = client.get(address)
    assert "milestones on the way" in page.content.decode().lower()
    said = {
        name: value
        for name, value in page.context["adminform"].form.initial.items()
        if value and not isinstance(value, list)
    }
    formset = {
        "milestones-TOTAL_FORMS": 1,
        "milestones-INITIAL_FORMS": 0,
        "milestones-0-title": "Ring 0151 496 0123",
        "milestones-0-original_due": TODAY.isoformat(),
    }
    assert client.post(address, said | formset).status_code == 302
    assert draft.milestones.get().original_due == TODAY
    assert draft.states.get(audience="internal").milestones == 1
    with pytest.raises(workflow.Unanswered):
        workflow.publish_actions(plan=plan, actions=[draft], by=publisher, at=NOW)


@pytest.mark.django_db
def test_the_words_of_a_milestone_and_of_its_change_can_be_removed(
    client, milestone, action, plan_officer, publisher
):
    change = changed(milestone, plan_officer, to=TODAY)
    removing = {"why": "It named somebody.", "by": publisher, "at": NOW}
    workflow.redact(row=milestone, fields=["title"], **removing)
    workflow.redact(row=change, fields=["why"], **removing)
    html = html_of(client, action)
    assert "The team is in place" not in html
    assert "The builders are late" not in html
    assert "[words about a person removed on 18 November 2026]" in html
    assert not Milestone.history.filter(title="The team is in place").exists()


# --- what it costs ---


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 12])
def test_the_milestones_of_an_action_cost_its_page_one_query(
    client, action, officer, plan_officer, count, django_assert_num_queries
):
    for _ in range(count):
        changed(factories.MilestoneFactory(action=action), plan_officer, to=TODAY)
    with django_assert_num_queries(9):
        response = client.get(action.get_absolute_url())
    assert len(response.content) < 60_000


@pytest.mark.django_db
def test_a_plan_counts_what_a_milestone_contradicts(milestone, plan):
    rows = public_rows(Action.objects.filter(plan=plan))
    found = summarise(assess(rows, TODAY), started_on=plan.starts_on, day=TODAY)
    assert (found.claimed, found.borne_out) == (1, 0)


@pytest.mark.django_db
def test_the_fullest_page_of_a_past_day_asks_ten_times_at_most(
    client, milestone, action, plan_officer, django_assert_max_num_queries
):
    asking = {"help_needed": "Two desks.", "help_from": action.lead}
    factories.UpdateFactory(action=action, public=True, recorded_at=moment(6), **asking)
    factories.EvidenceFactory(action=action, recorded_at=moment(6))
    amendment = {"title": "Decide sooner"}
    workflow.amend(action=action, changes=amendment, why="Words.", by=plan_officer, at=moment(2))
    changed(milestone, plan_officer, to=TODAY, at=moment(4))
    with django_assert_max_num_queries(10):
        html = html_of(client, action, as_at=days_ago(3))
    assert "Milestone moved" in html
    assert "Decide every contact in one day" in html
