"""A fact about an action is declared once, whole, and is read from where its name says."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import models

from improvement.models import Action, ActionPeriod, ActionState
from improvement.opendata import COLUMNS, PUBLIC, WITHHELD, Published
from improvement.record import (
    FIELDS,
    ActionRow,
    AsAt,
    Snapshot,
    internal_row,
    rows_of_plan,
    rows_of_plan_on,
)
from improvement.record.fields import ROW
from improvement.rules import Assessed
from improvement.trackers.layout import BY_FIELD
from improvement.workflow.publishing import PUBLIC_WORDS_OF_ACTION
from tests import factories
from tests.factories import NOW, TODAY
from tests.reading import public_rows

TECHNICAL = {"action", "audience"}  # of a state: whose it is, and for whom
STATED = {f.attname for f in ActionState._meta.concrete_fields} - {"id", "action_id", "audience"}
NOT_READ = {"help_from_id"}  # a row has the post's name
OF_ACTION = {f.name for f in (*Action._meta.concrete_fields, *Action._meta.many_to_many)}
# Column of the files → field of the row. What a download says does not follow the table: it is
# promised to whoever reads it.
FILES = {
    "reference": "reference",
    "workstream": "workstream",
    "title": "title",
    "difference": "difference",
    "success_measure": "success_measure",
    "measures": "measures",
    "lead": "lead",
    "added_on": "added_on",
    "original_due": "original_due",
    "due": "due_on",
    "due_date_moves": "moves",
    "due_asked_for": "asked_for",
    "status": "status",
    "reported_status": "claimed",
    "confidence": "confidence",
    "impact": "impact",
    "impact_evidence": "impact_evidence",
    "impact_evidence_checked": "impact_evidenced",
    "milestones": "milestones",
    "milestones_reached": "milestones_reached",
    "milestones_changed": "milestones_changed",
    "milestone_due": "milestone_due_on",
    "last_report": "last_heard_on",
    "report_due": "report_due_on",
    "delivered_on": "delivered_on",
    "evidence": "evidence",
    "evidence_checked": "evidenced",
    "sign_off": "step",
    "left_on": "left_on",
}
WORKED_OUT = [
    "address",
    "awaiting_release",
    "findings",
    "left_claim",
    "left_findings",
    "recommendations",
]


def ids(field):
    return field.name


# --- no part is missed ---


def test_every_field_of_the_models_is_in_the_table():
    """A field of `Action`, or of what its log says, that a row or a file could not know of."""
    of_action = {field.column_of_model for field in FIELDS if field.path and not field.of_state}
    assert OF_ACTION - of_action == set(), "declare it in improvement/record/fields.py"
    of_state = {field.column_of_model for field in FIELDS if field.of_state}
    stated = {field.name for field in ActionState._meta.concrete_fields} - TECHNICAL - {"id"}
    assert stated - of_state == set(), "declare it in improvement/record/fields.py"


@pytest.mark.parametrize("field", FIELDS, ids=ids)
def test_a_field_misses_no_part(field):
    if field.path:
        model = ActionState if field.of_state else Action
        model._meta.get_field(field.column_of_model)  # its type, label and help stand there
    if field.column:
        assert field.holds, f"{field.name} misses `holds`: what its column holds"
        assert field.is_public, f"{field.name} misses the right to stand in a file"
    assert not (field.holds and not field.column), f"{field.name} misses `column`"
    if field.heading:
        assert field.heading in BY_FIELD, f"{field.name} has a `heading` that no tracker knows"
    promised = field.name in Action.PROMISED
    assert bool(field.amended) is promised, f"{field.name} misses `amended`, or Action.PROMISED"
    assert field.in_row or field.default is ..., f"{field.name} is in no row, and has a `default`"


def test_names_columns_and_headings_are_used_once():
    for part in ("name", "column", "heading", "amended"):
        used = [getattr(field, part) for field in FIELDS if getattr(field, part)]
        assert len(set(used)) == len(used), part


def test_the_fields_that_a_row_may_be_without_come_last():
    defaults = [field.default is not ... for field in ROW]
    assert defaults == sorted(defaults)


def test_what_was_promised_and_is_words_is_screened():
    words = {field.name for field in FIELDS if field.amended and field.in_full and field.in_row}
    texts = {name for name in words if not is_chosen(name)}
    assert texts == set(PUBLIC_WORDS_OF_ACTION)


def is_chosen(name):
    field = Action._meta.get_field(name)
    return bool(field.choices or field.is_relation)


def test_what_the_log_says_has_the_columns_of_the_state_and_of_the_period():
    assert {field.name for field in fields(Snapshot)} == STATED
    of_period = {field.attname for field in ActionPeriod._meta.concrete_fields}
    assert of_period - {"id", "action_id", "view", "from_day", "to_day"} == STATED


def test_what_a_row_of_a_page_holds_is_public():
    for field in ROW:
        if field.path and field.name != "pk":
            model = ActionState if field.of_state else Action
            assert field.column_of_model in PUBLIC[model], field.name
            assert field.column_of_model not in WITHHELD[model], field.name


def test_a_past_day_has_its_own_value_of_what_the_log_or_an_amendment_tells():
    own = {field.name for field in FIELDS if field.has_own_past}
    assert {"status", "due_on", "title", "lead", "recommendations"} <= own
    assert not own & {"reference", "original_due", "added_on", "pk"}


# --- none stands in another's place ---


def distinct(model, skip):
    """A value for each of the model's columns that no other of its type has."""
    values, number = {}, 0
    for field in model._meta.concrete_fields:
        if field.attname in skip or field.is_relation:
            continue
        number += 1
        if isinstance(field, models.DateTimeField):
            values[field.attname] = NOW + timedelta(minutes=number)
        elif isinstance(field, models.DateField):
            values[field.attname] = date(2020, 1, 1) + timedelta(days=number)
        elif isinstance(field, models.BooleanField):
            values[field.attname] = False
        elif isinstance(field, models.PositiveSmallIntegerField):
            values[field.attname] = number
        elif not isinstance(field, models.JSONField):
            values[field.attname] = f"v{number}"
    return values


