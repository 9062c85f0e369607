"""An import's life: previewed, then confirmed or discarded. All or nothing, and never twice.

Confirming acts on the stored bytes, through the same code as the preview, and only while the
records are as the preview saw them; if they moved since, it previews again.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from inspections.imports.plan import Plan
from inspections.imports.rows import Decision, Outcome, Row
from inspections.imports.scope import Scope
from inspections.imports.writing import BATCH, write
from inspections.models import Import, ImportRow, Inspection

_FILE_NAME_MAX = 255


class Refused(Exception):
    """The import cannot be confirmed as it is; the message tells a person why."""


@dataclass(frozen=True)
class Confirmation:
    """What became of a request to confirm.

    Not `saved`, and not `before`: the records moved, and the batch now holds a new preview.
    """

    batch: Import
    saved: bool
    before: bool = False  # an earlier request had saved it already
    plan: Plan | None = None


def preview(
    *, content: bytes, file_name: str, inspection: Inspection, by, at: datetime
) -> tuple[Import, Plan]:
    """Store the file and what it would do to the inspection's records. Saves none of them.

    Raises Unreadable if the file cannot be read; then nothing is stored. Raises Refused for an
    inspection that has been withdrawn.
    """
    _refuse_withdrawn(inspection)
    with transaction.atomic():
        plan = Plan(content, Scope(inspection, by=by, at=at))
        batch = Import(
            kind=Import.Kind.RECOMMENDATIONS,
            council=inspection.council,
            inspection=inspection,
            by=by,
            uploaded_at=at,
            file_name=file_name[-_FILE_NAME_MAX:],
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
        )
        _store(batch, plan)
    return batch, plan


def answer(*, batch: Import, answers: Mapping[int, str]) -> None:
    """Keep a person's decisions (`ImportRow.Decision`) on offered rows, by their numbers.

    They change nothing in an import that is confirmed or discarded.
    """
    with transaction.atomic():
        if _locked(batch).state != Import.State.PREVIEWED:
            return
        offered = batch.rows.filter(outcome=Outcome.SAME_AS)
        for decision in Decision:
            numbers = [number for number, given in answers.items() if given == decision]
            offered.filter(number__in=numbers).update(decision=decision)


def confirm(
    *, batch: Import, by, at: datetime, taking: Collection[int] = frozenset()
) -> Confirmation:
    """Save the whole of it, or nothing.

    `taking` holds the numbers of the changed rows whose words shall replace what a person wrote
    by hand; the other such rows change nothing. Raises Refused while a row is wrong or unanswered.
    """
    with transaction.atomic():
        batch = _locked(batch)
        if batch.state == Import.State.CONFIRMED:
            return Confirmation(batch, saved=False, before=True)
        _refuse_closed(batch)
        scope = Scope(batch.inspection, by=by, at=at, lock=True)
        if scope.fingerprint != batch.fingerprint:
            plan = Plan(bytes(batch.content), scope)
            _store(batch, plan)
            return Confirmation(batch, saved=False, plan=plan)
        answers = batch.rows.exclude(decision="").values_list("number", "decision")
        plan = Plan(bytes(batch.content), scope, answers=dict(answers), taking=taking)
        _refuse_open_questions(plan)
        keys = write(plan, batch, by=by, at=at)
        batch.state = Import.State.CONFIRMED
        batch.confirmed_at, batch.confirmed_by = at, by
        _store(batch, plan, keys)
        return Confirmation(batch, saved=True, plan=plan)


def discard(*, batch: Import) -> None:
    """Put a preview away: it can no longer be confirmed. Raises Refused if it was."""
    with transaction.atomic():
        batch = _locked(batch)
        _refuse_closed(batch)
        batch.state = Import.State.DISCARDED
        batch.save(update_fields=["state"])


def _locked(batch: Import) -> Import:
    rows = Import.objects.select_for_update(of=("self",)).select_related("inspection__council")
    return rows.get(pk=batch.pk)


def _refuse_closed(batch: Import) -> None:
    if batch.state != Import.State.PREVIEWED:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be changed any more.")
    if not batch.content:
        raise Refused("Words of this file have been removed for good. Upload the file again.")
    _refuse_withdrawn(batch.inspection)


def _refuse_withdrawn(inspection: Inspection) -> None:
    if inspection.withdrawn_at:
        raise Refused("This inspection has been withdrawn: nothing can be imported into it.")


def _refuse_open_questions(plan: Plan) -> None:
    if wrong := [row for row in plan.rows if row.outcome == Outcome.WRONG]:
        first = wrong[0]
        told = " ".join(f"{error['reason']} {error['mend']}" for error in first.errors)
        raise Refused(f"Nothing was saved. Row {first.number} is wrong. {told}")
    if offered := plan.tally.offered:
        raise Refused(f"Nothing was saved. {offered:,} offered rows are not answered yet.")


def _store(batch: Import, plan: Plan, keys: Mapping[int, int] | None = None) -> None:
    """Keep the plan as the batch's rows, in place of those that it has."""
    table = plan.table
    batch.encoding, batch.delimiter = table.encoding, table.delimiter
    batch.columns = {key: table.heading_of(key) for key in table.columns}
    batch.fingerprint = plan.scope.fingerprint
    batch.save()
    batch.rows.all().delete()
    ImportRow.objects.bulk_create(
        (_kept_row(row, batch, plan, keys) for row in plan.rows), batch_size=BATCH
    )


def _kept_row(row: Row, batch: Import, plan: Plan, keys: Mapping[int, int] | None) -> ImportRow:
    values = dict(row.said)
    if row.order is not None:
        values["order"] = row.order
    if row.to:
        values["body"] = row.to.name
        if row.to.inspection != plan.scope.inspection:
            values["inspection"] = row.to.inspection.pk
    if keys is not None:
        record = keys.get(row.number)
    else:
        record = row.record and row.record.pk
    return ImportRow(
        batch=batch,
        number=row.number,
        outcome=row.outcome,
        decision=row.decision,
        recommendation_id=record,
        values=values,
        before=row.before,
        errors=row.errors,
    )
