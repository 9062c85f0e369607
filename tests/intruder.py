"""An officer of another council, and what they must never see: every kind of row, full of SECRET.

Oscar Judd holds every role at Southmoor; what he attacks is Northbridge's. No answer may repeat
the secret or the council's name, whatever its status.
"""

import hashlib

import pytest
from django.db import models

from councils.access import Role
from improvement.models import (
    Amendment,
    HelpAnswer,
    MilestoneChange,
    ReadingImport,
    Redaction,
    Release,
    SignOff,
    TrackerImport,
    TrackerLayout,
)
from improvement.trackers.layout import Layout
from inspections.models import Import, ImportRow, RecommendationLink, Report, ReportVersion
from tests import factories, indicator_factories
from tests.cast import somebody

SECRET = "zebra"


class Intruder:
    """A signed-in client that fails the moment an answer repeats the secret."""

    def __init__(self, client):
        self.client = client

    def get(self, address, query=None):
        return self._checked(self.client.get(address, query or {}))

    def post(self, address, data=None):
        return self._checked(self.client.post(address, data or {}))

    def _checked(self, response):
        told = response.content.decode() + response.headers.get("Location", "")
        assert SECRET not in told.lower(), response.request["PATH_INFO"]
        assert "northbridge" not in told.lower(), response.request["PATH_INFO"]
        return response


@pytest.fixture
def intruder(signed_in, outsider):
    return Intruder(signed_in(outsider))


@pytest.fixture
def theirs(council):
    """A row of every kind that is Northbridge's: drafts, with the secret in every text."""
    return theirs_of(council)


@pytest.fixture
def mine(other_council):
    """The same of Southmoor's."""
    return mine_of(other_council)


def theirs_of(council):
    rows = rows_of(council, somebody("Zora Zebra", council, Role.ACTION_LEAD))
    for row in rows:
        plant(row)
    return {type(row): row for row in rows}


def mine_of(council):
    rows = rows_of(council, somebody("Mina Moor", council, Role.ACTION_LEAD))
    return {type(row): row for row in rows}


def rows_of(council, somebody):
    inspection = factories.InspectionFactory(council=council, publish_from=None)
    earlier, later = factories.RecommendationFactory.create_batch(2, inspection=inspection)
    post = factories.PostFactory(council=council)
    plan = factories.PlanFactory(council=council, publish_from=None)
    action = factories.ActionFactory(plan=plan, lead=post, public_at=None)
    update = factories.UpdateFactory(action=action, by=somebody)
    said = {"recorded_at": update.recorded_at, "effective_on": update.effective_on, "by": somebody}
    indicator = indicator_factories.IndicatorFactory(
        council=council, publish_from=None, plans=[plan], actions=[action]
    )
    batch = Import.objects.create(
        kind="recommendations",
        council=council,
        inspection=inspection,
        by=somebody,
        uploaded_at=factories.NOW,
        file_name="file.csv",
        sha256=hashlib.sha256(b"").hexdigest(),
        content=b"",
    )
    readings_file = ReadingImport.objects.create(
        kind="readings",
        council=council,
        by=somebody,
        uploaded_at=factories.NOW,
        file_name="file.csv",
        sha256=hashlib.sha256(b"").hexdigest(),
        content=b"",
    )
    report = Report.objects.create(
        kind="report",
        council=council,
        inspection=inspection,
        by=somebody,
        uploaded_at=factories.NOW,
        file_name="file.pdf",
        sha256=hashlib.sha256(b"").hexdigest(),
        content=b"",
        as_read={"council": None, "inspections": [], "doubts": []},
    )
    milestone = factories.MilestoneFactory(action=action)
    return [
        council,
        somebody,
        somebody.memberships.get(),
        factories.BodyFactory(areas=[council]),
        post,
        factories.PostHoldingFactory(post=post, user=somebody),
        inspection,
        inspection.inspected.get(),
        factories.JudgementFactory(inspection=inspection),
        earlier,
        RecommendationLink.objects.create(earlier=earlier, later=later, by=somebody),
        factories.InterventionFactory(council=council, publish_from=None),
        batch,
        readings_file,
        report,
        _tracker_layout(council, somebody),
        _tracker(council, plan, somebody),
        ReportVersion.objects.create(inspection=inspection, report=report, place=0, number=1),
        ImportRow.objects.create(batch=batch, number=2, outcome="new", recommendation=earlier),
        plan,
        factories.WorkstreamFactory(plan=plan),
        action,
        update,
        factories.DueDateMoveFactory(action=action, asked_by=somebody),
        evidence := factories.EvidenceFactory(action=action, added_by=somebody),
        factories.EvidenceCopyFactory(evidence=evidence, published_by=somebody),
        HelpAnswer.objects.create(
            action=action, update=update, words="?", by=somebody, recorded_at=update.recorded_at
        ),
        milestone,
        MilestoneChange.objects.create(
            action=action,
            milestone=milestone,
            kind="added",
            to_date=milestone.original_due,
            why="?",
            by=somebody,
            recorded_at=update.recorded_at,
        ),
        indicator,
        indicator_factories.ReadingFactory(indicator=indicator, by=somebody),
        SignOff.objects.create(action=action, claim=update, step="proposed", **said),
        Amendment.objects.create(plan=plan, action=action, field="title", why="?", **said),
        Release.objects.create(plan=plan, at=factories.NOW, by=somebody),
        Redaction.objects.create(
            model="x", row_id=1, fields=[], council=council, why="?", at=factories.NOW, by=somebody
        ),
    ]


def _tracker_layout(council, somebody):
    return TrackerLayout.objects.create(
        council=council,
        name="Board tracker",
        fingerprint="0" * 64,
        layout=Layout().to_json(),
        made_by=somebody,
        made_at=factories.NOW,
    )


def _tracker(council, plan, somebody):
    return TrackerImport.objects.create(
        kind="plan",
        council=council,
        plan=plan,
        as_at=factories.TODAY,
        by=somebody,
        uploaded_at=factories.NOW,
        file_name="tracker.csv",
        sha256=hashlib.sha256(b"").hexdigest(),
        content=b"",
    )


def plant(row):
    """Write the secret into every free text of the row."""
    texts = {
        field.name: f"{SECRET} {row.pk}"
        for field in row._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField | models.FileField)
        and not field.choices
        and not field.name.startswith("withdrawn")
        and (field.max_length or 100) > 20
        and field.name not in {"password", "sha256", "decided_where", "correction_note"}
    }
    type(row)._base_manager.filter(pk=row.pk).update(**texts)


def unchanged(row):
    """Whether the row stands in the database as it did."""
    before = type(row)._base_manager.filter(pk=row.pk).values().get()
    return lambda: type(row)._base_manager.filter(pk=row.pk).values().get() == before
