"""The demonstration shows every state there is, by the workflow's own rules, and nothing real."""

import csv
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import override_settings

from councils.access import Role
from councils.days import LONDON, working_days_between
from councils.models import Body, Council, Membership, Post, PostHolding, User
from councils.screening import screen
from improvement import demonstration
from improvement.models import (
    Action,
    ActionState,
    Amendment,
    Confidence,
    DueDateMove,
    Evidence,
    Plan,
    Release,
    SignOff,
    Status,
    Step,
    Update,
    Workstream,
)
from improvement.record import refresh_all
from inspections.models import (
    Framework,
    Inspection,
    Intervention,
    Judgement,
    Recommendation,
    RecommendationLink,
)
from inspections.reference.frameworks import load_frameworks

pytestmark = pytest.mark.django_db
FIXTURES = Path(site.ROOT) / "fixtures"
PLAN, NEXT_PLAN = "improvement-plan", "care-leavers-promise"
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=LONDON)  # a Sunday
TODAY = NOW.date()


@pytest.fixture(scope="module")
def loaded(kept):
    """Loaded once for the tests that only look, and undone after them."""
    load_frameworks(FIXTURES)
    with override_settings(DEBUG=True):
        demonstration.load(at=NOW)


def public(**conditions):
    """The references of the plan's actions whose public state is such."""
    return seen_by(ActionState.Audience.PUBLIC, **conditions)


def seen_by(audience, **conditions):
    rows = ActionState.objects.filter(audience=audience, action__plan__slug=PLAN)
    rows = rows.filter(action__public_at__isnull=False, **conditions)
    return sorted(rows.values_list("action__reference", flat=True))


# --- what is there ---


def test_the_plan_has_its_actions_and_one_more_as_a_draft(loaded):
    actions = Action.objects.filter(plan__slug=PLAN)
    assert actions.filter(public_at__isnull=False).count() == 41
    assert list(actions.filter(public_at=None).values_list("reference", flat=True)) == ["4.8"]
    assert Workstream.objects.filter(plan__slug=PLAN).count() == 5


OPEN = {"status": Status.IN_PROGRESS}
DONE = {"status": Status.COMPLETE}
SHOWN = {
    "on track, and heard from": (
        {**OPEN, "confidence": Confidence.ON_TRACK, "report_due_on__gte": TODAY, "moves": 0},
        ["1.7", "2.2", "3.7", "3.9", "4.4", "5.8"],
    ),
    "reported on track, and overdue": (
        {**OPEN, "confidence": Confidence.ON_TRACK, "due_on__lt": TODAY},
        ["2.2"],
    ),
    "moved once": ({"moves": 1}, ["3.3", "4.1"]),
    "moved twice": ({"moves": 2}, ["1.5", "2.6", "5.7"]),
    "moved, and overdue again": ({"moves__gt": 0, "due_on__lt": TODAY, **OPEN}, ["2.6"]),
    "a later date asked for, not yet decided": ({"asked_for__gt": TODAY}, ["2.9"]),
    "off track": ({"confidence": Confidence.OFF_TRACK}, ["2.5", "4.1"]),
    "overdue, by the record": (
        {"status__in": ActionState.OPEN, "due_on__lt": TODAY},
        ["1.4", "2.1", "2.2", "2.5", "2.6", "4.7", "5.5"],
    ),
    "said to be on track, then silent": (
        {"claimed": Status.IN_PROGRESS, "report_due_on__lt": TODAY},
        ["3.5"],
    ),
    "never reported on, and led by nobody": (
        {"last_heard_on": None, "action__lead": None},
        ["4.7"],
    ),
    "led by a vacant post": (
        {"action__lead__in": Post.objects.exclude(holdings__ended_on=None), **OPEN},
        ["4.1"],
    ),
    "claimed without evidence": ({**DONE, "evidence": 0}, ["1.3", "3.2", "4.2", "5.4"]),
    "evidence offered, not looked at": (
        {**DONE, "evidence__gt": 0, "evidenced": False},
        ["1.8", "4.6"],
    ),
    "evidenced, sign-off not proposed": (
        {**DONE, "evidenced": True, "step": ""},
        ["2.4", "3.6", "5.1"],
    ),
    "proposed": ({"step": Step.PROPOSED}, ["2.3", "4.5"]),
    "returned": ({"step": Step.RETURNED, **OPEN}, ["2.1", "5.5"]),
    "verified": ({"step": Step.VERIFIED}, ["1.2", "2.7", "3.1", "3.8", "5.2"]),
    "sustained": ({"step": Step.SUSTAINED}, ["1.1", "4.3", "5.3"]),
    "reopened": ({"step": Step.REOPENED, **OPEN, "claimed": Status.COMPLETE}, ["1.4"]),
    "business as usual": ({"status": Status.BUSINESS_AS_USUAL}, ["3.8", "5.6"]),
    "withdrawn": ({"status": Status.WITHDRAWN}, ["2.8"]),
    "merged": ({"status": Status.MERGED}, ["1.6"]),
    "replaced": ({"status": Status.REPLACED}, ["3.4"]),
}


