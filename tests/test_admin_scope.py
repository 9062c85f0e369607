"""The admin attacked, class by class, as an officer of another council would attack it.

By the registration: nobody has to remember to add a class here, and one of which there is no row
of `theirs` fails.
"""

import os

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.filters import AllValuesFieldListFilter, RelatedFieldListFilter
from django.contrib.contenttypes.models import ContentType
from django.forms import ModelChoiceField
from django.urls import reverse

from councils.scoping import Only, PublicReference, ScopedAdmin, ScopedRelatedFilter
from councils.scoping.inlines import ScopedInline
from tests import factories
from tests.cast import northbridge, play, sign_in, southmoor
from tests.intruder import Intruder, mine_of, theirs_of, unchanged

pytestmark = pytest.mark.django_db

REGISTRY = admin.site._registry
CLASSES = sorted(REGISTRY.values(), key=str)
# What belongs to no council: to everybody but superusers there is no such page.
NATIONAL = [each for each in CLASSES if each.view_needs is Only.SUPERUSERS]
GUARDED = [
    each for each in CLASSES if not isinstance(each, PublicReference) and each not in NATIONAL
]
# Written and shown by other rows' pages only, and never by a page of their own.
WITHOUT_A_PAGE = {
    "councils.CouncilCode",
    "councils.PostHolding",
    "improvement.ActionPeriod",
    "improvement.ActionState",
    "improvement.IndicatorAmendment",
    "improvement.MilestoneReached",
    "councils.CacheVersion",
    "improvement.PlanShare",
    "improvement.Relinked",
    "inspections.ImportRow",
    "inspections.InspectedBody",
    "inspections.Judgement",
    "inspections.ReadingCorrection",
    "inspections.ReadingDoubt",
    "inspections.RecommendationApart",
    "inspections.ReportVersion",
}


@pytest.fixture(scope="module")
def council(kept):
    return northbridge()


@pytest.fixture(scope="module")
def other_council(kept):
    return southmoor()


@pytest.fixture(scope="module")
def outsider(other_council):
    return play("outsider", other_council)


@pytest.fixture(scope="module")
def theirs(council):
    return theirs_of(council)


@pytest.fixture(scope="module")
def mine(other_council):
    return mine_of(other_council)


@pytest.fixture(scope="module")
def intruder(outsider):
    return Intruder(sign_in(outsider))


def every_class(classes):
    return pytest.mark.parametrize("model_admin", classes, ids=str)


def address(model_admin, page, *args):
    opts = model_admin.opts
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)


# --- every class has decided whose rows it shows ---


def test_every_registered_class_is_scoped():
    assert [str(each) for each in CLASSES if not isinstance(each, ScopedAdmin)] == []


def test_every_inline_is_scoped():
    inlines = [inline for each in CLASSES for inline in each.inlines]
    assert [str(each) for each in inlines if not issubclass(each, ScopedInline)] == []


def test_every_model_of_ours_is_registered_or_stands_on_another_page():
    ours = [apps.get_app_config(name) for name in ("councils", "inspections", "improvement")]
    unknown = {
        model._meta.label
        for app in ours
        for model in app.get_models()
        if model not in REGISTRY and not hasattr(model, "instance_type")
    }
    assert unknown - WITHOUT_A_PAGE == set()


@every_class(CLASSES)
def test_no_class_opens_a_side_door(model_admin):
    assert model_admin.date_hierarchy is None, "it counts by day"
    assert model_admin.view_on_site is False, "it names rows by number; link to the page instead"
    assert not model_admin.raw_id_fields, "it shows names of rows by number"
    assert not model_admin.list_editable, "it saves rows that the list merely shows"


# --- what lies out of reach does not exist ---


