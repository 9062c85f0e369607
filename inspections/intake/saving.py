"""A table's import: previewed, confirmed or discarded, undone. All or nothing, and never twice.

Confirming saves the stored rows, those that a person saw, and only while the records are as the
preview saw them; if they moved since, the stored bytes are read again into a new preview.
"""

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from inspections.intake.kinds import TableKind
from inspections.intake.reading import SeveralSheets
from inspections.intake.storing import plan
from inspections.models import Import
from inspections.recommendations.rows import Decision, Outcome
from inspections.recommendations.saving import Confirmation, Refused, locked
from inspections.recommendations.storing import note_choice

_FILE_NAME_MAX = 200  # what the records that name their file hold


@transaction.atomic
def preview(
    kind: TableKind, *, content: bytes, file_name: str, whose, by, at: datetime, sheet: str = ""
) -> Import:
    """Store the file and what it would do. Saves none of it.

    Without rows and with `reading["sheets"]` where a person must say first which `sheet` is
    meant. Raises Unreadable if the file cannot be read; then nothing is stored.
    """
    batch = Import.objects.create(
        kind=kind.kind,
        council=whose,
        by=by,
        uploaded_at=at,
        file_name=file_name[-_FILE_NAME_MAX:] or "(no name)",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
    )
    try:
        plan(kind, batch, kind.standing(whose, by=by, at=at), sheet=sheet, at=at)
    except SeveralSheets as several:
        note_choice(batch, several)
        batch.save(update_fields=["reading"])
    return batch


@transaction.atomic
def choose(kind: TableKind, *, batch: Import, sheet: str, by, at: datetime) -> None:
    """Preview that sheet of the file. Raises Unreadable, and Refused if it is too late."""
    batch = locked(batch)
    _refuse_closed(batch)
    plan(kind, batch, kind.standing(batch.council, by=by, at=at), sheet=sheet, at=at)


@transaction.atomic
def confirm(
    kind: TableKind,
    *,
    batch: Import,
    by,
    at: datetime,
    why: str = "",
    taking: Collection[int] = frozenset(),
    answers: Mapping[int, str] | None = None,
    hidden_seen: bool = False,
) -> Confirmation:
    """Save the whole of it, or nothing.

    `taking` holds the numbers of the rows that may replace what a person decided by hand; the
    others of those change nothing. `answers` are decisions on offered rows. `why` is the reason
    of changes whose rows give none. Raises Refused while a row is wrong or unanswered.
    """
    batch = locked(batch)
    if batch.state == Import.State.CONFIRMED:
        return Confirmation(batch, saved=False, before=True)
    _refuse_closed(batch)
    _refuse_unseen(batch, hidden_seen)
    standing = kind.standing(batch.council, by=by, at=at, lock=True)
    if standing.fingerprint != batch.fingerprint:
        plan(kind, batch, standing, sheet=batch.sheet, at=at)
        return Confirmation(batch, saved=False)
    _answer(batch, answers or {})
    _refuse_open_questions(batch)
    kept = batch.rows.filter(outcome=Outcome.CHANGED, values__has_key="hand")
    kept.exclude(number__in=taking).update(outcome=Outcome.UNCHANGED)
    if not why.strip() and kind.asks_why(batch):
        raise Refused("Nothing was saved. Say why figures are corrected: the public will read it.")
    kind.write(batch, standing, by=by, at=at, why=why)
    batch.state = Import.State.CONFIRMED
    batch.confirmed_at, batch.confirmed_by = at, by
    batch.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    return Confirmation(batch, saved=True)


@transaction.atomic
def discard(*, batch: Import) -> None:
    """Put a preview away: it can no longer be confirmed. Raises Refused if it was."""
    batch = locked(batch)
    _refuse_closed(batch)
    batch.state = Import.State.DISCARDED
    batch.save(update_fields=["state"])


@transaction.atomic
def undo(kind: TableKind, *, batch: Import, by, at: datetime) -> None:
    """Take back all that a confirmed import did. Raises Refused if any of it was touched since."""
    batch = locked(batch)
    if batch.state != Import.State.CONFIRMED or batch.kind != kind.kind:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be undone.")
    kind.undo(batch, kind.standing(batch.council, by=by, at=at, lock=True), by=by, at=at)
    batch.state = Import.State.UNDONE
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["state", "undone_at", "undone_by"])


def _answer(batch: Import, answers: Mapping[int, str]) -> None:
    offered = batch.rows.filter(outcome=Outcome.SAME_AS)
    for decision in Decision:
        numbers = [number for number, given in answers.items() if given == decision]
        offered.filter(number__in=numbers).update(decision=decision)


def _refuse_closed(batch: Import) -> None:
    if batch.state != Import.State.PREVIEWED:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be changed any more.")


def _refuse_unseen(batch: Import, hidden_seen: bool) -> None:
    if batch.reading.get("sheets"):
        raise Refused("Nothing was saved. Choose first which sheet is meant.")
    if (hidden := batch.reading.get("hidden")) and not hidden_seen:
        raise Refused(f"Nothing was saved. Look first at what is hidden. {' '.join(hidden)}")


def _refuse_open_questions(batch: Import) -> None:
    if wrong := batch.rows.wrong().order_by("number").first():
        told = " ".join(f"{error['reason']} {error['mend']}" for error in wrong.errors)
        raise Refused(f"Nothing was saved. Row {wrong.number} is wrong. {told}")
    if offered := batch.rows.unanswered().count():
        raise Refused(f"Nothing was saved. {offered:,} offered rows are not answered yet.")
