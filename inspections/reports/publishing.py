"""Releasing what a report was saved into from the command line, where no publisher signs in."""

from datetime import datetime

from django.db import transaction

from councils.publishing import State, locked, state_of
from inspections.corrections import doubts_about
from inspections.models import Report


class NotReady(Exception):
    """It cannot be published without a person's answer; the text says why."""


@transaction.atomic
def publish(*, report: Report, at: datetime) -> list[str]:
    """Release the report's inspections that are drafts; the names of those that it released.

    Whoever keeps the server may do this; what a publisher would be asked about first is refused.
    An embargo is left to end by itself. Raises NotReady.
    """
    released = []
    for version in report.versions.select_related("inspection").order_by("place"):
        inspection = locked(version.inspection)
        if state_of(inspection, at) is not State.DRAFT:
            continue
        if doubts := doubts_about(inspection):
            raise NotReady(
                f"Nothing was saved or published. {doubts[0]}. A publisher must answer for that, "
                "in the admin."
            )
        inspection.publish_from = at
        inspection._change_reason = "Released from the command line"
        inspection.save(update_fields=["publish_from"])
        released.append(str(inspection))
    return released
