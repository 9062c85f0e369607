"""A reading is overdue by its own rhythm; and words of a reading can be removed as others can."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from improvement import workflow
from improvement.indicators.figures import DAYS, is_reading_overdue, reading_due_on
from improvement.indicators.recording import change_target, record_reading
from improvement.models import Indicator, Redaction
from improvement.workflow import Refused
from inspections.models import Import
from tests.factories import NOW, TODAY, days_ago, moment
from tests.indicator_factories import IndicatorFactory, ReadingFactory

ONE_DAY = timedelta(days=1)
OVERDUE = "Reading overdue"


@pytest.fixture
def indicator(council, plan, action):
    """Measured every quarter and published within 60 days, on the council's plan."""
    return IndicatorFactory(council=council, plans=[plan], frequency="quarterly", lag_days=60)


def read(client, record, **query):
    return " ".join(client.get(record.get_absolute_url(), query).content.decode().split())


# --- the rule ---


@pytest.mark.parametrize("frequency", Indicator.Frequency)
def test_a_reading_is_due_a_period_and_the_lag_after_the_last(frequency):
    due = reading_due_on(frequency=frequency, lag_days=10, counted_from=date(2026, 1, 31))
    assert (due - date(2026, 1, 31)).days == DAYS[frequency] + 10
    assert not is_reading_overdue(due, due)
    assert is_reading_overdue(due, due + ONE_DAY)


def test_nothing_is_owed_without_a_day_or_by_a_council_that_was_abolished_before_it():
    assert not is_reading_overdue(None, TODAY)
    assert not is_reading_overdue(days_ago(9), TODAY, ended_on=days_ago(9))
    assert is_reading_overdue(days_ago(9), TODAY, ended_on=days_ago(8))


@pytest.mark.django_db
def test_the_time_for_publishing_has_a_bound(indicator):
    with pytest.raises(IntegrityError), transaction.atomic():
        IndicatorFactory(lag_days=401)


# --- on the pages ---


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "told"), [(152, False), (153, True)])
def test_plan_and_council_say_beside_the_indicator_that_its_reading_is_overdue(
    client, council, plan, indicator, days, told
):
    ReadingFactory(indicator=indicator, as_at=days_ago(days), recorded_at=moment(days))
    for html in (read(client, plan), read(client, council)):
        assert (OVERDUE in html) is told
        assert ("The next reading was due by 17 November 2026, yesterday." in html) is told
    everything = client.get(f"{council.get_absolute_url()}indicators/").content.decode()
    assert "Measured every quarter, published within 60 days." in everything


@pytest.mark.django_db
def test_without_any_reading_it_counts_from_the_day_it_became_public(client, plan, indicator):
    assert "The first reading was due by" in read(client, plan)
    Indicator.objects.filter(pk=indicator.pk).update(publish_from=moment(152))
    assert OVERDUE not in read(client, plan)


@pytest.mark.django_db
def test_a_past_day_knows_what_was_published_by_then(client, plan, indicator):
    ReadingFactory(indicator=indicator, as_at=days_ago(300), recorded_at=moment(299))
    ReadingFactory(indicator=indicator, as_at=days_ago(200), recorded_at=moment(20))
    told = {n: OVERDUE in read(client, plan, as_at=days_ago(n)) for n in (149, 148, 147, 21, 20)}
    assert told == {149: False, 148: False, 147: True, 21: True, 20: True}
    newest = ReadingFactory(indicator=indicator, as_at=days_ago(30), recorded_at=moment(10))
    assert OVERDUE not in read(client, plan)
    assert OVERDUE in read(client, plan, as_at=newest.public_at.date() - ONE_DAY)


@pytest.mark.django_db
def test_a_reading_that_gives_a_reason_is_a_reading_and_one_that_waits_is_none(
    client, plan, indicator
):
    waits = {"value": None, "missing": "x", "as_at": days_ago(3)}
    reading = ReadingFactory(indicator=indicator, public_at=None, recorded_at=moment(2), **waits)
    assert OVERDUE in read(client, plan)
    type(reading).objects.filter(pk=reading.pk).update(public_at=NOW)
    assert OVERDUE not in read(client, plan)


