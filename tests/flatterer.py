"""A director with every role, an action that is late, and what they can do to look good."""

import pytest
from django.contrib.auth.models import AnonymousUser

from councils.access import Role
from improvement import workflow
from improvement.indicators.measures import measures_and_earlier, on_plan
from improvement.indicators.on_rows import last_days, with_measures
from improvement.record import rows_of_plan
from improvement.rules import assess, summarise
from tests import factories
from tests.factories import NOW, TODAY, days_ago, moment


@pytest.fixture
def director(person, council):
    """Dora Penn holds every role at the council that one person can hold."""
    return person("Dora Penn", council, *Role)


@pytest.fixture
def late(plan, officer_post, director):
    """An action of the director's own that is ten days late, and reported on track."""
    post = factories.PostFactory(council=plan.council, title="Director")
    factories.PostHoldingFactory(post=post, user=director)
    action = factories.ActionFactory(plan=plan, lead=post, original_due=days_ago(10))
    factories.UpdateFactory(action=action, public=True, by=director, recorded_at=moment(20))
    return action


def counts(plan):
    public = {"reader": AnonymousUser(), "at": NOW}
    rows = rows_of_plan(plan, **public)
    measured, earlier = measures_and_earlier(on_plan, plan.pk, days=last_days(rows), **public)
    rows = with_measures(rows, measured, earlier)
    return summarise(assess(rows, TODAY), started_on=plan.starts_on, day=TODAY)


def read(client, row, **query):
    return " ".join(client.get(row.get_absolute_url(), query).content.decode().split())


def report(action, by, **said):
    said = {"status": "in-progress", "confidence": "on-track", "reason": "It goes well."} | said
    return workflow.report_progress(action=action, by=by, at=NOW, **said)


def release(plan, by):
    waiting = [
        row
        for name in ("updates", "evidence", "sign_offs")
        for action in plan.actions.all()
        for row in getattr(action, name).waiting()
    ]
    workflow.release(plan=plan, rows=waiting, by=by, at=NOW)
