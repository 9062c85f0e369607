"""Which rows and acts a person's roles reach in the admin, rule by rule."""

from types import SimpleNamespace

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from councils.access import MAY, Can, Role
from councils.models import Council
from councils.scoping import (
    Only,
    PublicReference,
    ScopedAdmin,
    ScopedRelatedFilter,
    gated,
    holds,
    may_enter,
    posted,
)
from improvement.models import Action
from inspections.models import Framework, Inspection
from tests import factories
from tests.factories import NOW

HERE, THERE = 1, 2


def person(*roles, active=True, superuser=False):
    powers = {place: MAY[role] for place, role in zip((HERE, THERE), roles, strict=False) if role}
    return SimpleNamespace(
        is_authenticated=True, is_active=active, is_superuser=superuser, powers=powers
    )


PUBLISHER, NOBODY, CHIEF = person(Role.PUBLISHER), person(), person(superuser=True)
GONE, CHIEF_GONE = person(Role.CLERK, active=False), person(superuser=True, active=False)
PRETENDER = SimpleNamespace(
    is_authenticated=False, is_active=True, is_superuser=True, powers={HERE: MAY[Role.CLERK]}
)


def test_the_admin_opens_for_who_has_a_role_and_for_superusers():
    entering = [may_enter(one) for one in (PUBLISHER, CHIEF)]
    kept_out = [may_enter(one) for one in (NOBODY, GONE, CHIEF_GONE, PRETENDER, AnonymousUser())]
    assert entering == [True, True]
    assert kept_out == [False] * 5


def test_what_is_needed_must_be_held_at_every_council_of_a_row():
    assert holds(PUBLISHER, Can.RELEASE)
    assert holds(PUBLISHER, Can.RELEASE, {HERE})
    assert not holds(PUBLISHER, Can.EDIT_PLAN, {HERE})
    assert not holds(PUBLISHER, Can.RELEASE, {HERE, THERE})
    assert holds(person(Role.PUBLISHER, Role.PUBLISHER), Can.RELEASE, {HERE, THERE})
    assert not holds(PUBLISHER, Can.RELEASE, set())
    assert not holds(NOBODY, Can.RELEASE)
    assert holds(CHIEF, Can.RELEASE, set())
    assert not holds(CHIEF_GONE, Can.RELEASE, {HERE})


def test_no_role_gives_what_only_superusers_or_nobody_may():
    assert holds(CHIEF, Only.SUPERUSERS)
    assert not holds(CHIEF, Only.NOBODY)
    assert not holds(CHIEF_GONE, Only.SUPERUSERS)
    assert not holds(PUBLISHER, Only.SUPERUSERS, {HERE})


# --- rows ---


@pytest.fixture
def here(db):
    return factories.CouncilFactory()


@pytest.fixture
def there(db):
    return factories.CouncilFactory()


def member_of(council, role):
    user = factories.UserFactory()
    factories.MembershipFactory(user=user, council=council, role=role)
    return user


@pytest.fixture
def ask(rf):
    def request(user, path="/", **posting):
        made = rf.post(path, posting) if posting else rf.get(path)
        made.user = user
        return made

    return request


def scoped(model):
    return admin.site.get_model_admin(model)


def test_rows_pass_the_gate_of_their_model_then_the_reach_of_the_role(here, there, ask):
    draft = factories.InspectionFactory(council=here, publish_from=None)
    theirs = factories.InspectionFactory(council=there, publish_from=NOW)
    factories.InspectionFactory(council=there, publish_from=None)
    request = ask(member_of(here, Role.CLERK))
    inspections = scoped(Inspection)
    assert set(gated(Inspection, request)) == {draft, theirs}
    assert set(inspections.readable(request)) == {draft, theirs}
    assert set(inspections.rows(request)) == {draft}
    everything = Inspection.objects.all()
    assert set(inspections.where(request, everything, Can.EDIT_FINDINGS)) == {draft}
    for needs in (Can.RELEASE, Only.SUPERUSERS, Only.NOBODY):
        assert not inspections.where(request, everything, needs)
    chief = ask(factories.UserFactory(is_superuser=True))
    assert inspections.where(chief, everything, Only.SUPERUSERS).count() == 3
    assert set(gated(Framework, request)) == set(Framework.objects.all())


def test_rows_come_in_the_order_that_the_class_says_or_else_the_model(here, ask):
    class Ordered(ScopedAdmin):
        reach = "council"
        ordering = ["-slug"]

    class AsTheModel(ScopedAdmin):
        reach = "council"

    request = ask(factories.UserFactory(is_superuser=True))
    assert Ordered(Inspection, admin.site).get_queryset(request).query.order_by == ("-slug",)
    rows = AsTheModel(Inspection, admin.site).get_queryset(request)
    assert rows.query.order_by == tuple(Inspection._meta.ordering) != ()


