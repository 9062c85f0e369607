"""Queries of public pages are compiled once, and answer as if they were built each time."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from councils import prepared
from councils.models import Council
from improvement.models import Action
from tests.factories import ActionFactory, PlanFactory, moment

pytestmark = pytest.mark.django_db


def opened(kind, *, name, since, at):
    """A query of all the types that can be given; `kind` decides its form."""
    found = Council.objects.filter(name=name, opened_on__gte=since, plans__publish_from__lte=at)
    return found.values_list("pk", "opened_on") if kind == "dated" else found.values_list("pk")


def records_of(*, plan, at):
    found = Action.objects.filter(plan=plan, public_at__lte=at).select_related("plan__council")
    return found.annotate(held=Exists(found.filter(pk=OuterRef("pk")))).only("reference", "plan")


def of_plan(*, reader, plan, at):
    return Action.objects.visible_to(reader, at=at).filter(plan=plan).values_list("pk")


@pytest.fixture
def council(council):
    council.opened_on = date(1998, 4, 1)
    council.save()
    return council


@pytest.mark.parametrize("kind", ["dated", "bare"])
def test_other_values_get_other_rows_from_the_same_query(council, kind):
    PlanFactory(council=council, publish_from=moment(9))
    asked = {"name": council.name, "since": date(1998, 4, 1), "at": moment(9)}
    for changed in ({}, {"name": "Another"}, {"since": date(1998, 4, 2)}, {"at": moment(10)}):
        built = list(opened(kind, **asked | changed))
        assert list(prepared.rows(opened, kind, **asked | changed)) == built
        assert bool(built) is not bool(changed)


def test_a_query_is_compiled_once_however_often_it_is_asked(council):
    asked = {"name": council.name, "since": date(1998, 4, 1)}
    prepared.rows(opened, "dated", at=moment(3), **asked)
    before = prepared._compiled.cache_info()
    for days in range(3):
        prepared.rows(opened, "dated", at=moment(days), **asked)
    after = prepared._compiled.cache_info()
    assert (after.hits, after.misses) == (before.hits + 3, before.misses)


def test_the_rights_of_a_signed_in_reader_are_read_each_time(plan, officer, outsider):
    draft = ActionFactory(plan=plan, public_at=None)
    asked = {"plan": plan.pk, "at": moment(0)}
    seen = {
        reader: list(prepared.rows(of_plan, reader=reader, **asked))
        for reader in (officer, outsider, AnonymousUser(), officer)
    }
    assert seen == {officer: [(draft.pk,)], outsider: [], AnonymousUser(): []}


def test_records_come_with_what_was_joined_and_annotated(plan, action, django_assert_num_queries):
    for given in (moment(0), moment(-400), moment(0)):
        built = list(records_of(plan=plan.pk, at=given))
        with django_assert_num_queries(1):
            found = list(prepared.rows(records_of, plan=plan.pk, at=given))
            assert [one.plan.council for one in found] == [plan.council for _ in built]
        assert found == built
        assert [one.held for one in found] == [True for _ in built]
        assert all(one.get_deferred_fields() for one in found)


def among(*, keys):
    return Action.objects.filter(pk__among=keys).order_by("pk").values_list("pk", flat=True)


def of_plans(*, keys):
    return Action.objects.filter(plan__among=keys)


def test_any_number_of_keys_is_one_value_of_one_query(plan, django_assert_num_queries):
    first, second, third = (ActionFactory(plan=plan).pk for _ in range(3))
    prepared.rows(among, keys=())
    before = prepared._compiled.cache_info()
    for keys in ((), (second,), (third, first), (first, second, third, 0), (first, first)):
        with django_assert_num_queries(1):
            found = list(prepared.rows(among, keys=keys))
        assert found == sorted({first, second, third} & {*keys})
        assert list(among(keys=keys)) == found
    after = prepared._compiled.cache_info()
    assert after.misses == before.misses


def test_keys_of_a_relation_are_one_value_too(plan, action):
    assert list(prepared.rows(of_plans, keys=(plan.pk, 0))) == [action]
    assert list(prepared.rows(of_plans, keys=(0,))) == []


@pytest.mark.parametrize("value", [None, True, 1.5])
def test_a_value_of_another_type_is_refused(value):
    with pytest.raises(KeyError):
        prepared.rows(of_plan, reader=AnonymousUser(), plan=value, at=moment(0))
