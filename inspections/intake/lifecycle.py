"""An import's life: previewed, confirmed or discarded, undone. All or nothing, and never twice.

Confirming saves the stored rows, those that a person saw, and only while the records are as the
preview saw them; if they moved since, the stored bytes are read again into a new preview.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction

from inspections.intake.kinds import Choices, Kind, Records, Refused, kind_of
from inspections.intake.rows import Tally
from inspections.intake.storing import keep_preview, note_sheets
from inspections.intake.tables import SeveralSheets
from inspections.models import Import


@dataclass(frozen=True)
class Confirmation:
    """What became of a request to confirm.

    Not `saved`, and not `before`: the records moved, and the batch now holds a new preview.
    """

    batch: Import
    saved: bool
    before: bool = False  # an earlier request had saved it already
    made: Any = None  # what the kind's `write` returned

    @cached_property
    def tally(self) -> Tally:
        return Tally.of_stored(self.batch.rows)


@transaction.atomic
def preview(
    kind: Kind, *, content: bytes, file_name: str, whose, by, at: datetime, sheet: str = "", **facts
) -> Import:
    """Store the file and what it would do. Saves none of it.

    Without rows and with `reading["sheets"]` where a person must say first which `sheet` is
    meant. `facts` are fields of the kind's own model. Raises Unreadable if the file cannot be
    read, and Refused; then nothing is stored.
    """
    kind.refuse(whose)
    batch = kind.new_import(
        whose,
        by=by,
        uploaded_at=at,
        file_name=file_name[-kind.file_name_max :] or "(no name)",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        **facts,
    )
    batch.save()
    try:
        _preview(kind, batch, kind.records(batch, by=by, at=at), by=by, at=at, sheet=sheet)
    except SeveralSheets as several:
        note_sheets(batch, several)
    return batch


@transaction.atomic
def choose(*, batch: Import, sheet: str, by, at: datetime) -> Import:
    """Preview that sheet of the file. Raises Unreadable, and Refused if it is too late."""
    kind, batch = kind_of(batch), locked(batch)
    refuse_closed(kind, batch)
    _preview(kind, batch, kind.records(batch, by=by, at=at), by=by, at=at, sheet=sheet)
    return batch


@transaction.atomic
def note(*, batch: Import, choices: Choices) -> None:
    """Keep what a person decided on a preview, so that a refusal loses none of it."""
    kind, batch = kind_of(batch), locked(batch)
    if batch.state == Import.State.PREVIEWED:
        kind.note(batch, choices)


@transaction.atomic
def confirm(
    *, batch: Import, by, at: datetime, choices: Choices | None = None, seen: str | None = None
) -> Confirmation:
    """Save the whole of it, or nothing.

    `seen` is the fingerprint of what the person saw, where that is not the stored preview's.
    Raises Refused while a row is wrong or unanswered.
    """
    choices = choices or Choices()
    kind, batch = kind_of(batch), locked(batch)
    if batch.state == Import.State.CONFIRMED:
        return Confirmation(batch, saved=False, before=True)
    refuse_closed(kind, batch)
    _refuse_unseen(batch, choices)
    records = kind.records(batch, by=by, at=at, lock=True)
    if seen is None:
        seen = records.fingerprint if kind.is_worked_out_anew else batch.fingerprint
    if records.fingerprint != seen:
        _preview(kind, batch, records, by=by, at=at, sheet=batch.sheet)
        return Confirmation(batch, saved=False)
    if not kind.leaves_out_wrong:
        _refuse_wrong(kind, batch)
    kind.decide(batch, records, choices, by=by, at=at)
    if not kind.leaves_out_wrong:
        _refuse_wrong(kind, batch)
    _refuse_unanswered(batch)
    kind.refuse_undecided(batch, choices)
    made = kind.write(batch, records, choices, by=by, at=at)
    batch.state = Import.State.CONFIRMED
    batch.confirmed_at, batch.confirmed_by = at, by
    batch.save(update_fields=["state", "confirmed_at", "confirmed_by"])
    return Confirmation(batch, saved=True, made=made)


@transaction.atomic
def discard(*, batch: Import) -> None:
    """Put a preview away: it can no longer be confirmed. Raises Refused if it was."""
    kind, batch = kind_of(batch), locked(batch)
    refuse_closed(kind, batch)
    batch.state = Import.State.DISCARDED
    batch.save(update_fields=["state"])


@transaction.atomic
def undo(*, batch: Import, by, at: datetime) -> None:
    """Take back all that a confirmed import did. Raises Refused if any of it was touched since."""
    kind, batch = kind_of(batch), locked(batch)
    if batch.state != Import.State.CONFIRMED:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be undone.")
    kind.undo(batch, kind.records_to_undo(batch, by=by, at=at), by=by, at=at)
    if kind.is_again_a_preview:
        batch.state = Import.State.PREVIEWED
        batch.confirmed_at = batch.confirmed_by = None
    else:
        batch.state = Import.State.UNDONE
        batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["state", "confirmed_at", "confirmed_by", "undone_at", "undone_by"])


def locked(batch: Import) -> Import:
    """The import as it stands, which nobody else changes until the transaction ends.

    Of its kind's own model, and without the file's bytes, which are read when they are asked for.
    """
    Import.objects.select_for_update(of=("self",)).values_list("pk").get(pk=batch.pk)
    return kind_of(batch).model.objects.defer("content").get(pk=batch.pk)


def refuse_closed(kind: Kind, batch: Import) -> None:
    """Raise Refused unless the import is a preview that can still be worked on."""
    if batch.state != Import.State.PREVIEWED:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be changed any more.")
    if Import.objects.emptied().filter(pk=batch.pk).exists():
        raise Refused("Words of this file have been removed for good. Upload the file again.")
    kind.refuse(kind.whose(batch))


def _preview(kind: Kind, batch: Import, records: Records, *, by, at, sheet: str) -> None:
    keep_preview(kind, batch, kind.preview(batch, records, by=by, at=at, sheet=sheet), records)


def _refuse_unseen(batch: Import, choices: Choices) -> None:
    if batch.reading.get("sheets"):
        raise Refused("Nothing was saved. Choose first which sheet is meant.")
    if (hidden := batch.reading.get("hidden")) and not choices.hidden_seen:
        raise Refused(f"Nothing was saved. Look first at what is hidden. {' '.join(hidden)}")


def _refuse_wrong(kind: Kind, batch: Import) -> None:
    if wrong := batch.rows.wrong().order_by("number").first():
        told = " ".join(f"{error['reason']} {error['mend']}" for error in wrong.errors)
        raise Refused(f"Nothing was saved. {kind.where(wrong)} is wrong. {told}")


def _refuse_unanswered(batch: Import) -> None:
    if offered := batch.rows.unanswered().count():
        raise Refused(f"Nothing was saved. {offered:,} offered rows are not answered yet.")