def test_the_councils_of_a_row_are_found_by_the_path_to_them(here):
    inspection = factories.InspectionFactory(council=here)
    judgement = factories.JudgementFactory(inspection=inspection)
    assert scoped(Inspection).councils_of(inspection) == {here.pk}
    assert scoped(Council).councils_of(here) == {here.pk}
    action = factories.ActionFactory(plan=factories.PlanFactory(council=here))
    assert scoped(Action).councils_of(action) == {here.pk}
    # Not yet filled in.
    assert scoped(Inspection).councils_of(Inspection()) == set()
    assert scoped(Action).councils_of(Action()) == set()
    assert scoped(Council).councils_of(Council()) == set()
    assert PublicReference().councils_of(judgement) == set()


def test_reference_data_is_read_by_all_who_enter_and_kept_by_superusers(here, ask):
    factories.FrameworkFactory()
    frameworks, rows = scoped(Framework), Framework.objects.all()
    reader = ask(member_of(here, Role.READER))
    nobody, chief = ask(factories.UserFactory()), ask(factories.UserFactory(is_superuser=True))
    assert frameworks.where(reader, rows, frameworks.view_needs).count() == rows.count() > 0
    assert not frameworks.where(nobody, rows, frameworks.view_needs)
    assert not frameworks.where(reader, rows, frameworks.change_needs)
    assert frameworks.where(chief, rows, frameworks.change_needs).count() == rows.count()
    assert frameworks.has_view_permission(reader) is True
    assert frameworks.has_view_permission(nobody) is False


# --- choices ---


def choices(model, name, request):
    field = model._meta.get_field(name)
    return set(scoped(model).get_field_queryset(None, field, request))


def test_a_choice_offers_ones_own_and_a_council_only_where_one_may_add(here, there, ask):
    clerk = member_of(here, Role.CLERK)
    factories.MembershipFactory(user=clerk, council=there, role=Role.READER)
    request = ask(clerk)
    assert choices(Inspection, "council", request) == {here}
    chief = ask(factories.UserFactory(is_superuser=True))
    assert choices(Inspection, "council", chief) == {here, there}
    reader = ask(member_of(here, Role.READER))
    assert choices(Inspection, "council", reader) == set()


def test_a_field_of_the_form_has_no_buttons_to_other_records(here, ask):
    request = ask(factories.UserFactory(is_superuser=True))
    field = Inspection._meta.get_field("framework")
    widget = scoped(Inspection).formfield_for_dbfield(field, request).widget
    assert not hasattr(widget, "can_add_related")


def test_where_there_is_one_council_it_is_chosen(here, there, ask):
    inspections = scoped(Inspection)
    clerk = member_of(here, Role.CLERK)
    assert inspections.get_changeform_initial_data(ask(clerk))["council"] == here.pk
    chief = ask(factories.UserFactory(is_superuser=True))
    assert "council" not in inspections.get_changeform_initial_data(chief)
    given = inspections.get_changeform_initial_data(ask(clerk, f"/?council={there.pk}"))
    assert given["council"] == str(there.pk)
    assert "council" not in scoped(Framework).get_changeform_initial_data(chief)


# --- what a person may do ---


def test_seeing_asks_for_one_council_of_the_row_and_changing_for_all(here, there, ask):
    ours, theirs = (factories.InspectionFactory(council=one) for one in (here, there))
    inspections = scoped(Inspection)
    clerk, reader = ask(member_of(here, Role.CLERK)), ask(member_of(here, Role.READER))
    nobody, chief = ask(factories.UserFactory()), ask(factories.UserFactory(is_superuser=True))
    for request, sees, writes in (
        (clerk, True, True),
        (reader, True, False),
        (nobody, False, False),
        (chief, True, True),
    ):
        assert inspections.has_module_permission(request) is sees
        assert inspections.has_view_permission(request) is sees
        assert inspections.has_view_permission(request, ours) is sees
        assert inspections.has_add_permission(request) is writes
        assert inspections.has_change_permission(request) is writes
        assert inspections.has_change_permission(request, ours) is writes
    assert inspections.has_view_permission(clerk, theirs) is False
    assert inspections.has_change_permission(clerk, theirs) is False
    assert inspections.has_view_permission(chief, theirs) is True


