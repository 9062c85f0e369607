"""A page is made once for many strangers, and never shown after the record has changed."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councils import cache_version
from councils.models import Council
from improvement.models import Action
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(action):
    return action.plan.get_absolute_url()


def text(address, client=None, **options):
    return (client or Client()).get(address, **options).content.decode()


def queries(address, client=None):
    with CaptureQueriesContext(connection) as captured:
        assert (client or Client()).get(address).status_code == 200
    return len(captured)


def test_the_second_stranger_costs_one_question_to_the_database(address):
    first, second = text(address), text(address)
    assert first == second
    assert "Decide every contact in one day" in second
    assert queries(address) == 1


def rewording(action):
    action.title = "Answer the telephone"
    action.save()


def in_bulk(action):
    Action.objects.filter(pk=action.pk).update(title="Answer the telephone")


def together(action):
    action.title = "Answer the telephone"
    Action.objects.bulk_update([action], ["title"])


def in_sql(action):
    with connection.cursor() as cursor:
        cursor.execute(
            'UPDATE "improvement_action" SET "title" = %s WHERE "id" = %s',
            ["Answer the telephone", action.pk],
        )


@pytest.mark.parametrize("change", [rewording, in_bulk, together, in_sql])
def test_whatever_changes_the_record_the_next_reader_sees_it(address, action, change):
    assert "Answer the telephone" not in text(address)
    change(action)
    assert "Answer the telephone" in text(address)


def test_a_new_row_and_one_that_is_gone_are_changes(address, plan):
    text(address)
    extra = factories.ActionFactory(plan=plan, title="Answer the telephone")
    assert "Answer the telephone" in text(address)
    Action.objects.filter(pk=extra.pk).delete()
    assert "Answer the telephone" not in text(address)


def test_what_was_not_committed_is_neither_kept_nor_a_change(address, action):
    before, token = text(address), cache_version.current()
    with transaction.atomic():
        in_bulk(action)
        assert "Answer the telephone" in text(address)
        transaction.set_rollback(True)
    assert text(address) == before
    assert cache_version.current() == token


def test_a_change_in_a_transaction_counts_though_a_part_of_it_was_undone(address, action):
    text(address)
    with transaction.atomic():
        with transaction.atomic():
            in_bulk(action)
            transaction.set_rollback(True)
        Council.objects.filter(pk=action.plan.council_id).update(name="Northbridge City")
    assert "Northbridge City" in text(address)


def test_an_embargo_passes_without_a_change(address, plan, monkeypatch, now):
    tomorrow = now + timedelta(days=1)
    type(plan).objects.filter(pk=plan.pk).update(publish_from=tomorrow)
    assert Client().get(address).status_code == 404
    council = plan.council.get_absolute_url()
    assert plan.title not in text(council)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert plan.title in text(council)
    assert Client().get(address).status_code == 200


def test_who_is_signed_in_neither_gets_a_strangers_page_nor_leaves_their_own(
    address, plan, plan_officer, signed_in
):
    type(plan).objects.filter(pk=plan.pk).update(publish_from=None)
    council = plan.council.get_absolute_url()
    assert plan.title not in text(council)
    member = signed_in(plan_officer)
    assert plan.title in text(council, member)
    assert plan.title not in text(council)
    assert Client().get(address).status_code == 404


def test_a_sign_in_is_no_change(address, plan_officer, signed_in):
    text(address)
    token = cache_version.current()
    signed_in(plan_officer)
    assert cache_version.current() == token


def test_each_address_with_its_question_is_a_page_of_its_own(address, action):
    whole, part = text(address), text(address, query_params={"q": "nothing has this name"})
    assert whole != part
    assert text(address) == whole


def test_caches_on_the_way_are_told_that_members_may_read_another_page(address):
    assert "Cookie" in Client().get(address).headers["Vary"]
    assert "Cookie" in Client().get(address).headers["Vary"]


def test_a_download_is_made_anew_each_time(address):
    first, second = (
        b"".join(Client().get(f"{address}actions.csv").streaming_content) for _ in range(2)
    )
    assert first == second
