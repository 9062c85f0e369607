"""The history page: who, when, what; only to read, only one's own, and at the same cost."""

import pytest
from django.urls import reverse

from councils.models import Body, Post
from inspections.corrections import correct_judgement
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def history_of(client, row, **query):
    opts = row._meta
    at = reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[row.pk])
    return client.get(at, query)


def told(response):
    """Each entry of the page: its act, and what it says of each field."""
    return [
        (
            f"{entry.by} {entry.verb} the {entry.record}",
            {change.field: (change.old, change.new) for change in entry.changes},
        )
        for entry in response.context["page"]
    ]


@pytest.fixture
def by_clerk(clerk, signed_in):
    return signed_in(clerk)


def test_a_change_is_told_field_by_field_in_words(council, clerk, by_clerk):
    row = factories.InspectionFactory(council=council, publish_from=None)
    row.title, row.publish_from, row.parent = (
        "Focused visit",
        NOW,
        factories.InspectionFactory(council=council, title="The one before"),
    )
    row.fieldwork_end = None
    row._history_user = clerk
    row.save()
    act, fields = told(history_of(by_clerk, row))[0]
    assert act == "Clara Dunn changed the inspection"
    assert fields == {
        "Title": ("empty", "Focused visit"),
        "Public from": ("empty", "18 November 2026, 10:00"),
        "Parent": ("empty", "The one before, Northbridge 2024"),
        "Fieldwork end": ("12 July 2024", "empty"),
    }


def test_a_choice_and_a_yes_are_told_as_people_read_them(site_administrator, signed_in):
    council = factories.CouncilFactory(kind="unitary")
    council.kind, council.is_demonstration = "county", True
    council.save()
    _, fields = told(history_of(signed_in(site_administrator), council))[0]
    assert fields["Kind"] == ("unitary authority", "county council")
    assert fields["Is demonstration"] == ("no", "yes")


def test_a_change_of_several_at_once_is_told_by_their_names(council, by_clerk):
    row = factories.RecommendationFactory(inspection__council=council)
    police, health = (factories.BodyFactory(name=name) for name in ("Police", "Health"))
    row.responsible.add(police)
    row.responsible.set([police, health])
    changes = [
        fields.get("Responsible bodies, if others or several")
        for _, fields in told(history_of(by_clerk, row))
    ]
    assert changes[:2] == [("Police", "Health; Police"), ("empty", "Police")]


def test_the_parts_of_a_record_stand_in_its_history(council, clerk, by_clerk):
    inspection = factories.InspectionFactory(council=council)
    old = factories.JudgementFactory(inspection=inspection, area__label="Leaders")
    correct_judgement(
        judgement=old, no_grade="not-known", why="A letter says so.", by=clerk, at=NOW
    )
    acts = [act for act, _ in told(history_of(by_clerk, inspection))]
    assert "the system added the judgement “Leaders: not known”" in acts
    assert "the system changed the judgement “Leaders: Failing”" in acts


def test_whom_a_report_was_about_and_how_many_it_printed_stand_in_its_history(council, by_clerk):
    inspection = factories.InspectionFactory(council=council)
    body = inspection.inspected.create(body=factories.BodyFactory(name="Health board"))
    body.recommendations_printed = 7
    body.save()
    told_of = dict(told(history_of(by_clerk, inspection)))
    changed = told_of["the system changed the inspected body “Health board”"]
    assert changed == {"Recommendations in the report": ("empty", "7")}


def test_a_councils_code_stands_in_its_history(council, site_administrator, signed_in):
    code = factories.CouncilCodeFactory(council=council, code="E08000015")
    code.valid_to = NOW.date()
    code.save()
    acts = [act for act, _ in told(history_of(signed_in(site_administrator), council))]
    assert "the system changed the council code “E08000015”" in acts


def test_with_whom_a_plan_is_shared_stands_in_its_history(
    plan, other_council, plan_officer, signed_in
):
    plan.shares.create(council=other_council, why="One trust serves both.")
    acts = dict(told(history_of(signed_in(plan_officer), plan)))
    added = next(fields for act, fields in acts.items() if "added the plan share" in act)
    assert added["Why"] == ("empty", "One trust serves both.")


def test_what_was_deleted_from_a_record_is_told_without_its_name(council, by_clerk):
    inspection = factories.InspectionFactory(council=council, publish_from=None)
    factories.JudgementFactory(inspection=inspection).delete()
    acts = [act for act, _ in told(history_of(by_clerk, inspection))]
    assert "the system deleted the judgement, since deleted" in acts


def test_a_record_of_another_council_is_not_named(council, other_council, by_clerk):
    """Not that there should be such a link: a file or a script could have made it."""
    hidden = factories.InspectionFactory(
        council=other_council, title="Their draft", publish_from=None
    )
    open_to_all = factories.InspectionFactory(council=other_council, title="Their public one")
    for other, name in [
        (hidden, "a record that you cannot see, or that is gone"),
        (open_to_all, "Their public one, Southmoor 2024"),
    ]:
        row = factories.InspectionFactory(council=council, parent=other)
        answer = history_of(by_clerk, row)
        assert ("empty", name) in [fields.get("Parent") for _, fields in told(answer)]
        assert b"Their draft" not in answer.content


def test_nothing_is_written_by_sending_something_to_it(council, by_clerk):
    row = factories.InspectionFactory(council=council, title="Before")
    row.title = "After"
    row.save()
    at = reverse("admin:inspections_inspection_history", args=[row.pk])
    first = row.history.last().pk
    by_clerk.post(at, {"title": "Before", "_change_history": "1"})
    assert by_clerk.get(f"{at}{first}/", follow=True).status_code == 404
    row.refresh_from_db()
    assert (row.title, row.history.count()) == ("After", 2)


def test_a_page_costs_the_same_for_one_entry_and_for_a_full_page(
    council, by_clerk, django_assert_num_queries
):
    """session, person, roles, record; count, page; rows, old versions, names of their council."""
    costs = set()
    for times in (2, 40):
        row = factories.PostFactory(council=council)
        for number in range(times):
            row.title = f"Title {row.pk} {number}"
            row.save()
        with django_assert_num_queries(9) as asked:
            answer = history_of(by_clerk, row)
        costs.add(len(asked))
    assert len(costs) == 1
    assert len(answer.context["page"].object_list) == 25
    older = history_of(by_clerk, row, p=2).context["page"]
    assert (older.number, len(older.object_list)) == (2, 16)


@pytest.mark.parametrize("model", [Body, Post])
def test_an_unknown_record_has_no_history(model, by_clerk):
    opts = model._meta
    at = reverse(f"admin:{opts.app_label}_{opts.model_name}_history", args=[999])
    assert by_clerk.get(at).status_code == 404
