"""Actions and plans in the admin: built, amended, proved, signed off, and by whom."""

from datetime import timedelta

import pytest

from improvement import workflow
from improvement.models import Action, ActionState, Plan
from tests import factories
from tests.factories import NOW, TODAY
from tests.test_workflow import report

pytestmark = pytest.mark.django_db
ACTIONS = "/admin/improvement/action/"


def page(row):
    return f"/admin/improvement/{row._meta.model_name}/{row.pk}/change/"


def filled(response) -> dict:
    """What the form holds as it was opened, as the browser would send it back."""
    form = response.context["adminform"].form
    sent = {}
    for name, field in form.fields.items():
        value = field.prepare_value(form.get_initial_for_field(field, name))
        if value not in (None, ""):
            sent[name] = [each.pk for each in value] if name == "recommendations" else value
    for formset in response.context["inline_admin_formsets"]:
        sent |= {f"{formset.formset.prefix}-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return sent


@pytest.fixture
def keeps(signed_in, plan_officer):
    return signed_in(plan_officer)


# --- building ---


def test_a_draft_is_edited_freely_and_leaves_no_amendment(keeps, plan):
    draft = factories.ActionFactory(plan=plan, public_at=None, reference="4.1")
    response = keeps.get(page(draft))
    assert "If you change what was promised" not in response.content.decode()
    said = filled(response) | {"title": "Better words", "reference": "4.2"}
    assert keeps.post(page(draft), said).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.reference) == ("Better words", "4.2")
    assert not draft.amendments.exists()
    assert draft.history.first().history_user.username == "peter"


def test_an_added_action_has_a_state_at_once_and_is_a_draft(keeps, plan, officer_post):
    said = {
        "plan": plan.pk,
        "reference": "5.1",
        "title": "Begin",
        "lead": officer_post.pk,
        "original_due": TODAY.isoformat(),
        "added_on": TODAY.isoformat(),
    }
    assert keeps.post(f"{ACTIONS}add/?plan={plan.pk}", said).status_code == 302
    action = Action.objects.get(reference="5.1")
    assert action.public_at is None
    assert action.states.count() == 2


def test_to_add_an_action_the_plan_comes_first(keeps, plan):
    assert keeps.get(f"{ACTIONS}add/").url == f"?plan={plan.pk}"
    factories.PlanFactory(council=plan.council)
    assert keeps.get(f"{ACTIONS}add/").url == "/admin/improvement/plan/"


def test_what_can_be_chosen_belongs_to_the_plan(keeps, plan, officer_post, other_council):
    elsewhere = factories.PostFactory(council=other_council, title="Their director")
    other_plan = factories.PlanFactory(council=plan.council)
    factories.WorkstreamFactory(plan=other_plan, title="Part of another plan")
    found = keeps.get(f"{ACTIONS}add/?plan={plan.pk}").content.decode()
    assert officer_post.title in found
    assert elsewhere.title not in found
    assert "Part of another plan" not in found


def test_nobody_adds_an_action_to_another_councils_plan(keeps, other_council):
    theirs = factories.PlanFactory(council=other_council)
    said = {"plan": theirs.pk, "reference": "1.1", "title": "x", "added_on": TODAY.isoformat()}
    keeps.post(f"{ACTIONS}add/?plan={theirs.pk}", said)
    assert not theirs.actions.exists()


# --- amending ---


def test_a_published_promise_changes_only_with_why_and_the_change_is_on_record(keeps, action):
    response = keeps.get(page(action))
    assert "A change to what was promised is shown with its old words" in response.content.decode()
    said = filled(response) | {"title": "Other words"}
    refused = keeps.post(page(action), said)
    assert "Say why: the public will read it." in refused.content.decode()
    said |= {"why": "Clearer.", "agreed_by": "Improvement Board, 3 October 2026"}
    assert keeps.post(page(action), said).status_code == 302
    action.refresh_from_db()
    amendment = action.amendments.get()
    assert (action.title, amendment.field, amendment.why) == ("Other words", "title", "Clearer.")
    assert amendment.agreed_by == "Improvement Board, 3 October 2026"


def test_the_internal_note_of_a_published_action_needs_no_why(keeps, action):
    said = filled(keeps.get(page(action))) | {"internal_note": "For us."}
    assert keeps.post(page(action), said).status_code == 302
    action.refresh_from_db()
    assert action.internal_note == "For us."
    assert not action.amendments.exists()