def test_what_is_out_of_reach_does_not_exist(here, there, ask):
    ours, theirs = (factories.InspectionFactory(council=one) for one in (here, there))
    inspections, request = scoped(Inspection), ask(member_of(here, Role.CLERK))
    assert inspections.get_object(request, str(ours.pk)) == ours
    for key in (str(theirs.pk), "9" * 18, "9" * 19, "9" * 400, "x"):
        with pytest.raises(Http404):
            inspections.get_object(request, key)
    outside = ask(factories.UserFactory())
    for view in (inspections.changelist_view, inspections.changeform_view):
        with pytest.raises(Http404):
            view(outside)
    with pytest.raises(Http404):
        inspections.changeform_view(ask(request.user, "/", _saveasnew="1"), str(ours.pk))


def test_a_list_is_filtered_only_as_its_class_declares(here, ask):
    chief = ask(factories.UserFactory(is_superuser=True))
    inspections = scoped(Inspection)
    assert inspections.lookup_allowed("council__id__exact", "1", chief)
    assert inspections.lookup_allowed("council", "1", chief)
    assert inspections.lookup_allowed("state", "draft", chief)
    for lookup in ("council__name__startswith", "withdrawn_why__contains", "council__name"):
        assert not inspections.lookup_allowed(lookup, "a", chief)
    assert inspections.to_field_allowed(chief, "id")
    assert inspections.to_field_allowed(chief, "pk")
    assert not inspections.to_field_allowed(chief, "slug")


def test_who_sees_one_council_gets_no_filter_by_council(here, there, ask):
    clerk = member_of(here, Role.CLERK)
    others = [name for name in scoped(Inspection).get_list_filter(ask(clerk)) if name == "council"]
    assert others == []
    both = member_of(here, Role.CLERK)
    factories.MembershipFactory(user=both, council=there, role=Role.READER)
    chief = factories.UserFactory(is_superuser=True)
    for user in (both, chief):
        assert "council" in scoped(Inspection).get_list_filter(ask(user))
    assert scoped(Inspection).get_list_filter(ask(clerk))


def test_a_row_is_saved_only_where_its_writer_may_write(here, there, ask):
    clerk = member_of(here, Role.CLERK)
    factories.MembershipFactory(user=clerk, council=there, role=Role.READER)
    inspections, request = scoped(Inspection), ask(clerk)
    ours, theirs = (factories.InspectionFactory(council=one) for one in (here, there))
    inspections.save_model(request, ours, None, change=True)
    for change in (True, False):
        with pytest.raises(PermissionDenied):
            inspections.save_model(request, theirs, None, change=change)


def test_a_class_asks_apart_for_adding_and_for_changing(here, ask):
    class Adding(ScopedAdmin):
        reach = "council"
        add_needs, change_needs = Can.EDIT_FINDINGS, Only.NOBODY

    class Changing(ScopedAdmin):
        reach = "council"
        add_needs, change_needs = Only.NOBODY, Can.EDIT_FINDINGS

    request = ask(member_of(here, Role.CLERK))
    inspection = factories.InspectionFactory(council=here)
    for made, change in ((Adding, True), (Changing, False)):
        model_admin = made(Inspection, admin.site)
        model_admin.save_model(request, inspection, None, change=not change)
        with pytest.raises(PermissionDenied):
            model_admin.save_model(request, inspection, None, change=change)
        field = Inspection._meta.get_field("council")
        assert set(model_admin.get_field_queryset(None, field, request)) == {here}


def test_what_was_posted_is_for_a_form_and_nothing_else(rf):
    assert posted(rf.get("/?a=1")) is None
    assert posted(rf.post("/", {"a": "1"}))["a"] == "1"


def test_an_open_choice_offers_other_councils_public_rows_too(here, there, ask):
    class Open(ScopedAdmin):
        reach = "council"
        add_needs = Can.EDIT_FINDINGS
        open_choices = ("council",)

    request = ask(member_of(here, Role.CLERK))
    field = Inspection._meta.get_field("council")
    assert set(Open(Inspection, admin.site).get_field_queryset(None, field, request)) >= {
        here,
        there,
    }


def test_a_filter_declared_with_its_class_is_asked_by_its_field(ask, db):
    class Declared(ScopedAdmin):
        reach = "council"
        list_filter = [("framework", ScopedRelatedFilter)]

    chief = ask(factories.UserFactory(is_superuser=True))
    filtered = Declared(Inspection, admin.site)
    assert filtered.lookup_allowed("framework__id__exact", "1", chief)
    assert not filtered.lookup_allowed("council__id__exact", "1", chief)


def test_a_list_opens_under_the_name_of_what_it_lists(here, client):
    client.force_login(member_of(here, Role.READER))
    page = client.get("/admin/inspections/inspection/")
    assert page.status_code == 200
    assert page.context["title"] == "Inspections"
