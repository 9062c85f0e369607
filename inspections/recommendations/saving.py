"""An import's life: previewed, then confirmed or discarded. All or nothing, and never twice.

Confirming saves the stored rows, those that a person saw, and only while the records are as the
preview saw them. If they moved since, or if what people decided gives other rows another place,
the stored bytes go through the preview's own code again.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction

from inspections.by_hand import last_by_hand
from inspections.intake import Decision, Outcome, Refused, Tally
from inspections.intake.tables import SeveralSheets
from inspections.models import Import, ImportRow, Inspection
from inspections.models.packed import insert_in_portions
from inspections.recommendations.plan import Plan
from inspections.recommendations.rows import Row
from inspections.recommendations.scope import Scope
from inspections.recommendations.storing import keep_rows, note, note_choice, store
from inspections.recommendations.writing import write

_FILE_NAME_MAX = 255


@dataclass(frozen=True)
class Confirmation:
    """What became of a request to confirm.

    Not `saved`, and not `before`: the records moved, and the batch now holds a new preview.
    """

    batch: Import
    saved: bool
    before: bool = False  # an earlier request had saved it already

    @cached_property
    def tally(self) -> Tally:
        return Tally.of_stored(self.batch.rows)


def preview(
    *, content: bytes, file_name: str, inspection: Inspection, by, at: datetime, sheet: str = ""
) -> tuple[Import, Plan | None]:
    """Store the file and what it would do to the inspection's records. Saves none of them.

    There is no plan yet if a person must say first which `sheet` is meant (see `choose`). Raises
    Unreadable if the file cannot be read; then nothing is stored. Raises Refused for an
    inspection that has been withdrawn.
    """
    _refuse_withdrawn(inspection)
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
    with transaction.atomic():
        try:
            plan = Plan(content, Scope(inspection, by=by, at=at), sheet=sheet)
        except SeveralSheets as several:
            note_choice(batch, several)
            insert_in_portions(batch, "content")
            return batch, None
        note(batch, plan)
        insert_in_portions(batch, "content")
        keep_rows(batch, plan)
    return batch, plan


def choose(*, batch: Import, sheet: str, by, at: datetime) -> Plan:
    """Preview that sheet of the file. Raises Unreadable, and Refused if it is too late."""
    with transaction.atomic():
        batch = locked(batch)
        _refuse_closed(batch)
        plan = Plan(bytes(batch.content), Scope(batch.inspection, by=by, at=at), sheet=sheet)
        store(batch, plan)
        return plan


def answer(*, batch: Import, answers: Mapping[int, str]) -> None:
    """Keep a person's decisions (`ImportRow.Decision`) on offered rows, by their numbers.

    They change nothing in an import that is confirmed or discarded.
    """
    with transaction.atomic():
        if locked(batch).state != Import.State.PREVIEWED:
            return
        offered = batch.rows.filter(outcome=Outcome.SAME_AS)
        for decision in Decision:
            numbers = [number for number, given in answers.items() if given == decision]
            offered.filter(number__in=numbers).update(decision=decision)


def confirm(
    *,
    batch: Import,
    by,
    at: datetime,
    taking: Collection[int] = frozenset(),
    hidden_seen: bool = False,
) -> Confirmation:
    """Save the whole of it, or nothing.

    `hidden_seen` says that a person has looked at what the spreadsheet hides.
    `taking` holds the numbers of the changed rows whose words shall replace what a person wrote
    by hand; the other such rows change nothing. Raises Refused while a row is wrong or unanswered.
    """
    with transaction.atomic():
        batch = locked(batch)
        if batch.state == Import.State.CONFIRMED:
            return Confirmation(batch, saved=False, before=True)
        _refuse_closed(batch)
        _refuse_unseen(batch, hidden_seen)
        scope = Scope(batch.inspection, by=by, at=at, lock=True)
        if scope.fingerprint != batch.fingerprint:
            store(batch, Plan(bytes(batch.content), scope, sheet=batch.sheet))
            return Confirmation(batch, saved=False)
        tally = Tally.of_stored(batch.rows)
        first_wrong = batch.rows.wrong().order_by("number").first() if tally.wrong else None
        _refuse_open_questions(first_wrong, tally.offered)
        if tally.answered or (tally.changed and _held_back(batch, taking)):
            answers = batch.rows.exclude(decision="").values_list("number", "decision")
            plan = Plan(
                bytes(batch.content),
                scope,
                answers=dict(answers),
                taking=taking,
                sheet=batch.sheet,
            )
            first_wrong = next((row for row in plan.rows if row.outcome == Outcome.WRONG), None)
            _refuse_open_questions(first_wrong, plan.tally.offered)
            store(batch, plan)
        write(batch, by=by, at=at)
        batch.state = Import.State.CONFIRMED
        batch.confirmed_at, batch.confirmed_by = at, by
        batch.save(update_fields=["state", "confirmed_at", "confirmed_by"])
        return Confirmation(batch, saved=True)


def _held_back(batch: Import, taking: Collection[int]) -> bool:
    """Whether some changed rows stay as a person wrote them, so that others get other places."""
    changed = batch.rows.filter(outcome=Outcome.CHANGED)
    hands = last_by_hand(changed.order_by().values("recommendation"))
    numbers = changed.filter(recommendation__in=hands).values_list("number", flat=True)
    return not {*taking}.issuperset(numbers if hands else ())


def discard(*, batch: Import) -> None:
    """Put a preview away: it can no longer be confirmed. Raises Refused if it was."""
    with transaction.atomic():
        batch = locked(batch)
        _refuse_closed(batch)
        batch.state = Import.State.DISCARDED
        batch.save(update_fields=["state"])


def locked(batch: Import) -> Import:
    """The import as it stands, which nobody else changes until the transaction ends.

    Without the file's bytes, which are read when they are asked for.
    """
    rows = Import.objects.select_for_update(of=("self",)).select_related("inspection__council")
    return rows.defer("content").get(pk=batch.pk)


def _refuse_closed(batch: Import) -> None:
    if batch.state != Import.State.PREVIEWED:
        raise Refused(f"This import is {batch.get_state_display()}: it cannot be changed any more.")
    if Import.objects.emptied().filter(pk=batch.pk).exists():
        raise Refused("Words of this file have been removed for good. Upload the file again.")
    _refuse_withdrawn(batch.inspection)


def _refuse_unseen(batch: Import, hidden_seen: bool) -> None:
    if batch.reading.get("sheets"):
        raise Refused("Nothing was saved. Choose first which sheet is meant.")
    if (hidden := batch.reading.get("hidden")) and not hidden_seen:
        raise Refused(f"Nothing was saved. Look first at what is hidden. {' '.join(hidden)}")


def _refuse_withdrawn(inspection: Inspection) -> None:
    if inspection.withdrawn_at:
        raise Refused("This inspection has been withdrawn: nothing can be imported into it.")


def _refuse_open_questions(wrong: ImportRow | Row | None, offered: int) -> None:
    """Unless no row is wrong (the first one is given), and none offered and unanswered."""
    if wrong:
        told = " ".join(f"{error['reason']} {error['mend']}" for error in wrong.errors)
        raise Refused(f"Nothing was saved. Row {wrong.number} is wrong. {told}")
    if offered:
        raise Refused(f"Nothing was saved. {offered:,} offered rows are not answered yet.")
