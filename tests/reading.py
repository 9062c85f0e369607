"""The pages of a plan and an action, read as a browser gets them."""

import re

from improvement import workflow
from improvement.record import public_row, with_public_row
from tests.factories import moment


def public_rows(actions, as_at=None):
    """The public rows of a queryset of actions; or of those there `as_at` (`record.AsAt`)."""
    rows = [public_row(action) for action in with_public_row(actions, as_at)]
    return [row for row in rows if row]


def html_of(client, record, **query):
    """The page of a plan or an action, narrowed by `query`."""
    response = client.get(record.get_absolute_url(), query)
    assert response.status_code == 200
    return response.content.decode()


def references(html):
    """The references of the rows of a plan's list, in their order."""
    return re.findall(r'role="rowheader"><a href="actions/([^/]+)/"', html)


def titles(html):
    """The titles in an action's history, newest first."""
    return re.findall(r"<h3>(.*?)</h3>", html.partition('id="history"')[2], re.DOTALL)


def report(action, days_before, *, by, released_by=None, **fields):
    """A report of so many days ago, at ten; released at noon if `released_by` somebody."""
    fields = {"status": "in-progress", "confidence": "on-track"} | fields
    fields.setdefault("reason", "Two of five managers are in post.")
    update = workflow.report_progress(action=action, by=by, at=moment(days_before), **fields)
    if released_by:
        at = moment(days_before, hour=12)
        workflow.release(plan=action.plan, rows=[update], by=released_by, at=at)
    return update
