"""Release, embargo, withdrawal, inlines and filters in the admin, rule by rule."""

from datetime import timedelta

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.utils import timezone

from councils.access import Can, Role
from councils.scoping import (
    CheckedForm,
    PublishableAdmin,
    ScopedRelatedFilter,
    ScopedTabularInline,
    StateFilter,
)
from councils.scoping.act_forms import ReleaseForm
from inspections.models import Inspection, Intervention, Judgement
from tests import factories

DAY = timedelta(days=1)


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
    def request(user, path="/", posting=None):
        made = rf.post(path, posting) if posting is not None else rf.get(path)
        made.user = user
        return made

    return request


@pytest.fixture
def publisher(here):
    return member_of(here, Role.PUBLISHER)


@pytest.fixture
def steps(here):
    """One step of the ladder in each state, by its word."""
    now = timezone.now()

    def step(**given):
        return factories.InterventionFactory(council=here, **given)

    gone = step(publish_from=now - 2 * DAY)
    gone.withdrawn_at, gone.withdrawn_why = now - DAY, "Wrong council"
    gone.withdrawn_by = factories.UserFactory()
    gone.save()
    return {
        "draft": step(publish_from=None),
        "embargoed": step(publish_from=now + DAY),
        "public": step(publish_from=now - 2 * DAY),
        "withdrawn": gone,
    }


STEPS = admin.site.get_model_admin(Intervention)


# --- acts ---


def test_each_state_has_its_acts_for_a_publisher_and_none_for_others(steps, here, publisher, ask):
    def acts(user):
        return {name: STEPS.acts_for(ask(user), step) for name, step in steps.items()}

    assert acts(publisher) == {
        "draft": ["release"],
        "embargoed": ["release", "take-back"],
        "public": ["withdraw"],
        "withdrawn": [],
    }
    assert not any(acts(member_of(here, Role.CLERK)).values())


def test_the_state_is_told_with_the_day_that_matters(steps):
    told = {name: STEPS.state(step) for name, step in steps.items()}
    days = {
        name: timezone.now() + days * DAY
        for name, days in (("embargoed", 1), ("public", -2), ("withdrawn", -1))
    }
    words = {"embargoed": "until", "public": "since", "withdrawn": "on"}
    assert told.pop("draft") == "draft: the public cannot see it"
    assert told == {
        name: f"{name} {words[name]} {day.astimezone(timezone.get_current_timezone()):%-d %B %Y}"
        for name, day in days.items()
    }


def test_what_was_public_is_not_deleted_and_what_was_withdrawn_not_changed(steps, here, ask):
    request = ask(member_of(here, Role.CLERK))
    changed = {name for name, step in steps.items() if STEPS.has_change_permission(request, step)}
    deleted = {name for name, step in steps.items() if STEPS.has_delete_permission(request, step)}
    assert changed == {"draft", "embargoed", "public"}
    assert deleted == {"draft"}
    assert STEPS.has_change_permission(request) is STEPS.has_delete_permission(request) is True
    reader = ask(member_of(here, Role.READER))
    assert STEPS.has_delete_permission(reader, steps["draft"]) is False
    assert STEPS.has_change_permission(reader, steps["draft"]) is False


def test_what_is_fixed_once_public_is_read_only_from_then_on(steps, here, ask):
    request = ask(member_of(here, Role.CLERK))
    assert "council" not in STEPS.get_readonly_fields(request)
    fixed = {
        name
        for name, step in steps.items()
        if "council" in STEPS.get_readonly_fields(request, step)
    }
    assert fixed == {"embargoed", "public", "withdrawn"}


def test_why_it_was_withdrawn_is_shown_only_where_it_was(steps, here, ask):
    request = ask(member_of(here, Role.CLERK))

    def shown(step):
        return [
            one for _, options in STEPS.get_fieldsets(request, step) for one in options["fields"]
        ]

    assert {name for name, step in steps.items() if "withdrawn_why" in shown(step)} == {"withdrawn"}
    assert "withdrawn_why" not in shown(None)
    assert "state" in shown(None)


def test_an_act_is_a_page_of_its_own_for_who_may_do_it(steps, here, publisher, signed_in):
    public, draft = steps["public"], steps["draft"]
    client = signed_in(publisher)
    page = client.get(f"/admin/inspections/intervention/{public.pk}/withdraw/")
    assert page.status_code == 200
    assert "Withdraw" in page.content.decode()
    assert client.get(f"/admin/inspections/intervention/{draft.pk}/withdraw/").status_code == 403
    done = client.post(
        f"/admin/inspections/intervention/{public.pk}/withdraw/", {"why": "Wrong council"}
    )
    assert done["Location"] == f"/admin/inspections/intervention/{public.pk}/change/"
    public.refresh_from_db()
    assert public.withdrawn_why == "Wrong council"
    release = f"/admin/inspections/intervention/{draft.pk}/release/"
    assert client.post(release, {}).status_code == 200
    hidden = client.get(release).context["form"].hidden_fields()
    seen = {field.html_name: field.value() for field in hidden}
    assert client.post(release, {"when": "now", **seen}).status_code == 302
    draft.refresh_from_db()
    assert draft.publish_from
    held = steps["embargoed"]
    held.embargo_readers.add(publisher)
    page = client.get(f"/admin/inspections/intervention/{held.pk}/change/").content.decode()
    assert page.count(f"/intervention/{held.pk}/take-back/") == 1
    client.post(f"/admin/inspections/intervention/{held.pk}/take-back/", {})
    held.refresh_from_db()
    assert held.publish_from is None


