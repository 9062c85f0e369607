"""Rows of a plan as the public reads them, made without a database."""

from datetime import date, timedelta

from improvement.record import ActionRow
from improvement.rules import assess, summarise

TODAY = date(2026, 11, 18)  # a Wednesday
STARTED = date(2024, 12, 1)
PLAIN = ActionRow(
    pk=1,
    plan_id=1,
    reference="1.1",
    title="Decide every contact in one day",
    difference="No family waits over a weekend.",
    success_measure="Nine in ten.",
    measures="outcome",
    workstream_id=None,
    workstream=None,
    lead_id=1,
    added_on=STARTED,
    original_due=TODAY + timedelta(days=30),
    status="in-progress",
    claimed="in-progress",
    confidence="on-track",
    impact="none-yet",
    update_id=1,
    last_heard_on=TODAY - timedelta(days=7),
    report_due_on=TODAY + timedelta(days=24),
    due_on=TODAY + timedelta(days=30),
    moves=0,
    asked_for=None,
    asked_on=None,
    delivered_on=None,
    evidence=0,
    evidenced=False,
    newest_evidence=None,
    step="",
    verified_by_lead=False,
    open_until=None,
    check_due_on=None,
    unchanged=0,
    help_since=None,
    waiting_since=None,
    impact_evidence=0,
    impact_evidenced=False,
    milestones=0,
    milestones_reached=0,
    milestones_changed=0,
    milestone_due_on=None,
    lead="Head of Assessment",
)


def row(reference="1.1", **fields):
    """A row that is on track, due in a month and heard of last week, but for `fields`."""
    number = sum(ord(letter) * 31**place for place, letter in enumerate(reference))
    return PLAIN._replace(pk=number, reference=reference, **fields)


def late(reference="1.1", days=1, **fields):
    return row(reference, due_on=TODAY - timedelta(days=days), **fields)


def silent(reference="1.1", **fields):
    heard = TODAY - timedelta(days=40)
    due = heard + timedelta(days=31)
    return row(reference, **({"last_heard_on": heard, "report_due_on": due} | fields))


def done(reference="1.1", **fields):
    """Complete, with evidence that somebody independent has looked at."""
    plain = {"status": "complete", "claimed": "complete", "confidence": ""}
    proof = {"evidence": 1, "evidenced": True, "delivered_on": TODAY - timedelta(days=40)}
    return row(reference, **(plain | proof | fields))


def sent_back(reference="1.1", **fields):
    proof = {"status": "in-progress", "delivered_on": None, "step": "returned"}
    return done(reference, **(proof | fields))


def gone(reference="1.1", status="withdrawn"):
    return row(reference, status=status, claimed=status, confidence="")


def summary(*rows):
    """The counts of these rows on TODAY, in a plan that began on 1 December 2024."""
    return summarise(assess(rows, TODAY), started_on=STARTED, day=TODAY)