SKIPPED = {"id", "audience", "view", "from_day", "to_day"}


def flags():
    """Truths are told apart by being the only one."""
    return [f.attname for f in ActionState._meta.fields if isinstance(f, models.BooleanField)]


@pytest.fixture
def there(plan, officer_post):
    """An action whose every public fact has a value of its own."""
    stream = factories.WorkstreamFactory(plan=plan, title="Workforce")
    return factories.ActionFactory(
        plan=plan,
        workstream=stream,
        lead=officer_post,
        reference="9.9",
        title="The title",
        difference="The difference",
        success_measure="The success measure",
        measures="process",
        original_due=date(2030, 5, 6),
        added_on=date(2019, 5, 6),
    )


def stated(action, true):
    report = factories.UpdateFactory(action=action)
    helper = factories.PostFactory(council=action.plan.council, title="Head of Help")
    values = distinct(ActionState, SKIPPED) | {true: True}
    values |= {"update_id": report.pk, "help_from_id": helper.pk}
    action.states.all().update(**values)
    ActionPeriod.objects.filter(action=action).update(**values)
    return values | {"help_from": "Head of Help"}


def expected(action, values):
    of_action = {
        "pk": action.pk,
        "plan_id": action.plan_id,
        "workstream": "Workforce",
        "lead": action.lead.public_name,
    } | {
        name: getattr(action, name)
        for name in ActionRow._fields
        if name not in STATED and hasattr(action, name)
        if name not in ("workstream", "lead", "milestones", "evidence", "moves")
    }
    return of_action | {name: value for name, value in values.items() if name not in NOT_READ}


@pytest.mark.django_db
@pytest.mark.parametrize("true", flags())
def test_every_way_to_a_row_reads_each_field_from_its_own_column(there, true):
    """From the state of today, from the period of a past day, on several days, and inside."""
    wanted = expected(there, stated(there, true))
    action, public = there, {"reader": AnonymousUser(), "at": NOW}
    now = rows_of_plan(action.plan, **public)
    then = rows_of_plan(action.plan, as_at=AsAt(TODAY), **public)
    days = rows_of_plan_on(action.plan, "seen", [TODAY], **public)[TODAY]
    aside = public_rows(Action.objects.filter(pk=action.pk))
    state = action.states.get(audience="internal")
    inside = internal_row(action, state)
    for row in (*now, *then, *days, *aside):
        told = {name: getattr(row, name) for name in wanted}
        assert told == wanted
        assert row.into_id is None
        assert row.month_only is False
    titles = {"lead": action.lead.title, "help_from": "Head of Help"}
    left = dict.fromkeys(("left_on", "before"))
    for name, value in (wanted | titles | left).items():
        assert getattr(inside, name) == value, name
    assert (len(now), len(then), len(days), len(aside)) == (1, 1, 1, 1)


def test_every_column_of_the_files_holds_what_it_is_called():
    assert [column.name for column in COLUMNS if column.name not in WORKED_OUT] == list(FILES)
    named = {name: f"<{name}>" for name in ActionRow._fields}
    row = ActionRow(**named | {"status": "in-progress", "month_only": False, "before": None})
    held = Assessed(
        row=row,
        claim=None,
        findings=(),
        against=(),
        waits=(),
        codes=frozenset(),
        stale=False,
        silent=False,
        awaits_release=False,
    )
    one = Published(held, (), "")
    for column in COLUMNS:
        if column.name in FILES:
            assert column.of(one) == getattr(row, FILES[column.name]), column.name
