"""The gate itself, rule by rule: who may do what, and what the public reads from when on."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.forms import modelform_factory

from councils import access
from councils.access import MAY, Can, Role
from councils.publication import not_withdrawn
from inspections.models import Inspection, Recommendation, RecommendationLink
from tests import factories
from tests.factories import NOW

BEFORE, AFTER = NOW - timedelta(seconds=1), NOW + timedelta(seconds=1)
HERE, THERE = 1, 2


def person(role=None, *, active=True, superuser=False):
    powers = {HERE: MAY[role]} if role else {}
    return SimpleNamespace(
        is_authenticated=True, is_active=active, is_superuser=superuser, powers=powers
    )


PUBLISHER, READER = person(Role.PUBLISHER), person(Role.READER)
NOBODY, CHIEF = person(), person(superuser=True)
GONE = person(Role.PUBLISHER, active=False)
CHIEF_GONE = person(superuser=True, active=False)
STRANGER = AnonymousUser()
# Would be let in if being signed in were not asked for.
PRETENDER = SimpleNamespace(
    is_authenticated=False, is_active=True, is_superuser=True, powers={HERE: MAY[Role.PUBLISHER]}
)
SHUT_OUT = [STRANGER, GONE, CHIEF_GONE, PRETENDER]


# --- what a role lets people do ---


def test_a_role_counts_at_its_own_council_only():
    assert access.may(PUBLISHER, Can.RELEASE, HERE) is True
    assert access.may(PUBLISHER, Can.RELEASE, THERE) is False
    assert access.may(PUBLISHER, Can.RELEASE, None) is False
    assert access.may(PUBLISHER, Can.EDIT_PLAN, HERE) is False
    assert access.may(CHIEF, Can.RELEASE, THERE) is True
    assert access.may(NOBODY, Can.SEE_RECORDS, HERE) is False


def test_what_may_be_done_somewhere_decides_what_the_menus_offer():
    assert access.may_somewhere(PUBLISHER, Can.RELEASE) is True
    assert access.may_somewhere(PUBLISHER, Can.EDIT_PLAN) is False
    assert access.may_somewhere(NOBODY, Can.SEE_RECORDS) is False
    assert access.may_somewhere(CHIEF, Can.EDIT_PLAN) is True


@pytest.mark.parametrize("user", SHUT_OUT)
def test_who_is_not_signed_in_or_has_left_may_nothing(user):
    assert access.may(user, Can.RELEASE, HERE) is False
    assert access.may_somewhere(user, Can.RELEASE) is False
    assert access.councils_where(user, Can.RELEASE) == set()


def test_the_councils_where_a_role_allows_it_are_told():
    both = person(Role.PUBLISHER)
    both.powers = {HERE: MAY[Role.PUBLISHER], THERE: MAY[Role.READER]}
    assert access.councils_where(both, Can.RELEASE) == {HERE}
    assert access.councils_where(both, Can.SEE_RECORDS) == {HERE, THERE}
    assert access.councils_where(both, Can.DECIDE) == set()


@pytest.mark.parametrize(
    ("user", "needed"),
    [
        (PUBLISHER, True),
        (person(Role.ADMINISTRATOR), True),
        (CHIEF, True),
        (person(Role.CLERK), False),
        (READER, False),
        (NOBODY, False),
        (STRANGER, False),
        (PRETENDER, False),
    ],
)
def test_a_second_factor_is_asked_of_who_can_publish_or_give_roles(user, needed):
    assert access.needs_second_factor(user) is needed


# --- rows by council ---


@pytest.fixture
def two_councils(db):
    here, there = factories.CouncilFactory(), factories.CouncilFactory()
    return here, there


def member_of(council, role=Role.READER):
    user = factories.UserFactory()
    factories.MembershipFactory(user=user, council=council, role=role)
    return user


def test_rows_are_within_reach_by_their_council_and_by_what_is_asked(two_councils):
    here, there = two_councils
    ours = factories.InspectionFactory(council=here)
    theirs = factories.InspectionFactory(council=there)
    reader, chief = member_of(here), factories.UserFactory(is_superuser=True)
    left = factories.UserFactory(is_superuser=True, is_active=False)
    rows = Inspection.objects.order_by("pk")

    def within(user, can=Can.SEE_RECORDS):
        return list(access.within_reach(rows, user, can, "council"))

    assert within(reader) == [ours]
    assert within(reader, Can.RELEASE) == []
    assert within(chief, Can.RELEASE) == [ours, theirs]
    assert within(left) == within(STRANGER) == within(PRETENDER) == []
    councils = type(here).objects.all()
    assert list(access.within_reach(councils, reader, Can.SEE_RECORDS, "")) == [here]


def test_what_was_released_is_anyones_and_the_rest_its_councils(two_councils):
    here, there = two_councils
    plan = factories.PlanFactory(council=here)
    of_theirs = factories.PlanFactory(council=there)
    ours = factories.UpdateFactory(action=factories.ActionFactory(plan=plan))
    action = factories.ActionFactory(plan=of_theirs)
    factories.UpdateFactory(action=action)
    hour = timedelta(hours=1)
    now = factories.UpdateFactory(action=action, recorded_at=NOW - hour, public=True)
    factories.UpdateFactory(action=action, recorded_at=AFTER - hour, public=True)
    rows = type(ours).objects.order_by("pk")

    def read(user):
        return list(access.released_or_own(rows, user, NOW, "action__plan__council"))

    assert read(STRANGER) == read(PRETENDER) == read(factories.UserFactory()) == [now]
    assert read(member_of(here)) == [ours, now]
    assert len(read(factories.UserFactory(is_superuser=True))) == 4
    assert read(factories.UserFactory(is_superuser=True, is_active=False)) == [now]


# --- released, embargoed, withdrawn ---


@pytest.fixture
def records(two_councils):
    here, _ = two_councils

    def record(**given):
        return factories.InspectionFactory(council=here, **given)

    return SimpleNamespace(
        council=here,
        draft=record(publish_from=None),
        held=record(publish_from=AFTER),
        public=record(publish_from=NOW),
    )


def visible(user, at=NOW):
    return set(Inspection.objects.visible_to(user, at=at))


def test_the_public_reads_from_the_very_moment_of_release(records):
    assert set(Inspection.objects.released(NOW)) == visible(STRANGER) == {records.public}
    assert visible(STRANGER, BEFORE) == set()
    assert visible(STRANGER, AFTER) == {records.public, records.held}


def test_drafts_are_their_councils_and_the_embargoed_theirs_who_are_named(records, two_councils):
    _, there = two_councils
    colleague, named = member_of(records.council), member_of(records.council)
    records.held.embargo_readers.add(named)
    assert visible(colleague) == {records.public, records.draft}
    assert visible(named) == {records.public, records.draft, records.held}
    assert visible(member_of(there)) == {records.public}
    assert visible(member_of(records.council, Role.ADMINISTRATOR)) == {
        records.public,
        records.draft,
    }
    # Named, and no longer let in.
    named.is_active = False
    assert visible(named) == {records.public}
    assert visible(PRETENDER) == {records.public}


def test_a_superuser_reads_all_while_the_account_is_active(records):
    chief = factories.UserFactory(is_superuser=True)
    assert visible(chief) == {records.public, records.draft, records.held}
    chief.is_active = False
    assert visible(chief) == {records.public}


def test_a_record_says_itself_whether_it_is_released(records):
    said = [
        (one.is_released(NOW), one.is_draft(NOW))
        for one in (records.draft, records.held, records.public)
    ]
    assert said == [(False, True), (False, True), (True, False)]
    assert records.public.is_released(BEFORE) is False


def withdraw(record, at=NOW):
    record.withdrawn_at, record.withdrawn_why = at, "Wrong council"
    record.withdrawn_by = factories.UserFactory()
    record.save()
    return record


def test_what_was_withdrawn_stands_until_that_very_moment(records):
    gone = withdraw(records.public)
    standing = {records.draft, records.held}
    assert set(Inspection.objects.standing()) == standing
    assert set(Inspection.objects.standing(NOW)) == standing
    assert set(Inspection.objects.standing(BEFORE)) == {*standing, gone}
    assert visible(STRANGER) == {gone}  # and says so


def test_a_path_leads_to_the_row_that_is_withdrawn(records):
    recommendation = factories.RecommendationFactory(inspection=withdraw(records.public))
    rows = Recommendation.objects.filter(pk=recommendation.pk)
    assert not rows.filter(not_withdrawn(path="inspection__")).exists()
    assert not rows.filter(not_withdrawn(NOW, "inspection__")).exists()
    assert rows.filter(not_withdrawn(BEFORE, "inspection__")).exists()


def test_a_withdrawal_says_who_and_why(records):
    for given in (
        {"withdrawn_at": NOW},
        {"withdrawn_at": NOW, "withdrawn_why": "Wrong council"},
        {"withdrawn_why": "Wrong council"},
    ):
        rows = Inspection.objects.filter(pk=records.public.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**given)
    records.public.withdrawn_at = NOW
    with pytest.raises(ValidationError, match="Say who withdraws this, and why"):
        records.public.validate_constraints()


def test_no_form_asks_for_a_release_and_none_offers_a_withdrawal(records):
    form = modelform_factory(Inspection, fields=("publish_from", "embargo_readers"))()
    assert not any(field.required for field in form.fields.values())
    for name in ("withdrawn_at", "withdrawn_by", "withdrawn_why"):
        assert not Inspection._meta.get_field(name).editable
    for record in (records.draft, withdraw(records.public)):
        record.full_clean()


def test_a_row_is_no_more_visible_than_what_it_belongs_to(records):
    released, also = (factories.RecommendationFactory(inspection=records.public) for _ in "ab")
    held = factories.RecommendationFactory(inspection=records.held)
    links = [
        RecommendationLink.objects.create(earlier=earlier, later=later)
        for earlier, later in ((released, also), (released, held), (held, also))
    ]
    assert list(RecommendationLink.objects.visible_to(STRANGER, at=NOW)) == links[:1]
    assert set(RecommendationLink.objects.visible_to(STRANGER, at=AFTER)) == set(links)
