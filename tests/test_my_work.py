"""What the admin opens on: each person's own work, in sentences that are so."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from councils.access import Role
from councils.days import LONDON
from improvement import workflow
from improvement.work.mywork import end_of_week, greeting, my_actions, summary
from inspections import intake
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment
from tests.rows import row
from tests.test_workflow import LATER, report
from tests.tracker_files import MANAGERS, previewed

WEEK = timedelta(days=7)
SOON = TODAY + 3 * WEEK


# --- the sentence ---


def due(day, **fields):
    return row(due_on=day, original_due=day, report_due_on=SOON, **fields)


def silent(days):
    return row(due_on=SOON, report_due_on=days_ago(1), last_heard_on=days_ago(days))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "You lead no open action."),
        ([due(SOON, status="complete")], "You lead no open action."),
        ([due(SOON)], "None of your actions is late, due this week or waiting for a report."),
        ([due(TODAY)], "1 action is due this week."),
        ([due(TODAY), due(end_of_week(TODAY))], "2 actions are due this week."),
        ([due(days_ago(1))], "1 action is late."),
        ([due(days_ago(1)), due(days_ago(9))], "2 actions are late."),
        ([silent(35)], "1 action has not been reported on for 5 weeks."),
        ([silent(35), silent(36)], "2 actions have not been reported on for 5 weeks."),
        ([silent(35), silent(70)], "2 actions have not been reported on for 5 weeks or more."),
        (
            [due(TODAY), due(TODAY), due(TODAY), due(days_ago(3)), silent(35), silent(37)],
            "3 actions are due this week, 1 is late, 2 have not been reported on for 5 weeks.",
        ),
    ],
)
def test_the_summary_is_right_at_none_one_and_many(rows, sentence):
    assert summary(rows, TODAY) == sentence


def test_what_is_due_next_monday_is_not_due_this_week():
    monday = end_of_week(TODAY) + timedelta(days=1)
    assert monday.weekday() == 0
    assert "due this week." not in summary([due(monday)], TODAY)


def test_silence_of_what_was_never_reported_on_counts_from_the_day_it_came():
    never = row(due_on=SOON, report_due_on=days_ago(1), last_heard_on=None, added_on=days_ago(50))
    assert summary([never], TODAY) == "1 action has not been reported on for 7 weeks."


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 7, 1, 11, 59, tzinfo=LONDON), "Good morning."),
        (datetime(2026, 7, 1, 12, 0, tzinfo=LONDON), "Good afternoon."),
        (datetime(2026, 7, 1, 18, 0, tzinfo=LONDON), "Good evening."),
    ],
)
def test_the_greeting_goes_by_londons_clock(at, words):
    assert greeting(at) == greeting(at.astimezone(UTC)) == words


# --- whose actions ---


@pytest.mark.django_db
def test_my_actions_are_those_whose_lead_post_i_hold_worst_first(action, officer, officer_post):
    late = factories.ActionFactory(
        plan=action.plan, lead=officer_post, original_due=days_ago(10), reference="9.9"
    )
    factories.ActionFactory(plan=action.plan)
    assert [mine.action for mine in my_actions(officer, NOW).open] == [late, action]


@pytest.mark.django_db
def test_who_has_left_the_post_leads_nothing(action, officer, officer_post):
    officer_post.holdings.update(ended_on=days_ago(1))
    assert my_actions(officer, NOW).open == ()


@pytest.mark.django_db
def test_what_is_reported_complete_stands_apart(action, officer):
    report(action, officer, status="complete")
    mine = my_actions(officer, NOW)
    assert mine.open == ()
    assert [one.action for one in mine.delivered] == [action]
    assert mine.delivered[0].waits


# --- the page ---


def my_work(signed_in, user) -> str:
    response = signed_in(user).get("/admin/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.django_db
def test_the_page_greets_counts_and_offers_one_button_for_each_action(signed_in, officer, action):
    page = my_work(signed_in, officer)
    assert "Good morning. None of your actions is late" not in page  # never reported on
    assert "1 action has not been reported on for 102 weeks." in page
    assert page.count(f'href="/admin/improvement/action/{action.pk}/report/"') == 1


@pytest.mark.django_db
def test_a_lead_is_not_offered_what_only_others_may_do(signed_in, officer, action):
    report(action, officer)
    page = my_work(signed_in, officer)
    assert "Waiting for you" not in page
    assert "Look and release" not in page


@pytest.mark.django_db
def test_a_waiting_report_with_doubtful_words_comes_back_to_its_lead_until_it_is_corrected(
    signed_in, officer, plan_officer, colleague, action
):
    wrong = report(action, officer, reason="Jayden, 7, waits.")
    address = f"/admin/improvement/action/{action.pk}/correct/1/"
    assert "1 waiting report has words that look like personal data." in my_work(signed_in, officer)
    assert address in my_work(signed_in, plan_officer)
    assert address not in my_work(signed_in, colleague)
    report(action, officer, corrects=wrong)
    assert "personal data" not in my_work(signed_in, officer)


@pytest.mark.django_db
def test_the_publisher_is_told_how_many_reports_wait_and_for_how_long(
    signed_in, officer, publisher, action
):
    # Thursday to Wednesday: Friday, Monday, Tuesday and Wednesday are four working days.
    report(action, officer, at=moment(6))
    report(action, officer, at=moment(1))
    page = my_work(signed_in, publisher)
    assert "2 reports wait for release, the oldest for 4 working days." in page
    assert f"/admin/improvement/plan/{action.plan_id}/release-reports/" in page
    assert "Report progress" not in page


@pytest.mark.django_db
def test_one_report_of_today_is_said_so(signed_in, officer, publisher, action):
    report(action, officer)
    page = my_work(signed_in, publisher)
    assert "1 report waits for release, made today." in page


@pytest.mark.django_db
def test_with_nothing_to_release_nothing_is_said_of_it(signed_in, publisher, action):
    assert "Nothing waits for you." in my_work(signed_in, publisher)


@pytest.mark.django_db
def test_a_draft_plan_waits_for_the_publisher_and_for_the_officer(
    signed_in, council, publisher, plan_officer
):
    plan = factories.PlanFactory(council=council, publish_from=None, title="The next plan")
    assert f"/admin/improvement/plan/{plan.pk}/release/" in my_work(signed_in, publisher)
    assert "“The next plan” is a draft that the public cannot see." in my_work(
        signed_in, plan_officer
    )


@pytest.mark.django_db
def test_actions_added_to_a_public_plan_wait_for_the_publisher(signed_in, publisher, plan):
    factories.ActionFactory(plan=plan, public_at=None)
    page = my_work(signed_in, publisher)
    assert "1 action added to “Improvement plan” is not public yet." in page


@pytest.mark.django_db
def test_the_secretary_finds_dates_to_decide_and_sign_offs_but_not_their_own_request(
    signed_in, officer, secretary, action
):
    workflow.ask_for_later_date(
        action=action, to=SOON + 12 * WEEK, reason="Late.", by=officer, at=NOW
    )
    other = factories.ActionFactory(plan=action.plan)
    workflow.ask_for_later_date(
        action=other, to=SOON + 12 * WEEK, reason="Late.", by=secretary, at=NOW
    )
    assert "1 later date asked for waits for a decision." in my_work(signed_in, secretary)
    listed = signed_in(secretary).get("/admin/improvement/duedatemove/?outcome__exact=")
    assert len(listed.context["cl"].result_list) == 2


@pytest.mark.django_db
def test_evidence_waits_for_whoever_may_check_it_and_not_for_its_uploader(
    signed_in, officer, plan_officer, secretary, action
):
    report(action, officer, status="complete")
    offer = {"action": action, "kind": "audit", "title": "Audit", "dated": TODAY, "at": NOW}
    workflow.offer_evidence(url="https://www.example.org/a", by=plan_officer, **offer)
    assert "1 piece of evidence waits" in my_work(signed_in, secretary)
    listed = signed_in(secretary).get("/admin/improvement/evidence/?checked_at__isempty=1")
    assert len(listed.context["cl"].result_list) == 1
    assert "evidence waits" not in my_work(signed_in, plan_officer)
    workflow.record_sign_off(action=action, step="proposed", by=officer, at=LATER)
    assert "1 action proposed for sign-off waits for the board." in my_work(signed_in, secretary)
    assert "sign-off waits" not in my_work(signed_in, plan_officer)


@pytest.mark.django_db
def test_the_officer_sees_which_actions_are_silent(signed_in, plan_officer, action):
    page = my_work(signed_in, plan_officer)
    assert "1 action has had no report for longer than the plan allows." in page
    assert "/admin/improvement/action/?attention=silent" in page


@pytest.mark.django_db
def test_the_clerk_is_told_of_reports_whose_text_is_not_entered(signed_in, clerk, council):
    inspection = factories.InspectionFactory(council=council)
    inspection.inspected.update(recommendations_printed=19)
    page = my_work(signed_in, clerk)
    assert "1 inspection has recommendations whose text is not entered yet." in page
    upload = reverse("admin:inspections_import_upload", args=[inspection.pk])
    assert signed_in(clerk).get(upload).status_code == 200
    assert f'class="work-button" href="{upload}"' in page
    factories.RecommendationFactory(inspection=inspection)
    assert "not entered yet" not in my_work(signed_in, clerk)


@pytest.mark.django_db
def test_a_tracker_begins_here_and_waits_for_whoever_may_go_on_with_it(
    signed_in, clerk, plan_officer, reader, plan
):
    begin = reverse("admin:improvement_plan_import-tracker", args=[plan.pk])
    assert f'href="{begin}"' in my_work(signed_in, clerk)
    assert f'href="{begin}"' not in my_work(signed_in, reader)
    batch = previewed(plan, [*MANAGERS, "Green", ""], by=clerk)
    waits = "was uploaded, and nothing of it is saved yet."
    address = reverse("admin:improvement_trackerimport_change", args=[batch.pk])
    for user in (clerk, plan_officer):
        page = my_work(signed_in, user)
        assert waits in page
        assert f'href="{address}"' in page
    assert waits not in my_work(signed_in, reader)
    intake.discard(batch=batch)
    assert waits not in my_work(signed_in, plan_officer)


@pytest.mark.django_db
def test_the_administrator_is_told_of_posts_that_lead_and_are_empty(
    signed_in, administrator, officer_post, action
):
    assert "held by nobody" not in my_work(signed_in, administrator)
    officer_post.holdings.update(ended_on=days_ago(1))
    assert "1 post leads actions and is held by nobody." in my_work(signed_in, administrator)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.READER, Role.CLERK])
def test_who_only_reads_or_imports_finds_nothing_about_progress(
    signed_in, person, council, officer, action, role
):
    report(action, officer)
    page = my_work(signed_in, person("Una Voce", council, role))
    assert "Nothing waits for you." in page
    assert "Report progress" not in page


@pytest.mark.django_db
def test_another_councils_people_find_nothing_of_ours(signed_in, outsider, officer, action):
    report(action, officer)
    page = my_work(signed_in, outsider)
    assert action.title not in page
    assert "Nothing waits for you." in page


@pytest.mark.django_db
def test_a_site_administrator_without_a_role_has_no_work_here(
    signed_in, site_administrator, officer, action
):
    report(action, officer)
    assert "Nothing waits for you." in my_work(signed_in, site_administrator)


@pytest.mark.django_db
def test_the_lists_stand_in_groups_of_plain_words(signed_in, reader):
    page = my_work(signed_in, reader)
    for words in ("Plans and progress", "Findings", "Later dates asked for", "Inspections, visits"):
        assert words in page


@pytest.mark.django_db
def test_my_work_takes_the_same_queries_for_one_action_and_for_three(
    signed_in, officer, officer_post, action, django_assert_num_queries
):
    client = signed_in(officer)
    # The session, the person, their roles, their actions with states, help that was asked of
    # them, their waiting reports.
    with django_assert_num_queries(6):
        client.get("/admin/")
    factories.ActionFactory.create_batch(2, plan=action.plan, lead=officer_post)
    client = signed_in(officer)
    with django_assert_num_queries(6):
        client.get("/admin/")