@every_class(GUARDED)
def test_another_councils_row_answers_404(model_admin, theirs, intruder):
    row = theirs[model_admin.model]
    stands = unchanged(row)
    acts = list(getattr(model_admin, "acts", {}))
    for page in ["change", "history", "delete", *acts]:
        at = address(model_admin, page, row.pk)
        assert intruder.get(at).status_code == 404, page
        assert intruder.get(at, {"_popup": 1}).status_code == 404, page
        for sent in ({"post": "yes"}, {"_saveasnew": "1"}):
            assert intruder.post(at, sent).status_code in {403, 404, 405}, page
    assert stands()


@every_class(NATIONAL)
def test_what_is_national_does_not_exist_for_a_councils_people(model_admin, intruder):
    for page in ("changelist", "add"):
        assert intruder.get(address(model_admin, page)).status_code == 404, page
        assert intruder.post(address(model_admin, page)).status_code == 404, page


@every_class(GUARDED)
def test_the_list_its_search_order_and_filters_show_nothing_of_theirs(
    model_admin, theirs, mine, intruder
):
    at = address(model_admin, "changelist")
    row = theirs[model_admin.model]
    for query in [{}, {"q": "zeb"}, {"o": "-1"}, {"_facets": "True"}, {"_popup": 1}, {"all": ""}]:
        assert intruder.get(at, query).status_code == 200
    assert intruder.get(at, {"_to_field": "council"}).status_code == 400
    found = intruder.client.get(at).context["cl"]
    assert row.pk not in {each.pk for each in found.result_list}


# With CI set every kind of question; else the one by which a value could be guessed.
ENDINGS = ("__startswith", *(("", "__isnull", "__pk__gt") if os.environ.get("CI") else ()))


@every_class(GUARDED)
def test_no_filter_but_the_declared_ones_answers(model_admin, theirs, intruder):
    """A count by `?password__startswith=a` or `?plans__title=…` would tell letter by letter."""
    at = address(model_admin, "changelist")
    declared = set(declared_filters(model_admin))
    for field in model_admin.opts.get_fields(include_hidden=True):
        if field.name in declared:
            continue
        for ending in ENDINGS:
            status = intruder.get(at, {f"{field.name}{ending}": "z"}).status_code
            assert status == 400, f"{field.name}{ending}"


def declared_filters(model_admin):
    """The names that an address may ask by."""
    for each in model_admin.list_filter:
        name = each[0] if isinstance(each, tuple) else getattr(each, "parameter_name", each)
        yield from getattr(each, "FIELDS", [name])


@every_class(CLASSES)
def test_filters_by_relation_offer_only_ones_own_rows(model_admin, rf, outsider):
    request = rf.get("/")
    request.user = outsider
    filters = model_admin.get_changelist_instance(request).filter_specs
    values = [each for each in filters if isinstance(each, AllValuesFieldListFilter)]
    assert [each for each in values if "__" in each.field_path] == [], "it lists every row's"
    related = [each for each in filters if isinstance(each, RelatedFieldListFilter)]
    assert [each for each in related if not isinstance(each, ScopedRelatedFilter)] == []


@every_class(GUARDED)
def test_an_action_on_posted_keys_does_nothing_to_theirs(model_admin, theirs, intruder, rf):
    row = theirs[model_admin.model]
    stands = unchanged(row)
    request = rf.get("/")
    request.user = intruder.client.get("/admin/").wsgi_request.user
    for name in [*model_admin.get_actions(request), "delete_selected"]:
        for confirmed in ({}, {"post": "yes"}, {"select_across": "1"}):
            intruder.post(
                address(model_admin, "changelist"),
                {"action": name, "_selected_action": row.pk, "index": 0} | confirmed,
            )
    assert stands()


@every_class(GUARDED)
def test_the_way_to_the_public_page_is_closed(model_admin, theirs, intruder):
    kind = ContentType.objects.get_for_model(model_admin.model).pk
    row = theirs[model_admin.model]
    for key in (row.pk, f"+{row.pk}", f"{row.pk} "):
        at = reverse("admin:view_on_site", args=[kind, key])
        assert intruder.get(at).status_code == 404
    assert intruder.get(reverse("admin:view_on_site", args=["x", row.pk])).status_code == 404


# --- what is chosen, looked up or posted ---


