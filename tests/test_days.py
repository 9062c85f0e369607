import csv
from datetime import UTC, date, datetime

import pytest

from councils.days import (
    day_of,
    end_of,
    is_working_day,
    start_of,
    working_days_after,
    working_days_between,
)
from inspections.statutory import response_due


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 2, 0, 0, tzinfo=UTC), date(2026, 12, 2)),
    ],
)
def test_a_day_turns_at_midnight_in_london(utc, day):
    assert day_of(utc) == day


def test_the_day_on_which_the_clocks_go_forward_has_23_hours():
    day = date(2026, 3, 29)
    assert (
        end_of(day).astimezone(UTC) - start_of(day).astimezone(UTC)
    ).total_seconds() == 23 * 3600


def test_a_bank_holiday_in_england_is_no_working_day():
    assert not is_working_day(date(2026, 12, 25))
    assert not is_working_day(date(2026, 12, 28)), "Boxing Day is a Saturday: Monday instead"
    assert is_working_day(date(2026, 12, 29))


def test_working_days_are_counted_from_the_day_after():
    assert working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 23)) == 1
    assert working_days_between(date(2026, 11, 20), date(2026, 11, 20)) == 0


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), 0),
        (date(2026, 11, 16), date(2026, 11, 17), 1),
        (date(2026, 11, 16), date(2026, 11, 19), 3),
        (date(2026, 11, 20), date(2026, 11, 22), 0),
        (date(2026, 11, 20), date(2026, 11, 23), 1),
    ],
)
def test_working_days_between_leave_out_the_first_and_count_the_last(first, last, count):
    assert working_days_between(first, last) == count


@pytest.mark.parametrize(
    ("published", "due"),
    [(date(2016, 9, 20), date(2016, 12, 29)), (date(2017, 9, 4), date(2017, 12, 11))],
    ids=["Wirral 2016", "Croydon 2017"],
)
def test_a_response_is_due_seventy_working_days_after_publication_if_receipt_is_unknown(
    published, due
):
    answer = response_due(printed=None, received=None, published=published, working_days=70)
    assert (answer.day, answer.rests_on) == (due, "published")


def test_receipt_comes_before_publication_and_a_printed_date_before_both():
    dates = {"received": date(2026, 1, 5), "published": date(2026, 1, 12), "working_days": 70}
    assert response_due(printed=None, **dates).rests_on == "received"
    answer = response_due(printed=date(2026, 3, 2), **dates)
    assert (answer.day, answer.rests_on) == (date(2026, 3, 2), "printed")


def test_no_date_is_made_up_where_none_can_be_told():
    assert response_due(printed=None, received=None, published=None, working_days=70) is None
    day = date(2026, 1, 5)
    assert response_due(printed=None, received=day, published=None, working_days=None) is None


def test_seventy_working_days_agree_with_the_letters_that_print_them(shared_data):
    path = shared_data / "gold" / "jtai_statement_due_dates.csv"
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    told = [row for row in rows if int(row["working_days_from_letter"]) == 70]
    assert len(told) > 20
    for row in told:
        letter, due = (date.fromisoformat(row[name]) for name in ("letter_date", "statement_due"))
        assert working_days_after(letter, 70) == due, row