def test_what_cannot_be_done_now_is_refused(steps, ask, publisher):
    for act, name in (("withdraw", "draft"), ("release", "public"), ("take-back", "draft")):
        with pytest.raises(PermissionDenied):
            STEPS.record_for(ask(publisher), str(steps[name].pk), act)
    assert STEPS.record_for(ask(publisher), str(steps["draft"].pk), "release") == steps["draft"]


def test_without_acts_of_its_own_a_class_offers_none(steps, ask, publisher):
    assert super(PublishableAdmin, STEPS).acts_for(ask(publisher), steps["draft"]) == []
    assert super(PublishableAdmin, STEPS).acts_for(ask(publisher), steps["public"]) == ["withdraw"]
    assert PublishableAdmin.doubts(STEPS, steps["draft"]) == []


# --- the form of a release ---


def release_form(step, data=None, doubts=()):
    people = type(factories.UserFactory()).objects.all()
    return ReleaseForm(data, record=step, people=people, site=admin.site, doubts=doubts)


def test_an_embargo_needs_its_end_and_a_release_at_once_has_none(steps):
    now = release_form(steps["draft"], {"when": "now", "publish_from": "2030-01-01T09:00"})
    assert now.is_valid()
    assert now.moment is None
    later = release_form(steps["draft"], {"when": "later", "publish_from": "2030-01-01T09:00"})
    assert later.is_valid()
    assert f"{later.moment:%Y-%m-%d %H:%M}" == "2030-01-01 09:00"
    assert release_form(steps["draft"], {"when": "now"}).is_valid()
    without = release_form(steps["draft"], {"when": "later"})
    assert list(without.errors) == ["publish_from"]


def test_every_doubt_is_answered_and_the_answers_are_told(steps):
    doubts = ["“Jo, 7” looks like a name with an age"]
    assert not release_form(steps["draft"], {"when": "now"}, doubts).is_valid()
    too_long = {"when": "now", "answer-0": "x" * 301}
    assert not release_form(steps["draft"], too_long, doubts).is_valid()
    form = release_form(steps["draft"], {"when": "now", "answer-0": "x" * 300}, doubts)
    assert form.is_valid()
    assert form.answers == {doubts[0]: "x" * 300}


# --- filters ---


def test_the_filter_by_state_gives_the_rows_in_it(steps, ask, publisher):
    rows = Intervention.objects.all()

    def found(value):
        state = StateFilter(ask(publisher), {"state": [value]}, Intervention, STEPS)
        return set(state.queryset(ask(publisher), rows))

    for name, step in steps.items():
        assert found(name) == {step}
    assert found("nonsense") == set(steps.values())
    offered = StateFilter(ask(publisher), {}, Intervention, STEPS).lookups(None, STEPS)
    assert [value for value, _ in offered] == list(steps)


def test_a_filter_by_relation_offers_sixty_rows_at_most(here, ask, monkeypatch):
    chief = factories.UserFactory(is_superuser=True)
    field, inspections = (
        Inspection._meta.get_field("council"),
        admin.site.get_model_admin(Inspection),
    )
    several = [here, factories.CouncilFactory(), factories.CouncilFactory()]
    monkeypatch.setattr(ScopedRelatedFilter, "MOST", 3)

    def offered():
        shown = ScopedRelatedFilter.field_choices(
            ScopedRelatedFilter, field, ask(chief), inspections
        )
        return {key for key, _ in shown}

    assert offered() == {one.pk for one in several}
    factories.CouncilFactory()
    assert offered() == set()


# --- rows inside a form ---


class ForAll(ScopedTabularInline):
    model = Judgement
    reach = "inspection__council"


class ForPublishers(ForAll):
    add_needs = change_needs = delete_needs = Can.RELEASE


def may(inline, request, obj):
    given = inline(Inspection, admin.site)
    return [
        given.has_view_permission(request, obj),
        given.has_add_permission(request, obj),
        given.has_change_permission(request, obj),
        given.has_delete_permission(request, obj),
    ]


def test_an_inline_asks_for_what_its_parent_asks_or_for_more(here, there, publisher, ask):
    ours, theirs = (factories.InspectionFactory(council=one) for one in (here, there))
    clerk, reader = ask(member_of(here, Role.CLERK)), ask(member_of(here, Role.READER))
    assert may(ForAll, clerk, ours) == may(ForAll, clerk, None) == [True] * 4
    assert may(ForAll, clerk, theirs) == [False] * 4
    assert may(ForAll, reader, ours) == may(ForAll, reader, None) == [True, False, False, False]
    assert may(ForPublishers, clerk, ours) == [True, False, False, False]
    assert may(ForPublishers, ask(publisher), ours) == [True] * 4
    assert may(ForPublishers, ask(publisher), None) == [True] * 4
    assert may(ForPublishers, ask(publisher), theirs) == [False] * 4
    assert ForAll(Inspection, admin.site).councils_of(ours) == {here.pk}


# --- the form ---


def test_a_row_names_only_rows_of_its_own_council_and_holds_its_constraints(here, there):
    class Form(CheckedForm):
        of_one_council = ("replaced_by",)

    made = modelform_factory(Intervention, form=Form, fields=("council", "replaced_by", "kind"))
    ours, theirs = (factories.InterventionFactory(council=one) for one in (here, there))
    step = factories.InterventionFactory(council=here)

    def errors(other, **given):
        data = {"council": here.pk, "kind": step.kind, "replaced_by": other and other.pk}
        return made({**data, **given}, instance=step).errors

    assert errors(ours) == errors(None) == {}
    assert [str(one) for one in errors(theirs)["__all__"]] == [
        f"{theirs} belongs to another council."
    ]
    assert list(errors(theirs, kind="")) == ["kind"]
    assert not made(instance=step).errors