@pytest.mark.django_db
def test_asking_for_fewer_readings_is_told_with_what_it_was(
    client, plan, indicator, plan_officer, signed_in
):
    ReadingFactory(indicator=indicator, as_at=days_ago(160), recorded_at=moment(159))
    assert OVERDUE in read(client, plan)
    change_target(
        indicator=indicator,
        changes={"frequency": "yearly", "lag_days": 90},
        why="It costs too much.",
        by=plan_officer,
        at=NOW,
    )
    html = read(client, plan)
    assert "time between readings was changed on 18 November 2026 from every quarter to" in html
    assert "time until a reading is published was changed on 18 November 2026 from 60 days" in html
    assert OVERDUE in read(client, plan, as_at=days_ago(1))
    form = signed_in(plan_officer).get(f"/admin/improvement/indicator/{indicator.pk}/change/")
    assert 'name="frequency"' not in form.content.decode()


@pytest.mark.django_db
def test_the_plan_officer_finds_it_in_their_work_until_it_is_recorded(
    indicator, plan_officer, outsider, signed_in
):
    client = signed_in(plan_officer)
    assert "1 indicator has a reading overdue." in client.get("/admin/").content.decode()
    assert "reading overdue" not in signed_in(outsider).get("/admin/").content.decode()
    record_reading(indicator=indicator, as_at=TODAY, value=3, by=plan_officer, at=NOW)
    assert "reading overdue" not in client.get("/admin/").content.decode()


# --- words about a person ---


@pytest.fixture
def telling(indicator):
    """A reading without a value, and its correction: both say too much of somebody."""
    named = {"value": None, "missing": "other", "missing_note": "Zora was ill", "as_at": TODAY}
    first = ReadingFactory(indicator=indicator, recorded_at=NOW, **named)
    return ReadingFactory(
        indicator=indicator,
        version=2,
        correction_note="Zora came back",
        recorded_at=NOW,
        **named,
    ), first


@pytest.mark.django_db
def test_words_of_a_reading_are_removed_everywhere_and_its_figures_stay(
    client, plan, telling, publisher
):
    reading, first = telling
    assert "Zora" in read(client, plan)
    names = workflow.redactable(reading)
    assert names == ["missing_note", "correction_note"]
    why = {"why": "It named somebody.", "by": publisher, "at": NOW}
    workflow.redact(row=reading, fields=names, **why)
    assert "Zora" not in read(client, plan)
    first.refresh_from_db()
    assert "Zora" not in first.missing_note
    assert first.redacted_at == NOW
    removed = Redaction.objects.get()
    assert (removed.model, removed.council) == ("improvement.reading", plan.council)
    reading.refresh_from_db()
    assert workflow.redactable(reading) == []


@pytest.mark.django_db
def test_a_file_that_brought_the_words_forgets_them_too(telling, council, publisher):
    reading, _ = telling
    batch = Import.objects.create(
        kind=Import.Kind.READINGS,
        council=council,
        by=publisher,
        uploaded_at=NOW,
        file_name="readings.csv",
        sha256="0" * 64,
        content=b"Zora was ill",
    )
    row = batch.rows.create(number=2, outcome="new", values={"missing_note": "Zora was ill"})
    workflow.redact(row=reading, fields=["missing_note"], why="A name.", by=publisher, at=NOW)
    batch.refresh_from_db()
    row.refresh_from_db()
    assert bytes(batch.content) == b""
    assert "Zora" not in str(row.values)


@pytest.mark.django_db
def test_only_a_publisher_of_the_council_removes_them(telling, plan_officer, outsider):
    reading, _ = telling
    for nobody in (plan_officer, outsider):
        with pytest.raises(PermissionDenied):
            workflow.redact(row=reading, fields=["missing_note"], why="?", by=nobody, at=NOW)


@pytest.mark.django_db
def test_a_figure_is_no_word(telling, publisher):
    with pytest.raises(Refused, match="Choose which words"):
        workflow.redact(row=telling[0], fields=["value"], why="?", by=publisher, at=NOW)


@pytest.mark.django_db
def test_the_publisher_removes_them_in_the_admin(telling, publisher, outsider, signed_in):
    reading, _ = telling
    page = f"/admin/improvement/reading/{reading.pk}"
    client = signed_in(publisher)
    listed = client.get("/admin/improvement/reading/").content.decode()
    assert f"{page}/change/" in listed
    assert "Remove words about a person" in client.get(f"{page}/change/").content.decode()
    said = {"fields_to_clear": ["missing_note"], "why": "It named somebody."}
    assert client.post(f"{page}/remove-words/", said).status_code == 302
    reading.refresh_from_db()
    assert reading.missing_note == "[words about a person removed]"
    assert signed_in(outsider).get(f"{page}/remove-words/").status_code == 404