def test_reference_first_date_and_plan_of_a_published_action_do_not_change(keeps, action):
    due, added = action.original_due, action.added_on
    said = filled(keeps.get(page(action))) | {
        "reference": "9.9",
        "original_due": "2030-01-01",
        "added_on": "2030-01-01",
    }
    keeps.post(page(action), said)
    action.refresh_from_db()
    assert (action.reference, action.original_due, action.added_on) == ("2.3", due, added)


def test_suspicious_words_of_an_amendment_must_be_changed_or_answered(keeps, action):
    said = filled(keeps.get(page(action))) | {"difference": "Jayden, 7, waits.", "why": "Plainer."}
    refused = keeps.post(page(action), said)
    assert "looks like a name with an age" in refused.content.decode()
    assert not action.amendments.exists()
    keeps.post(page(action), said | {"answer": "It is invented."})
    assert action.amendments.get().new == "Jayden, 7, waits."


def test_nobody_undoes_a_change_that_they_have_not_seen(keeps, action, secretary):
    said = filled(keeps.get(page(action))) | {"title": "Mine", "why": "Plainer."}
    workflow.amend(action=action, changes={"title": "Theirs"}, why="Agreed.", by=secretary, at=NOW)
    assert "Somebody has changed this" in keeps.post(page(action), said).content.decode()
    action.refresh_from_db()
    assert action.title == "Theirs"


def test_a_public_plan_is_amended_in_the_open_and_its_interval_read_again(keeps, plan, action):
    said = filled(keeps.get(page(plan))) | {"reporting_interval_days": 14}
    formsets = {
        f"{name}-{part}": "0"
        for name in ("workstreams", "shares")
        for part in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    refused = keeps.post(page(plan), said | formsets)
    assert "Say why" in refused.content.decode()
    assert keeps.post(page(plan), said | formsets | {"why": "More meetings."}).status_code == 302
    amendment = plan.amendments.get()
    assert (amendment.old, amendment.new) == ("31", "14")
    assert "More meetings." in keeps.get(page(plan)).content.decode()
    state = ActionState.objects.get(action=action, audience="internal")
    assert state.report_due_on == action.added_on + timedelta(days=14)


# --- deleting ---


def test_what_was_public_or_reported_on_is_not_deleted_a_bare_draft_is(
    keeps, action, plan, plan_officer
):
    bare = factories.ActionFactory(plan=plan, public_at=None)
    reported = factories.ActionFactory(plan=plan, public_at=None)
    report(reported, plan_officer)
    answers = {
        row: keeps.post(f"{ACTIONS}{row.pk}/delete/", {"post": "yes"}).status_code
        for row in (action, reported, bare)
    }
    assert answers == {action: 403, reported: 403, bare: 302}
    assert set(plan.actions.all()) == {action, reported}


# --- who may do what on the page of an action ---


@pytest.mark.parametrize(
    ("who", "offered", "withheld"),
    [
        ("officer", {"report", "evidence"}, {"close", "remove-words"}),
        ("colleague", set(), {"report", "evidence", "close", "remove-words"}),
        ("plan_officer", {"report", "evidence", "close"}, {"remove-words"}),
        ("secretary", {"report", "evidence", "close"}, {"remove-words"}),
        ("publisher", {"remove-words"}, {"report", "evidence", "close"}),
        ("clerk", set(), {"report", "evidence", "close", "remove-words"}),
        ("reader", set(), {"report", "evidence", "close", "remove-words"}),
        ("administrator", set(), {"report", "evidence", "close", "remove-words"}),
    ],
)
def test_each_role_is_offered_its_own_acts_and_refused_the_others(
    request, signed_in, action, who, offered, withheld
):
    client = signed_in(request.getfixturevalue(who))
    shown = client.get(page(action)).content.decode()
    for act in offered:
        assert f"{ACTIONS}{action.pk}/{act}/" in shown
        assert client.get(f"{ACTIONS}{action.pk}/{act}/").status_code == 200
    for act in withheld:
        assert f"{ACTIONS}{action.pk}/{act}/" not in shown
        assert client.post(f"{ACTIONS}{action.pk}/{act}/", {}).status_code == 403


@pytest.mark.parametrize("who", ["officer", "publisher", "clerk", "reader", "administrator"])
def test_who_only_reads_changes_nothing_by_posting_the_form(request, signed_in, action, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.post(page(action), {"title": "Other words"}).status_code == 403
    action.refresh_from_db()
    assert action.title == "Decide every contact in one day"


# --- the list ---


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("attention=late", {"late"}),
        ("attention=release", {"waiting"}),
        ("attention=asked", {"asked"}),
        ("attention=draft", {"draft"}),
        ("attention=unproved", {"done"}),
        ("attention=leaderless", {"leaderless"}),
        ("status=complete", {"done"}),
        ("confidence=off-track", {"waiting"}),
        ("q=leaderless", {"leaderless"}),
    ],
)
def test_the_list_finds_what_is_asked_for(keeps, plan, officer_post, asked, expected):
    def make(title, **fields):
        fields = {"lead": officer_post, "added_on": TODAY, **fields}
        return factories.ActionFactory(plan=plan, title=title, **fields)

    make("late", original_due=factories.days_ago(3))
    factories.UpdateFactory(action=make("waiting"), confidence="off-track")
    factories.DueDateMoveFactory(action=make("asked"))
    make("draft", public_at=None)
    factories.UpdateFactory(action=make("done"), public=True, status="complete", confidence="")
    make("leaderless", lead=None)
    found = keeps.get(f"{ACTIONS}?{asked}").context["cl"].result_list
    assert {row.title for row in found} == expected


