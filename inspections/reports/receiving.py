"""A file comes in: it is read under limits, and kept with its reading. No record changes."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from councils.models import Council, CouncilCode
from inspections import intake
from inspections.cells import fold
from inspections.models import Import, ReadingDoubt, Report
from inspections.reports.kind import Reports
from inspections.reports.reader.errors import Unreadable


def receive(
    *,
    content: bytes,
    file_name: str,
    reader,
    councils: Collection[Council],
    chosen: Council | None = None,
    by,
    at: datetime,
) -> tuple[Report, bool]:
    """Read the file and keep it; and whether it is new here. Saves nothing else.

    `reader` is a `reports.bounded.BoundedReader`. `councils` are those whose reports `by` may
    bring in; `chosen` stands in where the report's own council is in doubt. The same file again
    leads to what is already kept of it, unless that was discarded. Raises Unreadable, with a
    sentence, for what is no report, or none of these councils'.
    """
    reading = reader.read(content)
    council = _council(reading, councils, chosen)
    read = _storable(reading.as_dict())
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        kept = kept_before(council, sha256)
        if kept:
            return kept, False
        report = intake.preview(
            Reports(),
            content=content,
            file_name=file_name,
            whose=council,
            by=by,
            at=at,
            as_read=read,
        )
        ReadingDoubt.objects.bulk_create(
            ReadingDoubt(report=report, number=number, **doubt)
            for number, doubt in enumerate(read["doubts"], start=1)
        )
    return report, True


def _storable(value):
    """Lists for tuples, as they come back; without NUL, which PostgreSQL cannot hold."""
    if isinstance(value, dict):
        return {name: _storable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value.replace("\0", "") if isinstance(value, str) else value


def kept_before(council: Council, sha256: str) -> Report | None:
    """The same bytes, brought in before for this council and not discarded or removed."""
    rows = Report.objects.filter(council=council, sha256=sha256).exclude(content=b"")
    return rows.exclude(state=Import.State.DISCARDED).order_by("uploaded_at", "pk").first()


def _council(reading, councils: Collection[Council], chosen: Council | None) -> Council:
    """Whose report this is. A council that the reader is sure of is never overridden."""
    found = _found(reading.council)
    unsure = reading.council is None or any(
        doubt.field.startswith("council") for doubt in reading.doubts
    )
    if found and found in councils:
        return found
    if found and not unsure:
        raise Unreadable(
            f"This report is about {found}. You may bring in reports for {_list(councils)} only."
        )
    if chosen and chosen in councils:
        return chosen
    if len(councils) == 1:
        return next(iter(councils))
    raise Unreadable(
        "Which council this report is about could not be read from it. Say which, and give the "
        "file again."
    )


def _found(read) -> Council | None:
    """The council that the reader named, by its code or else its name."""
    if read is None:
        return None
    code = CouncilCode.objects.filter(code=read.gss_code or "").select_related("council").first()
    if code:
        return code.council
    names = Council.objects.order_by("pk")
    return next((one for one in names if fold(one.name) == fold(read.name)), None)


def _list(councils: Collection[Council]) -> str:
    names = sorted(council.name for council in councils)
    return " and ".join(names) if len(names) < 3 else f"{len(names)} councils"
