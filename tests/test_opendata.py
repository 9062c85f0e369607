"""The allow-list of what leaves the house, and the files made from it."""

import csv
import io

import pytest
from django.apps import apps

from improvement.opendata import COLUMNS, PUBLIC, WITHHELD, public_fields
from inspections.cells import restore
from tests import factories

# Models of this app that no public page reads at all.
NEVER_READ = {"ReadingImport", "Redaction", "Release", "TrackerImport", "TrackerLayout"}


def models():
    return [
        model
        for model in apps.get_app_config("improvement").get_models()
        if not model.__name__.startswith("Historical") and model.__name__ not in NEVER_READ
    ]


def fields_of(model):
    return {field.name for field in (*model._meta.fields, *model._meta.many_to_many)}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_field_is_either_public_or_withheld_for_a_reason(model):
    public, withheld = set(PUBLIC[model]), set(WITHHELD[model])
    assert public | withheld == fields_of(model), (
        "classify the new field in improvement/opendata.py"
    )
    assert public & withheld == set()
    assert all(WITHHELD[model].values())


@pytest.mark.parametrize("model", PUBLIC, ids=lambda model: model.__name__)
def test_no_person_and_no_internal_note_is_public(model):
    people = {
        field.name
        for field in model._meta.get_fields()
        if field.is_relation and field.related_model is factories.User
    }
    assert people & set(PUBLIC[model]) == set()
    assert "internal_note" not in PUBLIC[model]


def test_related_rows_are_loaded_by_columns_only():
    from improvement.models import SignOff

    assert "evidence" in PUBLIC[SignOff]
    assert "evidence" not in public_fields(SignOff)


def test_every_column_says_what_it_holds():
    assert len({column.name for column in COLUMNS}) == len(COLUMNS)
    assert all(column.holds for column in COLUMNS)


# --- the files ---


@pytest.fixture
def addresses(plan):
    here = plan.get_absolute_url()
    return f"{here}actions.csv", f"{here}actions.json"


def read_csv(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_csv_has_the_columns_in_their_order(client, action, addresses):
    [one] = read_csv(client.get(addresses[0]))
    assert list(one) == [column.name for column in COLUMNS]
    assert one["reference"] == "2.3"
    assert one["lead"] == "Head of Assessment"
    assert one["due"] == "2026-12-18"
    assert one["evidence_checked"] == "no"
    assert one["address"].startswith("http://testserver/councils/northbridge/plans/")


def test_the_csv_opens_in_excel_with_its_letters_intact(client, action, addresses):
    assert client.get(addresses[0]).getvalue().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("words", ["=1+1", "+44 is not a sum", "@here", "-5 %", "'=quoted"])
def test_no_cell_runs_as_a_formula_and_an_import_gets_the_words_back(
    client, plan, addresses, words
):
    factories.ActionFactory(plan=plan, title=words)
    [one] = read_csv(client.get(addresses[0]))
    assert one["title"][0] not in "=+-@\t\r"
    assert restore(one["title"]) == words


def test_line_breaks_quotes_and_commas_survive(client, plan, addresses):
    words = 'Children are seen, heard\nand "believed"; sooner.'
    factories.ActionFactory(plan=plan, difference=words)
    assert read_csv(client.get(addresses[0]))[0]["difference"] == words


def test_the_files_are_narrowed_as_the_page_is(client, plan, addresses):
    factories.ActionFactory(plan=plan, reference="1.1", original_due=factories.days_ago(1))
    factories.ActionFactory(plan=plan, reference="1.2")
    for_late = {"due": "overdue"}
    assert [one["reference"] for one in read_csv(client.get(addresses[0], for_late))] == ["1.1"]
    told = client.get(addresses[1], for_late).json()
    assert [one["reference"] for one in told["actions"]] == ["1.1"]
    assert told["counts"]["total"] == 2


def test_the_json_tells_the_plan_its_counts_and_its_actions(client, plan, action, addresses):
    told = client.get(addresses[1]).json()
    assert told["title"] == "Improvement plan"
    assert told["as_at"] == "2026-11-18"
    assert told["draft"] is False
    assert told["counts"]["total"] == 1
    assert told["actions"][0]["findings"] == ["silent"]
    assert told["actions"][0]["confidence"] == "not-reported"


def test_the_files_hold_more_than_one_page_of_actions(client, plan, addresses):
    for _ in range(53):
        factories.ActionFactory(plan=plan)
    assert len(read_csv(client.get(addresses[0]))) == 53
    assert len(client.get(addresses[1], {"page": "2"}).json()["actions"]) == 53


def test_the_files_of_a_draft_are_for_its_own_people(client, council, reader, outsider, signed_in):
    draft = factories.PlanFactory(council=council, publish_from=None)
    address = f"{draft.get_absolute_url()}actions.json"
    assert client.get(address).status_code == 404
    assert signed_in(outsider).get(address).status_code == 404
    assert signed_in(reader).get(address).json()["draft"] is True


def test_a_withdrawn_plan_has_no_files(client, plan, addresses, publisher):
    plan.withdrawn_at, plan.withdrawn_by, plan.withdrawn_why = factories.NOW, publisher, "Wrong."
    plan.save()
    assert {client.get(address).status_code for address in addresses} == {404}


def test_the_files_only_read(client, plan, addresses):
    assert {client.post(address).status_code for address in addresses} == {405}
    assert client.get(addresses[1]).json()["council"] == "Northbridge"