def test_the_list_is_narrowed_to_a_plan_and_a_lead_within_reach(
    keeps, action, plan, officer_post, other_council
):
    factories.ActionFactory(plan=plan)
    theirs = factories.PlanFactory(council=other_council, title="Their plan")
    found = keeps.get(f"{ACTIONS}?plan={plan.pk}&lead={officer_post.pk}")
    assert list(found.context["cl"].result_list) == [action]
    assert "Their plan" not in keeps.get(f"{ACTIONS}?plan={theirs.pk}").content.decode()


def test_the_list_says_when_nobody_has_reported_and_by_how_much_it_is_late(
    keeps, plan, officer_post
):
    factories.ActionFactory(plan=plan, lead=officer_post, original_due=factories.days_ago(21))
    found = keeps.get(ACTIONS).content.decode()
    assert "3 weeks late" in found
    assert "Not reported" in found


def test_the_list_takes_the_same_queries_for_one_action_and_for_three(
    keeps, plan, action, django_assert_num_queries
):
    # The session, the person, their roles, the count, the actions, their states.
    with django_assert_num_queries(6):
        keeps.get(ACTIONS)
    factories.ActionFactory.create_batch(2, plan=plan)
    with django_assert_num_queries(6):
        keeps.get(ACTIONS)


def test_a_page_of_the_list_keeps_its_order_and_goes_on_where_the_last_one_ended(keeps, plan):
    for number in range(60):
        factories.ActionFactory(plan=plan, reference=f"R{number:02}")
    first = [row.reference for row in keeps.get(ACTIONS).context["cl"].result_list]
    second = [row.reference for row in keeps.get(f"{ACTIONS}?p=2").context["cl"].result_list]
    assert first + second == [f"R{number:02}" for number in range(60)]


def test_a_new_plan_is_a_draft_of_the_officers_own_council(keeps, council):
    said = {
        "council": council.pk,
        "title": "The next plan",
        "slug": "next",
        "starts_on": TODAY.isoformat(),
        "reporting_interval_days": 31,
        "on_track_means": "We expect to finish on time.",
        "at_risk_means": "It could be late.",
        "off_track_means": "It will be late.",
    }
    assert keeps.post("/admin/improvement/plan/add/", said).status_code == 302
    plan = Plan.objects.get(slug="next")
    assert (plan.council, plan.publish_from) == (council, None)


def test_lists_have_2_9_before_2_10(plan, plan_officer, signed_in):
    for reference in ("2.10", "10.1", "2.9", "A-7"):
        factories.ActionFactory(plan=plan, reference=reference)
    page = signed_in(plan_officer).get("/admin/improvement/action/")
    listed = [action.reference for action in page.context["cl"].result_list]
    assert listed == ["2.9", "2.10", "10.1", "A-7"]


def test_many_saved_at_once_are_sorted_too(plan):
    rows = [Action(plan=plan, reference=name, added_on=TODAY) for name in ("2.10", "2.9")]
    Action.objects.bulk_create(rows)
    assert [action.reference for action in plan.actions.all()] == ["2.9", "2.10"]