def related_fields():
    """Every relation of every registered model and inline: what an autocomplete can be asked.

    But those that may name any council: that a council exists is nobody's secret.
    """
    inlines = [inline for model_admin in CLASSES for inline in model_admin.inlines]
    for each in [*CLASSES, *inlines]:
        opts = each.model._meta
        for field in [*opts.fields, *opts.many_to_many, *opts.related_objects]:
            if field.is_relation and field.related_model and field.name not in each.open_choices:
                yield each.model, field


def test_no_autocomplete_finds_anything_of_theirs(theirs, intruder):
    at = reverse("admin:autocomplete")
    asked = 0
    for model, field in related_fields():
        opts = model._meta
        query = {"app_label": opts.app_label, "model_name": opts.model_name}
        for term in ("", "zeb", "north"):
            found = intruder.get(at, query | {"field_name": field.name, "term": term})
            assert found.status_code in {200, 404}, field
            row = theirs.get(field.related_model)
            if row and found.status_code == 200:
                asked += 1
                assert str(row.pk) not in {each["id"] for each in found.json()["results"]}, field
    assert asked > 20


def test_an_open_choice_finds_other_councils_and_a_scoped_one_does_not(intruder):
    factories.CouncilFactory(name="Northwick")
    found = {}
    for model, field in [("planshare", "council"), ("plan", "council")]:
        query = {"app_label": "improvement", "model_name": model, "field_name": field}
        answer = intruder.client.get(reverse("admin:autocomplete"), query | {"term": "North"})
        found[model] = [each["text"] for each in answer.json()["results"]]
    assert found == {"planshare": ["Northwick"], "plan": []}


def forms_of(model_admin, request, own):
    """The forms that this person could fill in, to add, to change and inside it; whose each is."""
    yield model_admin, model_admin.get_form(request)
    if own is not None:
        yield model_admin, model_admin.get_form(request, own, change=True)
        for inline in model_admin.get_inline_instances(request, own):
            yield inline, inline.get_formset(request, own).form


@every_class(GUARDED)
def test_no_field_accepts_a_key_of_theirs(model_admin, theirs, mine, rf, outsider):
    """But those that may name any council's public rows: of these, no draft."""
    request = rf.get("/")
    request.user = outsider
    for owner, form in forms_of(model_admin, request, mine.get(model_admin.model)):
        for name, field in form.base_fields.items():
            row = isinstance(field, ModelChoiceField) and theirs.get(field.queryset.model)
            if row and (name not in owner.open_choices or hasattr(row, "publish_from")):
                assert not field.queryset.filter(pk=row.pk).exists(), f"{form}.{name}"


@every_class(GUARDED)
def test_a_form_filled_in_by_its_address_names_nothing_of_theirs(model_admin, theirs, intruder):
    fields = [*model_admin.opts.fields, *model_admin.opts.many_to_many]
    asked = {
        field.name: theirs[field.related_model].pk
        for field in fields
        if field.is_relation and field.related_model in theirs
    }
    at = address(model_admin, "add")
    assert intruder.get(at, asked | {"_popup": 1}).status_code in {200, 403}


# --- who has no role, or has not signed in ---


@every_class(CLASSES)
def test_who_has_no_role_finds_nothing_and_who_is_not_signed_in_is_asked_to(
    model_admin, client, signed_in, site_administrator, db
):
    nobody = signed_in(factories.UserFactory(is_staff=True))
    left = factories.UserFactory()
    factories.MembershipFactory(user=left, ended_on=factories.TODAY)
    for page in ("changelist", "add"):
        at = address(model_admin, page)
        assert nobody.get(at).status_code == 404
        assert signed_in(left).get(at).status_code == 404
        answer = client.get(at)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("field", ["", "pk", "id"])
def test_a_record_asked_for_by_its_own_key_is_found_however_that_is_called(
    council, site_administrator, field
):
    at = reverse("admin:councils_council_delete", args=[council.pk])
    assert sign_in(site_administrator).get(at, {"_to_field": field}).status_code == 200
