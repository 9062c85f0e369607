"""Rows of a log, made without a database."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from improvement.record.log_rows import (
    Interval,
    Log,
    Offered,
    Reported,
    Signed,
)
from improvement.record.snapshot import read_public

D0 = date(2026, 3, 1)
MONTHLY = Interval(31)


def day(number):
    return D0 + timedelta(days=number)


def at(number, hour=12):
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=number)


ACTION = SimpleNamespace(
    pk=7,
    added_on=D0,
    original_due=day(90),
    public_at=at(0),
    success_measure="Nine in ten.",
    lead_id=1,
)


def report(number, status="in-progress", *, on=None, said=None, public=True, **fields):
    """The report of that number, of the day of that number, released as it was made."""
    plain = {
        "pk": number,
        "number": number,
        "effective_on": day(number if on is None else on),
        "recorded_at": at(number),
        "public_at": at(number) if public is True else public,
        "corrects_id": None,
        "status": status,
        "confidence": ""
        if status in ("complete", "business-as-usual", "withdrawn")
        else "on-track",
        "impact": "none-yet",
        "what_changed": f"News {number}." if said is None else said,
        "help_from_id": None,
        "by_id": 1,
        "next_check_on": None,
        "month_only": False,
    }
    return Reported(**plain | fields)


def offered(pk, dated, **fields):
    plain = {"supersedes_id": None, "shows": "delivery", "recorded_at": at(1), "checked_at": None}
    return Offered(pk=pk, dated=day(dated), **plain | fields)


def signed(step, claim, on=20, by=2):
    return Signed(
        step=step, claim_id=claim, checked_by_id=by, effective_on=day(on), recorded_at=at(on)
    )


def stands(read=read_public, interval=MONTHLY, action=ACTION, **parts):
    return read(action=action, interval=interval, log=Log(**parts))
