"""An import of councils is taken back, while nobody has touched or used what it did."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max, ProtectedError

from councils.models import Council, CouncilCode
from inspections.authorities.writing import CouncilWriting
from inspections.intake import Refused
from inspections.models import Import


def undo(batch: Import, *, by, at: datetime) -> None:
    """Inside the caller's transaction. Raises Refused."""
    writing = CouncilWriting(by, at, batch.reason_undone)
    changed, made = list(batch.rows.changing()), list(batch.rows.adding())
    _refuse_touched(batch, [row.subject_id for row in [*changed, *made]])
    for row in changed:
        council = Council.objects.get(pk=row.subject_id)
        writing.save(council, row.before, exactly=True)
        if "succeeded_by" in row.before:
            writing.set_successors(council, row.before["succeeded_by"])
    for row in made:
        _unmake(Council.objects.get(pk=row.subject_id), writing)
    batch.rows.adding().update(subject_type=None, subject_id=None)


def _refuse_touched(batch: Import, keys: Sequence[int]) -> None:
    """Unless the import's own version is the last of each council, and of each of their codes."""
    for model, path in ((Council, "id__in"), (CouncilCode, "council_id__in")):
        versions = model.history.filter(**{path: keys})
        own = versions.filter(history_change_reason=batch.reason)
        last = own.aggregate(last=Max("history_id"))["last"]
        later = {"history_id__gt": last} if last else {"history_date__gt": batch.confirmed_at}
        since = versions.filter(**later)
        if touched := since.order_by("history_id").first():
            raise Refused(f"Nothing was undone. Somebody has changed “{touched.instance}” since.")


def _unmake(council: Council, writing: CouncilWriting) -> None:
    """Delete a council that the import made, which nothing refers to."""
    try:
        for record in (council.body, *council.codes.all(), council):
            writing.delete(record)
    except ProtectedError as problem:
        kinds = {row._meta.verbose_name_plural for row in problem.protected_objects}
        raise Refused(
            f"Nothing was undone. There are {', '.join(sorted(map(str, kinds)))} of {council} by "
            "now. A council that is used is never deleted."
        ) from problem