@pytest.mark.parametrize("state", SHOWN)
def test_every_state_is_shown(loaded, state):
    conditions, expected = SHOWN[state]
    assert public(**conditions) == expected


def test_what_was_reported_late_waits_in_the_open(loaded):
    waiting = {
        state.action.reference: working_days_between(state.waiting_since.date(), TODAY)
        for state in ActionState.objects.filter(waiting_since__isnull=False, audience="public")
    }
    assert waiting == {"1.7": 2, "5.8": 8}  # before and after the five working days
    heard = {"report_due_on__gt": TODAY, "action__reference": "1.7"}
    inside = ActionState.objects.get(audience="internal", **heard)
    outside = ActionState.objects.get(audience="public", **heard)
    assert inside.last_heard_on > outside.last_heard_on


def test_the_log_shows_what_is_rare(loaded):
    log = Update.objects.filter(action__plan__slug=PLAN)
    corrected = log.get(corrects__isnull=False)
    assert (corrected.action.reference, corrected.effective_on) == (
        "3.6",
        corrected.corrects.effective_on,
    )
    redacted = log.get(redacted_at__isnull=False)
    assert redacted.action.reference == "4.4"
    assert "stroke" not in redacted.what_changed
    assert {update.action.reference for update in log if update.on_behalf} >= {"2.4"}
    assert log.filter(help_from__isnull=False).count() >= 5
    assert DueDateMove.objects.get(outcome="refused").action.reference == "2.5"
    returned = SignOff.objects.filter(step=Step.RETURNED, action__reference="2.7").get()
    verified = SignOff.objects.filter(step=Step.VERIFIED, action__reference="2.7").get()
    assert returned.recorded_at < verified.recorded_at
    assert [answer for row in Release.objects.all() for answer in row.answers]


def test_promises_were_amended_in_the_open(loaded):
    fields = set(Amendment.objects.filter(public_at__isnull=False).values_list("field", flat=True))
    assert fields == {"success_measure", "measures", "lead", "reporting_interval_days"}


def test_there_are_promises_to_ask_about(loaded):
    actions = Action.objects.filter(plan__slug=PLAN, public_at__isnull=False)
    assert actions.filter(success_measure="").count() == 1
    assert actions.filter(measures=Action.Measures.PROCESS).count() > 5
    assert actions.filter(recommendations=None).count() == 2
    asked = Recommendation.objects.filter(inspection__plans__slug=PLAN)
    assert [row.reference for row in asked.filter(actions=None)] == ["R7"]
    assert actions.filter(added_on__gt=actions.order_by("added_on").first().added_on).count() == 2


def test_what_was_found_is_of_every_kind(loaded):
    rows = Inspection.objects.filter(council__slug="exampleton")
    assert set(rows.values_list("framework__kind", flat=True)) == {
        Framework.Kind.INSPECTION,
        Framework.Kind.FOCUSED_VISIT,
        Framework.Kind.MONITORING_VISIT,
        Framework.Kind.REVIEW,
    }
    assert rows.get(parent__isnull=False, framework__kind="review").recommendations.count() == 7
    judged = rows.get(plans__slug=PLAN, framework__kind="inspection")
    assert judged.recommendations.count() == 19
    assert Judgement.objects.filter(corrects__isnull=False, inspection=judged).count() == 1
    current = judged.judgements.current()
    assert {row.area_id for row in current} == set(
        judged.framework.areas.values_list("pk", flat=True)
    )
    assert Judgement.objects.filter(no_grade=Judgement.NoGrade.NOT_JUDGED).exists()
    assert RecommendationLink.objects.filter(later__inspection=judged).count() > 10
    assert Intervention.objects.filter(kind=Intervention.Kind.NOTICE).count() == 1
    recommendations = Recommendation.objects.filter(inspection__council__slug="exampleton")
    for field in ("page", "section", "kind", "timescale", "reference", "council_reference"):
        assert recommendations.exclude(**{field: "" if field != "page" else None}).exists(), field


# --- what may be seen, and by whom ---


def test_each_role_has_an_account_that_can_sign_in(loaded, rf):
    request = rf.post("/")
    users = [
        authenticate(request, username=username, password=words)
        for username, words, _ in demonstration.accounts()
    ]
    assert all(user.is_staff for user in users)
    assert [user.username for user in users if user.is_superuser] == ["site"]
    at_home = Membership.objects.filter(user__in=users, council__slug="exampleton")
    assert sorted(at_home.values_list("role", flat=True)) == sorted([*Role, Role.ACTION_LEAD])
    others = User.objects.exclude(username__in=[user.username for user in users])
    assert not any(user.has_usable_password() for user in others)


def test_the_gates_have_something_to_keep_in(loaded):
    next_plan = Plan.objects.get(slug=NEXT_PLAN)
    embargoed = Inspection.objects.get(publish_from__gt=NOW)
    sees = {}
    for username in ("officer", "publisher", "clerk", "sampleby"):
        user = User.objects.get(username=username)
        sees[username] = (
            next_plan in Plan.objects.visible_to(user, at=NOW),
            embargoed in Inspection.objects.visible_to(user, at=NOW),
        )
    assert sees == {
        "officer": (True, True),
        "publisher": (True, True),
        "clerk": (True, False),
        "sampleby": (False, False),
    }


# --- that it is true to the rules ---


def test_every_stored_state_is_what_the_log_says(loaded):
    assert refresh_all() == 0


def test_rebuilding_mends_a_state_that_was_stored_wrong(loaded, capsys):
    wrong = ActionState.objects.filter(audience="public", action__reference="1.1").first()
    was = wrong.status
    ActionState.objects.filter(pk=wrong.pk).update(status=Status.NOT_STARTED)
    call_command("rebuild_states")
    wrong.refresh_from_db()
    assert wrong.status == was
    assert capsys.readouterr().out == "1 states were wrong, and are mended.\n"


@pytest.mark.parametrize(
    "model",
    [
        *(Council, Body, Post, PostHolding, Membership, Inspection, Judgement, Recommendation),
        *(Intervention, Plan, Workstream, Action),
    ],
)
def test_what_was_entered_passes_the_checks_of_the_forms(loaded, model):
    for row in model.objects.all():
        row.full_clean()


def test_everything_public_belongs_to_a_fictional_council_with_an_invented_name(loaded):
    assert not Council.objects.filter(is_demonstration=False).exists()
    with (FIXTURES / "authorities.csv").open(encoding="utf-8") as lines:
        real = {line[name].lower() for line in csv.DictReader(lines) for name in ("slug", "name")}
    for council in Council.objects.all():
        assert {council.slug, council.name.lower()}.isdisjoint(real)
        assert "fictional" in council.official_name
    partners = Body.objects.filter(council=None)
    assert all(body.name.split()[0] in ("Exampleton", "Sampleby") for body in partners)


def test_no_words_look_like_those_of_a_person(loaded):
    words = [
        (row, getattr(row, name) or "")
        for model, names in {
            Recommendation: ("text",),
            Action: ("title", "difference", "success_measure", "internal_note"),
            Plan: ("title", "summary"),
            Update: Update.WORDS,
            DueDateMove: DueDateMove.WORDS,
            Evidence: Evidence.WORDS,
            SignOff: SignOff.WORDS,
            Amendment: Amendment.WORDS,
        }.items()
        for row in model.objects.all()
        for name in names
    ]
    found = [item.words for _, text in words for item in screen(text)]
    assert found == ["worried@exampleton.example"]  # answered: it is everyone's address
    assert not [text for _, text in words if "!" in text]


def test_a_second_loading_is_refused_and_changes_nothing(loaded, settings):
    settings.DEBUG = True
    before = Update.objects.count()
    with pytest.raises(demonstration.CannotLoad, match="stands here already"):
        demonstration.load(at=NOW)
    assert Update.objects.count() == before
